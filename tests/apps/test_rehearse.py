"""campaign rehearse: a copy is sent for nobody to see, and what the real run would meet is told."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.accounts import Connection
from scheduler.core.delivery import State

X1, X2, S1, S2 = (f"ijn-2020.{n}@{name}" for name in ("x-main", "sky") for n in (1, 2))


def files(drumbeat: Any) -> dict[str, bytes]:
    """Every file of the installation, byte for byte, but the page of a rehearsal."""
    found = (path for path in drumbeat.folder.rglob("*") if path.is_file() and path.suffix != ".html")
    return {str(path.relative_to(drumbeat.folder)): path.read_bytes() for path in found}


def rehearse(drumbeat: Any, *more: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The deliveries that were rehearsed, by id, and the warnings, by what they are about."""
    told = drumbeat.json("campaign", "rehearse", "ijn-2020", *more)
    warnings: dict[str, str] = {}
    for each in told["warnings"]:
        words = f"{each['words']} {each['remedy']}"
        warnings[each["about"]] = f"{warnings.get(each['about'], '')}\n{words}"
    return {row["delivery"]: row for row in told["deliveries"]}, warnings


# --- what happens -------------------------------------------------------------------------------


def test_nothing_changes(planned: Any) -> None:
    """A rehearsal leaves every file of the installation as it was, byte for byte, but for its page."""
    before = files(planned)
    rows, _ = rehearse(planned)
    assert {row["state"] for row in rows.values()} == {"posted"}
    assert files(planned) == before
    assert planned.json("history") == []


def test_ends_with_the_feed(planned: Any) -> None:
    """It ends with the page of every account, beside the database or where it is wanted."""
    told = planned("campaign", "rehearse", "ijn-2020").out
    page = planned.folder / "ijn-2020-rehearsed.html"
    assert str(page) in told
    planned("campaign", "rehearse", "ijn-2020", "--feed", "other.html")
    for path in (page, planned.folder / "other.html"):
        shown = path.read_text(encoding="utf-8")
        assert 'id="account-x-main"' in shown
        assert 'id="account-sky"' in shown
        assert shown.count('<article class="post"') == 4


def test_a_page_that_cannot_be_written(planned: Any) -> None:
    """The file that cannot be written is named."""
    assert "nowhere" in planned("campaign", "rehearse", "ijn-2020", "--feed", "nowhere/page.html", code=2).err


def test_a_thread_is_rehearsed_as_a_thread(ready: Any) -> None:
    """The page shows the parts of a thread one below the other."""
    best = [each["id"] for each in ready.json("excerpts", "ijn-2020")]
    ready(
        "campaign", "new", "ijn-2020", "--on", "x-main,sky", "--excerpts", f"{'+'.join(best[:3])},{best[3]}"
    )
    rows, _ = rehearse(ready)
    page = (ready.folder / "ijn-2020-rehearsed.html").read_text(encoding="utf-8")
    lengths = [each.count('<article class="post"') for each in page.split('<div class="thread">')[1:]]
    assert sorted(lengths) == [1, 1, 3, 3]
    assert len(rows[X1]["parts"]) == 3


def test_called_rehearsed(approved: Any) -> None:
    """What it did is called rehearsed, be the account a real one, and no screen calls it posted."""
    real(approved, "sky")
    approved("campaign", "launch", "ijn-2020", "--at", "+1h")
    told = approved("campaign", "rehearse", "ijn-2020")
    assert len(re.findall(r"@(?:sky|x-main) +rehearsed\b", told.out)) == 4
    assert "posted" not in told.out + told.err
    rows, _ = rehearse(approved)
    assert {row["rehearsal"] for row in rows.values()} == {True}


def real(drumbeat: Any, name: str) -> None:
    """Make a real account of a rehearsal, with a token, at an address where nobody answers."""
    with drumbeat.office() as office, office.store.write() as unit:
        account = unit.accounts.get(name)
        unit.accounts.save(replace(account, connection=Connection.REAL, service="http://127.0.0.1:9"))
        unit.tokens.put(name, "session", b"not to be copied", at=office.desk.clock.now())


def test_no_token_is_copied(approved: Any) -> None:
    """The copy holds no token and no real account, and so could not speak as anybody."""
    from scheduler.services import rehearsing
    from scheduler.wiring import rehearsing as staged

    real(approved, "sky")
    with approved.office() as here, staged(here) as stage:
        rehearsing.copy(here.desk, stage.desk, "ijn-2020")
        with stage.store.read() as unit:
            accounts = unit.accounts.all()
            assert [unit.tokens.get(each.name, "session") for each in accounts] == [None, None]
        assert {(each.connection, each.service) for each in accounts} == {(Connection.REHEARSAL, "")}
        place = stage.settings.database
        assert b"not to be copied" not in place.read_bytes()
    assert not place.exists()


def test_as_planned(approved: Any) -> None:
    """What has a time is rehearsed at that time, over the hours between."""
    approved("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00")
    rows, warnings = rehearse(approved)
    assert [rows[id]["parts"][0]["posted_at"][:16] for id in (X1, X2)] == [
        "2030-01-02T14:00",
        "2030-01-02T15:00",
    ]
    assert {row["approved_by"] for row in rows.values()} == {approved.json("queue")[0]["approved_by"]}
    assert set(warnings) == {"daemon"}


def test_what_stands_by_is_launched(planned: Any) -> None:
    """A campaign that stands by is rehearsed as launched now, or at another time, and that is said."""
    rows, warnings = rehearse(planned)
    assert "stands by; it was rehearsed as if launched at" in warnings["ijn-2020"]
    assert {row["approved_by"] for row in rows.values()} == {"rehearsal"}
    rows, warnings = rehearse(planned, "--at", "2030-01-02 09:00")
    assert "2030-01-02T09:00, America/New_York" in warnings["ijn-2020"]
    assert rows[X2]["parts"][0]["posted_at"].startswith("2030-01-02T15:00")


def test_not_before_its_embargo(ready: Any) -> None:
    """Under an embargo it is rehearsed as launched when that ends."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0", "--embargo", "2030-01-02 09:00")
    rows, warnings = rehearse(ready)
    assert rows[S1]["parts"][0]["posted_at"].startswith("2030-01-02T14:00")
    assert "2030-01-02T09:00" in warnings["ijn-2020"]


def test_a_plan_of_times_that_are_over_today(ready: Any) -> None:
    """A plan that no launch now could keep is rehearsed as launched at midnight, and that is said."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0d 00:00, T+1d 09:00")
    rows, warnings = rehearse(ready)
    assert "a launch now is refused: T+0 00:00 falls before the launch" in warnings["ijn-2020"]
    assert rows[S1]["planned_local"][11:] == "00:00:00"
    assert rows[S2]["state"] == "posted"
    assert "00:00" in ready("campaign", "rehearse", "ijn-2020", "--at", "+1m", code=2).err


def test_what_is_out_is_not_rehearsed_again(approved: Any) -> None:
    """Of a campaign that is under way only what is to come is rehearsed."""
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    rows, _ = rehearse(approved)
    assert set(rows) == {X2, S2}
    page = (approved.folder / "ijn-2020-rehearsed.html").read_text(encoding="utf-8")
    assert page.count('<article class="post"') == 2


# --- what is told -------------------------------------------------------------------------------


def change(drumbeat: Any, id: str, changed: Callable[[Any], Any]) -> None:
    """Write another delivery over the one called *id*."""
    with drumbeat.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(id)
        assert unit.deliveries.save(old, changed(old))


def stop(drumbeat: Any) -> None:
    """Let x-main be an account that its network turned away."""
    with drumbeat.office() as office, office.store.write() as unit:
        account = unit.accounts.get("x-main")
        now = office.desk.clock.now()
        unit.accounts.save(replace(account, stopped_at=now, stopped_why="the account is locked"))


def late(drumbeat: Any) -> None:
    """Let the planned time of everything have passed by hours."""
    with drumbeat.office() as office, office.store.write() as unit:
        for old in unit.deliveries.of_campaign("ijn-2020"):
            at = office.desk.clock.now() - timedelta(hours=5)
            assert unit.deliveries.save(old, old.planned(at, "2020-01-01T00:00:00"))


def lose_pictures(drumbeat: Any) -> None:
    """Let every card be gone."""
    for picture in (drumbeat.folder / "cards").rglob("*.png"):
        picture.unlink()


def in_doubt(drumbeat: Any) -> None:
    """Let X1 be uncertain."""
    change(
        drumbeat,
        X1,
        lambda old: old.move(State.SENDING, owner="daemon:0").move(
            State.UNCERTAIN, next_try_at=old.planned_at
        ),
    )


@pytest.mark.parametrize(
    ("before", "about", "told"),
    [
        (
            [("halt", "--reason", "the news has turned", "--as", "Rosa")],
            "halt",
            "by Rosa: the news.*drumbeat resume",
        ),
        ([("campaign", "pause", "ijn-2020")], "ijn-2020", "paused.*drumbeat campaign resume ijn-2020"),
        ([("account", "pause", "x-main")], "x-main", "paused.*drumbeat account resume x-main"),
        ([("account", "remove", "x-main", "--yes")], "x-main", "removed.*drumbeat account add x x-main"),
        ([], "daemon", "none runs.*drumbeat run"),
        (
            [("post", "edit", "ijn-2020.1", "--words", "New.")],
            "ijn-2020",
            f"nobody approved {S1}, {X1}.*approve",
        ),
        ([("post", "move", "ijn-2020.2", "--to", "+5d")], "sky", "says nothing for 4d23h after"),
        (
            [("account", "set", "x-main", "--hour-fuse", "0")],
            X1,
            r"held \(fuse\).*0 are allowed.*account set x-main",
        ),
        ([("account", "set", "x-main", "--budget", "0.03")], X2, r"held \(budget\).*0.03.*--budget"),
        ([("account", "set", "x-main", "--budget", "0.03")], "ijn-2020", "x-main may cost"),
    ],
)
def test_warned(approved: Any, before: list[tuple[str, ...]], about: str, told: str) -> None:
    """Whatever would keep the real run back is told with what opens the way, and the rest is rehearsed."""
    approved("campaign", "launch", "ijn-2020", "--at", "+1h")
    for act in before:
        approved(*act)
    rows, warnings = rehearse(approved)
    assert re.search(told, warnings[about], re.DOTALL), warnings
    assert rows[S1]["state"] == "posted"


@pytest.mark.parametrize(
    ("before", "about", "told", "state"),
    [
        (stop, "x-main", "stopped: the account is locked.*account resume", "posted"),
        (late, X1, r"held \(missed\).*late.*drumbeat post move ijn-2020.1", "held"),
        (lose_pictures, X1, r"held \(check\).*missing.*decide ijn-2020.1@x-main draft", "held"),
        (in_doubt, X1, "uncertain and was not rehearsed", None),
    ],
)
def test_warned_of_what_happened(
    approved: Any, before: Callable[[Any], None], about: str, told: str, state: str | None
) -> None:
    """What has happened already to an approved campaign is met in the rehearsal too."""
    approved("campaign", "launch", "ijn-2020", "--at", "+1h")
    before(approved)
    rows, warnings = rehearse(approved)
    assert re.search(told, warnings[about], re.DOTALL), warnings
    assert rows.get(X1, {}).get("state") == state


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("“Nobody ever wrote this at all.”", "could not be approved.*word for word"),
        ("and on " * 50, r"failed.*350 weighted characters.*280.*drumbeat post edit ijn-2020.1"),
    ],
)
def test_warned_of_words(planned: Any, words: str, told: str) -> None:
    """Words that approval or the network would refuse are told of."""
    change(planned, X1, lambda old: old.with_part(1, words=words))
    _, warnings = rehearse(planned)
    found = "\n".join(warnings.get(each, "") for each in ("ijn-2020.1", X1))
    assert re.search(told, found, re.DOTALL), warnings


def test_a_time_that_has_passed(planned: Any) -> None:
    """Drafts whose time has passed are told of, and rehearsed as approved for now."""
    planned("campaign", "launch", "ijn-2020")
    rows, warnings = rehearse(planned)
    assert re.search(r"planned time of .*x-main has passed.*--late", warnings["ijn-2020"])
    assert rows[X1]["state"] == "posted"


def test_rules_of_x(ready: Any) -> None:
    """Near repeats on two accounts of X, and what X frowns upon, are told as at planning."""
    ready("account", "add", "x", "x-two", "--rehearsal")
    ready("campaign", "new", "ijn-2020", "--on", "x-main,x-two", "--count", "1")
    _, warnings = rehearse(ready)
    assert "say nearly the same" in warnings["ijn-2020"]
    assert "could not be approved" in warnings["ijn-2020.1"]


def test_what_was_sent_before_counts(ready: Any) -> None:
    """What other campaigns spent this month is spent for the rehearsal too."""
    best = [each["id"] for each in ready.json("excerpts", "ijn-2020")]
    for excerpt in best[:2]:
        ready("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0", "--excerpts", excerpt)
    ready("account", "set", "x-main", "--budget", "0.03")
    ready("campaign", "approve", "ijn-2020-2")
    ready("campaign", "launch", "ijn-2020-2")
    rows, warnings = rehearse(ready)
    assert rows[X1]["state"] == "posted"
    ready("run", "--once")
    rows, warnings = rehearse(ready)
    assert rows[X1]["state"] == "held"
    assert "held (budget)" in warnings[X1]


# --- what cannot be rehearsed -------------------------------------------------------------------


def test_not_rehearsed(planned: Any) -> None:
    """A campaign that is not there or is cancelled, and a time that is none, are refused."""
    assert "Did you mean ijn-2020" in planned("campaign", "rehearse", "ijn-202", code=2).err
    assert "is not a time" in planned("campaign", "rehearse", "ijn-2020", "--at", "soon", code=2).err
    planned("campaign", "cancel", "ijn-2020")
    assert "is cancelled" in planned("campaign", "rehearse", "ijn-2020", code=2).err
    assert not Path(planned.folder / "ijn-2020-rehearsed.html").exists()
