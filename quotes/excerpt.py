"""Excerpts: the lines of a statement that are worth posting, found by the engine or chosen by a person."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from quotes import candidates, languages, matching, pick, scoring, sentences, standing
from quotes.blocks import trimmed
from quotes.errors import ExcerptError
from quotes.naming import named
from quotes.passages import Passage, Reading, reading
from quotes.scoring import Reason
from quotes.statement import Statement
from quotes.verbatim import display

__all__ = ["Excerpt", "Reason", "at", "find", "fits_a_post", "locate"]

_POST = 280
"""X's limit, in its weighted characters (https://docs.x.com/fundamentals/counting-characters)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """``statement.text[start:end]`` with its speaker. Offsets are code points."""

    start: int
    end: int
    speaker: str | None
    """None where the statement does not say whose words these are."""
    score: float
    """What ``reasons`` add up to; more is better."""
    reasons: tuple[Reason, ...]


def fits_a_post(quote: str, _speaker: str | None) -> bool:
    """Whether *quote*, as shown, fits a post of its own on a network like X; its card names the speaker.

    The measure of every real network is its own; this is for a caller that knows of none.
    """
    return sum(1 if ord(char) < 0x1100 or 0x2000 <= ord(char) <= 0x2200 else 2 for char in quote) <= _POST


def find(statement: Statement, *, fits: Callable[[str, str | None], bool] = fits_a_post) -> list[Excerpt]:
    """The excerpts of *statement* worth posting, best first; none overlaps another, scores never rise.

    *fits* is asked with the words as shown and their speaker. Never raises, whatever the text.
    """
    reading, words = _reading(statement)
    found = candidates.find(reading, words, lambda raw, speaker: fits(display(raw), speaker))
    found = [one for one in found if _stands(reading, one) and not _names_never(reading, one)]
    found = [one for one in found if standing.stands(one.opening(reading.text), words)]
    scorer = scoring.Scorer(reading, words)
    scored = [pick.scored(one, reading.text, scorer.reasons(one)) for one in found]
    return [_excerpt(one.candidate, one.reasons) for one in pick.choose(scored)]


def locate(statement: Statement, words: str) -> Excerpt:
    """The excerpt that a person names by its *words*; the first, if they stand there twice.

    White space and the shape of quotation marks are matched loosely; marks around the words are left
    off. Raises ``ExcerptError``, with the reason and the nearest passage, if the words leave something
    out, put something in or differ; and if there are none.
    """
    return at(statement, *matching.span_of(statement.text, words))


def at(statement: Statement, start: int, end: int) -> Excerpt:
    """The excerpt at these offsets, without white space at its ends.

    Raises ``ExcerptError`` if they are out of range, hold no words, or part a word.
    """
    text = statement.text
    if not 0 <= start < end <= len(text):
        raise ExcerptError(
            f"{start}-{end} is no part of the statement: it has characters 0 to {len(text)}.",
            remedy="Give a start before an end, both within it.",
        )
    if not any(char.isalnum() for char in text[start:end]):
        raise ExcerptError(f"There are no words at {start}-{end}.", remedy="Give the offsets of some words.")
    start, end = trimmed(text, start, end)
    if _cuts(text, start, end):
        raise ExcerptError(
            f"{start}-{end} cuts a word: “{text[start:end][:60]}”.", remedy="Begin and end between words."
        )
    reading, words = _reading(statement)
    candidate = candidates.whole(_passage(reading, start, end), start, end)
    return _excerpt(candidate, scoring.Scorer(reading, words).reasons(candidate))


def _stands(reading: Reading, one: candidates.Candidate) -> bool:
    """Whether a person may choose it too: its edges part no word, and its voice is the passage's own."""
    speaker, _ = _voice(reading, one.start, one.end)
    return not _cuts(reading.text, one.start, one.end) and speaker == one.passage.speaker


def _names_never(reading: Reading, one: candidates.Candidate) -> bool:
    """Whether it is by, or names, somebody of whom a person said: never."""
    never = reading.speakers.names.never
    words = f"{one.passage.speaker}: {one.of(reading.text)}"
    return bool(never) and named(words, never, reading.text) is not None


def _cuts(text: str, start: int, end: int) -> bool:
    return matching.cuts_a_word(text, start) or matching.cuts_a_word(text, end)


def _reading(statement: Statement) -> tuple[Reading, languages.Words]:
    """*statement* as read, in its language or, where none is given, in the one that it seems to be in."""
    found = reading(statement)
    return found, languages.of(found.lang)


def _excerpt(candidate: candidates.Candidate, reasons: tuple[Reason, ...]) -> Excerpt:
    return Excerpt(
        start=candidate.start,
        end=candidate.end,
        speaker=candidate.passage.speaker,
        score=scoring.total(reasons),
        reasons=reasons,
    )


def _passage(reading: Reading, start: int, end: int) -> Passage:
    """The passage that holds the span, or one made for it."""
    speaker, quoted = _voice(reading, start, end)
    for passage in reading.passages:
        if passage.start <= start and end <= passage.end and passage.speaker == speaker:
            return passage
    spans = sentences.split(reading.text, start, end, reading.lang)
    return Passage(sentences=tuple(spans), speaker=speaker, quoted=quoted, bullet=False, first=False)


def _voice(reading: Reading, start: int, end: int) -> tuple[str | None, bool]:
    """Who speaks in a span that is no passage's, and whether it is a quotation; None where voices mix."""
    touched = [q for q in reading.quotations if q.start < end and start < q.end]
    if any(not q.whole and q.start <= start and end <= q.end for q in touched):
        return None, True
    spoken = [q for q in touched if q.whole]
    if not spoken:
        return reading.speakers.narrator(start), False
    speakers = {reading.speakers.of(q) for q in spoken}
    outside = reading.text[start : spoken[0].start] + reading.text[max(start, spoken[-1].end) : end]
    between = "".join(reading.text[a.end : b.start] for a, b in pairwise(spoken))
    alone = not any(char.isalnum() for char in outside + between) and len(speakers) == 1
    return (speakers.pop() if alone else None), True
