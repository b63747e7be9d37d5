"""Where secrets may come from, and what is refused."""

from pathlib import Path

import pytest

from scheduler import networks
from scheduler.core.errors import SecretError
from scheduler.core.limits import Network
from scheduler.secrets import sources

VARIABLE = "DRUMBEAT_BLUESKY_APP_PASSWORD"


@pytest.fixture
def bluesky() -> Network:
    """A network with one secret."""
    return networks.load("bluesky")


def private(path: Path, text: str, mode: int = 0o600) -> Path:
    """A file at *path* with *text*."""
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_each_source(bluesky: Network, tmp_path: Path) -> None:
    """A file given, the environment, a file that it names, and systemd's credential; the first one counts."""
    given = private(tmp_path / "given.toml", 'app_password = "from the file"')
    named = private(tmp_path / "named", "from a named file\n")
    private(tmp_path / VARIABLE.lower().replace("_", "-"), "from systemd")
    from_systemd = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    by_name = from_systemd | {f"{VARIABLE}_FILE": str(named)}
    by_value = by_name | {VARIABLE: "from the environment"}
    found = [
        sources.found(bluesky, by_value, given),
        sources.found(bluesky, by_value, None),
        sources.found(bluesky, by_name, None),
        sources.found(bluesky, from_systemd, None),
        sources.found(bluesky, {}, None),
    ]
    assert [each.get("app_password") for each in found] == [
        "from the file",
        "from the environment",
        "from a named file",
        "from systemd",
        None,
    ]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o660, 0o644, 0o601, 0o777])
def test_a_file_that_others_can_reach_is_refused(bluesky: Network, tmp_path: Path, mode: int) -> None:
    """Whatever others could do with it, the message names the mode and the cure, and not the secret."""
    path = private(tmp_path / "open.toml", 'app_password = "hush"', mode)
    for environ, file in [({}, path), ({f"{VARIABLE}_FILE": str(path)}, None)]:
        with pytest.raises(SecretError, match=f"{mode:04o}") as error:
            sources.found(bluesky, environ, file)
        assert f"chmod 600 {path}" in error.value.remedy
        assert "hush" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("app_password", "is no TOML"),
        ("app_pasword = 'x'", "no secret called 'app_pasword'"),
        ("app_password = 5", "must be text"),
        ("app_password = ''", "must be text"),
    ],
)
def test_a_file_that_is_wrong(bluesky: Network, tmp_path: Path, text: str, problem: str) -> None:
    """Each mistake in a secrets file is named."""
    with pytest.raises(SecretError, match=problem):
        sources.found(bluesky, {}, private(tmp_path / "x.toml", text))


def test_a_file_that_is_no_text(bluesky: Network, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are told, not shown."""
    path = private(tmp_path / "x.toml", "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SecretError, match="no text in UTF-8"):
        sources.found(bluesky, {}, path)


def test_what_is_missing(bluesky: Network) -> None:
    """What was not found is asked for, by its title, and otherwise named with the ways to give it."""
    (lacking,) = sources.missing(bluesky, {})
    assert (lacking.title, sources.missing(bluesky, {"app_password": "x"})) == ("App password", [])
    assert VARIABLE in sources.how_to_give(bluesky, [lacking])
