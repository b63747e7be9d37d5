"""A post that a correction touched takes the corrected words; what is live is decided, one by one."""

from typing import Any

import pytest
from unions import FEAR, HOME, JUSTICE, TEXT, id_of, kept, planned, revise, rows, sent, standing

from scheduler.cli import correcting
from scheduler.core.errors import InputError, Refused
from scheduler.services import settling


@pytest.fixture
def union(drumbeat: Any) -> Any:
    """A campaign of four quotations of two people, approved; it stands by."""
    return planned(drumbeat)


# --- the corrected words --------------------------------------------------------------------------


def test_it_takes_the_corrected_words(union: Any) -> None:
    """Words, card and alt text of the new version; a draft for its time, and approved it goes out."""
    union("campaign", "launch", "union", "--at", "+1h", "--yes")
    revise(union, "must end", "has to end")
    before = rows(union)[3]
    told = union("post", "renew", "union.3").out
    assert "has to end" in told
    assert "drumbeat post approve union.3" in told
    after = rows(union)[3]
    assert (after["state"], after["statement"], after["planned_at"]) == (
        "draft",
        "union-2",
        before["planned_at"],
    )
    (part,), (old,) = after["parts"], before["parts"]
    assert part["words"] == old["words"].replace("must end", "has to end")
    assert part["alt"] == [old["alt"][0].replace("must end", "has to end")]
    assert part["pictures"] != old["pictures"]
    assert part["excerpt"].startswith("union-2:")
    assert union.json("campaign", "show", "union")["posts"][2]["excerpts"] == [part["excerpt"]]
    assert kept(union, "union.3@x-main").parts[0].record_key is not None  # for ever
    union.approve("union.3")
    assert union("verify").code == 0
    union.send()
    assert len(union.json("history")) == 4


def test_a_persons_words_stay(union: Any) -> None:
    """Unless they quote what is gone: then they are composed anew."""
    union("post", "edit", "union.3", "--words", "What Sam Poe saw.")
    union("post", "edit", "union.2", "--words", "“We will fight for every home.” So it is.")
    revise(union, text=TEXT.replace("must end", "has to end").replace("every home", "each home"))
    union("post", "renew", "union.3")
    union("post", "renew", "union.2")
    found = rows(union)
    assert found[3]["parts"][0]["words"] == "What Sam Poe saw."
    assert found[2]["parts"][0]["words"] == "“We will fight for each home.”\n— Jane Roe, River Union"


def test_all_of_a_thread(drumbeat: Any) -> None:
    """Each part takes what stands for its own excerpt, those that were not touched too."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--lang", "en")
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    drumbeat("account", "add", "bluesky", "sky", "--rehearsal")
    ids = "+".join(id_of(TEXT, words) for words in (JUSTICE, HOME, FEAR))
    drumbeat("campaign", "new", "union", "--on", "x-main,sky", "--excerpts", ids)
    drumbeat.approve("union")
    told = revise(drumbeat, "every home", "each home")
    assert len(told["held"]) == 2
    drumbeat("post", "renew", "union.1")
    for row in drumbeat.json("campaign", "show", "union")["deliveries"]:
        assert (row["state"], row["statement"]) == ("draft", "union-2")
        said = [part["alt"][0] for part in row["parts"]]
        assert [
            each in text for each, text in zip(("silent", "each home", "must end"), said, strict=True)
        ] == [True] * 3
    drumbeat.approve("union")
    assert drumbeat("verify").code == 0


def test_another_speaker_signs_it(union: Any) -> None:
    """Who says it in the new version is on its card and in its words."""
    revise(union, "Sam Poe, a nurse", "Sam Doe, a nurse")
    union("post", "renew", "union.3")
    assert "— Sam Doe, River Union" in rows(union)[3]["parts"][0]["words"]
    union.approve("union.3")


def test_what_is_not_renewed(union: Any) -> None:
    """What was not touched, what is out, and what has no words left: each says why, and nothing is changed."""
    sent(union)
    revise(
        union,
        text=TEXT.replace("never be silent", "never be quiet").replace(
            " “We will fight for every home.”", ""
        ),
    )
    before = standing(union)
    for post, told in (
        ("union.4", "Nothing of union.4 waits for corrected words."),
        ("union.1", "Nothing of union.1 waits for corrected words."),
        ("union.2", "drumbeat excerpts union-2"),
        ("union.9", "There is no post"),
    ):
        assert told in union("post", "renew", post, code=2).err
    assert standing(union) == before


# --- what is live ---------------------------------------------------------------------------------


@pytest.fixture
def live(union: Any) -> Any:
    """The first post is out, and quotes what a correction touched."""
    sent(union)
    revise(union, "never be silent", "never be quiet")
    return union


def test_it_is_answered(live: Any) -> None:
    """By its own account: a draft, which goes out as an answer once it is approved; and it is decided."""
    with live.office() as office:
        added = settling.answer(office.desk, "union.1@x-main", "Correction: never be quiet.", actor="ana")
    assert [row["post"] for row in live.json("attention")] == [added.post.id]  # a draft, for now
    live.approve(added.post.id, "--late", "now")
    live("run", "--once")
    answer = live.json("history")[-1]
    assert (answer["post"], answer["parts"][0]["words"]) == (added.post.id, "Correction: never be quiet.")
    with live.office() as office:
        (first, second) = [kept(live, row["delivery"]) for row in live.json("history")]
        assert second.answers == first.id
        with pytest.raises(Refused):
            settling.leave(office.desk, "union.1@x-main", actor="ana")


@pytest.mark.parametrize("words", [" ", "“We will never rest at all”, she said."])
def test_an_answer_that_cannot_be_sent_decides_nothing(live: Any, words: str) -> None:
    """It is asked about still, and no draft is made."""
    with live.office() as office, pytest.raises(InputError):
        settling.answer(office.desk, "union.1@x-main", words, actor="ana")
    assert [row["delivery"] for row in live.json("attention")] == ["union.1@x-main"]
    assert len(rows(live)) == 4


@pytest.mark.parametrize(
    ("typed", "undecided", "posts"),
    [
        ("leave\n", 0, 4),
        ("delete\n", 0, 4),
        ("later\n", 1, 4),
        ("\n", 1, 4),
        ("answer\nIt is quiet.\n", 0, 5),
        ("answer\n \n", 1, 4),  # no words are no answer
        ("answer\n", 1, 4),  # they went away: it is done, and nothing is decided
        ("", 1, 4),
    ],
)
def test_who_sits_there_is_asked(
    union: Any, monkeypatch: pytest.MonkeyPatch, typed: str, undecided: int, posts: int
) -> None:
    """About each that is live, after it was done; what is left for later is on ``attention``."""
    from click.testing import CliRunner

    from scheduler.cli import main

    sent(union)
    (union.folder / "new.txt").write_text(TEXT.replace("never be silent", "never be quiet"), encoding="utf-8")
    monkeypatch.setattr(correcting, "can_ask", lambda: True)
    done = CliRunner().invoke(main, ["statement", "revise", "union", "new.txt", "--yes"], input=typed)
    assert done.exit_code == 0
    assert ("Decide about union.1@x-main" in done.stdout) == bool(undecided)
    assert len([row for row in union.json("attention") if row["corrected"]]) == undecided
    assert len(rows(union)) == posts
