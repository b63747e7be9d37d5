"""The command line, in process, as tests type it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner

QUICK = """
[campaign]
zone = "America/New_York"
stagger = "0s"

[daemon]
notice = "20ms"
retry_first = "100ms"

[rehearsal]
answer_after = ["0ms", "5ms"]
looks = ["20ms", "40ms"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str
    both: str
    """The two as a terminal shows them."""

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


class Drumbeat:
    """The command line, in process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, code: int = 0) -> Told:
        """Run ``drumbeat WORDS`` and expect the exit *code*; anything but an exit is a failure."""
        from scheduler.cli import main

        result = CliRunner().invoke(main, list(words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        told = Told(code=result.exit_code, out=result.stdout, err=result.stderr, both=result.output)
        assert told.code == code, f"drumbeat {' '.join(words)} ended with {told.code}: {told.out}{told.err}"
        return told

    def json(self, *words: str) -> Any:
        """What ``drumbeat WORDS --json`` prints."""
        return self(*words, "--json").json

    def approve(self, target: str, *options: str) -> Told:
        """Approve *target*, a campaign or a post, with a yes to each person quoted in it."""
        seen = self.json("campaign", "show", target.partition(".")[0])["people"]
        names = [each["name"] for each in seen if target in (target.partition(".")[0], *each["posts"])]
        words = [word for name in names for word in ("--person", name)]
        return self("post" if "." in target else "campaign", "approve", target, *words, *options)

    def refused(self, *words: str, code: int = 2) -> Any:
        """What ``drumbeat WORDS --json`` tells on standard error as it ends with the exit *code*."""
        told = self(*words, "--json", code=code)
        assert told.out == ""
        return json.loads(told.err)

    def deliveries(self, *listing: str) -> dict[str, Any]:
        """A listing by delivery id."""
        return {row["delivery"]: row for row in self.json(*listing)}

    @contextmanager
    def office(self, *, leaps: bool = False) -> Iterator[Any]:
        """The opened installation, for what no command does."""
        from scheduler.wiring import opened

        with opened(self.folder / "config.toml", leaps=leaps) as office:
            yield office

    def die_launched(self, delivery: str) -> None:
        """Leave *delivery* as a daemon leaves it that dies between the launch and the network's commit."""
        from scheduler.core.delivery import State

        self("campaign", "launch", "ijn-2020", "--yes")
        with self.office() as office, office.store.write() as unit:
            old = unit.deliveries.get(delivery)
            claimed = replace(old.move(State.SENDING, owner="daemon:0", fence=1), tries=1)
            keys = ("never-arrived",)
            launched = claimed.with_part(1, launched_at=office.desk.clock.now(), media_keys=keys)
            assert unit.deliveries.save(old, launched)

    def send(self, tell: Callable[[Any], None] = lambda news: None) -> None:
        """Let the real daemon send all that is left, over the hours between."""
        from scheduler.cli.run import daemon_of
        from scheduler.daemon.loop import Leave

        with self.office(leaps=True) as office, daemon_of(office, tell) as daemon:
            daemon.run(Leave.NOTHING_LEFT)
