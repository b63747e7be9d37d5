"""``drumbeat queue``, ``status``, ``history``."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import bounds as bounded
from scheduler.cli import rows
from scheduler.cli.output import NO_DAEMON, barred, count, emit, remark, table, wall
from scheduler.cli.session import command, office
from scheduler.core.delivery import State, called
from scheduler.core.records import Attempt
from scheduler.core.storage import Page
from scheduler.services import reporting

if TYPE_CHECKING:
    from scheduler.services import telling


def paged(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a listing of deliveries the options that page it."""
    limit = click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
    after = click.option("--after", metavar="DELIVERY", help="Go on after this one.")
    return limit(after(function))


@click.command()
@paged
@command
def queue(*, limit: int | None, after: str | None, as_json: bool) -> None:
    """Show what goes out next, when, where, and in which state it is: drafts, queued and sending.

    \b
    Examples:
      drumbeat queue
      drumbeat queue --limit 10 --json
    """
    with office() as here:
        found = reporting.queue(here.desk, Page(limit=limit, after=after))
        alone = reporting.no_daemon(here.desk)

    def people() -> None:
        if found:
            rows.listing(found)
        else:
            click.echo("Nothing is queued.")
        if alone:
            click.echo(NO_DAEMON)

    emit([rows.as_json(row) for row in found], as_json=as_json, people=people)


@click.command()
@paged
@click.option("--attempts", is_flag=True, help="Every delivery, with everything that happened to it.")
@command
def history(*, limit: int | None, after: str | None, attempts: bool, as_json: bool) -> None:
    """Show what followers saw, with links, and what was cancelled.

    \b
    Examples:
      drumbeat history
      drumbeat history --attempts --json
    """
    with office() as here:
        found = reporting.history(here.desk, Page(limit=limit, after=after), everything=attempts)

    def people() -> None:
        if not found:
            click.echo("Nothing went out yet.")
        elif attempts:
            for row in found:
                _show_attempts(row)
        else:
            lines = [cells for row in found for cells in _seen(row)]
            columns = dict(
                zip(("When", "Delivery", "State", "Live", "Link"), zip(*lines, strict=True), strict=True)
            )
            known = {name: cells for name, cells in columns.items() if name != "Live" or any(cells)}
            table(tuple(known), list(zip(*known.values(), strict=True)), below=("Live", "Link"))

    document = [
        rows.as_json(row) | {"attempts": [rows.attempt_json(each) for each in row.attempts]} for row in found
    ]
    emit(document, as_json=as_json, people=people)


def _seen(row: reporting.Row) -> Iterator[tuple[str, ...]]:
    """A line for each part; one for all where nothing is out."""
    delivery, state = row.delivery, rows.state(row)
    several = len(delivery.parts) > 1 and delivery.partly_out
    for part in delivery.parts if several else delivery.parts[:1]:
        name = f"{delivery.id} part {part.n} of {len(delivery.parts)}" if several else delivery.id
        told = state if part.out or not several else "not sent"
        said = [part.link, row.why if delivery.other_words or not part.link else ""]
        live = rows.live(part, row)
        yield wall(part.posted_at, delivery.zone), name, told, live, " ".join(filter(None, said))


def _show_attempts(row: reporting.Row) -> None:
    from scheduler.cli import undoing

    click.secho(f"{row.delivery.id} · {rows.state(row)}", bold=True)
    if row.delivery.other_words:
        remark(f"  {row.why}")
    for each in row.attempts:
        said = each.detail.get("said") or each.detail.get("why") or ""
        if next_try := each.detail.get("next_try_at"):
            said = f"{str(said).rstrip('.')}; next at {_to_the_second(str(next_try))}"
        when = each.at.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        outcome = called(each.outcome, rehearsal=row.account.rehearsal)
        parts = _parts(each) if len(row.delivery.parts) > 1 else ""
        click.echo(f"  {when}Z  {each.event:<9} {outcome:<18} {each.actor}  {parts}{said}".rstrip())
        for line in undoing.of_event(each):
            barred(line, indent=6)


def _parts(attempt: Attempt) -> str:
    """Which parts of a thread an event is about."""
    together = attempt.detail.get("parts")
    if isinstance(together, list) and len(together) > 1:
        return f"parts {', '.join(map(str, together))}  "
    return f"part {attempt.part}  " if attempt.part is not None else ""


def _to_the_second(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M:%SZ")


@click.command()
@command
def status(*, as_json: bool) -> None:
    """Show how it stands: whether the daemon lives, whether all is halted, what is next, what waits.

    \b
    Examples:
      drumbeat status
      drumbeat status --json
    """
    from scheduler.services import telling

    with office() as here:
        found = reporting.status(here.desk)
        database = here.store.settings()
        told = telling.standing(here.desk, here.outside.targets())

    def people() -> None:
        click.echo(f"Daemon:    {found.daemon or 'none runs'}")
        if found.halt is not None:
            remark(f"Halted:    by {found.halt.by}: {found.halt.reason}. End it: drumbeat resume")
        click.echo(f"Next:      {_next(found)}")
        click.echo(
            f"Waiting:   {count(found.waiting, 'delivery needs', 'deliveries need')} you" + _hint(found)
        )
        click.echo("Counts:    " + (", ".join(_counted(found.counts)) or "–"))
        for line in bounded.spent(found.standings):
            click.echo(f"Cost:      {line}")
        click.echo(f"Telling:   {_told(told)}")
        click.echo(f"Database:  {database.path} ({database.why})")
        if found.daemon is None:
            remark(
                (f"{count(found.overdue, 'delivery is', 'deliveries are')} due. " if found.overdue else "")
                + NO_DAEMON
            )

    emit(_status_json(found, database, told), as_json=as_json, people=people)


def _counted(counts: Mapping[State, int]) -> list[str]:
    """What there is; a delivery that is out may be a rehearsal, which is never called posted."""
    return [
        f"{number} {'out' if state is State.POSTED else state}" for state, number in counts.items() if number
    ]


def _next(found: reporting.Status) -> str:
    if found.next is None:
        return "nothing is queued for a time"
    return f"{found.next.delivery.id}, {rows.when(found.next.delivery)}"


def _told(found: "telling.Told") -> str:
    """Whether people would be told, and whether they were."""
    if not found.targets:
        return "nobody is told; [tell] in config.toml says whom"
    failing = {each.target: each.said for each in found.failing}
    said = ", ".join(
        f"{name} (failing: {failing[name]})" if name in failing else name for name in found.targets
    )
    if found.last is None or found.last.taken_at is None:
        return f"{said}; nothing told in a week"
    return f"{said}; last told {found.last.taken_at:%Y-%m-%d %H:%M} UTC"


def _hint(found: reporting.Status) -> str:
    return ". See: drumbeat attention" if found.waiting else ""


def _status_json(found: reporting.Status, database: Any, told: "telling.Told") -> dict[str, Any]:
    halt, run = found.halt, found.run
    return {
        "daemon": {
            "alive": found.daemon is not None,
            "holder": found.daemon,
            "run": run.number if run else None,
            "seen_at": run.seen_at if run else None,
        },
        "halt": {"at": halt.at, "by": halt.by, "reason": halt.reason} if halt else None,
        "next": rows.as_json(found.next) if found.next else None,
        "overdue": found.overdue,
        "waiting": found.waiting,
        "accounts": [bounded.document(each) for each in found.standings],
        "counts": {state: found.counts.get(state, 0) for state in State},
        "telling": {
            "targets": list(told.targets),
            "last_taken_at": told.last.taken_at if told.last else None,
            "failing": [each.target for each in told.failing],
        },
        "database": {
            "path": str(database.path),
            "sqlite": database.library,
            "journal_mode": database.journal_mode,
            "why": database.why,
        },
    }
