"""The choice among scored candidates: the best first, none twice, none like another.

Greedy: each step takes the candidate that is worth most after what is chosen already. What a chosen
excerpt says again costs points, and so does a further excerpt of the same speaker; so scores never rise
down the list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.candidates import Candidate
from quotes.scoring import Reason, total

FLOOR = 0.3
"""Below this nothing is worth posting."""
_REPEATS = -1.0
_SAME_SPEAKER = -0.12
_TWIN = 0.6
"""Two excerpts that share more than this of the shorter one's words are near repeats."""
_WORD = re.compile(r"\w{4,}|[\u3040-\u9fff]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate with its reasons."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    vocabulary: frozenset[str]

    @property
    def score(self) -> float:
        """What its reasons add up to."""
        return total(self.reasons)


def vocabulary(words: str) -> frozenset[str]:
    """What two excerpts are compared by: their longer words."""
    return frozenset(_WORD.findall(words.lower()))


def choose(scored: Sequence[Scored], *, floor: float = FLOOR) -> list[Scored]:
    """Those worth posting, best first, with what the choice cost them among their reasons."""
    chosen: list[Scored] = []
    left = [one for one in scored if one.score >= floor]
    while left:
        weighed = [(_weighed(one, chosen), one) for one in left]
        best, taken = max(weighed, key=lambda pair: (pair[0].score, -pair[1].candidate.start))
        if best.score < floor:
            break
        chosen.append(best)
        left = [one for one in left if not _clashes(one, taken)]
    return chosen


def _weighed(one: Scored, chosen: Sequence[Scored]) -> Scored:
    """*one* after what is chosen: with its penalties among its reasons."""
    costs = []
    repeated = max((_overlap(one, other) for other in chosen), default=0.0)
    if repeated > 0.1:
        costs.append(
            Reason(
                name="repeats",
                points=round(_REPEATS * repeated, 3),
                words="says again what a better one says",
            )
        )
    same = sum(other.candidate.passage.speaker == one.candidate.passage.speaker for other in chosen)
    if same:
        costs.append(
            Reason(
                name="same speaker",
                points=round(_SAME_SPEAKER * same, 3),
                words="its speaker has others above",
            )
        )
    return Scored(candidate=one.candidate, reasons=(*one.reasons, *costs), vocabulary=one.vocabulary)


def _clashes(one: Scored, taken: Scored) -> bool:
    a, b = one.candidate, taken.candidate
    return (a.start < b.end and b.start < a.end) or _overlap(one, taken) > _TWIN


def _overlap(one: Scored, other: Scored) -> float:
    """The share of the shorter one's words that both have."""
    smaller = min(len(one.vocabulary), len(other.vocabulary))
    return len(one.vocabulary & other.vocabulary) / smaller if smaller else 0.0
