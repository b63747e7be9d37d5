"""People quoted: each needs a yes before a post that quotes them is approved; a changed speaker."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from unions import TEXT

from scheduler.cli import session

ROE, POE = "Jane Roe", "Sam Poe"
SAID_BY_ROE = "“Our families deserve justice, and we will never be silent,” said Rep. Jane Roe"


@pytest.fixture
def union(drumbeat: Any) -> Any:
    """A campaign of four posts that quote two people, on two accounts; drafts that stand by."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--lang", "en")
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    drumbeat("account", "add", "bluesky", "sky", "--rehearsal")
    drumbeat("campaign", "new", "union", "--on", "x-main,sky")
    return drumbeat


def states(drumbeat: Any) -> dict[str, str]:
    """The state of each delivery."""
    rows = drumbeat.json("campaign", "show", "union")["deliveries"]
    return {row["delivery"]: row["state"] for row in rows}


def of(drumbeat: Any, name: str) -> Any:
    """A person quoted, as the sheet lists them."""
    return next(each for each in drumbeat.json("campaign", "show", "union")["people"] if each["name"] == name)


def posts_of(drumbeat: Any, name: str) -> list[str]:
    """The posts that quote a person."""
    return list(of(drumbeat, name)["posts"])


def says(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let somebody sit there who answers so; the questions that they are asked."""
    asked: list[str] = []
    given = iter(answers)

    def answer(question: str, **_: Any) -> bool:
        asked.append(question)
        return next(given) == "y"

    monkeypatch.setattr("scheduler.cli.approving.can_ask", lambda: True)
    monkeypatch.setattr(session.click, "confirm", answer)
    return asked


# --- who is asked about ---------------------------------------------------------------------------


def test_each_person_is_listed_with_what_proves_it(union: Any) -> None:
    """Name, title as the statement introduces them, posts, parts of all deliveries, the sentence, no yes."""
    roe = of(union, ROE)
    assert roe["title"] == "Rep., co-chair of the caucus"
    assert len(roe["posts"]) == 2
    assert roe["parts"] == 4
    assert len(roe["excerpts"]) == 2
    assert any(each.startswith(SAID_BY_ROE) for each in roe["evidence"])
    assert (roe["yes_by"], roe["yes_at"], roe["said_by"]) == (None, None, [])
    shown = union("campaign", "show", "union").out
    assert "People quoted" in shown
    assert f"known from: {SAID_BY_ROE}" in shown


def test_the_issuer_is_no_person(planned: Any) -> None:
    """An organization that speaks for itself is asked about by nobody."""
    shown = planned.json("campaign", "show", "ijn-2020")
    assert shown["people"] == []
    assert planned.json("campaign", "approve", "ijn-2020")["people"] == []


def test_the_page_lists_them(union: Any) -> None:
    """For the director, who knows best."""
    union("campaign", "show", "union", "--html", "review.html")
    page = (union.folder / "review.html").read_text("utf-8")
    assert "People quoted" in page
    assert SAID_BY_ROE in page
    assert "Rep., co-chair of the caucus" in page


# --- the yes --------------------------------------------------------------------------------------


def test_in_a_pipe_it_is_refused(union: Any) -> None:
    """Without a yes for each nothing is approved, and the refusal says exactly what to add."""
    told = union("campaign", "approve", "union", code=2).err
    assert f'--person "{ROE}" --person "{POE}"' in told
    assert "Rep., co-chair of the caucus" in told
    union("campaign", "approve", "union", "--person", ROE, code=2)
    assert set(states(union).values()) == {"draft"}
    error = union.refused("campaign", "approve", "union", "--person", ROE)
    assert [each["name"] for each in error["people"]] == [POE]
    assert of(union, ROE)["yes_by"] is None  # all or nothing


def test_with_a_yes_for_each_it_is_approved(union: Any) -> None:
    """Once for each; who said it and when is kept and told."""
    done = union.json("campaign", "approve", "union", "--person", ROE, "--person", "sam  poe", "--as", "Ana")
    assert [each["name"] for each in done["people"]] == [ROE, POE]
    assert set(states(union).values()) == {"queued"}
    assert {of(union, name)["yes_by"] for name in (ROE, POE)} == {"Ana"}
    assert of(union, ROE)["yes_at"].endswith("Z")
    assert "Ana said yes" in union("campaign", "show", "union").out
    yeses = union("export", "all").json["yeses"]
    assert sorted((each["name"], each["by"]) for each in yeses) == [(ROE, "Ana")] * 2 + [(POE, "Ana")] * 2


def test_a_name_that_is_not_quoted(union: Any) -> None:
    """A slip of the pen is no yes to anybody; the nearest name is told."""
    told = union("campaign", "approve", "union", "--person", "Jane Row", "--person", POE, code=2).err
    assert f"Did you mean {ROE}?" in told
    assert set(states(union).values()) == {"draft"}


def test_somebody_who_sits_there_is_asked_one_by_one(union: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with their evidence; those named already are not asked about."""
    asked = says(monkeypatch, "y", "y")
    told = union("campaign", "approve", "union").out
    assert asked == [f"Quote {ROE}?", f"Quote {POE}?"]
    assert SAID_BY_ROE in told
    assert set(states(union).values()) == {"queued"}


def test_a_no_changes_nothing(union: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And names what to do if somebody else said it."""
    says(monkeypatch, "y", "n")
    told = union("campaign", "approve", "union", code=2).err
    assert f"You said no to {POE}, so nothing was approved." in told
    assert "drumbeat speakers set union --quote" in told
    assert set(states(union).values()) == {"draft"}
    assert of(union, ROE)["yes_by"] is None


def test_it_is_not_asked_again(union: Any) -> None:
    """While name and excerpts are the same: other words of ours are no other quote."""
    union.approve("union")
    (post, *_) = posts_of(union, ROE)
    union("post", "edit", post, "--on", "x-main", "--words", "Read what Jane Roe says.")
    union("post", "approve", post)
    assert set(states(union).values()) == {"queued"}


def test_one_post_asks_about_those_whom_it_quotes(union: Any) -> None:
    """A yes to some of the excerpts of a person is none to the others."""
    first, second = posts_of(union, ROE)
    union("post", "approve", first, "--person", ROE)
    told = union("post", "approve", second, code=2).err
    assert f'add: --person "{ROE}"' in told
    assert POE not in told
    union("post", "approve", second, "--person", ROE)


def test_what_is_given_up_asks_about_nobody(union: Any) -> None:
    """Late posts that are cancelled quote nobody."""
    union("campaign", "launch", "union")
    with union.office() as office, office.store.write() as unit:
        for old in unit.deliveries.of_campaign("union"):
            assert old.planned_at is not None
            unit.deliveries.save(old, replace(old, planned_at=old.planned_at - timedelta(days=30)))
    union("campaign", "approve", "union", "--late", "cancel")
    assert set(states(union).values()) == {"cancelled"}


def test_another_name_is_asked_again(union: Any) -> None:
    """Who was renamed is another person until somebody has said yes to them."""
    union.approve("union")
    union("speakers", "set", "union", ROE, "--name", "Janet Roe", "--as", "Ana")
    told = union("campaign", "approve", "union", code=2).err
    assert '--person "Janet Roe"' in told
    assert POE not in told
    assert of(union, "Janet Roe")["said_by"] == ["Ana"]
    union("campaign", "approve", "union", "--person", "Janet Roe")


def test_a_yes_holds_for_the_same_words_of_a_corrected_text(union: Any) -> None:
    """A newer version that says the same of the same person asks nobody again."""
    union.approve("union")
    (union.folder / "new.txt").write_text(TEXT.replace("forty families", "fifty families"), encoding="utf-8")
    union("statement", "revise", "union", "new.txt", "--yes")
    for name in (ROE, POE):
        assert of(union, name)["yes_by"] is not None
    (post, *_) = posts_of(union, ROE)
    union("post", "edit", post, "--on", "x-main", "--words", "Read what Jane Roe says.")
    union("post", "approve", post)


def test_a_rehearsal_asks_nobody(union: Any) -> None:
    """Nobody sees it; the real approval still needs its yeses."""
    told = union("campaign", "rehearse", "union")
    assert "could not be approved" not in told.out + told.err
    union("campaign", "approve", "union", code=2)


# --- a changed speaker ----------------------------------------------------------------------------


def test_a_changed_speaker_voids_those_posts_only(union: Any) -> None:
    """Every other post keeps its approval, to the digest."""
    union.approve("union")

    def approvals() -> dict[str, Any]:
        with union.office() as office, office.store.read() as unit:
            return {each.id: (each.state, each.approval) for each in unit.deliveries.of_campaign("union")}

    theirs = {f"{post}@{account}" for post in posts_of(union, ROE) for account in ("x-main", "sky")}
    before = approvals()
    told = union.json("speakers", "set", "union", ROE, "--name", "Janet Roe")
    after = approvals()
    assert {each["delivery"] for each in told["drafts"]} == theirs
    assert {id for id in before if before[id] != after[id]} == theirs
    assert {after[id] for id in theirs} == {("draft", None)}
    assert told["live"] == []


def test_live_posts_of_a_changed_speaker_are_listed(union: Any) -> None:
    """With links and what can be done; those of others, and what is not out, are not."""
    union.approve("union")
    theirs = posts_of(union, ROE)
    union("campaign", "launch", "union", "--yes")
    union.send()
    told = union("speakers", "set", "union", ROE, "--name", "Janet Roe")
    assert "it names Jane Roe for the words of Janet Roe" in told.out
    for post in theirs:
        assert f"drumbeat post delete {post} --on " in told.out
    for post in posts_of(union, POE):
        assert f"post delete {post}" not in told.out
    live = union.json("speakers", "sign", "union")["live"]
    assert {each["delivery"].partition("@")[0] for each in live} == set(theirs)
    assert len(live) == 2 * len(theirs)
    assert all(each["link"] for each in live)
    union("speakers", "undo", "union", "1")
    assert union.json("speakers", "sign", "union")["live"] == []


def test_live_posts_of_somebody_who_is_never_to_be_named(union: Any) -> None:
    """They are out, and told of as soon as somebody says never."""
    union.approve("union")
    union("campaign", "launch", "union", "--yes")
    union.send()
    live = union.json("speakers", "union", "--never", POE)["live"]
    assert {each["delivery"].partition("@")[0] for each in live} == set(posts_of(union, POE))
    assert all("never to be named" in each["problem"] for each in live)
