"""What a statement says of itself: who issues it, in which language, when, under which headline.

Nothing is guessed without evidence in the text; what it does not say is None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from quotes import languages
from quotes.blocks import Block, Role
from quotes.names import organization_in
from quotes.passages import Reading, read
from quotes.statement import Statement

_LETTERS_FOR_LANGUAGE = 40
"""Fewer letters tell a language no better than chance."""
_ISSUES = re.compile(
    r"\b(?:(?:today|has|have|hereby|jointly)\s+)*(?:released|issued|published|made|shared)\s+(?:the\s+following|this|a|the)\b",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\s*\([^)]*\)")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d{2})-(\d{2})\b")
_LINK = re.compile(r"https?://[^\s<>()\"”’]+[^\s<>()\"”’.,;:!?]")
_OWN_LINK = re.compile(r"(?:read|available|published|original|online|permalink|source)\b[^.\n]{0,60}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """What the text says; None where it says nothing."""

    issuer: str | None = None
    url: str | None = None
    lang: str | None = None
    published: date | None = None
    title: str | None = None


def guess(text: str) -> Guesses:
    """What the normalised *text* says of itself."""
    lang = _language(text)
    reading = read(Statement(text=text, lang=lang), lang)
    return Guesses(
        issuer=_issuer(reading),
        url=_own_link(text),
        lang=lang,
        published=_published(reading),
        title=_title(reading),
    )


def _language(text: str) -> str | None:
    if sum(char.isalpha() for char in text) < _LETTERS_FOR_LANGUAGE:
        return None
    import py3langid

    found: str = py3langid.classify(text)[0]
    return found


def _issuer(reading: Reading) -> str | None:
    """Who "released the following statement", else the one organization that the About paragraphs describe."""
    for block in _of_role(reading, Role.LEAD_IN):
        words = block.of(reading.text)
        verb = _ISSUES.search(words)
        if verb and (name := organization_in(_last_clause(words[: verb.start()]))):
            return name
    described = {name for block in _of_role(reading, Role.ABOUT) if (name := _described(reading, block))}
    return described.pop() if len(described) == 1 else None


def _last_clause(words: str) -> str:
    """What stands right before the verb: ``In response to the vote, the Network`` is the Network."""
    return _SHORT_FORM.sub("", words).strip().rstrip(",").rsplit(",", 1)[-1]


def _described(reading: Reading, block: Block) -> str | None:
    """The name before "is a …"."""
    words = block.of(reading.text)
    for known in languages.with_english(reading.lang):
        match = known.is_a.search(words)
        if match and match.start() < 120:
            return organization_in(words[: match.start()])
    return None


def _of_role(reading: Reading, *roles: Role) -> Iterator[Block]:
    return (block for block in reading.blocks if block.role in roles)


def _title(reading: Reading) -> str | None:
    return next((block.of(reading.text) for block in _of_role(reading, Role.HEADLINE)), None)


def _own_link(text: str) -> str | None:
    """A link that the text calls its own; links to others stay where they are."""
    for match in _LINK.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        if _OWN_LINK.search(before) and "statement" in before.lower():
            return match.group()
    return None


def _published(reading: Reading) -> date | None:
    """A full date in a dateline or a release line."""
    for block in _of_role(reading, Role.RELEASE_LINE, Role.DATELINE):
        if found := _date_in(block.of(reading.text), reading.lang):
            return found
    return None


def _date_in(words: str, lang: str | None) -> date | None:
    if iso := _ISO.search(words):
        return _real(int(iso[1]), int(iso[2]), int(iso[3]))
    for known in languages.with_english(lang):
        for number, month in enumerate(known.months, start=1):
            named = rf"(?<!\w)(?:{month})\.?"
            day_last = re.search(rf"{named}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)", words, re.IGNORECASE)
            if day_last:
                return _real(int(day_last[2]), number, int(day_last[1]))
            day_first = re.search(
                rf"(\d{{1,2}})\.?\s+(?:de\s+|of\s+)?{named},?\s+(?:de\s+|del\s+)?((?:19|20)\d\d)", words, re.IGNORECASE
            )
            if day_first:
                return _real(int(day_first[2]), number, int(day_first[1]))
    return None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
