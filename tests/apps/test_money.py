"""What campaigns cost, what they may cost, and how much an account may send: from the plan to the post."""

from collections.abc import Callable
from typing import Any

import pytest

LINK = "https://example.org/2020"
D1, D2, D3 = (f"ijn-2020.{n}@x-main" for n in (1, 2, 3))


@pytest.fixture
def plan(ready: Any) -> Callable[..., Any]:
    """Plans three posts an hour apart, on X unless told otherwise; what ``campaign new`` tells."""

    def new(*options: str, on: str = "x-main") -> Any:
        return ready.json(
            "campaign", "new", "ijn-2020", "--on", on, "--plan", "T+0, T+1h, T+2h", "--link", LINK, *options
        )

    return new


def configure(drumbeat: Any, text: str) -> None:
    """Add to the configuration."""
    path = drumbeat.folder / "config.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def go(drumbeat: Any, campaign: str = "ijn-2020") -> None:
    """Approve and launch a campaign, and send all of it, over the hours between."""
    drumbeat("campaign", "approve", campaign)
    drumbeat("campaign", "launch", campaign)
    drumbeat.send()


def x_main(drumbeat: Any) -> Any:
    """How the account on X stands, by ``status``."""
    return next(each for each in drumbeat.json("status")["accounts"] if each["account"] == "x-main")


# --- cost ---------------------------------------------------------------------------------------


def test_shown_everywhere(ready: Any, plan: Any) -> None:
    """A campaign and each of its posts say what they cost on X, and nothing of networks that ask nothing."""
    made = plan(on="x-main,sky")
    assert made["cost"] == "0.245"
    assert {row["delivery"]: row["cost"] for row in made["deliveries"] if row["account"] == "x-main"} == {
        D1: "0.205",
        D2: "0.02",
        D3: "0.02",
    }
    assert {row["cost"] for row in made["deliveries"] if row["account"] == "sky"} == {None}
    assert ready.json("campaign", "show", "ijn-2020")["cost"] == "0.245"
    told = ready("campaign", "approve", "ijn-2020").out
    assert "Cost: $0.245, by the prices of X of 2026-08-13" in told
    assert "$0.205" in told
    row = ready.deliveries("queue")[D1]
    assert (row["cost"], row["parts"][0]["cost"]) == ("0.205", "0.205")
    assert "$0.205" in ready("queue").out


def test_nothing_costs_anything(ready: Any, plan: Any) -> None:
    """Where no network asks for money nobody speaks of it."""
    made = plan(on="sky")
    assert (made["cost"], made["link_costs"], made["remarks"]) == (None, {}, [])
    assert "Cost" not in ready("campaign", "show", "ijn-2020").out


def test_prices_are_configured(ready: Any, plan: Any) -> None:
    """Whoever pays other prices says so."""
    configure(ready, '\n[prices.x]\npost = "0.01"\nalt_text = "0"\n[prices.bluesky]\npost = "1"\n')
    made = plan("--link-on", "none", on="x-main,sky")
    assert made["cost"] == "3.03"


def test_spent(ready: Any, plan: Any) -> None:
    """What is out counts, as what it cost when it was launched, and what was refused does not."""
    plan()
    ready("rehearsal", "fault", "x-main", "refuse", "--skip", "1")
    go(ready)
    assert ready.deliveries("history", "--attempts")[D2]["state"] == "failed"
    assert x_main(ready)["month_cost"] == "0.225"
    configure(ready, '\n[prices.x]\npost_with_link = "9"\n')
    assert ready.deliveries("history")[D1]["cost"] == "0.205"
    assert "x-main: $0.225 without a budget" in ready("status").out


def test_what_may_be_out_counts(ready: Any, plan: Any) -> None:
    """Launched without an answer it counts as spent, until a person knows that it is not out."""
    plan("--link-on", "none", "--count", "1")
    ready("campaign", "approve", "ijn-2020")
    ready.die_launched(D1)
    with ready.office() as office, office.store.write() as unit:
        launched = unit.deliveries.get(D1)
        assert unit.deliveries.save(launched, launched.with_part(1, cost=20_000))
    ready.send()
    assert ready.deliveries("attention")[D1]["reason"] == "unknown"
    assert x_main(ready)["month_cost"] == "0.02"
    row = ready.json("decide", D1, "absent")
    assert (row["parts"][0]["cost"], x_main(ready)["month_cost"]) == ("0.02", "0.00")
    configure(ready, '\n[prices.x]\npost = "1"\n')
    assert ready.deliveries("queue")[D1]["cost"] == "1.005"  # it is still to be paid


# --- where the link goes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "linked", "cost"),
    [
        ("first", [1], "0.245"),
        ("all", [1, 2, 3], "0.615"),
        ("none", [], "0.06"),
    ],
)
def test_link_on(plan: Any, choice: str, linked: list[int], cost: str) -> None:
    """The link goes where it is asked for, on the network that charges for it; elsewhere it is on all."""
    made = plan("--link-on", choice, on="x-main,sky")
    words = {row["delivery"]: row["parts"][0]["words"] for row in made["deliveries"]}
    assert [n for n in (1, 2, 3) if LINK in words[f"ijn-2020.{n}@x-main"]] == linked
    assert all(LINK in words[f"ijn-2020.{n}@sky"] for n in (1, 2, 3))
    assert (made["link_on"], made["cost"]) == (choice, cost)
    assert made["link_costs"] == {"first": "0.245", "all": "0.615", "reply": "0.26", "none": "0.06"}


def test_link_in_a_reply(ready: Any, plan: Any) -> None:
    """The first post is followed by an answer of its own with nothing but the link."""
    made = plan("--link-on", "reply")
    assert [len(row["parts"]) for row in made["deliveries"]] == [2, 1, 1]
    go(ready)
    first, second = ready.deliveries("history")[D1]["parts"]
    assert LINK not in first["words"]
    assert (second["words"], second["pictures"], second["cost"]) == (LINK, [], "0.20")
    with ready.office() as office:
        (answer,) = [post for post in office.rehearsal.posts() if post.words == LINK]
    assert answer.reply_to == first["remote_id"]


def test_a_reply_survives_an_edit(ready: Any, plan: Any) -> None:
    """New words are those of the post; the link still answers it."""
    plan("--link-on", "reply")
    (row,) = ready.json("post", "edit", "ijn-2020.1", "--words", "A new way forward.")
    assert [part["words"] for part in row["parts"]] == ["A new way forward.", LINK]


def test_prices_of_the_choices(ready: Any, plan: Any) -> None:
    """All four are shown with the plan, and later."""
    shown = "first $0.245 (chosen), all $0.615, reply $0.26, none $0.06"
    assert any(shown in each for each in plan()["remarks"])
    assert shown in ready("campaign", "show", "ijn-2020").err


def test_a_link_that_a_person_typed(ready: Any, plan: Any) -> None:
    """A bare domain in somebody's own words costs what a link costs, and that is told."""
    plan("--link-on", "none")
    told = ready("post", "edit", "ijn-2020.2", "--words", "Read file.py at once.")
    assert ready.deliveries("queue")[D2]["cost"] == "0.205"
    assert f"{D2}: X makes a link of file.py: $0.20 and not $0.015" in told.err
    assert "file.py" in ready("campaign", "show", "ijn-2020").err


# --- budget -------------------------------------------------------------------------------------


def test_over_budget_is_held(ready: Any, plan: Any) -> None:
    """What would exceed the month's budget waits for a person; what still fits goes out."""
    ready("account", "set", "x-main", "--budget", "0.05")
    remarks = plan()["remarks"]
    assert any("x-main may cost $0.05 in a month" in each for each in remarks)
    go(ready)
    rows = ready.deliveries("history", "--attempts")
    assert [(rows[each]["state"], rows[each]["reason"]) for each in (D1, D2, D3)] == [
        ("held", "budget"),
        ("posted", None),
        ("posted", None),
    ]
    row = ready.deliveries("attention")[D1]
    assert "it would cost $0.205, and of the $0.05 that x-main may cost" in row["why"]
    assert "drumbeat account set x-main --budget" in ready("attention").out
    assert (x_main(ready)["month_cost"], x_main(ready)["month_budget"]) == ("0.04", "0.05")


def test_configured_budget(ready: Any, plan: Any) -> None:
    """A budget of the configuration bounds each account of the network; an account's own goes before."""
    configure(ready, '\n[budget]\nx = "0.00"\n')
    plan()
    go(ready)
    assert {row["reason"] for row in ready.json("attention")} == {"budget"}
    ready("account", "set", "x-main", "--budget", "1")
    ready("decide", D1, "now")
    ready("account", "set", "x-main", "--budget", "none")
    assert "budget" in ready("decide", D2, "now", code=2).err


def test_let_go_over_the_budget(ready: Any, plan: Any) -> None:
    """The refusal names the way; a person takes it by name, for that delivery alone, until it is out."""
    ready("account", "set", "x-main", "--budget", "0")
    plan()
    go(ready)
    refused = ready("decide", D1, "now", code=2).err
    assert f"drumbeat decide {D1} now --over budget" in refused
    assert "--over budget" in ready("decide", D1, "move", "+1h", code=2).err
    ready("decide", D1, "now", "--over", "fuse", code=2)  # the other one opens nothing
    row = ready.json("decide", D1, "now", "--over", "budget", "--as", "Rosa")
    assert (row["state"], row["budget_overridden_by"], row["fuse_overridden_by"]) == ("queued", "Rosa", None)
    ready("run", "--once")
    rows = ready.deliveries("history", "--attempts")
    assert (rows[D1]["state"], rows[D2]["reason"]) == ("posted", "budget")
    decided = [each for each in rows[D1]["attempts"] if each["event"] == "decided"][-1]
    assert (decided["actor"], decided["detail"]["over"]) == ("Rosa", ["budget"])


def test_next_month_is_another(ready: Any, plan: Any) -> None:
    """A move into the next month is judged by that month's money, with no override."""
    ready("account", "set", "x-main", "--budget", "0.21")
    plan()
    go(ready)
    assert ready.deliveries("attention")[D2]["reason"] == "budget"
    ready("decide", D2, "move", "+1h", code=2)
    ready("decide", D2, "move", "+31d")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("now", "--over", "halt"), "only budget and fuse"),
        (("now", "--over", "embargo"), "only budget and fuse"),
        (("look", "--over", "budget"), "--over goes with now and move"),
        (("cancel", "--over", "fuse"), "--over goes with now and move"),
    ],
)
def test_no_other_override(ready: Any, plan: Any, words: tuple[str, ...], says: str) -> None:
    """No other gate gives way to a person, and no other decision makes one do."""
    plan()
    assert says in ready("decide", D1, *words, code=2).err


def test_other_gates_stay_shut(ready: Any, plan: Any) -> None:
    """An override opens its own gate, and no pause."""
    ready("account", "set", "x-main", "--budget", "0")
    plan()
    go(ready)
    ready("account", "pause", "x-main")
    assert "paused" in ready("decide", D1, "now", "--over", "budget", code=2).err
    assert ready.deliveries("attention")[D1]["budget_overridden_by"] is None


# --- fuse ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--hour-fuse", "--day-fuse"])
def test_beyond_the_fuse_is_held(ready: Any, option: str) -> None:
    """Over all campaigns: what goes beyond waits for a person, who may let it go by name."""
    ready("account", "set", "sky", option, "2")
    for n in (1, 2):
        ready("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0, T+1m")
        go(ready, "ijn-2020" if n == 1 else "ijn-2020-2")
    held = ready.deliveries("attention")
    assert set(held) == {"ijn-2020-2.1@sky", "ijn-2020-2.2@sky"}
    assert {row["reason"] for row in held.values()} == {"fuse"}
    assert "sent 2 messages within" in held["ijn-2020-2.1@sky"]["why"]
    refused = ready("decide", "ijn-2020-2.1@sky", "now", code=2).err
    assert "drumbeat decide ijn-2020-2.1@sky now --over fuse" in refused
    ready("decide", "ijn-2020-2.1@sky", "now", "--over", "fuse")
    ready("run", "--once")
    assert ready.deliveries("history")["ijn-2020-2.1@sky"]["fuse_overridden_by"]
    assert "--over fuse" in ready("decide", "ijn-2020-2.2@sky", "now", code=2).err


def test_each_part_counts(ready: Any, plan: Any) -> None:
    """A post with an answer is two messages, counted before the first goes out: all of it or nothing."""
    ready("account", "set", "x-main", "--hour-fuse", "1")
    plan("--link-on", "reply", "--count", "2")
    go(ready)
    rows = ready.deliveries("history", "--attempts")
    assert (rows[D1]["reason"], rows[D2]["state"]) == ("fuse", "posted")


def test_a_plan_that_is_too_dense(ready: Any) -> None:
    """It is told when it is made, launched or not: what is closest together counts."""
    ready("account", "set", "x-main", "--hour-fuse", "3")
    made = ready.json(
        "campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0, T+1m, T+2m, T+59m, T+60m"
    )
    assert any(
        "x-main would send 4 messages within an hour, and may send 3." in each for each in made["remarks"]
    )
    ready("account", "set", "x-main", "--hour-fuse", "9", "--day-fuse", "4")
    shown = ready.json("campaign", "show", "ijn-2020")["remarks"]
    assert any("5 messages within a day, and may send 4." in each for each in shown)


# --- accounts -----------------------------------------------------------------------------------


def test_account_set(ready: Any) -> None:
    """Bounds are set and unset, and shown with what is used of them."""
    made = ready.json("account", "set", "x-main", "--budget", "25", "--hour-fuse", "5", "--day-fuse", "20")
    assert (made["month_budget"], made["hour_fuse"], made["day_fuse"]) == ("25.00", 5, 20)
    assert (made["kind"], made["month_cost"], made["hour_sent"], made["day_sent"]) == (
        "unverified",
        "0.00",
        0,
        0,
    )
    made = ready.json(
        "account", "set", "x-main", "--budget", "none", "--day-fuse", "5000", "--kind", "verified"
    )
    assert (made["month_budget"], made["hour_fuse"], made["day_fuse"], made["kind"]) == (
        None,
        5,
        2_400,
        "verified",
    )
    told = ready("account", "set", "sky", "--hour-fuse", "none").out
    assert "messages: 0 of 10 within an hour" in told
    assert "cost" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("x-main",), "Nothing to set"),
        (("nobody", "--budget", "1"), "no account 'nobody'"),
        (("x-main", "--budget", "much"), "'much' is no amount of money"),
        (("x-main", "--hour-fuse", "-1"), "'-1' is no number of messages within an hour"),
        (("x-main", "--day-fuse", "1e9"), "within a day"),
        (("x-main", "--kind", "blue"), "Kinds: unverified, verified."),
        (("sky", "--kind", "verified"), "Bluesky tells no kinds apart"),
        (("sky", "--budget", "1"), "asks for no money"),
    ],
)
def test_what_cannot_be_set(ready: Any, words: tuple[str, ...], says: str) -> None:
    """It is refused with what can, and nothing is changed."""
    before = ready.json("status")["accounts"]
    assert says in ready("account", "set", *words, code=2).err
    assert ready.json("status")["accounts"] == before


def test_doctor_tells(ready: Any, plan: Any) -> None:
    """A budget that does not hold what is queued, and a fuse that is used up, each with its remedy."""
    ready("account", "set", "x-main", "--budget", "0.05")
    plan("--link-on", "none")
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020")
    found = {each["thing"]: each for each in ready("doctor", "--json", code=1).json}
    assert "$0.06 queued" in found["budget of x-main"]["words"]
    assert "drumbeat account set x-main --budget" in found["budget of x-main"]["remedy"]
    assert "fuse of x-main" not in found
    ready("account", "set", "x-main", "--budget", "1", "--hour-fuse", "1")
    ready("run", "--once")
    found = {each["thing"]: each for each in ready("doctor", "--json", code=1).json}
    assert found["budget of x-main"]["well"]
    assert "1 of 1 messages within an hour" in found["fuse of x-main"]["words"]
    assert "--hour-fuse" in found["fuse of x-main"]["remedy"]
