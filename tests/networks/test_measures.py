"""Each network's own rule of length, case by case, and what looking for networks costs."""

import subprocess
import sys
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.cards.samples import SIZES
from scheduler import networks
from scheduler.core.errors import NotFound
from scheduler.core.limits import Lookup
from scheduler.networks import bluesky, x

FAMILY = "👨‍👩‍👧‍👦"
"""One emoji to a reader: seven code points, 25 bytes."""


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("", 0),
        ("Dignity for all.", 16),
        ("a" * 280, 280),
        ("“—’”", 4),  # quotation marks and dashes weigh one
        ("…", 2),  # the ellipsis, U+2026, does not
        ("é", 1),
        ("e\u0301", 1),  # composed first
        ("日本語", 6),  # Chinese, Japanese and Korean weigh two
        ("Да Ω", 4),  # Cyrillic and Greek weigh one
        ("שלום مرحبا", 10),  # Hebrew and Arabic weigh one
        ("한국", 4),
        ("👍", 2),
        ("👍🏽", 2),  # with a skin tone
        (FAMILY, 2),  # joined by U+200D
        ("🇺🇸", 2),
        ("❤️", 2),
        ("https://example.org", 23),
        ("https://example.org/" + "a" * 200, 23),  # however long
        ("http://example.org/?a=b#c", 23),
        ("example.org", 23),  # a bare domain is a link too
        ("See https://example.org/a.", 28),  # the full stop is not the link's
        ("https://example.org https://example.org", 47),
        ("file.py", 23),  # ends like Paraguay
        ("node.js", 7),
        ("a\nb", 3),
        ("a\r\nb", 3),  # a line end counts one, whichever it is
        ("a\n\nb", 4),
        ("#ImmigrantJustice @someone", 26),
    ],
)
def test_x_counts_by_weight(words: str, size: int) -> None:
    """Links 23, emoji 2, wide characters 2, everything else 1."""
    assert x.measure(words) == size


@pytest.mark.parametrize("words", ["a" * 4_001, "a." * 2_001, "https://example.org/" + "a" * 4_000])
def test_x_refuses_to_measure_what_is_far_too_long(words: str) -> None:
    """Over 4,000 characters the answer is over any limit, and comes at once even for dotted text."""
    assert x.measure(words) > 4_000


@pytest.mark.parametrize(
    ("alt", "size"),
    [
        ("“Dignity.”", 10),
        ("👍", 2),  # outside the first plane: two units
        ("日本", 2),
        ("\ud83d", 1),  # half a pair, as a shell may hand it over
    ],
)
def test_x_alt_text_is_counted_in_utf_16(alt: str, size: int) -> None:
    """The strictest reading of "characters"."""
    assert networks.load("x").limits.measure_alt(alt) == size


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("Dignity for all.", []),
        ("See https://example.org/a?b=c.", ["https://example.org/a?b=c"]),
        ("See ijn.org and node.js", ["ijn.org"]),  # a bare domain is a link, and costs as one
        ("file.py", ["file.py"]),  # Paraguay
        ("a@ijn.org", []),
        ("a.a" * 2_000, []),  # far too long to be posted, and slow to be read
    ],
)
def test_links_are_those_that_x_makes(words: str, links: list[str]) -> None:
    """Each of them makes the post thirteen times as dear."""
    assert list(x.links(words)) == links
    assert x.any_link(words) is bool(links)


@given(st.text(st.sampled_from("ab1.:/ -@#_कंनेट中国рф"), max_size=12))
@example("न.संगठन")  # a top level that begins with a letter and its sign
@example("中国.中国")
@example("https://x")
def test_the_parser_finds_no_link_where_it_is_not_asked(words: str) -> None:
    """Words that are not shown to it, since nothing in them can be a link, have none."""
    from twitter_text import extract_urls

    x.measure(words)  # loads it without its warnings
    assert not extract_urls(words) or x.any_link(words)


@pytest.mark.parametrize(
    ("network", "link", "id"),
    [
        (x, "https://x.com/ijn/status/1700000000000000001", "1700000000000000001"),
        (x, "https://x.com/i/web/status/17", "17"),
        (x, "https://mobile.twitter.com/ijn/status/17?s=20", "17"),
        (x, "https://x.com/ijn/status/17/photo/1", "17"),
        (x, "https://x.com/ijn", None),
        (x, "https://example.org/x.com/ijn/status/17", None),  # elsewhere
        (x, "17", None),
        (bluesky, "https://bsky.app/profile/ijn.example/post/3kabcdefghij2", "3kabcdefghij2"),
        (bluesky, "https://bsky.app/profile/did:plc:abc/post/3kabcdefghij2?ref=x", "3kabcdefghij2"),
        (bluesky, "at://did:plc:abc/app.bsky.feed.post/3kabcdefghij2", "3kabcdefghij2"),
        (bluesky, "at://did:plc:abc/app.bsky.feed.like/3kabcdefghij2", None),
        (bluesky, "https://bsky.app/profile/ijn.example/post/short", None),
    ],
)
def test_links_tell_the_remote_id(network: ModuleType, link: str, id: str | None) -> None:
    """The address that a person copies from a post's page names the post as the network does."""
    assert network.NETWORK.remote_id(link) == id


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("@ijn", ["ijn"]),
        ("Thanks, @ijn, @IJN_2!", ["ijn", "IJN_2"]),
        ("RT @ijn: so", ["ijn"]),
        ("(@ijn)", ["ijn"]),
        ("＠ijn", ["ijn"]),  # full width
        ("日本@ijn", ["ijn"]),
        ("me@ijn.org", []),  # an address
        ("@@ijn", []),
        ("@ijn@social.example", []),  # somewhere else
        ("@ijn://", []),
        ("@ijné", []),
        ("no one", []),
    ],
)
def test_mentions_are_those_that_x_makes(words: str, mentions: list[str]) -> None:
    """By X's own rule of what may stand around a handle."""
    assert list(x.mentions(words)) == mentions


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("", 0),
        ("Dignity for all.", 16),
        ("a" * 300, 300),
        ("“—’”…", 5),
        ("e\u0301", 1),  # one character to a reader, composed or not
        ("日本語", 3),
        ("🇺🇸🇲🇽", 2),  # flags are pairs
        ("👍🏽", 1),
        ("नमस्ते", 3),  # as Unicode 16 joins them: न म स्ते
        ("a\nb", 3),
        ("a\r\nb", 3),  # CRLF is one
        ("https://example.org/" + "a" * 30, 50),  # a link counts in full
        (FAMILY, 3),  # one grapheme, but 25 bytes of 3,000
        (FAMILY * 120, 300),  # exactly 3,000 bytes: allowed
        (FAMILY * 121, 303),  # 3,025 bytes: over, with 121 graphemes
        ("a" + "\u0301" * 1_499, 300),  # one grapheme of 2,999 bytes
        ("a" + "\u0301" * 1_500, 301),  # 3,001 bytes
        ("\ud83d", 1),  # half a pair, as a shell may hand it over
    ],
)
def test_bluesky_counts_graphemes_and_bytes(words: str, size: int) -> None:
    """One number is over 300 exactly when graphemes are over 300 or bytes over 3,000."""
    assert bluesky.measure(words) == size


@pytest.mark.parametrize(("alt", "size"), [("“Dignity.”", 10), (FAMILY, 1), (FAMILY * 2_000, 2_000)])
def test_bluesky_alt_text_is_counted_in_graphemes(alt: str, size: int) -> None:
    """Bytes do not matter here."""
    assert networks.load("bluesky").limits.measure_alt(alt) == size


@pytest.mark.parametrize(
    ("name", "text", "alt_text", "picture_bytes", "pictures", "lookup", "first_look"),
    [
        ("x", 280, 1_000, 5_000_000, 4, Lookup.SEARCHED, 10),  # a timeline lags
        ("bluesky", 300, 2_000, 1_000_000, 4, Lookup.KEYED, 2),
    ],
)
def test_limits_are_those_of_the_network(
    name: str,
    text: int,
    alt_text: int,
    picture_bytes: int,
    pictures: int,
    lookup: Lookup,
    first_look: int,
) -> None:
    """The numbers, once more and independently; the modules have their sources."""
    network = networks.load(name)
    limits = network.limits
    assert (limits.text, limits.alt_text, limits.picture_bytes) == (text, alt_text, picture_bytes)
    assert (limits.pictures, limits.card_size, network.lookup) == (pictures, (1600, 900), lookup)
    assert all(limits.shows_whole(*size) for size in (limits.card_size, *SIZES))
    assert network.looks[0].total_seconds() == first_look
    assert network.looks == tuple(sorted(network.looks))


@pytest.mark.parametrize("words", ["a" * 280, "日" * 140, "https://example.org " * 11 + "a" * 16])
def test_what_fills_x_to_the_brim_fits_and_one_more_does_not(words: str) -> None:
    """The limit itself is allowed."""
    limits = networks.load("x").limits
    assert limits.size(words) == 280
    assert limits.fits(words)
    assert not limits.fits(words + "a")


def test_every_module_that_declares_a_network_is_one() -> None:
    """Two today, each under the name of its file; rehearsal plays networks and is none."""
    assert networks.names() == ["bluesky", "x"]
    assert [networks.load(name).name for name in networks.names()] == networks.names()


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("blueski", "Did you mean bluesky?"),
        ("X", "Did you mean x?"),
        ("Bluesky", "Did you mean bluesky?"),
        ("twitter", "Networks: bluesky, x."),  # nothing is near, so all are named
        ("rehearsal", "Networks: bluesky, x."),  # a folder beside them, but no network
        ("__init__", "Networks: bluesky, x."),
        ("", "Networks: bluesky, x."),
    ],
)
def test_an_unknown_network_names_the_nearest(asked: str, nearest: str) -> None:
    """The error tells what there is."""
    with pytest.raises(NotFound) as caught:
        networks.load(asked)
    assert nearest in str(caught.value)


def test_looking_for_networks_imports_nothing_heavy() -> None:
    """Names, limits and templates are there before any parser, database or template engine is."""
    code = (
        "import sys; from scheduler import networks; [networks.load(name) for name in networks.names()]; "
        "print(*(set(sys.modules) & {'twitter_text', 'pyuegc', 'jinja2', 'sqlite3', 'tweepy', 'atproto'}))"
    )
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == ""


@pytest.mark.parametrize(
    ("width", "height", "crops"),
    [
        (1600, 900, []),
        (1080, 1350, []),
        (1000, 500, []),  # 2:1 itself
        (600, 1200, ["X"]),  # as tall as a card may be
        (600, 801, ["X"]),
        (600, 800, []),  # 3:4 itself
    ],
)
def test_who_crops(width: int, height: int, crops: list[str]) -> None:
    """Each network tells which shapes its feed shows whole."""
    every = map(networks.load, networks.names())
    assert [each.title for each in every if not each.limits.shows_whole(width, height)] == crops
