"""Who speaks in a statement, what a person corrects of it, and what becomes of posts that are on their way."""

from typing import Any

import pytest

from scheduler.core.errors import Stale
from scheduler.services import speakers

TEXT = """River Union Condemns Evictions

OAKDALE, CA — River Union condemned on Friday the eviction of forty families from their homes.

“Our families deserve justice, and we will never be silent,” said Rep. Jane Roe (D-CA), co-chair of the caucus. “We will fight for every home.”

“They cannot take our future away from our children,” Roe added.

“No one asked the people who live here whether they want to leave,” said one organizer.

Sam Poe, a nurse, said: “I have seen what fear does to a family, and it must end.

“It is time for the council to choose people over profit.”

River Union is a coalition of tenants in Oakdale.
"""
ROE = "“Our families deserve justice, and we will never be silent,” said Rep. Jane Roe (D-CA), co-chair of the caucus."
UNKNOWN = "No one asked the people who live here whether they want to leave,"


@pytest.fixture
def union(drumbeat: Any) -> Any:
    """An installation with a statement of three people, one of them without a name."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--lang", "en")
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    return drumbeat


@pytest.fixture
def approved(union: Any) -> Any:
    """A campaign of all that is worth posting, approved; it stands by."""
    union("campaign", "new", "union", "--on", "x-main")
    union.approve("union")
    return union


def people(drumbeat: Any) -> dict[str, Any]:
    """The listed speakers by name."""
    return {each["name"]: each for each in drumbeat.json("speakers", "union")["speakers"]}


def signatures(drumbeat: Any) -> dict[str, str]:
    """Who is under each excerpt, by its first two words."""
    found = drumbeat.json("excerpts", "union")
    return {" ".join(each["text"].split()[:2]): each["speaker"] for each in found}


def posts(drumbeat: Any) -> dict[str, tuple[str, str, str]]:
    """State, words and alt text of each delivery."""
    rows = drumbeat.json("campaign", "show", "union")["deliveries"]
    return {row["post"]: (row["state"], row["parts"][0]["words"], row["parts"][0]["alt"][0]) for row in rows}


# --- the listing --------------------------------------------------------------------------------


def test_each_speaker_has_a_proof(union: Any) -> None:
    """Name and title apart, how often, and the sentence of the statement that says so; the issuer needs none."""
    found = union.json("speakers", "union")
    roe, poe, issuer = (people(union)[name] for name in ("Jane Roe", "Sam Poe", "River Union"))
    assert roe["title"] == "Rep., co-chair of the caucus"
    assert (roe["quotations"], roe["proof"]["text"]) == ([1, 2, 3], ROE)
    assert (poe["title"], poe["quotations"]) == ("nurse", [5])
    assert (issuer["issuer"], issuer["proof"], issuer["sentences"]) == (True, None, 1)
    text = union.json("statement", "show", "union")["text"]
    slices = [each["proof"] for each in (*found["speakers"], *found["quotations"]) if each["proof"]]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in slices)


def test_nobody_signs_an_unknown_quotation(union: Any) -> None:
    """It is listed with its number and without a speaker, and no excerpt comes of it."""
    unknown = [each for each in union.json("speakers", "union")["quotations"] if each["speaker"] is None]
    assert [(each["n"], each["text"], each["proof"]) for each in unknown] == [(4, UNKNOWN, None)]
    assert "No one" not in signatures(union)
    told = union("speakers", "union").out
    assert 'drumbeat speakers set union --quote 4 "NAME"' in told
    assert told == union("speakers", "show", "union").out  # the command's name may be left out


# --- corrections and their undoing --------------------------------------------------------------


@pytest.mark.parametrize("quotation", ["4", "No one asked the people", '"who live here"'])
def test_a_person_says_who(union: Any, quotation: str) -> None:
    """By the quotation's number or by words of it; undone, it is nobody's again."""
    union(
        "speakers", "set", "union", "--quote", quotation, "Ana  Ruiz ", "--title", "organizer", "--as", "ana"
    )
    assert signatures(union)["No one"] == "Ana Ruiz"
    assert (people(union)["Ana Ruiz"]["title"], people(union)["Ana Ruiz"]["proof"]) == ("organizer", None)
    assert union.json("speakers", "union")["quotations"][3]["said_by"] == "ana"
    union("speakers", "undo", "union", "1")
    assert "No one" not in signatures(union)


def test_the_last_word_counts(union: Any) -> None:
    """Who says a quotation is one correction, however often it is changed; undone, it is as the engine finds it."""
    union("speakers", "set", "union", "--quote", "4", "Ana Ruiz")
    union("speakers", "set", "union", "--quote", "4", "Ben Ruiz")
    assert signatures(union)["No one"] == "Ben Ruiz"
    (correction,) = union.json("speakers", "union")["corrections"]
    union("speakers", "undo", "union", str(correction["n"]))
    assert "No one" not in signatures(union)


def test_a_quotation_is_made_unknown(union: Any) -> None:
    """All of its paragraphs; and the one who is wrong is no speaker any more."""
    union("speakers", "set", "union", "--quote", "5", "--unknown")
    assert "Sam Poe" not in people(union)
    assert not {"I have", "It is"} & signatures(union).keys()


def test_a_name_is_corrected(union: Any) -> None:
    """Everywhere; the proof is the statement's own words still."""
    union("speakers", "set", "union", "jane roe", "--name", "Janet Roe", "--title", "Congresswoman")
    assert set(signatures(union).values()) == {"Janet Roe", "Sam Poe"}
    janet = people(union)["Janet Roe"]
    assert (janet["title"], janet["proof"]["text"]) == ("Congresswoman", ROE)
    union("speakers", "undo", "union", "1")
    union("speakers", "undo", "union", "2")
    assert people(union)["Jane Roe"]["title"] == "Rep., co-chair of the caucus"
    union("speakers", "set", "union", "Jane Roe", "--title", "")
    assert people(union)["Jane Roe"]["title"] is None  # taken away


def test_two_namings_are_one_person(union: Any) -> None:
    """Titles before a name do not matter when a person names it; undone, they are two again."""
    union("speakers", "merge", "union", "Nurse Sam Poe", "Jane Roe")
    assert people(union)["Jane Roe"]["quotations"] == [1, 2, 3, 5]
    assert set(signatures(union).values()) == {"Jane Roe"}
    union("speakers", "undo", "union", "1")
    assert people(union)["Sam Poe"]["quotations"] == [5]


def test_never(union: Any) -> None:
    """Excerpts by them are out, cannot be chosen by words or by id, and undone they are back."""
    union("speakers", "union", "--never", "Sam Poe")
    assert people(union)["Sam Poe"]["never"]
    assert set(signatures(union).values()) == {"Jane Roe"}
    refused = union("excerpt", "add", "union", "I have seen what fear does to a family", code=2).err
    assert "Sam Poe, who is never to be quoted" in refused
    start = TEXT.index("I have seen")
    id = f"union:{start}-{start + len('I have seen what fear does to a family')}"
    for words in (["campaign", "new", "union", "--on", "x-main", "--excerpts", id], ["excerpt", "card", id]):
        assert "Sam Poe, who is never to be quoted" in union(*words, code=2).err
    union("speakers", "undo", "union", "1")
    assert "Sam Poe" in signatures(union).values()


def test_never_reaches_what_was_chosen_before(union: Any) -> None:
    """An excerpt that a person chose earlier is out of the list too."""
    union("excerpt", "add", "union", "I have seen what fear does")
    union("speakers", "union", "--never", "Sam Poe")
    assert "Sam Poe" not in signatures(union).values()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["set", "union", "Jane Doe", "--name", "X"], "Did you mean Jane Roe?"),
        (["set", "union", "Jane Roe"], "Nothing to set for Jane Roe. Give --name or --title"),
        (["set", "union"], "Whom is it about?"),
        (["set", "union", "--quote", "9", "Ana"], "There is no quotation 9: union has 5."),
        (["set", "union", "--quote", "4", "  "], "An empty name is none."),
        (
            ["set", "union", "--quote", "4", "--quote", "9", "Ana"],
            "There is no quotation 9",
        ),  # all or nothing
        (["set", "union", "--quote", "River Union condemned", "Ana"], "stands in no quotation"),
        (["set", "union", "--quote", "never said at all", "Ana"], "do not stand in the statement"),
        (["set", "union", "--quote", "4", "Ana", "--unknown"], "do not go together"),
        (["set", "union", "--quote", "4", "Ana", "--name", "Anna"], "do not go together"),
        (["set", "union", "--quote", "4", "A" * 201], "201 characters; 200 are allowed"),
        (["set", "union", "--quote", "4", "Ana", "--title", "A" * 201], "201 characters"),  # nothing by half
        (["merge", "union", "Jane Roe", "Jane Roe"], "are one speaker already"),
        (["merge", "union", "Jane Roe", "Nobody Known"], "There is no speaker 'Nobody Known'"),
        (["undo", "union", "1"], "There is no correction 1"),
        (["union", "--never", "Nobody Known"], "There is no speaker 'Nobody Known'"),
        (["unoin"], "There is no statement 'unoin'. Did you mean union?"),
    ],
)
def test_what_cannot_be_corrected(union: Any, words: list[str], told: str) -> None:
    """The message names the way on, and nothing is changed."""
    before = union.json("speakers", "union")
    assert told in union("speakers", *words, code=2).err
    assert union.json("speakers", "union") == before


def test_the_same_again_changes_nothing(union: Any) -> None:
    """Repeated corrections are no new ones."""
    for words in (
        ["set", "union", "--quote", "4", "Ana Ruiz", "--title", "organizer"],
        ["union", "--never", "Sam Poe"],
    ):
        union("speakers", *words)
        before = union.json("speakers", "union")
        union("speakers", *words)
        assert union.json("speakers", "union") == before


def test_a_stale_revision_is_refused(union: Any) -> None:
    """Who saw an older state of the statement corrects nothing."""
    with union.office() as office:
        seen = speakers.listing(office.desk, "union").statement.revision
        speakers.say(office.desk, "union", ["4"], "Ana", actor="ana", seen=seen)
        with pytest.raises(Stale):
            speakers.never(office.desk, "union", ["Ana"], actor="ben", seen=seen)


def test_who_corrected_and_undid_is_kept(union: Any) -> None:
    """On record for ever, with the time."""
    union("speakers", "set", "union", "--quote", "4", "Ana Ruiz", "--as", "ana")
    union("speakers", "undo", "union", "1", "--as", "ben")
    with union.office() as office, office.store.read() as unit:
        (ruling,) = unit.statements.rulings("union")
        assert (ruling.by, ruling.undone_by) == ("ana", "ben")
        assert ruling.at < ruling.undone_at
        assert unit.statements.get("union").changed_by == "ben"


# --- posts on their way -------------------------------------------------------------------------


def test_a_corrected_speaker_reaches_posts(approved: Any) -> None:
    """Those posts alone are drafts again, with words, card and alt text by the right name."""
    before = posts(approved)
    approved("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    after = posts(approved)
    for post, (_, words, alt) in before.items():
        if "Jane Roe" in words:
            renamed = words.replace("Jane", "Janet"), alt.replace("Jane", "Janet")
            assert after[post] == ("draft", *renamed)
        else:
            assert after[post] == before[post]
    assert {state for state, _, _ in after.values()} == {"draft", "queued"}
    assert approved("verify").code == 0
    approved.approve("union")
    assert {state for state, _, _ in posts(approved).values()} == {"queued"}


def test_what_a_person_wrote_stays_but_for_the_name(union: Any) -> None:
    """Their own words and alt text are not composed anew."""
    union("campaign", "new", "union", "--on", "x-main")
    post, (_, _, alt) = next((post, it) for post, it in posts(union).items() if "Jane Roe" in it[1])
    union("post", "edit", post, "--words", "Read what Jane Roe says.", "--alt", f"Look: {alt}")
    union("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    assert posts(union)[post] == (
        "draft",
        "Read what Janet Roe says.",
        f"Look: {alt}".replace("Jane", "Janet"),
    )


def test_undone_the_old_name_is_back(approved: Any) -> None:
    """Drafts follow every change of mind."""
    before = {post: it[1:] for post, it in posts(approved).items()}
    approved("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    approved("speakers", "undo", "union", "1")
    assert {post: it[1:] for post, it in posts(approved).items()} == before


def test_a_post_whose_speaker_is_unknown_now_stays_a_draft(approved: Any) -> None:
    """It cannot be approved, and the refusal says why."""
    post = next(post for post, it in posts(approved).items() if "I have seen" in it[1])
    approved("speakers", "set", "union", "--quote", "5", "--unknown")
    assert posts(approved)[post][0] == "draft"
    refused = approved("post", "approve", post, code=2).err
    assert "it names Sam Poe, and nobody is known any more to have said" in refused


def test_a_mark_that_changes_a_speaker_reaches_posts_too(union: Any) -> None:
    """A block that is no lead-in any more announces nobody: the text's own voice is the issuer's."""
    lead_in = "Mayor Ana Ruiz released the following statement:"
    text = f"River Union Speaks\n\n{lead_in}\n\nEvery family in this city must have a home, and we will not rest."
    (union.folder / "word.txt").write_text(text, encoding="utf-8")
    union("statement", "add", "word.txt", "--issuer", "River Union", "--lang", "en")
    union("campaign", "new", "word", "--on", "x-main", "--count", "1")
    union.approve("word")
    assert [each["speaker"] for each in union.json("excerpts", "word")] == ["Ana Ruiz"]
    assert (
        "word.1@x-main: a draft, signed by River Union now"
        in union("statement", "mark", "word", "2:about").out
    )
    (row,) = union.json("campaign", "show", "word")["deliveries"]
    assert row["state"] == "draft"
    assert "Ana Ruiz" not in row["parts"][0]["words"] + row["parts"][0]["alt"][0]


def test_never_keeps_approved_posts_back(approved: Any) -> None:
    """They are held when their time comes, with the reason, and others go out."""
    approved("campaign", "launch", "union", "--yes")
    approved("speakers", "union", "--never", "Sam Poe")
    approved.send()
    held = [row for row in approved.json("attention") if row["state"] == "held"]
    assert held
    assert all(row["why"].startswith("it names Sam Poe, who is never to be named") for row in held)
    out = approved.json("history")
    assert out
    assert not any("Sam Poe" in row["parts"][0]["words"] for row in out)


def test_a_correction_changes_nothing_else(approved: Any) -> None:
    """Whatever today's engine reads, an excerpt of which nobody ruled anything keeps the speaker that it has."""
    with approved.office() as office, office.store.write() as unit:
        kept = next(each for each in unit.statements.excerpts("union") if each.speaker == "Sam Poe")
        unit.statements.sign_excerpt(kept.id, "As An Engine Read It", at=office.desk.clock.now())
    approved("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    with approved.office() as office, office.store.read() as unit:
        assert unit.statements.excerpt(kept.id).speaker == "As An Engine Read It"


def test_a_new_campaign_follows_the_reading_of_its_day(approved: Any) -> None:
    """An excerpt whose speaker a ruling changed once has the name in a new campaign that it is read with then."""
    with approved.office() as office, office.store.write() as unit:
        for kept in unit.statements.excerpts("union"):
            unit.statements.sign_excerpt(kept.id, "As It Was Read", at=office.desk.clock.now())
    approved("campaign", "new", "union", "--on", "x-main")
    approved.approve("union-2")


def test_who_is_kept_back_is_told_at_once(approved: Any) -> None:
    """Posts that name somebody who is never to be named are listed by the command that says so."""
    named = {post for post, it in posts(approved).items() if "Sam Poe" in it[1]}
    told = approved("speakers", "union", "--never", "Sam Poe")
    for post in named:
        assert f"{post}@x-main is kept from going out: it names Sam Poe" in told.err
    again = approved.json("speakers", "sign", "union")
    assert {each["delivery"] for each in again["kept_back"]} == {f"{post}@x-main" for post in named}
    assert again["drafts"] == []


def test_a_name_that_fits_no_card_is_kept_back(approved: Any) -> None:
    """What cannot be signed anew stays a draft, refused, and the others are signed."""
    told = approved("speakers", "set", "union", "Jane Roe", "--name", "𐎀𐎁 Roe")
    drafts = {post for post, it in posts(approved).items() if it[0] == "draft"}
    assert drafts
    for post in drafts:
        assert f"{post}@x-main could not be signed anew, and is kept from going out" in told.err
        assert "sign it anew" in approved("post", "approve", post, code=2).err


def test_never_at_edit_and_approval(union: Any) -> None:
    """Words and alt text that name them are refused, in any spelling that a reader would take for theirs."""
    union("campaign", "new", "union", "--on", "x-main")
    union("speakers", "union", "--never", "Sam Poe")
    post, (_, _, alt) = next((post, it) for post, it in posts(union).items() if "Jane Roe" in it[1])
    for words in ("Thanks to SAM POE.", "Thanks to Nurse Poe.", "Thanks #SamPoe"):
        told = union("post", "edit", post, "--words", words, code=2).err
        assert "Sam Poe is never to be named in posts of union." in told
    assert "Sam Poe is never" in union("post", "edit", post, "--alt", f"{alt} Photo: Sam Poe", code=2).err
    union("post", "edit", post, "--words", "Thanks to the poets.")
    other = next(post for post, it in posts(union).items() if "Sam Poe" in it[1])
    assert "it names Sam Poe" in union("post", "approve", other, code=2).err


def test_what_is_out_stays_what_it_is(approved: Any) -> None:
    """A correction after sending changes no history, and is no fault of it."""
    approved("campaign", "launch", "union", "--yes")
    approved.send()
    before = approved.json("history")
    approved("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    approved("speakers", "union", "--never", "Sam Poe")
    assert approved.json("history") == before
    assert approved("verify").code == 0


def test_what_failed_is_signed_when_it_is_a_draft_again(approved: Any) -> None:
    """A cancelled post that comes back names the old speaker: refused, with the command that mends it."""
    post = next(post for post, it in posts(approved).items() if "Jane Roe" in it[1])
    approved("post", "cancel", post)
    approved("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    assert approved("verify").code == 0
    approved("decide", f"{post}@x-main", "draft")
    assert "sign it anew: drumbeat speakers sign union" in approved("post", "approve", post, code=2).err
    approved("speakers", "sign", "union")
    assert "Janet Roe" in posts(approved)[post][1]
    approved.approve(post)


def test_a_later_campaign_takes_the_right_name(approved: Any) -> None:
    """Excerpts that were kept before follow the correction."""
    approved("speakers", "set", "union", "Jane Roe", "--name", "Janet Roe")
    approved("campaign", "new", "union", "--on", "x-main")
    approved.approve("union-2")
    rows = approved.json("campaign", "show", "union-2")["deliveries"]
    assert not any("Jane Roe" in row["parts"][0]["words"] for row in rows)
