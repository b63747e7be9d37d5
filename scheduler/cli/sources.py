"""Where ``drumbeat statement add`` takes a statement from: a file or standard input."""

import re
import sys
from pathlib import Path
from typing import BinaryIO

from scheduler.core.errors import InputError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(place: str) -> bool:
    """Whether *place* is an address, not a file."""
    return _ADDRESS.match(place) is not None


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
