"""What the connection to X makes of a timeline."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from x_answers import told
from x_faults import Fault
from x_rules import XAccount
from x_server import XServer
from x_stage import connection, send

from scheduler.core.errors import AccountTrouble, NetworkError, NotSent, Rejected
from scheduler.core.looking import Found, Sought, look, same_words
from scheduler.core.ports import NetworkConnection
from scheduler.networks import x
from scheduler.networks.x.posts import shown
from scheduler.testing import FixedClock, letter, png

WORDS = [
    "Dignity for all.",
    "A & B < C > D &amp; &lt; literally",
    "See https://example.org/a?b=c&d=e#f now",
    "See ijn.org, https://example.org and https://example.org/" + "a" * 100,
    "https://example.org twice https://example.org",
    "👩‍👩‍👧‍👦 🇺🇸 👍🏽 “—”…",
    "cafe\u0301",  # not composed
    "日本語 שלום مرحبا",
    "one\n\ntwo\r\nthree",
    "@somebody $TSLA #Würde",
    "https://t.co/abcdefghij is no link of ours",
]


@pytest.mark.parametrize("pictures", [0, 2])
@pytest.mark.parametrize("words", WORDS)
def test_words_come_back_as_they_were_sent(ours: NetworkConnection, words: str, pictures: int) -> None:
    """However X shows them: escaped, shortened, composed, with a link for the pictures."""
    mail = letter(words, *(png(mark=n) for n in range(pictures)))
    published = send(ours, mail)
    (seen,) = ours.recent(published.at)
    assert same_words(words, seen)
    assert replace(seen, words=words) == published


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_any_words_are_known_again(x_server: XServer, words: str) -> None:
    """A text alone is found by its words, whatever they are."""
    clock = FixedClock()
    ours = connection(x_server, x_server.account(clock=clock, limited=False), clock)
    mail = letter(f"{words}.")
    try:
        published = send(ours, mail)
    except Rejected:
        return  # X has its own idea of what is a word
    verdict = look(ours, x.NETWORK.lookup, Sought(part=mail.part, since=clock.now()))
    assert verdict == Found(published=ours.recent(clock.now())[0])
    assert verdict.published.remote_id == published.remote_id


def test_a_long_post_is_read_whole(x_server: XServer, account: XAccount, ours: NetworkConnection) -> None:
    """The timeline cuts it and has the whole of it elsewhere."""
    account.long_posts = True
    words = "Long & longer: https://example.org/a " * 20
    x_server.world.post(account, {"text": words})
    (seen,) = ours.recent(account.clock.now())
    assert seen.words == words.strip()


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("tweet.fields", "post.fields"), 1),
        (("tweet.fields",), 1),
        (("post.fields",), 2),  # the old names were not taken: one question more, once
        ((), 2),
    ],
)
def test_whichever_names_x_takes(
    x_server: XServer, account: XAccount, ours: NetworkConnection, names: tuple[str, ...], asked: int
) -> None:
    """Posts are found by their pictures and by what they answer, whatever X calls that this year."""
    account.names = names
    first = send(ours, letter("1/2 & ijn.org", png()))
    second = send(ours, letter("2/2", reply_to=first.remote_id))
    before = len(x_server.asked)
    if not names:
        with pytest.raises(AccountTrouble, match="not one of those known"):
            ours.recent(first.at)
        assert len(x_server.asked) - before == asked
        return
    for _ in range(2):
        seen = ours.recent(first.at)
    assert [(each.media_keys, each.reply_to) for each in seen] == [
        ((), first.remote_id),
        (first.media_keys, None),
    ]
    assert [each.remote_id for each in seen] == [second.remote_id, first.remote_id]
    assert len(x_server.asked) - before == asked + 1


@pytest.mark.parametrize("style", ["tweet", "post"])
def test_names_old_and_new_are_read(style: str) -> None:
    """X calls some fields by other names since August 2026; either is read."""
    post = {
        "id": "2026000000000000000",
        "text": "cut",
        f"note_{style}": {"text": "a &amp; b"},
        f"referenced_{style}s": [{"type": "quoted", "id": "1"}, {"type": "replied_to", "id": "7"}],
    }
    seen = shown("ijn", post)
    assert (seen.words, seen.reply_to) == ("a & b", "7")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"text": None, "entities": None, "attachments": None, "note_tweet": None},
        {"entities": {"urls": None}, "attachments": {"media_keys": "3_7"}, "referenced_tweets": {}},
        {"entities": {"urls": [None, 7, {}]}, "attachments": [], "referenced_tweets": [None, 7]},
        {"entities": [], "note_tweet": []},
    ],
)
def test_what_is_missing_in_a_post_is_no_stumbling_block(more: dict) -> None:
    """Everything that X sends but the id is read leniently."""
    assert shown("ijn", {"id": "2026000000000000000", **more}).remote_id == "2026000000000000000"


@pytest.mark.parametrize("id", [None, 7, "", "seven", "-1", "1/photo", "٣", "9" * 20])
def test_a_post_without_an_id_is_none(id: object) -> None:
    """An id is text of digits, and stays text."""
    with pytest.raises(ValueError, match="without an id"):
        shown("ijn", {"id": id, "text": "Hm."})


def test_all_pages_are_read(
    x_server: XServer, account: XAccount, ours: NetworkConnection, clock: FixedClock
) -> None:
    """As far back as was asked, and not further: each post that is shown costs."""
    account.limited = False
    for n in range(250):
        x_server.world.post(account, {"text": f"Post {n}"})
        clock.advance(timedelta(seconds=1))
    before = account.charges["read"]
    assert [each.words for each in ours.recent(clock.now() - timedelta(seconds=230))] == [
        f"Post {n}" for n in reversed(range(20, 250))
    ]
    assert account.charges["read"] - before == 230


def test_replies_of_ones_own_are_seen_and_others_posts_are_not(
    x_server: XServer, ours: NetworkConnection, clock: FixedClock
) -> None:
    """A thread is replies; what others write is in their own timeline."""
    x_server.world.post(x_server.account(clock=clock), {"text": "Somebody else's."})
    first = send(ours, letter("1/2"))
    second = send(ours, letter("2/2", reply_to=first.remote_id))
    assert ours.recent(first.at) == [second, first]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"errors": [{"detail": "User has been suspended: [1]."}]}, AccountTrouble),
        ({"errors": [{"detail": "Could not find user with id: [1]."}]}, AccountTrouble),
        ({"errors": [{"type": "https://api.x.com/2/problems/resource-not-found"}]}, AccountTrouble),
        ({"errors": [{"title": "Service Unavailable"}]}, NotSent),
        ({"meta": {"result_count": 1}, "data": [{"text": "no id"}]}, NotSent),
        ({"meta": {"result_count": 1}, "data": [None]}, NotSent),
        ({"meta": {"result_count": 1}, "data": {}}, NotSent),
        ({"data": []}, NotSent),
        ({}, NotSent),
        ([], NotSent),
    ],
)
def test_a_look_that_shows_nothing_never_says_nothing_is_there(
    x_server: XServer, account: XAccount, ours: NetworkConnection, body: object, kind: type[NetworkError]
) -> None:
    """An account that is gone, or an answer of another shape, is not an empty timeline."""
    x_server.order("odd", "timeline", account=account.id, fault=Fault(answer=told(200, body)))
    with pytest.raises(NetworkError) as caught:
        ours.recent(account.clock.now())
    assert type(caught.value) is kind


def test_what_is_no_id_is_never_part_of_an_address(x_server: XServer, ours: NetworkConnection) -> None:
    """Nothing is asked for it."""
    before = len(x_server.asked)
    ours.remove("../users/me")
    assert x_server.calls()[before:] == []
