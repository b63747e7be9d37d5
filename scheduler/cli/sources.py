"""Where ``drumbeat statement add`` takes a statement from: a file, standard input, or an address."""

import re
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from scheduler.core.errors import InputError

if TYPE_CHECKING:
    from scheduler.core.ports import Fetched

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def check(place: str, *, fetch: bool) -> None:
    """Raise ``InputError`` for an address that nobody asked to fetch, or a file that is to be fetched."""
    is_address = _ADDRESS.match(place) is not None
    if is_address and not fetch:
        raise InputError(
            f"{place} is an address, and nothing is fetched unasked.",
            remedy="Say --fetch to fetch it now, or save the page and add the file.",
        )
    if fetch and not is_address:
        raise InputError(f"{place} is no address, so there is nothing to fetch.", remedy="Leave --fetch out.")


def called(name: str | None, place: str, fetched: "Fetched | None") -> str:
    """The name by which an id and messages go; a given one keeps the ending of the file or address."""
    if fetched is not None:
        parts = urlsplit(fetched.address)
        place = PurePath(unquote(parts.path)).name or (parts.hostname or "").replace(".", "-")
    given = "statement" if place == "-" else place
    return given if name is None else name + PurePath(given).suffix


def read(place: str) -> bytes:
    """The bytes of the file *place*, or of standard input for a dash; raises ``InputError``.

    What is larger than any statement is not read to its end.
    """
    try:
        if place == "-":
            return _limited(sys.stdin.buffer, "standard input")
        with Path(place).open("rb") as file:
            return _limited(file, place)
    except OSError as error:
        raise InputError(
            f"{place} cannot be read: {error.strerror}.", remedy="Name a file that is there."
        ) from error


def _limited(file: BinaryIO, name: str) -> bytes:
    from quotes.readers import MAX_FILE_BYTES

    data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise InputError(
            f"{name} has more than {MAX_FILE_BYTES:,} bytes.", remedy="Give the statement alone."
        )
    return data
