"""What a network would refuse, told with the figures before it is asked; a rehearsal refuses the same."""

from scheduler.core.delivery import Picture
from scheduler.core.errors import Rejected
from scheduler.core.limits import Limits, Lookup, Network
from scheduler.core.ports import Letter, Prepared

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def media_type(data: bytes) -> str | None:
    """The type of a picture by its first bytes: PNG, JPEG, GIF or WebP; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for start, name in _STARTS if data.startswith(start)), None)


def check_upload(n: int, picture: Picture, data: bytes, network: Network) -> None:
    """Refuse picture number *n* for its bytes or its alt text; raises ``Rejected``."""
    check_bytes(f"Picture {n}", picture.media_type, data, network)
    _check_alt(n, picture.alt, network.limits, network.title)


def check_bytes(name: str, given: str | None, data: bytes, network: Network) -> str:
    """The type of the picture called *name*, if it is the one *given*; raises ``Rejected`` for its bytes."""
    seen = media_type(data)
    limits, title = network.limits, network.title
    if seen is None:
        raise Rejected(f"{name} is no PNG, JPEG, GIF or WebP; {title} takes nothing else.")
    if seen != given:
        raise Rejected(f"{name} is given as {given} and is {seen}.")
    if len(data) > limits.picture_bytes:
        raise Rejected(f"{name} has {len(data):,} bytes; {title} takes at most {limits.picture_bytes:,}.")
    return seen


def check_message(letter: Letter, prepared: Prepared, network: Network) -> None:
    """Refuse a message for its words, its number of pictures, or its key; raises ``Rejected``."""
    part, limits = letter.part, network.limits
    if network.lookup is Lookup.KEYED and not part.record_key:
        raise Rejected(f"Part {part.n} has no record key; {network.title} takes none without.")
    if not part.words.strip() and not part.pictures:
        raise Rejected(f"Part {part.n} has neither words nor pictures.")
    size = limits.size(part.words)
    if size > limits.text:
        raise Rejected(
            f"The words have {size:,} {limits.unit}; {network.title} takes at most {limits.text:,}."
        )
    if len(part.pictures) > limits.pictures:
        raise Rejected(
            f"There are {len(part.pictures)} pictures; {network.title} takes at most {limits.pictures}."
        )
    if len(prepared.media_keys) != len(part.pictures):
        raise Rejected(f"{len(prepared.media_keys)} of {len(part.pictures)} pictures were uploaded.")


def _check_alt(n: int, alt: str, limits: Limits, title: str) -> None:
    if not alt.strip():
        raise Rejected(f"Picture {n} has no alt text.")
    size = limits.measure_alt(alt)
    if size > limits.alt_text:
        raise Rejected(
            f"The alt text of picture {n} has {size:,} characters; {title} takes at most {limits.alt_text:,}."
        )
