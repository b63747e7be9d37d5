"""Excerpts of an earlier version of a statement in a new one: where their words stand, and who says them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotes.errors import ExcerptError
from quotes.excerpt import at
from quotes.rulings import Kind
from scheduler.core.aligning import Alignment
from scheduler.core.differences import marked
from scheduler.core.records import KeptExcerpt, KeptRuling, KeptStatement

AROUND = 40
"""Characters around a change that are shown beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """An excerpt whose words and whose speaker are in the new version as they were."""

    excerpt: KeptExcerpt
    """Of the new version."""
    around: bool
    """Whether something changed in the paragraph around it: a person should read that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """An excerpt of which a correction changed the words or the speaker."""

    why: str
    """Both versions in one; see ``scheduler.core.differences.marked``."""


class Anchoring:
    """The way from earlier versions of a statement to *new*, which is read once."""

    def __init__(self, new: KeptStatement) -> None:
        self.new = new
        self._alignments: dict[str, Alignment] = {}
        self._found: dict[str, Anchored | Touched] = {}

    def alignment(self, old: KeptStatement) -> Alignment:
        """How the text of *old* stands to the new one."""
        if old.id not in self._alignments:
            self._alignments[old.id] = Alignment(old.text, self.new.text)
        return self._alignments[old.id]

    def of(self, excerpt: KeptExcerpt, old: KeptStatement) -> Anchored | Touched:
        """What became of *excerpt*, which is one of *old*."""
        if excerpt.id not in self._found:
            self._found[excerpt.id] = self._look(excerpt, old)
        return self._found[excerpt.id]

    def _look(self, excerpt: KeptExcerpt, old: KeptStatement) -> Anchored | Touched:
        alignment = self.alignment(old)
        span = alignment.place(excerpt.start, excerpt.end)
        if span is None:
            now = alignment.span(excerpt.start, excerpt.end)
            shown = self.new.shown(*now) if now else ""
            return Touched(why=marked(old.shown(excerpt.start, excerpt.end), shown, around=AROUND))
        was = {excerpt.speaker, _speaker(old, (excerpt.start, excerpt.end))}
        said = _speaker(self.new, span)
        if said not in was:
            return Touched(why=_said(excerpt.speaker, said))
        moved = replace(
            excerpt,
            statement=self.new.id,
            start=span[0],
            end=span[1],
            added_at=self.new.added_at,
            added_by=self.new.added_by,
            revised_at=None,
            revised_why=None,
        )
        return Anchored(excerpt=moved, around=not alignment.unchanged(excerpt.start, excerpt.end))


def _said(was: str | None, now: str | None) -> str:
    if now is None:
        return f"nobody is known there to have said it; it was {was}"
    return f"said by {marked(was or 'nobody known', now)}"


def _speaker(statement: KeptStatement, span: tuple[int, int]) -> str | None:
    try:
        return at(statement.as_text(), *span).speaker
    except ExcerptError:
        return None


def carried(
    old: KeptStatement, new: KeptStatement, alignment: Alignment
) -> tuple[Sequence[KeptRuling], Sequence[KeptRuling]]:
    """What people corrected in the reading of *old*, as it holds for *new*; and what has no place there.

    It keeps who said it and when. What is about people holds everywhere; what is about a place, where
    something of that place is left.
    """
    kept, lost = [], []
    for each in old.rulings:
        if each.start is None or each.end is None:
            kept.append(each)
        elif span := alignment.span(each.start, each.end):
            kept.append(replace(each, start=span[0], end=span[1]))
        else:
            lost.append(each)
    return [replace(each, statement=new.id, n=n) for n, each in enumerate(kept, start=1)], lost


def described(ruling: KeptRuling, old: KeptStatement) -> str:
    """A correction of a place in *old*, as a person recognizes it."""
    words = old.shown(ruling.start or 0, ruling.end or 0)
    what = "is" if ruling.kind is Kind.ROLE else "is said by"
    return f"“{words[:AROUND]}{'…' if len(words) > AROUND else ''}” {what} {ruling.value or 'nobody known'}"
