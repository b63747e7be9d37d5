"""Secrets are sealed with a key that is never in the database, and open as nothing else."""

import os
import stat
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from scheduler.core.errors import SecretError
from scheduler.secrets.vault import FernetVault

KEY, OTHER, THIRD = (urlsafe_b64encode(each * 32).decode() for each in (b"k", b"o", b"t"))


def vault(folder: Path, setting: str = "", **environ: str) -> FernetVault:
    """The vault of a database in *folder*."""
    return FernetVault(setting or str(folder / "drumbeat.key"), environ, folder / "drumbeat.db")


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_what_is_sealed_opens(secret: str, purpose: str) -> None:
    """Any text comes back as it was, and is not in what the database gets."""
    closed = vault(Path(), DRUMBEAT_KEY=KEY).seal(secret, purpose)
    assert vault(Path(), DRUMBEAT_KEY=KEY).open(closed, purpose) == secret
    assert len(secret) < 4 or secret.encode() not in closed


def test_the_first_secret_makes_the_key(tmp_path: Path) -> None:
    """The file is for its owner alone, and is made once: a second vault opens what the first one sealed."""
    sealed = vault(tmp_path).seal("hush", "sky/secrets")
    made = tmp_path / "drumbeat.key"
    key = made.read_text()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert vault(tmp_path).open(sealed, "sky/secrets") == "hush"
    vault(tmp_path).seal("more", "sky/session")
    assert made.read_text() == key


def test_nothing_is_made_to_open(tmp_path: Path) -> None:
    """Where the key is gone it is said, and none is made in its place: what it sealed would be lost."""
    sealed = vault(tmp_path).seal("hush", "sky/secrets")
    (tmp_path / "drumbeat.key").unlink()
    with pytest.raises(SecretError, match="There is no key"):
        vault(tmp_path).open(sealed, "sky/secrets")
    assert not (tmp_path / "drumbeat.key").exists()


@pytest.mark.parametrize(
    ("key", "purpose", "problem"),
    [
        (OTHER, "sky/secrets", "does not open"),
        (KEY, "moon/secrets", "does not open"),  # a row moved to another account
        (KEY, "sky/session", "does not open"),
        ("short", "sky/secrets", "is no key"),
    ],
)
def test_what_does_not_open(tmp_path: Path, key: str, purpose: str, problem: str) -> None:
    """Another key, or another purpose, opens nothing; no message holds a key."""
    sealed = vault(tmp_path, DRUMBEAT_KEY=KEY).seal("hush", "sky/secrets")
    with pytest.raises(SecretError, match=problem) as error:
        vault(tmp_path, DRUMBEAT_KEY=key).open(sealed, purpose)
    assert key not in str(error.value)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """As any secrets file."""
    sealed = vault(tmp_path).seal("hush", "sky/secrets")
    (tmp_path / "drumbeat.key").chmod(0o644)
    with pytest.raises(SecretError, match="0644"):
        vault(tmp_path).open(sealed, "sky/secrets")


def test_where_the_key_may_be(tmp_path: Path) -> None:
    """The variable, the file that one names, systemd's credential, the setting: the first one counts."""
    for name, key in [("named", KEY), ("drumbeat-key", OTHER)]:
        (tmp_path / name).write_text(key)
        (tmp_path / name).chmod(0o600)
    systemd = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    named = systemd | {"DRUMBEAT_KEY_FILE": str(tmp_path / "named")}
    for environ, key in [(systemd, OTHER), (named, KEY), (named | {"DRUMBEAT_KEY": THIRD}, THIRD)]:
        sealed = vault(tmp_path, **environ).seal("hush", "p")
        assert vault(tmp_path, DRUMBEAT_KEY=key).open(sealed, "p") == "hush"
        assert key not in vault(tmp_path, **environ).place


# --- the system's keyring -----------------------------------------------------------------------


class Ring(KeyringBackend):
    """A keyring in memory, which can be locked."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    """The system's keyring, in memory."""
    before, mine = keyring.get_keyring(), Ring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_the_keyring_holds_the_key(ring: Ring, tmp_path: Path) -> None:
    """With the setting "keyring" the key is there, one for each database, and in no file."""
    sealed = vault(tmp_path, "keyring").seal("hush", "p")
    assert vault(tmp_path, "keyring").open(sealed, "p") == "hush"
    assert list(ring.kept) == [("drumbeat", str(tmp_path / "drumbeat.db"))]
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_a_locked_keyring(ring: Ring, tmp_path: Path) -> None:
    """It is said that the keyring does not answer, and what to do."""
    sealed = vault(tmp_path, "keyring").seal("hush", "p")
    ring.locked = True
    with pytest.raises(SecretError, match="keyring does not answer: locked"):
        vault(tmp_path, "keyring").open(sealed, "p")
