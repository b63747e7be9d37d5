"""Which sentences of a statement and of its translation say the same, by their order and their lengths.

A sentence is about as long in one language as in another, and translators keep the order: paragraphs are
aligned first, then the sentences within them, by the method of Gale and Church, "A Program for Aligning
Sentences in Bilingual Corpora" (1993), https://aclanthology.org/J93-1004/. A paragraph's role (heading,
quotation, contact …) counts too. Nothing is known of what the words mean: a person looks at each pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, log, sqrt

from quotes.blocks import Block, width
from quotes.passages import Reading, reading
from quotes.statement import Statement

_BEADS = {(1, 1): 0.89, (1, 0): 0.005, (0, 1): 0.005, (2, 1): 0.045, (1, 2): 0.045, (2, 2): 0.01}
"""How many of the one are how many of the other, and how often: table 5 of the paper."""
_VARIANCE = 6.8
"""Of the length in one language for each character in the other; the paper's section 2.3."""
_OTHER_ROLE = 4.0
"""What it costs, beside the lengths, that two paragraphs have different roles."""
_BAND = 12
"""How far, in sentences or paragraphs, one text may be before the other beside its share of the whole."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The sentences of two texts that stand for one another, in order."""

    beads: tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...]
    """Sentences of the first text, and those of the second that say the same."""

    def beside(self, start: int, end: int) -> Span | None:
        """Where the second text says what the first says at these offsets: whole sentences, or None."""
        found = [
            other
            for own, others in self.beads
            if any(a < end and b > start for a, b in own)
            for other in others
        ]
        return (found[0][0], found[-1][1]) if found else None


def pair(one: Statement, other: Statement) -> Pairing:
    """How the sentences of *one* and *other* go together; those that are nobody's excerpt are left out."""
    first, second = reading(one), reading(other)
    beads = []
    for mine, theirs in _aligned(
        _lengths(first.text, [(block.start, block.end) for block in first.blocks]),
        _lengths(second.text, [(block.start, block.end) for block in second.blocks]),
        [block.role for block in first.blocks],
        [block.role for block in second.blocks],
    ):
        own = _sentences(first, [first.blocks[n] for n in mine])
        others = _sentences(second, [second.blocks[n] for n in theirs])
        for some, same in _aligned(_lengths(one.text, own), _lengths(other.text, others)):
            beads.append((tuple(own[n] for n in some), tuple(others[n] for n in same)))
    return Pairing(beads=tuple(bead for bead in beads if bead[0] and bead[1]))


def _sentences(found: Reading, blocks: Sequence[Block]) -> list[Span]:
    """The sentences in *blocks* that may be excerpts, in order."""
    return [
        span
        for block in blocks
        for passage in found.passages
        for span in passage.sentences
        if block.start <= span[0] < block.end
    ]


def _lengths(text: str, spans: Sequence[Span]) -> list[int]:
    return [width(text[start:end]) for start, end in spans]


def _aligned(
    first: Sequence[int], second: Sequence[int], kinds: Sequence[str] = (), others: Sequence[str] = ()
) -> list[tuple[range, range]]:
    """Which places of *first*, lengths in order, stand for which of *second*; the likeliest whole."""
    ratio = max(1, sum(second)) / max(1, sum(first))
    slope = len(second) / max(1, len(first))
    band = _BAND + abs(len(second) - len(first))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(first) + 1):
        middle = int(i * slope)
        for j in range(max(0, middle - band), min(len(second), middle + band) + 1):
            if (i, j) not in best:
                continue
            so_far = best[i, j][0]
            for (m, n), chance in _BEADS.items():
                there = i + m, j + n
                if there[0] > len(first) or there[1] > len(second):
                    continue
                cost = so_far - log(chance)
                if m and n:  # what was left out may be of any length
                    cost += _unlike(sum(first[i : i + m]), sum(second[j : j + n]), ratio)
                if kinds and m and n and set(kinds[i : i + m]) != set(others[j : j + n]):
                    cost += _OTHER_ROLE
                if there not in best or cost < best[there][0]:
                    best[there] = cost, (i, j)
    return _traced(best, (len(first), len(second)))


def _traced(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], end: tuple[int, int]
) -> list[tuple[range, range]]:
    """The way to *end*, from its beginning; none where it was not reached."""
    found = []
    while end != (0, 0) and end in best:
        before = best[end][1]
        found.append((range(before[0], end[0]), range(before[1], end[1])))
        end = before
    return found[::-1]


def _unlike(one: int, other: int, ratio: float) -> float:
    """How unlikely it is that something *one* characters long is *other* long in the other language."""
    mean = (one + other / ratio) / 2
    if not mean:
        return 0.0
    delta = abs(other - one * ratio) / sqrt(mean * ratio * _VARIANCE)
    return -log(max(erfc(delta / sqrt(2)), 1e-300))
