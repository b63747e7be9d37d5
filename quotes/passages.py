"""Passages: what one voice says without interruption, sentence by sentence.

The inside of a quotation is a passage of its speaker's, never its attribution. The text's own voice is a
passage where no quotation stands; a sentence that quotes somebody is nobody's excerpt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from quotes import quotations, roles, sentences
from quotes.blocks import Block, Role, split
from quotes.guesses import language
from quotes.languages import finds, with_english
from quotes.quotations import MARKS, Quotation
from quotes.rulings import marked
from quotes.speakers import Speakers
from quotes.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Adjacent sentences of one voice in one paragraph."""

    sentences: tuple[tuple[int, int], ...]
    """Spans of the text, in order, without the white space between them."""
    speaker: str | None
    quoted: bool
    """Between quotation marks in the statement."""
    bullet: bool
    first: bool
    """The first of its speaker's quotation, or of the text's own voice."""

    @property
    def start(self) -> int:
        """Where its first sentence begins."""
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        """Where its last sentence ends."""
        return self.sentences[-1][1]


_RELEASE = 0.2
"""In a release, quotations are more than this share of what is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A statement as read: blocks with roles, quotations, passages."""

    text: str
    lang: str | None
    blocks: tuple[Block, ...]
    quotations: tuple[Quotation, ...]
    passages: tuple[Passage, ...]
    speakers: Speakers

    def told_until(self) -> int:
        """Up to where the text's own voice only tells what is around quotations: 0 if it is no release.

        A letter that a release brings is a message again.
        """
        lengths = [(passage.end - passage.start, passage.quoted) for passage in self.passages]
        quoted = sum(length for length, is_quoted in lengths if is_quoted)
        if quoted <= _RELEASE * sum(length for length, _ in lengths):
            return 0
        return next((each.start for each in self.blocks if each.role is Role.SALUTATION), len(self.text))


def reading(statement: Statement) -> Reading:
    """*statement* taken apart in its language or, where none is given, in the one that it seems to be in."""
    return read(statement, statement.lang or language(statement.text))


@lru_cache(maxsize=8)
def read(statement: Statement, lang: str | None) -> Reading:
    """*statement* taken apart; *lang* is the language to read it in."""
    text = statement.text
    plain = split(text)
    quoted = quotations.find(text, plain)
    blocks = marked(roles.assign(text, plain, quoted, lang), statement.rulings)
    speakers = Speakers(text, blocks, quoted, lang, statement.issuer, statement.rulings)
    passages = tuple(_passages(text, blocks, quoted, speakers, lang))
    return Reading(
        text=text,
        lang=lang,
        blocks=tuple(blocks),
        quotations=tuple(quoted),
        passages=passages,
        speakers=speakers,
    )


def _passages(
    text: str, blocks: list[Block], quoted: list[Quotation], speakers: Speakers, lang: str | None
) -> Iterator[Passage]:
    seen: set[object] = set()
    for block in blocks:
        if block.role not in roles.SPOKEN:
            continue
        inside = [q for q in quoted if block.start <= q.start < block.end]
        for spans, quotation in _voices(text, block, inside, lang):
            speaker = speakers.of(quotation) if quotation else speakers.narrator(block.start)
            voice = quotation.thread if quotation else None
            yield Passage(
                sentences=tuple(spans),
                speaker=speaker,
                quoted=quotation is not None,
                bullet=block.bullet,
                first=voice not in seen,
            )
            seen.add(voice)


def _voices(
    text: str, block: Block, inside: list[Quotation], lang: str | None
) -> Iterator[tuple[list[tuple[int, int]], Quotation | None]]:
    """The block's runs of sentences, each with its quotation or None for the text's own voice."""
    whole = [q for q in inside if q.whole]
    at = block.start
    for quotation in whole:
        yield from ((run, None) for run in _narration(text, at, quotation.start, block, lang))
        spans = sentences.split(text, quotation.start, quotation.end, lang)
        if spans:
            yield spans, quotation
        at = quotation.end
    yield from ((run, None) for run in _narration(text, at, block.end, block, lang))


def _narration(
    text: str, start: int, end: int, block: Block, lang: str | None
) -> Iterator[list[tuple[int, int]]]:
    """Whole sentences of the text's own voice between two quotations, without any attribution."""
    if start > block.start:
        start = _after_attribution(text, start, end)
    spans = sentences.split(text, start, end, lang)
    if spans and end < block.end:
        spans = spans[:-1]
    calls = [finds("action", text[a:b], with_english(lang)) for a, b in spans]
    for is_call, run in groupby(zip(spans, calls, strict=True), key=itemgetter(1)):
        if not is_call:
            yield [span for span, _ in run]


def _after_attribution(text: str, start: int, end: int) -> int:
    """Where the next sentence begins after a quotation that ends at *start*."""
    mark = MARKS.match(text, start)
    after = mark.end() if mark else start
    rest = text[after:end]
    if text[start - 1] in ".!?…" and rest.lstrip()[:1].isupper():
        return after
    spans = sentences.split(text, after, end, None)
    return spans[1][0] if len(spans) > 1 else end
