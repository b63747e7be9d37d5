"""Deliveries as programs and people read them."""

from dataclasses import asdict
from typing import Any

from scheduler.cli.output import count, table, wall
from scheduler.core import accounts
from scheduler.core.delivery import Delivery, Part, State, called
from scheduler.core.prices import plain, spell
from scheduler.core.records import Attempt
from scheduler.services.reporting import Row, vanished


def as_json(row: Row, *, measured: bool = False) -> dict[str, Any]:
    """A delivery as ``docs/json.md`` promises it, *measured* with its lengths; keys are only ever added."""
    delivery, account = row.delivery, row.account
    looked = [part.live for part in delivery.parts if part.live is not None]
    return {
        "delivery": delivery.id,
        "post": delivery.post,
        "campaign": delivery.campaign,
        "statement": delivery.statement,
        "account": account.name,
        "network": account.network,
        "rehearsal": account.rehearsal,
        "state": delivery.state,
        "reason": delivery.reason or (row.gate.gate if row.gate else None),
        "why": row.why,
        "corrected": row.corrected,
        "planned_at": delivery.planned_at,
        "planned_local": delivery.planned_local,
        "zone": delivery.zone,
        "slot": delivery.slot,
        "slot_date": delivery.slot_date,
        "next_try_at": delivery.next_try_at,
        "tries": delivery.tries,
        "looks": delivery.looks,
        "approved_by": delivery.approved_by,
        "may_reply": delivery.may_reply,
        "may_reply_now": delivery.may_reply_now,
        "quotable": delivery.quotable,
        "labels": delivery.labels,
        "answers": delivery.answers,
        "cost": _dollars(row.cost),
        "budget_overridden_by": delivery.budget_overridden_by,
        "fuse_overridden_by": delivery.fuse_overridden_by,
        "live": sum(looked) if looked else None,
        "removal_asked_at": delivery.removal_asked_at,
        "removal_asked_by": delivery.removal_asked_by,
        "parts": [
            _part(part) | {"cost": _dollars(cost)} | (_measured(part, row) if measured else {})
            for part, cost in row.parts
        ],
    }


def _dollars(amount: int | None) -> str | None:
    return None if amount is None else plain(amount)


def _measured(part: Part, row: Row) -> dict[str, Any]:
    return {"size": row.network.limits.size(part.words), "limit": row.network.limits.text}


def _part(part: Part) -> dict[str, Any]:
    return {
        "n": part.n,
        "excerpt": part.excerpt,
        "words": part.words,
        "left_out": list(part.left_out),
        "alt": [picture.alt for picture in part.pictures],
        "pictures": [picture.sha256 for picture in part.pictures],
        "mentions": dict(part.mentions),
        "preview": asdict(part.preview) if part.preview else None,
        "remote_id": part.remote_id,
        "link": part.link,
        "posted_at": part.posted_at,
        "removed_at": part.removed_at,
        "removed_by": part.removed_by,
        "live": part.live,
        "looked_at": part.looked_at,
        "last_seen_at": part.last_seen_at,
        "found_words": part.found_words,
        "found_seen_at": part.found_seen_at,
    }


def attempt_json(attempt: Attempt) -> dict[str, Any]:
    """One event of a delivery's life."""
    return {
        "at": attempt.at,
        "event": attempt.event,
        "actor": attempt.actor,
        "outcome": attempt.outcome,
        "part": attempt.part,
        "detail": dict(attempt.detail),
    }


def state(row: Row) -> str:
    """The state in a word or two; what a rehearsal did is never called posted."""
    if row.gate is not None:
        return f"{row.delivery.state} ({row.gate.gate})"
    said = called(row.delivery.standing, rehearsal=row.account.rehearsal)
    if row.delivery.state is not State.POSTED:
        return said
    remark = _since(row.delivery) or ("corrected since" if row.corrected else "")
    remark = remark or ("other words" if row.delivery.other_words else "")
    return f"{said} ({remark})" if remark else said


def _since(delivery: Delivery) -> str:
    """What became since of what was out."""
    out = [part for part in delivery.parts if part.out]
    gone = [part for part in out if part.gone]
    if delivery.removal_due:
        return "to delete"
    if not gone:
        return ""
    word = "deleted" if all(part.removed_at for part in gone) else "gone"
    return word if len(gone) == len(out) else f"{len(gone)} of {len(out)} {word}"


def parts(delivery: Delivery) -> str:
    """How many parts it has, and how many are out where that is some of them: ``1 of 3 out``."""
    out, count = sum(part.out for part in delivery.parts), len(delivery.parts)
    return f"{out} of {count} out" if 0 < out < count else str(count)


def when(delivery: Delivery) -> str:
    """The planned time in the campaign's zone; what has none waits for the launch, or says why not."""
    return wall(delivery.planned_at, delivery.zone, none="no time" if delivery.why else "at launch")


def why(row: Row) -> str:
    """Why it is where it is, and what the machine does about it when."""
    delivery = row.delivery
    waits = delivery.removal_due or delivery.state is not State.POSTED
    if delivery.next_try_at is None or not waits or row.gate is not None or out_of_reach(row):
        return row.why
    at = wall(delivery.next_try_at, delivery.zone, seconds=True)
    if delivery.state is State.UNCERTAIN:
        looks = f", after {count(delivery.looks, 'look')}" if delivery.looks else ""
        return f"next look at {at}{looks}: {row.why}"
    tries = f", after {count(delivery.tries, 'try', 'tries')}" if delivery.tries else ""
    return f"next try at {at}{tries}" + (f": {row.why}" if row.why else "")


def live(part: Part, row: Row) -> str:
    """Whether *part* is there, as far as anybody looked; empty where nobody did."""
    zone = row.delivery.zone
    if part.removed_at is not None:
        return f"deleted by {part.removed_by} on {wall(part.removed_at, zone)}"
    if part.vanished:
        return f"gone: {vanished(part, zone, row.network)}"
    return f"seen there on {wall(part.last_seen_at, zone)}" if part.live else ""


def out_of_reach(row: Row) -> bool:
    """Whether it is to be deleted, and its account must be mended first."""
    return row.delivery.removal_due and accounts.out_of_reach(row.account) is not None


def listing(rows: list[Row], *, explain: bool = False) -> None:
    """Print deliveries as a table; with parts, costs and reasons where there are any, or where *explain*."""
    several = any(len(row.delivery.parts) > 1 for row in rows)
    columns = {
        "When": [when(row.delivery) for row in rows],
        "Delivery": [row.delivery.id for row in rows],
        "Parts": [parts(row.delivery) if several else "" for row in rows],
        "State": [state(row) for row in rows],
        "Cost": [spell(row.cost) if row.cost is not None else "" for row in rows],
        "Why": [why(row) for row in rows],
    }
    wanted = {"When", "Delivery", "State"} | ({"Why"} if explain else set())
    shown = {name: cells for name, cells in columns.items() if name in wanted or any(cells)}
    table(tuple(shown), list(zip(*shown.values(), strict=True)), below=("Why",))
