"""What came of a campaign, by the networks' own records."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from stages import Stage

from db.store import open_store
from scheduler.core.delivery import Delivery, Reason, State

DONE = frozenset({State.POSTED, State.FAILED, State.CANCELLED, State.HELD})
BARS = ("lost", "twice", "stuck", "denied", "astray")


def deliveries(folder: Path, campaign: str) -> list[Delivery]:
    """The campaign's deliveries as our database has them, whatever a daemon that was stopped keeps locked."""
    store = open_store(folder / "drumbeat.db")
    try:
        with store.read() as unit:
            return list(unit.deliveries.of_campaign(campaign))
    finally:
        store.close()


def judge(folder: Path, stages: Iterable[Stage], campaign: str) -> Counter[str]:
    """How many are lost, out twice, stuck, held although they are out, or held as unknown.

    The words of a delivery end in its id. ``astray``: held for a reason that has no place in a bench.
    ``unknown_keyed``: held as unknown on networks that are asked by key.
    """
    on = {each.name: each for each in stages}
    record = Counter(words.split()[-1] for each in on.values() for words in each.words())
    ours = deliveries(folder, campaign)
    unknown = [each for each in ours if each.reason is Reason.UNKNOWN]
    return Counter(
        lost=sum(1 for each in ours if not record[each.id] and each.state in {State.POSTED, State.CANCELLED}),
        twice=sum(1 for each in ours if record[each.id] > 1),
        stuck=sum(1 for each in ours if each.state not in DONE),
        denied=sum(1 for each in ours if record[each.id] and each.state is not State.POSTED),
        astray=sum(1 for each in ours if each.state is State.HELD and each.reason is not Reason.UNKNOWN),
        unknown=len(unknown),
        unknown_keyed=sum(1 for each in unknown if on[each.account].keyed),
    )


def broken(found: Mapping[str, float]) -> bool:
    """Whether a bar is missed."""
    return any(found.get(name) for name in (*BARS, "unknown_keyed"))
