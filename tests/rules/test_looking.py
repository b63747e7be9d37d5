"""What a look tells: found, certainly absent, or not seen; and by what a post is known again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.core.delivery import Part, Picture
from scheduler.core.errors import NetworkError, NotSent
from scheduler.core.limits import Lookup
from scheduler.core.looking import Absent, Found, NotSeen, Sought, look
from scheduler.core.ports import Published

SINCE = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CARD = Picture(sha256="a" * 64, alt="“Dignity.”", width=1600, height=900, media_type="image/png")


class Answering:
    """A connection that answers looks, and nothing but looks, and notes what it was asked."""

    def __init__(
        self,
        *posts: Published,
        by_key: dict[str, Published] | None = None,
        error: NetworkError | None = None,
    ) -> None:
        self.posts, self.by_key, self.error = posts, by_key or {}, error
        self.asked: list[object] = []

    def find(self, record_key: str) -> Published | None:
        self._note(record_key)
        return self.by_key.get(record_key)

    def recent(self, since: datetime) -> Sequence[Published]:
        self._note(since)
        return self.posts

    def _note(self, asked: object) -> None:
        self.asked.append(asked)
        if self.error:
            raise self.error


def post(words: str = "", *media_keys: str, remote_id: str = "1") -> Published:
    """What a look is shown."""
    return Published(remote_id=remote_id, link=f"link/{remote_id}", words=words, media_keys=media_keys)


def sought(part: Part) -> Sought:
    """A look for *part*."""
    return Sought(part=part, since=SINCE)


def test_a_keyed_network_is_asked_for_the_key_alone() -> None:
    """What is under the key is the answer, whatever its words, and nothing under it is certain."""
    part, there = Part(n=1, words="Ours.", record_key="key"), post("Other words.")
    connection = Answering(post("Ours."), by_key={"key": there})
    assert look(connection, Lookup.KEYED, sought(part)) == Found(published=there)
    assert look(Answering(post("Ours.")), Lookup.KEYED, sought(part)) == Absent()
    assert connection.asked == ["key"]


def test_a_keyed_part_without_a_key_is_a_mistake() -> None:
    """Saying "absent" of it would let it be sent again."""
    with pytest.raises(ValueError, match="record key"):
        look(Answering(), Lookup.KEYED, sought(Part(n=1, words="Ours.")))


def test_a_searched_network_is_asked_from_a_minute_before() -> None:
    """Its clock may be behind ours."""
    connection = Answering()
    assert look(connection, Lookup.SEARCHED, sought(Part(n=1, words="Ours."))) == NotSeen()
    assert connection.asked == [SINCE - timedelta(seconds=60)]


def test_any_media_key_of_the_part_is_proof() -> None:
    """Media keys add up, one an upload, and any of them may be the one that got through."""
    part = Part(n=1, words="Ours.", pictures=(CARD,), media_keys=("first", "second", "third"))
    ours = post("Shortened by the network", "second", remote_id="7")
    others = (post("Ours.", "foreign", remote_id="9"), post("Ours.", remote_id="8"))
    assert look(Answering(*others, ours), Lookup.SEARCHED, sought(part)) == Found(published=ours)


@pytest.mark.parametrize("media_keys", [(), ("lost",)])
def test_a_part_with_a_picture_is_never_matched_by_words(media_keys: tuple[str, ...]) -> None:
    """The same words with another upload may be another post."""
    part = Part(n=1, words="Ours.", pictures=(CARD,), media_keys=media_keys)
    answering = Answering(post("Ours.", "foreign"), post("Ours."))
    assert look(answering, Lookup.SEARCHED, sought(part)) == NotSeen()


@pytest.mark.parametrize(
    ("ours", "seen", "same"),
    [
        ("Dignity for all.", "Dignity for all.", True),
        ("A & B < C > D", "A &amp; B &lt; C &gt; D", True),  # X escapes for HTML
        ("A & B", "A & B", True),  # others do not
        ("literally &amp;", "literally &amp;amp;", True),
        ("literally &amp;", "literally &amp;", True),
        ("literally &amp;", "literally &", False),
        ("cafe\u0301", "caf\u00e9", True),  # composed
        ("one\n\ntwo", "one two", True),  # white space folded
        ("one two ", " one\u00a0two", True),
        ("See ijn.org.", "See http://ijn.org.", True),  # X's link of a bare domain
        ("See ijn.org.", "See http://ijn.com.", False),
        ("Dignity for all.", "Dignity for all", False),
        ("Dignity for all.", "dignity for all.", False),
        ("Dignity for all.", "“Dignity for all.”", False),
        ("Dignity for all.", "", False),
    ],
)
def test_words_are_compared_as_a_reader_would(ours: str, seen: str, *, same: bool) -> None:
    """Escapes, composition and white space are the network's; every other difference counts."""
    answering = Answering(post("Something else.", remote_id="2"), post(seen))
    verdict = look(answering, Lookup.SEARCHED, sought(Part(n=1, words=ours)))
    assert isinstance(verdict, Found if same else NotSeen)


@pytest.mark.parametrize("lookup", list(Lookup))
def test_no_answer_is_no_verdict(lookup: Lookup) -> None:
    """An error of the network passes through, so that an unanswered look is not counted."""
    with pytest.raises(NotSent):
        look(
            Answering(error=NotSent("nobody answers")),
            lookup,
            sought(Part(n=1, words="Ours.", record_key="key")),
        )


@pytest.mark.parametrize(
    ("reply_to", "answers", "taken", "found"),
    [
        (None, None, (), True),
        ("1", "1", (), True),
        ("1", None, (), False),  # the second part of a thread answers the first
        (None, "1", (), False),  # the same words in somebody else's thread
        ("1", "2", (), False),
        (None, None, ("7",), False),  # another campaign said the same, and that post is its own
        (None, None, ("8",), True),
    ],
)
def test_words_alone_may_be_those_of_two(
    reply_to: str | None, answers: str | None, taken: tuple[str, ...], *, found: bool
) -> None:
    """Without a picture a post is known by its words, by what it answers, and by being no other part's."""
    there = replace(post("Ours.", remote_id="7"), reply_to=answers)
    what = Sought(part=Part(n=1, words="Ours."), since=SINCE, reply_to=reply_to, taken=taken.__contains__)
    verdict = look(Answering(there), Lookup.SEARCHED, what)
    assert verdict == (Found(published=there) if found else NotSeen())
