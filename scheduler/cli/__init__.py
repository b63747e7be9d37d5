"""The command line: ``drumbeat``. Commands are imported when they are called, so that help is quick."""

import gc
import json
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NoReturn

import click

from quotes.errors import DrumbeatError

_COMMANDS = {
    "init": ("setup:init", "Make config.toml and the database."),
    "demo": ("demo:demo", "Run the whole job on a sample statement, in rehearsal."),
    "statement": ("statement:statement", "Add, show, describe, correct and withdraw statements."),
    "excerpts": ("excerpts:excerpts", "Rank the excerpts of a statement."),
    "excerpt": ("excerpts:excerpt", "Choose an excerpt, draw its card."),
    "speakers": ("speakers:speakers", "Show who speaks in a statement, and correct it."),
    "theme": ("theme:theme", "List, make, check and look at themes."),
    "account": ("account:account", "Add, check, bound, list, pause, resume and remove accounts."),
    "campaign": ("campaign:campaign", "Plan, rehearse, approve, launch, pause and cancel campaigns."),
    "post": ("post:post", "Edit, join, split, move, cancel and approve single posts."),
    "slots": ("slots:slots", "List, add and remove the times of the week that campaigns fill."),
    "calendar": ("calendar:calendar", "Show the coming weeks, day by day, and which slots are free."),
    "queue": ("listings:queue", "Show what goes out next."),
    "status": ("listings:status", "Show how it stands: daemon, halt, what waits."),
    "attention": ("attention:attention", "Show what waits for a person, by cause."),
    "decide": ("decide:decide", "Decide about what waits: one delivery, or all of a cause."),
    "halt": ("halt:halt", "Stop everything, durably."),
    "resume": ("halt:resume", "End a halt."),
    "run": ("run:run", "Send what is due: the daemon, in the foreground."),
    "history": ("listings:history", "Show what followers saw."),
    "verify": ("verify:verify", "Check every excerpt, card and post against its statement."),
    "export": ("export:export", "Take what is recorded elsewhere."),
    "doctor": ("doctor:doctor", "Look for what could keep posts from going out."),
    "tell": ("tell:tell", "Test where people are told, show what they were told."),
    "rehearsal": ("rehearsal:rehearsal", "Look at the rehearsal's feed, order faults."),
}

_EPILOG = """\b
A first campaign, in rehearsal:
  drumbeat init
  drumbeat statement add statement.txt
  drumbeat excerpts statement
  drumbeat account add bluesky sky --rehearsal
  drumbeat campaign new statement --on sky
  drumbeat campaign approve statement
  drumbeat campaign launch statement
  drumbeat run
"""


_OBJECTS = 50_000
"""New objects after which garbage is looked for: importing a command makes many, and they all stay."""


class Commands(click.Group):
    """The root of all commands; turns every error into one message and its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a campaign needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"scheduler.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands by their one-line help, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command where there is none of the name."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else " See 'drumbeat --help'."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx=ctx)
        return super().resolve_command(ctx, args)

    def main(self, args: Any = None, *rest: Any, **more: Any) -> NoReturn:
        """Run, print any error as the person or the program asked for it, and exit."""
        words = list(sys.argv[1:] if args is None else args)
        gc.set_threshold(_OBJECTS)
        more["standalone_mode"] = False
        try:
            code = super().main(words, *rest, **more)
        except DrumbeatError as error:
            kind = type(error).__name__
            _complain(words, kind, error.message, error.remedy, error.exit_code, error.detail)
        except click.UsageError as error:
            _complain_usage(words, error)
        except click.ClickException as error:
            _complain(words, type(error).__name__, error.format_message(), "", 2)
        except (click.Abort, KeyboardInterrupt):
            _complain(words, "Aborted", "Nothing was changed.", "", 1)
        except BrokenPipeError:
            sys.stderr.close()  # whoever read us has left; nobody is there to complain to
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _complain_usage(words: list[str], error: click.UsageError) -> NoReturn:
    path = error.ctx.command_path if error.ctx else "drumbeat"
    message = error.format_message()
    remedy = "" if "--help" in message else f"See '{path} --help'."
    _complain(words, "Usage", message, remedy, 2)


def _complain(
    words: list[str],
    kind: str,
    message: str,
    remedy: str,
    code: int,
    detail: Mapping[str, object] = MappingProxyType({}),
) -> NoReturn:
    if "--json" in words:
        error = {"error": kind, "message": message, "remedy": remedy, "exit_code": code}
        click.echo(json.dumps(error | dict(detail)), file=sys.stderr)
    else:
        text = ("\n" if "\n" in message else " ").join(filter(None, (message, remedy)))
        click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
        click.echo(text, err=True)
    sys.exit(code)


@click.group(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="drumbeat", prog_name="drumbeat", message="%(prog)s %(version)s")
@click.option("--config", metavar="FILE", help="The configuration to use instead of ./config.toml.")
@click.pass_context
def main(ctx: click.Context, config: str | None) -> None:
    """Turn a public statement into verbatim share cards, and post them on a timeline, once each."""
    ctx.obj = config
