"""Fetching: only from where everybody may go, by connections that were checked, and not without end."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from page_server import PAGE, PageServer, certified, endless, page, raw, redirect, serving

from scheduler.clock import LeapingClock
from scheduler.core.errors import FetchError
from scheduler.core.ports import Fetched
from scheduler.fetching import REDIRECTIONS, Fetcher, Patience
from scheduler.fetching.addresses import Address, public

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MOST = 100_000


def loopback(address: Address) -> bool:
    """What these tests may reach."""
    return address.is_loopback


class Hasty(LeapingClock):
    """A clock on which each look costs a second."""

    def __init__(self) -> None:
        super().__init__(NOW)
        self._seconds = 0

    def monotonic(self) -> float:
        """A second more each time."""
        self._seconds += 1
        return float(self._seconds)


def fetcher(**changes: Any) -> Fetcher:
    """A fetcher that may reach this computer alone, and has little patience."""
    patience = Patience(connecting=2, waiting=0.3, whole=20)
    return Fetcher(
        changes.pop("clock", LeapingClock(NOW)), **{"allowed": loopback, "patience": patience} | changes
    )


def fetch(address: str, **changes: Any) -> Fetched:
    """What *address* serves."""
    return fetcher(**changes)(address, MOST)


def refusal(address: str, **changes: Any) -> FetchError:
    """Why *address* is not fetched."""
    with pytest.raises(FetchError) as refused:
        fetch(address, **changes)
    assert refused.value.message.endswith(".")
    assert refused.value.remedy
    return refused.value


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    """One server for all tests; each puts its pages there."""
    with serving() as ready:
        yield ready


# --- what is fetched ----------------------------------------------------------------------------


def test_the_bytes_as_served(server: PageServer) -> None:
    """With the address that they came from, the time, and what the server calls them."""
    server.pages["/a"] = page(b"\xff\x00 any bytes", content_type="text/html; charset=x")
    fetched = fetch(server.at("/a"))
    assert (fetched.data, fetched.address) == (b"\xff\x00 any bytes", server.at("/a"))
    assert fetched.media_type == "text/html; charset=x"
    assert fetched.at >= NOW


def test_what_is_asked(server: PageServer) -> None:
    """The host by its name, no cookie, no packing; a fragment stays here; letters are written as servers take them."""
    server.pages["/caf%C3%A9"] = page()
    server.asked.clear()
    fetched = fetch(server.at("/café?q=ä b#part"))
    ((path, headers),) = server.asked
    assert path == "/caf%C3%A9?q=%C3%A4%20b"
    assert fetched.address == server.at(path)
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"].startswith("drumbeat/")
    assert not {"cookie", "authorization", "referer"} & headers.keys()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_followed(server: PageServer, status: int) -> None:
    """Relative ones too; the address in the end is kept."""
    server.pages |= {
        "/b/old": redirect("new", status),
        "/b/new": redirect("/b/newest", status),
        "/b/newest": page(),
    }
    assert fetch(server.at("/b/old")).address == server.at("/b/newest")


def test_no_proxy_is_asked(server: PageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies would send the request past every check."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    server.pages["/a"] = page()
    assert fetch(server.at("/a")).data == PAGE


# --- where it comes from ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "open_to_all"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds keep their secrets
        ("100.64.0.1", False),  # behind a carrier's translation
        ("192.0.2.1", False),  # for documentation
        ("198.18.0.1", False),  # for benches
        ("224.0.0.1", False),  # to many
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),  # for documentation
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),  # a tunnel
        ("::ffff:127.0.0.1", False),  # version 4 in version 6
        ("::ffff:93.184.216.34", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::1", False),
        ("4000::1", False),  # handed out to nobody
    ],
)  # fmt: skip
def test_what_everybody_can_reach(address: str, *, open_to_all: bool) -> None:
    """No address leads into this computer, its network, or its cloud, in whatever way it is written."""
    assert public(ip_address(address)) is open_to_all


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "127.0.0.1.",
    ],
)
def test_nothing_here_is_fetched(server: PageServer, host: str) -> None:
    """Without an argument that only tests give, this computer is not reached, however it is called."""
    server.pages["/secret"] = page()
    server.asked.clear()
    refused = refusal(server.at("/secret", host), allowed=public)
    assert "no public address" in refused.message or "is not found" in refused.message
    assert server.asked == []


def test_every_address_of_a_name_is_checked(server: PageServer) -> None:
    """One that is not allowed among many is enough."""
    server.pages["/a"] = page()
    server.asked.clear()
    refused = refusal(server.at("/a", "mixed.example"), resolve=lambda host, port: ["127.0.0.1", "10.0.0.7"])
    assert "mixed.example is at 10.0.0.7, no public address" in refused.message
    assert server.asked == []


def test_what_was_checked_is_what_is_connected_to(server: PageServer) -> None:
    """A name that means another address a moment later (DNS rebinding) changes nothing: it is resolved once."""
    server.pages["/a"] = page()
    asked: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.7"]

    assert fetch(server.at("/a", "pages.example"), resolve=resolve).data == PAGE
    assert asked == ["pages.example"]
    assert server.asked[-1][1]["host"] == f"pages.example:{server.port}"


def test_the_next_address_is_tried(server: PageServer) -> None:
    """A name may have one where nobody answers."""
    server.pages["/a"] = page()
    assert (
        fetch(server.at("/a", "pages.example"), resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]).data
        == PAGE
    )


def test_redirections_are_checked(server: PageServer) -> None:
    """A page that everybody can reach must not lead to one that only we can."""
    elsewhere = {"pages.example": "127.0.0.1", "inside.example": "10.0.0.7"}
    server.pages |= {"/in": redirect("http://inside.example/"), "/file": redirect("file:///etc/passwd")}
    server.pages |= {"/ftp": redirect("ftp://pages.example/"), "/user": redirect("http://a:b@pages.example/")}
    server.pages |= {"/none": redirect(""), "/bad": redirect("http://[bad/")}
    for path, told in {
        "/in": "inside.example is at 10.0.0.7",
        "/file": "no web address",
        "/ftp": "no web address",
        "/user": "a name or a password",
        "/none": "redirects to nowhere",
        "/bad": "is no address",
    }.items():
        refused = refusal(server.at(path, "pages.example"), resolve=lambda host, port: [elsewhere[host]])
        assert told in refused.message


def test_a_circle_ends(server: PageServer) -> None:
    """After a few redirections, whatever comes then."""
    server.pages["/circle"] = redirect("/circle")
    server.asked.clear()
    assert f"more than {REDIRECTIONS} times" in refusal(server.at("/circle")).message
    assert len(server.asked) == REDIRECTIONS + 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://pages.example/a", "no web address"),
        ("file:///etc/passwd", "no web address"),
        ("javascript://a/%0aalert(1)", "no web address"),
        ("http://", "names no server"),
        ("http:///path", "names no server"),
        ("https://user@pages.example/", "a name or a password"),
        ("https://user:secret@pages.example/", "a name or a password"),
        ("http://pages.example:99999/", "is no address"),
        ("http://[::1/", "is no address"),
        ("http://pa ges.example/", "names no server"),
        ("http://pages.example\\@127.0.0.1/", "a name or a password"),
        ("http://nowhere.invalid/", "is not found"),
        ("http://" + "a" * 64 + ".example/", "is no address"),
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page(address: str, told: str) -> None:
    """Refused before anything is asked; a password is not repeated."""
    refused = refusal(address, resolve=nobody)
    assert told in refused.message
    assert "secret" not in refused.message


def nobody(host: str, _port: int) -> Sequence[str]:
    """A resolver that finds nothing."""
    raise OSError(f"{host}: Name or service not known")


# --- what does not end, and what means no good ---------------------------------------------------

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page(b"a" * (MOST + 1)), "more than 100,000 bytes"),  # announced
        (endless(OK + b"\r\n", b"a" * 9_999), "more than 100,000 bytes"),  # not announced
        (endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2\r\naa\r\n"), "more than 100,000 bytes"),
        (endless(OK, b"X-Header: and so on\r\n"), "is not HTTP"),
        (endless(OK + b"X: ", b"a" * 9_999), "is not HTTP"),
        (raw(b"SSH-2.0-OpenSSH\r\n"), "is not HTTP"),
        (raw(b""), "is not HTTP"),  # hangs up
        (page(PAGE, content_length="999"), "is not HTTP"),  # breaks off
        (page(PAGE, content_encoding="gzip"), "packed bytes"),
        (page(b"", 404), "answers 404"),
        (page(b"", 500), "answers 500"),
        (page(b"", 204, content_length=""), "answers 204"),
        (page(b"", 304, content_length=""), "answers 304"),
        (lambda handler: handler.connection.recv(1) and None, "in time"),  # silence
    ],
)  # fmt: skip
def test_what_is_not_taken(server: PageServer, answer: Callable[[Any], None], told: str) -> None:
    """Each ends soon, with its reason."""
    server.pages["/bad"] = answer
    assert told in refusal(server.at("/bad")).message


@pytest.mark.parametrize("start", [OK + b"\r\n", OK + b"X: "])
def test_dripping_bytes_end(server: PageServer, start: bytes) -> None:
    """A server that sends a byte now and then keeps no wait too long, but the whole ends all the same."""
    server.pages["/drip"] = endless(start, b"a")
    assert "in time" in refusal(server.at("/drip"), clock=Hasty()).message


def test_nobody_there() -> None:
    """A port where nobody listens."""
    assert "cannot be had" in refusal("http://127.0.0.1:9/").message


# --- encrypted ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For one name."""
    return certified(("pages.example",), tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def secure(certificate: Path) -> Iterator[PageServer]:
    """A server with a certificate for pages.example."""
    with serving(certificate) as ready:
        yield ready


def here(_host: str, _port: int) -> Sequence[str]:
    """Every name is this computer."""
    return ["127.0.0.1"]


@pytest.fixture
def trust(certificate: Path) -> ssl.SSLContext:
    """Trust in that certificate alone."""
    return ssl.create_default_context(cafile=str(certificate))


def test_the_certificate_is_for_the_name(secure: PageServer, trust: ssl.SSLContext) -> None:
    """The connection goes to the address that was checked; the certificate must be the name's."""
    secure.pages["/a"] = page()
    address = secure.at("/a", "pages.example", "https")
    assert fetch(address, trust=trust, resolve=here).data == PAGE
    for host in ("others.example", "127.0.0.1"):
        refused = refusal(secure.at("/a", host, "https"), trust=trust, resolve=here)
        assert "certificate is not to be trusted" in refused.message


def test_a_certificate_of_nobody(secure: PageServer) -> None:
    """What nobody vouches for is not trusted."""
    refused = refusal(secure.at("/a", "pages.example", "https"), resolve=here)
    assert "certificate is not to be trusted" in refused.message


def test_no_way_back_to_what_anybody_can_change(
    server: PageServer, secure: PageServer, trust: ssl.SSLContext
) -> None:
    """From https a redirection to http is not followed; the other way it is."""
    server.pages |= {"/up": redirect(secure.at("/a", "pages.example", "https")), "/a": page()}
    secure.pages |= {"/down": redirect(server.at("/a", "pages.example")), "/a": page()}
    assert fetch(server.at("/up", "pages.example"), trust=trust, resolve=here).data == PAGE
    refused = refusal(secure.at("/down", "pages.example", "https"), trust=trust, resolve=here)
    assert "anybody can change the words" in refused.message
