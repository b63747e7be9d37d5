"""Posts from a table: every row is looked at and told of, then all are added as drafts, or none."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from quotes.verbatim import collapse
from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, State
from scheduler.core.errors import InputError, LinesError, PlanError, Refused
from scheduler.core.storage import Unit
from scheduler.services import adding, columns, lookups, owning, quoting, tables
from scheduler.services.cells import unguarded
from scheduler.services.columns import Said
from scheduler.services.desk import Desk
from scheduler.services.sheetdates import order_of, plain_when

Fetched = Callable[[str], bytes]
"""The bytes of a picture that a row names; raises ``InputError``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A row that can be added, as it would be."""

    line: int
    made: adding.Making


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that cannot, and why."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a table comes to."""

    campaign: Campaign
    accepted: tuple[Accepted, ...]
    refused: tuple[RefusedRow, ...]
    remarks: tuple[str, ...]


def preview(
    desk: Desk,
    campaign_id: str,
    data: bytes,
    *,
    actor: str,
    fetched: Fetched,
    encoding: str | None = None,
    dates: str | None = None,
) -> Brought:
    """What the table *data* comes to, row by row; changes nothing.

    *dates* says whether dates with slashes name the day or the month first, where the table does not tell by
    itself. Asks networks for those whom words mention. Raises ``LinesError``, ``InputError`` for a table that
    cannot be read at all.
    """
    with desk.store.read() as unit:
        campaign = lookups.campaign(unit, campaign_id)
        accounts = [lookups.account(unit, name) for name in campaign.accounts]
        there = _said_already(unit, campaign)
    if campaign.cancelled_at is not None:
        raise Refused(f"{campaign_id} is cancelled.", remedy="Plan a new campaign.")
    names = [name for each in accounts for name in (each.name, each.network)]
    table = tables.read(tables.decoded(data, encoding=encoding), columns.KNOWN)
    said, remarks = columns.read(table, list(dict.fromkeys(names)))
    if not said:
        raise InputError("The table has headings and no row.", remedy="Give each post a row.")
    order = dates or _order(said)
    reading = _Reading(
        desk=desk,
        campaign=campaign,
        accounts=accounts,
        actor=actor,
        fetched=fetched,
        order=order,
        there=there,
    )
    accepted, refused = [], []
    for row in said:
        try:
            accepted.append(Accepted(line=row.line, made=reading.made(row)))
        except InputError as error:
            refused.append(RefusedRow(line=row.line, problem=str(error)))
    return Brought(
        campaign=campaign,
        accepted=tuple(accepted),
        refused=tuple(refused),
        remarks=tuple(dict.fromkeys((*remarks, *_remarks(desk, accepted)))),
    )


def bring(desk: Desk, brought: Brought, *, actor: str) -> list[Delivery]:
    """Add what was shown, as drafts: all of it, as one act. Raises ``LinesError`` where a row was refused."""
    if brought.refused:
        problems = [f"line {each.line}: {each.problem}" for each in brought.refused]
        raise LinesError(problems, remedy=f"Nothing was added. {_again(brought)}")
    rows = [(each.made, {"line": each.line, "pictures": each.made.brought}) for each in brought.accepted]
    made = adding.keep_all(desk, rows, actor)
    return [delivery for each in made for delivery in each.deliveries(*each.numbered())]


def _again(brought: Brought) -> str:
    right = len(brought.accepted)
    return f"Mend them and bring the table again: {right} row{'' if right == 1 else 's'} would be accepted."


def _order(said: Sequence[Said]) -> str | None:
    try:
        return order_of(row.when for row in said)
    except PlanError as error:
        raise LinesError([error.message], remedy=error.remedy) from error


def _said_already(unit: Unit, campaign: Campaign) -> dict[tuple[str, str], list[Delivery]]:
    """What the campaign says already, by account and words, cancelled posts left out."""
    found: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for each in unit.deliveries.of_campaign(campaign.id):
        if each.state is not State.CANCELLED:
            found[each.account, collapse(each.parts[0].words)].append(each)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A table that is read for one campaign."""

    desk: Desk
    campaign: Campaign
    accounts: Sequence[Account]
    actor: str
    fetched: Fetched
    order: str | None
    there: Mapping[tuple[str, str], Sequence[Delivery]]

    def made(self, row: Said) -> adding.Making:
        """What *row* comes to; raises ``InputError``."""
        if not row.when:
            raise PlanError(
                "There is no time.", remedy="Say when: 2026-12-01 09:00, or T+2h from the launch."
            )
        ids = [each.strip() for each in row.excerpt.split("+") if each.strip()]
        wish = adding.Wish(
            campaign=self.campaign.id,
            at=plain_when(row.when, self.order, self.campaign.zone),
            words=_text(row.words) if row.words.strip() else None,
            words_on=self._words_on(row),
            on=self._named(row.on),
            pictures=self._pictures(row),
            reply_to=row.reply_to or None,
        )
        if wish.words is None and not wish.words_on and not ids:
            raise InputError("There are no words and no excerpt.")
        if ids:
            made = quoting.making(self.desk, wish, ids, actor=self.actor)
        else:
            made = adding.making(self.desk, wish)
        self._check_new(made)
        return made

    def _named(self, text: str) -> tuple[str, ...]:
        """The accounts that *text* names, by their names or their networks'."""
        found: list[str] = []
        for name in filter(None, text.replace(";", ",").replace(" ", ",").split(",")):
            ours = [each.name for each in self.accounts if name in {each.name, each.network}]
            found += ours or [name]  # one that is none is told by who adds the post
        return tuple(dict.fromkeys(found))

    def _words_on(self, row: Said) -> dict[str, str]:
        on = self._named(row.on)
        found: dict[str, str] = {}
        for name, text in sorted(row.words_on.items(), key=lambda item: self._is_account(item[0])):
            for each in self._named(name):
                if not on or each in on or self._is_account(name):
                    found[each] = _text(text)
        return found

    def _is_account(self, name: str) -> bool:
        return any(each.name == name for each in self.accounts)

    def _pictures(self, row: Said) -> tuple[owning.Brought, ...]:
        for n in row.alts.keys() - row.images.keys():
            raise InputError(f"There is an alt text and no image {n}.")
        for n in row.images.keys() - row.alts.keys():
            raise InputError(f"{row.images[n]} has no alt text.", remedy="Say what is to be seen in it.")
        return tuple(
            owning.Brought(
                name=PurePath(place.strip()).name, alt=_text(row.alts[n]), data=self.fetched(place.strip())
            )
            for n, place in row.images.items()
        )

    def _check_new(self, made: adding.Making) -> None:
        """Raise ``Refused`` where the campaign says the same then: the table was brought before."""
        for delivery in made.deliveries(*made.numbered()):
            for other in self.there.get((delivery.account, collapse(delivery.parts[0].words)), ()):
                if other.planned_local == delivery.planned_local:
                    raise Refused(
                        f"{other.id} says the same at the same time.",
                        remedy="Was this table brought before? Take the row out.",
                    )


def _text(cell: str) -> str:
    return unguarded(cell.strip())


def _remarks(desk: Desk, accepted: Sequence[Accepted]) -> Iterator[str]:
    """What a person should know of rows that can be added."""
    first: dict[tuple[str, str], int] = {}
    for each in accepted:
        told = [*each.made.remarks, *each.made.told]
        added = each.made.added(desk)
        told += [text for text in added.remarks if text not in told]
        yield from (f"line {each.line}: {text}" for text in told)
        for row in added.rows:
            key = row.account.name, collapse(row.delivery.parts[0].words)
            if (line := first.setdefault(key, each.line)) != each.line:
                yield f"line {each.line}: it says on {row.account.name} what line {line} says."


def renumbered(brought: Brought) -> list[Delivery]:
    """The deliveries of all accepted rows, with the numbers that their posts would have."""
    found, campaign = [], brought.campaign
    for each in brought.accepted:
        made = replace(each.made, campaign=campaign)
        campaign, post = made.numbered()
        found += made.deliveries(campaign, post)
    return found
