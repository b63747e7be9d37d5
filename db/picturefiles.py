"""Pictures in files by the SHA-256 of their bytes: written whole or not at all, never changed."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from scheduler.core.errors import StoreError

_SUFFIXES = {  # by the first bytes of the file
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"RIFF": ".webp",
}
_PLAIN = ".bin"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ContentFiles:
    """Keeps pictures as ``FOLDER/ab/abcd….png``."""

    def __init__(self, folder: Path) -> None:
        """Keep pictures in *folder*, which is made when the first one comes."""
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep *data* durably; its SHA-256. Raises ``StoreError`` where the disk refuses."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.get(sha256) is None:
            path = self._place(sha256, _suffix(data))
            try:
                _make_folder(path.parent)
                _write_whole(path, data)
            except OSError as error:
                raise self._failed("kept", path, error) from error
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """The bytes kept under *sha256*, or None if they are missing or no longer match it."""
        for path in self._places(sha256):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise self._failed("read", path, error) from error
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
        return None

    def path(self, sha256: str) -> str:
        """Where a person finds the file, or would if it is missing."""
        places = list(self._places(sha256))
        return str(next((place for place in places if place.exists()), places[0]))

    def _places(self, sha256: str) -> Iterator[Path]:
        """Where it may be, the likeliest first."""
        if not _DIGEST.fullmatch(sha256):  # never a way out of the folder
            raise ValueError(f"{sha256!r} is no SHA-256")
        for suffix in (*_SUFFIXES.values(), _PLAIN):
            yield self._place(sha256, suffix)

    def _place(self, sha256: str, suffix: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}{suffix}"

    def _failed(self, done: str, path: Path, error: OSError) -> StoreError:
        return StoreError(
            f"The picture {path.name} cannot be {done}: {error.strerror}.",
            remedy=f"See to the folder {self.folder}: its rights, and room on its disk.",
        )


def _suffix(data: bytes) -> str:
    return next((suffix for start, suffix in _SUFFIXES.items() if data.startswith(start)), _PLAIN)


def _make_folder(folder: Path) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        _sync_folder(each.parent)


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole, or not at all, whenever the power fails."""
    draft = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
