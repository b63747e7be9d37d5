"""Bluesky: 300 graphemes, four pictures, asked by the record key that we chose beforehand."""

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from scheduler.core.limits import MAY_REPLY, Limits, Lookup, Network, Secret
from scheduler.core.ports import Access, Identity, NetworkConnection

SERVICE = "https://bsky.social"
"""Where accounts sign in that live on no server of their own."""

_BYTES_FOR_ONE = 10
"""3,000 bytes go with 300 graphemes, so ten bytes of UTF-8 use up at least one."""


def measure(words: str) -> int:
    """The length of *words* in graphemes, or a tenth of their UTF-8 bytes, rounded up, if that is more.

    Bluesky allows 300 graphemes and 3,000 bytes, both inclusive; this one number is over 300 exactly
    when either is exceeded.

    Source: https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
    (``maxGraphemes``, ``maxLength``).
    """
    octets = len(words.encode("utf-8", "surrogatepass"))
    return max(graphemes(words), -(-octets // _BYTES_FOR_ONE))


def graphemes(text: str) -> int:
    """How many characters a reader sees: extended grapheme clusters of Unicode 16.

    Source: https://www.unicode.org/reports/tr29/
    """
    from pyuegc import EGC

    return len(EGC(text))


def links(words: str) -> Sequence[str]:
    """What the app makes links of in *words*, an address without its scheme among them."""
    if "." not in words:
        return []  # the library takes a second to be imported
    from atproto import client_utils

    features = (feature for facet in client_utils.detect_facets(words) for feature in facet.features)
    return [uri for feature in features if (uri := getattr(feature, "uri", None)) is not None]


def mentions(words: str) -> Sequence[str]:
    """The handles that the app makes mentions of in *words*, if somebody has them."""
    if "@" not in words:
        return []
    from atproto import client_utils

    return [each.handle for each in client_utils.detect_mentions(words)]


_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HANDLE = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+[a-zA-Z](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])?")
"""Source: https://atproto.com/specs/handle"""


def is_handle(text: str) -> bool:
    """Whether somebody on Bluesky can be called *text*, which is a domain."""
    return _HANDLE.fullmatch(text) is not None


_POST = re.compile(
    r"(?:https?://[^/]+/profile/[^/]+/post|at://[^/]+/app\.bsky\.feed\.post)/([a-z2-7]{13})(?:[/?#]|$)"
)


def remote_id(link: str) -> str | None:
    """The record key in the address of a post, that of the app or of the network itself."""
    found = _POST.match(link)
    return found[1] if found else None


NETWORK = Network(
    name="bluesky",
    title="Bluesky",
    lookup=Lookup.KEYED,
    limits=Limits(
        # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
        text=300,
        unit="graphemes",
        measure=measure,
        # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/images.json
        pictures=4,
        # 2,000,000 since April 2026, but servers of before then refuse more than this:
        # https://github.com/bluesky-social/bsky-docs/issues/413
        picture_bytes=1_000_000,
        # What the app makes of a photo; servers check no size, and since April 2026 4,000 are shown:
        # https://github.com/bluesky-social/social-app/blob/main/src/lib/constants.ts (POST_IMG_MAX)
        picture_side=2_000,
        # The app's own limit; the lexicon has none:
        # https://github.com/bluesky-social/social-app/blob/main/src/lib/constants.ts (MAX_ALT_TEXT)
        alt_text=2_000,
        measure_alt=graphemes,
        # The feed keeps any shape (``aspectRatio`` in the same lexicon); at 16:9 one card serves X too.
        card_size=(1600, 900),
        # Only what is taller than 1:2 is cropped:
        # https://github.com/bluesky-social/social-app/blob/main/src/components/images/AutoSizedImage.tsx
        shown_whole=(0.5, 4.0),
    ),
    template="[{quote}\n— ]{speaker}[, {issuer}][\n\n{link}][\n\n{hashtags}]",
    # getRecord answers from the account's own server, so the first look settles it unless nobody answers.
    # https://docs.bsky.app/docs/api/com-atproto-repo-get-record
    looks=(
        timedelta(seconds=2),
        timedelta(seconds=10),
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=10),
    ),
    service=SERVICE,
    # One applyWrites: https://docs.bsky.app/docs/api/com-atproto-repo-apply-writes
    threads_at_once=True,
    # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/threadgate.json
    reply_rules=frozenset(
        tuple(sorted(chosen)) for n in range(len(MAY_REPLY) + 1) for chosen in combinations(MAY_REPLY, n)
    ),
    replies_change=True,
    # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/postgate.json
    quote_rules=True,
    # Those that an account may give itself:
    # https://github.com/bluesky-social/atproto/blob/main/packages/api/definitions/labels.json
    labels=frozenset({"graphic-media", "nudity", "porn", "sexual"}),
    # Bluesky never fetches the page of a link: https://docs.bsky.app/docs/advanced-guides/posts
    previews=True,
    links=links,
    remote_id=remote_id,
    mentions=mentions,
    by_identity=True,
    is_handle=is_handle,
    signs_in_by_handle=True,
    secrets=(
        Secret(
            name="app_password",
            title="App password",
            where="bsky.app: Settings, Privacy and security, App passwords, Add App Password",
        ),
    ),
)


def connect(access: Access) -> NetworkConnection:
    """A connection for the account of *access*; makes no request yet. For one thread at a time.

    The app password is used only when no session is of use any more. From a sign-in on the server is asked
    that the account's DID document names.
    """
    from scheduler.networks.bluesky.connection import BlueskyConnection
    from scheduler.networks.bluesky.session import Session

    return BlueskyConnection(Session(access), access.clock)


def identify(access: Access) -> Identity:
    """Who signs in with the handle and the app password of *access*; its session is saved.

    Raises ``NetworkError``.
    """
    from scheduler.networks.bluesky.session import Session

    return Session(access).sign_in()
