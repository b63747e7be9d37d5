"""What a file of posts asks for, compared with the posts as they stand: every problem with its line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from scheduler.core import timeline
from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery
from scheduler.core.errors import InputError, PlanError
from scheduler.services.editing import MOVABLE
from scheduler.services.sheets import Block, Cell, Section, Sheet, Shown, canonical
from scheduler.services.times import schedule, time_to_come

_NONE = "none"
_WHOLE = re.compile(
    r"(?:(?P<day>[A-Za-z]{3,9}),?\s+)?(?P<date>\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4})"
    r"\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\s+(?P<zone>[A-Z+\-\d]{2,6}))?"
)
Slotted = tuple[str, date]
Planned = tuple[datetime | None, str | None, Slotted | None]
"""An instant, the wall time that was meant, and the slot that it fills, with its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A campaign with those of its posts that can still change, in the order of their times."""

    campaign: Campaign
    accounts: Mapping[str, Account]
    """By name."""
    deliveries: Mapping[str, Sequence[Delivery]]
    """Those of each post that can change, by its id."""
    elsewhere: Mapping[str, Sequence[str]]
    """Why others of the same posts cannot."""

    def post(self, id: str) -> Post:
        """The post called *id*."""
        return next(each for each in self.campaign.posts if each.id == id)

    def shown(self, id: str) -> Shown:
        """What a file shows of the post called *id*."""
        ours = self.deliveries[id]
        return Shown(
            post=id,
            times={each.account: self.time(each) for each in ours},
            cells={cell: text for each in ours for cell, text in _cells(each)},
            remarks=tuple(self.elsewhere.get(id, ())),
        )

    def time(self, delivery: Delivery) -> str:
        """When *delivery* is planned for, as a file has it."""
        at = delivery.planned_at
        if at is not None:
            local = at.astimezone(timeline.zone(self.campaign.zone))
            return f"{local:%a %-d %b %Y %H:%M}" + (f"{local:%S}".join((":", "")) if local.second else "")
        step = self.post(delivery.post).offset
        return step if self.campaign.launch_at is None and timeline.is_step(step) else _NONE


def _cells(delivery: Delivery) -> Iterator[tuple[Cell, str]]:
    for part in delivery.parts:
        yield (delivery.account, part.n, "words"), part.words
        for n, picture in enumerate(part.pictures, start=1):
            yield (delivery.account, part.n, f"alt text {n}"), picture.alt


@dataclass(slots=True, kw_only=True)
class Wanted:
    """What a file asks for one delivery, each text with its line."""

    words: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By part."""
    alts: dict[int, dict[int, tuple[int, str]]] = field(default_factory=dict)
    """By part and picture."""
    planned: Planned | None = None
    """None: as it is."""
    cancel: bool = False

    @property
    def says_other(self) -> bool:
        """Whether words or alt text change, which makes a draft of it."""
        return bool(self.words or self.alts)


@dataclass(slots=True, kw_only=True)
class Wants:
    """What a whole file asks for."""

    here: Standing
    now: datetime
    problems: list[str] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    """By delivery."""
    offsets: dict[str, str] = field(default_factory=dict)
    """The new places in the plan, by post."""
    notes: list[str] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)
    """The posts that are given another time, by hand."""

    def take(self, sheet: Sheet) -> None:
        """Read what *sheet* asks for, and note every problem."""
        self.problems += sheet.problems
        sections = {each.post: each for each in sheet.sections}
        for id in sections.keys() - self.here.deliveries.keys():
            self._problem(sections[id].line, f"no post {id} of this file can change; take its section away")
        for id in self.here.deliveries:
            if id not in sections:
                self.problems.append(
                    f"{id} is missing. Put its section back; to cancel it, write 'cancel' below its heading."
                )
        known = [each for each in sheet.sections if each.post in self.here.deliveries]
        for section in known:
            self._section(section)
        self._order([each for each in known if not each.cancel])

    def of(self, delivery: Delivery) -> Wanted:
        """What is asked for *delivery*."""
        return self.wanted.setdefault(delivery.id, Wanted())

    def _problem(self, line: int, text: str) -> None:
        told = f"line {line}: {text}" if text.endswith(("?", ".")) else f"line {line}: {text}."
        if told not in self.problems:
            self.problems.append(told)

    def _section(self, section: Section) -> None:
        ours = self.here.deliveries[section.post]
        if section.cancel:
            for each in ours:
                self.of(each).cancel = True
            return
        shown = self.here.shown(section.post)
        texts = self._texts(section, shown)
        for each in ours:
            for cell, old in _cells(each):
                block = texts.get(cell)
                if block is not None and canonical(old) != block.text:
                    self._text(each, cell, block)
        self._times(section, shown)

    # --- words and alt text -----------------------------------------------------------------------

    def _texts(self, section: Section, shown: Shown) -> dict[Cell, Block]:
        """The block of each cell of a section; what names an account goes before what names none."""
        found: dict[Cell, Block] = {}
        for block in section.blocks:
            part, thing = self._place(block, shown)
            for account in self._accounts(block, section):
                cell = account, part, thing
                before = found.get(cell)
                if cell not in shown.cells:
                    if block.on or not any((n, what) == (part, thing) for _, n, what in shown.cells):
                        self._problem(
                            block.line, f"{section.post} on {account} has no part {part} with {thing}"
                        )
                elif before is None or (block.on and not before.on):
                    found[cell] = block
                elif bool(block.on) == bool(before.on):
                    self._problem(block.line, f"{account} has its {thing} in line {before.line} already")
        lost = () if section.unread else [cell for cell in shown.cells if cell not in found]
        for account, part, thing in lost:
            where = f" of part {part}" if len({n for _, n, _ in shown.cells}) > 1 else ""
            self._problem(section.line, f"{section.post} has lost its {thing}{where} for {account}")
        return found

    def _place(self, block: Block, shown: Shown) -> tuple[int, str]:
        """The part and the thing that *block* is about."""
        parts = {n for _, n, _ in shown.cells}
        if block.part is None and len(parts) > 1:
            self._problem(block.line, f"say which part it is: '--- part 1 {block.thing}'")
        thing = "words" if block.thing == "words" else f"alt text {block.picture or 1}"
        return block.part or 1, thing

    def _accounts(self, block: Block, section: Section) -> list[str]:
        """The accounts that *block* is for."""
        ours = [each.account for each in self.here.deliveries[section.post]]
        if not block.on:
            return ours
        found = []
        for name in block.on:
            named = [each for each in ours if name in {each, self.here.accounts[each].network}]
            if not named:
                self._problem(
                    block.line, f"{section.post} does not go to {name}; it goes to {', '.join(ours)}"
                )
            found += named
        return list(dict.fromkeys(found))

    def _text(self, delivery: Delivery, cell: Cell, block: Block) -> None:
        _, part, thing = cell
        if not block.text:
            hint = "; to take the post away, write 'cancel' below its heading" if thing == "words" else ""
            self._problem(block.line, f"there is no text{hint}")
        elif thing == "words":
            self.of(delivery).words[part] = block.line, block.text
        else:
            picture = int(thing.rpartition(" ")[2])
            self.of(delivery).alts.setdefault(part, {})[picture] = block.line, block.text

    # --- times ------------------------------------------------------------------------------------

    def _times(self, section: Section, shown: Shown) -> None:
        found = self._time_lines(section)
        ours = self.here.deliveries[section.post]
        changed = []
        for each in ours:
            new = found.get(each.account)
            if new is None and section.unread:
                continue
            if new is None:
                self._problem(section.line, f"{section.post} has lost its time for {each.account}")
            elif " ".join(new.text.split()).lower() != shown.times[each.account].lower():
                changed.append((each, new))
        if not changed:
            return
        self.moved.add(section.post)
        steps = {new.text for _, new in changed if timeline.is_step(new.text)}
        line = changed[0][1].line
        if steps and (len(steps) > 1 or len(changed) < len(ours)):
            self._problem(line, "a step that counts from the launch is for all accounts of a post")
        elif steps:
            self._try(line, partial(self._step, section.post, steps.pop()))
        else:
            for each, new in changed:
                self._try(new.line, partial(self._moment, each, new.text))

    def _time_lines(self, section: Section) -> dict[str, Block]:
        """The time of each account; a line that names it goes before one that names none."""
        found: dict[str, Block] = {}
        for block in section.times:
            for account in self._accounts(block, section):
                before = found.get(account)
                if before is None or (block.on and not before.on):
                    found[account] = block
                elif bool(block.on) == bool(before.on):
                    self._problem(block.line, f"{account} has its time in line {before.line} already")
        return found

    def _try(self, line: int, act: Callable[[], None]) -> None:
        try:
            act()
        except InputError as error:
            self._problem(line, str(error))

    def _moment(self, delivery: Delivery, text: str) -> None:
        campaign = self.here.campaign
        if text.lower() in {"", _NONE}:
            raise PlanError(
                f"{delivery.id} has a time and keeps one.", remedy="Give it another, or cancel it."
            )
        when = time_to_come(campaign, plain_time(text, campaign.zone), self.now)
        self._movable(delivery)
        self.of(delivery).planned = when.at, when.wall, None
        if campaign.launch_at is None:
            self.offsets[delivery.post] = when.wall  # else the launch would give it another
        if when.note:
            self.notes.append(f"{delivery.id}: {when.note}")

    def _movable(self, delivery: Delivery) -> None:
        if delivery.state not in MOVABLE and not self.of(delivery).says_other:
            raise PlanError(
                f"{delivery.id} is {delivery.standing}; its time is a decision.",
                remedy=f"Make it: drumbeat decide {delivery.id} move TIME",
            )

    def _step(self, id: str, text: str) -> None:
        """Give the post called *id* another place in the plan, and a time where the launch is known."""
        (step,) = timeline.parse_plan(text)
        self.offsets[id] = str(step)
        post = replace(self.here.post(id), offset=str(step))
        campaign = replace(self.here.campaign, posts=(post,))
        networks = [self.here.accounts[name].network for name in campaign.accounts]
        times = schedule(campaign, networks)
        for each in self.here.deliveries[post.id]:
            when = times.get((post.n, each.account))
            if when is not None and when.at < self.now:
                raise PlanError(f"{post.offset} was at {when.local:%Y-%m-%d %H:%M}, which has passed.")
            if when is not None or each.planned_at is not None:
                self._movable(each)
                self.of(each).planned = (when.at, when.wall, None) if when else (None, None, None)

    # --- order ------------------------------------------------------------------------------------

    def _order(self, sections: Sequence[Section]) -> None:
        """Let the posts whose times were left alone take each other's, in the order in which they stand."""
        new = [each for each in sections if each.post not in self.moved]
        stays = {each.post for each in new}
        old = [id for id in self.here.deliveries if id in stays]
        for section, other in zip(new, old, strict=True):
            if section.post != other:
                self._try(section.line, partial(self._take_place, section.post, other))

    def _take_place(self, id: str, other: str) -> None:
        """Give the post called *id* the time and the place that *other* has."""
        theirs = {each.account: each for each in self.here.deliveries[other]}
        ours = self.here.deliveries[id]
        if {each.account for each in ours} != theirs.keys():
            raise PlanError(
                f"{id} and {other} are not for the same accounts, so they cannot change places.",
                remedy="Give them their times.",
            )
        for each in ours:
            before = theirs[each.account]
            at, local = before.planned_at, before.planned_local
            if at is not None and at < self.now:
                raise PlanError(f"The time of {other} has passed, so {id} cannot take it.")
            if (at, local) != (each.planned_at, each.planned_local):
                self._movable(each)
                slot = (before.slot, before.slot_date) if before.slot and before.slot_date else None
                self.of(each).planned = at, local, slot
        if self.here.post(other).offset != self.here.post(id).offset:
            self.offsets[id] = self.here.post(other).offset


def plain_time(text: str, zone: str) -> str:
    """*text* as ``timeline.parse_when`` reads it: ``Tue 24 Nov 2026 09:00`` has another form there.

    Raises ``PlanError`` where the weekday or the zone is not that of the date.
    """
    match = _WHOLE.fullmatch(" ".join(text.split()))
    if match is None:
        return text
    day = None
    for form in ("%d %b %Y", "%d %B %Y"):
        try:
            day = datetime.strptime(match["date"], form)  # noqa: DTZ007 - a date alone
        except ValueError:
            continue
    if day is None:
        raise PlanError(f"{match['date']!r} is not a date.", remedy="Write it as 24 Nov 2026.")
    if match["day"] and not f"{day:%A}".lower().startswith(match["day"].lower()):
        raise PlanError(
            f"{match['date']} is a {day:%A}, not a {match['day']}.", remedy="Change the other too."
        )
    plain = f"{day:%Y-%m-%d} {match['clock'].zfill(5)}"
    if match["zone"]:
        local = datetime.fromisoformat(plain).replace(tzinfo=timeline.zone(zone))
        if match["zone"] != f"{local:%Z}":
            raise PlanError(f"{match['zone']} is not the zone of {zone} then.", remedy="Leave it away.")
    return plain
