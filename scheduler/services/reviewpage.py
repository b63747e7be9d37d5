"""The review sheet as one HTML file, to mail to somebody who has no Drumbeat."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Post
from scheduler.core.delivery import Delivery, Part, State, called
from scheduler.core.durations import spell as spell_span
from scheduler.core.limits import WHO, Network
from scheduler.core.prices import spell
from scheduler.core.runs import Run, runs, shortened
from scheduler.services.people import Person
from scheduler.services.reporting import Row
from scheduler.services.reviewing import Sheet, handles

_ZERO = "T+0"
_EXCERPT = 60
"""Characters of a post's words in the list of times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line about the whole."""

    term: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture in the page, its bytes in its address; ``src`` is empty where the file is missing."""

    kind: str
    src: str
    width: int
    height: int
    alt: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A link card in the page."""

    href: str
    place: str
    title: str
    description: str
    src: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part in the page."""

    n: int
    place: str
    """``part 2 of 3``; empty where it is the only one."""
    runs: tuple[Run, ...]
    counted: str
    over: bool
    shots: tuple[Shot, ...]
    card: Card | None
    facts: tuple[Fact, ...]
    """Who is mentioned, what did not fit, what followers see instead, where it is out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A delivery as its network shows it."""

    id: str
    name: str
    """As the network calls the account."""
    about: str
    network: str
    title: str
    initial: str
    hue: int
    when: str
    instant: str
    state: str
    state_kind: str
    problem: str
    facts: tuple[Fact, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A post with its deliveries."""

    id: str
    n: int
    when: str
    opening: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody quoted, in the page."""

    name: str
    title: str
    where: str
    said: tuple[str, ...]
    evidence: tuple[str, ...]
    yes: str


def page(sheet: Sheet) -> str:
    """The page, complete in itself: pictures inside, no script, nothing fetched."""
    from jinja2 import Environment, StrictUndefined

    # autoescape: whatever a post holds is shown as words, never as markup.
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = resources.files(__package__).joinpath("review.html.j2").read_text("utf-8")
    zone = ZoneInfo(sheet.campaign.zone)
    return environment.from_string(source).render(
        title=sheet.statement.title or sheet.campaign.id,
        issuer=sheet.statement.issuer,
        lang=sheet.statement.lang or "en",
        facts=list(_facts(sheet)),
        waiting=len(sheet.waiting),
        code=sheet.found.revision,
        command=sheet.command,
        comparable=sheet.comparable,
        warnings=sheet.warnings,
        people=[_voice(each) for each in sheet.people],
        moments=list(_moments(sheet)),
        zone=sheet.campaign.zone,
        made=_when(sheet.made_at, zone),
    )


# --- about the whole ----------------------------------------------------------------------------


def _facts(sheet: Sheet) -> Iterator[Fact]:
    campaign, rows = sheet.campaign, sheet.rows
    posts = len({row.delivery.post for row in rows})
    accounts = dict.fromkeys(f"{row.account.name} ({row.network.title})" for row in rows)
    yield Fact(term="Posts", words=f"{posts}, on {' and '.join(accounts) or 'no account'}")
    yield Fact(term="When", words=_span(sheet))
    if campaign.embargo_at is not None:
        ends = _when(campaign.embargo_at, ZoneInfo(campaign.zone))
        yield Fact(term="Embargo", words=f"nothing goes out before {ends}")
    yield Fact(term="Late", words=f"what is more than {spell_span(campaign.window)} late waits for a person")
    if sheet.ahead.cost is not None:
        each = ", ".join(f"{name} {spell(amount)}" for name, amount in sheet.ahead.costs.items())
        yield Fact(term="Cost", words=f"{spell(sheet.ahead.cost)} ({each})")
    yield Fact(term="State", words=_states(rows))


def _span(sheet: Sheet) -> str:
    """From the first time to the last."""
    zone = ZoneInfo(sheet.campaign.zone)
    times = sorted(row.delivery.planned_at for row in sheet.rows if row.delivery.planned_at is not None)
    unset = sum(row.delivery.planned_at is None for row in sheet.rows)
    if not times:
        return "no time yet: it stands by for its launch (T+0)"
    first, last = _when(times[0], zone), _when(times[-1], zone)
    told = first if first == last else f"{first}, to {last}"
    return f"{told}; {unset} without a time" if unset else told


def _states(rows: Sequence[Row]) -> str:
    drafts = sum(row.delivery.state is State.DRAFT for row in rows)
    told = (
        [f"{drafts} {'draft, which needs' if drafts == 1 else 'drafts, which need'} a yes"] if drafts else []
    )
    others = Counter(_state(row) for row in rows if row.delivery.state is not State.DRAFT)
    return "; ".join([*told, *(f"{n} {said}" for said, n in others.items())]) or "nothing goes out"


def _voice(person: Person) -> Voice:
    where = person.posts
    proofs = [f"{by} said so" for by in person.said_by]
    return Voice(
        name=person.name,
        title=person.title or "",
        where=f"{len(where)} {'post' if len(where) == 1 else 'posts'}: {', '.join(where)}",
        said=person.said,
        evidence=(*person.evidence, *proofs),
        yes=f"{person.yes.by} said yes" if person.yes else "",
    )


# --- posts --------------------------------------------------------------------------------------


def _moments(sheet: Sheet) -> Iterator[Moment]:
    posts = {post.id: post for post in sheet.campaign.posts}
    by_post: dict[str, list[Row]] = {}
    for row in sorted(sheet.rows, key=lambda row: _order(row.delivery, posts)):
        by_post.setdefault(row.delivery.post, []).append(row)
    for id, rows in by_post.items():
        frames = tuple(_frame(sheet, row, posts[id]) for row in rows)
        yield Moment(
            id=id,
            n=posts[id].n,
            when=frames[0].when,
            opening=_opening(rows[0].delivery.parts[0].words),
            frames=frames,
        )


def _order(delivery: Delivery, posts: dict[str, Post]) -> tuple[bool, str, int]:
    planned = delivery.planned_at
    return planned is None, planned.isoformat() if planned else "", posts[delivery.post].n


def _opening(words: str) -> str:
    line = words.strip().partition("\n")[0]
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rsplit(' ', 1)[0]}…"


def _frame(sheet: Sheet, row: Row, post: Post) -> Frame:
    delivery, account = row.delivery, row.account
    name = account.handle or account.name
    return Frame(
        id=delivery.id,
        about=" · ".join(_about(row)),
        name=name,
        network=row.network.name,
        title=row.network.title,
        initial=next((letter for letter in name if letter.isalnum()), "?").upper(),
        hue=int.from_bytes(hashlib.sha256(account.name.encode()).digest()[:2], "big") % 360,
        when=_planned(delivery, post),
        instant=delivery.planned_at.isoformat(timespec="seconds") if delivery.planned_at else "",
        state=_state(row),
        state_kind=str(delivery.state),
        problem=sheet.problems.get(delivery.id, "") or (row.why if delivery.state in _TELL_WHY else ""),
        facts=tuple(_frame_facts(row)),
        pieces=tuple(_piece(sheet, row, part) for part in delivery.parts),
    )


def _about(row: Row) -> Iterator[str]:
    """How we call the account, where its network does not, and whether nobody sees what it posts."""
    if row.account.handle not in ("", row.account.name):
        yield row.account.name
    if row.account.rehearsal:
        yield "a rehearsal, for nobody to see"


_TELL_WHY = frozenset({State.HELD, State.FAILED, State.UNCERTAIN})


def _planned(delivery: Delivery, post: Post) -> str:
    if delivery.planned_at is not None:
        return _when(delivery.planned_at, ZoneInfo(delivery.zone))
    return "At the launch" if post.offset == _ZERO else f"{post.offset}, counted from the launch"


def _state(row: Row) -> str:
    said = called(row.delivery.standing, rehearsal=row.account.rehearsal)
    if row.delivery.state is State.DRAFT:
        return "draft, needs a yes"
    by = f", approved by {row.delivery.approved_by}" if row.delivery.approved_by else ""
    return f"{said}{by}" if row.delivery.state is State.QUEUED else said


def _frame_facts(row: Row) -> Iterator[Fact]:
    delivery = row.delivery
    if delivery.answers is not None:
        yield Fact(term="Answers", words=delivery.answers)
    yield Fact(term="May reply", words=_who(delivery.may_reply))
    if row.network.quote_rules:
        yield Fact(term="May quote", words="everybody" if delivery.quotable else "nobody")
    if delivery.labels:
        yield Fact(term="Content warning", words=", ".join(delivery.labels))
    if row.cost is not None:
        yield Fact(term="Cost", words=spell(row.cost))


def _who(may_reply: Sequence[str] | None) -> str:
    if may_reply is None:
        return "everybody"
    return " and ".join(WHO[each] for each in may_reply) or "nobody"


# --- parts --------------------------------------------------------------------------------------


def _piece(sheet: Sheet, row: Row, part: Part) -> Piece:
    limits, of = row.network.limits, len(row.delivery.parts)
    size = limits.size(part.words)
    named = [handle for handle, whom in handles(part, row.network) if whom is not None]
    return Piece(
        n=part.n,
        place=f"part {part.n} of {of}" if of > 1 else "",
        runs=tuple(runs(part.words, row.network.links, named)),
        counted=f"{size:,} of {limits.text:,} {limits.unit}",
        over=size > limits.text,
        shots=tuple(_shots(sheet, row.network, part)),
        card=_card(sheet, part),
        facts=tuple(_piece_facts(row.network, part)),
    )


def _shots(sheet: Sheet, network: Network, part: Part) -> Iterator[Shot]:
    limits = network.limits
    for each in part.pictures:
        yield Shot(
            kind="Card" if part.excerpt else "Picture",
            src=_inside(sheet.pictures.get(each.sha256), each.media_type),
            width=each.width,
            height=each.height,
            alt=each.alt,
            counted=f"{limits.measure_alt(each.alt):,} of {limits.alt_text:,} characters",
        )


def _card(sheet: Sheet, part: Part) -> Card | None:
    if part.preview is None:
        return None
    given = part.preview
    data = sheet.pictures.get(given.sha256) if given.sha256 else None
    return Card(
        href=given.uri,
        place=shortened(given.uri),
        title=given.title,
        description=given.description,
        src=_inside(data, given.media_type or ""),
    )


def _piece_facts(network: Network, part: Part) -> Iterator[Fact]:
    for handle, whom in handles(part, network):
        yield Fact(term=f"@{handle}", words=whom or "stays plain text: nobody is known by it")
    if part.left_out:
        yield Fact(term="Left out to fit", words=", ".join(part.left_out))
    if part.found_words is not None:
        yield Fact(term="Followers see other words", words=part.found_words or "none")
    if part.link is not None:
        yield Fact(term="Deleted since" if part.gone else "Out", words=part.link)


def _inside(data: bytes | None, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}" if data else ""


def _when(moment: datetime, zone: ZoneInfo) -> str:
    """``Mon 2 Mar 2026, 09:05 EST``: the day's number without a leading zero on every system."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"
