"""What an approval binds: everything that followers would get, and nothing else."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.approval import digest, reanchored
from scheduler.core.delivery import Delivery, LinkCard, Part, Picture, State

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
FRONT = Picture(sha256="a" * 64, alt="“Dignity.” — Ana", width=1600, height=900, media_type="image/png")
BACK = Picture(sha256="b" * 64, alt="Who we are", width=1600, height=900, media_type="image/png")
CARD = LinkCard(uri="https://ijn.example/2020", title="Dignity for all", description="A statement")
FIRST = Part(n=1, words="“Dignity.”", pictures=(FRONT, BACK), excerpt="ijn-2020:0-8")
SECOND = Part(n=2, words="For all.")
DELIVERY = Delivery(
    id="ijn-2020.1@x-main",
    post="ijn-2020.1",
    campaign="ijn-2020",
    statement="ijn-2020",
    account="x-main",
    parts=(FIRST, SECOND),
)


def part(**changes: Any) -> Delivery:
    """The delivery with another first part."""
    return DELIVERY.with_part(1, **changes)


def picture(**changes: Any) -> Delivery:
    """The delivery with another first picture."""
    return part(pictures=(replace(FRONT, **changes), BACK))


OTHER = [
    part(words="“Dignity!”"),
    part(words="“Dignity.” "),  # even a space
    picture(sha256="c" * 64),
    picture(alt="“Dignity!” — Ana"),
    replace(DELIVERY, account="sky-main"),
    replace(DELIVERY, id="ijn-2020.2@x-main"),  # no approval serves two
    part(excerpt="ijn-2020:0-9"),
    part(excerpt=None),
    part(pictures=(BACK, FRONT)),  # the order of pictures
    part(pictures=(replace(FRONT, alt=BACK.alt), replace(BACK, alt=FRONT.alt))),  # whose alt text is whose
    part(pictures=(FRONT,)),  # one less
    part(pictures=(FRONT, BACK, BACK)),
    replace(DELIVERY, parts=(replace(SECOND, n=1), replace(FIRST, n=2))),  # the order of parts
    replace(DELIVERY, parts=(FIRST,)),
    part(mentions={"ijn.example": "did:plc:ijn"}),  # who a handle stands for
    part(mentions={"ijn.example": "did:plc:other"}),
    part(preview=CARD),
    part(preview=replace(CARD, title="Dignity for some")),
    replace(DELIVERY, answers="ijn-2020.2@x-main"),
    replace(DELIVERY, answers="ijn-2020.3@x-main"),
    replace(DELIVERY, may_reply=()),  # nobody
    replace(DELIVERY, may_reply=("mentioned",)),
    replace(DELIVERY, quotable=False),
    replace(DELIVERY, labels=("graphic-media",)),
    replace(DELIVERY, parts=(replace(FIRST, words="“Dignity.” For"), replace(SECOND, words="all."))),
]


def test_every_change_is_another_digest() -> None:
    """Words, picture, alt text, account, order, number: whatever changes, the approval no longer holds."""
    assert len({digest(each) for each in (DELIVERY, *OTHER)}) == 1 + len(OTHER)


# What the machine notes on its way, and when it goes, by the fields of a delivery and of a part.
NOT_BOUND: dict[str, Any] = {
    "state": State.SENDING,
    "why": "waiting",
    "planned_at": NOW,
    "planned_local": "2026-03-02T10:00:00",
    "zone": "Europe/Berlin",
    "slot": "daily 10:00 Europe/Berlin",
    "slot_date": date(2026, 3, 2),
    "next_try_at": NOW,
    "window": timedelta(hours=2),
    "approval": "d" * 64,
    "approved_by": "ana",
    "approved_at": NOW,
    "answered_at": NOW,
    "owner": "daemon:1",
    "fence": 3,
    "tries": 2,
    "looks": 1,
    "may_be_out": True,
    "budget_overridden_by": "ben",
    "fuse_overridden_by": "ben",
    "cancel_asked_by": "ben",
    "may_reply_live": ("mentioned",),
    "may_reply_changed_at": NOW,
    "removal_asked_at": NOW,
    "removal_asked_by": "ben",
    "revision": 7,
}
NOT_BOUND_OF_A_PART: dict[str, Any] = {
    "speaker": "Ana",  # words, picture and alt text, which are bound, name the speaker
    "left_out": ("hashtags",),
    "record_key": "3kabcdefghij2",
    "media_keys": ("m1",),
    "launched_at": NOW,
    "remote_id": "1",
    "link": "link/1",
    "posted_at": NOW,
    "removed_at": NOW,
    "removed_by": "ben",
    "live": True,
    "looked_at": NOW,
    "last_seen_at": NOW,
    "gone_seen_at": NOW,
    "record": {"text": "“Dignity.”"},
    "found_words": "Dignity",
    "found_seen_at": NOW,
    "correction_seen_at": NOW,
    "cost": 15_000,
}


@pytest.mark.parametrize(
    "other",
    [
        *[lambda name=name: replace(DELIVERY, **{name: NOT_BOUND[name]}) for name in NOT_BOUND],
        *[lambda name=name: part(**{name: NOT_BOUND_OF_A_PART[name]}) for name in NOT_BOUND_OF_A_PART],
    ],
    ids=[*NOT_BOUND, *NOT_BOUND_OF_A_PART],
)
def test_not_bound(other: Callable[[], Delivery]) -> None:
    """A new time keeps the approval, and so does everything that happens on the way out."""
    assert other() != DELIVERY
    assert digest(other()) == digest(DELIVERY)


def test_no_field_was_forgotten() -> None:
    """A field that is new in a delivery or a part is bound, or listed here as not bound."""
    bound = {"id", "account", "answers", "parts", "may_reply", "quotable", "labels"}
    named_by_the_id = {"post", "campaign", "statement", "reason"}  # a reason goes with its state
    assert {each.name for each in fields(Delivery)} == bound | named_by_the_id | set(NOT_BOUND)
    bound_of_a_part = {"n", "words", "pictures", "excerpt", "mentions", "preview"}
    assert {each.name for each in fields(Part)} == bound_of_a_part | set(NOT_BOUND_OF_A_PART)
    shape = {"width", "height", "media_type"}  # the bytes hold them
    assert {each.name for each in fields(Picture)} == {"sha256", "alt"} | shape


def test_a_digest_is_for_ever() -> None:
    """Approvals are kept: the same delivery has the same digest in every version."""
    assert digest(DELIVERY) == "77215dcac9506355edc16a7aacc78edf72424ad1f6830158a01570f371e6eaff"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_words_cannot_pass_for_others(one: str, other: str) -> None:
    """Nothing in the words, such as a quotation mark, makes two deliveries look alike."""
    assert (digest(part(words=one)) == digest(part(words=other))) == (one == other)


# --- on another version of the statement ---------------------------------------------------------


def test_an_approval_goes_on_with_the_same_words() -> None:
    """Where nothing differs but which excerpt it is; one that did not hold does not begin to."""
    approved = replace(DELIVERY, approval=digest(DELIVERY))
    again = replace(approved, statement="ijn-2").with_part(1, excerpt="ijn-2:4-12")
    assert reanchored(approved, again) == digest(again) != approved.approval
    for stale in ("0" * 64, None):
        assert reanchored(replace(approved, approval=stale), replace(again, approval=stale)) == stale


@pytest.mark.parametrize("other", [each for each in OTHER if each.parts[0].excerpt == FIRST.excerpt])
def test_no_approval_goes_on_with_anything_else(other: Delivery) -> None:
    """Words, pictures, alt text, account: whatever else an approval binds must be the same."""
    with pytest.raises(ValueError, match="not be what was approved"):
        reanchored(replace(DELIVERY, approval=digest(DELIVERY)), other)
