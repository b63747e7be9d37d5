"""``drumbeat tell``: where people are told what they should know, and what they were told."""

from collections.abc import Sequence
from datetime import timedelta

import click

from scheduler.cli.output import emit, remark, table, wall
from scheduler.cli.session import command, office
from scheduler.core.durations import parse
from scheduler.core.telling import Notice, Sending
from scheduler.services import telling

_USUAL = "7d"


@click.group()
def tell() -> None:
    """Test where people are told, and show what they were told."""


@tell.command()
@command
def test(*, as_json: bool) -> int:
    """Send a test message to every target of [tell], ping the heartbeat's monitor, say what each answered.

    Ends with exit code 1 if one did not take it.

    \b
    Example:
      drumbeat tell test
    """
    with office() as here:
        tried = list(telling.test(here.desk, here.outside.targets(), here.outside.pulse()))

    def people() -> None:
        for each in tried:
            mark, colour = ("ok   ", "green") if each.taken else ("look ", "yellow")
            click.secho(mark, fg=colour, nl=False)
            click.echo(f"{each.target}: {each.said}" + (f"\n     {each.remedy}" if each.remedy else ""))

    document = [
        {"target": each.target, "taken": each.taken, "said": each.said, "remedy": each.remedy}
        for each in tried
    ]
    emit(document, as_json=as_json, people=people)
    return 0 if all(each.taken for each in tried) else 1


@tell.command("history")
@click.option("--since", metavar="SPAN", default=_USUAL, show_default=True, help="How far back.")
@command
def history_(*, since: str, as_json: bool) -> None:
    """Show what people were told, when, and whether each target took it.

    \b
    Examples:
      drumbeat tell history
      drumbeat tell history --since 30d --json
    """
    span: timedelta = parse(since)
    with office() as here:
        found = telling.history(here.desk, here.desk.clock.now() - span)
        zone = here.desk.defaults.zone

    def people() -> None:
        if not found:
            click.echo(f"Nobody was told anything in the last {since}.")
            return
        table(
            ("When", "Message", "Told"),
            [(wall(notice.at, zone), notice.title, _became(sendings)) for notice, sendings in found],
        )
        waiting = sum(each.next_try_at is not None for _, sendings in found for each in sendings)
        if waiting:
            remark(f"{waiting} to be tried again. See: drumbeat tell test")

    emit([document(*each) for each in found], as_json=as_json, people=people)


def _became(sendings: Sequence[Sending]) -> str:
    return ", ".join(f"{each.target}: {_word(each)}" for each in sendings)


def _word(sending: Sending) -> str:
    if sending.taken_at is not None:
        return "taken"
    if sending.next_try_at is None:
        return f"given up, {sending.said}"
    return f"not yet, {sending.said}" if sending.said else "not yet"


def document(notice: Notice, sendings: Sequence[Sending]) -> dict[str, object]:
    """A message as ``docs/json.md`` promises it; keys are only ever added."""
    return {
        "at": notice.at,
        "topic": notice.topic,
        "title": notice.title,
        "words": notice.words,
        "causes": list(notice.told),
        "targets": [
            {
                "target": each.target,
                "taken_at": each.taken_at,
                "tries": each.tries,
                "next_try_at": each.next_try_at,
                "said": each.said,
            }
            for each in sendings
        ],
    }
