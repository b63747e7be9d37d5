"""``drumbeat calendar``: the weeks to come in a terminal, line by line elsewhere."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from scheduler.cli import rows
from scheduler.cli.output import count, emit, remark, styled, title, wall
from scheduler.cli.session import command, office
from scheduler.cli.slots import hush_json, hushes
from scheduler.services import outlook
from scheduler.services.outlook import Day, Outlook
from scheduler.services.reporting import Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_LABEL = len("Wed 30 Nov") + 2
_BESIDE = 72
"""On a terminal narrower than this a day stands above what is on it."""
_FEWEST_WORDS = 12
_WORDS = 80
"""Characters of a post's words in a line by itself; 'campaign show' has all of them."""
_SEAM = "  "


@click.command()
@click.option(
    "--weeks",
    type=click.IntRange(1, outlook.MOST_WEEKS),
    default=2,
    show_default=True,
    help="How many weeks.",
)
@click.option("--from", "start", metavar="DATE", help="From this day on, instead of today.")
@click.option("--campaign", metavar="CAMPAIGN", help="Of this campaign alone, in its zone.")
@click.option("--account", metavar="ACCOUNT", help="Of this account alone.")
@click.option("--plain", is_flag=True, help="Whole lines, one for each thing, as in a pipe.")
@command
def calendar(
    *,
    weeks: int,
    start: str | None,
    campaign: str | None,
    account: str | None,
    plain: bool,
    as_json: bool,
) -> None:
    """Show the coming weeks, day by day: what goes out where, in which state, and which slots are free.

    \b
    Examples:
      drumbeat calendar
      drumbeat calendar --weeks 4 --from 2026-12-01
      drumbeat calendar --campaign ijn-2020
      drumbeat calendar --account sky-main --json
    """
    with office() as here:
        found = outlook.look(here.desk, weeks=weeks, start=start, campaign=campaign, account=account)

    def people() -> None:
        from rich.console import Console

        console = Console(highlight=False)
        _heading(found)
        if plain or not console.is_terminal:
            for line in _lines(found):
                click.echo(line)
        else:
            _Grid(console, found).show()
        _ending(found)

    emit(_json(found), as_json=as_json, people=people)


# --- what is above and below --------------------------------------------------------------------


def _heading(found: Outlook) -> None:
    first, last = found.days[0].date, found.days[-1].date
    title(f"{first:%a %-d %b %Y} to {last:%a %-d %b %Y}, times in {found.zone}")
    for line in hushes(found.hush, holidays=False):
        click.echo(line)
    if found.halt is not None:
        remark(f"Halted by {found.halt.by}: {found.halt.reason}. Nothing goes out. End it: drumbeat resume")
    click.echo()


def _ending(found: Outlook) -> None:
    states = Counter(rows.state(row) for day in found.days for row in day.rows)
    told = [f"{number} {state}" for state, number in states.most_common()]
    free = sum(len(each.accounts) for day in found.days for each in day.free)
    if found.slotted:
        told.append(f"{count(free, 'place')} free")
    click.echo()
    click.echo(f"In all: {', '.join(told) or 'nothing'}.")
    for each in found.remarks:
        remark(each)
    for campaign, number in found.untimed.items():
        have = count(number, "delivery has", "deliveries have")
        click.echo(f"{have} no time yet: drumbeat campaign show {campaign}")
    if not found.slotted:
        click.echo('No slots yet. Next: drumbeat slots add "Mon-Fri 09:00,12:30,17:00"')


# --- what is on a day ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A post at a time, with all accounts on which it is in one state."""

    at: datetime
    state: str
    post: str
    accounts: tuple[str, ...]
    words: str

    @property
    def where(self) -> str:
        return ", ".join(self.accounts)


def _entries(day: Day) -> list[_Entry]:
    def key(row: Row) -> tuple[Any, ...]:
        return row.delivery.planned_at, row.delivery.post, rows.state(row)

    found = []
    for (at, post, state), same in groupby(sorted(day.rows, key=key), key=key):
        ours = list(same)
        words = " ".join(ours[0].delivery.parts[0].words.split())
        names = tuple(row.account.name for row in ours)
        found.append(_Entry(at=at, state=state, post=post, accounts=names, words=words))
    return found


def _free(day: Day, zone: ZoneInfo) -> list[tuple[tuple[str, ...], str]]:
    """The free times of a day by the accounts that could take them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for each in day.free:
        found.setdefault(each.accounts, []).append(f"{each.place.when.at.astimezone(zone):%H:%M}")
    return [(accounts, ", ".join(times)) for accounts, times in found.items()]


def _lines(found: Outlook) -> Iterator[str]:
    """A whole line for each thing, which says all of it by itself."""
    for day in found.days:
        if day.holiday is not None:
            yield f"{day.date:%a %-d %b %Y}: holiday, {day.holiday.name or day.holiday}"
        for at, campaign in day.embargoes:
            yield f"{wall(at, found.zone)}: the embargo of {campaign} ends"
        things = [
            (
                each.at,
                f"{each.state}, {each.post} on {each.where}: {shorten(each.words, _WORDS, placeholder='…')}",
            )
            for each in _entries(day)
        ]
        things += [(each.place.when.at, f"free on {', '.join(each.accounts)}") for each in day.free]
        for at, words in sorted(things):
            yield f"{wall(at, found.zone)}: {words}"


class _Grid:
    """Days on the left, and beside each what is on it; above it where there is no room."""

    def __init__(self, console: "Console", found: Outlook) -> None:
        self._console, self._found = console, found
        self._zone = ZoneInfo(found.zone)
        self._beside = console.width >= _BESIDE
        self._indent = _LABEL if self._beside else 2
        entries = [each for day in found.days for each in _entries(day)]
        self._state = max((len(each.state) for each in entries), default=0)
        self._post = max((len(each.post) for each in entries), default=0)
        before = self._indent + sum(n + len(_SEAM) for n in (len("00:00"), self._state, self._post))
        self._room = console.width - before
        self._where = min(max((len(each.where) for each in entries), default=0), self._room)
        everywhere = max((each.accounts for day in found.days for each in day.free), key=len, default=())
        self._everywhere = everywhere

    def show(self) -> None:
        """Print it."""
        for day in self._found.days:
            if day.date.weekday() == 0 and day is not self._found.days[0]:
                self._console.print()
            self._day(day)

    def _day(self, day: Day) -> None:
        from rich.text import Text

        today = day.date == self._found.now.astimezone(self._zone).date()
        name = f"{day.date:%a} {day.date.day:>2} {day.date:%b}"
        content = list(self._content(day))
        label = Text().append(name, style="bold reverse" if today else "bold" if content else "dim")
        if not self._beside:
            self._print(label)
        for n, line in enumerate(content or [Text("–", style="dim")] * self._beside):
            left = label if n == 0 and self._beside else Text()
            left.pad_right(self._indent - left.cell_len)
            self._print(left.append_text(line))

    def _print(self, line: "Text") -> None:
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def _content(self, day: Day) -> Iterator["Text"]:
        from rich.text import Text

        if day.holiday is not None:
            yield Text(f"holiday: {day.holiday.name or day.holiday}", style="magenta")
        for at, campaign in day.embargoes:
            yield Text(f"{self._clock(at)}  the embargo of {campaign} ends", style="magenta")
        for entry in _entries(day):
            yield from self._entry(entry)
        for accounts, times in _free(day, self._zone):
            where = "" if accounts == self._everywhere else f" on {', '.join(accounts)}"
            for n, line in enumerate(wrap(f"{times}{where}", self._console.width - self._indent - 7)):
                yield Text(f"{'free' if n == 0 else '':<7}{line}", style="dim")

    def _entry(self, entry: _Entry) -> Iterator["Text"]:
        from rich.text import Text

        state = styled(entry.state)
        state.pad_right(self._state - state.cell_len)
        head = Text(_SEAM).join([Text(self._clock(entry.at)), state, Text(f"{entry.post:<{self._post}}")])
        if self._room < _FEWEST_WORDS:  # the accounts below
            yield head
            indent = " " * len(f"00:00{_SEAM}")
            for line in wrap(entry.where, self._console.width - self._indent - len(indent)):
                yield Text(f"{indent}{line}")
            return
        first, *more = wrap(entry.where, self._where)
        below = head.cell_len + len(_SEAM)
        head.append(f"{_SEAM}{first:<{self._where}}")
        left = self._room - self._where - len(_SEAM)
        if left >= _FEWEST_WORDS:
            words = Text(entry.words, style="dim")
            words.truncate(left, overflow="ellipsis")
            head.append(_SEAM)
            head.append_text(words)
        yield head
        for line in more:
            yield Text(" " * below + line)

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%H:%M}"


# --- for programs -------------------------------------------------------------------------------


def _json(found: Outlook) -> dict[str, Any]:
    halt = found.halt
    return {
        "zone": found.zone,
        "first": found.days[0].date,
        "last": found.days[-1].date,
        "halt": {"at": halt.at, "by": halt.by, "reason": halt.reason} if halt else None,
        "silence": hush_json(found.hush),
        "untimed": dict(found.untimed),
        "remarks": list(found.remarks),
        "days": [_day_json(day) for day in found.days],
    }


def _day_json(day: Day) -> dict[str, Any]:
    return {
        "date": day.date,
        "holiday": (day.holiday.name or str(day.holiday)) if day.holiday else None,
        "embargoes": [{"campaign": campaign, "ends_at": at} for at, campaign in day.embargoes],
        "deliveries": [rows.as_json(row) for row in day.rows],
        "free": [
            {
                "at": each.place.when.at,
                "slot": each.place.slot.id,
                "slot_date": each.place.day,
                "accounts": list(each.accounts),
            }
            for each in day.free
        ],
    }
