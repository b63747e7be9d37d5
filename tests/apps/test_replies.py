"""``post replies``: who may reply, before a post is out and after."""

from typing import Any

import pytest

X1, S1 = "ijn-2020.1@x-main", "ijn-2020.1@sky"


@pytest.fixture
def out(approved: Any) -> Any:
    """A campaign whose posts are out."""
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    return approved


def rule(drumbeat: Any, n: int = 0) -> Any:
    """Who may reply to a post, as the rehearsed Bluesky has it."""
    with drumbeat.office() as office:
        return office.rehearsal.posts("sky")[n].may_reply


def replies(drumbeat: Any, who: str, *more: str, code: int = 0) -> Any:
    """``post replies`` of the first post, on Bluesky."""
    return drumbeat("post", "replies", "ijn-2020.1", who, "--on", "sky", *more, code=code)


@pytest.mark.parametrize(
    ("who", "kept"),
    [
        ("nobody", ()),
        ("followed,mentioned", ("followed", "mentioned")),
        ("mentioned,followed", ("followed", "mentioned")),  # in any order
        ("everybody", None),
    ],
)
def test_of_what_is_out(out: Any, who: str, kept: tuple[str, ...] | None) -> None:
    """The network keeps to it from now on; what was approved stays on record beside it, with the change."""
    replies(out, "followers")
    told = replies(out, who, "--as", "ana")
    assert "may reply, on the rehearsed Bluesky too" in told.out
    assert rule(out) == kept
    found = out.deliveries("history", "--attempts")[S1]
    now = list(kept) if kept is not None else None
    assert (found["state"], found["may_reply"], found["may_reply_now"]) == ("posted", None, now)
    last = found["attempts"][-1]
    assert (last["outcome"], last["actor"]) == ("replies changed", "ana")
    assert last["detail"]["may_reply"]["before"] == "followers"
    out("verify")


def test_it_can_be_taken_back(out: Any) -> None:
    """By what the command says."""
    told = replies(out, "nobody")
    back = "drumbeat post replies ijn-2020.1 everybody --on sky"
    assert f"Take it back: {back}" in told.out
    out(*back.split()[1:])
    assert rule(out) is None


def test_of_what_is_not_out(approved: Any) -> None:
    """An edit like any: its approval is void, and once approved anew it goes out so."""
    told = replies(approved, "nobody")
    assert "its approval is void" in told.out
    assert "Next: drumbeat post approve ijn-2020.1" in told.out
    assert approved.deliveries("queue")[S1]["state"] == "draft"
    approved("post", "approve", "ijn-2020.1")
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    assert rule(approved) == ()


def test_x_never_changes_it(out: Any) -> None:
    """A plain refusal, before anything is changed on any account."""
    told = out("post", "replies", "ijn-2020.1", "mentioned", code=2)
    assert "X lets nobody change who may reply to a post that is out" in told.err
    assert rule(out) is None


@pytest.mark.parametrize(
    ("who", "told"),
    [("friends", "no group 'friends'"), ("", "no group"), ("nobody,followed", "no group 'nobody'")],
)
def test_wrong_groups(out: Any, who: str, told: str) -> None:
    """Nothing is changed."""
    assert told in replies(out, who, code=2).err
    assert rule(out) is None


def test_what_x_cannot_keep_to(approved: Any) -> None:
    """Each network knows some rules, also before a post is out."""
    told = approved("post", "replies", "ijn-2020.1", "followers", code=2)
    assert "X cannot keep replies to followers" in told.err
    assert approved.deliveries("queue")[S1]["state"] == "queued"


def test_a_network_that_does_not_answer(out: Any) -> None:
    """It is told, and nothing is recorded as changed."""
    with out.office() as office:
        office.rehearsal.order_fault("unreachable", "sky", call="let_reply")
    told = replies(out, "nobody", code=1)
    assert "not changed, everybody may reply" in told.out
    assert out.deliveries("history")[S1]["may_reply_now"] is None
    replies(out, "nobody")
    assert rule(out) == ()


def test_of_what_was_deleted(out: Any) -> None:
    """There is nothing to reply to."""
    out("post", "delete", "ijn-2020.1", "--on", "sky", "--yes")
    assert "was deleted" in replies(out, "nobody", code=2).err


def test_of_an_answer(out: Any) -> None:
    """The thread's first post rules."""
    out("post", "reply", "ijn-2020.1", "--words", "https://example.org", "--at", "+1h", "--on", "sky")
    out("post", "approve", "ijn-2020.3")
    out.send()
    told = out("post", "replies", "ijn-2020.3", "nobody", code=2)
    assert "drumbeat post replies ijn-2020.1 WHO" in told.err


def test_for_programs(out: Any) -> None:
    """Before and after, and whether the network was asked."""
    (told,) = out("post", "replies", "ijn-2020.1", "nobody", "--on", "sky", "--json").json
    assert (told["live"], told["may_reply_before"], told["may_reply_now"]) == (True, None, [])
    assert (told["approval_voided"], told["trouble"]) == (False, "")
