"""The fake X can refuse: each of its rules, its signatures, its limits; and it outlives its clients."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import tweepy
import x_schema
import x_server as served
from x_rules import XAccount
from x_server import XServer

from scheduler.clock import SystemClock
from scheduler.testing import FixedClock, png


class Caller:
    """Somebody with keys who asks the server plainly."""

    def __init__(self, server: XServer, account: XAccount, **keys: str) -> None:
        self.server, self.account = server, account
        keys = account.secrets | keys
        self._auth = tweepy.OAuth1UserHandler(
            keys["api_key"], keys["api_secret"], keys["access_token"], keys["access_secret"]
        ).apply_auth()

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """The answer to one request."""
        return requests.request(method, self.server.url + path, auth=self._auth, timeout=30, **more)

    def post(self, text: str, **more: Any) -> requests.Response:
        """The answer to a post."""
        return self.ask("POST", "/2/tweets", json={"text": text, **more})

    def upload(self, data: bytes = b"", category: str = "tweet_image") -> requests.Response:
        """The answer to an upload."""
        files = {"media": ("card.png", data or png(), "image/png")}
        return self.ask("POST", "/2/media/upload", data={"media_category": category}, files=files)

    def timeline(self, **params: Any) -> requests.Response:
        """The answer to a look at the own posts."""
        return self.ask("GET", f"/2/users/{self.account.id}/tweets", params=params)


@pytest.fixture
def clock() -> FixedClock:
    """The account's clock."""
    return FixedClock()


@pytest.fixture
def me(x_server: XServer, clock: FixedClock) -> Caller:
    """A new account."""
    return Caller(x_server, x_server.account(clock=clock))


def media(caller: Caller) -> str:
    """The id of a new upload."""
    return caller.upload().json()["data"]["id"]


# --- signatures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["api_key", "api_secret", "access_token", "access_secret"])
def test_each_of_the_four_keys_counts(me: Caller, wrong: str) -> None:
    """A request signed with another is nobody's."""
    stranger = Caller(me.server, me.account, **{wrong: "another"})
    assert stranger.post("Signed by another.").status_code == 401
    assert me.server.seen(me.account) == []


@pytest.mark.parametrize(
    "change",
    [
        {"url": "{url}/2/users/me?user.fields=verified"},  # another question
        {"url": "{url}/2/users/me?"},  # the same question: nothing was changed
        {"method": "POST"},
        {"header": ('oauth_timestamp="', 'oauth_timestamp="9')},
        {"header": ('oauth_nonce="', 'oauth_nonce="9')},
        {"header": ("HMAC-SHA1", "PLAINTEXT")},
        {"header": ("OAuth ", "Bearer ")},
    ],
    ids=str,
)
def test_a_signature_is_good_for_one_request(me: Caller, change: dict) -> None:
    """Another address, method or time does not go with it."""
    url = f"{me.server.url}/2/users/me"
    signed = requests.Request("GET", url, auth=me._auth).prepare()
    signed.url = change.get("url", url).replace("{url}", me.server.url)
    signed.method = change.get("method", "GET")
    header = signed.headers["Authorization"]
    header = header.decode() if isinstance(header, bytes) else header
    signed.headers["Authorization"] = header.replace(*change.get("header", ("", "")))
    with requests.Session() as session:
        status = session.send(signed, timeout=30).status_code
        assert (status == 200) is change.get("url", "").endswith("?")
        assert session.send(signed, timeout=30).status_code == 401  # nor is it good twice


def test_nobody_is_nobody(x_server: XServer) -> None:
    """Without a signature there is no answer but 401."""
    assert requests.get(f"{x_server.url}/2/users/me", timeout=30).status_code == 401


# --- rules --------------------------------------------------------------------------------------


def test_the_same_text_again_is_refused_for_a_while(me: Caller, clock: FixedClock) -> None:
    """Whatever its white space, with a picture or without; not once it was deleted, nor after the window."""
    first = me.post("Once.").json()["data"]["id"]
    again = me.post(" Once.\n", media={"media_ids": [media(me)]})
    assert (again.status_code, "duplicate content" in again.text) == (403, True)
    me.ask("DELETE", f"/2/tweets/{first}")
    assert me.post("Once.").status_code == 201
    clock.advance(timedelta(seconds=me.account.duplicate_window))
    assert me.post("Once.").status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "a" * 280}, 201),
        ({"text": "a" * 281}, 400),
        ({"text": "日" * 140}, 201),
        ({"text": "日" * 141}, 400),
        ({"text": "https://example.org/" + "a" * 400}, 201),  # a link counts 23
        ({"text": " "}, 400),
        ({"text": "$ABC"}, 201),
        ({"text": "$ABC and $XYZ"}, 403),
        ({"text": "", "media": {"media_ids": ["4711"]}}, 400),
        ({"text": "Hm.", "reply": {"in_reply_to_tweet_id": "4711"}}, 403),
        ({"text": "Hm.", "reply_settings": "following"}, 201),
    ],
)
def test_words_and_what_they_refer_to(me: Caller, body: dict, status: int) -> None:
    """Length by weight, something to say, one cashtag, own uploads, a parent that is there."""
    assert me.ask("POST", "/2/tweets", json=body).status_code == status


@pytest.mark.skipif(not x_schema.OPENAPI, reason=x_schema.MISSING)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/2/tweets", {"text": "Hm.", "reply_settings": "nobody"}),
        ("/2/tweets", {"text": "Hm.", "unheard_of": 1}),
        ("/2/tweets", {"text": "Hm.", "media": {"media_ids": []}}),
        ("/2/tweets", {"text": 7}),
        ("/2/media/metadata", {"id": "seven", "metadata": {}}),
        ("/2/media/metadata", {"id": "7", "metadata": {"alt_text": {"text": "a" * 1_001}}}),
    ],
)
def test_bodies_are_checked_against_the_description(me: Caller, path: str, body: dict) -> None:
    """What X's own document does not allow is refused."""
    assert me.ask("POST", path, json=body).status_code == 400


def test_what_is_no_json_is_refused(me: Caller) -> None:
    """And so is JSON that is no object."""
    plain = {"Content-Type": "application/json"}
    for body in (b"{", b"[]", b"null"):
        assert me.ask("POST", "/2/tweets", data=body, headers=plain).status_code == 400
    assert me.ask("POST", "/2/tweets", data={"text": "a form"}).status_code in (400, 401)


def test_uploads(me: Caller, clock: FixedClock) -> None:
    """Pictures only, in a form, of a size, one's own, and for a day."""
    assert me.upload(b"<svg/>").status_code == 400
    assert me.upload(png(5_000_001)).status_code == 400
    assert me.upload(png(10_000_001)).status_code == 413
    assert me.upload(category="tweet_video").status_code == 400
    assert (
        me.ask("POST", "/2/media/upload", json={"media": "", "media_category": "tweet_image"}).status_code
        == 403
    )
    one, two = media(me), media(me)
    assert one != two
    other = Caller(me.server, me.server.account())
    assert other.post("Theirs.", media={"media_ids": [one]}).status_code == 400
    assert me.post("Mine.", media={"media_ids": [one]}).status_code == 201
    clock.advance(timedelta(days=1))
    assert me.post("Too late.", media={"media_ids": [two]}).status_code == 400


def test_replies(me: Caller) -> None:
    """To oneself, or to who has called; a post that is deleted answers nobody."""
    other = Caller(me.server, me.server.account())
    silent = other.post("Nobody is meant.").json()["data"]["id"]
    calling = other.post(f"What do you say, @{me.account.username}?").json()["data"]["id"]
    own = me.post("One.").json()["data"]["id"]
    for parent, status in ((silent, 403), (calling, 201), (own, 201)):
        assert me.post(f"To {parent}", reply={"in_reply_to_tweet_id": parent}).status_code == status
    me.ask("DELETE", f"/2/tweets/{own}")
    refused = me.post("Two.", reply={"in_reply_to_tweet_id": own})
    assert (refused.status_code, "not visible" in refused.text) == (403, True)
    assert me.ask("DELETE", f"/2/tweets/{calling}").status_code == 403
    assert me.ask("DELETE", f"/2/tweets/{own}").status_code == 404


@pytest.mark.parametrize(
    ("luck", "status"),
    [
        ({"standing": "SUSPENDED"}, 403),
        ({"standing": "LOCKED"}, 403),
        ({"standing": "NO_CREDIT"}, 402),
        ({"access": "read"}, 403),
        ({"access": ""}, 201),
    ],
)
def test_accounts_in_trouble(me: Caller, luck: dict, status: int) -> None:
    """Nothing of theirs gets out."""
    for name, value in luck.items():
        setattr(me.account, name, value)
    assert me.post("Hm.").status_code == status
    assert len(me.server.seen(me.account)) == (1 if status == 201 else 0)


def test_limits(me: Caller, clock: FixedClock) -> None:
    """A hundred posts in a quarter of an hour, fifty a day; each answer tells what is left."""
    first = me.post("0")
    assert first.headers["x-rate-limit-remaining"] == "99"
    assert first.headers["x-app-limit-24hour-remaining"] == "9999"
    assert first.headers["x-user-limit-24hour-remaining"] == "49"
    assert [me.post(str(n)).status_code for n in range(1, 51)] == [201] * 49 + [429]
    clock.advance(timedelta(days=1))
    assert me.post("tomorrow").status_code == 201
    me.account.verified = True
    statuses = [me.post(f"more {n}").status_code for n in range(101)]
    assert statuses == [201] * 99 + [429] * 2
    clock.advance(timedelta(minutes=15))
    assert me.post("later").status_code == 201


def test_prices(me: Caller) -> None:
    """What succeeded is billed, and a link costs more."""
    me.post("Plain.")
    me.post("Plain.")
    me.post("See ijn.org")
    me.ask("POST", "/2/media/metadata", json={"id": media(me), "metadata": {"alt_text": {"text": "A card."}}})
    me.timeline()
    assert me.account.spent == 15_000 + 200_000 + 5_000 + 2 * 1_000


# --- what it shows ------------------------------------------------------------------------------


def test_a_timeline_shows_posts_as_x_does(me: Caller) -> None:
    """Escaped, with short links, the picture's own among them, and only what was asked for."""
    me.post("A & B <3 ijn.org", media={"media_ids": [media(me)]})
    (bare,) = me.timeline().json()["data"]
    assert bare.keys() == {"id", "text", "edit_history_tweet_ids"}
    assert bare["text"].startswith("A &amp; B &lt;3 https://t.co/")
    (full,) = me.timeline(
        **{"tweet.fields": "entities,created_at", "expansions": "attachments.media_keys"}
    ).json()["data"]
    assert [each["expanded_url"] for each in full["entities"]["urls"]] == [
        "http://ijn.org",
        f"https://x.com/{me.account.username}/status/{full['id']}/photo/1",
    ]
    assert full["attachments"]["media_keys"] == [full["entities"]["urls"][1]["media_key"]]
    assert full["created_at"] == "2026-03-02T15:00:00.000Z"


@pytest.mark.parametrize(
    "wrong", [{"max_results": 4}, {"max_results": 101}, {"start_time": "yesterday"}, {"fields": "all"}, {"pagination_token": "x"}]
)  # fmt: skip
def test_questions_are_checked(me: Caller, wrong: dict) -> None:
    """A misspelt one is no empty timeline."""
    assert me.timeline(**wrong).status_code == 400


def test_a_timeline_lags_and_has_pages(me: Caller, clock: FixedClock) -> None:
    """Posts show after a while, newest first, some at a time."""
    me.account.lag = 20
    for n in range(7):
        me.post(str(n))
    assert me.timeline().json() == {"meta": {"result_count": 0}}
    clock.advance(timedelta(seconds=20))
    first = me.timeline(max_results=5).json()
    rest = me.timeline(max_results=5, pagination_token=first["meta"]["next_token"]).json()
    assert [each["text"] for each in first["data"] + rest["data"]] == list("6543210")
    assert "next_token" not in rest["meta"]


# --- faults, clients, processes -----------------------------------------------------------------


def test_an_order_strikes_one_account_and_is_used_up(me: Caller) -> None:
    """Others go on; some may pass before; an order for what does not exist is a mistake."""
    other = Caller(me.server, me.server.account())
    me.server.order("html-503-before", account=me.account.id, skip=1, times=2)
    assert [me.post(str(n)).status_code for n in range(4)] == [201, 503, 503, 201]
    assert other.post("Fine.").status_code == 201
    for wrong in ({"kind": "no such"}, {"kind": "drop", "call": "no such"}, {"kind": "drop", "times": 0}):
        with pytest.raises(ValueError, match="no such fault"):
            me.server.order(**wrong)


def test_many_clients_at_once(me: Caller) -> None:
    """Every id is given once, and every post is kept."""
    me.account.limited = False
    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(lambda n: me.post(f"Post {n}").json()["data"]["id"], range(200)))
    assert len(set(ids)) == 200
    assert {each["words"] for each in me.server.seen(me.account)} == {f"Post {n}" for n in range(200)}


CLIENT = """
import os, sys, requests, tweepy
url, *keys = sys.argv[1:]
auth = tweepy.OAuth1UserHandler(*keys).apply_auth()
requests.post(url + "/2/tweets", json={"text": "Last words."}, auth=auth)
"""


def test_a_process_of_its_own_outlives_its_clients() -> None:
    """Orders and accounts come over HTTP; what a client that was killed had posted is in the ledger."""
    with served.running() as x:
        made = x.account(username="ijn")
        x.order("hang", account=made["id"])
        with subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", CLIENT, x.url, *made["secrets"].values()]
        ) as client:
            while not (ledger := x.ledger())["accounts"][0]["posts"]:
                assert client.poll() is None
            client.send_signal(signal.SIGKILL)
        (post,) = ledger["accounts"][0]["posts"]
        (line,) = x.ledger()["requests"]
        assert post["words"] == "Last words."
        assert (line["call"], line["committed"], line["answered_at"]) == ("post", post["id"], None)
        with pytest.raises(OSError, match="400"):
            x.order("no such fault")
        x.change(made["id"], standing="SUSPENDED")


@pytest.mark.parametrize("end", ["terminated", "left alone"])
def test_it_ends_with_whoever_started_it(end: str) -> None:
    """No test leaves a server behind, not even one that is killed."""
    starts = "import x_server, signal\nwith x_server.running() as x: print(x.url, flush=True); signal.pause()"
    here = str(Path(__file__).parent)
    path = os.pathsep.join([here, *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, "-c", starts],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    ) as parent:
        x = served.XProcess(url=parent.stdout.readline().strip())
        assert x.ledger()["requests"] == []
        parent.send_signal(signal.SIGTERM if end == "terminated" else signal.SIGKILL)
    for _ in range(100):
        try:
            x.ledger()
        except OSError:
            return
        SystemClock().wait(threading.Event(), 0.1)
    pytest.fail("the server outlived its parent")


def test_it_listens_on_loopback_alone(x_server: XServer) -> None:
    """Nobody else on the network reaches it."""
    assert x_server._http.server_address[0] == "127.0.0.1"
