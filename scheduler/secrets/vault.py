"""Sealing secrets with a key that is never in the database.

The key comes from the variable DRUMBEAT_KEY, the file that DRUMBEAT_KEY_FILE names, systemd's credential
``drumbeat-key``, or where the setting ``key`` says: a file, made with the first secret, or the system's
keyring.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.core.errors import SecretError
from scheduler.secrets import files
from scheduler.secrets.sources import CREDENTIALS

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

KEYRING = "keyring"
"""The value of the setting ``key`` that stands for the system's keyring."""
_VARIABLE = "DRUMBEAT_KEY"
_CREDENTIAL = "drumbeat-key"
_SERVICE = "drumbeat"


class FernetVault:
    """Implements ``scheduler.core.ports.Vault`` by Fernet.

    Source: https://cryptography.io/en/latest/fernet/
    """

    def __init__(self, setting: str, environ: Mapping[str, str], database: Path) -> None:
        """The vault of *database*, whose key is where *setting* or *environ* says; nothing is read yet."""
        self._setting = setting
        self._environ = environ
        self._database = str(database.resolve())

    @property
    def place(self) -> str:
        """Where the key is, in words."""
        if self._environ.get(_VARIABLE):
            return f"the variable {_VARIABLE}"
        file = self._file
        return str(file) if file else "the system's keyring"

    def seal(self, secret: str, purpose: str) -> bytes:
        """*secret*, sealed for *purpose*; the first one makes the key, if there is none.

        Raises ``SecretError``.
        """
        self._make_key()
        return self._fernet.encrypt(f"{purpose}\0{secret}".encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """What was sealed for *purpose*; raises ``SecretError`` if the key does not open it."""
        from cryptography.fernet import InvalidToken

        try:
            told, _, secret = self._fernet.decrypt(sealed).decode().partition("\0")
        except InvalidToken:
            told = ""
        if told != purpose:
            raise SecretError(
                f"The key in {self.place} does not open the secrets of {purpose}.",
                remedy="Bring back the key that was there when the account was added, or add it again.",
            )
        return secret

    @cached_property
    def _fernet(self) -> "Fernet":
        from cryptography.fernet import Fernet

        key = self._key()
        if key is None:
            raise SecretError(
                f"There is no key in {self.place}, so no secret can be opened.",
                remedy="Bring back the key that was there when accounts were added.",
            )
        try:
            return Fernet(key)
        except ValueError as error:
            raise SecretError(
                f"What is in {self.place} is no key: 44 characters of Base 64 are one.",
                remedy="Bring back the right one.",
            ) from error

    @property
    def _file(self) -> Path | None:
        """The file that holds the key; None for the keyring."""
        if self._environ.get(f"{_VARIABLE}_FILE"):
            return Path(self._environ[f"{_VARIABLE}_FILE"])
        credential = Path(self._environ.get(CREDENTIALS, "")) / _CREDENTIAL
        if self._environ.get(CREDENTIALS) and credential.exists():
            return credential
        return None if self._setting == KEYRING else Path(self._setting)

    def _key(self) -> str | None:
        if self._environ.get(_VARIABLE):
            return self._environ[_VARIABLE]
        if self._file is None:
            return _Keyring(self._database).get()
        return files.read(self._file) if self._file.exists() else None

    def _make_key(self) -> None:
        if self._key() is not None:
            return
        from cryptography.fernet import Fernet

        key = Fernet.generate_key().decode()
        if self._file is None:
            _Keyring(self._database).put(key)
        else:
            files.create(self._file, key)


class _Keyring:
    """The key in the system's keyring, under the database's path."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get(self) -> str | None:
        return self._ask("get_password")

    def put(self, key: str) -> None:
        self._ask("set_password", key)

    def _ask(self, call: str, *more: str) -> str | None:
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError as error:
            raise SecretError(
                "The package keyring is not installed.", remedy="pip install 'drumbeat[keyring]'"
            ) from error
        try:
            answer: str | None = getattr(keyring, call)(_SERVICE, self._name, *more)
        except KeyringError as error:
            raise SecretError(
                f"The system's keyring does not answer: {error}.",
                remedy="Unlock it, or name a file in the setting 'key'.",
            ) from error
        return answer
