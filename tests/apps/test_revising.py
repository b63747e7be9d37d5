"""A statement is corrected: what goes on as it was approved, what is held, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from unions import HOME, PARAGRAPHS, TEXT, id_of, kept, planned, revise, rows, sent, standing

from scheduler.core.approval import digest
from scheduler.core.delivery import State
from scheduler.core.errors import Stale
from scheduler.services import importing, revising


@pytest.fixture
def union(drumbeat: Any) -> Any:
    """A campaign of four quotations of two people, approved; it stands by."""
    return planned(drumbeat)


# --- what goes on, and what does not --------------------------------------------------------------


def test_what_says_the_same_keeps_its_approval(union: Any) -> None:
    """It names the new version, who approved it and when; words, card and alt text are the very same."""
    before = {each: kept(union, f"union.{each}@x-main") for each in (1, 2, 3, 4)}
    told = revise(union, "condemned on Friday", "condemned on Thursday")
    assert len(told["reanchored"]) == 4
    for n, old in before.items():
        new = kept(union, old.id)
        assert (new.state, new.statement) == (State.QUEUED, "union-2")
        assert new.approval == digest(new) != old.approval
        assert (new.approved_by, new.approved_at) == (old.approved_by, old.approved_at)
        assert replace(new.parts[0], excerpt=None) == replace(old.parts[0], excerpt=None)
        assert new.parts[0].excerpt == old.parts[0].excerpt.replace("union:", "union-2:").replace(
            *_moved_by(old.parts[0].excerpt, len("Thursday") - len("Friday"))
        )
        event = union.json("history", "--attempts")[n - 1]["attempts"][-1]
        assert event["outcome"] == "re-anchored"
        assert event["detail"]["excerpts"] == {old.parts[0].excerpt: new.parts[0].excerpt}
        assert (event["detail"]["was"], event["detail"]["approval"]) == (old.approval, new.approval)
    assert union("verify").code == 0
    union("campaign", "launch", "union", "--yes")
    union.send()
    assert [row["statement"] for row in union.json("history")] == ["union-2"] * 4


def _moved_by(id: str, by: int) -> tuple[str, str]:
    span = id.partition(":")[2]
    start, end = map(int, span.split("-"))
    return span, f"{start + by}-{end + by}"


def test_what_was_touched_is_held(union: Any) -> None:
    """With the words of both versions; nothing else is, and no decision sends it."""
    told = revise(union, "must end", "has to end")
    assert standing(union) == {
        1: ("queued", "union-2"),
        2: ("queued", "union-2"),
        3: ("held (revised)", "union"),
        4: ("queued", "union-2"),
    }
    changed = "…seen what fear does to a family, and it [-must-]{+has to+} end."
    assert [(each["delivery"], each["why"]) for each in told["held"]] == [("union.3@x-main", changed)]
    (row,) = union.json("attention")
    assert row["why"] == f"corrected in union-2: {changed}"
    union("campaign", "launch", "union", "--yes")
    for words in (["now"], ["move", "+2h"], ["now", "--over", "fuse"]):
        told = union("decide", "union.3@x-main", *words, code=2).err
        assert "drumbeat post renew union.3" in told
    union("decide", "union.3@x-main", "draft")
    assert "drumbeat post renew union.3" in union("post", "approve", "union.3", code=2).err
    union.send()
    assert len(union.json("history")) == 3
    assert union("verify").code == 0


def test_a_touched_draft_stays_one(union: Any) -> None:
    """It is told with what changed, and is not approved as it is."""
    union("post", "edit", "union.3", "--words", "Read this.")
    told = revise(union, "must end", "has to end")
    assert [each["delivery"] for each in told["drafts"]] == ["union.3@x-main"]
    assert standing(union)[3] == ("draft", "union")
    assert "was corrected" in union("post", "approve", "union.3", code=2).err


def test_another_speaker_is_another_quote(union: Any) -> None:
    """The same words by somebody else are held, and it says by whom."""
    told = revise(union, "Sam Poe, a nurse", "Sam Doe, a nurse")
    assert {each["delivery"]: each["why"] for each in told["held"]} == {
        "union.3@x-main": "said by Sam [-Poe-]{+Doe+}",
        "union.4@x-main": "said by Sam [-Poe-]{+Doe+}",
    }


def test_what_people_corrected_holds_for_the_new_text(union: Any) -> None:
    """Speakers, names, roles: by the same person; where nothing of its place is left, it is told."""
    union("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe", "--as", "ben")
    union("speakers", "set", "union", "--quote", "3", "Ana Ruiz", "--as", "ben")
    union.approve("union")
    gone = "“They cannot take our future away from our children,” Roe added.\n\n"
    told = revise(union, text=TEXT.replace("forty", "fifty").replace(gone, ""))
    assert [each["delivery"] for each in told["held"]] == []
    assert told["lost"] == ["“They cannot take our future away from ou…” is said by Ana Ruiz"]
    listed = union.json("speakers", "union-2")
    assert [(each["kind"], each["value"], each["by"]) for each in listed["corrections"]] == [
        ("name", "Janet Roe", "ben")
    ]
    assert set(standing(union).values()) == {("queued", "union-2")}


def test_words_that_stand_twice_keep_their_place(union: Any) -> None:
    """The first stays the first, whatever is put between, before and behind."""
    text = TEXT.replace("a coalition", f"a coalition of those who say: {HOME} {HOME} It is a coalition")
    revise(union, text=text)
    assert kept(union, "union.2@x-main").parts[0].excerpt == id_of(text, HOME, "union-2")


def test_other_marks_and_white_space_are_no_correction_of_a_quote(union: Any) -> None:
    """The same statement typed with straight marks, and broken elsewhere, shows the same words."""
    typed = PARAGRAPHS[2].replace("“", '"').replace("”", '"').replace("and we", "and\nwe")
    text = TEXT.replace(PARAGRAPHS[2], typed).replace("forty", "fifty")
    assert revise(union, text=text)["held"] == []
    assert union("verify").code == 0


def test_a_headline_on_a_card(union: Any) -> None:
    """A card that shows what was corrected in the headline is held, though its quote stands."""
    union("campaign", "new", "union", "--on", "x-main", "--theme", "newsprint", "--count", "1")
    with_title = [row["alt"] for row in union.json("campaign", "show", "union-2")["deliveries"][0]["parts"]]
    assert "Condemns Evictions" in str(with_title)
    union.approve("union-2")
    told = revise(union, "Condemns Evictions", "Condemns All Evictions")
    assert [each["delivery"] for each in told["held"]] == ["union-2.1@x-main"]
    assert told["held"][0]["why"] == "its card says River Union Condemns {+All +}Evictions"


def test_own_words_that_quote_what_is_gone(union: Any) -> None:
    """Words that a person wrote are read against the new text too."""
    union("post", "edit", "union.1", "--words", "“We will fight for every home.” Read on.")
    union.approve("union.1")
    told = revise(union, "fight for every home", "fight for each home")
    assert {each["delivery"] for each in told["held"]} == {"union.1@x-main", "union.2@x-main"}


def test_what_was_not_as_approved_is_not_made_so(union: Any) -> None:
    """An approval that no longer held does not hold again on the new version."""
    with union.office() as office, office.store.write() as unit:
        old = unit.deliveries.get("union.1@x-main")
        unit.deliveries.save(old, old.with_part(1, words="Other words."))
    revise(union, "forty", "fifty")
    new = kept(union, "union.1@x-main")
    assert new.approval != digest(new)
    union("campaign", "launch", "union", "--yes")
    union.send()
    assert standing(union)[1][0] == "held (check)"


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        (TEXT, [], "has the same text as union"),
        (TEXT.replace("\n", "\r\n"), [], "has the same text as union"),
        (
            "Bread is baked at night, and people buy it in the morning in the square.",
            [],
            "in common with union",
        ),
        (
            "Nuestras familias merecen justicia y nunca vamos a callar, porque todas tienen derecho a vivir.",
            [],
            "reads as es",
        ),
        ("", [], "has no words"),
        (TEXT + "More.", ["--id", "union"], "There is a statement union already."),
        (TEXT + "More.", ["--id", "A B"], "Write it as a-b."),
    ],
)
def test_refused(union: Any, text: str, words: list[str], told: str) -> None:
    """Nothing is changed, and the message says what to do instead."""
    (union.folder / "new.txt").write_bytes(text.encode())
    before = rows(union), union.json("statement", "list")
    assert told in union("statement", "revise", "union", "new.txt", "--yes", *words, code=2).err
    assert (rows(union), union.json("statement", "list")) == before


def test_nothing_happens_without_a_yes(union: Any) -> None:
    """All of it is shown before; where nobody can be asked, nothing is changed."""
    (union.folder / "new.txt").write_text(TEXT.replace("must end", "has to end"), encoding="utf-8")
    told = union("statement", "revise", "union", "new.txt", code=2)
    assert "[-must-]{+has to+}" in told.out
    assert "union.3@x-main: touched, and held" in told.out
    assert "Say --yes" in told.err
    assert {statement for _, statement in standing(union).values()} == {"union"}
    dry = union.json("statement", "revise", "union", "new.txt", "--dry-run")
    assert {statement for _, statement in standing(union).values()} == {"union"}
    assert dry == union.json("statement", "revise", "union", "new.txt", "--yes")


def test_a_version_that_was_corrected_is_history(union: Any) -> None:
    """Nothing new is made of it, it is not corrected twice, and listings name the one that stands."""
    revise(union, "must end", "has to end")
    for words in (
        ["statement", "revise", "union", "union.txt"],
        ["campaign", "new", "union", "--on", "x-main"],
    ):
        assert "union-2" in union(*words, code=2).err
    assert "union-2" in union("statement", "show", "union").err
    assert "(corrected)" in union("statement", "list").out
    shown = union.json("statement", "show", "union-2")
    assert (shown["supersedes"], shown["issuer"], shown["lang"]) == ("union", "River Union", "en")


def test_joining_drafts_of_two_versions(union: Any) -> None:
    """A thread has one statement: a draft with the earlier words is not joined."""
    for n in (1, 3):
        union("decide", f"union.{n}@x-main", "draft")
    revise(union, "must end", "has to end")
    assert "drumbeat excerpts union-2" in union("post", "join", "union.1", "union.3", code=2).err


def test_stale(union: Any) -> None:
    """What was changed since it was read is not corrected over it."""
    with union.office() as office:
        text = TEXT.replace("must end", "has to end").encode()
        prepared = revising.prepare(office.desk, "union", text, name="new.txt", actor="ana")
        importing.change(office.desk, "union", {"title": "Other"}, actor="ben")
        with pytest.raises(Stale):
            revising.revise(office.desk, prepared, actor="ana")
        prepared = revising.prepare(office.desk, "union", text, name="new.txt", actor="ana")
        revising.revise(office.desk, prepared, actor="ana")
        with pytest.raises(Stale):
            revising.revise(office.desk, prepared, actor="ana")


def test_a_rehearsal_of_a_corrected_campaign(union: Any) -> None:
    """It has posts of both versions, and is rehearsed as it would be sent."""
    sent(union)
    revise(union, "must end", "has to end")
    union("campaign", "rehearse", "union")
