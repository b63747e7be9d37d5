"""What each of X's answers tells, whatever shape it comes in, and when to come back."""

import re
from datetime import timedelta
from typing import Any

import pytest
import requests
import x_answers
from x_answers import Answer

from scheduler.core.errors import AccountTrouble, ComeBackLater, MaybeSent, NetworkError, NotSent, Rejected
from scheduler.networks.x.answers import answered, duplicate
from scheduler.networks.x.wire import AnsweredError
from scheduler.testing import FixedClock

NOW = FixedClock().now()


def response(answer: Answer) -> requests.Response:
    """*answer* as it comes out of the wire."""
    made = requests.Response()
    made.status_code = answer.status
    made._content = answer.body
    made.headers.update(answer.headers)
    return made


def coded(status: int, *codes: int) -> Answer:
    """An answer in the manner of X's first API."""
    return x_answers.told(status, {"errors": [{"code": code, "message": "So it is."} for code in codes]})


def typed(status: int, kind: str, title: str = "") -> Answer:
    """A problem known by nothing but its type."""
    return x_answers.problem(status, "So it is.", kind=f"https://api.x.com/2/problems/{kind}", title=title)


TABLE = [
    # duplicates: refused, and the connection looks what of
    (x_answers.DUPLICATE, Rejected, "duplicate content"),
    (coded(403, 187), Rejected, "So it is"),
    # too much, for now
    (x_answers.too_many(), ComeBackLater, "Too Many Requests"),
    (x_answers.page(429), ComeBackLater, "429"),
    (coded(403, 88), ComeBackLater, ""),
    (coded(403, 185), ComeBackLater, ""),
    (x_answers.DAY_IS_OVER, ComeBackLater, "daily limit"),
    (x_answers.forbidden("You have reached your daily limit for Posts."), ComeBackLater, ""),
    # no credit: whatever the status
    (x_answers.NO_CREDIT, AccountTrouble, "does not have any credits.*Buy credit"),
    (typed(402, "credits-depleted"), AccountTrouble, "Buy credit"),
    (typed(403, "credits"), AccountTrouble, "Buy credit"),
    (x_answers.problem(403, "So it is.", title="CreditsDepleted"), AccountTrouble, "Buy credit"),
    (x_answers.page(402), AccountTrouble, "Buy credit"),
    # keys
    (x_answers.UNAUTHORIZED, AccountTrouble, "clock is right"),
    (x_answers.page(401), AccountTrouble, "clock is right"),
    (coded(401, 89), AccountTrouble, "clock is right"),
    (coded(403, 32), AccountTrouble, "clock is right"),
    (coded(403, 135), AccountTrouble, "clock is right"),
    (x_answers.READ_ONLY, AccountTrouble, "Read and write"),
    # the account
    (x_answers.SUSPENDED, AccountTrouble, "suspended.*Sign in"),
    (x_answers.LOCKED, AccountTrouble, "locked.*Sign in"),
    (x_answers.AUTOMATED, AccountTrouble, "automated.*Sign in"),
    (coded(403, 64), AccountTrouble, "Sign in"),
    (coded(403, 326), AccountTrouble, "Sign in"),
    (coded(403, 226), AccountTrouble, "Sign in"),
    # the app
    (x_answers.CLIENT_FORBIDDEN, AccountTrouble, "console"),
    (typed(403, "unsupported-authentication"), AccountTrouble, "console"),
    (x_answers.TIER, AccountTrouble, "subset.*console"),
    # somebody else answered, or somewhere else
    (x_answers.page(403), AccountTrouble, "stands between"),
    (x_answers.page(404), AccountTrouble, "address"),
    (Answer(status=301), AccountTrouble, "Redirections are not followed"),
    (Answer(status=307), AccountTrouble, "Redirections are not followed"),
    # this post
    (x_answers.REPLY_REFUSED, Rejected, "Reply to this conversation"),
    (x_answers.QUOTE_REFUSED, Rejected, "You can only reply"),
    (coded(403, 433), Rejected, ""),
    (x_answers.forbidden("A reason that nobody has seen before."), Rejected, "nobody has seen before"),
    (x_answers.TOO_LONG, Rejected, "too long"),
    (x_answers.invalid("A message that nobody has seen before."), Rejected, "nobody has seen.*One or more"),
    (x_answers.page(400), Rejected, "400"),
    (x_answers.page(413), Rejected, "413"),
    # this try: uploads expire, and a part just posted is not seen everywhere at once
    (x_answers.MEDIA_INVALID, NotSent, "media IDs"),
    (x_answers.PARENT_GONE, NotSent, "deleted or not visible"),
    (coded(403, 385), NotSent, ""),
    # nobody knows
    (x_answers.page(500), MaybeSent, "500"),
    (x_answers.page(502), MaybeSent, "502"),
    (x_answers.page(503), MaybeSent, "503"),
    (x_answers.told(503, None), MaybeSent, "503"),
    (x_answers.told(503, [None]), MaybeSent, "503"),
    (x_answers.told(503, {"errors": "no list"}), MaybeSent, "503"),
    (x_answers.told(503, {"errors": [None, 7, [], {"code": "x", "message": 3}]}), MaybeSent, "503"),
    (x_answers.told(500, {"error": "In words."}), MaybeSent, "In words"),
    (Answer(status=504, body=b"\xff\xfe"), MaybeSent, "504"),
    (Answer(status=408), MaybeSent, "408"),
    (Answer(status=409), MaybeSent, "409"),
    (Answer(status=425), MaybeSent, "425"),
]


@pytest.mark.parametrize(("answer", "kind", "words"), TABLE)
def test_each_answer_tells_what_is_known(answer: Answer, kind: type[NetworkError], words: str) -> None:
    """By status, then type, then words; what X said is told, and what a person can do."""
    told = answered(response(answer), MaybeSent, NOW)
    assert type(told) is kind
    assert told.message.startswith(f"X answered {answer.status}")
    assert re.search(words, str(told), re.DOTALL)
    assert isinstance(told, AccountTrouble) is bool(told.remedy)


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        (x_answers.DUPLICATE, True),
        (coded(403, 187), True),
        (x_answers.told(403, {"errors": [{"detail": "DUPLICATE CONTENT"}]}), True),
        (x_answers.REPLY_REFUSED, False),
        (x_answers.page(403), False),
    ],
)
def test_duplicates_are_known(answer: Answer, *, same: bool) -> None:
    """By number or by words, wherever in the body they stand."""
    assert duplicate(AnsweredError(response(answer))) is same


def at(seconds: float) -> str:
    """Seconds from now, as a header tells an instant."""
    return str(int((NOW + timedelta(seconds=seconds)).timestamp()))


WAITS: list[tuple[dict[str, Any], float]] = [
    ({}, 900),  # the window of most limits
    ({"x-rate-limit-reset": at(90), "x-rate-limit-remaining": "0"}, 90),
    ({"x-rate-limit-reset": at(90)}, 90),
    ({"x-rate-limit-reset": at(90), "x-rate-limit-remaining": "7"}, 900),  # another limit is used up
    (
        {
            "x-rate-limit-reset": at(90),
            "x-rate-limit-remaining": "7",
            "x-user-limit-24hour-reset": at(7_200),
            "x-user-limit-24hour-remaining": "0",
        },
        7_200,
    ),
    (
        {
            "x-rate-limit-reset": at(90),
            "x-rate-limit-remaining": "0",
            "x-app-limit-24hour-reset": at(7_200),
            "x-app-limit-24hour-remaining": "0",
        },
        7_200,  # the latest
    ),
    ({"retry-after": "40"}, 40),
    ({"x-rate-limit-reset": "0"}, 0),  # long past by our clock
    ({"x-rate-limit-reset": "soon"}, 900),
    ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 900),
    ({"x-rate-limit-reset": at(10 * 86_400)}, 86_400),  # no limit's window is longer than a day
    ({"x-rate-limit-reset": "9" * 40}, 86_400),
    ({"retry-after": "9" * 40}, 86_400),
]


@pytest.mark.parametrize(("headers", "seconds"), WAITS)
def test_come_back_when_the_limit_is_over(headers: dict[str, str], seconds: float) -> None:
    """At the latest reset of a limit that is used up, never in the past and never beyond a day."""
    told = answered(response(Answer(status=429, headers=headers)), MaybeSent, NOW)
    assert isinstance(told, ComeBackLater)
    assert told.until == NOW + timedelta(seconds=seconds)
