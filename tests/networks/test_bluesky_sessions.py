"""Sessions on a real server: renewed, kept, signed in anew once, and never told to anybody."""

import base64
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from faulty_proxy import Wrong, error, http
from pds_server import PASSWORD, PdsAccount, PdsServer

from scheduler.core.errors import AccountTrouble, NetworkError, NotSent, Rejected, StoreError
from scheduler.core.ports import Access, NetworkConnection
from scheduler.networks.bluesky import connect
from scheduler.testing import FixedClock, letter, png

pytestmark = pytest.mark.xdist_group("pds")
KEY = "3kabcdefghij2"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CREATE, REFRESH = "com.atproto.server.createSession", "com.atproto.server.refreshSession"


@dataclass(kw_only=True)
class Keeper:
    """Where sessions are kept, and where the password comes from."""

    pds: PdsServer
    account: PdsAccount
    saved: list[str] = field(default_factory=list)
    broken: bool = False
    password: str | None = None

    def save(self, session: str) -> None:
        """Keep it, unless the database is broken."""
        if self.broken:
            raise StoreError("The disk is full.", remedy="Make room.")
        self.saved.append(session)

    def connect(self, session: str | None, clock: FixedClock | None = None) -> NetworkConnection:
        """A connection that begins with *session*."""
        return connect(
            Access(
                remote_id=self.account.did,
                handle=self.account.handle,
                service=self.pds.url,
                secrets={} if self.password is None else {"app_password": self.password},
                clock=clock or FixedClock(),
                session=session,
                save=self.save,
            )
        )

    def asked(self, method: str, before: int = 0) -> int:
        """How often *method* was asked for since the proxy's request number *before*."""
        return self.pds.proxy.asked[before:].count(method)


@pytest.fixture
def keeper(pds: PdsServer) -> Keeper:
    """A new account, whose password is at hand."""
    pds.proxy.asked.clear()
    return Keeper(pds=pds, account=pds.account(), password=PASSWORD)


def forged(token: str, secret: str, **changes: object) -> str:
    """*token* with *changes* to what it says, signed with *secret*."""
    head, body, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    said = f"{head}.{coded(json.dumps(claims | changes).encode())}"
    return f"{said}.{coded(hmac.digest(secret.encode(), said.encode(), hashlib.sha256))}"


def coded(data: bytes) -> str:
    """Base 64 as tokens have it."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def session(account: PdsAccount, access: str, refresh: str | None = None) -> str:
    """The account's session with other tokens."""
    handle, did, _, old, url = account.session.split(":::")
    return ":::".join([handle, did, access, refresh or old, url])


def post(bluesky: NetworkConnection, words: str = "Once.") -> None:
    """Send one."""
    mail = letter(words, png())
    bluesky.publish(mail, bluesky.prepare(mail))


def test_one_sign_in_serves_many_requests(keeper: Keeper) -> None:
    """Without a session there is one sign-in, at the first request, and what it gave is kept and goes on."""
    bluesky = keeper.connect(None)
    assert keeper.pds.proxy.asked == []
    post(bluesky)
    assert bluesky.find(KEY)
    assert (keeper.asked(CREATE), len(keeper.saved)) == (1, 1)
    assert keeper.connect(keeper.saved[0]).find(KEY)
    assert keeper.asked(CREATE) == 1


def test_a_saved_session_asks_for_nothing(keeper: Keeper) -> None:
    """A restart neither signs in nor renews."""
    keeper.password = None
    post(keeper.connect(keeper.account.session))
    assert keeper.pds.proxy.asked == ["com.atproto.repo.uploadBlob", "com.atproto.repo.putRecord"]
    assert keeper.saved == []


def test_an_old_session_is_renewed_and_kept(keeper: Keeper) -> None:
    """An access token whose time is over is renewed before the request, with no password."""
    keeper.password = None
    old = forged(keeper.account.token, keeper.pds.jwt_secret, exp=1_700_000_000)
    post(keeper.connect(session(keeper.account, old)))
    assert (keeper.asked(REFRESH), keeper.asked(CREATE), len(keeper.saved)) == (1, 0, 1)
    assert keeper.connect(keeper.saved[0]).find(KEY)
    assert keeper.asked(REFRESH) == 1


@pytest.mark.parametrize("kind", ["expired", "forged", "revoked", "unreadable", "empty"])
def test_a_session_of_no_use_ends_in_one_sign_in(keeper: Keeper, kind: str) -> None:
    """Whatever is wrong with it, there is one sign-in, and the post is out once."""
    account, secret = keeper.account, keeper.pds.jwt_secret
    over = forged(account.token, secret, exp=1_700_000_000)
    refresh = account.session.split(":::")[3]
    saved = {
        "expired": session(account, over, forged(refresh, secret, exp=1_700_000_000)),
        "forged": session(account, forged(account.token, "of somebody else")),
        "revoked": session(account, over),
        "unreadable": "nonsense",
        "empty": "",
    }[kind]
    if kind == "revoked":
        keeper.pds.call("com.atproto.server.deleteSession", token=refresh)
    bluesky = keeper.connect(saved)
    post(bluesky)
    assert bluesky.find(KEY)
    assert (keeper.asked(CREATE), len(keeper.saved)) == (1, 1)
    assert [each["value"]["text"] for each in keeper.pds.posts(account.did)] == ["Once."]


def test_a_token_that_the_server_calls_expired(keeper: Keeper) -> None:
    """Where our clock is slow the server says so first: one sign-in, and the request again."""
    wrong = Wrong(method="com.atproto.repo.putRecord", carried_out=False, answer=error(400, "ExpiredToken"))
    with keeper.pds.proxy.striking(wrong):
        post(keeper.connect(keeper.account.session))
    assert keeper.asked(CREATE) == 1
    assert len(keeper.pds.posts(keeper.account.did)) == 1


def test_without_a_password_a_session_that_ended_is_trouble(keeper: Keeper) -> None:
    """The account stops until a person signs in again."""
    keeper.password = None
    foreign = session(keeper.account, forged(keeper.account.token, "of somebody else"))
    with pytest.raises(AccountTrouble, match="has ended"):
        post(keeper.connect(foreign))


def test_a_wrong_password_is_trouble(keeper: Keeper) -> None:
    """And it is tried once, not again and again."""
    keeper.password = "wrong"  # noqa: S105 -- nobody's
    with pytest.raises(AccountTrouble, match="401 AuthenticationRequired"):
        post(keeper.connect(None))
    assert keeper.asked(CREATE) == 1


def test_another_accounts_session_is_trouble(keeper: Keeper) -> None:
    """Nothing is ever posted as somebody else."""
    other = keeper.pds.account()
    with pytest.raises(AccountTrouble, match=other.did):
        post(keeper.connect(other.session))
    assert keeper.pds.posts(other.did) == []


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_takedown_is_trouble(keeper: Keeper, *, signed_in: bool) -> None:
    """With a session or without, the account stops; a look never says that its post is not there."""
    bluesky = keeper.connect(keeper.account.session)
    post(bluesky)
    keeper.pds.take_down(keeper.account.did)
    if not signed_in:
        bluesky = keeper.connect(None)
    with pytest.raises(AccountTrouble, match=r"Takedown|Takendown"):
        post(bluesky, "Again.")
    for look in (
        lambda: bluesky.find(KEY),
        lambda: bluesky.find("3kabcdefghij3"),
        lambda: bluesky.recent(NOW),
    ):
        with pytest.raises(AccountTrouble):
            look()


def test_a_post_that_moderators_hid_is_not_put_again(keeper: Keeper) -> None:
    """Nobody sees it and its key stays taken, so it fails and says why: never a loop of looking and putting."""
    clock = FixedClock()
    bluesky = keeper.connect(keeper.account.session, clock)
    post(bluesky)
    keeper.pds.hide(keeper.account.did, KEY)
    clock.advance(timedelta(minutes=1))
    assert bluesky.find(KEY) is None
    with pytest.raises(Rejected, match="is taken"):
        post(bluesky)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (Wrong(method=CREATE, answer=b""), NotSent),  # the answer with the tokens was lost
        (Wrong(method=CREATE, answer=error(500, "InternalServerError")), NotSent),
        (Wrong(method=CREATE, answer=http(200, b"{}")), NotSent),
        (Wrong(method=CREATE, answer=http(200, b"nonsense")), NotSent),
        (Wrong(method=CREATE, answer=error(400, "InvalidRequest")), AccountTrouble),
        (Wrong(method=CREATE, answer=error(401, "AuthFactorTokenRequired")), AccountTrouble),
    ],
)
def test_a_sign_in_that_breaks_has_sent_nothing(
    keeper: Keeper, wrong: Wrong, kind: type[NetworkError]
) -> None:
    """The part itself never left, so it is neither lost nor refused; afterwards it goes out."""
    bluesky = keeper.connect(None)
    mail = letter("Once.")
    prepared = bluesky.prepare(mail)
    with keeper.pds.proxy.striking(wrong), pytest.raises(NetworkError) as caught:
        bluesky.publish(mail, prepared)
    assert type(caught.value) is kind
    assert keeper.pds.posts(keeper.account.did) == []
    bluesky.publish(mail, prepared)


def test_nothing_is_sent_before_the_session_is_kept(keeper: Keeper) -> None:
    """A session that cannot be kept is tried to be kept again before anything else goes out."""
    bluesky = keeper.connect(None)
    keeper.broken = True
    for _ in range(2):
        with pytest.raises(NotSent, match="disk is full"):
            post(bluesky)
    assert keeper.pds.posts(keeper.account.did) == []
    keeper.broken = False
    post(bluesky)
    assert len(keeper.saved) == 1


def test_no_secret_is_told(keeper: Keeper, caplog: pytest.LogCaptureFixture) -> None:
    """Tokens and password are in no log, error or repr."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")  # which the daemon quietens for the whole process
    bluesky = keeper.connect(None)
    post(bluesky)
    keeper.pds.take_down(keeper.account.did)
    with pytest.raises(AccountTrouble) as caught:
        post(bluesky, "Again.")
    told = [
        caplog.text,
        *(f"{each!r} {each}" for each in (bluesky, bluesky._session, caught.value, caught.value.__cause__)),
    ]
    secrets = [*keeper.saved[0].split(":::")[2:4], PASSWORD]
    assert [secret for secret in secrets for text in told if secret in text] == []
    assert "createSession" in caplog.text


# --- what anybody may ask -----------------------------------------------------------------------


@pytest.mark.parametrize("session", [None, "nonsense"])
def test_handles_are_resolved_without_a_session(keeper: Keeper, session: str | None) -> None:
    """No sign-in, no renewal, no token: whoever else speaks as the account is not disturbed."""
    bluesky = keeper.connect(session)
    assert bluesky.resolve(keeper.account.handle) == keeper.account.did
    assert bluesky.resolve("nobody.test") is None
    assert keeper.pds.proxy.asked == ["com.atproto.identity.resolveHandle"] * 2
    assert keeper.saved == []


@pytest.mark.parametrize(
    "answer", [b"", error(500, "InternalServerError"), http(200, b"nonsense"), http(200, b"{}")]
)
def test_a_handle_that_nobody_tells_of_is_left_open(keeper: Keeper, answer: bytes) -> None:
    """Only the server's own word is that nobody has it."""
    wrong = Wrong(method="com.atproto.identity.resolveHandle", answer=answer)
    with keeper.pds.proxy.striking(wrong), pytest.raises(NotSent):
        keeper.connect(None).resolve(keeper.account.handle)
