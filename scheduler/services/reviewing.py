"""The review sheet: all that a yes to a campaign binds, for the terminal and for the page alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.limits import Network
from scheduler.core.ports import PictureFiles
from scheduler.core.records import KeptStatement
from scheduler.services import foresight, lookups, people, reporting, revisions
from scheduler.services.approving import Checks, needs_approval
from scheduler.services.desk import Desk
from scheduler.services.foresight import Foresight
from scheduler.services.people import Person
from scheduler.services.reporting import Overview, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A campaign as it is reviewed."""

    found: Overview
    statement: KeptStatement
    ahead: Foresight
    people: tuple[Person, ...]
    """Whom it quotes, the issuer aside."""
    problems: Mapping[str, str]
    """What the check finds wrong with deliveries that wait for a yes, by their ids."""
    made_at: datetime
    comparable: bool
    """Whether its code was kept, so that an approval can tell what changed since."""
    pictures: Mapping[str, bytes] = field(repr=False)
    """By SHA-256; those that are missing or no longer match it are not there."""

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.found.campaign

    @property
    def waiting(self) -> list[Row]:
        """Those that an approval would queue."""
        return [row for row in self.found.rows if needs_approval(row.delivery)]

    @property
    def rows(self) -> list[Row]:
        """All that goes out or went: what was cancelled is not reviewed."""
        return [row for row in self.found.rows if row.delivery.state is not State.CANCELLED]

    @property
    def command(self) -> str:
        """What approves exactly this."""
        return f"drumbeat campaign approve {self.campaign.id} --revision {self.found.revision}"

    @property
    def warnings(self) -> list[str]:
        """What to know before a yes, the gravest first."""
        wrong = [f"{id} cannot be approved: {problem}." for id, problem in self.problems.items()]
        return [*wrong, *self._late(), *self.ahead.remarks, *self._by_part()]

    def _late(self) -> Iterator[str]:
        late = [
            row.delivery.id
            for row in self.waiting
            if row.delivery.planned_at is not None and row.delivery.planned_at < self.made_at
        ]
        if late:
            yield f"The planned time of {', '.join(late)} has passed: who approves says when it goes."

    def _by_part(self) -> Iterator[str]:
        for row in self.rows:
            for part in row.delivery.parts:
                for handle, whom in handles(part, row.network):
                    if whom is None:
                        where = f"nobody is known by it on {row.network.title}"
                        yield f"{row.delivery.id}: @{handle} stays plain text: {where}."


def sheet(desk: Desk, campaign_id: str) -> Sheet:
    """The sheet of the campaign called *campaign_id*; what it shows is kept under its code.

    Raises ``NotFound``.
    """
    found = reporting.overview(desk, campaign_id)
    shown = [row.delivery for row in found.rows if row.delivery.state is not State.CANCELLED]
    once = _Once(desk.pictures)
    with desk.store.read() as unit:
        checks = Checks(replace(desk, pictures=once), unit)
        problems = {each.id: _problem(checks, each) for each in shown if needs_approval(each)}
        quoted = people.quoted(unit, shown)
        statement = lookups.statement(unit, found.campaign.statement)
    every = [row.delivery for row in found.rows]
    return Sheet(
        found=found,
        statement=statement,
        ahead=foresight.foresee(desk, found),
        people=tuple(quoted),
        problems={id: problem for id, problem in problems.items() if problem},
        made_at=desk.clock.now(),
        comparable=revisions.keep(desk, campaign_id, every),
        pictures={
            digest: data
            for each in shown
            for part in each.parts
            for digest in digests(part)
            if (data := once.get(digest)) is not None
        },
    )


def _problem(checks: Checks, delivery: Delivery) -> str | None:
    """What an approval of *delivery* would be refused for."""
    return checks.withdrawn(delivery) or checks.revised(delivery) or checks.problem(delivery)


def digests(part: Part) -> Iterator[str]:
    """The SHA-256 of every picture of *part*."""
    yield from (each.sha256 for each in part.pictures)
    if part.preview is not None and part.preview.sha256 is not None:
        yield part.preview.sha256


def handles(part: Part, network: Network) -> list[tuple[str, str | None]]:
    """The handles in the words of *part*, each with whom it was resolved to; None: it stays plain text.

    A network that makes mentions by itself resolves them as it does.
    """
    found = network.mentions(part.words) if "@" in part.words or "＠" in part.words else ()
    itself = None if network.by_identity else f"{network.title} makes it a mention of whoever has that handle"
    return [(handle, part.mentions.get(handle, itself)) for handle in dict.fromkeys((*part.mentions, *found))]


class _Once:
    """Picture files, each of which is read once."""

    def __init__(self, files: PictureFiles) -> None:
        self._files = files
        self.get = cache(files.get)

    def put(self, data: bytes) -> str:
        return self._files.put(data)

    def path(self, sha256: str) -> str:
        return self._files.path(sha256)
