"""What Bluesky's answers and silences tell about a request."""

from datetime import datetime, timedelta

import httpx
from atproto.exceptions import InvokeTimeoutError, RateLimitExceededError, RequestErrorBase
from atproto.exceptions import NetworkError as WireError
from atproto_client.models.common import XrpcError

from scheduler.core.errors import AccountTrouble, ComeBackLater, NetworkError, NotSent, Rejected

SESSION_ENDED = frozenset({"ExpiredToken", "InvalidToken"})
_TROUBLE = frozenset(
    {
        "AccountDeactivated",
        "AccountSuspended",
        "AccountTakedown",
        "AuthFactorTokenRequired",
        "AuthMissing",
        "AuthenticationRequired",
        "RepoDeactivated",
        "RepoSuspended",
        "RepoTakendown",
    }
)
_NO_CONNECTION = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_WAIT = timedelta(minutes=5)
"""For answers that name no time: the shortest window of a limit.

Source: https://docs.bsky.app/docs/advanced-guides/rate-limits
"""


def error_name(error: BaseException | None) -> str:
    """The name that the server gave the error, such as ``RecordNotFound``; empty if it gave none."""
    return _named(error)[0]


def told(error: Exception, unknown: type[NetworkError], now: datetime) -> NetworkError:
    """What *error*, of the SDK or of httpx, tells; *unknown* where the request may have been carried out."""
    if isinstance(error, RequestErrorBase) and error.response is not None:
        return _answered(error, error.response.status_code, unknown, now)
    cause = error.__cause__ if isinstance(error, WireError) else error
    if isinstance(cause, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return AccountTrouble(
            f"The address of the server is of no use: {cause}.", remedy="Mend the account's address."
        )
    if isinstance(cause, _NO_CONNECTION):
        return NotSent(f"Bluesky's server cannot be reached: {_words(cause)}.")
    if isinstance(error, InvokeTimeoutError):
        return unknown(f"Bluesky gave no answer in time: {_words(cause)}.")
    if isinstance(cause, httpx.HTTPError):
        return unknown(f"The connection to Bluesky broke: {_words(cause)}.")
    return unknown(f"Bluesky's answer cannot be read: {type(error).__name__}.")


def _answered(
    error: RequestErrorBase, status: int, unknown: type[NetworkError], now: datetime
) -> NetworkError:
    """What an error that the server answered tells.

    Source of the names: https://github.com/bluesky-social/atproto/tree/main/lexicons/com/atproto
    """
    name, message = _named(error)
    said = f"Bluesky answered {status}{f' {name}' if name else ''}{f': {message}' if message else ''}."
    if isinstance(error, RateLimitExceededError):
        return ComeBackLater(said, until=_until(error, now))
    if name in _TROUBLE or status in (401, 403):
        return AccountTrouble(said, remedy="Mend it in Bluesky's settings, or give a new app password.")
    if 300 <= status < 400:
        return AccountTrouble(f"{said} Redirections are not followed.", remedy="Mend the account's address.")
    if name == "BlobNotFound":
        return NotSent(said)  # the upload was cleared away: queued again, it is uploaded again
    if status in (400, 413):
        return Rejected(said)
    return unknown(said)


def _until(error: RateLimitExceededError, now: datetime) -> datetime:
    """``Retry-After`` first: it is right even where the two clocks differ."""
    if error.retry_after is not None:
        return now + timedelta(seconds=error.retry_after)
    return max(error.reset_at or now + _WAIT, now)


def _named(error: BaseException | None) -> tuple[str, str]:
    """An answer's body may be a model, a dict without message, bytes, or nothing."""
    content = error.response.content if isinstance(error, RequestErrorBase) and error.response else None
    if isinstance(content, XrpcError):
        return content.error, content.message or ""
    if isinstance(content, dict):
        return str(content.get("error", "")), str(content.get("message", ""))
    return "", ""


def _words(error: BaseException | None) -> str:
    return str(error) or type(error).__name__
