"""The choice among scored candidates: the best first, none twice, none like another.

Greedy: each step takes the candidate that is worth most after what is chosen already. What a chosen
excerpt says again costs points, and so does a further excerpt of the same speaker; so scores never rise
down the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotes.candidates import Candidate
from quotes.scoring import Reason, total, vocabulary

FLOOR = 0.3
"""Below this nothing is worth posting beside better ones."""
FEW = 5
"""So many are offered as long as they are not worthless: a person needs something to choose from."""
WORTHLESS = -0.6
"""Below this nothing is offered at all."""
_DOUBTFUL = -0.2
_DOUBTS = frozenset({"unknown speaker", "paperwork", "told with remarks", "goes on"})
"""With one of these reasons against it a line must be worth more than ``_DOUBTFUL``."""
_REPEATS = -1.0
_SAME_SPEAKER = -0.12
_ALIKE = 0.1
"""Any two lines of one statement share about so many words."""
_TWIN = 0.6
"""Two excerpts that share more than this of the shorter one's words are near repeats."""
_SAME_OPENING = 4
"""So many equal first words make a near repeat: "We will continue to …" twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate with its reasons."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    vocabulary: frozenset[str]
    opening: str
    """Its first words: two excerpts that begin alike are near repeats."""

    @property
    def score(self) -> float:
        """What its reasons add up to."""
        return total(self.reasons)


def scored(candidate: Candidate, text: str, reasons: tuple[Reason, ...]) -> Scored:
    """*candidate* of *text* with its reasons, ready for the choice."""
    words = candidate.of(text).lower()
    first = words.split()[:_SAME_OPENING]
    return Scored(
        candidate=candidate,
        reasons=reasons,
        vocabulary=vocabulary(words),
        opening=" ".join(first) if len(first) == _SAME_OPENING else words,
    )


def choose(candidates: Sequence[Scored]) -> list[Scored]:
    """Those worth posting, best first, with what the choice cost them among their reasons."""
    chosen: list[Scored] = []
    left = [_Contender(one) for one in candidates]
    while left := [each for each in left if each.score >= _least(each.one, beside=len(chosen))]:
        best = max(left, key=lambda each: (each.score, -each.one.candidate.start))
        chosen.append(best.with_costs())
        left = [each for each in left if not _clashes(each.one, best.one)]
        for each in left:
            each.meet(best.one)
    return chosen


def _least(one: Scored, *, beside: int) -> float:
    """What *one* must be worth to be offered *beside* so many others."""
    if beside >= FEW:
        return FLOOR
    return _DOUBTFUL if any(each.name in _DOUBTS for each in one.reasons) else WORTHLESS


class _Contender:
    """A candidate that is left, with what is chosen so far counted against it."""

    __slots__ = ("_base", "_repeated", "_same_speaker", "one", "score")

    def __init__(self, one: Scored) -> None:
        self.one = one
        self.score = self._base = one.score
        self._repeated = 0.0
        self._same_speaker = 0

    def meet(self, taken: Scored) -> None:
        """Count *taken* against it."""
        self._repeated = max(self._repeated, _overlap(self.one, taken))
        self._same_speaker += self.one.candidate.passage.speaker == taken.candidate.passage.speaker
        self.score = self._base + self._repeats() + _SAME_SPEAKER * self._same_speaker

    def with_costs(self) -> Scored:
        return replace(self.one, reasons=(*self.one.reasons, *self._costs()))

    def _repeats(self) -> float:
        return _REPEATS * self._repeated if self._repeated > _ALIKE else 0.0

    def _costs(self) -> tuple[Reason, ...]:
        costs = []
        if points := round(self._repeats(), 3):
            costs.append(Reason(name="repeats", points=points, words="says again what a better one says"))
        if self._same_speaker:
            points = round(_SAME_SPEAKER * self._same_speaker, 3)
            costs.append(Reason(name="same speaker", points=points, words="its speaker has others above"))
        return tuple(costs)


def _clashes(one: Scored, taken: Scored) -> bool:
    a, b = one.candidate, taken.candidate
    overlaps = a.start < b.end and b.start < a.end
    return overlaps or one.opening == taken.opening or _overlap(one, taken) > _TWIN


def _overlap(one: Scored, other: Scored) -> float:
    """The share of the shorter one's words that both have."""
    smaller = min(len(one.vocabulary), len(other.vocabulary))
    return len(one.vocabulary & other.vocabulary) / smaller if smaller else 0.0
