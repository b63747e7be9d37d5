"""The contract of the store: what goes in comes out, and only over what was seen."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from filling import filled
from hypothesis import given
from hypothesis import strategies as st

from db.store import SqlStore
from scheduler.core.campaign import LinkOn, Post
from scheduler.core.delivery import Delivery, LinkCard, Part, Picture, Reason, State
from scheduler.core.errors import Refused, Stale
from scheduler.core.records import Attempt, Event, Run
from scheduler.core.slots import Slot


def a_part(make: Any, n: int = 1, **changes: Any) -> Part:
    """A part with every field set."""
    picture = Picture(sha256="a" * 64, alt="„Ə“ 👩🏽‍🌾", width=1200, height=675, media_type="image/png")
    return filled(
        Part(n=n, words="Wörter\n„我們“ 👩🏽‍🌾 e\u0301"),
        pictures=(picture, replace(picture, sha256="b" * 64, alt="second")),
        excerpt="ijn:0-4",
        speaker="Žofia",
        left_out=("link", "issuer"),
        mentions={"ijn.example": "did:plc:ijn"},
        preview=LinkCard(
            uri="https://example.org/ä", title="„Ə“", description="d", sha256="c" * 64, media_type="t"
        ),
        record_key=f"3lkey{n}",
        media_keys=("m1", "m2"),
        launched_at=make.after(1),
        remote_id=f"remote{n}",
        link=f"https://example.org/{n}",
        posted_at=make.after(2),
        removed_at=make.after(3),
        removed_by="Žofia",
        live=False,
        looked_at=make.after(4),
        last_seen_at=make.after(5),
        gone_seen_at=make.after(6),
        record={"text": "„我們“", "langs": ["de"]},
        found_words="other words",
        found_seen_at=make.after(9),
        correction_seen_at=make.after(10),
        cost=15_000,
        **changes,
    )


SLOT = Slot(days=frozenset({0}), wall_time=time(9), zone="Asia/Kathmandu")


def whole_delivery(make: Any) -> Delivery:
    """A delivery with every field set that its state allows, in two parts."""
    return make.delivery(
        parts=(a_part(make), a_part(make, 2)),
        state=State.SENDING,
        why="weil „sie“ es sagte",
        planned_local="2026-03-02T16:00:00",
        zone="Asia/Kathmandu",
        slot=SLOT.id,
        slot_date=date(2026, 3, 2),
        next_try_at=make.after(7.000001),
        window=timedelta(minutes=7, microseconds=3),
        approval="d" * 64,
        approved_by="Žofia",
        approved_at=make.after(-5),
        owner="run 3",
        fence=4,
        tries=5,
        looks=6,
        may_be_out=True,
        may_reply=("followed", "mentioned"),
        may_reply_live=("mentioned",),
        may_reply_changed_at=make.after(3),
        quotable=False,
        labels=("graphic-media",),
        budget_overridden_by="ann",
        fuse_overridden_by="ben",
        cancel_asked_by="ann",
        removal_asked_at=make.after(-2),
        removal_asked_by="ann",
        answers="ijn.2@x-main",
        answered_at=make.after(-1),
        revision=3,
    )


# --- what goes in comes out ---------------------------------------------------------------------


def test_account_comes_back(store: SqlStore, make: Any) -> None:
    """Every field of an account is kept, added and saved; its identity finds it."""
    value = filled(
        make.account("third"),
        removed_at=make.after(1),
        removed_by="Žofia",
        paused_at=make.after(2),
        paused_by="ann",
        stopped_at=make.after(3),
        stopped_why="gesperrt",
        service="https://ijn.example",
        kind="verified",
        month_budget=25_000_000,
        hour_fuse=10,
        day_fuse=0,
        bounded_at=make.after(5),
        bounded_by="Žofia",
        proved_at=make.after(4),
        sends_again=True,
        revision=3,
    )
    with store.write() as unit:
        unit.accounts.add(value)
        assert unit.accounts.get("third") == value == unit.accounts.by_identity("x", value.remote_id)
        changed = replace(value, handle="new", paused_at=None, stopped_why="", removed_by="ann")
        unit.accounts.save(changed)
    with store.read() as unit:
        assert unit.accounts.get("third") == replace(changed, revision=4)
        assert [each.name for each in unit.accounts.all()] == ["b-main", "third", "x-main"]
        assert unit.accounts.by_identity("bluesky", value.remote_id) is None


def test_campaign_comes_back(store: SqlStore, make: Any) -> None:
    """Every field of a campaign and of its posts is kept, accounts and excerpts in their order."""
    other = Post(id="c.1", campaign="c", n=1, excerpts=("ijn:0-4",), offset="T+0")
    post = filled(
        Post(id="c.2", campaign="c", n=2, excerpts=("ijn:5-9", "ijn:0-4"), offset="09:00"),
        cancelled_at=make.after(1),
        cancelled_by="Žofia",
        joined_to="c.1",
        joined_n=2,
    )
    value = filled(
        make.campaign("c"),
        launch_at=make.after(3),
        launch_local="2026-03-02T16:03:00",
        embargo_at=make.after(2),
        link="https://example.org/ä",
        hashtags=("#Für", "#我們"),
        stagger=timedelta(seconds=90),
        window=timedelta(hours=2),
        may_reply=("followed",),
        quotable=False,
        labels=("graphic-media",),
        link_on=LinkOn.REPLY,
        paused_at=make.after(4),
        paused_by="ann",
        cancelled_at=make.after(5),
        cancelled_by="ann",
        revision=7,
        posts=(other, post),
    )
    with store.write() as unit:
        unit.statements.keep_excerpt(make.excerpt(5, 9))
        unit.campaigns.add(value)
    mended = replace(post, offset="T+1h", cancelled_at=None, cancelled_by=None, joined_to=None, joined_n=None)
    mended = replace(mended, excerpts=("ijn:0-4", "ijn:5-9"))
    new = Post(id="c.3", campaign="c", n=3, excerpts=("ijn:5-9",), offset="T+2h")
    with store.write() as unit:
        assert unit.campaigns.get("c") == value
        assert unit.campaigns.of_post("c.2") == (replace(value, posts=()), post)
        assert unit.campaigns.of_post("c.3") is None
        unit.campaigns.save(replace(value, link=None, hashtags=(), posts=()))
        unit.campaigns.save_post(mended)
        unit.campaigns.add_post(new)
    with store.read() as unit:
        after = replace(value, link=None, hashtags=(), revision=8, posts=(other, mended, new))
        assert unit.campaigns.get("c") == after
        assert {each.id for each in unit.campaigns.all()} == {"c", "ijn", "second"}
        assert list(unit.campaigns.ids()) == ["c", "ijn", "second"]
        assert unit.campaigns.get("none") is None


def test_delivery_comes_back(store: SqlStore, make: Any) -> None:
    """Every field of a delivery, of its parts and of their pictures is kept; and so when it is held."""
    value = whole_delivery(make)
    filled(value, reason=Reason.MISSED, state=State.HELD)
    held = make.delivery(2, state=State.HELD, reason=Reason.MISSED, why="spät")
    with store.write() as unit:
        unit.slots.add(SLOT, at=make.now, by="ann")
        unit.deliveries.add(held)
        unit.deliveries.add(value)
    with store.read() as unit:
        assert unit.deliveries.get(value.id) == value
        assert unit.deliveries.get(held.id) == held
        assert unit.deliveries.get("none") is None


def test_saved_delivery_comes_back(store: SqlStore, make: Any) -> None:
    """Saving writes every field, adds and takes away parts, and changes their pictures."""
    before = make.delivery(parts=tuple(a_part(make, n) for n in (1, 2)))
    mended = replace(before.parts[0], words="neu", pictures=before.parts[0].pictures[:1], live=True)
    after = replace(whole_delivery(make), parts=(mended, a_part(make, 3)))
    with store.write() as unit:
        unit.slots.add(SLOT, at=make.now, by="ann")
        unit.deliveries.add_all([make.delivery(2), before])
        assert unit.deliveries.save(before, after)
    with store.read() as unit:
        assert unit.deliveries.get(after.id) == replace(after, revision=2)


@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_words_come_back(scratch: Any, make: Any, words: str) -> None:
    """Any words that can be encoded come back as they were, NUL and all; JSON and rows alike."""
    part = Part(n=1, words=words, left_out=(words,))
    with scratch() as unit:
        unit.deliveries.add(make.delivery(parts=(part,)))
        unit.deliveries.note(an_attempt(make, detail={"said": words}))
        assert unit.deliveries.get("ijn.1@x-main").parts == (part,)
        assert unit.deliveries.attempts("ijn.1@x-main")[0].detail == {"said": words}


def an_attempt(make: Any, **changes: Any) -> Attempt:
    """An attempt at the first delivery."""
    attempt = Attempt(
        delivery="ijn.1@x-main", at=make.now, event=Event.CLAIMED, actor="daemon:1", outcome="queued"
    )
    return replace(attempt, **changes)


def test_attempts_come_back_in_order(store: SqlStore, make: Any) -> None:
    """Attempts come back as they were noted, in that order, whatever their times say."""
    noted = [
        an_attempt(make, part=2, detail={"wörter": ["我們", 1, None]}, at=make.after(3)),
        an_attempt(make, event=Event.DECIDED, at=make.after(-3)),
        an_attempt(make, event=Event.ANSWERED),
    ]
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
        for each in noted:
            unit.deliveries.note(each)
    with store.read() as unit:
        assert unit.deliveries.attempts("ijn.1@x-main") == noted
        assert unit.deliveries.attempts("none") == []


def test_halts(store: SqlStore, make: Any) -> None:
    """One halt at a time: a second begin answers the first; only the one that is on can be ended, once."""
    with store.write() as unit:
        assert unit.halts.current() is None
        halt = unit.halts.begin(at=make.now, by="Žofia", reason="„Stopp“")
        assert unit.halts.begin(at=make.after(1), by="ann", reason="also") == halt
        assert unit.halts.current() == halt
        unit.halts.end(halt, at=make.after(2), by="ann")
        assert unit.halts.current() is None
        with pytest.raises(Stale):
            unit.halts.end(halt, at=make.after(3), by="ann")
        assert unit.halts.begin(at=make.after(4), by="ann", reason="again").id > halt.id


def test_runs(store: SqlStore, make: Any) -> None:
    """Runs are numbered upwards; saving changes when it was seen, stopped, and what halt it confirmed."""
    with store.write() as unit:
        assert unit.runs.latest() is None
        halt = unit.halts.begin(at=make.now, by="ann", reason="stop")
        first = unit.runs.begin(host="büro", pid=4711, at=make.now)
        assert first == Run(number=1, host="büro", pid=4711, started_at=make.now, seen_at=make.now)
        ended = filled(first, seen_at=make.after(1), stopped_at=make.after(2), halt_confirmed=halt.id)
        unit.runs.save(ended)
        assert unit.runs.latest() == ended
        assert unit.runs.begin(host="büro", pid=1, at=make.now).number == 2
        assert unit.runs.latest().number == 2


# --- only over what was seen --------------------------------------------------------------------


@pytest.mark.parametrize(
    "moved_on",
    [
        {"state": State.CANCELLED},
        {"fence": 1},
        {"revision": 2},
    ],
)
def test_save_is_compare_and_set(store: SqlStore, make: Any, moved_on: dict[str, Any]) -> None:
    """A delivery whose state, fence or revision is not the one seen is not written, nor are its parts."""
    seen = make.delivery()
    with store.write() as unit:
        unit.deliveries.add(replace(seen, **moved_on))
        assert not unit.deliveries.save(seen, replace(seen.with_part(1, words="lost"), why="lost"))
    with store.read() as unit:
        assert unit.deliveries.get(seen.id) == replace(seen, **moved_on)


def test_save_raises_the_revision(store: SqlStore, make: Any) -> None:
    """Each save raises the revision by one, whatever the new value says, so the second of two loses."""
    seen = make.delivery()
    with store.write() as unit:
        unit.deliveries.add(seen)
        assert unit.deliveries.save(seen, replace(seen, why="first", revision=9))
        assert not unit.deliveries.save(seen, replace(seen, why="second"))
        now = unit.deliveries.get(seen.id)
        assert (now.why, now.revision) == ("first", 2)
        with pytest.raises(ValueError, match="cannot become"):
            unit.deliveries.save(now, replace(now, id="ijn.2@x-main"))


@pytest.mark.parametrize("kind", ["statements", "accounts", "campaigns"])
def test_stale_is_refused(store: SqlStore, kind: str) -> None:
    """What somebody changed since it was seen is not written over; the message says where to look."""
    name = {"accounts": "x-main"}.get(kind, "ijn")
    with store.write() as unit:
        rows = getattr(unit, kind)
        seen = rows.get(name)
        rows.save(seen)
    with store.write() as unit:
        rows = getattr(unit, kind)
        with pytest.raises(Stale, match=name) as refused:
            rows.save(seen)
        assert "drumbeat" in refused.value.remedy
        assert isinstance(refused.value, Refused)
        assert rows.get(name) == replace(seen, revision=2)


def test_a_save_writes_all_of_the_new_value(store: SqlStore, make: Any) -> None:
    """Whatever the old one was changed to on the way, what is stored afterwards is the new one."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
        seen = unit.deliveries.get(make.delivery().id)
    on_the_way = replace(seen, budget_overridden_by="Rosa")
    with store.write() as unit:
        assert unit.deliveries.save(on_the_way, replace(on_the_way, why="let go"))
    with store.read() as unit:
        stored = unit.deliveries.get(seen.id)
    assert (stored.budget_overridden_by, stored.why) == ("Rosa", "let go")
