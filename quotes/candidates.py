"""Candidates: the spans that could become excerpts, before anybody judges them.

One to three adjacent sentences of one voice. A clause instead of a sentence only where its opening would
dangle ("However, …", "Although this was …, we …") and can be left off, or where the sentence is too long
to post and parts at a semicolon, a dash or a conjunction into whole thoughts. Nothing is ever cut out of
the middle, no condition and no negation is cut off.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quotes.blocks import trimmed
from quotes.languages import Words
from quotes.passages import Passage, Reading

MOST_SENTENCES = 3
_SHORTEST = 24
"""Characters; a Chinese or Japanese one counts for three."""
_CLAUSE_SHORTEST = 60
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))
_TAIL = " \t\u00a0,;:、，；：،؛–—-"
_SEAM = re.compile(
    r"[;；؛]\s*|\s*[—–]{1,2}\s*|,\s+(?=(?:and|but|because|so|y|pero|et|mais|und|aber|e|mas|ma)\s)|[:：]\s+|，"
)
_CONJUNCTION = re.compile(r"(?:and|but|so|y|pero|et|mais|und|aber|e|mas|ma)\s+", re.IGNORECASE)
_TIES = re.compile(
    r"^\W*(?:if|unless|until|only if|even if|si|a menos que|sauf si|wenn|se|cuando|when)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span of one passage that could become an excerpt."""

    start: int
    end: int
    passage: Passage
    first: tuple[int, int]
    """The part of its first sentence that it holds."""
    sentences: int
    cut: bool
    """Whether it begins or ends within a sentence."""

    def of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]


def find(reading: Reading, words: Words, fits: Callable[[str, str | None], bool]) -> list[Candidate]:
    """All candidates of *reading*; ``fits`` takes the raw slice and its speaker."""
    return [c for passage in reading.passages for c in _of_passage(reading.text, passage, words, fits)]


def whole(text: str, passage: Passage, start: int, end: int) -> Candidate:
    """The candidate for a span that a person chose within *passage*."""
    inside = [(max(a, start), min(b, end)) for a, b in passage.sentences if a < end and start < b]
    first = inside[0] if inside else (start, end)
    return Candidate(
        start=start, end=end, passage=passage, first=first, sentences=max(1, len(inside)), cut=False
    )


def _of_passage(
    text: str, passage: Passage, words: Words, fits: Callable[[str, str | None], bool]
) -> Iterator[Candidate]:
    spans = passage.sentences
    for i, (start, end) in enumerate(spans):
        alone = False
        for begin in _beginnings(text, start, end, words):
            for n in range(1, min(MOST_SENTENCES, len(spans) - i) + 1):
                span = clean(text, begin, spans[i + n - 1][1])
                if not _is_sound(text, span):
                    continue
                if not fits(text[span[0] : span[1]], passage.speaker):
                    break
                alone = alone or begin == start
                yield Candidate(
                    start=span[0],
                    end=span[1],
                    passage=passage,
                    first=(span[0], min(end, span[1])),
                    sentences=n,
                    cut=begin != start,
                )
        if not alone:
            yield from _clauses(text, passage, (start, end), words, fits)


def _beginnings(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    """The sentence's start, and where it can begin without an opening that dangles."""
    yield start
    sentence = text[start:end]
    linker = words.linker.match(sentence)
    if linker and (comma := re.match(r"\s*[,،，]\s*", sentence[linker.end() :])):
        yield start + linker.end() + comma.end()
        return
    bare = words.linker_bare.match(sentence)
    if bare and words.clause.match(sentence[bare.end() :].lstrip(" ,")):
        yield start + bare.end() + len(sentence[bare.end() :]) - len(sentence[bare.end() :].lstrip(" ,"))
        return
    if words.concession.match(sentence):
        for comma in re.finditer(r",\s+", sentence):
            if words.clause.match(sentence[comma.end() :]) and comma.end() < 0.6 * len(sentence):
                yield start + comma.end()
                return


def _clauses(
    text: str,
    passage: Passage,
    sentence: tuple[int, int],
    words: Words,
    fits: Callable[[str, str | None], bool],
) -> Iterator[Candidate]:
    """Whole thoughts within a sentence that is too long to post."""
    start, end = sentence
    if _TIES.match(text[start:end]):
        return
    seams = list(_SEAM.finditer(text, start, end))
    begins = [start, *(_after_seam(text, seam.end()) for seam in seams)]
    ends = [*(seam.start() for seam in seams), end]
    for i, begin in enumerate(begins):
        if i and not (words.clause.match(text[begin:end]) or ord(text[begin]) > 0x3000):
            continue
        for stop in reversed(ends[i:]):
            span = clean(text, begin, stop)
            if span[1] - span[0] >= _CLAUSE_SHORTEST / (1 + 2 * (ord(text[begin]) > 0x3000)) and _is_sound(
                text, span
            ):
                if fits(text[span[0] : span[1]], passage.speaker):
                    yield Candidate(
                        start=span[0], end=span[1], passage=passage, first=span, sentences=1, cut=True
                    )
                    break


def _after_seam(text: str, at: int) -> int:
    match = _CONJUNCTION.match(text, at)
    return match.end() if match else at


def clean(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, and without a comma, colon or dash that its last sentence hung on by."""
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    while start < end and text[start] in ",;:–—-•、，；：":
        start += 1
    return trimmed(text, start, end)


def balanced(words: str) -> bool:
    """Whether every bracket and quotation mark that *words* opens it closes, and the reverse."""
    for opening, closing in _PAIRS:
        depth = 0
        for char in words:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return words.count('"') % 2 == 0


def _is_sound(text: str, span: tuple[int, int]) -> bool:
    """Long enough for a thought, no lead-in to what follows, no mark without its fellow."""
    start, end = span
    inside = text[start:end]
    size = sum(3 if "\u3040" <= char <= "\u9fff" else 1 for char in inside)
    leads_in = text[end : end + 1] in (":", "：") and text[end + 1 : end + 2] in ("", "\n")
    return size >= _SHORTEST and not leads_in and balanced(inside)
