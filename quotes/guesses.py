"""What a statement's text says about itself: issuer, link, language, date, title. Nothing is made up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from quotes import languages, names, quotations, roles
from quotes.blocks import Block, Role, split
from quotes.languages import Words
from quotes.verbatim import collapse

_LETTERS = 40
"""Fewer letters say nothing sure about the language; a Chinese or Japanese one counts for four."""
_SURE = 0.5
"""A language is told if it is as likely as all others together."""
_PLAUSIBLE = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr ht hu hy id ig "
    "is it ja ka kk km kn ko ku ky lb lo lt lv mk ml mn mr ms mt my ne nl no om pa pl ps pt qu ro ru rw "
    "si sk sl so sq sr sv sw ta te tg th tk tl tr ug uk ur uz vi xh yo zh zu"
).split()
"""Languages of today's public life: none of scholars alone (Latin), none that was made, no near kin of larger
ones, which short texts would be taken for."""
_SAMPLE = 20_000
"""Characters of a text that its language is told from."""
_ASIDE = re.compile(
    r"\W*(?:which|who|whose|an?|the|una?|une?|eine?|que|qui|die|che|together|along)\s+(?=[a-z])|\W*(?:and|has|have|today)\b|$"
)
_KIND = re.compile(
    r"\b(?:group|organi[sz]ation|non-?profit|coalition|network|charity|union|association)\s+", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"\s*\([A-ZÀ-Þ&]{2,10}\)\s*$")
_ARTICLE = re.compile(
    r"^(?:the|el|la|los|las|le|les|l['’]|o|a|os|as|il|lo|gli|die|der|das)\s+", re.IGNORECASE
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_OWN_LINK = re.compile(
    r"^\W*(?:url|permalink|canonical(?: url| link)?|(?:originally )?(?:published|posted) (?:at|on)|"
    r"this (?:statement|release) (?:is|was) (?:published|posted|available|online) (?:at|on))\W*\s"
    r"\W*(https?://[^\s<>\"”)\]]+?)[.,;>)\]]*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """What a text says about itself; None where it says nothing."""

    issuer: str | None
    """The organization that speaks in it."""
    url: str | None
    """Where it is published."""
    lang: str | None
    """Its language, ISO 639-1."""
    published: date | None
    title: str | None


def guess(text: str) -> Guesses:
    """What the normalised *text* of a statement says about itself."""
    lang = language(text)
    plain = split(text)
    blocks = roles.assign(text, plain, quotations.find(text, plain), lang)
    known = languages.with_english(lang)
    return Guesses(
        issuer=_issuer(text, blocks, known),
        url=_url(text),
        lang=lang,
        published=_published(text, blocks, known),
        title=next((collapse(block.of(text)) for block in blocks if block.role is Role.HEADLINE), None),
    )


@lru_cache(maxsize=8)
def language(text: str) -> str | None:
    """The language of *text* (ISO 639-1), or None if it has too few letters to tell, or none is likely."""
    sample = text[:_SAMPLE]
    letters = sum(4 if "\u3040" <= char <= "\u9fff" else 1 for char in sample if char.isalpha())
    if letters < _LETTERS:
        return None
    code, sure = _identifier().classify(sample)
    return str(code) if sure >= _SURE else None


@cache
def _identifier() -> Any:
    """What tells languages, of those alone that public statements are written in."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_PLAUSIBLE)
    return identifier


def _issuer(text: str, blocks: Sequence[Block], known: Sequence[Words]) -> str | None:
    """Who "released the following statement", else whom About describes, else whose act the headline is."""
    for block in blocks:
        if block.role is Role.LEAD_IN and (named := issuer_in_lead_in(block.of(text), known)):
            return named
    about = set(_abouts(text, blocks, known))
    if len(about) == 1:
        return about.pop()
    heads = (block.of(text) for block in blocks if block.role is Role.HEADLINE)
    return next((named for head in heads if (named := _acting(head, text, known))), None)


def issuer_in_lead_in(lead_in: str, known: Sequence[Words]) -> str | None:
    """The organization that *lead_in* says has "released the following statement", or None."""
    for words in known:
        for verb in words.issues.finditer(lead_in):
            sentence = re.split(r"[.!?]\s+(?=[A-Z])", lead_in[: verb.start()])[-1]
            if named := _subject(sentence):
                return named
    return None


def _subject(clause: str) -> str | None:
    """The organization right before a verb, across what is said of it between commas."""
    for part in reversed(re.split(r",\s+", clause)):
        if named := _organization(part) or _kind_and_name(part):
            return named
        if not _ASIDE.match(part):
            return None
    return None


def _acting(headline: str, text: str, known: Sequence[Words]) -> str | None:
    """The organization that *headline* says condemns, demands, states, if the text names it again."""
    for words in known:
        verb = words.acts.search(headline)
        named = _organization(headline[: verb.start()]) if verb else None
        if named and text.count(named) > headline.count(named):
            return named
    return None


def _kind_and_name(part: str) -> str | None:
    """The Union in "civil rights group the Union": a kind of organization, then its name."""
    match = _KIND.search(part)
    return _organization(names.leading_name(part[match.end() :])) if match else None


def _abouts(text: str, blocks: Sequence[Block], known: Sequence[Words]) -> Iterator[str]:
    """The organizations that say what they are in About paragraphs, each if the text names it elsewhere."""
    for block in blocks:
        if block.role is not Role.ABOUT:
            continue
        paragraph = block.of(text)
        for words in known:
            verb = words.is_a.search(paragraph)
            named = _organization(paragraph[: verb.start()]) if verb else None
            if named and named in text[: block.start]:
                yield named


def _organization(phrase: str) -> str | None:
    """*phrase* if it is an organization's name and nothing else, without article and abbreviation."""
    short = _ABBREVIATION.search(phrase)
    bare = _ARTICLE.sub("", _ABBREVIATION.sub("", collapse(phrase)))
    if not names.is_name(bare) or names.organization_in(bare) != bare:
        return None
    if any(names.names_person(part) for part in (bare, *re.split(r" (?:and|y|et|und|e) ", bare))):
        return None
    return bare if len(bare.split()) > 1 or short else None


def _published(text: str, blocks: Sequence[Block], known: Sequence[Words]) -> date | None:
    """The one full date of the release lines and the dateline; None if they name several."""
    framing = (block.of(text) for block in blocks if block.role in (Role.RELEASE_LINE, Role.DATELINE))
    found = {day for words in framing for day in _dates(words, known)}
    return found.pop() if len(found) == 1 else None


def _dates(line: str, known: Sequence[Words]) -> Iterator[date]:
    """The full dates of *line*: day, month by name and year in any order that people use, or ISO 8601."""
    parts = [tuple(int(part) for part in match.groups()) for match in _ISO.finditer(line)]
    for words in known:
        for number, name in enumerate(words.months, 1):
            month = rf"(?<!\w)(?:{name})(?!\w)\.?"
            day, year = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?", r"(\d{4})(?!\d)"
            link = r",?\s+(?:de\s+|del\s+|of\s+)?"
            for order in (rf"{month}\s+{day},?\s+{year}", rf"{day}\s+(?:de\s+|of\s+)?{month}{link}{year}"):
                found = re.finditer(order, line, re.IGNORECASE)
                parts += [(int(match[2]), number, int(match[1])) for match in found]
    for year_, month_, day_ in parts:
        try:
            yield date(year_, month_, day_)
        except ValueError:
            continue


def _url(text: str) -> str | None:
    """The one link that the text calls its own address."""
    found = {match.group(1) for match in _OWN_LINK.finditer(text)}
    return found.pop() if len(found) == 1 else None
