"""Where a real Bluesky server draws its lines, and what it makes of a record: so that ours are held to them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pds_server
import pytest
from faulty_stage import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from pds_server import PdsServer

from scheduler import networks
from scheduler.core.delivery import LinkCard
from scheduler.core.errors import ComeBackLater, Rejected
from scheduler.core.ports import Letter
from scheduler.core.tid import tid
from scheduler.networks.bluesky.record import record, record_cid
from scheduler.testing import FixedClock, letter, png, prepare_thread

pytestmark = [pytest.mark.xdist_group("pds"), pytest.mark.usefixtures("pds")]
BLUESKY = networks.load("bluesky")
POST = "app.bsky.feed.post"


# --- how often ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strict() -> Iterator[PdsServer]:
    """A server of its own that counts requests, as Bluesky does."""
    with pds_server.running(RATE_LIMITS="1") as ready:
        yield ready


def use_up(server: PdsServer, did: str, token: str) -> None:
    """Ask for so many posts under one key that the account's hour is over; none is made.

    Source: https://docs.bsky.app/docs/advanced-guides/rate-limits (5,000 points an hour, 3 for a create)
    """
    value = {"$type": POST, "text": "Too many.", "createdAt": "2026-03-01T15:00:00Z"}
    kind = "com.atproto.repo.applyWrites#create"
    writes = [{"$type": kind, "collection": POST, "rkey": "3kabcdefghij7", "value": value}] * 200
    for _ in range(20):
        try:
            server.call("com.atproto.repo.applyWrites", {"repo": did, "writes": writes}, token=token)
        except httpx.HTTPStatusError as error:
            if error.response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                return
    raise AssertionError("the server never had enough")


@pytest.mark.parametrize("rules", [{}, {"may_reply": ()}], ids=["put", "applyWrites"])
def test_the_servers_own_429(strict: PdsServer, rules: Mapping[str, Any]) -> None:
    """Nothing is out, and the post comes back when the server says: within the hour, by its own header."""
    account, clock = strict.account(), FixedClock()
    bluesky = connection(strict, account, clock)
    use_up(strict, account.did, account.token)
    mail = replace(letter("Once.", png()), **rules)
    with pytest.raises(ComeBackLater, match="429 RateLimitExceeded") as caught:
        bluesky.publish(mail, bluesky.prepare(mail))
    assert timedelta(minutes=50) < caught.value.until - clock.now() <= timedelta(hours=1)  # Retry-After
    assert bluesky.find("3kabcdefghij2") is None


# --- how large ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "taken"), [(1_000_000, True), (2_000_000, True), (2_000_001, False)])
def test_the_servers_limit_of_a_picture(
    pds: PdsServer, monkeypatch: pytest.MonkeyPatch, size: int, *, taken: bool
) -> None:
    """It is drawn at the record, not at the upload: asked past our own, lower limit."""
    limits = replace(BLUESKY.limits, picture_bytes=5_000_000)
    monkeypatch.setattr("scheduler.networks.bluesky.connection.NETWORK", replace(BLUESKY, limits=limits))
    bluesky = connection(pds, pds.account(), FixedClock())
    mail = letter("A large card.", png(size))
    prepared = bluesky.prepare(mail)
    if taken:
        assert bluesky.publish(mail, prepared) == bluesky.find("3kabcdefghij2")
        return
    with pytest.raises(Rejected, match=r"400 InvalidRe\w+: .*too (large|big)"):
        bluesky.publish(mail, prepared)


# --- what a record is called --------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)
cards = st.builds(
    LinkCard, uri=st.just("https://example.org/ä"), title=words, description=words, sha256=st.none()
)
LETTERS = st.builds(
    lambda text, card, lang, labels, at: (
        replace(
            letter(text),
            part=replace(letter(text).part, preview=card),
            lang=lang,
            labels=tuple(sorted(labels)),
        ),
        at,
    ),
    words,
    st.none() | cards,
    st.sampled_from([None, "en", "de-CH"]),
    st.sets(st.sampled_from(sorted(BLUESKY.labels))),
    st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
)


@settings(max_examples=20)
@given(st.lists(LETTERS, min_size=1, max_size=30))
def test_the_name_of_a_record_is_known_before_it_is_sent(
    pds: PdsServer, letters: list[tuple[Letter, datetime]]
) -> None:
    """The server gives each record the CID that we had reckoned: a thread's replies name what will be there."""
    account = pds.account()
    parent = {"uri": f"at://{account.did}/{POST}/3kabcdefghij2", "cid": record_cid({"text": "Above."})}
    made = [
        record(mail, at, {"root": parent, "parent": parent} if n % 2 else None)
        for n, (mail, at) in enumerate(letters)
    ]
    kind = "com.atproto.repo.applyWrites#create"
    writes = [
        {"$type": kind, "collection": POST, "rkey": tid(n, 0), "value": each} for n, each in enumerate(made)
    ]
    body = {"repo": account.did, "writes": writes}
    answer = pds.call("com.atproto.repo.applyWrites", body, token=account.token)
    assert [each["cid"] for each in answer["results"]] == [record_cid(each) for each in made]


def test_what_a_thread_names_is_there(pds: PdsServer) -> None:
    """With pictures, a link and mentions: every part names its first post and the one before, to the byte."""
    account = pds.account()
    bluesky = connection(pds, account, FixedClock())
    keys = [f"3kabcdefghi{n}2" for n in "abc"]
    first = letter(f"@{account.handle} https://example.org/ä #Würde", png(), png(mark=1), key=keys[0])
    first = replace(first, part=replace(first.part, mentions={account.handle: account.did}))
    mail = first, letter("Two.", png(mark=2), key=keys[1]), letter("Three.", key=keys[2])
    bluesky.publish_thread(prepare_thread(bluesky, *mail))
    here = [{"uri": each["uri"], "cid": each["cid"]} for each in pds.posts(account.did)]
    assert [each["value"].get("reply") for each in pds.posts(account.did)] == [
        None,
        {"root": here[0], "parent": here[0]},
        {"root": here[0], "parent": here[1]},
    ]
    stamps = [each["value"]["createdAt"] for each in pds.posts(account.did)]
    assert len(set(stamps)) == len(stamps)  # feeds sort by them
