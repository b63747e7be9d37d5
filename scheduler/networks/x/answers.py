"""What X's answers and silences tell about a request."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from scheduler.core.errors import AccountTrouble, ComeBackLater, NetworkError, NotSent, Rejected
from scheduler.networks.x.wire import AnsweredError

WINDOW = timedelta(minutes=15)
"""For answers that name no time: the window of most limits.

Source: https://docs.x.com/x-api/fundamentals/rate-limits
"""
_DAY = timedelta(days=1)
"""The longest window of a limit; the same page."""
_LIMITS = ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
"""The last two are in no documentation, but on every answer to a post."""

# Numbers of the errors: https://docs.x.com/x-api/fundamentals/response-codes-and-errors
_DUPLICATE = 187
_TOO_MANY = frozenset({88, 185, 344})
_KEYS = frozenset({32, 89, 135})
_LOCKED = frozenset({64, 226, 326})
_LOCKED_WORDS = ("suspended", "temporarily locked", "might be automated")
_NO_ACCESS = frozenset({453})
_PARENT = 385

_OFF_LIMITS = ("client-forbidden", "unsupported-authentication")
"""Ends of the types of problems that no post of the account would escape."""
ABSENT = "resource-not-found"
"""End of the type of problem that says: there is nothing of that id."""
_HIDDEN = ("not-authorized-for-resource", ABSENT, "resource-unavailable")
"""Ends of the types of problems that come with a 200, in place of what was asked for."""
_HIDDEN_WORDS = ("could not find", "suspended")

KEYS = (
    "See that this computer's clock is right and that keys and tokens are those of the app in the developer "
    "console, then add the account again."
)
PERMISSION = (
    "In the developer console give the app the permission 'Read and write', then create its access token "
    "anew and add the account again."
)
CREDIT = "Buy credit in the developer console, or raise its spending limit, then resume the account."
ACCESS = "See in the developer console what the app may do, then resume the account."
LOGIN = "Sign in at x.com as the account, do what is asked there, then resume the account."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the body of an answer says, as far as it can be read."""

    readable: bool = False
    kinds: tuple[str, ...] = ()
    """Types of problems, such as ``…/problems/credits``."""
    codes: frozenset[int] = frozenset()
    words: str = ""
    """For people."""
    text: str = ""
    """Everything, in small letters, to be searched in."""

    def has(self, *ends: str) -> bool:
        """Whether a type of problem ends so."""
        return any(kind.endswith(ends) for kind in self.kinds)


@dataclass(slots=True)
class _Heard:
    kinds: list[str] = field(default_factory=list)
    codes: set[int] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def said(response: requests.Response) -> Said:
    """What *response* says: of every shape that X's errors come in, none is relied on."""
    try:
        return read(json.loads(response.content))
    except ValueError:
        return Said()


def read(body: object) -> Said:
    """What *body*, from JSON, says."""
    if not isinstance(body, dict):
        return Said()
    heard = _Heard()
    for each in _errors(body):
        _hear(heard, each)
    words = list(dict.fromkeys(heard.words))
    return Said(
        readable=True,
        kinds=tuple(heard.kinds),
        codes=frozenset(heard.codes),
        words=" ".join(words),
        text=" ".join(heard.text).casefold(),
    )


def _errors(body: dict[str, Any]) -> Iterator[Any]:
    """The errors in *body*, the innermost first, since they say most."""
    inner = body.get("errors")
    yield from inner if isinstance(inner, list) else ()
    yield body.get("error")
    yield body


def _hear(heard: _Heard, error: Any) -> None:
    if isinstance(error, str):
        error = {"message": error}
    if not isinstance(error, dict):
        return
    if isinstance(error.get("type"), str):
        heard.kinds.append(error["type"])
    if isinstance(error.get("code"), int):
        heard.codes.add(error["code"])
    texts = [error.get("message"), error.get("detail"), error.get("title")]
    told = [text for text in texts if isinstance(text, str) and text]
    heard.words += told[:1]
    heard.text += told


def told(error: Exception, unknown: type[NetworkError], now: datetime, *, reached: bool) -> NetworkError:
    """What *error* tells; *unknown* where the request may have been carried out.

    *reached*: whether there was a connection at all.
    """
    if isinstance(error, AnsweredError):
        return answered(error.response, unknown, now)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return AccountTrouble(
            f"The address of the server is of no use: {error}.", remedy="Mend the account's address."
        )
    if not reached:
        return NotSent(f"X cannot be reached: {_cause(error)}.")
    if isinstance(error, requests.Timeout):
        return unknown(f"X gave no answer in time: {_cause(error)}.")
    if isinstance(error, requests.RequestException):
        return unknown(f"The connection to X broke: {_cause(error)}.")
    return unknown(f"X's answer cannot be read: {type(error).__name__}.")


def answered(response: requests.Response, unknown: type[NetworkError], now: datetime) -> NetworkError:
    """What an answer other than a yes tells: by its status, then the type of the problem, then its words."""
    status, heard = response.status_code, said(response)
    words = f"X answered {status}{f': {heard.words}' if heard.words else ''}".rstrip(".") + "."
    if status == 429 or heard.codes & _TOO_MANY or "daily limit" in heard.text:
        return ComeBackLater(words, until=until(response, now))
    trouble = _trouble(status, heard)
    if trouble is not None:
        return AccountTrouble(words, remedy=trouble)
    if _PARENT in heard.codes or "deleted or not visible to you" in heard.text:
        return NotSent(words)  # a part just posted may not be visible yet: tried again, and no post's end
    if "media ids are invalid" in heard.text:
        return NotSent(words)  # uploads expire: queued again, they are made anew
    return Rejected(words) if status in (400, 403, 413) else unknown(words)


def duplicate(error: BaseException | None) -> bool:
    """Whether X refused a post because it has the same already."""
    if not isinstance(error, AnsweredError):
        return False
    heard = said(error.response)
    return _DUPLICATE in heard.codes or "duplicate content" in heard.text


def hidden(heard: Said) -> bool:
    """Whether X says of an account that it is not there, or not to be seen."""
    return heard.has(*_HIDDEN) or any(words in heard.text for words in _HIDDEN_WORDS)


def invalid(error: BaseException | None) -> bool:
    """Whether X did not understand what was asked."""
    return isinstance(error, AnsweredError) and error.response.status_code == 400


def missing(error: BaseException | None) -> bool:
    """Whether X has nothing of that id."""
    return isinstance(error, AnsweredError) and error.response.status_code == 404


def _trouble(status: int, heard: Said) -> str | None:
    """What has to be done before anything of the account can go out; None if nothing has to be."""
    signs = (
        (300 <= status < 400, "Redirections are not followed: mend the account's address."),
        (status == 402 or heard.has("/credits", "/credits-depleted"), CREDIT),
        ("creditsdepleted" in heard.text, CREDIT),
        (status == 401 or heard.codes & _KEYS, KEYS),
        (heard.has("oauth1-permissions"), PERMISSION),
        (heard.has(*_OFF_LIMITS) or heard.codes & _NO_ACCESS, ACCESS),
        (heard.codes & _LOCKED or any(words in heard.text for words in _LOCKED_WORDS), LOGIN),
        (
            status == 403 and not heard.readable,
            "X did not say this: see what stands between it and this computer.",
        ),
        (status == 404, "See that the account's address is X's, and that the account is there."),
    )
    return next((remedy for sign, remedy in signs if sign), None)


def until(response: requests.Response, now: datetime) -> datetime:
    """When to come back: at the latest reset of a limit that is used up, and within a day."""
    moments = [_instant(response, limit, now) for limit in _LIMITS]
    wait = response.headers.get("retry-after", "")
    if wait.isdecimal():
        moments.append(now + min(timedelta(seconds=int(wait[:9])), _DAY))
    known = [moment for moment in moments if moment is not None]
    return min(max(now, *known), now + _DAY) if known else now + WINDOW


def _instant(response: requests.Response, limit: str, now: datetime) -> datetime | None:
    reset = response.headers.get(f"{limit}-reset", "")
    if not reset.isdecimal() or response.headers.get(f"{limit}-remaining", "0") != "0":
        return None
    seconds = min(int(reset[:12]), int((now + _DAY).timestamp()))
    return datetime.fromtimestamp(seconds, UTC)


def _cause(error: BaseException) -> str:
    """The innermost reason, in words."""
    inner = error.args[0] if error.args else error
    reason = getattr(inner, "reason", inner)
    return str(reason) or type(error).__name__
