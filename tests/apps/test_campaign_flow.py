"""An organizer's acts on a campaign: approval binds what is said, launch binds when."""

from datetime import datetime
from typing import Any

import pytest

D1, D2 = "ijn-2020.1@x-main", "ijn-2020.2@x-main"


def at(row: dict[str, Any]) -> datetime:
    """A row's planned time."""
    return datetime.fromisoformat(row["planned_at"])


def test_stands_by(approved: Any) -> None:
    """A campaign without a launch may be approved; it stands by, and says that no daemon runs."""
    rows = approved.deliveries("queue")
    assert {(row["state"], row["planned_at"]) for row in rows.values()} == {("queued", None)}
    approved("run", "--once")
    assert approved.json("history") == []
    assert "No daemon runs" in approved("queue").out


def test_launch_sets_times(approved: Any) -> None:
    """Networks go together, steps keep their distance, times are counted from the launch."""
    approved("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00")
    rows = approved.deliveries("queue")
    assert rows[D1]["planned_at"] == "2030-01-02T14:00:00.000Z"
    assert rows[D1]["planned_local"] == "2030-01-02T09:00:00"
    assert rows["ijn-2020.1@sky"]["planned_at"] == rows[D1]["planned_at"]
    assert (at(rows[D2]) - at(rows[D1])).total_seconds() == 3600


def test_accounts_of_one_network_are_staggered(ready: Any) -> None:
    """Two accounts on one network go one after the other."""
    config = (ready.folder / "config.toml").read_text().replace('stagger = "0s"', 'stagger = "7m"')
    (ready.folder / "config.toml").write_text(config)
    ready("account", "add", "x", "x-two", "--rehearsal")
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky,x-two", "--count", "1", "--launch", "+1h")
    rows = ready.deliveries("queue")
    assert at(rows["ijn-2020.1@sky"]) == at(rows[D1])
    assert (at(rows["ijn-2020.1@x-two"]) - at(rows[D1])).total_seconds() == 7 * 60


def test_relaunch_moves_what_has_not_gone(approved: Any) -> None:
    """A second launch shows the new times and needs a yes; what is out stays."""
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    refused = approved("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00", code=2)
    assert D2 in refused.out
    assert "--yes" in refused.err
    approved("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00", "--yes")
    rows = approved.deliveries("history", "--attempts")
    assert rows[D1]["state"] == "posted"
    assert rows[D2]["planned_at"] == "2030-01-02T15:00:00.000Z"


@pytest.mark.parametrize(
    ("late", "state"),
    [
        ("now", "queued"),  # it goes at once
        ("+2h", "queued"),  # it goes then
        ("cancel", "cancelled"),  # it does not go
    ],
)
def test_approving_late(planned: Any, late: str, state: str) -> None:
    """Approving after a planned time is refused without a word on the late posts, and does what it says."""
    planned("campaign", "launch", "ijn-2020")
    told = planned("campaign", "approve", "ijn-2020", code=2)
    assert "ijn-2020.1@sky, ijn-2020.1@x-main" in told.err
    assert "--late" in told.err
    planned("campaign", "approve", "ijn-2020", "--late", late)
    rows = planned.deliveries("history", "--attempts")
    assert (rows[D1]["state"], rows[D2]["state"]) == (state, "queued")


def test_draft_whose_time_passes(planned: Any) -> None:
    """A draft whose time passes is held (unapproved); approving it gives its new time in the same act."""
    planned("campaign", "launch", "ijn-2020")
    planned("run", "--once")
    row = planned.deliveries("attention")[D1]
    assert (row["state"], row["reason"]) == ("held", "unapproved")
    assert "not approved" in planned("decide", D1, "now", code=2).err
    planned("post", "approve", "ijn-2020.1", "--late", "now")
    planned("run", "--once")
    assert planned.deliveries("history")[D1]["state"] == "posted"


def test_a_draft_whose_time_passes_in_a_halt(planned: Any) -> None:
    """It is listed as due and not approved, and held once the halt has ended."""
    planned("halt", "--reason", "wait")
    planned("campaign", "launch", "ijn-2020")
    planned("run", "--once")
    row = planned.deliveries("attention")[D1]
    assert (row["state"], row["reason"]) == ("draft", "approval")
    assert "nobody approved it" in row["why"]
    assert planned.json("status")["waiting"] == len(planned.json("attention")) == 2
    planned("resume", "--yes")
    planned("run", "--once")
    row = planned.deliveries("attention")[D1]
    assert (row["state"], row["reason"]) == ("held", "unapproved")


def test_stale_revision(planned: Any) -> None:
    """An approval of what was seen is refused when it has changed since."""
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("post", "edit", "ijn-2020.1", "--words", "A new way forward.")
    assert "changed since" in planned("campaign", "approve", "ijn-2020", "--revision", code, code=2).err
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("campaign", "approve", "ijn-2020", "--revision", code)


def test_new_words_void_the_approval(approved: Any) -> None:
    """New words make a draft again, on the account that they are for; another time does not."""
    approved("post", "edit", "ijn-2020.1", "--on", "x-main", "--words", "A new way forward.")
    approved("post", "move", "ijn-2020.2", "--to", "2030-01-02 09:00", "--on", "x-main")
    rows = approved.deliveries("queue")
    assert rows[D1]["state"] == "draft"
    assert rows[D1]["approved_by"] is None
    assert rows[D1]["parts"][0]["words"] == "A new way forward."
    assert rows["ijn-2020.1@sky"]["state"] == "queued"
    assert rows[D2]["state"] == "queued"
    assert rows[D2]["planned_at"] == "2030-01-02T14:00:00.000Z"


def test_misquote_refused(planned: Any) -> None:
    """Words between quotation marks must stand in the statement word for word."""
    told = planned(
        "post", "edit", "ijn-2020.1", "--words", "“we act to combat the widespread policing”", code=2
    )
    assert "word for word" in told.err
    planned("post", "edit", "ijn-2020.1", "--words", '"continue to combat the widespread policing"')


def test_alt_text_keeps_the_quote(planned: Any) -> None:
    """Alt text is required, and a card's holds its whole quote."""
    row = planned.deliveries("queue")[D1]["parts"][0]
    assert "Immigrant Justice Network" in row["alt"][0]
    planned("post", "edit", "ijn-2020.1", "--alt", " ", code=2)
    assert "whole quote" in planned("post", "edit", "ijn-2020.1", "--alt", "A card", code=2).err
    planned("post", "edit", "ijn-2020.1", "--alt", row["alt"][0] + " White on blue.")


def test_cancel_and_back(approved: Any) -> None:
    """Cancelling a post reaches all that is not out; a decision brings a delivery back, as a draft."""
    approved("post", "cancel", "ijn-2020.1")
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    assert approved.deliveries("history")[D1]["state"] == "cancelled"
    approved("decide", D1, "draft")
    approved("post", "approve", "ijn-2020.1")
    approved("decide", D1, "now")
    approved("run", "--once")
    rows = approved.deliveries("history")
    assert (rows[D1]["state"], rows["ijn-2020.1@sky"]["state"]) == ("posted", "cancelled")


def test_cancel_campaign(approved: Any) -> None:
    """A cancelled campaign sends nothing, and cannot be approved or launched."""
    approved("campaign", "launch", "ijn-2020")
    approved("campaign", "cancel", "ijn-2020")
    approved("run", "--once")
    assert {row["state"] for row in approved.json("history")} == {"cancelled"}
    approved("campaign", "launch", "ijn-2020", "--yes", code=2)


def test_never_fills(ready: Any) -> None:
    """More times than excerpts worth posting: it says so, and plans what there is."""
    times = ", ".join(f"T+{hour}h" for hour in range(30))
    made = ready.json("campaign", "new", "ijn-2020", "--on", "sky", "--plan", times)
    worth = len(ready.json("excerpts", "ijn-2020", "--for", "bluesky"))
    assert made["remarks"] == [f"{worth} worth posting for 30 times; {worth} planned."]
    assert len(made["posts"]) == worth


def test_chosen_excerpts_in_order(ready: Any) -> None:
    """Named excerpts are posted in the order in which they were named, a person's own among them."""
    own = ready.json("excerpt", "add", "ijn-2020", "defend their lives")["id"]
    best = ready.json("excerpts", "ijn-2020")[0]["id"]
    made = ready.json("campaign", "new", "ijn-2020", "--on", "sky", "--excerpts", f"{own},{best}")
    assert [post["excerpts"] for post in made["posts"]] == [[own], [best]]


def test_left_out_is_shown(ready: Any) -> None:
    """What does not fit is left out whole, hashtags first, and shown; the link stays."""
    tags = ",".join(f"ImmigrantJusticeForEverybody{n}" for n in range(3))
    made = ready.json(
        "campaign", "new", "ijn-2020", "--on", "x-main", "--count", "1", "--hashtags", tags,
        "--link", "https://example.org/statement",
    )  # fmt: skip
    (part,) = made["deliveries"][0]["parts"]
    assert part["left_out"][0] == "hashtags"
    assert "https://example.org/statement" in part["words"]
    assert "#Immigrant" not in part["words"]


def test_who_did_it(approved: Any) -> None:
    """Each decision carries who made it: ``--as``, else the configured name, else the system's user."""
    approved("post", "move", "ijn-2020.1", "--to", "+1d", "--as", "Rosa")
    rows = approved.deliveries("history", "--attempts")
    assert [each["actor"] for each in rows[D1]["attempts"]][-1] == "Rosa"


def test_verify_notices(approved: Any) -> None:
    """A card that was changed on disk is noticed, and ends with exit code 1."""
    assert approved.json("verify")["problems"] == []
    picture = next((approved.folder / "cards").rglob("*.png"))
    picture.write_bytes(picture.read_bytes() + b"x")
    told = approved("verify", "--json", code=1)
    assert any("changed" in each["problem"] for each in told.json["problems"])


def test_illegible_excerpts_are_passed_over(ready: Any) -> None:
    """What would not fit a card is not planned by itself; where nothing fits, the card's refusal is told."""
    words = "Wir fordern heute von allen, die hier regieren, " + "dass sie endlich zuhören und handeln, " * 5
    long = f"{words}weil wir nicht mehr warten."
    (ready.folder / "long.txt").write_text(
        f"Offener Brief\n\n{long}\n\nWir bleiben hier und wir geben nicht auf.\n"
    )
    ready("statement", "add", "long.txt", "--issuer", "Wir", "--lang", "de")
    made = ready.json("campaign", "new", "long", "--on", "sky")
    shown = [len(row["parts"][0]["words"]) for row in made["deliveries"]]
    assert shown
    (ready.folder / "georgian.txt").write_text(  # no font of it comes with Drumbeat
        "განცხადება\n\nჩვენ მოვითხოვთ სამართლიანობას და ღირსებას ყველა ადამიანისთვის ამ ქვეყანაში.\n"
    )
    ready("statement", "add", "georgian.txt", "--issuer", "ჩვენ", "--lang", "ka")
    before = ready.json("campaign", "list")
    ready("campaign", "new", "georgian", "--on", "sky", code=2)
    assert ready.json("campaign", "list") == before


def test_nobody_signs_an_unknown_quotation(ready: Any) -> None:
    """A quotation whose speaker is not known gets no card and no post, least of all in the issuer's name."""
    text = "Vigil tonight\n\nOne sign at the gate read: “We will not be moved from the homes that we have built.”\n"
    (ready.folder / "vigil.txt").write_text(text)
    ready("statement", "add", "vigil.txt", "--issuer", "Alder Street Union", "--lang", "en")
    chosen = ready.json("excerpt", "add", "vigil", "We will not be moved from the homes that we have built.")
    assert chosen["speaker"] is None
    assert "Nobody is known" in ready("excerpt", "card", chosen["id"], code=2).err
    assert (
        "Nobody is known"
        in ready("campaign", "new", "vigil", "--on", "sky", "--excerpts", chosen["id"], code=2).err
    )


def test_excerpts_are_chosen_with_the_link(ready: Any) -> None:
    """The engine's choice leaves room for the campaign's own link: the quote stays in the words."""
    link = "https://example.org/" + "long-" * 10
    made = ready.json("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--link", link, "--link-on", "all")
    parts = [part for row in made["deliveries"] for part in row["parts"]]
    assert all("quote" not in part["left_out"] and link in part["words"] for part in parts)


def test_a_corrected_issuer_signs_new_cards(ready: Any) -> None:
    """A card drawn after the issuer was corrected is signed by the right one, and by nobody else."""
    text = "Rents rose again\n\nWe will not leave the homes that we have built together over forty years.\n"
    (ready.folder / "rents.txt").write_text(text)
    ready("statement", "add", "rents.txt", "--issuer", "Adler Street Union", "--lang", "en")
    words = "We will not leave the homes that we have built together over forty years."
    chosen = ready.json("excerpt", "add", "rents", words)["id"]
    assert "— Adler Street Union" in ready.json("excerpt", "card", chosen)["alt"]
    ready("statement", "set", "rents", "--issuer", "Alder Street Union")
    alt = ready.json("excerpt", "card", chosen)["alt"]
    assert "— Alder Street Union" in alt
    assert "Adler" not in alt
