"""How good a candidate is: features with names, each with its points and its reason in plain words.

``WEIGHTS`` is the one table of points; a feature's amount times its weight is what it adds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quotes.blocks import Role, width
from quotes.candidates import Candidate
from quotes.languages import Words
from quotes.passages import Reading
from quotes.standing import pointers

WEIGHTS: Mapping[str, float] = {
    "quotation": 1.1,
    "opening": 0.3,
    "own voice": 0.8,
    "beside quotations": -0.6,
    "takes no stand": -0.1,
    "news lead": -0.9,
    "stance": 0.34,
    "contrast": 0.28,
    "strong words": 0.19,
    "people": 0.17,
    "we": 0.12,
    "length": 0.35,
    "full": 0.16,
    "too short": -0.7,
    "brief": -0.3,
    "several sentences": -0.2,
    "points back": -2.0,
    "refers outside": -0.7,
    "goes on": -0.6,
    "only told": -0.2,
    "paperwork": -0.3,
    "told with remarks": -0.3,
    "procedural": -0.24,
    "pleasantry": -0.33,
    "names": -0.23,
    "link": -2.0,
    "question": -0.2,
    "begins inside": -0.42,
    "ends inside": -0.52,
    "title": -1.0,
    "unknown speaker": -3.0,
    "others' words": -0.43,
    "quotes within": -0.2,
    "headline": 0.38,
    "closing": 0.19,
    "aside": -0.27,
    "long words": -0.13,
}
"""Points for one unit of each feature."""

_LINK = re.compile(r"https?://|www\.|\w@\w|</?\w+>|\w\.(?:com|org|net|gov)\b|#\w+|@\w+")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)(?<![\"“])\b[A-ZÀ-Þ][\w’'-]+")
_CASED = re.compile(r"[a-z]")
_THAT = re.compile(r"\s+(?:that|que|qu['’]|dass|che|أن)", re.IGNORECASE)
_HEADS = frozenset({Role.HEADLINE, Role.SUBHEAD})
_TELLING = re.compile(r"\w{4,}|[\u3040-\u9fff]{2}")
_SPACED = re.compile(r"[^\W\u3040-\u9fff]+")
_LONG = 10
_LEAST = 0.01
"""Points; less is no reason that anybody needs to read."""
_PAPERWORK = 2
"""So many words of procedure make an announcement."""
_STANDS = frozenset({"stance", "contrast", "strong words", "we"})
_MARK = re.compile(r"[“”\"‘«「„]")
_TERM = re.compile(r"[“\"«][^”\"»]{2,80}[”\"»]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of an excerpt's score. ``points`` add up to the score."""

    name: str
    points: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    name: str
    amount: float
    words: str


class Scorer:
    """The reasons for and against the candidates of one reading."""

    def __init__(self, reading: Reading, words: Words) -> None:
        self._reading, self._words = reading, words
        heads = (each.of(reading.text) for each in reading.blocks if each.role in _HEADS)
        self._subject = vocabulary(" ".join(heads))
        self._told_until = reading.told_until()

    def reasons(self, candidate: Candidate) -> tuple[Reason, ...]:
        """The reasons for and against *candidate*, in the order of ``WEIGHTS``."""
        reading, words = self._reading, self._words
        found = (
            *self._voice(candidate),
            *_shape(candidate, reading),
            *_content(candidate, reading, words),
            *self._place(candidate),
            *_manner(candidate.of(reading.text)),
        )
        amounts = {each.name: each.amount for each in found}
        return _weighed((*found, *_together(amounts, told=not candidate.passage.quoted)))

    def _voice(self, candidate: Candidate) -> Iterator[_Amount]:
        """Whose words they are."""
        passage = candidate.passage
        at_start = candidate.start <= passage.start
        if passage.quoted:
            yield _Amount(name="quotation", amount=1, words="somebody's own words")
            if passage.speaker is None:
                yield _Amount(
                    name="unknown speaker", amount=1, words="the statement does not say whose words these are"
                )
            if at_start and passage.first:
                yield _Amount(name="opening", amount=1, words="the first words of a quotation")
        else:
            if passage.start < self._told_until:
                yield _Amount(
                    name="beside quotations",
                    amount=1,
                    words="told by the text, in a statement that quotes people",
                )
            else:
                yield _Amount(name="own voice", amount=1, words="the statement's own words")
            if at_start and passage.first:
                yield _Amount(name="news lead", amount=1, words="the news that the statement opens with")

    def _place(self, candidate: Candidate) -> Iterator[_Amount]:
        """What it is to the rest of the statement."""
        passage, text = candidate.passage, candidate.of(self._reading.text)
        if passage.quoted:
            last = candidate.end >= passage.end - 1
            yield _Amount(name="closing", amount=float(last), words="the last words of a paragraph quoted")
        shared = sorted(self._subject & vocabulary(text))
        share = len(shared) / max(3, min(8, len(self._subject)))
        shown = ", ".join(f"“{word}”" for word in shared[:3])
        yield _Amount(name="headline", amount=share, words=f"the headline's subject: {shown}")


def vocabulary(text: str) -> frozenset[str]:
    """The words of *text* that tell what it is about."""
    return frozenset(_TELLING.findall(text.lower()))


def _together(amounts: Mapping[str, float], *, told: bool) -> Iterator[_Amount]:
    """What counts for more where several come together; *told* in the text's own voice, by nobody quoted."""
    none = not any(amounts[name] for name in _STANDS)
    yield _Amount(name="takes no stand", amount=float(none), words="takes no stand")
    if not told:
        return
    yield _Amount(name="only told", amount=float(not amounts["stance"]), words="told without a stance")
    paperwork = amounts["procedural"] >= _PAPERWORK and not amounts["we"]
    yield _Amount(name="paperwork", amount=float(paperwork), words="an announcement")
    remark = amounts["aside"] or amounts["quotes within"]
    yield _Amount(name="told with remarks", amount=float(bool(remark)), words="told with brackets or marks")


def _weighed(found: tuple[_Amount, ...]) -> tuple[Reason, ...]:
    amounts = {each.name: each for each in found if abs(each.amount * WEIGHTS[each.name]) >= _LEAST}
    return tuple(
        Reason(name=name, points=round(weight * amounts[name].amount, 3), words=amounts[name].words)
        for name, weight in WEIGHTS.items()
        if name in amounts
    )


def total(parts: tuple[Reason, ...]) -> float:
    """The score that *parts* add up to."""
    return round(sum(part.points for part in parts), 3)


def _shape(candidate: Candidate, reading: Reading) -> Iterator[_Amount]:
    text = candidate.of(reading.text)
    size, shown = width(text), f"{len(text)} characters"
    yield _Amount(name="length", amount=float(80 <= size <= 240), words=f"{shown}: a good length")
    yield _Amount(name="full", amount=float(140 <= size <= 230), words=f"{shown}: a full thought")
    yield _Amount(name="too short", amount=max(0, 80 - size) / 40, words=f"{shown}: short")
    yield _Amount(name="brief", amount=max(0, 125 - size) / 60, words=f"{shown}: brief")
    yield _Amount(
        name="several sentences", amount=candidate.sentences - 1, words=f"{candidate.sentences} sentences"
    )
    yield _Amount(name="begins inside", amount=float(candidate.cut_start), words="begins within a sentence")
    yield _Amount(name="ends inside", amount=float(candidate.cut_end), words="ends within a sentence")
    yield _Amount(name="question", amount=float(text.endswith(("?", "？", "؟"))), words="a question")
    unstopped = not candidate.passage.quoted and text[-1] not in '.!?…。！？؟”"»' and not candidate.cut_end
    yield _Amount(name="title", amount=float(unstopped), words="ends without a stop, like a title")


def _content(candidate: Candidate, reading: Reading, words: Words) -> Iterator[_Amount]:
    text = candidate.of(reading.text)
    yield _counted("stance", words.stance, text, 3, "a stance")
    yield _counted("contrast", words.contrast, text, 2, "a contrast")
    yield _counted("strong words", words.strong, text, 3, "strong words")
    yield _counted("people", words.people, text, 2, "people")
    yield _counted("we", words.we, text, 1, "speaks for a group")
    yield _counted("procedural", words.procedural, text, 4, "procedure")
    yield _counted("pleasantry", words.pleasantry, text, 2, "a courtesy")
    yield from _outward(candidate, reading, words)
    yield _counted("goes on", words.adds, candidate.opening(reading.text), 1, "goes on from what was said")
    names = _NAME.findall(text) if _CASED.search(text) else []
    yield _Amount(name="names", amount=max(0, len(names) - 3) / 3, words="many names")
    yield _Amount(name="link", amount=float(bool(_LINK.search(text))), words="a link, an address or markup")
    if not candidate.passage.quoted:
        amount = len(_TERM.findall(text)) + 2 * _reports(text, words)
        yield _Amount(name="others' words", amount=amount, words="holds another's words or view")


def _reports(text: str, words: Words) -> int:
    """How often *text* tells what somebody else says: "the company says that"."""
    found = [verb for verb in words.says.finditer(text) if _THAT.match(text, verb.end())]
    return sum(words.we.search(text, 0, verb.start()) is None for verb in found)


def _outward(candidate: Candidate, reading: Reading, words: Words) -> Iterator[_Amount]:
    found = pointers(candidate.opening(reading.text), words)
    if found.opening:
        yield _Amount(name="points back", amount=1, words=f"points back: “{found.opening}”")
    if found.inside:
        shown = ", ".join(f"“{phrase}”" for phrase in found.inside[:2])
        yield _Amount(
            name="refers outside", amount=min(2, len(found.inside)), words=f"refers outside: {shown}"
        )


def _manner(text: str) -> Iterator[_Amount]:
    """How it is said, in any language."""
    yield _Amount(name="aside", amount=float("(" in text), words="an aside in brackets")
    yield _Amount(name="quotes within", amount=float(bool(_MARK.search(text))), words="quotes words itself")
    spoken = _SPACED.findall(text)
    long = sum(len(word) >= _LONG for word in spoken)
    yield _Amount(name="long words", amount=5 * long / max(1, len(spoken)), words=f"{long} long words")


def _counted(name: str, pattern: re.Pattern[str], text: str, most: int, label: str) -> _Amount:
    hits = [match.group() for match in pattern.finditer(text)]
    shown = ", ".join(f"“{hit}”" for hit in dict.fromkeys(hits[:most]))
    return _Amount(name=name, amount=min(most, len(hits)), words=f"{label}: {shown}")
