"""A public statement's text: read from bytes, normalised once, never edited."""

import hashlib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from quotes.errors import StatementError
from quotes.rulings import Ruling

MAX_BYTES = 1_000_000
"""A statement is a few pages; more than this is another kind of document."""


class Format(StrEnum):
    """What a statement's original is, and so how its text is read out of it (``quotes.readers``)."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement's normalised text with what the excerpt engine needs to know of it.

    Offsets everywhere are code points into ``text``.
    """

    text: str
    issuer: str | None = None
    lang: str | None = None
    """BCP 47, such as ``en`` or ``es``."""
    rulings: tuple[Ruling, ...] = ()
    """What a person corrected in its reading, the earliest first."""


def sha256(data: bytes) -> str:
    """The SHA-256 of *data* as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """The SHA-256 of a normalised text in UTF-8."""
    return sha256(text.encode("utf-8"))


def normalise(raw: str) -> str:
    """*raw* in NFC, without byte order marks before it, every line end a line feed. Idempotent."""
    text = raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def read(data: bytes, *, name: str = "the file") -> str:
    """The normalised text of *data*, a plain text in UTF-8.

    Raises ``StatementError`` if it is empty, binary, not UTF-8, or larger than ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise StatementError(
            f"{name} has {len(data):,} bytes; a statement has at most {MAX_BYTES:,}.",
            remedy="Give the statement alone, as plain text.",
        )
    if b"\x00" in data:
        raise StatementError(
            f"{name} is not a text file.", remedy="Save the statement as plain text in UTF-8."
        )
    try:
        text = normalise(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise StatementError(
            f"{name} is not in UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}.",
            remedy="Save it as plain text in UTF-8.",
        ) from error
    if not text.strip():
        raise StatementError(f"{name} has no words in it.", remedy="Give the statement's text.")
    return text
