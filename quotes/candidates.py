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
from quotes.standing import pointers

MOST_SENTENCES = 3
_SHORTEST = 24
"""Characters; a Chinese or Japanese one counts for three."""
_CLAUSE_SHORTEST = 60
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))
_TAIL = " \t\u00a0,;:、，；：،؛–—-"
_THAT = r"(?<=\w)\s+(?:that|dass|che)\s+|(?<=\w)\s+(?:que\s+|qu['’])"
_SEAM = re.compile(
    rf"[;；؛]\s*|\s*[—–]{{1,2}}\s*|[:：]\s+|，|,?{_THAT}|[,،]\s+(?=(?:[^\s,،]+\s+){{4}})",
)
_OPENING_SEAM = re.compile(rf"[,،]\s+|[;；:：]\s+|\s*—\s*|，|{_THAT}")
_LEFT_OUT = re.compile(r"\[(?:\.{3}|…)\]|\((?:\.{3}|…)\)")
"""A gap in words that the statement quotes."""
_LABEL = re.compile(r"[^\W\d_][^.:!?\n]{2,58}[:：]\s+(?=[\"“«¿¡]?[^\W\d_])")
"""A title that its sentence follows on the same line: "Our demand: We …"."""
_MOST_LEFT_OFF = 0.65
"""At most this share of a sentence may be left off at its beginning."""
_LONGEST_OPENING = 300
_MOST_SEAMS = 40
"""A "sentence" with more of them is a list or no prose at all."""
_CONJUNCTION = re.compile(
    r"(?:(?:and|but|so|y|pero|et|mais|und|aber|e|mas|ma)\s+|但是?|惟|然而)", re.IGNORECASE
)
_RELATIVE = re.compile(r"(?:which|who|that|que|qui|che|die|der|das|welche\w*)\b", re.IGNORECASE)
_TIES = re.compile(
    r"^\W*(?:(?:if|unless|until|only if|even if|si|a menos que|sauf si|wenn|se|cuando|when)\b|"
    r"如果|若|除非|只要|只有|即使|雖|虽|既)",
    re.IGNORECASE,
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
    cut_start: bool = False
    """Whether it begins within a sentence."""
    cut_end: bool = False
    """Whether it ends within a sentence."""

    def of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]

    def opening(self, text: str) -> str:
        """What it holds of its first sentence."""
        return text[self.first[0] : self.first[1]]


def find(reading: Reading, words: Words, fits: Callable[[str, str | None], bool]) -> list[Candidate]:
    """All candidates of *reading*; ``fits`` takes the raw slice and its speaker."""
    return [c for passage in reading.passages for c in _of_passage(reading.text, passage, words, fits)]


def whole(passage: Passage, start: int, end: int) -> Candidate:
    """The candidate for a span that a person chose within *passage*."""
    inside = [(max(a, start), min(b, end)) for a, b in passage.sentences if a < end and start < b]
    first = inside[0] if inside else (start, end)
    return Candidate(start=start, end=end, passage=passage, first=first, sentences=max(1, len(inside)))


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
                    cut_start=begin != start,
                )
        if not alone:
            yield from _clauses(text, passage, (start, end), words, fits)


def _beginnings(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    """The sentence's start, and where it can begin without an opening that dangles."""
    yield start
    sentence = text[start:end]
    label = _LABEL.match(sentence)
    if label and sentence[label.end() :][:1].isupper():
        yield start + label.end()
    for left_off in (_after_linker(sentence, words), _after_opening(sentence, words)):
        if left_off is not None:
            yield start + left_off
            return


def _after_linker(sentence: str, words: Words) -> int | None:
    """Behind "However, " or "But "."""
    linker = words.linker.match(sentence)
    if linker and (comma := re.match(r"\s*[,،，]\s*", sentence[linker.end() :])):
        at = linker.end() + comma.end()
        return None if _RELATIVE.match(sentence, at) else at
    bare = words.linker_bare.match(sentence)
    if bare:
        at = len(sentence) - len(sentence[bare.end() :].lstrip(" ,"))
        return at if words.clause.match(sentence[at:]) else None
    return None


def _after_opening(sentence: str, words: Words) -> int | None:
    """Behind a first part that points outside or concedes something, if a whole thought follows."""
    concedes = words.concession.match(sentence) is not None
    for seam in _OPENING_SEAM.finditer(
        sentence, 0, min(_LONGEST_OPENING, int(_MOST_LEFT_OFF * len(sentence)))
    ):
        left_off, rest = sentence[: seam.start()], sentence[seam.end() :]
        found = pointers(left_off, words)
        if not (concedes or found.opening or found.inside) or len(rest) < _CLAUSE_SHORTEST:
            continue
        if _may_go(left_off, words, concedes=concedes) and words.clause.match(rest):
            return seam.end()
    return None


def _may_go(part: str, words: Words, *, concedes: bool = False) -> bool:
    """Whether *part* can be left off: no condition, no negation, nobody's reported view."""
    if bare := words.linker_bare.match(part):
        part = part[bare.end() :]
    if _TIES.match(part) or (words.says.search(part) and not words.we.search(part)):
        return False
    return concedes or not words.ties.search(part)


def _clauses(
    text: str,
    passage: Passage,
    sentence: tuple[int, int],
    words: Words,
    fits: Callable[[str, str | None], bool],
) -> Iterator[Candidate]:
    """Whole thoughts within a sentence that is too long to post."""
    start, end = sentence
    seams = list(_SEAM.finditer(text, start, end))
    if len(seams) > _MOST_SEAMS:
        return
    begins = [start, *(_after_seam(text, seam.end()) for seam in seams)]
    ends = [end, *(seam.start() for seam in reversed(seams) if seam.group().strip() not in (":", "："))]
    for begin in begins:
        if begin > start and not _begins_clause(text, begin, sentence, words):
            continue
        for stop in ends:
            span = clean(text, begin, stop)
            if not _may_go(text[stop:end], words) or not _is_clause(text, span):
                continue
            if fits(text[span[0] : span[1]], passage.speaker):
                yield Candidate(
                    start=span[0],
                    end=span[1],
                    passage=passage,
                    first=span,
                    sentences=1,
                    cut_start=begin > start,
                    cut_end=stop < end,
                )
                break


def _begins_clause(text: str, begin: int, sentence: tuple[int, int], words: Words) -> bool:
    """Whether a whole thought begins at *begin*, and what stands before it in the sentence may go."""
    start, end = sentence
    if _is_wide(text[begin : begin + 1]):
        return not any(_TIES.match(part) for part in re.split("[，、；：]", text[start:begin]))
    return bool(words.clause.match(text[begin:end])) and _may_go(text[start:begin], words)


def _is_clause(text: str, span: tuple[int, int]) -> bool:
    inside = text[span[0] : span[1]]
    return size(inside) >= _CLAUSE_SHORTEST and _is_sound(text, span)


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
        if opening not in words and closing not in words:
            continue
        depth = 0
        for char in words:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return words.count('"') % 2 == 0


def size(words: str) -> int:
    """Length in characters, a Chinese or Japanese one counting for three."""
    return sum(3 if _is_wide(char) else 1 for char in words)


def _is_wide(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"


def _is_sound(text: str, span: tuple[int, int]) -> bool:
    """Long enough for a thought, no lead-in, no gap that the statement left, no mark without its fellow."""
    start, end = span
    inside = text[start:end]
    leads_in = text[end : end + 1] in (":", "：") and text[end + 1 : end + 2] in ("", "\n")
    return size(inside) >= _SHORTEST and not leads_in and not _LEFT_OUT.search(inside) and balanced(inside)
