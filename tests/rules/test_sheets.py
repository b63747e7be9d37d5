"""The file of posts: what is written is read again, whatever the words; what cannot be read is told by line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.core.errors import LinesError
from scheduler.services.sheets import Shown, canonical, read, write

SEEN = {"ijn.1@sky": 3, "ijn.1@x-main": 7}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
MARKS = st.lists(
    st.sampled_from(["---", "===", "\\", "#", " ", "words", "\n", "time: now", "cancel", "=== post ijn.1"]),
    max_size=12,
).map("".join)


def shown(sky: str, x: str, alt: str) -> Shown:
    """A post with these words on two accounts."""
    return Shown(
        post="ijn.1",
        times={"sky": "Tue 24 Nov 2026 09:00", "x-main": "T+1h"},
        cells={
            ("sky", 1, "words"): sky,
            ("sky", 1, "alt text 1"): alt,
            ("sky", 2, "words"): x,
            ("x-main", 1, "words"): x,
            ("x-main", 1, "alt text 1"): alt,
        },
        remarks=("elsewhere it is out",),
    )


@given(WORDS | MARKS, WORDS | MARKS, WORDS | MARKS)
@example("#Justice\n\n# now", "\\--- so\n--- words on x-main\n=== post ijn.2", "a \r\n b\u2028c\x0c")
@example("ع\u200fدالة للجميع\n\n😀👩‍👩‍👧", "  two\n\n\n  lines  ", "\ufeffalt")
def test_what_is_written_is_read(sky: str, x: str, alt: str) -> None:
    """Any words come back as they were, but for what editors change by themselves."""
    text = write("ijn", "Europe/Berlin", [shown(sky, x, alt)], SEEN)
    for saved in (text, text.replace("\n", "\r\n"), f"\ufeff{text}", text.replace("\n", " \n") + "\n\n"):
        sheet = read(saved)
        assert (sheet.campaign, sheet.seen, sheet.problems) == ("ijn", SEEN, ())
        (section,) = sheet.sections
        assert [(time.on, time.text.strip()) for time in section.times] == [
            (("sky",), "Tue 24 Nov 2026 09:00"),
            (("x-main",), "T+1h"),
        ]
        found = {
            (account, block.part, block.thing): block.text
            for block in section.blocks
            for account in block.on or ("sky", "x-main")
        }
        assert found == {
            ("sky", 1, "words"): canonical(sky),
            ("x-main", 1, "words"): canonical(x),
            ("sky", 2, "words"): canonical(x),
            ("sky", 1, "alt text"): canonical(alt),
            ("x-main", 1, "alt text"): canonical(alt),
        }


HEAD = "campaign: ijn\nseen: 1@sky=3\n"
_WRONG = [
    # words before any post
    (HEAD + "hello\n=== post ijn.1\n", ["line 3: 'hello' stands before the first post."]),
    # words without a label
    (HEAD + "=== post ijn.1\nhello\n", ["line 4: 'hello' is neither a time nor 'cancel'."]),
    # a label that is none
    (HEAD + "=== post ijn.1\n--- wrods\n", ["line 4: '--- wrods' is no label"]),
    # a line of words that looks like a label
    (HEAD + "=== post ijn.1\n--- words\nso\n--- he said\n", ["line 6: '--- he said' is no label"]),
    # a label before any post
    (HEAD + "--- words\n", ["line 3: '--- words' stands before the first post."]),
    # a heading that is none, twice, and a post that is there twice
    (
        HEAD + "=== ijn.1\n=== post ijn.1\n=== post ijn.1\n===\n",
        ["line 3: '=== ijn.1' is no heading", "line 5: ijn.1 is there already, in line 4.", "line 6: '==='"],
    ),
]


@pytest.mark.parametrize(("text", "problems"), _WRONG)
def test_wrong_lines(text: str, problems: list[str]) -> None:
    """Every line that cannot be read is told at once, with its number."""
    told = read(text).problems
    assert len(told) == len(problems)
    for each, start in zip(told, problems, strict=True):
        assert each.startswith(start)


@pytest.mark.parametrize(
    "text",
    [
        "=== post ijn.1\n",  # the top is gone
        "campaign: ijn\n",  # half of it
        "campaign: ijn\nseen: 1@sky=three\n",  # and changed
    ],
)
def test_what_was_seen_is_needed(text: str) -> None:
    """Without what its writer saw, nobody can tell what a file changes."""
    with pytest.raises(LinesError, match="seen:"):
        read(text)


def test_many_deliveries_in_lines_that_can_be_read() -> None:
    """What was seen is wrapped, and read as one."""
    seen = {f"ijn.{n}@x-main": n for n in range(1, 200)}
    text = write("ijn", "UTC", [], seen)
    assert max(map(len, text.splitlines())) <= 100
    assert read(text).seen == seen
