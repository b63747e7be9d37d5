"""What the connection to X sends, and whom its keys speak for."""

from dataclasses import replace
from typing import Any

import pytest
from x_answers import told
from x_faults import Fault
from x_rules import XAccount
from x_server import XServer
from x_stage import access, send

from quotes.statement import sha256
from scheduler.core.errors import AccountTrouble, NetworkError, NotSent, Rejected
from scheduler.core.ports import NetworkConnection, Published
from scheduler.networks import x
from scheduler.testing import FixedClock, letter, png


def test_a_card_is_read_back_byte_for_byte(
    x_server: XServer, account: XAccount, ours: NetworkConnection, clock: FixedClock
) -> None:
    """Words, every byte of the picture, alt text; and its name, its link and its instant are told."""
    data = png(4321)
    mail = letter(
        "“Würde für alle.” 👍🏽 #Würde\nhttps://example.org/a?b=c&d", data, alt="„Würde für alle.“ — IJN"
    )
    published = send(ours, mail)
    (out,) = x_server.seen(account)
    (picture,) = out["pictures"]
    assert out["words"] == mail.part.words
    assert (picture["sha256"], picture["alt"]) == (sha256(data), "„Würde für alle.“ — IJN")
    assert published == Published(
        remote_id=out["id"],
        link=f"https://x.com/{account.username}/status/{out['id']}",
        words=mail.part.words,
        media_keys=(picture["media_key"],),
        at=clock.now(),
    )


def test_without_a_handle_the_link_does_without(
    x_server: XServer, account: XAccount, clock: FixedClock
) -> None:
    """It leads to the post all the same."""
    published = send(x.connect(access(x_server, account, clock, handle="")), letter())
    assert published.link == f"https://x.com/i/web/status/{published.remote_id}"


def test_four_requests_send_a_card_and_one_publishes(x_server: XServer, ours: NetworkConnection) -> None:
    """Each picture is uploaded and described, then there is the one request that cannot be taken back."""
    before = len(x_server.asked)
    mail = letter("Two cards.", png(), png(mark=1))
    prepared = ours.prepare(mail)
    assert x_server.calls()[before:] == ["upload", "alt", "upload", "alt"]
    ours.publish(mail, prepared)
    assert x_server.calls()[before + 4 :] == ["post"]


def test_pictures_stay_in_order(x_server: XServer, account: XAccount, ours: NetworkConnection) -> None:
    """As approved, so as shown."""
    pictures = [png(mark=n) for n in range(4)]
    send(ours, letter("Four cards.", *pictures))
    (out,) = x_server.seen(account)
    assert [each["sha256"] for each in out["pictures"]] == [sha256(data) for data in pictures]


def test_no_picture_is_posted_without_its_alt_text(
    x_server: XServer, account: XAccount, ours: NetworkConnection
) -> None:
    """Where X does not take it, nothing goes out."""
    x_server.order("500-before", "alt", account=account.id)
    with pytest.raises(NotSent):
        ours.prepare(letter("A card.", png()))
    assert x_server.seen(account) == []


@pytest.mark.parametrize(
    ("may_reply", "setting"),
    [
        (None, None),  # everybody
        (("mentioned",), "mentionedUsers"),
        (("followed", "mentioned"), "following"),
    ],
)
def test_who_may_reply(
    x_server: XServer, account: XAccount, ours: NetworkConnection, may_reply: Any, setting: str | None
) -> None:
    """In X's words, on the first post of a thread; the others follow it."""
    first = send(ours, replace(letter("1/2"), may_reply=may_reply))
    send(ours, replace(letter("2/2", reply_to=first.remote_id), may_reply=may_reply))
    assert [each["reply_settings"] for each in x_server.seen(account)] == [setting, None]


def test_rules_that_x_does_not_have_are_refused(
    x_server: XServer, account: XAccount, ours: NetworkConnection
) -> None:
    """The network declares those that it has, and no post goes out with fewer than were asked for."""
    assert x.NETWORK.reply_rules == {("mentioned",), ("followed", "mentioned")}
    for rule in ((), ("followed",), ("followers",)):
        with pytest.raises(Rejected, match=f"only {', '.join(rule) or 'nobody'} may reply"):
            send(ours, replace(letter(), may_reply=rule))
    assert x_server.seen(account) == []


def test_line_ends_are_sent_as_they_were_counted(
    x_server: XServer, account: XAccount, ours: NetworkConnection
) -> None:
    """CRLF counts one, so it is sent as one; X would count two."""
    words = "\r\n".join(["a" * 9] * 28)
    assert x.measure(words) == 279
    send(ours, letter(words))
    assert len(x_server.seen(account)) == 1


def test_a_thread_hangs_part_on_part(x_server: XServer, account: XAccount, ours: NetworkConnection) -> None:
    """Each part answers the one before, and a lost part of it is found like any other."""
    before = None
    for words in ("1/3", "2/3", "3/3"):
        before = send(ours, letter(words, reply_to=before)).remote_id
    out = x_server.seen(account)
    assert [each["reply_to"] for each in out] == [None, out[0]["id"], out[1]["id"]]


@pytest.mark.parametrize("state", ["succeeded", "failed", "pending"])
def test_an_upload_that_x_works_on_is_waited_for(
    x_server: XServer, account: XAccount, ours: NetworkConnection, clock: FixedClock, state: str
) -> None:
    """As long as X says, but a minute at most; what it cannot use is refused."""
    kind = {"succeeded": None, "failed": Rejected, "pending": NotSent}[state]
    first = {"state": "pending", "check_after_secs": 5}
    answer = told(200, {"data": {"id": "7", "media_key": "3_7", "processing_info": first}})
    x_server.order("upload", "upload", account=account.id, fault=Fault(answer=answer))
    later = told(200, {"data": {"id": "7", "processing_info": {"state": state, "check_after_secs": 5}}})
    x_server.order("status", "status", account=account.id, times=99, fault=Fault(answer=later))
    begun = clock.now()
    asked = ours._api.upload
    if kind is None:
        assert asked("image/png", png()) == ("3_7", "7")
    else:
        with pytest.raises(kind):
            asked("image/png", png())
    waited = (clock.now() - begun).total_seconds()
    assert waited == (60 if state == "pending" else 5)
    x_server.orders.clear()


# --- who ----------------------------------------------------------------------------------------


def test_the_keys_tell_whose_they_are(x_server: XServer, account: XAccount, clock: FixedClock) -> None:
    """With nothing known of the account: id, handle, name, and what a person wants to know."""
    account.verified = True
    identity = x.identify(access(x_server, account, clock, remote_id="", handle=""))
    assert (identity.remote_id, identity.handle, identity.name) == (
        account.id,
        account.username,
        account.name,
    )
    assert identity.service == x_server.url
    assert identity.facts == {"Its keys may": "read and write", "Verified": "yes"}
    account.long_posts = True
    paying = x.identify(access(x_server, account, clock, remote_id="", handle=""))
    assert paying.facts["Subscription"] == "Premium"


@pytest.mark.parametrize(
    ("level", "asked", "kind"),
    [
        ("read-write", ["me"], None),
        ("read-write-directmessages", ["me"], None),
        ("", ["me", "upload"], None),  # X says nothing of it: an upload must be allowed
        ("read", ["me"], AccountTrouble),
    ],
)
def test_a_check_posts_nothing(
    x_server: XServer,
    account: XAccount,
    ours: NetworkConnection,
    level: str,
    asked: list[str],
    kind: type[NetworkError] | None,
) -> None:
    """That the keys may write is known from X's word, else from an upload that expires unused."""
    account.access = level
    before = len(x_server.asked)
    if kind is None:
        assert ours.check().remote_id == account.id
    else:
        with pytest.raises(kind, match="Read and write"):
            ours.check()
    assert x_server.calls()[before:] == asked
    assert x_server.seen(account) == []


def test_the_keys_of_somebody_else_are_trouble(
    x_server: XServer, account: XAccount, clock: FixedClock
) -> None:
    """Nothing is ever posted as another account than the one that was added."""
    other = x_server.account(clock=clock)
    with pytest.raises(AccountTrouble, match=f"those of {other.username}, not of {account.username}"):
        x.connect(access(x_server, account, clock, secrets=other.secrets)).check()


@pytest.mark.parametrize("lacking", ["api_key", "api_secret", "access_token", "access_secret"])
def test_a_key_that_is_missing_is_named(
    x_server: XServer, account: XAccount, clock: FixedClock, lacking: str
) -> None:
    """Before anything is asked."""
    secrets = account.secrets | {lacking: ""}
    with pytest.raises(AccountTrouble, match=f"There is no {lacking}"):
        x.connect(access(x_server, account, clock, secrets=secrets))


def test_handles_are_resolved(account: XAccount, ours: NetworkConnection) -> None:
    """To an id, or to nobody."""
    assert ours.resolve(account.username.upper()) == account.id
    assert ours.resolve("nobody_at_all") is None
    assert ours.resolve("../me") is None
