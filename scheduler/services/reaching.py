"""How far a correction reaches: what becomes of each delivery of the campaigns of a statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from quotes.cards.card import words
from scheduler.core.approval import reanchored
from scheduler.core.campaign import Campaign
from scheduler.core.checking import delivery_problem
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.differences import marked
from scheduler.core.errors import InputError
from scheduler.core.records import KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import drawing, lookups
from scheduler.services.anchoring import Anchored, Anchoring, Touched
from scheduler.services.corrected import UNDER_WAY, back
from scheduler.services.desk import Desk

_PICTURES = 16
_STAY = frozenset({Reason.UNKNOWN, Reason.PARTIAL, Reason.WITHDRAWN})
"""Reasons that say more than that the text was corrected."""
_CARDS_SHOW = ("issuer", "title", "published", "lang")
"""What a card may show of its statement besides the excerpt."""


class Kind(StrEnum):
    """What a correction makes of a delivery."""

    REANCHORED = "re-anchored"
    """It says the same of the new version, and its approval holds."""
    HELD = "held (revised)"
    """The correction touched it."""
    DRAFT = "touched draft"
    """The correction touched it, and it was never approved."""
    UNDER_WAY = "revised under way"
    """Sending or uncertain: what the correction touched is a gate for it."""
    STAYS = "stays"
    """Out, given up, or not touched and with the earlier version for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A delivery before and after a correction."""

    old: Delivery
    new: Delivery
    kind: Kind
    why: str = ""
    """What of it the correction touched."""
    detail: Mapping[str, object] = field(default_factory=dict)
    """For the record."""


class Reach:
    """What a correction of *statement* does, as one transaction sees it."""

    def __init__(
        self, desk: Desk, unit: Unit, statement: KeptStatement, anchoring: Anchoring, *, actor: str
    ) -> None:
        self._desk, self._unit, self._anchoring = desk, unit, anchoring
        self._now = desk.clock.now()
        self._actor = actor
        self._picture = lru_cache(_PICTURES)(desk.pictures.get)
        self._sources = {statement.id: statement}
        self._stale_cards: dict[str, str] = {}
        self.campaigns = [each for each in unit.campaigns.all() if each.statement == statement.id]
        deliveries = [each for one in self.campaigns for each in unit.deliveries.of_campaign(one.id)]
        self.excerpts = {each.id: each for each in unit.statements.excerpts(statement.id)}
        """Those that the statement or its campaigns have, of earlier versions too."""
        for id in {part.excerpt for each in deliveries for part in each.parts if part.excerpt}:
            if id not in self.excerpts and (kept := unit.statements.excerpt(id)) is not None:
                self.excerpts[id] = kept
        owners = {each.id: each for each in self.campaigns}
        self.changes = [self._change(each, owners[each.campaign]) for each in deliveries]

    def found(self, excerpt: KeptExcerpt) -> Anchored | Touched:
        """What became of *excerpt*."""
        if excerpt.statement not in self._sources:
            self._sources[excerpt.statement] = lookups.statement(self._unit, excerpt.statement)
        return self._anchoring.of(excerpt, self._sources[excerpt.statement])

    def touched(self) -> dict[str, str]:
        """The excerpts that the correction touched, with what it changed."""
        found = {id: self.found(each) for id, each in self.excerpts.items()}
        own = {id: each.why for id, each in found.items() if isinstance(each, Touched)}
        return own | self._stale_cards

    def around(self) -> list[str]:
        """The excerpts that stand though something around them changed."""
        found = {id: self.found(each) for id, each in self.excerpts.items()}
        return [id for id, each in found.items() if isinstance(each, Anchored) and each.around]

    def anchored_id(self, id: str) -> str:
        """The id of the excerpt called *id* in the new version; itself where it has no place there."""
        found = self.found(self.excerpts[id]) if id in self.excerpts else None
        return found.excerpt.id if isinstance(found, Anchored) else id

    def _anchored(self, part: Part) -> str | None:
        return self.anchored_id(part.excerpt) if part.excerpt else None

    # --- one delivery ---------------------------------------------------------------------------

    def _change(self, old: Delivery, campaign: Campaign) -> Change:
        stays = Change(old=old, new=old, kind=Kind.STAYS)
        if old.next_part is None:
            return stays
        why = self._touches(old, campaign)
        if why is not None:
            made = self._held(old, why)
            return replace(made, why=why, detail={"why": why}) if made else stays
        behind = old.partly_out or old.in_doubt or old.may_be_out or old.state in UNDER_WAY
        return stays if behind else self._reanchored(old)

    def _held(self, old: Delivery, why: str) -> Change | None:
        """What becomes of *old*, which the correction touched; None if it waits for a person as it is."""
        told = f"corrected in {self._anchoring.new.id}: {why}"
        if old.state in UNDER_WAY:
            return Change(old=old, new=old, kind=Kind.UNDER_WAY)
        if old.state is State.QUEUED:
            held = old.move(State.HELD, reason=Reason.REVISED, why=told, next_try_at=None)
            return Change(old=old, new=held, kind=Kind.HELD)
        if old.state is State.HELD and old.reason not in _STAY:
            return Change(old=old, new=old.held_on(Reason.REVISED, told), kind=Kind.HELD)
        if old.state is State.DRAFT:
            own = not any(part.excerpt for part in old.parts)  # a person's words are mended where they stand
            new = replace(old, statement=self._anchoring.new.id) if own else old
            return Change(old=old, new=new, kind=Kind.DRAFT)
        return None

    def _reanchored(self, old: Delivery) -> Change:
        moved = self._moved(old)
        new = replace(moved, approval=reanchored(old, moved))
        ids = {part.excerpt: self._anchored(part) for part in old.parts if part.excerpt}
        detail = {"from": old.statement, "excerpts": ids, "was": old.approval, "approval": new.approval}
        if old.reason in (Reason.REVISED, Reason.WITHDRAWN):
            new = back(new, self._now)
        return Change(old=old, new=new, kind=Kind.REANCHORED, detail=detail)

    def _moved(self, old: Delivery) -> Delivery:
        """*old* with the excerpts of the new version."""
        parts = (replace(part, excerpt=self._anchored(part)) for part in old.parts)
        return replace(old, statement=self._anchoring.new.id, parts=tuple(parts))

    def _touches(self, old: Delivery, campaign: Campaign) -> str | None:
        """What the correction changes of what *old* is still to say; None if it says all of it as before."""
        to_come = [part for part in old.parts if not part.out]
        for part in to_come:
            kept = self.excerpts.get(part.excerpt or "")
            found = self.found(kept) if kept else None
            if isinstance(found, Touched):
                return found.why
            stale = self._stale_card(part, kept, found, campaign) if kept and found else None
            if kept and stale:
                self._stale_cards[kept.id] = stale
                return stale
        moved = self._moved(replace(old, parts=tuple(to_come)))
        kept_now = [self.found(self.excerpts[p.excerpt]) for p in to_come if p.excerpt in self.excerpts]
        excerpts = {each.excerpt.id: each.excerpt for each in kept_now if isinstance(each, Anchored)}
        return delivery_problem(moved, self._anchoring.new, excerpts, self._picture)

    def _stale_card(self, part: Part, kept: KeptExcerpt, found: Anchored, campaign: Campaign) -> str | None:
        """What the card of *part* shows of the earlier version and would not show of the new one."""
        old, new = self._sources[kept.statement], self._anchoring.new
        if all(getattr(old, name) == getattr(new, name) for name in _CARDS_SHOW):
            return None
        for picture in part.pictures:
            size = picture.width, picture.height
            try:
                was, now = (
                    words(drawing.card_of(self._desk, statement, excerpt, theme=campaign.theme, size=size))
                    for statement, excerpt in ((old, kept), (new, found.excerpt))
                )
            except InputError:  # its theme is gone: nobody can say what the card shows besides the quote
                return "its card may show what is known of the earlier version"
            for name in ("name", "role", "head", "date"):
                before, after = getattr(was, name) or "", getattr(now, name) or ""
                if before != after:
                    return f"its card says {marked(before, after)}"
        return None
