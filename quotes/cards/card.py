"""A card: a picture of an excerpt in a theme at a size, before it is drawn. Nothing here draws."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, files, version

from quotes import verbatim
from quotes.cards.fonts import load
from quotes.cards.theme import Part, Theme

RENDERER = 2
"""Raised with every change of the code that may change a picture."""


_QUOTE_CARD = {
    "en": "Quote card: ",
    "es": "Tarjeta con una cita: ",
    "fr": "Carte de citation\u00a0: ",
    "pt": "Cartão com uma citação: ",
    "it": "Scheda con una citazione: ",
    "de": "Zitatkarte: ",
    "ht": "Kat sitasyon: ",
    "ar": "بطاقة اقتباس: ",
    "ur": "اقتباس کارڈ: ",
    "hi": "उद्धरण कार्ड: ",
    "vi": "Thẻ trích dẫn: ",
    "zh": "引文卡片：",
    "ja": "引用カード：",
    "ko": "인용 카드: ",
}
"""What a card is, for those who cannot see it: the only words of its own that a card brings, dates aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything that decides how a card looks, and what its file says of itself."""

    quote: str
    """The excerpt in its display form, without marks around it; see ``quotes.verbatim.display``."""
    speaker: str | None
    issuer: str | None
    lang: str | None
    """BCP 47; chooses the marks and the forms of letters."""
    theme: Theme
    title: str | None = None
    """Of the statement; shown by themes that have room for a headline, as is the date."""
    date: str | None = None
    """As it is to be shown; see ``quotes.dates``."""
    width: int = 1600
    """In pixels, like ``height``."""
    height: int = 900

    def key(self) -> str:
        """The SHA-256 of all inputs and versions, as 64 hexadecimal digits: equal keys, equal pictures."""
        inputs = {
            "words": asdict(words(self)),
            "lang": self.lang,
            "theme": self.theme.digest(),
            "size": [self.width, self.height],
            "fonts": [_font_digest(name) for name in _fonts(self)],
            "alt": alt_text(self),
            "versions": versions(),
        }
        return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def marked(card: Card) -> tuple[str, str, str]:
    """The opening mark, the quote between the marks, and the closing mark, as the card shows them.

    A quote that brings its own pair of marks gets no second one.
    """
    if verbatim.in_marks(card.quote):
        return card.quote[0], card.quote[1:-1], card.quote[-1]
    opening, closing = verbatim.marks(card.lang)
    return opening, card.quote, closing


def attribution(card: Card) -> tuple[str | None, str | None]:
    """The name and the role under a quote: the speaker, and the issuer if that is another.

    An issuer alone stands as the name.
    """
    speaker, issuer = _tidy(card.speaker), _tidy(card.issuer)
    if not speaker or not issuer or speaker.casefold() == issuer.casefold():
        return speaker or issuer, None
    return speaker, issuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All the words on a card. ``opening`` and ``closing`` are the marks around the quote."""

    opening: str
    quote: str
    closing: str
    name: str | None
    role: str | None
    head: str | None = None
    date: str | None = None


def words(card: Card) -> Words:
    """What stands where: a theme with a head shows the headline and the date there, or the issuer.

    A headline with quotation marks of its own stays away, for it could be taken for the quote.
    """
    opening, quote, closing = marked(card)
    name, role = attribution(card)
    head, date = None, None
    if card.theme.design.head == "title":
        head, date = _tidy(card.title), _tidy(card.date)
        if head and any(mark in head for mark in '“”„«»"「」'):
            head = None
    elif card.theme.design.head == "issuer" and _tidy(card.issuer):
        head = _tidy(card.issuer)
        name, role = (None if name and head and name.casefold() == head.casefold() else name), None
    return Words(opening=opening, quote=quote, closing=closing, name=name, role=role, head=head, date=date)


def texts(card: Card) -> dict[Part, str]:
    """The text of every part, empty where a card has none."""
    shown = words(card)
    return {
        "quote": shown.opening + shown.quote + shown.closing,
        "name": shown.name or "",
        "role": shown.role or "",
        "head": shown.head or "",
        "date": shown.date or "",
    }


def font_of(card: Card, part: Part) -> str:
    """The path below ``assets/fonts`` of the font that *part* is set in."""
    fonts = card.theme.fonts
    return fonts.role if part == "date" else str(getattr(fonts, part))


def alt_text(card: Card, fits: Callable[[str], bool] = lambda text: True) -> str:
    """All the words on the card, introduced as what it is: ``Quote card: “…” — NAME, ROLE. HEADLINE, DATE``.

    In its language, where that is known to this module.

    Where that does not fit, the least goes first: headline and date, what it is, the role, the name; the
    quote never goes, so that a text which *fits* refuses may be answered.
    """
    shown, (name, role) = words(card), attribution(card)
    quote = f"{shown.opening}{shown.quote}{shown.closing}"
    names = ", ".join(each for each in (name, role) if each)
    head = ", ".join(each for each in (shown.head, shown.date) if each and each not in (name, role))
    full = f"{quote} — {names}" if names else quote
    tag = (card.lang or "").lower()
    card_is = _QUOTE_CARD.get(tag) or _QUOTE_CARD.get(tag.split("-")[0]) or _QUOTE_CARD["en"]
    ways = [
        f"{card_is}{full}. {head}" if head else f"{card_is}{full}",
        f"{card_is}{full}",
        full,
        f"{quote} — {name}",
    ]
    return next((way for way in ways if fits(way)), quote)


def _tidy(name: str | None) -> str | None:
    return verbatim.display(name or "") or None


def versions() -> tuple[str, ...]:
    """What draws: this code, Pillow, HarfBuzz's binding, and the FreeType that Pillow brings.

    FreeType is known by the digest of its library in Pillow's list of installed files, so that Pillow
    need not be imported.
    """
    return (
        f"drumbeat {RENDERER}",
        f"pillow {_version('pillow')}",
        f"uharfbuzz {_version('uharfbuzz')}",
        f"resvg {_version('resvg-py')}",
        f"freetype {_freetype()}",
    )


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"


@cache
def _freetype() -> str:
    try:
        installed = files("pillow") or []
    except PackageNotFoundError:
        installed = []
    libraries = (entry for entry in installed if "freetype" in entry.name or "_imagingft." in entry.name)
    return " ".join(sorted(entry.hash.value for entry in libraries if entry.hash)) or "unknown"


def _fonts(card: Card) -> list[str]:
    """The fonts that the card is set in, those of the theme and those that fill in for them."""
    from quotes.cards.runs import setter

    return sorted(
        {
            used
            for part, text in texts(card).items()
            for used in setter(font_of(card, part), card.lang).used(text)
        }
    )


@cache
def _font_digest(name: str) -> str:
    data, index, weight = load(name)
    return f"{hashlib.sha256(data).hexdigest()} {index} {weight}"
