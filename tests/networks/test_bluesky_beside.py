"""What goes beside a post on Bluesky, and within it, read back from a real server: rules, labels, link cards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import firehose
import pytest
from faulty_stage import connection
from pds_server import PdsAccount, PdsServer

from scheduler import networks
from scheduler.core.delivery import LinkCard
from scheduler.core.errors import Rejected
from scheduler.core.ports import Letter, NetworkConnection
from scheduler.networks.bluesky.record import cid, facets
from scheduler.testing import FixedClock, letter, png, prepare_thread

pytestmark = pytest.mark.xdist_group("pds")
KEY, NEXT = "3kabcdefghij2", "3kabcdefghij3"
POST, THREADGATE, POSTGATE = (f"app.bsky.feed.{kind}" for kind in ("post", "threadgate", "postgate"))
BLUESKY = networks.load("bluesky")
NOW = "2026-03-02T15:00:00.000Z"
CARD = LinkCard(
    uri="https://example.org/ä?b=c", title="“Würde”", description="IJN", sha256="…", media_type="image/png"
)


@pytest.fixture
def account(pds: PdsServer) -> PdsAccount:
    """A new account."""
    return pds.account()


@pytest.fixture
def clock() -> FixedClock:
    """A clock on a whole second."""
    return FixedClock(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))


@pytest.fixture
def bluesky(pds: PdsServer, account: PdsAccount, clock: FixedClock) -> NetworkConnection:
    """The account's connection."""
    return connection(pds, account, clock)


@pytest.fixture
def held(pds: PdsServer, account: PdsAccount) -> Callable[..., list]:
    """What the server holds of the account in a collection: the records without their addresses."""
    return lambda collection: [each["value"] for each in pds.records(account.did, collection)]


def send(bluesky: NetworkConnection, mail: Letter) -> None:
    """Prepare and publish it."""
    bluesky.publish(mail, bluesky.prepare(mail))


# --- who may reply, who may quote ---------------------------------------------------------------


@pytest.mark.parametrize("may_reply", [None, *sorted(BLUESKY.reply_rules)])
@pytest.mark.parametrize("quotable", [True, False])
def test_each_rule_stands_beside_the_post(
    account: PdsAccount,
    bluesky: NetworkConnection,
    held: Callable[..., list],
    may_reply: tuple[str, ...] | None,
    *,
    quotable: bool,
) -> None:
    """Every choice among the groups is told to the network; everybody, and quotable, is no rule at all."""
    send(bluesky, replace(letter("Answer me."), may_reply=may_reply, quotable=quotable))
    uri = f"at://{account.did}/{POST}/{KEY}"
    rules = {"followed": "followingRule", "followers": "followerRule", "mentioned": "mentionRule"}
    allow = [{"$type": f"{THREADGATE}#{rules[each]}"} for each in may_reply or ()]
    threadgate = {"$type": THREADGATE, "post": uri, "allow": allow, "createdAt": NOW}
    embedding = [{"$type": f"{POSTGATE}#disableRule"}]
    postgate = {"$type": POSTGATE, "post": uri, "embeddingRules": embedding, "createdAt": NOW}
    assert held(THREADGATE) == ([] if may_reply is None else [threadgate])
    assert held(POSTGATE) == ([] if quotable else [postgate])
    assert [each["text"] for each in held(POST)] == ["Answer me."]


def test_a_rule_is_never_late(pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection) -> None:
    """The world is told of post and rules in one commit, the post first, or its rules would find nothing."""
    send(bluesky, replace(letter("Answer me."), may_reply=(), quotable=False))
    assert firehose.commits(pds, account.did) == [
        [("create", f"{collection}/{KEY}") for collection in (POST, THREADGATE, POSTGATE)]
    ]


def test_a_post_without_rules_is_put_alone(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection
) -> None:
    """One request, that may be repeated."""
    pds.proxy.asked.clear()
    send(bluesky, letter("Once."))
    assert pds.proxy.asked == ["com.atproto.repo.putRecord"]
    assert firehose.commits(pds, account.did) == [[("create", f"{POST}/{KEY}")]]


def test_a_thread_has_one_rule_for_replies(
    bluesky: NetworkConnection, held: Callable[..., list], account: PdsAccount
) -> None:
    """Replies are ruled at its first post, for all of it; quotes at each."""
    mail = [
        replace(letter(key, key=key), may_reply=("mentioned",), quotable=False, labels=("nudity",))
        for key in (KEY, NEXT)
    ]
    bluesky.publish_thread(prepare_thread(bluesky, *mail))
    here = [f"at://{account.did}/{POST}/{key}" for key in (KEY, NEXT)]
    assert [each["post"] for each in held(THREADGATE)] == here[:1]
    assert [each["post"] for each in held(POSTGATE)] == here
    assert [each["labels"]["values"] for each in held(POST)] == [[{"val": "nudity"}]] * 2


def test_the_rest_of_a_thread_has_the_rule_of_its_first_post(
    bluesky: NetworkConnection, held: Callable[..., list]
) -> None:
    """A later part sent alone brings none of its own."""
    ruled = replace(letter("One.", key=KEY), may_reply=())
    send(bluesky, ruled)
    send(bluesky, replace(letter("Two.", key=NEXT, reply_to=KEY), may_reply=()))
    assert len(held(THREADGATE)) == 1
    assert len(held(POST)) == 2


@pytest.mark.parametrize("later", [False, True])
def test_a_ruled_post_once_more_changes_nothing(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, clock: FixedClock, *, later: bool
) -> None:
    """The keys are taken, which is all the server says; the same is there, and it is told as it went out."""
    mail = replace(letter("Once.", png()), may_reply=("followers",), quotable=False)
    prepared = bluesky.prepare(mail)
    first = bluesky.publish(mail, prepared)
    if later:
        clock.advance(timedelta(minutes=1))
        prepared = bluesky.prepare(mail)
    assert bluesky.publish(mail, prepared) == first
    assert len(firehose.commits(pds, account.did)) == 1


def test_rules_that_a_person_changed_since_are_left_alone(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, held: Callable[..., list]
) -> None:
    """Whoever opens the replies in the app means it: the post is out, and that is the answer."""
    mail = replace(letter("Once."), may_reply=(), quotable=False)
    send(bluesky, mail)
    body = {"repo": account.did, "collection": THREADGATE, "rkey": KEY}
    pds.call("com.atproto.repo.deleteRecord", body, token=account.token)
    send(bluesky, mail)
    assert (held(THREADGATE), len(held(POSTGATE))) == ([], 1)


@pytest.mark.parametrize("hidden", [True, False])
def test_rules_without_their_post_keep_it_back(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, *, hidden: bool
) -> None:
    """Moderators hid it, or a person deleted it in the app: it fails and says why, and is not tried for ever."""
    mail = replace(letter("Once."), may_reply=())
    send(bluesky, mail)
    if hidden:
        pds.hide(account.did, KEY)
    else:
        body = {"repo": account.did, "collection": POST, "rkey": KEY}
        pds.call("com.atproto.repo.deleteRecord", body, token=account.token)
    with pytest.raises(Rejected, match=f"{KEY} is taken"):
        send(bluesky, mail)


def test_removing_a_post_removes_its_rules(bluesky: NetworkConnection, held: Callable[..., list]) -> None:
    """So that its key is free again, as it was."""
    mail = replace(letter("Withdrawn."), may_reply=(), quotable=False)
    for _ in range(2):
        send(bluesky, mail)
        bluesky.remove(KEY)
        assert [held(each) for each in (POST, THREADGATE, POSTGATE)] == [[], [], []]


def test_who_may_reply_changes_beside_the_post(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, held: Callable[..., list]
) -> None:
    """The rule under the post's key is made, changed and taken away; hidden replies stay hidden."""
    send(bluesky, letter("Open."))
    assert held(THREADGATE) == []
    bluesky.let_reply(KEY, ())
    (made,) = held(THREADGATE)
    assert made["allow"] == []
    assert made["post"] == f"at://{account.did}/{POST}/{KEY}"
    bluesky.let_reply(KEY, ("followed", "mentioned"))
    (changed,) = held(THREADGATE)
    kinds = [each["$type"].partition("#")[2] for each in changed["allow"]]
    assert kinds == ["followingRule", "mentionRule"]
    assert changed["createdAt"] == made["createdAt"]
    bluesky.let_reply(KEY, None)
    assert held(THREADGATE) == []

    hidden = [f"at://{account.did}/{POST}/3kabcdefghij9"]
    rule = made | {"hiddenReplies": hidden}
    body = {"repo": account.did, "collection": THREADGATE, "rkey": KEY, "record": rule}
    pds.call("com.atproto.repo.putRecord", body, token=account.token)
    bluesky.let_reply(KEY, ("followers",))
    bluesky.let_reply(KEY, None)
    (left,) = held(THREADGATE)
    assert (left["hiddenReplies"], "allow" in left) == (hidden, False)


# --- labels -------------------------------------------------------------------------------------


def test_labels_are_part_of_the_post(bluesky: NetworkConnection, held: Callable[..., list]) -> None:
    """Every one that is known is taken; another choice under the same key is other content."""
    labels = tuple(sorted(BLUESKY.labels))
    send(bluesky, replace(letter("Look away."), labels=labels))
    (post,) = held(POST)
    kind = "com.atproto.label.defs#selfLabels"
    assert post["labels"] == {"$type": kind, "values": [{"val": each} for each in labels]}
    with pytest.raises(Rejected, match="other content"):
        send(bluesky, replace(letter("Look away."), labels=labels[:1]))


# --- link cards ---------------------------------------------------------------------------------


def carded(data: bytes | None = None, *pictures: bytes, card: LinkCard = CARD) -> Letter:
    """A letter with a link card, and pictures or none."""
    mail = letter("Read it.", *pictures)
    return replace(mail, part=replace(mail.part, preview=card), thumb=data)


def test_a_link_card_is_read_back(
    pds: PdsServer, account: PdsAccount, bluesky: NetworkConnection, held: Callable[..., list]
) -> None:
    """Address, title, description, and every byte of its picture; its picture is none of the post's."""
    data = png(4321)
    mail = carded(data)
    published = bluesky.publish(mail, bluesky.prepare(mail))
    (post,) = held(POST)
    thumb = {"$type": "blob", "ref": {"$link": cid(data)}, "mimeType": "image/png", "size": 4321}
    assert post["embed"] == {
        "$type": "app.bsky.embed.external",
        "external": {"uri": CARD.uri, "title": "“Würde”", "description": "IJN", "thumb": thumb},
    }
    assert pds.ask("com.atproto.sync.getBlob", did=account.did, cid=cid(data)).content == data
    assert published == bluesky.find(KEY)
    assert published.media_keys == ()


def test_a_link_card_needs_no_picture(bluesky: NetworkConnection, held: Callable[..., list]) -> None:
    """Title and description are enough."""
    send(bluesky, carded(card=replace(CARD, sha256=None, media_type=None)))
    (post,) = held(POST)
    assert post["embed"]["external"].keys() == {"uri", "title", "description"}


def test_pictures_go_before_a_link_card(bluesky: NetworkConnection, held: Callable[..., list]) -> None:
    """A post has one or the other."""
    send(bluesky, carded(None, png()))
    (post,) = held(POST)
    assert post["embed"]["$type"] == "app.bsky.embed.images"


def test_other_link_cards_are_other_content(bluesky: NetworkConnection) -> None:
    """What is out under the key stays as it is."""
    send(bluesky, carded(png()))
    for other in (carded(png(mark=1)), carded(png(), card=replace(CARD, title="Else")), carded()):
        with pytest.raises(Rejected, match="other content"):
            send(bluesky, other)


@pytest.mark.parametrize(
    ("data", "given", "why"),
    [
        (png(1_000_000), "image/png", None),
        (png(1_000_001), "image/png", "link card has 1,000,001 bytes.*at most 1,000,000"),
        (b"<svg/>", "image/png", "link card is no PNG"),
        (png(), "image/jpeg", "link card is given as image/jpeg and is image/png"),
        (png(), None, "link card is given as None"),
    ],
)
def test_the_picture_of_a_link_card_keeps_to_the_limits(
    bluesky: NetworkConnection, data: bytes, given: str | None, why: str | None
) -> None:
    """What is too large, or no picture, is refused before anything is out."""
    mail = carded(data, card=replace(CARD, media_type=given))
    if why is None:
        send(bluesky, mail)
        return
    with pytest.raises(Rejected, match=why):
        send(bluesky, mail)
    assert bluesky.find(KEY) is None


def test_our_limit_of_a_link_cards_picture_is_the_servers(
    bluesky: NetworkConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte more is refused by the server too, asked past our check."""
    mail = carded(png(1_000_001))
    limits = replace(BLUESKY.limits, picture_bytes=2_000_000)
    monkeypatch.setattr("scheduler.networks.bluesky.connection.NETWORK", replace(BLUESKY, limits=limits))
    with pytest.raises(Rejected, match=r"400 InvalidRe\w+: .*too (large|big)"):
        send(bluesky, mail)


# --- what is said of words beforehand -----------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "links", "handles"),
    [
        ("Read https://example.org/ä?b=c. Now!", ["https://example.org/ä?b=c"], []),
        ("Read example.com/a, and bsky.app", ["https://example.com/a", "https://bsky.app"], []),
        ("No link: 3.14, e.g. this…", [], []),
        ("@a.bsky.social, (@b.test) x@c.com @d", [], ["a.bsky.social", "b.test"]),
        ("#Würde alone", [], []),
        ("", [], []),
    ],
)
def test_links_and_mentions_are_those_of_the_record(words: str, links: list, handles: list) -> None:
    """What planning reckons with, and resolves, is what the record makes links and mentions of."""
    resolved = {each: f"did:plc:{each}" for each in BLUESKY.mentions(words)}
    features = [each["features"][0] for each in facets(words, resolved)]
    assert BLUESKY.links(words) == [each["uri"] for each in features if "uri" in each] == links
    assert list(resolved) == handles
    assert [each["did"] for each in features if "did" in each] == list(resolved.values())
