"""What was shown before a yes: its code, and what is told of it when it has changed."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scheduler.core.delivery import Delivery, LinkCard, Part, Picture, Reason, State
from scheduler.core.review import changes, code, revision_code, shown

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
FRONT = Picture(sha256="a" * 64, alt="“Dignity.” — Ana", width=1600, height=900, media_type="image/png")
CARD = LinkCard(uri="https://ijn.example/2020", title="Dignity for all", description="A statement")
FIRST = Part(n=1, words="“Dignity.”", pictures=(FRONT,), excerpt="ijn-2020:0-8", speaker="Ana")
DELIVERY = Delivery(
    id="ijn-2020.1@x-main",
    post="ijn-2020.1",
    campaign="ijn-2020",
    statement="ijn-2020",
    account="x-main",
    zone="America/New_York",
    planned_at=NOW,
    parts=(FIRST,),
)
SECOND = replace(DELIVERY, id="ijn-2020.2@x-main", post="ijn-2020.2")


def part(**changed: Any) -> Delivery:
    """The delivery with another first part."""
    return DELIVERY.with_part(1, **changed)


TOLD = [  # what is there now, and what is told of it
    (part(words="“Dignity!”"), ["words: “Dignity[-.-]{+!+}”"]),
    (part(pictures=(replace(FRONT, alt="“Dignity!” — Ana"),)), ["alt text: “Dignity[-.-]{+!+}” — Ana"]),
    (part(pictures=(replace(FRONT, sha256="c" * 64),)), ["card: as shown → redrawn"]),
    (part(pictures=()), ["card: as shown → none"]),
    (part(pictures=(FRONT, replace(FRONT, alt="More"))), ["card 2: none → added, More"]),
    (part(speaker="Ben"), ["speaker: Ana → Ben"]),
    (part(mentions={"ijn": "did:plc:ijn"}), ["mentions: nobody → @ijn (did:plc:ijn)"]),
    (part(preview=CARD), ["link card: {+Dignity for all · A statement · https://ijn.example/2020+}"]),
    (
        replace(DELIVERY, planned_at=NOW + timedelta(days=1)),
        ["time: Mon 2 Mar 2026 10:00 EST → Tue 3 Mar 2026 10:00 EST"],
    ),
    (replace(DELIVERY, planned_at=None), ["time: Mon 2 Mar 2026 10:00 EST → at launch"]),
    (replace(DELIVERY, may_reply=()), ["may reply: everybody → nobody"]),
    (replace(DELIVERY, may_reply=("mentioned",)), ["may reply: everybody → mentioned"]),
    (replace(DELIVERY, quotable=False), ["may quote: everybody → nobody"]),
    (replace(DELIVERY, labels=("graphic-media",)), ["labels: none → graphic-media"]),
    (replace(DELIVERY, answers="ijn-2020.2@x-main"), ["answers: nothing → ijn-2020.2@x-main"]),
    (replace(DELIVERY, parts=(FIRST, Part(n=2, words="More."))), ["part 2 words: {+More.+}"]),
    (replace(DELIVERY, state=State.CANCELLED), ["post: cancelled since"]),
]


@pytest.mark.parametrize(("now", "expected"), TOLD)
def test_every_change_is_told_and_is_another_code(now: Delivery, expected: list[str]) -> None:
    """Words word by word, times, pictures, people, who may answer; and what is gone is told as gone."""
    was, is_ = shown([DELIVERY, SECOND]), shown([now, SECOND])
    assert [f"{each.thing}: {each.told}" for each in changes(was, is_)] == expected
    assert code(was) != code(is_)


def test_what_was_added_is_told() -> None:
    """A post that nobody was shown is nothing that they said yes to."""
    (added,) = changes(shown([DELIVERY]), shown([DELIVERY, SECOND]))
    assert (added.delivery, added.told) == (SECOND.id, "added since")


NOT_SHOWN: dict[str, Any] = {  # what the machine notes, and what becomes of a delivery as it was shown
    "state": State.QUEUED,
    "why": "waiting",
    "planned_local": "2026-03-02T10:00:00",
    "next_try_at": NOW,
    "window": timedelta(hours=2),
    "approval": "d" * 64,
    "approved_by": "ana",
    "approved_at": NOW,
    "owner": "daemon:1",
    "fence": 3,
    "tries": 2,
    "looks": 1,
    "may_be_out": True,
    "budget_overridden_by": "ben",
    "fuse_overridden_by": "ben",
    "cancel_asked_by": "ben",
    "answered_at": NOW,
    "slot": "mon-9",  # where its time comes from, which is shown
    "slot_date": date(2026, 3, 2),
    "revision": 7,
    "removal_asked_at": NOW,
    "removal_asked_by": "ana",
    "may_reply_live": ("followed",),
    "may_reply_changed_at": NOW,
}
NOT_SHOWN_OF_A_PART: dict[str, Any] = {
    "left_out": ("hashtags",),
    "record_key": "3kabcdefghij2",
    "media_keys": ("m1",),
    "launched_at": NOW,
    "remote_id": "1",
    "link": "link/1",
    "posted_at": NOW,
    "removed_at": NOW,
    "live": True,
    "record": {"text": "“Dignity.”"},
    "found_words": "Dignity",
    "found_seen_at": NOW,
    "cost": 15_000,
    "correction_seen_at": NOW,
    "removed_by": "ana",
    "looked_at": NOW,
    "last_seen_at": NOW,
    "gone_seen_at": NOW,
}


@pytest.mark.parametrize(
    "other",
    [
        *[lambda name=name: replace(DELIVERY, **{name: NOT_SHOWN[name]}) for name in NOT_SHOWN],
        *[lambda name=name: part(**{name: NOT_SHOWN_OF_A_PART[name]}) for name in NOT_SHOWN_OF_A_PART],
        lambda: replace(DELIVERY, state=State.HELD, reason=Reason.UNAPPROVED),  # late, and as it was shown
    ],
)
def test_going_its_way_makes_nobody_read_again(other: Callable[[], Delivery]) -> None:
    """What becomes of a delivery, and what the machine notes, changes nothing of what was shown."""
    assert other() != DELIVERY
    assert revision_code([other()]) == revision_code([DELIVERY])


def test_no_field_was_forgotten() -> None:
    """A field that is new in a delivery or a part is shown, or listed here as not shown."""
    by_its_state = {"id", "campaign", "statement", "reason"}
    seen = {*shown([DELIVERY])[DELIVERY.id]}
    assert {each.name for each in fields(Delivery)} == seen | by_its_state | set(NOT_SHOWN)
    seen = {*shown([DELIVERY])[DELIVERY.id]["parts"][0]}
    assert {each.name for each in fields(Part)} == seen | {"n"} | set(NOT_SHOWN_OF_A_PART)


def test_a_code_is_short_and_does_not_hang_on_the_order() -> None:
    """Eight digits that a person can type."""
    assert revision_code([DELIVERY, SECOND]) == revision_code([SECOND, DELIVERY])
    assert len(revision_code([])) == 8
    assert int(revision_code([DELIVERY]), 16) >= 0


def test_a_version_of_the_text_that_says_the_same_is_no_change() -> None:
    """The ids of excerpts name their statement; followers see nothing of them."""
    assert changes(shown([DELIVERY]), shown([part(excerpt="ijn-2021:0-8")])) == []
