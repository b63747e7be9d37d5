"""What the connection to X makes of each way to fail, and what a look says afterwards."""

import logging
import traceback
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from faulty_stage import PATIENT
from x_answers import told
from x_faults import Fault
from x_rules import XAccount
from x_server import XServer
from x_stage import access, connection

from scheduler.core.delivery import Part
from scheduler.core.errors import AccountTrouble, ComeBackLater, MaybeSent, NetworkError, NotSent, Rejected
from scheduler.core.limits import Lookup
from scheduler.core.looking import Found, NotSeen, Sought, look
from scheduler.core.ports import Letter, NetworkConnection, Prepared
from scheduler.networks.x import connect
from scheduler.testing import FixedClock, letter, png

HASTY = (10.0, 1.0)
"""Seconds; enough for what goes well on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A new account and its connection, and one that does not wait for long."""

    server: XServer
    account: XAccount
    clock: FixedClock
    ours: NetworkConnection
    hasty: NetworkConnection

    def struck(self, fault: str) -> NetworkConnection:
        """Who meets *fault*: only a hang ends by a time-out, and a busy machine is no fault."""
        return self.hasty if fault.startswith("hang") else self.ours

    def words(self) -> list[str]:
        """What followers see."""
        return [each["words"] for each in self.server.seen(self.account)]

    def strikes(self, kind: str, call: str = "post", **more: object) -> None:
        """Order a fault for this account."""
        self.server.order(kind, call, account=self.account.id, **more)

    def asked(self) -> list[str | None]:
        """What every request of this account was for."""
        return [each.call for each in self.server.asked if each.account == self.account.id]


@pytest.fixture
def scene(x_server: XServer) -> Scene:
    """A new account."""
    clock = FixedClock()
    account = x_server.account(clock=clock)
    ours, hasty = (connection(x_server, account, clock, each) for each in (PATIENT, HASTY))
    return Scene(server=x_server, account=account, clock=clock, ours=ours, hasty=hasty)


UNKNOWN = [
    "drop", "cut", "reset", "hang", "html-503", "500", "500-list", "500-null", "conflict",
    "garbage", "page", "empty", "null", "list", "nothing-in-it", "no-id", "only-errors", "no-content", "not-unicode",
]  # fmt: skip
"""Carried out, and nobody told us so, or not so that it could be read."""
BEFORE = ["closed-before", "reset-before", "hang-before", "html-503-before", "500-before"]
"""The same silences where nothing was carried out: nobody can tell the difference."""
REFUSED = {
    "forbidden": Rejected,
    "reply-refused": Rejected,
    "quote-refused": Rejected,
    "invalid": Rejected,
    "too-large": Rejected,
    "media-invalid": NotSent,
    "parent-gone": NotSent,
    "unauthorized": AccountTrouble,
    "token-expired": AccountTrouble,
    "no-credit": AccountTrouble,
    "suspended": AccountTrouble,
    "locked": AccountTrouble,
    "automated": AccountTrouble,
    "read-only": AccountTrouble,
    "client-forbidden": AccountTrouble,
    "tier": AccountTrouble,
    "forbidden-page": AccountTrouble,
    "moved": AccountTrouble,
    "moved-for-good": AccountTrouble,
    "not-found": AccountTrouble,
    "throttle": ComeBackLater,
    "day-is-over": ComeBackLater,
}
"""Known not to be carried out."""
FAULTS = [
    *((fault, MaybeSent, True) for fault in UNKNOWN),
    *((fault, MaybeSent, False) for fault in BEFORE),
    *((fault, kind, False) for fault, kind in REFUSED.items()),
]


@pytest.mark.parametrize("pictures", [1, 0])
@pytest.mark.parametrize(("fault", "kind", "out"), FAULTS)
def test_each_way_to_fail_tells_what_is_known(
    scene: Scene, fault: str, kind: type[NetworkError], pictures: int, *, out: bool
) -> None:
    """The error's kind agrees with what followers see, a look finds what is out, and nothing is asked twice."""
    mail = letter("Once.", *[png()] * pictures)
    prepared = scene.ours.prepare(mail)
    scene.strikes(fault)
    with pytest.raises(NetworkError) as caught:
        scene.struck(fault).publish(mail, prepared)
    assert type(caught.value) is kind
    assert scene.server.struck(scene.account)
    assert scene.words() == (["Once."] if out else [])
    assert scene.asked().count("post") == 1
    sought = Sought(part=launched(mail, prepared), since=scene.clock.now())
    verdict = look(scene.ours, Lookup.SEARCHED, sought)
    assert isinstance(verdict, Found if out else NotSeen)


def launched(mail: Letter, prepared: Prepared) -> Part:
    """The part as it is kept at the launch."""
    return replace(mail.part, media_keys=prepared.media_keys)


ANY = [*UNKNOWN, *BEFORE]
LENIENT = {"nothing-in-it", "no-id", "not-unicode"}
"""A yes is a yes where nothing of it is needed: alt text has no id of its own."""


@pytest.mark.parametrize("call", ["upload", "alt", "timeline"])
@pytest.mark.parametrize("fault", ANY)
def test_what_only_reads_or_repeats_is_never_sent(scene: Scene, fault: str, call: str) -> None:
    """Uploads, alt text and looks show followers nothing: a broken one is asked again, and says nothing."""
    mail = letter("Card.", png())
    scene.ours.publish(mail, scene.ours.prepare(mail))
    scene.strikes(fault, call)
    ask = (
        (lambda: scene.struck(fault).recent(scene.clock.now()))
        if call == "timeline"
        else (lambda: scene.struck(fault).prepare(mail))
    )
    if call == "alt" and fault in LENIENT:
        ask()
    else:
        with pytest.raises(NotSent):
            ask()
    assert scene.server.struck(scene.account)
    assert scene.words() == ["Card."]


@pytest.mark.parametrize(
    "fault", [*(each for each in REFUSED if REFUSED[each] is not ComeBackLater), "duplicate"]
)
def test_a_look_that_is_refused_is_not_repeated_for_ever(scene: Scene, fault: str) -> None:
    """Nothing that can be sent in its place: the account stops, or it is asked again; never 'not there'."""
    scene.strikes(fault, "timeline", times=2)  # what X does not understand is asked by other names
    with pytest.raises((AccountTrouble, NotSent)):
        scene.ours.recent(scene.clock.now())


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("drop", MaybeSent),
        ("html-503", MaybeSent),
        ("garbage", MaybeSent),
        ("html-503-before", MaybeSent),
        ("forbidden", Rejected),
        ("unauthorized", AccountTrouble),
        ("throttle", ComeBackLater),
    ],
)
def test_a_removal_that_fails_can_be_repeated(scene: Scene, fault: str, kind: type[NetworkError]) -> None:
    """Whatever became of it."""
    out = scene.ours.publish(letter(), scene.ours.prepare(letter()))
    scene.strikes(fault, "remove")
    with pytest.raises(NetworkError) as caught:
        scene.ours.remove(out.remote_id)
    assert type(caught.value) is kind
    scene.ours.remove(out.remote_id)
    assert scene.words() == []


@pytest.mark.parametrize("call", ["me", "upload"])
@pytest.mark.parametrize(
    "fault", ["drop", "html-503", "garbage", "null", "unauthorized", "forbidden", "read-only"]
)
def test_a_check_that_fails_says_that_it_failed(scene: Scene, fault: str, call: str) -> None:
    """No account is ever found good by an answer that did not come."""
    scene.account.access = ""
    scene.strikes(fault, call)
    with pytest.raises(NetworkError) as caught:
        scene.ours.check()
    assert not isinstance(caught.value, MaybeSent)


# --- the wire -----------------------------------------------------------------------------------


def test_nothing_was_sent_where_nobody_listens(scene: Scene) -> None:
    """A refused connection carried nothing, whatever was to be asked."""
    mail = letter("Once.", png())
    prepared = scene.ours.prepare(mail)
    with scene.server.closed():
        for ask in (
            lambda: scene.ours.publish(mail, prepared),
            lambda: scene.ours.prepare(mail),
            lambda: scene.ours.recent(scene.clock.now()),
            lambda: scene.ours.remove("7"),
        ):
            with pytest.raises(NotSent, match=r"cannot be reached.*refused"):
                ask()
    scene.ours.publish(mail, prepared)
    assert scene.words() == ["Once."]


def test_without_trust_there_is_no_connection(scene: Scene) -> None:
    """With TLS nothing is sent before the server has shown who it is."""
    encrypted = scene.server.url.replace("http://", "https://")
    ours = connect(access(scene.server, scene.account, scene.clock, service=encrypted))
    with pytest.raises(NotSent, match="cannot be reached"):
        ours.publish(letter(), Prepared())
    assert scene.words() == []


@pytest.mark.parametrize("service", ["ftp://127.0.0.1", "http://127.0.0.1:99999", "http://"])
def test_an_address_of_no_use_is_trouble_or_nowhere(scene: Scene, service: str) -> None:
    """And nothing is sent."""
    ours = connect(access(scene.server, scene.account, scene.clock, service=service))
    with pytest.raises((AccountTrouble, NotSent)):
        ours.publish(letter(), Prepared())
    assert scene.words() == []


@pytest.mark.parametrize("kind", ["moved", "moved-for-good"])
@pytest.mark.parametrize("call", ["post", "timeline", "upload"])
def test_redirections_are_not_followed(scene: Scene, call: str, kind: str) -> None:
    """Whoever answers in X's place cannot send us, and our signature, elsewhere."""
    here = replace_location(f"{scene.server.url}/2/users/me", kind)
    scene.strikes(kind, call, fault=here)
    asks = {
        "post": lambda: scene.ours.publish(letter(), Prepared()),
        "timeline": lambda: scene.ours.recent(scene.clock.now()),
        "upload": lambda: scene.ours.prepare(letter("A card.", png())),
    }
    with pytest.raises(AccountTrouble, match="not followed"):
        asks[call]()
    assert scene.asked() == [call]


def replace_location(url: str, kind: str) -> Fault:
    """A redirection to *url*."""
    return Fault(carried_out=False, answer=told(308 if kind == "moved-for-good" else 302, {}, Location=url))


def test_a_proxy_that_the_environment_names_sees_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys and signatures go to X alone; nor is a .netrc looked into."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert list(scene.ours.recent(scene.clock.now())) == []


def test_every_request_has_a_connection_of_its_own(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """One that was kept could be closed by X just as a post is sent over it, and nobody could tell."""
    caplog.set_level(logging.DEBUG, "urllib3")
    for n in range(3):
        scene.ours.publish(letter(f"Post {n}"), Prepared())
    assert caplog.text.count("Starting new HTTP connection") == 3


# --- duplicates ---------------------------------------------------------------------------------


def lost(scene: Scene, mail: Letter) -> Letter:
    """*mail* after a launch whose answer was lost: its part has the keys of that launch."""
    prepared = scene.ours.prepare(mail)
    scene.strikes("drop")
    with pytest.raises(MaybeSent):
        scene.ours.publish(mail, prepared)
    return replace(mail, part=launched(mail, prepared))


@pytest.mark.parametrize("pictures", [1, 0])
def test_a_duplicate_of_ones_own_is_the_answer(scene: Scene, pictures: int) -> None:
    """Launched before, told of nowhere, and found by media key, or by words where there is none."""
    mail = lost(scene, letter("Once. & ijn.org", *[png()] * pictures))
    found = scene.ours.publish(mail, scene.ours.prepare(mail))
    (out,) = scene.server.seen(scene.account)
    assert found.remote_id == out["id"]
    assert found == scene.ours.recent(scene.clock.now())[0]


def test_a_duplicate_of_something_else_is_refused(scene: Scene) -> None:
    """Another post with these words, answered long ago, is no part of this one; it is named."""
    other = scene.ours.publish(letter("Once."), Prepared())
    with pytest.raises(Rejected, match=f"duplicate content.*{other.link}"):
        scene.ours.publish(letter("Once."), Prepared())
    mail = letter("Once.", png())
    with pytest.raises(Rejected, match=f"duplicate content.*{other.link}"):
        scene.ours.publish(mail, scene.ours.prepare(mail))
    assert scene.words() == ["Once."]


def test_a_reply_is_not_found_in_another_thread(scene: Scene) -> None:
    """The same words below another post are another part."""
    one, two = (scene.ours.publish(letter(words), Prepared()).remote_id for words in ("One.", "Two."))
    lost(scene, letter("More: ijn.org", reply_to=one))
    with pytest.raises(Rejected, match="duplicate"):
        scene.ours.publish(letter("More: ijn.org", reply_to=two), Prepared())
    assert (
        scene.ours.publish(letter("More: ijn.org", reply_to=one), Prepared()).words == "More: http://ijn.org"
    )


def test_a_duplicate_that_is_not_shown_yet_may_be_ours(scene: Scene) -> None:
    """After a launch nobody told of, a timeline that lags proves nothing."""
    scene.account.lag = 60
    mail = lost(scene, letter("Once.", png()))
    with pytest.raises(MaybeSent, match="does not show"):
        scene.ours.publish(mail, scene.ours.prepare(mail))
    scene.clock.advance(timedelta(minutes=1))
    assert scene.ours.publish(mail, scene.ours.prepare(mail)).words == "Once."
    assert scene.words() == ["Once."]


@pytest.mark.parametrize("fault", [*ANY, "throttle", "unauthorized", "forbidden"])
def test_a_duplicate_that_cannot_be_looked_for_stays_open(scene: Scene, fault: str) -> None:
    """X has the text, and does not say as what."""
    mail = lost(scene, letter("Once."))
    scene.strikes(fault, "timeline")
    with pytest.raises(MaybeSent, match="has this text already"):
        scene.struck(fault).publish(mail, Prepared())
    assert scene.words() == ["Once."]


@pytest.mark.parametrize("fault", ["duplicate", "duplicate-187"])
def test_a_duplicate_of_what_nobody_sees_is_refused(scene: Scene, fault: str) -> None:
    """In whatever words X says it."""
    scene.strikes(fault)
    with pytest.raises(Rejected, match=r"uplicate.*other words"):
        scene.ours.publish(letter("Once."), Prepared())


# --- secrets ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["", "unauthorized", "html-503", "garbage", "reset", "moved", "duplicate"])
def test_no_secret_is_told(scene: Scene, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    """In no log at its most talkative, in no error with all its causes, in no ``repr``."""
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, name)
    said = [
        repr(access(scene.server, scene.account, scene.clock)),
        repr(scene.ours),
        repr(vars(scene.ours)),
        repr(vars(scene.ours._api._wire)),
    ]
    mail = letter("Once.", png())
    if fault:
        scene.strikes(fault)
    try:
        scene.ours.publish(mail, scene.ours.prepare(mail))
        scene.ours.recent(scene.clock.now())
        scene.ours.check()
    except NetworkError as error:
        said += [repr(error), *traceback.format_exception(error)]
    told = caplog.text + "".join(said)
    assert "POST /2/media/upload" in caplog.text  # it does listen
    assert [name for name, secret in scene.account.secrets.items() if secret in told] == []
