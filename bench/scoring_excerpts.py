"""How good excerpts are, by what readers picked and marked: the figures of one statement, and of many.

Offsets are code points; the first five excerpts of a statement count. Figures are shares, the mean over
statements unless said otherwise:

verbatim       an excerpt's words are the slice that it claims to be
limits         at most 280 of X's weighted characters and 300 graphemes
balanced       no mark or bracket without its fellow
edges          it begins and ends at the boundary of a sentence or clause
boilerplate    it shares ten characters or more with what frames the statement
must_not       60 % of it lie in a line that an editor avoids, or it begins where a line begins that dangles,
               and it is none of the best
attribution    of all that lie in a marked quotation, those with the right speaker
misattributed  of all others, those that name a person who is neither issuer nor default speaker
agreement      of an excerpt, the share of readers who have a pick that it meets
recall         of the best spans, those that an excerpt meets
precision      of the excerpts, those that meet one of the best
hit_1          whether the first does
five           whether there are five at all
readers        what agreement is for each reader's picks among the others

Two spans meet if they share 60 % of either.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from judged import Judged, Span

from quotes.graphemes import count

_T = TypeVar("_T")

FIVE = 5
SHARES = (
    "verbatim", "limits", "balanced", "edges", "boilerplate", "must_not", "agreement", "recall", "precision",
    "hit_1", "five", "readers",
)  # fmt: skip
_URL = re.compile(r"https?://\S+")
_JOINED = re.compile("[\u200d\ufe0f\U0001f3fb-\U0001f3ff]")
_STARTS = frozenset(".!?…:;,—–-(\"“”«»‘’'」「。！？；：，、؟؛،>*•#)]\n")
_ENDS = frozenset(".!?…;,—–-)\"”»’'」。！？；，、؟؛،:\n")
_CLAUSE = re.compile(
    r"(?:and|but|that|we|the|a|it|in|if|to|as|our|let|who|que|y|pero|todos)\b", re.IGNORECASE
)
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"))
_TITLES = frozenset(
    "rep sen congressman congresswoman congresista mr ms mrs dr the of el la de chairwoman representative "
    "senator senators los las and".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An excerpt that is to be judged."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The figures of one statement."""

    shares: dict[str, float]
    quoted: tuple[int, int] = (0, 0)
    """Rightly attributed, of so many in marked quotations."""
    own: tuple[int, int] = (0, 0)
    """Wrongly given to a person, of so many outside them."""


def marked(judged: Judged, offered: Sequence[Offered]) -> Marks:
    """The figures of *offered*, best first, for *judged*."""
    first = offered[:FIVE]
    shares = {"five": float(len(first) == FIVE)}
    if len(judged.readers) > 1:
        shares["readers"] = _among_readers(judged)
    if not first:
        return Marks(shares=shares | dict.fromkeys(("agreement", "recall", "precision", "hit_1"), 0.0))
    spans = [each.span for each in first]
    shares |= {
        "verbatim": _share(first, lambda each: judged.text[each.span.start : each.span.end] == each.text),
        "limits": _share(first, lambda each: x_weight(each.text) <= 280 and count(each.text) <= 300),
        "balanced": _share(first, lambda each: balanced(each.text)),
        "edges": _share(spans, lambda span: has_clean_edges(judged.text, span)),
        "boilerplate": _share(spans, lambda span: is_boilerplate(judged, span)),
        "must_not": _share(spans, lambda span: must_not(judged, span)),
        "agreement": agreement(spans, judged.readers),
        "recall": sum(any(span.meets(best) for span in spans) for best in judged.best)
        / max(1, len(judged.best)),
        "precision": _share(spans, lambda span: is_best(judged, span)),
        "hit_1": float(is_best(judged, spans[0])),
    }
    quoted = [right for span in spans if (right := rightly_attributed(judged, span)) is not None]
    outside = [span for span in spans if rightly_attributed(judged, span) is None]
    wrong = [span for span in outside if _is_misattributed(judged, span)]
    return Marks(shares=shares, quoted=(sum(quoted), len(quoted)), own=(len(wrong), len(outside)))


def summed(marks: Sequence[Marks]) -> dict[str, float]:
    """The figures of many statements; not a number where there is nothing to divide by."""
    figures = {name: _mean([each.shares[name] for each in marks if name in each.shares]) for name in SHARES}
    figures["attribution"] = _ratio([each.quoted for each in marks])
    figures["misattributed"] = _ratio([each.own for each in marks])
    return figures


def agreement(spans: Sequence[Span], readers: Sequence[Sequence[Span]]) -> float:
    """The mean share of *readers* who have a pick that a span meets."""
    met = [sum(any(span.meets(pick) for pick in picks) for picks in readers) / len(readers) for span in spans]
    return _mean(met)


def is_best(judged: Judged, span: Span) -> bool:
    """Whether it meets one of the spans that readers agree on."""
    return any(span.meets(best) for best in judged.best)


def is_boilerplate(judged: Judged, span: Span) -> bool:
    """Whether it holds ten characters of the frame, or all of a shorter part."""
    return any(span.shared_with(part) >= min(10, part.end - part.start) for part in judged.boilerplate)


def must_not(judged: Judged, span: Span) -> bool:
    """Whether an editor would avoid it."""
    return not is_best(judged, span) and any(
        span.shared_with(line) >= 0.6 * (span.end - span.start)
        or (line.reason.startswith("dangling") and abs(span.start - line.start) <= 2)
        for line in judged.avoid
    )


def rightly_attributed(judged: Judged, span: Span) -> bool | None:
    """Whether its speaker is the quotation's that it lies in; None if it lies in none."""
    inside = (each for each in judged.quotes if span.shared_with(each) >= 0.6 * (span.end - span.start))
    quotation = next(inside, None)
    return None if quotation is None else _names(judged, span.speaker, quotation.speaker)


def has_clean_edges(text: str, span: Span) -> bool:
    """Whether it begins and ends where a sentence or a clause of *text* does."""
    before = text[: span.start].rstrip(" \t\xa0")
    after = text[span.end :].lstrip(" \t\xa0")
    begins = not before or before[-1] in _STARTS or _CLAUSE.match(text, span.start, span.start + 12)
    ends = not after or after[0] in _ENDS or text[span.end - 1] in _ENDS
    return bool(begins) and ends


def balanced(words: str) -> bool:
    """Whether every mark and bracket has its fellow."""
    for opening, closing in _PAIRS:
        depth = 0
        for char in words:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return words.count('"') % 2 == 0


def x_weight(words: str) -> int:
    """X's weighted length (https://docs.x.com/fundamentals/counting-characters), near enough for emoji."""
    shown = _JOINED.sub("", _URL.sub("x" * 23, unicodedata.normalize("NFC", words)))
    light = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
    return sum(1 if any(low <= ord(char) <= high for low, high in light) else 2 for char in shown)


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two namings agree in the last name, or one holds the other."""
    a, b = _name_parts(one), _name_parts(other)
    if not a or not b:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return a[-1] == b[-1] or (a[0] == b[0] and len(set(a) & set(b)) > 1)


def _name_parts(name: str | None) -> list[str]:
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(char)
    )
    return [word for word in re.findall(r"\w+", plain.lower()) if word not in _TITLES]


def _names(judged: Judged, said: str | None, meant: str | None) -> bool:
    others = judged.aliases.get(meant or "", ())
    return same_name(said, meant) or any(
        same_name(said, other) or other.lower() in (said or "").lower() for other in others
    )


def _is_misattributed(judged: Judged, span: Span) -> bool:
    return bool(span.speaker) and not (
        _names(judged, span.speaker, judged.default_speaker) or _names(judged, span.speaker, judged.issuer)
    )


def _among_readers(judged: Judged) -> float:
    readers = judged.readers
    return _mean(
        [agreement(picks[:FIVE], readers[:n] + readers[n + 1 :]) for n, picks in enumerate(readers) if picks]
    )


def _share(things: Sequence[_T], holds: Callable[[_T], bool]) -> float:
    return sum(map(holds, things)) / len(things)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _ratio(pairs: Sequence[tuple[int, int]]) -> float:
    all_ = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / all_ if all_ else math.nan
