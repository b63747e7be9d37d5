"""Who speaks in a statement: each person with what they say, the proof, and their title beside the name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from quotes import roles
from quotes.names import is_title
from quotes.passages import Reading
from quotes.quotations import Quotation

Span = tuple[int, int]
"""Offsets of a slice of the statement, in code points."""

_ARTICLE = re.compile(r"(?:an?|the|una?|une|eine?r?|el|la|le|der|die|das|o|a|il)\s+", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?:\s*[(\[][^)\]]*[)\]])?\s*,\s+(?P<title>[^,;:.“”\"«»()]+(?:\b\w\.[^,;:.“”\"«»()]*)*)"
)
_MOST_WORDS = 14
"""A title has at most so many; more is a tale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One quotation, over however many paragraphs, with its number in the statement."""

    n: int
    parts: tuple[Span, ...]
    """The insides of its marks, one a paragraph."""
    speaker: str | None
    proof: Span | None
    """The sentence that names the speaker; None: a person said who, or nobody is named."""

    @property
    def span(self) -> Span:
        """From the first of its words to the last."""
        return self.parts[0][0], self.parts[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who speaks in a statement."""

    name: str
    title: str | None
    """Kept apart from the name: "Rep.", "director of River Union"."""
    quotations: tuple[Quoted, ...]
    sentences: int
    """Of the text's own voice that are theirs."""
    proof: Span | None
    """The first sentence that names them as the speaker; None: a person said so, or it is the issuer."""


def quoted(reading: Reading) -> list[Quoted]:
    """The quotations that somebody can be quoted with, in order, numbered from 1."""
    spoken = [block for block in reading.blocks if block.role in roles.SPOKEN]
    ours = [
        each
        for each in reading.quotations
        if each.whole and any(block.start <= each.start < block.end for block in spoken)
    ]
    threads = [tuple(parts) for _, parts in groupby(ours, key=lambda each: each.thread)]
    return [_quoted(reading, n, parts) for n, parts in enumerate(threads, start=1)]


def _quoted(reading: Reading, n: int, parts: Sequence[Quotation]) -> Quoted:
    said = [reading.speakers.said(part) for part in parts]
    known = next((each for each in said if each.speaker is not None), said[0])
    return Quoted(
        n=n,
        parts=tuple((part.start, part.end) for part in parts),
        speaker=known.speaker,
        proof=_sentence(reading, known.at) if known.speaker else None,
    )


def voices(reading: Reading) -> list[Voice]:
    """All who speak in the statement: whoever narrates first, then the quoted, in order."""
    narrated: dict[str, list[Span | None]] = {}
    for passage in reading.passages:
        if not passage.quoted and passage.speaker is not None:
            at = reading.speakers.narrated(passage.start).at
            own = narrated.setdefault(passage.speaker, [])
            own += [_sentence(reading, at)] * len(passage.sentences)
    spoken: dict[str, list[Quoted]] = {}
    for each in quoted(reading):
        if each.speaker is not None:
            spoken.setdefault(each.speaker, []).append(each)
    return [
        _voice(reading, name, spoken.get(name, []), narrated.get(name, [])) for name in {**narrated, **spoken}
    ]


def proof_of(reading: Reading, quotations: Sequence[Quoted], start: int, end: int) -> Span | None:
    """The sentence that tells who says the slice from *start* to *end*; *quotations* are all of ``quoted``.

    None where a person said who, nobody is known, or the issuer speaks in the text's own voice.
    """
    for each in quotations:
        if each.span[0] < end and start < each.span[1]:
            return each.proof
    return _sentence(reading, reading.speakers.narrated(start).at)


def _voice(reading: Reading, name: str, spoken: Sequence[Quoted], narrated: Sequence[Span | None]) -> Voice:
    proofs = [proof for proof in (*narrated, *(each.proof for each in spoken)) if proof is not None]
    namings = reading.speakers.names.namings(name)
    naming = [proof for proof in proofs if any(_stands(reading, proof, each) for each in namings)]
    given = reading.speakers.names.titles.get(name)
    found = (title_in(reading.text[a:b], each) for a, b in naming for each in namings)
    return Voice(
        name=name,
        title=given or None if given is not None else next(filter(None, found), None),
        quotations=tuple(spoken),
        sentences=len(narrated),
        proof=next(iter([*naming, *proofs]), None),
    )


def _sentence(reading: Reading, at: int | None) -> Span | None:
    return None if at is None else reading.speakers.sentence_at(at)


def _stands(reading: Reading, span: Span, name: str) -> bool:
    """Whether the sentence at *span* names *name*, by the surname at least: "she continued" does not."""
    return _place(reading.text[slice(*span)], name) is not None


def title_in(sentence: str, name: str) -> str | None:
    """The title that *sentence* gives *name*: right before it, and between commas behind it."""
    place = _place(sentence, name)
    if place is None:
        return None
    found = (_before(sentence[: place[0]]), _behind(sentence[place[1] :]))
    return ", ".join(filter(None, found)) or None


def _place(sentence: str, name: str) -> Span | None:
    """Where *sentence* has *name*, or at least the last words of it."""
    words = name.split()
    for n in range(len(words)):
        pattern = r"\s+".join(re.escape(word) for word in words[n:])
        if match := re.search(rf"(?<!\w){pattern}(?!\w)", sentence):
            return match.span()
    return None


def _before(words: str) -> str | None:
    """The titles that stand right before a name, with the abbreviation of a body before them."""
    found: list[str] = []
    for word in reversed(words.split()):
        if not is_title(word.strip('“”"«»(')) and not (found and word.isupper() and word.isalpha()):
            break
        found.insert(0, word.strip('“”"«»('))
    return " ".join(found).strip(" ,") or None


def _behind(words: str) -> str | None:
    """The title that stands between commas behind a name; nothing else that can stand there."""
    match = _BEHIND.match(words)
    if not match:
        return None
    title = match["title"].strip()
    named = any(is_title(word) for word in title.split()) or _ARTICLE.match(title)
    if not named or len(title.split()) > _MOST_WORDS:
        return None
    article = _ARTICLE.match(title)
    return title[article.end() :] if article else title
