"""Deliveries with their parts and pictures, as rows, and what happened to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, or_, select, update

from db import ledger
from db.agenda import Agenda, due_at
from db.questions import Change, Question
from db.rows import columns_of, row_of, value_of
from db.schema import attempt, delivery, part, part_picture, post
from db.schema_statements import excerpt
from db.types import Names
from scheduler.core.bounds import Used
from scheduler.core.conduct import Said
from scheduler.core.delivery import Delivery, Part, Picture, State
from scheduler.core.errors import NotFound
from scheduler.core.records import Attempt
from scheduler.core.storage import Page

_AT_ONCE = 500
"""Deliveries read at once."""

_WHOLE = Page()
_ELSEWHERE, _PICTURES = frozenset({"parts"}), frozenset({"pictures"})
_NEVER_CHANGED = _ELSEWHERE | {"id", "post", "campaign", "account", "revision"}


class _Rows:
    """The questions that bring the rows of deliveries: of one, or of all whose ids are in a list."""

    def __init__(self, has: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> None:
        self.deliveries = Question(
            select(*columns_of(Delivery, delivery, without=_ELSEWHERE)).where(has(delivery.c.id))
        )
        self.parts = Question(
            select(part.c.delivery, *columns_of(Part, part, without=_PICTURES))
            .where(has(part.c.delivery))
            .order_by(part.c.n)
        )
        self.pictures = Question(
            select(part_picture.c.delivery, part_picture.c.part, *columns_of(Picture, part_picture))
            .where(has(part_picture.c.delivery))
            .order_by(part_picture.c.n)
        )


_WANTED = func.json_each(bindparam("wanted", type_=Names())).table_valued("value", name="wanted")
_OF_ONE = _Rows(lambda name: name == bindparam("wanted"))
_OF_SEVERAL = _Rows(lambda name: name.in_(select(_WANTED.c.value)))
_ADD, _ADD_PART, _ADD_PICTURE = (Change(insert(each)) for each in (delivery, part, part_picture))
_SAVE = Change(
    update(delivery).where(
        delivery.c.id == bindparam("old_id"),
        delivery.c.state == bindparam("old_state"),
        delivery.c.fence == bindparam("old_fence"),
        delivery.c.revision == bindparam("old_revision"),
    )
)
_SAVE_PART = Change(
    update(part).where(part.c.delivery == bindparam("of_delivery"), part.c.n == bindparam("of_number"))
)
_REVISION = Question(select(delivery.c.revision).where(delivery.c.id == bindparam("id")))
_NOTE = Change(insert(attempt))
_ATTEMPTS = Question(
    select(attempt).where(attempt.c.delivery == bindparam("delivery")).order_by(attempt.c.id)
)
_ALL_ATTEMPTS = Question(select(attempt).order_by(attempt.c.id))
_CAMPAIGN_ATTEMPTS = Question(
    select(attempt)
    .join(delivery, delivery.c.id == attempt.c.delivery)
    .where(delivery.c.campaign == bindparam("campaign"))
    .order_by(attempt.c.id)
)
_ON_ACCOUNT = part.c.account == bindparam("account")
_KEY_USED = Question(select(part.c.n).where(_ON_ACCOUNT, part.c.record_key == bindparam("key")))
_REMOTE_ID_USED = Question(select(part.c.n).where(_ON_ACCOUNT, part.c.remote_id == bindparam("remote_id")))
_BUSY = Question(
    select(delivery.c.id)
    .where(or_(delivery.c.state == State.SENDING, delivery.c.state == State.UNCERTAIN))
    .limit(1)
)
_REVISED = Question(select(excerpt.c.id, excerpt.c.revised_at).where(excerpt.c.revised_at.is_not(None)))
_LIVE_OF = Question(
    select(part.c.delivery, part.c.excerpt, part.c.correction_seen_at)
    .where(part.c.excerpt.in_(select(_WANTED.c.value)), part.c.remote_id.is_not(None))
    .where(part.c.removed_at.is_(None), or_(part.c.live.is_(None), part.c.live))
)
_UNSET_LAST = (delivery.c.planned_at.is_(None), delivery.c.planned_at, delivery.c.id)


class DeliveryRows:
    """Implements ``scheduler.core.storage.Deliveries``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection
        self._agenda = Agenda(connection)

    # --- one -------------------------------------------------------------------------------

    def add(self, value: Delivery) -> None:
        """Keep a new delivery with its parts."""
        self.add_all([value])

    def add_all(self, values: Sequence[Delivery]) -> None:
        """Keep new deliveries with their parts, a table at a time: thousands cost little more than one."""
        rows = [row_of(each, without=_ELSEWHERE) | {"due_at": due_at(each)} for each in values]
        _ADD.run_all(self._connection, rows)
        self._insert_parts([(each, part) for each in values for part in each.parts])

    def get(self, id: str) -> Delivery | None:
        """The delivery called *id*."""
        return next(self._read(_OF_ONE, id), None)

    def fresh(self, seen: Delivery) -> Delivery | None:
        """The delivery as it is now: *seen* itself, if nobody changed it since."""
        revision = _REVISION.value(self._connection, id=seen.id)
        return seen if revision == seen.revision else self.get(seen.id)

    def save(self, old: Delivery, new: Delivery) -> bool:
        """Write *new* over *old*; False, and nothing written, if the row is no longer *old*."""
        return self.save_all([(old, new)])

    def save_all(self, changes: Sequence[tuple[Delivery, Delivery]]) -> bool:
        """Write each second one over its first; False if the row of any is no longer that.

        The transaction is then to be given up, for others may be written already.
        """
        saved = _SAVE.run_all(self._connection, [_change(old, new) for old, new in changes])
        if saved != len(changes):
            return False
        both = [pair for pair in changes if pair[0].parts != pair[1].parts]
        for old, new in both:
            self._replace_parts(old, new)
        _SAVE_PART.run_all(self._connection, [row for old, new in both for row in _part_changes(old, new)])
        return True

    def _replace_parts(self, old: Delivery, new: Delivery) -> None:
        """Add and take away parts and pictures; those that stay keep their rows, which may hold more."""
        before = {each.n: each for each in old.parts}
        after = {each.n: each for each in new.parts}
        for n in before.keys() - after.keys():
            self._delete_pictures(new, n)
            self._connection.execute(delete(part).where(_is_part(new, n)))
        self._insert_parts([(new, each) for n, each in after.items() if n not in before])
        for n in before.keys() & after.keys():
            if before[n].pictures != after[n].pictures:
                self._delete_pictures(new, n)
                self._insert_pictures([(new, after[n])])

    def _insert_parts(self, parts: Sequence[tuple[Delivery, Part]]) -> None:
        rows = [
            row_of(each, without=_PICTURES) | {"delivery": owner.id, "account": owner.account}
            for owner, each in parts
        ]
        _ADD_PART.run_all(self._connection, rows)
        self._insert_pictures(parts)

    def _insert_pictures(self, parts: Sequence[tuple[Delivery, Part]]) -> None:
        rows = [
            row_of(picture) | {"delivery": owner.id, "part": each.n, "n": n}
            for owner, each in parts
            for n, picture in enumerate(each.pictures, start=1)
        ]
        _ADD_PICTURE.run_all(self._connection, rows)

    def _delete_pictures(self, owner: Delivery, n: int) -> None:
        of_part = (part_picture.c.delivery == owner.id) & (part_picture.c.part == n)
        self._connection.execute(delete(part_picture).where(of_part))

    # --- several ---------------------------------------------------------------------------

    def of_campaign(self, campaign: str) -> Sequence[Delivery]:
        """All of a campaign's, in order of post and account."""
        return self._listed(
            select(delivery.c.id)
            .join(post, post.c.id == delivery.c.post)
            .where(delivery.c.campaign == campaign)
            .order_by(post.c.n, delivery.c.account)
        )

    def of_account(self, account: str, states: frozenset[State]) -> Sequence[Delivery]:
        """An account's in *states*, by planned time (unset ones last), then id."""
        ours = (delivery.c.account == account) & delivery.c.state.in_(states)
        return self._listed(select(delivery.c.id).where(ours).order_by(*_UNSET_LAST))

    def in_states(self, states: frozenset[State], page: Page = _WHOLE) -> Sequence[Delivery]:
        """Those in *states*, by planned time (unset ones last), then id.

        Raises ``NotFound`` if there is no delivery that the page would follow.
        """
        wanted = select(delivery.c.id).where(delivery.c.state.in_(states))
        if page.after is not None:
            wanted = wanted.where(self._behind(page.after))
        return self._listed(wanted.order_by(*_UNSET_LAST).limit(page.limit))

    def _behind(self, id: str) -> ColumnElement[bool]:
        """What comes after the delivery called *id* in a listing."""
        found = self._connection.execute(select(delivery.c.planned_at).where(delivery.c.id == id)).first()
        if found is None:
            raise NotFound(f"There is no delivery {id}.", remedy="Take an id from the page before.")
        same_time = (delivery.c.planned_at.is_not_distinct_from(found.planned_at)) & (delivery.c.id > id)
        if found.planned_at is None:
            return same_time
        return or_(delivery.c.planned_at > found.planned_at, delivery.c.planned_at.is_(None), same_time)

    def with_other_words(self) -> Sequence[Delivery]:
        """Those out with other words than approved, of which nobody has said yet that they have read them."""
        unread = part.c.found_words.is_not(None) & part.c.found_seen_at.is_(None)
        return self._listed(select(part.c.delivery).where(unread).distinct().order_by(part.c.delivery))

    def vanished(self) -> Sequence[Delivery]:
        """Those of which a look found something gone, and of which nobody said yet that they know it."""
        gone = (part.c.live == False) & part.c.removed_at.is_(None) & part.c.gone_seen_at.is_(None)  # noqa: E712
        return self._listed(select(part.c.delivery).where(gone).distinct().order_by(part.c.delivery))

    def quoting_corrected(self) -> Sequence[Delivery]:
        """Those live with words that were corrected since, of which nobody has said yet that they stay."""
        revised = {row["id"]: row["revised_at"] for row in _REVISED.rows(self._connection)}
        if not revised:
            return []
        found = {
            row["delivery"]
            for row in _LIVE_OF.rows(self._connection, wanted=list(revised))
            if row["correction_seen_at"] is None or row["correction_seen_at"] < revised[row["excerpt"]]
        }
        return [each for each in self._load(sorted(found)) if each.removal_asked_at is None]

    def sending(self) -> Sequence[Delivery]:
        """All that are sending, by planned time."""
        return self.in_states(frozenset({State.SENDING}))

    def busy(self) -> bool:
        """Whether anything is sending or uncertain."""
        return bool(_BUSY.rows(self._connection))

    def count_by_state(self) -> Mapping[State, int]:
        """How many are in each state, none left out."""
        counted = select(delivery.c.state, func.count()).group_by(delivery.c.state)
        return dict.fromkeys(State, 0) | {row[0]: row[1] for row in self._connection.execute(counted)}

    # --- what there is to do; see ``db.agenda`` --------------------------------------------

    def claimable(self, account: str, now: datetime) -> Delivery | None:
        """The account's first queued delivery that is due and behind no gate that keeps it queued."""
        return self._maybe(self._agenda.claimable(account, now))

    def due_before(self, account: str, moment: datetime) -> Sequence[Delivery]:
        """The account's queued deliveries that may be claimed before *moment*, gates aside, in order."""
        return list(self._load(self._agenda.due_before(account, moment)))

    def retrying(self, now: datetime) -> Sequence[Delivery]:
        """Queued ones whose planned time has come, and whose next try has not."""
        return list(self._load(self._agenda.retrying(now)))

    def to_look_for(self, account: str, now: datetime) -> Delivery | None:
        """The account's uncertain delivery whose next look came first."""
        return self._maybe(self._agenda.to_look_for(account, now))

    def to_remove(self, account: str, now: datetime) -> Delivery | None:
        """The account's first delivery that is to be deleted, and whose next try has come."""
        return self._maybe(self._agenda.to_remove(account, now))

    def removals(self) -> Sequence[Delivery]:
        """Those that are to be deleted, and are not yet."""
        return list(self._load(self._agenda.removals()))

    def accounts_with_work(self, now: datetime) -> Sequence[str]:
        """Accounts for which ``claimable``, ``to_look_for`` or ``to_remove`` would answer something."""
        return self._agenda.accounts_with_work(now)

    def due_behind_gates(self, now: datetime) -> Sequence[Delivery]:
        """Queued ones whose time has come and that a gate keeps queued."""
        return list(self._load(self._agenda.due_behind_gates(now)))

    def waiting(self, now: datetime) -> Sequence[Delivery]:
        """Queued and uncertain ones whose next try or look is still to come."""
        return list(self._load(self._agenda.waiting(now)))

    def overdue_drafts(self, now: datetime) -> Sequence[Delivery]:
        """Drafts whose planned time has come."""
        return list(self._load(self._agenda.overdue_drafts(now)))

    def next_moment(self, now: datetime) -> datetime | None:
        """The first instant after *now* that brings another claim, look, removal or overdue draft."""
        return self._agenda.next_moment(now)

    # --- keys and ids ----------------------------------------------------------------------

    def record_key_used(self, account: str, key: str) -> bool:
        """Whether a part on the account has this record key."""
        return bool(_KEY_USED.rows(self._connection, account=account, key=key))

    def remote_id_used(self, account: str, remote_id: str) -> bool:
        """Whether a part on the account is out under this remote id."""
        return bool(_REMOTE_ID_USED.rows(self._connection, account=account, remote_id=remote_id))

    # --- what was said, and what it cost; see ``db.ledger`` ---------------------------------

    def used(self, account: str, at: datetime, *, money: bool) -> Used:
        """What went out as the account, or may have, up to *at*; what it cost only where *money*."""
        return ledger.used(self._connection, account, at, money=money)

    def said(self, accounts: Sequence[str]) -> Sequence[Said]:
        """The words of every part on *accounts* that is out or still may be; what was deleted is not."""
        return ledger.said(self._connection, accounts)

    # --- attempts --------------------------------------------------------------------------

    def note(self, value: Attempt) -> None:
        """Append to the delivery's attempts."""
        self.note_all([value])

    def note_all(self, values: Sequence[Attempt]) -> None:
        """Append to the attempts of several deliveries, or of one, in order."""
        _NOTE.run_all(self._connection, [row_of(each) for each in values])

    def attempts(self, delivery: str) -> Sequence[Attempt]:
        """The delivery's attempts in the order in which they were noted."""
        return [value_of(Attempt, row) for row in _ATTEMPTS.rows(self._connection, delivery=delivery)]

    def attempts_of(self, campaign: str | None = None) -> Sequence[Attempt]:
        """Those of all deliveries, or of one campaign's, in the order in which they were noted."""
        rows = (_ALL_ATTEMPTS if campaign is None else _CAMPAIGN_ATTEMPTS).rows(
            self._connection, **({} if campaign is None else {"campaign": campaign})
        )
        return [value_of(Attempt, row) for row in rows]

    # --- reading ---------------------------------------------------------------------------

    def _listed(self, ids: Any) -> Sequence[Delivery]:
        return list(self._load(self._connection.execute(ids).scalars().all()))

    def _maybe(self, id: str | None) -> Delivery | None:
        return None if id is None else self.get(id)

    def _load(self, ids: Iterable[str]) -> Iterator[Delivery]:
        """The deliveries called *ids*, in that order."""
        rest = iter(ids)
        while some := list(islice(rest, _AT_ONCE)):
            found = {each.id: each for each in self._read(_OF_SEVERAL, some)}
            yield from (found[id] for id in some if id in found)

    def _read(self, rows: _Rows, wanted: str | Sequence[str]) -> Iterator[Delivery]:
        pictures = defaultdict(list)
        for row in rows.pictures.rows(self._connection, wanted=wanted):
            owner = row.pop("delivery"), row.pop("part")
            pictures[owner].append(Picture(**row))
        parts = defaultdict(list)
        for row in rows.parts.rows(self._connection, wanted=wanted):
            id = row.pop("delivery")
            parts[id].append(Part(**row, pictures=tuple(pictures[id, row["n"]])))
        for row in rows.deliveries.rows(self._connection, wanted=wanted):
            yield Delivery(**row, parts=tuple(parts[row["id"]]))


def _change(old: Delivery, new: Delivery) -> dict[str, Any]:
    if old.id != new.id:
        raise ValueError(f"{old.id} cannot become {new.id}")
    return row_of(new, without=_NEVER_CHANGED) | {
        "due_at": due_at(new),
        "revision": old.revision + 1,
        "old_id": old.id,
        "old_state": old.state,
        "old_fence": old.fence,
        "old_revision": old.revision,
    }


def _part_changes(old: Delivery, new: Delivery) -> Iterator[dict[str, Any]]:
    """What is to be written of each part that stays and differs."""
    before = {each.n: each for each in old.parts}
    for each in new.parts:
        if each.n in before and each != before[each.n]:
            row = row_of(each, without=frozenset({"n", "pictures"}))
            yield row | {"of_delivery": new.id, "of_number": each.n}


def _is_part(owner: Delivery, n: int) -> ColumnElement[bool]:
    return (part.c.delivery == owner.id) & (part.c.n == n)
