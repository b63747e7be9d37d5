"""All posts of a campaign as one text file: what is saved is done, all of it or nothing."""

from pathlib import Path
from typing import Any

import pytest

P1, P2, P3 = (f"ijn-2020.{n}" for n in (1, 2, 3))
EDIT = ("campaign", "edit", "ijn-2020")


@pytest.fixture
def three(ready: Any) -> Any:
    """A campaign of three posts on two accounts, approved, for a day to come."""
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--plan", "T+0, T+1h, T+2h")
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00")
    return ready


def sheet(drumbeat: Any) -> str:
    """The file of the campaign."""
    return str(drumbeat(*EDIT, "--print").out)


def save(drumbeat: Any, text: str, *more: str, code: int = 0) -> Any:
    """What a file that says *text* does."""
    Path("posts.txt").write_text(text, encoding="utf-8")
    return drumbeat(*EDIT, "--file", "posts.txt", *more, code=code)


def standing(drumbeat: Any) -> dict[str, Any]:
    """What every delivery says and when."""
    return {
        id: (each["state"], each["planned_local"], [(part["words"], part["alt"]) for part in each["parts"]])
        for id, each in drumbeat.deliveries("history", "--attempts").items()
    }


def sections(text: str) -> list[str]:
    """The head of a file, and each of its sections."""
    first, *rest = text.split("=== post ")
    return [first, *(f"=== post {each}" for each in rest)]


# --- what it shows ------------------------------------------------------------------------------


def test_print(three: Any) -> None:
    """The file says how it is written, and has each post with its time, its words once, its alt text."""
    text = sheet(three)
    assert text.startswith("# The posts of ijn-2020")
    assert text.count("=== post ") == 3
    assert "time: Wed 2 Jan 2030 09:00\n--- words\n" in text
    assert "\n--- words on" not in text
    assert three.json(*EDIT, "--print")["text"] == text


def test_saved_as_it_was(three: Any) -> None:
    """A file that is saved unchanged, or with what an editor does by itself, changes nothing."""
    before = standing(three)
    text = sheet(three)
    for saved in (text, text.replace("\n", "  \r\n"), f"\ufeff{text}\n\n"):
        assert "Nothing changes." in save(three, saved).out
    assert standing(three) == before


def test_an_empty_file_changes_nothing(three: Any) -> None:
    """Who empties the file has thought better of it."""
    before = standing(three)
    assert "nothing was changed" in save(three, " \n", "--yes", code=2).err
    assert standing(three) == before


def test_only_what_can_change(three: Any) -> None:
    """What is out or cancelled is not in the file; what is out on one account alone is said."""
    three("campaign", "launch", "ijn-2020", "--yes")
    three("run", "--once")
    three("post", "cancel", P2)
    text = sheet(three)
    assert P1 not in text
    assert P2 not in text
    assert f"=== post {P3}\n" in text
    three("campaign", "cancel", "ijn-2020")
    assert "is cancelled" in three(*EDIT, "--print", code=2).err


# --- what it changes ----------------------------------------------------------------------------


def test_words_alt_text_and_time(three: Any) -> None:
    """Words on one account, an alt text and a time: shown and counted, then done at once, undone as one."""
    before = standing(three)
    head, one, two, rest = sections(sheet(three))
    one = one.replace("--- words", "--- words on x\n#Justice\n\n# for all\n--- words")
    two = two.replace("Wed 2 Jan 2030 10:00", "Thu 3 January 2030 10:30").replace(
        "--- alt text\n", "--- alt text\nOn blue. "
    )
    text = head + one + two + rest
    told = save(three, text, "--dry-run").out
    assert "2 posts change: 1 words, 1 alt text, 1 time; 3 approvals will be void." in told
    assert "{+#Justice" in told
    assert "Wed 2 Jan 2030 10:00 EST → Thu 3 Jan 2030 10:30 EST" in told
    assert standing(three) == before
    assert "--yes" in save(three, text, code=2).err
    assert standing(three) == before
    assert "drumbeat campaign undo" in save(three, text, "--yes").out
    after = standing(three)
    assert after[f"{P1}@x-main"][0] == "draft"
    assert after[f"{P1}@x-main"][2][0][0] == "#Justice\n\n# for all"
    assert after[f"{P1}@sky"] == before[f"{P1}@sky"]
    assert {after[f"{P2}@{name}"][1] for name in ("sky", "x-main")} == {"2030-01-03T10:30:00"}
    assert after[f"{P2}@sky"][2][0][1][0].startswith("On blue. ")
    assert after[f"{P3}@sky"] == before[f"{P3}@sky"]
    three("campaign", "undo", "ijn-2020", "--yes")
    assert standing(three) == before


def test_order(three: Any) -> None:
    """Posts that change places take each other's times, and keep their approval; undone as one."""
    before = standing(three)
    head, one, two, rest = sections(sheet(three))
    told = save(three, head + rest + one + two, "--yes").out
    assert "3 posts change: 3 time; 0 approvals will be void." in told
    after = standing(three)
    assert [after[f"{id}@sky"][1][11:16] for id in (P1, P2, P3)] == ["10:00", "11:00", "09:00"]
    assert {each[0] for each in after.values()} == {"queued"}
    when = {post["id"]: post["when"] for post in three.json("campaign", "show", "ijn-2020")["posts"]}
    assert when == {P1: "T+1h", P2: "T+2h", P3: "T+0"}
    assert sections(sheet(three))[1].startswith(f"=== post {P3}")
    three("campaign", "undo", "ijn-2020", "--yes")
    assert standing(three) == before
    assert sections(sheet(three))[1].startswith(f"=== post {P1}")


def test_order_and_a_time(three: Any) -> None:
    """A post with a new time of its own leaves the others theirs."""
    head, one, two, rest = sections(sheet(three))
    save(three, head + rest + two + one.replace("Wed 2 Jan 2030 09:00", "2030-01-09 12:00"), "--yes")
    after = standing(three)
    assert [after[f"{id}@sky"][1] for id in (P1, P2, P3)] == [
        "2030-01-09T12:00:00",
        "2030-01-02T11:00:00",
        "2030-01-02T10:00:00",
    ]


def test_before_the_launch(approved: Any) -> None:
    """Of a campaign that stands by, the places in the plan change: by order, by a step, or for a time."""
    head, one, two = sections(sheet(approved))
    assert "time: T+0\n" in one
    save(approved, head + two + one, "--yes")
    posts = approved.json("campaign", "show", "ijn-2020")["posts"]
    assert [each["when"] for each in posts] == ["T+1h", "T+0"]
    text = sheet(approved).replace("time: T+1h", "time: T+1d 09:00")
    save(approved, text.replace("time: T+0", "time: 2030-01-02 12:00"), "--yes")
    posts = approved.json("campaign", "show", "ijn-2020")["posts"]
    assert [each["when"] for each in posts] == ["T+1d 09:00", "2030-01-02T12:00:00"]
    approved("campaign", "undo", "ijn-2020", "--yes")
    posts = approved.json("campaign", "show", "ijn-2020")["posts"]
    assert [each["when"] for each in posts] == ["T+1h", "T+0"]
    assert {each[:2] for each in standing(approved).values()} == {("queued", None)}


def test_a_step_after_the_launch(three: Any) -> None:
    """A step counts from the launch that there was."""
    save(three, sheet(three).replace("time: Wed 2 Jan 2030 10:00", "time: T+1d 08:00"), "--yes")
    assert standing(three)[f"{P2}@sky"][1] == "2030-01-03T08:00:00"
    assert three.json("campaign", "show", "ijn-2020")["posts"][1]["when"] == "T+1d 08:00"


def test_cancel(three: Any) -> None:
    """``cancel`` below a heading takes a post away; a section that is gone is a slip."""
    head, one, _, rest = sections(sheet(three))
    told = save(three, head + one + rest, "--yes", code=2).err
    assert f"{P2} is missing. Put its section back" in told
    before = standing(three)
    assert "1 cancelled" in save(three, f"{head}{one}=== post {P2}\ncancel\n{rest}", "--yes").out
    assert {standing(three)[f"{P2}@{name}"][0] for name in ("sky", "x-main")} == {"cancelled"}
    assert P2 not in sheet(three)
    three("campaign", "undo", "ijn-2020", "--yes")
    assert standing(three) == before
    assert P2 in sheet(three)


def test_threads(ready: Any) -> None:
    """Each part of a thread has its own words and alt text."""
    ids = [each["id"] for each in ready.json("excerpts", "ijn-2020")[:2]]
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--excerpts", "+".join(ids))
    text = sheet(ready)
    assert text.count("--- part 2 words\n") == 1
    assert "say which part" in save(ready, text.replace("--- part 2 words", "--- words"), code=2).err
    save(
        ready,
        text.replace("--- part 2 words\n", "--- part 2 words on sky\nAnd so on.\n--- part 2 words\n"),
        "--yes",
    )
    parts = ready.deliveries("queue")[f"{P1}@sky"]["parts"]
    assert parts[1]["words"] == "And so on."
    assert ready.deliveries("queue")[f"{P1}@x-main"]["parts"][1]["words"] != "And so on."
    assert "--- part 2 words on sky\nAnd so on.\n" in sheet(ready)


# --- what is wrong ------------------------------------------------------------------------------


def test_every_problem_at_once(three: Any) -> None:
    """Every problem is told, each with its line, and nothing is done; the file stays where it is."""
    before = standing(three)
    head, one, two, rest = sections(sheet(three))
    one = one.replace("--- words\n", "--- words\n“That is what nobody ever said.” ").replace("Wed 2", "Thu 2")
    two = two.replace("--- alt text\n", "--- alt text on x-main\nA card.\n--- alt text on sky\nOn sky: ")
    two = two.replace("time: Wed 2 Jan 2030 10:00", "time: yesterday")
    rest = rest.replace(
        "--- words\n", "--- words on tiktok\nHi.\n--- words on x-main\n" + "long " * 80 + "\n--- words\n"
    )
    wrong = [
        ("Thu 2 Jan", "2 Jan 2030 is a Wednesday, not a Thu."),
        ("ever said", "is not in ijn-2020 word for word."),
        ("time: yesterday", "'yesterday' is not a time."),
        ("on x-main\nA card", "The alt text of a card holds its whole quote."),
        ("on tiktok", f"{P3} does not go to tiktok; it goes to sky, x-main."),
        ("on x-main\nlong", "280 are allowed."),
    ]  # fmt: skip
    text = head + one + two + rest
    told = save(three, text, "--yes", code=2).err.removeprefix("Error: ").splitlines()
    for place, problem in wrong:
        line = text[: text.index(place)].count("\n") + 1
        at = {f"line {line}:", f"line {line - 1}:"}  # of words, that of their label
        assert any(problem in each and " ".join(each.split()[:2]) in at for each in told), (place, told)
    assert standing(three) == before


_SLIPS = [
    ("--- words\n", "--- words on sky\n", "has lost its words for x-main"),  # words for one alone
    ("--- words\n", "--- words\n--- words\n", "has its words in line"),  # the same twice
    ("\ntime: ", "\ntime on sky: ", "has lost its time for x-main"),
    ("time: Wed 2 Jan 2030 09:00", "time: 2020-01-01 09:00", "has passed"),
    ("time: Wed 2 Jan 2030 09:00", "time: none", "has a time and keeps one"),
    (
        "time: Wed 2 Jan 2030 09:00",
        "time on sky: T+5h\ntime: Wed 2 Jan 2030 09:00",
        "for all accounts of a post",
    ),
    (f"=== post {P1}", "=== post ijn-2020.7", "no post ijn-2020.7"),
    ("--- alt text\n", "--- alt text 2\n", "has no part 1 with alt text 2"),
    ("campaign: ijn-2020", "campaign: other", "The file is of other"),
]


@pytest.mark.parametrize(("old", "new", "problem"), _SLIPS)
def test_slips(three: Any, old: str, new: str, problem: str) -> None:
    """What a person may slip on is refused in plain words, and nothing is done."""
    before = standing(three)
    assert problem in save(three, sheet(three).replace(old, new, 1), "--yes", code=2).err
    assert standing(three) == before


def test_a_file_of_another_encoding(three: Any) -> None:
    """What is not in UTF-8 is refused with its line."""
    Path("posts.txt").write_bytes(b"campaign: ijn-2020\nDignit\xe9\n")
    assert "not in UTF-8: line 2" in three(*EDIT, "--file", "posts.txt", code=2).err
    assert "cannot be read" in three(*EDIT, "--file", "nowhere.txt", code=2).err


# --- two people ---------------------------------------------------------------------------------


def test_changed_meanwhile(three: Any) -> None:
    """Who edits what somebody else has changed since is refused, and sees the other version."""
    text = sheet(three)
    words = standing(three)[f"{P1}@sky"][2][0][0]
    three("post", "edit", P1, "--on", "sky", "--words", f"{words} Now.", "--as", "Rosa")
    three("post", "move", P2, "--to", "2030-01-02 17:00", "--as", "Dolores")
    before = standing(three)
    told = save(three, text.replace("--- words\n", "--- words\nMine. "), "--yes", code=2).err
    assert f"{P1}@sky: edited by Rosa; it is draft now." in told
    assert "{+ Now.+}" in told
    assert f"{P2}@x-main: moved by Dolores" in told
    assert "[-Wed 2 Jan 2030 10:00-]{+Wed 2 Jan 2030 17:00+}" in told
    assert "Mine" not in told
    assert standing(three) == before


def test_out_meanwhile(approved: Any) -> None:
    """A file is refused once one of its posts is out."""
    text = sheet(approved)
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    before = standing(approved)
    told = save(approved, text.replace("--- words\n", "--- words\nMine. "), "--yes", code=2).err
    assert f"{P1}@x-main: " in told
    assert "it is rehearsed now" in told
    assert standing(approved) == before


def test_changed_between_look_and_yes(three: Any) -> None:
    """What changes between the preview and the yes is not overwritten."""
    from scheduler.core.errors import Stale
    from scheduler.services import bulk

    text = sheet(three).replace("--- words\n", "--- words\nMine. ")
    with three.office() as office:
        plan = bulk.preview(office.desk, "ijn-2020", text)
    three("post", "edit", P3, "--words", "Theirs.")
    before = standing(three)
    with three.office() as office, pytest.raises(Stale, match="Theirs"):
        bulk.apply(office.desk, plan, actor="Rosa")
    assert standing(three) == before


# --- without an editor ---------------------------------------------------------------------------


def test_no_terminal(three: Any) -> None:
    """Where nobody sits, the way by files is named."""
    assert "--print" in three(*EDIT, code=2).err
