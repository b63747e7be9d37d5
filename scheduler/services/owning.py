"""Pictures that a person brings: read once, made anew for each network, told of in a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotes.statement import normalise, sha256
from scheduler.core.checking import check_alt, check_never, check_quotes
from scheduler.core.delivery import Picture
from scheduler.core.errors import InputError, PictureError, WordsError
from scheduler.core.limits import Network
from scheduler.core.records import KeptStatement
from scheduler.services.desk import Desk, Photo

MOST_BYTES = 60_000_000
"""Of a file that is brought; phones make a tenth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A picture as a person brings it."""

    name: str
    """Of its file, for messages."""
    alt: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of brought pictures on one network."""

    pictures: tuple[Picture, ...]
    files: tuple[bytes, ...] = field(repr=False)
    """Their bytes, which nobody has kept yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Pictures of one post, read."""

    brought: tuple[Brought, ...]
    photos: tuple[Photo, ...]

    def on(self, network: Network, statement: KeptStatement) -> Made:
        """What goes out on *network*; raises ``InputError`` for their number, ``WordsError`` for alt text."""
        limits = network.limits
        if len(self.brought) > limits.pictures:
            raise InputError(
                f"There are {len(self.brought)} pictures; {network.title} takes {limits.pictures}.",
                remedy="Leave some away.",
            )
        for each in self.brought:
            _check_alt(each, statement, network)
        made = [photo.within(limits.picture_side, limits.picture_bytes) for photo in self.photos]
        return Made(
            pictures=tuple(
                Picture(
                    sha256=sha256(drawn.data),
                    alt=each.alt,
                    width=drawn.width,
                    height=drawn.height,
                    media_type=drawn.media_type,
                )
                for each, drawn in zip(self.brought, made, strict=True)
            ),
            files=tuple(drawn.data for drawn in made),
        )

    def told(self, by_network: Sequence[tuple[Network, Made]]) -> list[str]:
        """What was done to each, in a line."""
        return [
            f"{each.name}: {_shape(photo.width, photo.height, each.data)} → "
            + "; ".join(f"{_made_of(made, n)} on {network.title}" for network, made in by_network)
            + f"; {_removed(photo.carried)}"
            for n, (each, photo) in enumerate(zip(self.brought, self.photos, strict=True))
        ]

    def noted(self) -> list[dict[str, object]]:
        """What was brought, for the history."""
        return [
            {"name": each.name, "width": photo.width, "height": photo.height, "bytes": len(each.data)}
            for each, photo in zip(self.brought, self.photos, strict=True)
        ]


def read(desk: Desk, brought: Iterable[Brought]) -> Album:
    """The pictures in what was *brought*; raises ``PictureError``, naming which."""
    named = tuple(
        Brought(name=each.name, alt=normalise(each.alt).strip(), data=each.data) for each in brought
    )
    return Album(brought=named, photos=tuple(_photo(desk, each) for each in named))


def _photo(desk: Desk, each: Brought) -> Photo:
    if len(each.data) > MOST_BYTES:
        raise PictureError(
            f"{each.name} has more than {MOST_BYTES:,} bytes.", remedy="Make it smaller first."
        )
    try:
        return desk.photo(each.data)
    except PictureError as error:
        raise PictureError(f"{each.name} {error.message}", remedy=error.remedy) from error


def _check_alt(each: Brought, statement: KeptStatement, network: Network) -> None:
    try:
        check_alt(each.alt, None, network)
        check_never(each.alt, statement)
        check_quotes(each.alt, statement)
    except WordsError as error:
        raise WordsError(f"{each.name}: {error.message}", remedy=error.remedy) from error


# --- in words -----------------------------------------------------------------------------------


def _made_of(made: Made, n: int) -> str:
    picture = made.pictures[n]
    return _shape(picture.width, picture.height, made.files[n])


def _shape(width: int, height: int, data: bytes) -> str:
    return f"{width:,}×{height:,}, {_size(len(data))}"


def _size(octets: int) -> str:
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{-(-octets // 1_000)} KB"


def _removed(carried: Sequence[str]) -> str:
    if not carried:
        return "it carried nothing else"
    *some, last = carried
    before = f"{', '.join(some)} and " if some else ""
    return f"{before}{last} removed"
