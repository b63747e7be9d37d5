"""What the connection to Bluesky writes, read back from a real server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from faulty_stage import connection
from pds_server import PdsAccount, PdsServer

from scheduler.core.errors import Rejected
from scheduler.core.ports import NetworkConnection, Published
from scheduler.networks.bluesky.record import cid, facets
from scheduler.testing import FixedClock, letter, png

pytestmark = pytest.mark.xdist_group("pds")
KEY = "3kabcdefghij2"
FAMILY = "👨‍👩‍👧‍👦"


@pytest.fixture
def account(pds: PdsServer) -> PdsAccount:
    """A new account."""
    return pds.account()


@pytest.fixture
def clock() -> FixedClock:
    """A clock between two seconds."""
    return FixedClock(datetime(2026, 3, 2, 15, 0, 0, 7_999, tzinfo=UTC))


@pytest.fixture
def bluesky(pds: PdsServer, account: PdsAccount, clock: FixedClock) -> NetworkConnection:
    """The account's connection."""
    return connection(pds, account, clock)


def record(pds: PdsServer, account: PdsAccount, key: str = KEY) -> dict:
    """What the server holds under *key*."""
    where = {"repo": account.did, "collection": "app.bsky.feed.post", "rkey": key}
    return pds.ask("com.atproto.repo.getRecord", **where).json()


def test_a_card_is_read_back_byte_for_byte(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection
) -> None:
    """Words, link and hashtag, language, instant, alt text, shape, and every byte of the picture."""
    words = "“Würde für alle.” 👍🏽 #Würde\nhttps://example.org/ä?b=c"
    data = png(4321)
    mail = letter(words, data, alt="„Würde für alle.“ — IJN")
    published = bluesky.publish(mail, bluesky.prepare(mail))
    kept = record(pds, account)
    tag, link = words.encode().index(b"#"), words.encode().index(b"https")
    assert kept["value"] == {
        "$type": "app.bsky.feed.post",
        "text": words,
        "createdAt": "2026-03-02T15:00:00.007Z",
        "langs": ["en"],
        "facets": [
            {
                "$type": "app.bsky.richtext.facet",
                "index": {
                    "$type": "app.bsky.richtext.facet#byteSlice",
                    "byteStart": tag,
                    "byteEnd": tag + len("#Würde".encode()),
                },
                "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Würde"}],
            },
            {
                "$type": "app.bsky.richtext.facet",
                "index": {
                    "$type": "app.bsky.richtext.facet#byteSlice",
                    "byteStart": link,
                    "byteEnd": len(words.encode()),
                },
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/ä?b=c"}],
            },
        ],
        "embed": {
            "$type": "app.bsky.embed.images",
            "images": [
                {
                    "alt": "„Würde für alle.“ — IJN",
                    "image": {
                        "$type": "blob",
                        "ref": {"$link": cid(data)},
                        "mimeType": "image/png",
                        "size": 4321,
                    },
                    "aspectRatio": {"width": 1600, "height": 900},
                }
            ],
        },
    }
    assert pds.ask("com.atproto.sync.getBlob", did=account.did, cid=cid(data)).content == data
    assert published == Published(
        remote_id=KEY,
        link=f"https://bsky.app/profile/{account.did}/post/{KEY}",
        words=words,
        media_keys=(cid(data),),
        at=datetime(2026, 3, 2, 15, 0, 0, 7_000, tzinfo=UTC),
    )


def test_once_more_changes_nothing(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, clock: FixedClock
) -> None:
    """The server makes no new revision, at the same instant or later, and the first instant is told."""
    mail = letter("Once.", png())
    first = bluesky.publish(mail, bluesky.prepare(mail))
    revision = pds.ask("com.atproto.sync.getLatestCommit", did=account.did).json()
    assert bluesky.publish(mail, bluesky.prepare(mail)) == first
    clock.advance(timedelta(minutes=1))
    assert bluesky.publish(mail, bluesky.prepare(mail)) == first
    assert pds.ask("com.atproto.sync.getLatestCommit", did=account.did).json() == revision


def test_a_thread_hangs_on_its_first_post(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection
) -> None:
    """Every part names the first post of the thread as its root, and the one before as its parent."""
    keys = [f"3kabcdefghi{n}2" for n in "abc"]
    before = None
    for key in keys:
        mail = letter(f"Part {key}", key=key, reply_to=before)
        before = bluesky.publish(mail, bluesky.prepare(mail)).remote_id
    kept = [record(pds, account, key) for key in keys]
    here = [{"uri": each["uri"], "cid": each["cid"]} for each in kept]
    assert [each["value"].get("reply") for each in kept] == [
        None,
        {"root": here[0], "parent": here[0]},
        {"root": here[0], "parent": here[1]},
    ]


def test_an_answer_to_nothing_is_refused(bluesky: NetworkConnection) -> None:
    """A part whose parent is gone is not posted on its own."""
    with pytest.raises(Rejected, match="3kabcdefghij7, is not there"):
        bluesky.prepare(letter("2/2", reply_to="3kabcdefghij7"))


def test_only_resolved_mentions_are_links() -> None:
    """A handle that was not resolved at planning stays plain text; places are counted in bytes."""
    words = "Är @a.bsky.social och @b.bsky.social"
    (found,) = facets(words, {"b.bsky.social": "did:plc:abc"})
    start, end = found["index"]["byteStart"], found["index"]["byteEnd"]
    assert words.encode()[start:end].decode() == "@b.bsky.social"
    assert found["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:abc"}]


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("🇺🇸" * 300, True),  # 300 graphemes, 2,400 bytes
        ("🇺🇸" * 301, False),
        (FAMILY * 120, True),  # 3,000 bytes
        (FAMILY * 121, False),
        ("é" * 300, True),  # composed, 600 bytes
    ],
)
def test_our_measure_is_the_servers(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, words: str, *, taken: bool
) -> None:
    """What we let through the server takes, and what we refuse it refuses too, asked past our check."""
    body = {"$type": "app.bsky.feed.post", "text": words, "createdAt": "2026-03-02T15:00:00.000Z"}
    mail = letter(words)
    if taken:
        bluesky.publish(mail, bluesky.prepare(mail))
        assert record(pds, account)["value"]["text"] == words
        return
    with pytest.raises(Rejected, match="at most 300"):
        bluesky.publish(mail, bluesky.prepare(mail))
    with pytest.raises(Rejected, match=r"400 InvalidRe\w+: .*(grapheme|too (long|big))"):
        bluesky._repo.put(KEY, body)


def test_the_largest_card_is_taken(pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection) -> None:
    """1,000,000 bytes are shown to followers, not only uploaded."""
    mail = letter("A large card.", png(1_000_000))
    bluesky.publish(mail, bluesky.prepare(mail))
    assert record(pds, account)["value"]["embed"]["images"][0]["image"]["size"] == 1_000_000


def test_all_pages_are_read(pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection) -> None:
    """A new post under an old key, on the last page of the server's list, is among the recent ones."""
    old = letter("Planned long ago.", key="3aaaaaaaaaaa2")
    bluesky.publish(old, bluesky.prepare(old))
    value = {"$type": "app.bsky.feed.post", "text": "Earlier.", "createdAt": "2026-03-01T15:00:00Z"}
    keys = [f"3k{n:011}".translate(str.maketrans("0189", "abcd")) for n in range(101)]
    writes = [
        {
            "$type": "com.atproto.repo.applyWrites#create",
            "collection": "app.bsky.feed.post",
            "rkey": key,
            "value": value,
        }
        for key in keys
    ]
    pds.call("com.atproto.repo.applyWrites", {"repo": account.did, "writes": writes}, token=account.token)
    since = datetime(2026, 3, 2, tzinfo=UTC)
    assert [post.words for post in bluesky.recent(since)] == ["Planned long ago."]
    assert len(bluesky.recent(since - timedelta(days=2))) == 102


def test_mentions_handed_in_are_written(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection
) -> None:
    """They come with the letter."""
    mail = letter(f"Thanks, @{account.handle}!")
    mail = replace(mail, part=replace(mail.part, mentions={account.handle: account.did}))
    bluesky.publish(mail, bluesky.prepare(mail))
    (facet,) = record(pds, account)["value"]["facets"]
    assert facet["features"][0]["did"] == account.did
