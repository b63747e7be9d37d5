"""A campaign's posts as one text file that a person edits: how it is written, and how it is read again.

A file that is saved as it was written changes nothing, whatever an editor does to line ends and to white
space at the ends of lines. Every problem is told at once, each with its line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quotes.statement import normalise
from scheduler.core.errors import LinesError

Cell = tuple[str, int, str]
"""Where a text belongs: an account, the number of a part, and ``words`` or ``alt text N``."""

_WIDEST = 100
_HEAD = """\
# The posts of {campaign} that can still change. Times are those of {zone}.
#
# Change words, alt text and times, save, and close. You are shown what changes, and nothing does
# before you have said yes. An empty file changes nothing. A line like this one, where no words are,
# is passed over.
#
#   time: Tue 24 Nov 2026 09:00   or "tomorrow 17:30", "+2h", "T+1d 09:00" after the launch
#   cancel                        below a post's heading: it does not go out
#   --- words                     what follows is said on all its accounts
#   --- words on x-main           and this on one of them; "on x" is on all its accounts on X
#
# Posts whose times are left alone take each other's times when they change places: the first in the
# file goes out first. A line of words that begins with --- or === is written with a \\ before it.
"""
_HEADING = re.compile(r"===\s*post\s+(?P<post>\S+)\s*")
_LABEL = re.compile(
    r"---\s*(?:part\s+(?P<part>\d+)\s+)?(?P<thing>words|alt\s+text)(?:\s+(?P<picture>\d+))?"
    r"(?:\s+on\s+(?P<on>[^:]+?))?\s*:?\s*",
    re.IGNORECASE,
)
_TIME = re.compile(r"time(?:\s+on\s+(?P<on>[^:]+?))?\s*:\s*(?P<text>.*)", re.IGNORECASE)
_FIELD = re.compile(r"(?P<name>campaign|seen)\s*:\s*(?P<text>.*)", re.IGNORECASE)
_MARK = re.compile(r"\\*(---|===)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as it stands: what a file shows of it."""

    post: str
    times: Mapping[str, str]
    """By account."""
    cells: Mapping[Cell, str]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What a file says under one label, or in one line of time."""

    line: int
    text: str
    on: tuple[str, ...] = ()
    """The accounts and networks that are named; none: all."""
    part: int | None = None
    thing: str = "words"
    picture: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a file says of one post."""

    post: str
    line: int
    cancel: bool
    times: tuple[Block, ...]
    blocks: tuple[Block, ...]
    unread: bool = False
    """Whether some line of it cannot be read, so that nobody can tell what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file says."""

    campaign: str
    seen: Mapping[str, int]
    """The revision of each delivery when the file was written."""
    sections: tuple[Section, ...]
    problems: tuple[str, ...] = ()
    """The lines that cannot be read."""


def canonical(text: str) -> str:
    """*text* without what editors change by themselves: line ends, white space there, blank lines around."""
    lines = [line.rstrip() for line in normalise(text).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


# --- writing --------------------------------------------------------------------------------------


def write(campaign: str, zone: str, posts: Sequence[Shown], seen: Mapping[str, int]) -> str:
    """The file of *posts* in their order."""
    lines = [_HEAD.format(campaign=campaign, zone=zone), f"campaign: {campaign}", *_seen(seen)]
    for each in posts:
        lines += [
            *([""] if lines[-1] else []),
            f"=== post {each.post}",
            *(f"# {remark}" for remark in each.remarks),
        ]
        lines += [f"time{_on(names, each.times)}: {text}" for text, names in _alike(each.times)]
        lines += _blocks(each)
    return "\n".join(lines).rstrip("\n") + "\n"


def _seen(seen: Mapping[str, int]) -> Iterator[str]:
    line = "seen:"
    for delivery, revision in seen.items():
        item = f" {delivery.rpartition('.')[2]}={revision}"
        if len(line) + len(item) > _WIDEST:
            yield line
            line = "seen:"
        line += item
    yield line


def _alike(texts: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Each text with the accounts that have it."""
    found: dict[str, list[str]] = {}
    for account, text in texts.items():
        found.setdefault(text, []).append(account)
    yield from found.items()


def _on(names: Sequence[str], all_: Mapping[str, object]) -> str:
    return "" if len(names) == len(all_) else f" on {', '.join(names)}"


def _blocks(shown: Shown) -> Iterator[str]:
    threads = any(n > 1 for _, n, _ in shown.cells)
    several = any(thing == "alt text 2" for _, _, thing in shown.cells)
    places = dict.fromkeys((n, thing) for _, n, thing in sorted(shown.cells, key=lambda cell: cell[1]))
    for n, thing in places:
        texts = {name: text for (name, of, what), text in shown.cells.items() if (of, what) == (n, thing)}
        name = thing if several or thing == "words" else "alt text"
        part = f"part {n} " if threads else ""
        for text, names in _alike(texts):
            label = f"--- {part}{name}{_on(names, shown.times)}"
            yield from (label, *map(_guarded, canonical(text).split("\n")), "")


def _guarded(line: str) -> str:
    return f"\\{line}" if _MARK.match(line) else line


# --- reading --------------------------------------------------------------------------------------


def read(text: str) -> Sheet:
    """What the file *text* says; raises ``LinesError`` where nobody can tell what was seen."""
    reading = _Reading()
    for n, line in enumerate(normalise(text).split("\n"), start=1):
        reading.take(n, line)
    return reading.end()


@dataclass(slots=True)
class _Reading:
    """A file, read line by line."""

    problems: list[str] = field(default_factory=list)
    fields: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    heading: tuple[str, int] | None = None
    cancel: bool = False
    times: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    label: Block | None = None
    body: list[str] = field(default_factory=list)
    unread: bool = False
    changed: bool = False
    """Whether what was seen is no longer as it was written."""

    def take(self, n: int, line: str) -> None:
        """Read the line number *n*."""
        if line.startswith("==="):
            self._heading(n, line)
        elif line.startswith("---"):
            self._label(n, line)
        elif self.label is not None:
            self.body.append(line[1:] if line.startswith("\\") and _MARK.match(line) else line)
        elif line.strip() and not line.lstrip().startswith("#"):
            self._plain(n, line.strip())

    def _heading(self, n: int, line: str) -> None:
        match = _HEADING.fullmatch(line)
        if match is None:
            self._problem(n, f"{line.strip()!r} is no heading, such as '=== post ijn-2020.3'. {_GUARD}")
            return
        self._close()
        self.heading = match["post"], n
        for section in self.sections:
            if section.post == match["post"]:
                self._problem(n, f"{section.post} is there already, in line {section.line}.")

    def _label(self, n: int, line: str) -> None:
        match = _LABEL.fullmatch(line)
        if match is None or self.heading is None:
            wrong = "stands before the first post" if match else "is no label, such as '--- words on x-main'"
            self._problem(n, f"{line.strip()!r} {wrong}. {_GUARD}")
            return
        self._end_block()
        self.label = Block(
            line=n,
            text="",
            on=_names(match["on"]),
            part=int(match["part"]) if match["part"] else None,
            thing="words" if match["thing"].lower() == "words" else "alt text",
            picture=int(match["picture"]) if match["picture"] else None,
        )

    def _plain(self, n: int, line: str) -> None:
        if self.heading is None:
            if match := _FIELD.fullmatch(line):
                self.fields.setdefault(match["name"].lower(), []).append((n, match["text"].strip()))
                return
            self._problem(n, f"{line!r} stands before the first post.")
        elif match := _TIME.fullmatch(line):
            self.times.append(Block(line=n, text=match["text"].strip(), on=_names(match["on"])))
        elif line.lower() == "cancel":
            self.cancel = True
        else:
            self._problem(
                n, f"{line!r} is neither a time nor 'cancel'. Words stand below a line '--- words'."
            )

    def _problem(self, n: int, text: str) -> None:
        self.problems.append(f"line {n}: {text}")
        self.unread = True

    def _end_block(self) -> None:
        if self.label is not None:
            self.blocks.append(replace(self.label, text=canonical("\n".join(self.body))))
        self.label, self.body = None, []

    def _close(self) -> None:
        self._end_block()
        if self.heading is not None:
            post, line = self.heading
            self.sections.append(
                Section(
                    post=post,
                    line=line,
                    cancel=self.cancel,
                    times=tuple(self.times),
                    blocks=tuple(self.blocks),
                    unread=self.unread,
                )
            )
        self.heading, self.cancel, self.times, self.blocks, self.unread = None, False, [], [], False

    def end(self) -> Sheet:
        """All that was read; raises ``LinesError``."""
        self._close()
        campaign = next((text for _, text in self.fields.get("campaign", ())), "")
        seen = self._seen(campaign)
        if not campaign or not seen or self.changed:
            gone = (
                "The lines 'campaign:' and 'seen:' at the top, which tell what you have seen, were changed."
            )
            raise LinesError([*self.problems, gone], remedy="Put them back, or print the file anew.")
        return Sheet(
            campaign=campaign,
            seen=seen,
            sections=tuple(self.sections),
            problems=tuple(self.problems),
        )

    def _seen(self, campaign: str) -> dict[str, int]:
        seen = {}
        for n, text in self.fields.get("seen", ()):
            for item in text.split():
                match = re.fullmatch(r"(\d+@[a-z0-9-]+)=(\d+)", item)
                if match is None:
                    self._problem(n, f"{item!r} was changed.")
                    self.changed = True
                    continue
                seen[f"{campaign}.{match[1]}"] = int(match[2])
        return seen


_GUARD = "If it belongs to the words, write \\ before it."


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[,\s]+", text or "") if name)
