"""Rehearsing a campaign: its rows are copied to an empty installation and sent there, for nobody to see.

What it meets there the real run would meet. What no copy can know, such as a halt, a stopped account or a
network's frown, is told beside it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from scheduler.core.accounts import Account, Connection
from scheduler.core.bounds import DAY, month_of
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.durations import spell
from scheduler.core.errors import PlanError, Refused
from scheduler.core.gates import Gate
from scheduler.core.storage import Unit
from scheduler.services import approving, bounds, foresight, launching, lookups, reporting
from scheduler.services.desk import Desk
from scheduler.services.reporting import Row
from scheduler.services.times import stands_by

ACTOR = "rehearsal"
QUIET = timedelta(days=3)
"""An account that says nothing for longer, between its first post and its last, is told of."""

_NAMED = 3
"""So many of the same kind are named, and the others counted."""
_UNDER_WAY = frozenset({State.SENDING, State.UNCERTAIN})
_OVER = frozenset({State.POSTED, State.FAILED, State.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that the real run would meet, and what to do about it, if anything."""

    about: str
    """A delivery, a post, an account, the campaign, ``halt`` or ``daemon``."""
    words: str
    remedy: str = ""

    def __str__(self) -> str:
        """In a sentence or two; what begins with ids is not named twice."""
        told = self.words if self.words.startswith(self.about) else f"{self.about}: {self.words}"
        return " ".join(filter(None, (f"{told.rstrip('.')}.", self.remedy)))


# --- the copy -----------------------------------------------------------------------------------


def copy(here: Desk, stage: Desk, campaign_id: str) -> None:
    """Copy a campaign from *here* to the empty *stage*, every account as a rehearsal, and no token.

    What the accounts sent of late is copied too, as budget and fuse count it. Raises ``NotFound``, and
    ``Refused`` for a campaign that is cancelled.
    """
    now = here.clock.now()
    with here.store.read() as source, stage.store.write() as target:
        campaign = lookups.campaign(source, campaign_id)
        if campaign.cancelled_at is not None:
            raise Refused(f"{campaign_id} is cancelled.", remedy="Plan a new campaign.")
        for account in source.accounts.all():
            target.accounts.add(_played(account))
        ours = _whole(source.deliveries.of_campaign(campaign_id))
        sent = list(_sent(source, campaign, min(month_of(now), now - DAY)))
        for id in {campaign_id, *(each.campaign for each in sent)}:
            _copy_campaign(source, target, lookups.campaign(source, id))
        target.deliveries.add_all([*map(_begun_anew, ours), *map(_alone, sent)])


def _whole(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Those of *deliveries* that are not under way and answer none that is."""
    away = {each.id for each in deliveries if each.state in _UNDER_WAY}
    return [each for each in deliveries if not away & {each.id, each.answers}]


def _played(account: Account) -> Account:
    """*account* played in the box, and free to send."""
    return replace(
        account,
        connection=Connection.REHEARSAL,
        service="",
        remote_id=f"rehearsal:{account.name}",
        removed_at=None,
        removed_by=None,
        paused_at=None,
        paused_by=None,
        stopped_at=None,
        stopped_why="",
    )


def _copy_campaign(source: Unit, target: Unit, campaign: Campaign) -> None:
    quoted = {campaign.statement, *(each.statement for each in source.deliveries.of_campaign(campaign.id))}
    for id in quoted:
        if target.statements.get(id) is None:
            alone = replace(lookups.statement(source, id), supersedes=None, translation_of=None)
            target.statements.add(alone)
            for excerpt in source.statements.excerpts(id):
                target.statements.keep_excerpt(excerpt)
    posts = tuple(replace(post, joined_to=None, joined_n=None) for post in campaign.posts)
    target.campaigns.add(replace(campaign, paused_at=None, paused_by=None, posts=posts))


def _sent(unit: Unit, campaign: Campaign, since: datetime) -> Iterator[Delivery]:
    """What other campaigns sent as the accounts of *campaign* since then."""
    for name in campaign.accounts:
        for each in unit.deliveries.of_account(name, frozenset({State.POSTED, State.HELD})):
            launched = [part.launched_at for part in each.parts if part.launched_at is not None]
            if each.campaign != campaign.id and launched and max(launched) >= since:
                yield each


def _begun_anew(delivery: Delivery) -> Delivery:
    """*delivery* as it is rehearsed: what was not approved in time is approved there."""
    return _alone(delivery.move(State.DRAFT) if delivery.reason is Reason.UNAPPROVED else delivery)


def _alone(delivery: Delivery) -> Delivery:
    """*delivery* without its slot, which is not copied: its time is."""
    return replace(delivery, slot=None, slot_date=None)


# --- before it begins ---------------------------------------------------------------------------


def prepare(stage: Desk, campaign_id: str, *, at: str | None) -> list[Concern]:
    """Approve what waits for it on the *stage*, and launch what stands by; what is to be told of it.

    *at* is when T+0 is taken to be; None: as it is launched, else now, or when its embargo ends, or at the
    next midnight where its plan has times of day that are over. Raises ``PlanError``.
    """
    with stage.store.read() as unit:
        campaign = lookups.campaign(unit, campaign_id)
    concerns = [each for post in campaign.posts for each in _approve(stage, post.id)]
    when = at or _launch_of(campaign, stage.clock.now())
    if when is None:
        return concerns
    try:
        launched = launching.launch(stage, campaign_id, when, actor=ACTOR).campaign
    except PlanError as error:
        if at is not None:
            raise
        concerns.append(Concern(about=campaign_id, words=f"a launch now is refused: {error.message}"))
        launched = launching.launch(stage, campaign_id, "tomorrow 00:00", actor=ACTOR).campaign
    told = f"it was rehearsed as if launched at {(launched.launch_local or '')[:16]}, {launched.zone}"
    if campaign.launch_at is None:
        told = f"it stands by; {told}"
    launch = f"Launch it: drumbeat campaign launch {campaign_id}"
    return [*concerns, Concern(about=campaign_id, words=told, remedy=launch)]


def _approve(stage: Desk, post: str) -> Iterator[Concern]:
    seen = approving.review(stage, post)
    if not seen.deliveries:
        return
    try:
        yes_to = [each.name for each in seen.people]  # a rehearsal quotes nobody to anybody
        approving.approve(stage, post, actor=ACTOR, late="now" if seen.late else None, yes_to=yes_to)
    except Refused as error:
        yield Concern(about=post, words=f"it could not be approved: {error.message}", remedy=error.remedy)


def _launch_of(campaign: Campaign, now: datetime) -> str | None:
    """When a campaign that stands by is taken to be launched."""
    if not stands_by(campaign):
        return None
    if campaign.embargo_at is not None and campaign.embargo_at > now:
        return campaign.embargo_at.isoformat()
    return "now"


def foreseen(here: Desk, campaign_id: str) -> list[Concern]:
    """What the real run of the campaign would meet that its copy does not."""
    found = reporting.overview(here, campaign_id)
    return [
        *_stops(here, found),
        *_unapproved(here, found),
        *_left_out(found),
        *(Concern(about=campaign_id, words=each) for each in foresight.foresee(here, found).remarks),
    ]


def _stops(here: Desk, found: reporting.Overview) -> Iterator[Concern]:
    status = reporting.status(here)
    id = found.campaign.id
    if status.halt is not None:
        words = f"everything is halted by {status.halt.by}: {status.halt.reason}"
        yield Concern(about="halt", words=words, remedy="When it may go on: drumbeat resume")
    if status.daemon is None:
        yield Concern(about="daemon", words="none runs, so nothing is sent", remedy="Start it: drumbeat run")
    if found.campaign.paused_at is not None:
        remedy = f"When it may go on: drumbeat campaign resume {id}"
        yield Concern(about=id, words="it is paused", remedy=remedy)
    for account in {row.account.name: row.account for row in found.rows}.values():
        yield from _stopped(account)


def _stopped(account: Account) -> Iterator[Concern]:
    resume = f"drumbeat account resume {account.name}"
    if account.removed_at is not None:
        remedy = f"Add it again: drumbeat account add {account.network} {account.name}"
        yield Concern(about=account.name, words="it was removed", remedy=remedy)
    if account.stopped_at is not None:
        yield Concern(
            about=account.name,
            words=f"it is stopped: {account.stopped_why}",
            remedy=f"Mend it, then: {resume}",
        )
    if account.paused_at is not None:
        yield Concern(about=account.name, words="it is paused", remedy=f"When it may go on: {resume}")


def _unapproved(here: Desk, found: reporting.Overview) -> Iterator[Concern]:
    waiting = [row.delivery for row in found.rows if approving.needs_approval(row.delivery)]
    late = [each for each in waiting if each.planned_at is not None and each.planned_at < here.clock.now()]
    approve = f"drumbeat campaign approve {found.campaign.id}"
    if late:
        words = f"the planned time of {_ids(late)} has passed"
        yield Concern(
            about=found.campaign.id, words=words, remedy=f"Say what becomes of it: {approve} --late"
        )
    if waiting:
        words = f"nobody approved {_ids(waiting)}"
        yield Concern(about=found.campaign.id, words=words, remedy=f"Approve: {approve}")


def _left_out(found: reporting.Overview) -> Iterator[Concern]:
    under_way = {row.delivery.id for row in found.rows if row.delivery.state in _UNDER_WAY}
    for row in found.rows:
        if row.delivery.id in under_way:
            words = f"it is {row.delivery.state} and was not rehearsed"
            yield Concern(about=row.delivery.id, words=words)
        elif row.delivery.answers in under_way:
            words = f"it answers {row.delivery.answers}, which is under way, and was not rehearsed"
            yield Concern(about=row.delivery.id, words=words)


def _ids(deliveries: Sequence[Delivery]) -> str:
    named = ", ".join(each.id for each in deliveries[:_NAMED])
    more = len(deliveries) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


# --- after it -----------------------------------------------------------------------------------


def outcome(here: Desk, stage: Desk, campaign_id: str) -> tuple[list[Row], list[Concern]]:
    """What was rehearsed of the campaign, as the *stage* has it now, and what came of it but rehearsed."""
    before = {row.delivery.id: row.delivery.state for row in reporting.overview(here, campaign_id).rows}
    rows = reporting.overview(stage, campaign_id).rows
    played = [row for row in rows if before.get(row.delivery.id) not in _OVER]
    told = {State.POSTED, State.DRAFT}  # what could not be approved was told of before
    held = [row for row in played if row.delivery.state not in told]
    unsent = [_not_sent(row) for row in held if row.delivery.reason is not Reason.UNAPPROVED]
    return played, [*unsent, *_silences(played)]


def _not_sent(row: Row) -> Concern:
    delivery = row.delivery
    words = f"{delivery.standing}: {row.why}" if row.why else f"it stays {delivery.standing}"
    if delivery.state is State.QUEUED and delivery.planned_at is None:
        words = "it has no time, so it does not go out"
    return Concern(about=delivery.id, words=words, remedy=_remedy(delivery))


def _remedy(delivery: Delivery) -> str:
    """What can be done beforehand, so that it goes out."""
    move = f"Give it another time: drumbeat post move {delivery.post} --to TIME"
    match delivery.reason:
        case Reason.BUDGET:
            return f"Move it into another month, or {bounds.remedy(Gate.BUDGET, delivery.account)}"
        case Reason.FUSE:
            return f"{move}. Or {bounds.remedy(Gate.FUSE, delivery.account)}"
        case Reason.CHECK:
            return f"Mend it as a draft: drumbeat decide {delivery.id} draft"
        case Reason.MISSED | None:
            return (
                move
                if delivery.state is not State.FAILED
                else f"Change it: drumbeat post edit {delivery.post}"
            )
        case _:
            return f"Decide: drumbeat decide {delivery.id} now|move TIME|draft|cancel"


def _silences(rows: Sequence[Row]) -> Iterator[Concern]:
    times = defaultdict(list)
    for row in rows:
        if (at := row.delivery.parts[0].posted_at) is not None:
            times[row.account.name].append(at)
    for name, moments in times.items():
        moments.sort()
        for one, other in pairwise(moments):
            if other - one > QUIET:
                span = timedelta(hours=round((other - one) / timedelta(hours=1)))
                words = f"it says nothing for {spell(span)} after {one:%Y-%m-%d %H:%M} UTC"
                yield Concern(about=name, words=words)
