"""A corrected text becomes a new version of its statement, and what is on its way goes on with that.

What says the same in both versions is re-anchored and keeps its approval: followers get the same of it. What
the correction touched is held. What is out stays with the version that it quotes, for that is what was said.
All of it is one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quotes.guesses import language
from quotes.statement import Format
from scheduler.core.aligning import in_common
from scheduler.core.errors import InputError, Refused, Stale
from scheduler.core.ids import slug, unused
from scheduler.core.ports import Fetched
from scheduler.core.records import KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import anchoring, corrected, importing, lookups, people
from scheduler.services.anchoring import AROUND, Anchored, Anchoring
from scheduler.services.approving import decision
from scheduler.services.corrected import Live
from scheduler.services.desk import Desk
from scheduler.services.pairing import twins
from scheduler.services.reaching import Change, Kind, Reach

_LEAST_IN_COMMON = 0.3
"""Texts with less than this in common are no two versions of one: a letter that was rewritten has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A correction that was read and changes nothing yet."""

    old: KeptStatement
    new: KeptStatement
    anchoring: Anchoring
    in_common: float
    lost: tuple[str, ...]
    """What people corrected in the reading of the old text that has no place in the new one."""
    notes: tuple[str, ...]
    """What its reader tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a correction does, or did."""

    prepared: Prepared
    differences: tuple[str, ...]
    changes: tuple[Change, ...]
    around: tuple[str, ...]
    """Excerpts that are re-anchored though something around them changed."""
    live: tuple[tuple[Live, str], ...]
    """Parts that followers can see and that quote what was changed, with the change."""
    twins: tuple[KeptStatement, ...]
    """What says the same in other languages, and may need the same correction."""

    def those(self, kind: Kind) -> list[Change]:
        """The deliveries of which *kind* became."""
        return [each for each in self.changes if each.kind is kind]


def prepare(
    desk: Desk,
    id: str,
    data: bytes,
    *,
    name: str,
    actor: str,
    new_id: str | None = None,
    format: Format | None = None,
    fetched: Fetched | None = None,
) -> Prepared:
    """Read the corrected text of the statement called *id* from *data*, a file called *name*, or *fetched*.

    What is known of the statement holds for the new version too; what was read from the text is read anew.
    Raises ``NotFound``, ``StatementError``, and ``Refused`` where it is no correction of that statement.
    """
    now = desk.clock.now()
    read = importing.read(data, {}, name=name, at=now, actor=actor, format=format, fetched=fetched)
    with desk.store.read() as unit:
        old = lookups.statement(unit, id)
        taken = unit.statements.ids()
        newer = unit.statements.corrected_by(id)
        first = _first(unit, old)
    if newer is not None:
        raise Refused(
            f"{id} was corrected already, by {newer}.",
            remedy=f"Correct that: drumbeat statement revise {newer} FILE",
        )
    new = _version(old, read.statement, _new_id(first, new_id, taken))
    shared = _check_same(old, new, name)
    alignment = Anchoring(new).alignment(old)
    rulings, lost = anchoring.carried(old, new, alignment)
    new = replace(new, rulings=tuple(rulings))
    return Prepared(
        old=old,
        new=new,
        anchoring=Anchoring(new),
        in_common=shared,
        lost=tuple(anchoring.described(each, old) for each in lost),
        notes=read.notes,
    )


def _first(unit: Unit, version: KeptStatement) -> str:
    """The id of the first version: later ones are called after it."""
    while version.supersedes is not None:
        version = lookups.statement(unit, version.supersedes)
    return version.id


def _new_id(id: str, wanted: str | None, taken: Sequence[str]) -> str:
    if wanted is None:
        return unused(id, taken)
    if slug(wanted) != wanted:
        raise InputError(f"{wanted!r} is no id.", remedy=f"Write it as {slug(wanted)}.")
    if wanted in taken:
        raise InputError(f"There is a statement {wanted} already.", remedy="Give another --id.")
    return wanted


def _version(old: KeptStatement, read: KeptStatement, id: str) -> KeptStatement:
    """*read* as the version after *old*."""
    said = {key: value for key in importing.FIELDS if key not in old.guessed and (value := getattr(old, key))}
    known = {key: said.get(key) or getattr(read, key) or getattr(old, key) for key in importing.FIELDS}
    guessed = frozenset(key for key in importing.FIELDS if key not in said and known[key] is not None)
    known["lang"] = old.lang or read.lang
    pair = old.translation_of
    return replace(read, id=id, supersedes=old.id, translation_of=pair, guessed=guessed, **known)


def _check_same(old: KeptStatement, new: KeptStatement, name: str) -> float:
    """How much both texts have in common; raises ``Refused`` where that is all, or too little."""
    if new.text == old.text:
        raise Refused(f"{name} has the same text as {old.id}.", remedy="There is nothing to correct.")
    reads = language(new.text)
    if old.lang and reads and reads.split("-")[0] != old.lang.lower().split("-")[0]:
        raise Refused(
            f"{old.id} is in {old.lang}, and {name} reads as {reads}.",
            remedy=f"Add a translation as one: drumbeat statement add {name} --translation-of {old.id}",
        )
    shared = in_common(old.text, new.text)
    if shared < _LEAST_IN_COMMON:
        raise Refused(
            f"{name} has {shared:.0%} in common with {old.id}; a correction has {_LEAST_IN_COMMON:.0%}.",
            remedy=f"Another statement is added: drumbeat statement add {name}",
        )
    return shared


def preview(desk: Desk, prepared: Prepared, *, actor: str) -> Revision:
    """What the correction would do now; nothing is changed."""
    with desk.store.read() as unit:
        reach = Reach(desk, unit, prepared.old, prepared.anchoring, actor=actor)
        return _revision(unit, prepared, reach)


def revise(desk: Desk, prepared: Prepared, *, actor: str) -> Revision:
    """Carry the correction out; raises ``Stale`` where the statement was changed since it was read."""
    now = desk.clock.now()
    with desk.store.write() as unit:
        old, new = lookups.statement(unit, prepared.old.id), prepared.new
        if old.revision != prepared.old.revision or unit.statements.corrected_by(old.id):
            raise Stale(f"{old.id} was changed since it was read.", remedy="Look again, then correct it.")
        if unit.statements.get(new.id) is not None:
            raise Stale(f"There is a statement {new.id} by now.", remedy="Look again, or give another --id.")
        unit.statements.add(new)
        unit.statements.save(replace(old, changed_by=actor))
        reach = Reach(desk, unit, prepared.old, prepared.anchoring, actor=actor)
        done = _revision(unit, prepared, reach)
        _anchor(unit, reach, now)
        _follow(unit, done, reach, actor=actor, now=now)
    return done


def _revision(unit: Unit, prepared: Prepared, reach: Reach) -> Revision:
    touched = reach.touched()
    ours = [each.new for each in reach.changes]
    live = [(each, touched[id]) for id in touched for each in corrected.live(unit, ours, frozenset({id}))]
    return Revision(
        prepared=prepared,
        differences=tuple(prepared.anchoring.alignment(prepared.old).changes(around=AROUND)),
        changes=tuple(reach.changes),
        around=tuple(reach.around()),
        live=tuple(sorted(live, key=lambda each: (each[0].delivery, each[0].part))),
        twins=tuple(twins(unit, prepared.new)),
    )


def _anchor(unit: Unit, reach: Reach, now: datetime) -> None:
    """Keep the excerpts of the new version, and write which of the earlier ones it touched."""
    touched = reach.touched()
    for each in reach.excerpts.values():
        found = reach.found(each)
        if isinstance(found, Anchored):
            unit.statements.keep_excerpt(found.excerpt)
            people.carry(unit, each.id, found.excerpt.id)
        if each.id in touched:
            unit.statements.touch_excerpt(each.id, touched[each.id], at=now)
        elif each.revised_at is not None:  # a later version says it again
            unit.statements.touch_excerpt(each.id, None, at=now)


def _follow(unit: Unit, done: Revision, reach: Reach, *, actor: str, now: datetime) -> None:
    """Let campaigns, posts and deliveries go on with the new version."""
    new = done.prepared.new
    changed = [(each.old, each.new) for each in done.changes if each.new != each.old]
    if not unit.deliveries.save_all(changed):
        raise Stale(f"Something of {done.prepared.old.id} was changed meanwhile.", remedy="Look again.")
    unit.deliveries.note_all(
        [
            decision(each.new, actor, now, each.kind, statement=new.id, **each.detail)
            for each in done.changes
            if each.kind is not Kind.STAYS
        ]
    )
    moved = {each.old.post for each in done.changes if each.kind is Kind.REANCHORED}
    for campaign in reach.campaigns:
        unit.campaigns.save(replace(campaign, statement=new.id))
        for post in campaign.posts:
            if post.id in moved:
                ids = tuple(reach.anchored_id(id) for id in post.excerpts)
                unit.campaigns.save_post(replace(post, excerpts=ids))
