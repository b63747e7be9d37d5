"""What the connection to Bluesky makes of each way to fail, and what a look says afterwards."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from faulty_proxy import FaultyProxy, Wrong, error, http
from faulty_stage import IMPATIENT, METHODS, connection
from pds_server import PdsAccount, PdsServer

from scheduler.core.errors import (
    AccountTrouble,
    ComeBackLater,
    MaybeSent,
    NetworkError,
    NotSent,
    Rejected,
)
from scheduler.core.ports import NetworkConnection
from scheduler.testing import FixedClock, letter, png, prepare_thread

pytestmark = pytest.mark.xdist_group("pds")
KEY = "3kabcdefghij2"
PUT = METHODS["publish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A new account, its connection, and the proxy in between."""

    clock: FixedClock
    proxy: FaultyProxy
    pds: PdsServer
    account: PdsAccount
    bluesky: NetworkConnection

    def words(self) -> list[str]:
        """What followers see."""
        return [each["value"]["text"] for each in self.pds.posts(self.account.did)]

    def rules(self) -> list[str]:
        """What stands beside the posts."""
        kinds = ("threadgate", "postgate")
        return [kind for kind in kinds if self.pds.records(self.account.did, f"app.bsky.feed.{kind}")]


@pytest.fixture
def scene(pds: PdsServer) -> Scene:
    """A connection that does not wait for long."""
    clock, account = FixedClock(), pds.account()
    bluesky = connection(pds, account, clock, IMPATIENT)
    return Scene(clock=clock, proxy=pds.proxy, pds=pds, account=account, bluesky=bluesky)


def put(**more: object) -> Wrong:
    """Something wrong with putRecord."""
    return Wrong(method=PUT, **more)


def refused(status: int, name: str, **headers: str) -> Wrong:
    """An error in place of an answer; nothing is carried out."""
    return put(carried_out=False, answer=error(status, name, **headers))


FAULTS = [
    # carried out, and we do not know it
    ("answer dropped", put(answer=b""), MaybeSent, True),
    ("answer cut", put(cut=True), MaybeSent, True),
    ("reset", put(answer=b"", end="reset"), MaybeSent, True),
    ("hang", put(answer=b"", end="hold"), MaybeSent, True),
    ("500 after", put(answer=error(500, "InternalServerError")), MaybeSent, True),
    ("502 after, a page", put(answer=http(502, b"<html>", media_type="text/html")), MaybeSent, True),
    ("garbage for JSON", put(answer=http(200, b'{"uri": "at://')), MaybeSent, True),
    ("a page for JSON", put(answer=http(200, b"<html>", media_type="text/html")), MaybeSent, True),
    ("JSON of something else", put(answer=http(200, b'{"hello": 1}')), MaybeSent, True),
    ("no HTTP at all", put(answer=b"garbage\r\n\r\n"), MaybeSent, True),
    ("204", put(answer=b"HTTP/1.1 204 No Content\r\n\r\n"), MaybeSent, True),
    # the same answers where nothing was carried out: nobody can tell the difference
    ("closed before", put(carried_out=False, answer=b""), MaybeSent, False),
    ("500 before", refused(500, "InternalServerError"), MaybeSent, False),
    ("503", put(carried_out=False, answer=http(503, b"", media_type="text/plain")), MaybeSent, False),
    ("409", refused(409, "Conflict"), MaybeSent, False),
    # known not to be carried out
    ("400", refused(400, "InvalidRequest"), Rejected, False),
    ("413", refused(413, "PayloadTooLarge"), Rejected, False),
    ("upload gone", refused(400, "BlobNotFound"), NotSent, False),
    ("401", refused(401, "AuthMissing"), AccountTrouble, False),
    ("403, a page", put(carried_out=False, answer=http(403, b"<html>", media_type="text/html")), AccountTrouble, False),
    ("taken down, as a 400", refused(400, "AccountTakedown"), AccountTrouble, False),
    ("429", refused(429, "RateLimitExceeded"), ComeBackLater, False),
    ("moved", put(carried_out=False, answer=http(307, b"", Location="http://localhost:1/")), AccountTrouble, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "kind", "out"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
def test_each_way_to_fail_tells_what_is_known(
    scene: Scene, wrong: Wrong, kind: type[NetworkError], *, out: bool
) -> None:
    """The error's kind agrees with what is out, a look settles it, and sending again makes one post of it."""
    wrong.struck.clear()
    mail = letter("Once.", png())
    prepared = scene.bluesky.prepare(mail)
    with scene.proxy.striking(wrong), pytest.raises(NetworkError) as caught:
        scene.bluesky.publish(mail, prepared)
    assert wrong.struck.wait(30)
    assert type(caught.value) is kind
    assert scene.words() == (["Once."] if out else [])
    found = scene.bluesky.find(KEY)
    assert (found.words if found else None) == ("Once." if out else None)
    scene.clock.advance(timedelta(minutes=1))
    assert scene.bluesky.publish(mail, prepared).remote_id == KEY
    assert scene.words() == ["Once."]


def kind_of_failure(publish: Callable[[], object]) -> type[NetworkError] | None:
    """What *publish* raises, or None."""
    try:
        publish()
    except NetworkError as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("wrong", "kind", "out"),
    # What the server itself answers is read after at once: it says no more of a key that is taken.
    [(wrong, None if name == "500 after" else kind, out) for name, wrong, kind, out in FAULTS],
    ids=[each[0] for each in FAULTS],
)
def test_each_way_to_fail_tells_what_is_known_of_a_thread(
    scene: Scene, wrong: Wrong, kind: type[NetworkError] | None, *, out: bool
) -> None:
    """All parts, and the rules beside them, are out or none; looks settle it; again makes one thread of it."""
    first = replace(letter("One.", png(), key=KEY), may_reply=(), quotable=False)
    mail = first, letter("Two.", key="3kabcdefghij3")
    shown = ["One.", "Two.", "threadgate", "postgate"]
    wrong = replace(wrong, method=METHODS["publish_thread"], struck=threading.Event())
    thread = prepare_thread(scene.bluesky, *mail)
    with scene.proxy.striking(wrong):
        assert kind_of_failure(lambda: scene.bluesky.publish_thread(thread)) is kind
    assert wrong.struck.wait(30)
    assert scene.words() + scene.rules() == (shown if out else [])
    found = [scene.bluesky.find(each.part.record_key) for each in mail]
    assert [each.words for each in found if each] == (shown[:2] if out else [])
    scene.clock.advance(timedelta(minutes=1))
    again = scene.bluesky.publish_thread(prepare_thread(scene.bluesky, *mail))
    assert [each.remote_id for each in again] == [each.part.record_key for each in mail]
    assert scene.words() + scene.rules() == shown


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "40"}, 40),
        ({"RateLimit_Reset": "{reset}"}, 90),
        ({"RateLimit_Reset": "{reset}", "Retry_After": "40"}, 40),  # right even if the clocks differ
        ({"RateLimit_Reset": "0"}, 0),  # long past by our clock
        ({"RateLimit_Reset": "soon"}, 300),
        ({}, 300),
    ],
)
def test_come_back_when_the_server_says(scene: Scene, headers: dict[str, str], seconds: int) -> None:
    """The headers of a 429 name the instant; without them it is the shortest window of a limit."""
    reset = str(int((scene.clock.now() + timedelta(seconds=90)).timestamp()))
    told = {name: text.replace("{reset}", reset) for name, text in headers.items()}
    mail = letter("Later.")
    with (
        scene.proxy.striking(refused(429, "RateLimitExceeded", **told)),
        pytest.raises(ComeBackLater) as caught,
    ):
        scene.bluesky.publish(mail, scene.bluesky.prepare(mail))
    assert caught.value.until == scene.clock.now() + timedelta(seconds=seconds)


@pytest.mark.parametrize("call", ["prepare", "find", "recent"])
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        http(200, b"{}"),
        http(200, b"nonsense"),
        http(200, b"<html>", media_type="text/html"),
        error(500, "InternalServerError"),
    ],
    ids=["none", "empty", "nonsense", "page", "500"],
)
def test_what_only_reads_or_repeats_is_never_sent(scene: Scene, call: str, answer: bytes) -> None:
    """Uploads and looks make nothing visible, so a broken one is asked again; it never says 'not there'."""
    mail = letter("Card.", png())
    scene.bluesky.publish(mail, scene.bluesky.prepare(mail))
    asked = {
        "prepare": lambda: scene.bluesky.prepare(mail),
        "find": lambda: scene.bluesky.find(KEY),
        "recent": lambda: scene.bluesky.recent(scene.clock.now()),
    }[call]
    kind = Rejected if call == "prepare" and answer == http(200, b"{}") else NotSent
    with scene.proxy.striking(Wrong(method=METHODS[call], answer=answer)), pytest.raises(kind):
        asked()


def test_a_taken_key_that_cannot_be_read_stays_open(scene: Scene) -> None:
    """The put is refused since the key holds something; unless it is seen what, it may be ours."""
    mail = letter("Once.")
    scene.bluesky.publish(mail, scene.bluesky.prepare(mail))
    scene.clock.advance(timedelta(minutes=1))
    wrong = Wrong(method=METHODS["find"], answer=error(500, "InternalServerError"))
    with scene.proxy.striking(wrong), pytest.raises(MaybeSent, match=KEY):
        scene.bluesky.publish(mail, scene.bluesky.prepare(mail))


def test_a_proxy_that_the_environment_names_sees_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tokens go to the server alone."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    bluesky = connection(scene.pds, scene.account, scene.clock)
    assert bluesky.find(KEY) is None


def test_a_redirection_is_not_followed(scene: Scene) -> None:
    """Whoever answers in the server's place cannot send us, and our token, elsewhere."""
    elsewhere = f"{scene.pds.url}/xrpc/com.atproto.server.describeServer"
    wrong = Wrong(method=METHODS["find"], carried_out=False, answer=http(302, b"", Location=elsewhere))
    with scene.proxy.striking(wrong), pytest.raises(AccountTrouble, match="not followed"):
        scene.bluesky.find(KEY)
    assert scene.proxy.asked[-1] == METHODS["find"]


def test_nothing_is_sent_after_the_server_stopped_listening(scene: Scene) -> None:
    """Refused connections are known not to have carried anything."""
    mail = letter("Once.", png())
    for ask in (lambda: scene.bluesky.prepare(mail), lambda: scene.bluesky.find(KEY)):
        with scene.proxy.closed(), pytest.raises(NotSent, match="cannot be reached"):
            ask()


def test_a_record_without_a_date_is_no_stumbling_block(scene: Scene) -> None:
    """What another program wrote badly is left out of the recent posts."""
    value = {"$type": "app.bsky.feed.post", "text": "Odd."}
    body = {"repo": scene.account.did, "collection": value["$type"], "record": value, "validate": False}
    scene.pds.call("com.atproto.repo.createRecord", body, token=scene.account.token)
    assert scene.bluesky.recent(datetime(2000, 1, 1, tzinfo=scene.clock.now().tzinfo)) == []
