"""Files that only their owner may read."""

import os
import stat
from pathlib import Path

from scheduler.core.errors import SecretError

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read(path: Path) -> str:
    """The text in *path* without its last line end.

    Raises ``SecretError`` if it cannot be read, is empty, or others may read or change it.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read().decode("utf-8").rstrip("\r\n")
    except OSError as error:
        raise SecretError(
            f"{path} cannot be read: {error.strerror}.", remedy="Name another file, or make it."
        ) from error
    except UnicodeDecodeError as error:
        raise SecretError(f"{path} is no text in UTF-8.", remedy="Name another file.") from error
    if mode & _OTHERS:
        raise SecretError(
            f"Others can reach {path}: its mode is {mode:04o}, and 0600 is the most a secret may have.",
            remedy=f"chmod 600 {path}",
        )
    if not text:
        raise SecretError(f"{path} is empty.", remedy="Put the secret into it.")
    return text


def create(path: Path, text: str) -> None:
    """Make *path*, for its owner alone, with *text*, durably; never over a file that is there.

    Raises ``SecretError``.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, f"{text}\n".encode())
            os.fsync(file)
        finally:
            os.close(file)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise SecretError(f"{path} cannot be made: {error.strerror}.", remedy="Make room for it.") from error
