"""The contract of a thread by one request, on every network that takes one, by every connection to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from scheduler.core.errors import (
    AccountTrouble,
    ComeBackLater,
    MaybeSent,
    NetworkError,
    NotSent,
    Rejected,
)
from scheduler.core.looking import Absent, Found, Sought, look
from scheduler.core.ports import Letter
from scheduler.testing import Stage, letter, png, prepare_thread

KEYS = [f"3kabcdefghi{n}2" for n in "abc"]
WORDS = ["One.", "Two.", "Three."]


def parts(**first: object) -> list[Letter]:
    """Three parts, the second with a card."""
    return [
        letter(WORDS[0], key=KEYS[0], **first),
        letter(WORDS[1], png(), key=KEYS[1]),
        letter(WORDS[2], key=KEYS[2]),
    ]


def looks(stage: Stage) -> list[str]:
    """What a look for each part says."""
    verdicts = [
        look(stage.connection, stage.network.lookup, Sought(part=each.part, since=stage.clock.now()))
        for each in parts()
    ]
    return [each.published.words if isinstance(each, Found) else type(each).__name__ for each in verdicts]


def test_each_part_answers_the_one_before(thread_stage: Stage) -> None:
    """All are out with words and cards, in order, and what was told of them is what the account shows."""
    published = thread_stage.send_thread(*parts())
    ids = [each.remote_id for each in published]
    seen = thread_stage.seen()
    assert [(post.words, post.pictures) for post in seen] == [("One.", 0), ("Two.", 1), ("Three.", 0)]
    assert [post.reply_to for post in seen] == [None, *ids[:2]]
    recent = thread_stage.connection.recent(thread_stage.clock.now() - timedelta(minutes=1))
    assert recent == published[::-1]
    assert [thread_stage.connection.find(key) for key in KEYS] == published


def test_the_rest_of_a_thread_hangs_on_what_is_out(thread_stage: Stage) -> None:
    """Its first part answers a post that is there."""
    before = thread_stage.send(letter("Zero.", key=thread_stage.key()))
    published = thread_stage.send_thread(*parts(reply_to=before.remote_id))
    ids = [before.remote_id, *(each.remote_id for each in published)]
    assert [post.reply_to for post in thread_stage.seen()] == [None, *ids[:3]]


def test_preparing_a_thread_shows_nothing(thread_stage: Stage) -> None:
    """However often."""
    for _ in range(3):
        prepare_thread(thread_stage.connection, *parts())
    assert thread_stage.words() == []


@pytest.mark.parametrize("again", ["as prepared", "prepared anew", "prepared anew later"])
def test_the_same_thread_again_changes_nothing(thread_stage: Stage, again: str) -> None:
    """Whoever was killed before the answer is told what is out, with its first instants."""
    thread = prepare_thread(thread_stage.connection, *parts())
    first = thread_stage.connection.publish_thread(thread)
    if again == "prepared anew later":
        thread_stage.clock.advance(timedelta(minutes=1))
    if again != "as prepared":
        thread = prepare_thread(thread_stage.connection, *parts())
    assert thread_stage.connection.publish_thread(thread) == first
    assert thread_stage.words() == WORDS


OTHERS: dict[str, Callable[[int], Letter]] = {
    "words": lambda n: letter("Other.", *([png()] if n == 1 else []), key=KEYS[n]),
    "picture": lambda n: letter(WORDS[n], png(mark=1), key=KEYS[n]),
    "alt": lambda n: letter(WORDS[n], png(), alt="Other.", key=KEYS[n]),
}


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("other", OTHERS)
def test_one_key_with_other_content_keeps_all_back(thread_stage: Stage, other: str, n: int) -> None:
    """All or none: nothing is added to what is there, and the refusal names it."""
    there = OTHERS[other](n)
    thread_stage.send(there)
    with pytest.raises(Rejected, match=f"{KEYS[n]} there is other content.*{there.part.words}"):
        thread_stage.send_thread(*parts())
    assert thread_stage.words() == [there.part.words]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_part_that_is_out_alone_is_looked_for(thread_stage: Stage, n: int) -> None:
    """Somebody removed the others: nothing is added, and the looks tell which part is there."""
    published = thread_stage.send_thread(*parts())
    for k in {0, 1, 2} - {n}:
        thread_stage.connection.remove(published[k].remote_id)
    with pytest.raises(MaybeSent, match="only"):
        thread_stage.send_thread(*parts())
    assert thread_stage.words() == [WORDS[n]]
    assert looks(thread_stage) == [WORDS[k] if k == n else "Absent" for k in range(3)]


def test_the_part_that_is_missing_can_follow(thread_stage: Stage) -> None:
    """After a look found the others it goes out alone, in its place."""
    published = thread_stage.send_thread(*parts())
    thread_stage.connection.remove(published[2].remote_id)
    thread_stage.clock.advance(timedelta(minutes=1))
    again = thread_stage.send(letter(WORDS[2], key=KEYS[2], reply_to=published[1].remote_id))
    assert thread_stage.words() == WORDS
    assert thread_stage.seen()[2].reply_to == published[1].remote_id
    assert thread_stage.connection.find(KEYS[2]) == again


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (letter("a" * 301, key=KEYS[2]), "at most 300"),
        (letter("No key.", key=None), "no record key"),
        (letter(" ", key=KEYS[2]), "neither words nor pictures"),
    ],
    ids=["long", "keyless", "empty"],
)
def test_a_part_that_is_refused_keeps_all_back(thread_stage: Stage, bad: Letter, why: str) -> None:
    """A thread never begins that cannot be ended."""
    with pytest.raises(Rejected, match=why):
        thread_stage.send_thread(*parts()[:2], bad)
    assert thread_stage.words() == []


@pytest.mark.parametrize(
    ("fault", "error", "out"),
    [
        ("refuse", Rejected, False),
        ("throttle", ComeBackLater, False),
        ("trouble", AccountTrouble, False),
        ("unreachable", NotSent, False),
        ("drop", MaybeSent, True),  # carried out, and nobody told us
        ("hang", MaybeSent, True),
    ],
)
def test_an_error_tells_what_is_known_of_all_parts(
    thread_stage: Stage, fault: str, error: type[NetworkError], *, out: bool
) -> None:
    """Each fault raises its own kind, a look finds each part or none, and sending again makes one thread."""
    thread = prepare_thread(thread_stage.connection, *parts())
    thread_stage.order(fault)
    with pytest.raises(NetworkError) as caught:
        thread_stage.connection.publish_thread(thread)
    assert type(caught.value) is error
    assert thread_stage.words() == (WORDS if out else [])
    assert looks(thread_stage) == (WORDS if out else [Absent.__name__] * 3)
    thread_stage.clock.advance(timedelta(minutes=1))
    assert [each.words for each in thread_stage.send_thread(*parts())] == WORDS
    assert thread_stage.words() == WORDS
