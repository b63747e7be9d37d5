"""What a rehearsal did is called rehearsed, never posted."""

from typing import Any

import pytest

OUT = "ijn-2020.1@sky"


@pytest.fixture
def rehearsed(approved: Any) -> Any:
    """A campaign whose first post went out in rehearsal."""
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    return approved


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("decide", OUT, "now"), 2),
        (("decide", OUT, "move", "+1h"), 2),
        (("decide", OUT, "look"), 2),
        (("decide", OUT, "absent"), 2),
        (("decide", OUT, "posted", "https://example.org/1"), 2),
        (("decide", OUT, "draft"), 2),
        (("decide", OUT, "cancel"), 2),
        (("decide", OUT, "seen"), 2),
        (("post", "edit", "ijn-2020.1", "--words", "Other words."), 2),
        (("post", "move", "ijn-2020.1", "--to", "+1h"), 2),
        (("post", "cancel", "ijn-2020.1"), 0),
        (("campaign", "cancel", "ijn-2020"), 0),
        (("campaign", "show", "ijn-2020"), 0),
        (("history",), 0),
        (("history", "--attempts"), 0),
        (("status",), 0),
    ],
)
def test_never_called_posted(rehearsed: Any, words: tuple[str, ...], code: int) -> None:
    """No screen and no refusal says that a rehearsal posted anything."""
    told = rehearsed(*words, code=code)
    said = (told.out + told.err).replace(str(rehearsed.folder), "").replace("posted LINK", "")
    assert "posted" not in said
    if code and words[-1] not in {"draft", "seen"}:
        assert "is rehearsed" in said
