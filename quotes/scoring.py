"""How good a candidate is: features with names, each with its points and its reason in plain words.

``WEIGHTS`` is the one table of points; a feature's amount times its weight is what it adds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quotes.candidates import Candidate
from quotes.languages import Words
from quotes.passages import Reading
from quotes.standing import pointers

WEIGHTS: Mapping[str, float] = {
    "quotation": 0.9,
    "opening": 0.25,
    "own voice": 0.8,
    "beside quotations": -0.6,
    "news lead": -0.8,
    "stance": 0.25,
    "contrast": 0.35,
    "strong words": 0.15,
    "people": 0.2,
    "we": 0.15,
    "length": 0.5,
    "too short": -0.7,
    "long": -0.1,
    "several sentences": 0.05,
    "points back": -2.0,
    "refers outside": -1.0,
    "procedural": -0.18,
    "pleasantry": -0.5,
    "names": -0.2,
    "numbers": -0.05,
    "link": -2.0,
    "question": -0.3,
    "begins inside": -0.4,
    "ends inside": -0.6,
    "title": -1.2,
    "unknown speaker": -3.0,
    "others' words": -0.6,
    "late": -0.2,
}
"""Points for one unit of each feature."""

_LINK = re.compile(r"https?://|www\.|\w@\w|</?\w+>|\w\.(?:com|org|net|gov)\b|#\w+|@\w+")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)(?<![\"“])\b[A-ZÀ-Þ][\w’'-]+")
_NUMBER = re.compile(r"\d[\d.,]*")
_CASED = re.compile(r"[a-z]")
_THAT = re.compile(r"\s+(?:that|que|qu['’]|dass|che|أن)", re.IGNORECASE)
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


def reasons(candidate: Candidate, reading: Reading, words: Words) -> tuple[Reason, ...]:
    """The reasons for and against *candidate*, in the order of ``WEIGHTS``."""
    found = (*_voice(candidate, reading), *_shape(candidate, reading), *_content(candidate, reading, words))
    amounts = {amount.name: amount for amount in found if amount.amount}
    return tuple(
        Reason(name=name, points=round(weight * amounts[name].amount, 3), words=amounts[name].words)
        for name, weight in WEIGHTS.items()
        if name in amounts
    )


def total(parts: tuple[Reason, ...]) -> float:
    """The score that *parts* add up to."""
    return round(sum(part.points for part in parts), 3)


def _voice(candidate: Candidate, reading: Reading) -> Iterator[_Amount]:
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
        if reading.quotes_people:
            yield _Amount(
                name="beside quotations",
                amount=1,
                words="told by the text, in a statement that quotes people",
            )
        else:
            yield _Amount(name="own voice", amount=1, words="the statement's own words")
        if at_start and passage.first:
            yield _Amount(name="news lead", amount=1, words="the news that the statement opens with")
    share = candidate.start / max(1, len(reading.text))
    yield _Amount(name="late", amount=max(0.0, share - 0.6) / 0.4, words="late in the statement")


def _shape(candidate: Candidate, reading: Reading) -> Iterator[_Amount]:
    text = candidate.of(reading.text)
    size = sum(2 if "\u3040" <= char <= "\u9fff" else 1 for char in text)
    yield _Amount(
        name="length", amount=float(80 <= size <= 240), words=f"{len(text)} characters: a good length"
    )
    yield _Amount(name="too short", amount=max(0, 80 - size) / 40, words=f"{len(text)} characters: short")
    yield _Amount(name="long", amount=max(0, size - 250) / 60, words=f"{len(text)} characters: long")
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
    names = _NAME.findall(text) if _CASED.search(text) else []
    yield _Amount(name="names", amount=max(0, len(names) - 3) / 3, words="many names")
    numbers = _NUMBER.findall(text)
    yield _Amount(name="numbers", amount=max(0, len(numbers) - 1), words=f"{len(numbers)} numbers")
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


def _counted(name: str, pattern: re.Pattern[str], text: str, most: int, label: str) -> _Amount:
    hits = [match.group() for match in pattern.finditer(text)]
    shown = ", ".join(f"“{hit}”" for hit in dict.fromkeys(hits[:most]))
    return _Amount(name=name, amount=min(most, len(hits)), words=f"{label}: {shown}")
