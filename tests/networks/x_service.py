"""How the fake X takes a request: whose it is, whether a fault strikes it, its limits, and what it is for."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import x_answers as answers
import x_timeline
from x_answers import Answer, RefusalError
from x_faults import Fault, Orders
from x_rules import POSTS_A_DAY, World, XAccount
from x_signatures import Signatures, UnsignedError, claims

from scheduler.clock import SystemClock

ROUTES = (
    ("POST", r"/2/media/upload", "upload"),
    ("GET", r"/2/media/upload", "status"),
    ("POST", r"/2/media/metadata", "alt"),
    ("POST", r"/2/tweets", "post"),
    ("GET", r"/2/users/(\d{1,19})/tweets", "timeline"),
    ("DELETE", r"/2/tweets/(\d{1,19})", "remove"),
    ("GET", r"/2/tweets/(\d{1,19})", "seen"),
    ("GET", r"/2/users/me", "me"),
    ("GET", r"/2/users/by/username/(\w{1,15})", "user"),
)
RATES = {
    "upload": 500,
    "status": 1_000,
    "alt": 500,
    "post": 100,
    "timeline": 900,
    "remove": 50,
    "seen": 900,
    "me": 75,
    "user": 900,
}
"""Requests in 15 minutes, of one user: https://docs.x.com/x-api/fundamentals/rate-limits"""
QUARTER, DAY = 15 * 60, 24 * 3600
APP_POSTS_A_DAY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came, and what it is for."""

    method: str
    path: str
    query: str
    host: str
    headers: dict[str, str]
    body: bytes
    call: str | None = None
    argument: str = ""


@dataclass(slots=True, kw_only=True)
class Asked:
    """A line of the server's own record of requests; instants by the computer's clock."""

    n: int
    call: str | None
    account: str | None
    begun_at: datetime
    committed: str | None = None
    """The id of the post that it made."""
    committed_at: datetime | None = None
    answered_at: datetime | None = None
    """Unset while, and if, nobody was told."""
    status: int | None = None
    fault: str | None = None
    done: bool = False
    """Whether what becomes of it has become of it, answer apart."""

    def as_json(self) -> dict[str, Any]:
        """With instants as text."""
        told = asdict(self)
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()
        }


class Windows:
    """Counts requests in windows, as X's limits of rate do."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], tuple[float, int]] = {}

    def count(self, account: XAccount, name: str, most: int, seconds: int) -> tuple[bool, dict[str, str]]:
        """Whether this request is within *most* in *seconds*, and the three headers that say so."""
        now = account.clock.now().timestamp()
        since, used = self._open.get((account.id, name), (now, 0))
        if not since <= now < since + seconds:
            since, used = now, 0
        self._open[account.id, name] = (since, used + 1)
        left = max(most - used - 1, 0)
        return used < most, {"limit": str(most), "remaining": str(left), "reset": str(int(since) + seconds)}


class XService:
    """The fake but for its socket. ``asked`` has a line for each request that reached it, in order."""

    def __init__(self) -> None:
        self.world = World()
        self.orders = Orders()
        self.asked: list[Asked] = []
        self._news = threading.Condition()
        self._signatures = Signatures()
        self._windows = Windows()
        self._clock = SystemClock()

    def account(self, **fields: Any) -> XAccount:
        """A new account with *fields* of ``XAccount``."""
        with self.world.lock:
            return self.world.new_account(**fields)

    def order(self, kind: str, call: str = "post", **more: Any) -> None:
        """Order a fault; see ``Orders.add``."""
        self.orders.add(kind, call, **more)

    def seen(self, account: XAccount) -> list[dict[str, Any]]:
        """What followers see of it, oldest first."""
        with self.world.lock:
            return [post.as_json() for post in self.world.posts_of(account)]

    def ledger(self) -> dict[str, Any]:
        """All accounts with all their posts, oldest first, removed or not; all requests; open orders."""
        with self.world.lock:
            return {
                "accounts": [
                    {
                        "id": account.id,
                        "username": account.username,
                        "spent": account.spent,
                        "charges": dict(account.charges),
                        "posts": [
                            post.as_json() for post in self.world.posts.values() if post.account == account.id
                        ],
                    }
                    for account in self.world.accounts.values()
                ],
                "requests": [each.as_json() for each in self.asked],
                "faults": self.orders.left(),
            }

    def done(self, line: Asked) -> None:
        """Note that it was carried out, or will not be."""
        with self._news:
            line.done = True
            self._news.notify_all()

    def struck(self, account: XAccount) -> bool:
        """Wait until every order for *account* has struck, and done what it does; False after half a minute.

        A caller that gives up early must not look before.
        """

        def over() -> bool:
            waiting = [each for each in self.orders.left() if each["account"] == account.id]
            own = [each for each in self.asked if each.account == account.id]
            return not waiting and all(each.done for each in own)

        with self._news:
            return self._news.wait_for(over, 30)

    def answered(self, line: Asked, answer: Answer) -> None:
        """Note that *answer* left."""
        line.answered_at = self._clock.now()
        line.status = answer.status

    def calls(self) -> list[str | None]:
        """What every request was for, in order."""
        return [each.call for each in self.asked]

    # --- one request ------------------------------------------------------------------------

    def begin(self, request: Request) -> tuple[Asked, Fault]:
        """Note that it came, and what becomes of it."""
        account = self._claimed(request)
        order = self.orders.take(request.call or "", account.id if account else None)
        with self.world.lock:
            line = Asked(
                n=len(self.asked),
                call=request.call,
                account=account.id if account else None,
                begun_at=self._clock.now(),
                fault=order.kind if order else None,
            )
            self.asked.append(line)
        if order is None:
            return line, Fault()
        if order.kind == "throttle":
            return line, self._throttled(order.fault, account, order.seconds or 0.0)
        return line, order.fault

    def carry_out(self, request: Request, line: Asked) -> Answer:
        """What the server does with a request, and answers."""
        with self.world.lock:
            before = len(self.world.posts)
            try:
                answer = self._answer(request)
            except RefusalError as refusal:
                answer = refusal.answer
            if len(self.world.posts) > before:
                line.committed = next(reversed(self.world.posts))
                line.committed_at = self._clock.now()
            return answer

    def _answer(self, request: Request) -> Answer:
        account = self._signed(request)
        if request.call is None:
            raise RefusalError(answers.page(404))
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        unknown = query.keys() - x_timeline.QUERIES.get(request.call, set())
        if unknown:
            raise RefusalError(
                answers.invalid(f"The query parameter [{min(unknown)}] is not one of those known")
            )
        limits = self._limits(request.call, account)
        try:
            self._refuse_standing(request.call, account)
            answer = self._carried_out(request, account, query)
        except RefusalError as refusal:
            answer = refusal.answer
        level = {"x-access-level": account.access} if account.access else {}
        return replace(answer, headers=limits | level | answer.headers)

    def _carried_out(self, request: Request, account: XAccount, query: dict[str, str]) -> Answer:
        world, argument = self.world, request.argument
        todo: dict[str | None, Callable[[], Answer]] = {
            "upload": lambda: world.upload(account, _form(request)),
            "status": lambda: world.status(account, query),
            "alt": lambda: world.describe(account, _json(request)),
            "post": lambda: world.post(account, _json(request)),
            "remove": lambda: world.remove(account, argument),
            "seen": lambda: x_timeline.post(world, account, argument, query),
            "timeline": lambda: x_timeline.timeline(world, argument, query),
            "me": lambda: x_timeline.user(account, account, query),
            "user": lambda: x_timeline.user(account, world.by_username(argument), query),
        }
        return todo[request.call]()

    def _claimed(self, request: Request) -> XAccount | None:
        told = claims(request.headers.get("authorization", ""))
        return self.world.accounts.get(told.get("oauth_token", ""))

    def _signed(self, request: Request) -> XAccount:
        account = self._claimed(request)
        if account is None:
            raise RefusalError(answers.UNAUTHORIZED)
        url = f"http://{request.host}{request.path}" + (f"?{request.query}" if request.query else "")
        header = request.headers["authorization"]
        try:
            self._signatures.check(request.method, url, header, account, self._clock.now())
        except UnsignedError as error:
            raise RefusalError(answers.UNAUTHORIZED) from error
        return account

    def _refuse_standing(self, call: str, account: XAccount) -> None:
        if account.standing:
            raise RefusalError(getattr(answers, account.standing))
        if "write" not in (account.access or "write") and call in {"upload", "alt", "post", "remove"}:
            raise RefusalError(answers.READ_ONLY)

    def _limits(self, call: str, account: XAccount) -> dict[str, str]:
        """The headers of the limits that this request counts for; a refusal where it is one too many."""
        if not account.limited:
            return {}
        counts = [(self._windows.count(account, call, RATES[call], QUARTER), "x-rate-limit")]
        if call == "post":
            app = self._windows.count(account, "app's day", APP_POSTS_A_DAY, DAY)
            user = self._windows.count(account, "user's day", POSTS_A_DAY[account.verified], DAY)
            counts += [(app, "x-app-limit-24hour"), (user, "x-user-limit-24hour")]
        headers = {f"{start}-{name}": text for (_, told), start in counts for name, text in told.items()}
        if not all(within for (within, _), _ in counts):
            raise RefusalError(replace(answers.too_many(), headers=headers))
        return headers

    def _throttled(self, fault: Fault, account: XAccount | None, seconds: float) -> Fault:
        now = (account.clock if account else self._clock).now().timestamp()
        told = {"limit": "100", "remaining": "0", "reset": str(int(now + seconds))}
        headers = {f"x-rate-limit-{name}": text for name, text in told.items()}
        return replace(fault, answer=replace(answers.too_many(), headers=headers))


def _json(request: Request) -> Any:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise RefusalError(answers.invalid("Content-Type must be application/json."))
    try:
        return json.loads(request.body)
    except ValueError:
        raise RefusalError(answers.invalid("Request body must be a JSON object.")) from None


def _form(request: Request) -> dict[str, bytes]:
    """The fields of a form in parts. JSON, though described, is refused as others were refused.

    Source: https://github.com/makerprism/ocaml-social-sdk/pull/23
    """
    match = re.match(r'multipart/form-data; boundary="?([^";]+)', request.headers.get("content-type", ""))
    if match is None:
        raise RefusalError(answers.forbidden("Forbidden"))
    fields = {}
    for piece in (b"\r\n" + request.body).split(b"\r\n--" + match[1].encode())[1:-1]:
        head, _, data = piece.partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        fields[name[1].decode() if name else ""] = data
    return fields


def routed(method: str, target: str, headers: dict[str, str], body: bytes) -> Request:
    """A request, with what it is for."""
    parts = urlsplit(target)
    found = (
        (call, match)
        for wanted, pattern, call in ROUTES
        if wanted == method and (match := re.fullmatch(pattern, parts.path))
    )
    call, match = next(found, (None, None))
    return Request(
        method=method,
        path=parts.path,
        query=parts.query,
        host=headers.get("host", ""),
        headers=headers,
        body=body,
        call=call,
        argument=match[1] if match and match.groups() else "",
    )
