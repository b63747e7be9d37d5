"""Answers of the fake X: how it says yes, and every way in which the real one says no.

Bodies as X and those who post to it report them; the texts of refusals are quoted, since they are what a
connection has to tell apart: https://docs.x.com/x-api/fundamentals/response-codes-and-errors
"""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

PROBLEMS = "https://api.twitter.com/2/problems"
"""Where X's types of problems live; they kept the old name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, as it goes over the wire."""

    status: int
    body: bytes = b""
    media_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """A request that is not carried out, with the answer that says so."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def told(status: int, value: Any, **headers: str) -> Answer:
    """*value* as JSON; underscores in the names of *headers* stand for hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status=status, body=json.dumps(value).encode(), headers=named)


def page(status: int) -> Answer:
    """What a machine in front of X answers in its place."""
    title = HTTPStatus(status).phrase
    text = f"<!DOCTYPE html><html><title>{title}</title><h1>{status} {title}</h1></html>"
    return Answer(status=status, body=text.encode(), media_type="text/html; charset=utf-8")


def problem(
    status: int, detail: str, *, kind: str = "about:blank", title: str = "", **more: object
) -> Answer:
    """A problem as X's second API tells it."""
    title = title or HTTPStatus(status).phrase
    return told(status, {"title": title, "type": kind, "status": status, "detail": detail, **more})


def invalid(message: str, **parameters: list[str]) -> Answer:
    """A 400, with X's own sentence above the message."""
    return told(
        400,
        {
            "errors": [{"parameters": parameters, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{PROBLEMS}/invalid-request",
        },
    )


def forbidden(detail: str, **more: object) -> Answer:
    """A 403 without a type of its own, as nearly all are."""
    return problem(403, detail, **more)


UNAUTHORIZED = problem(401, "Unauthorized")
NO_CREDIT = told(
    402,
    {
        "account_id": 1,
        "title": "CreditsDepleted",
        "detail": "Your enrolled account does not have any credits to fulfill this request.",
        "type": f"{PROBLEMS}/credits",
    },
)
DUPLICATE = forbidden("You are not allowed to create a Tweet with duplicate content.")
READ_ONLY = problem(
    403,
    "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
    kind=f"{PROBLEMS}/oauth1-permissions",
)
CLIENT_FORBIDDEN = problem(
    403,
    "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a "
    "Twitter developer App that is attached to a Project.",
    kind=f"{PROBLEMS}/client-forbidden",
    title="Client Forbidden",
    reason="client-not-enrolled",
)
TIER = told(
    403,
    {
        "errors": [
            {
                "message": "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints.",
                "code": 453,
            }
        ]
    },
)
SUSPENDED = forbidden("User has been suspended: [1].", kind=f"{PROBLEMS}/user-suspended")
LOCKED = told(
    403,
    {
        "errors": [
            {
                "code": 326,
                "message": "To protect our users from spam and other malicious activity, this account is "
                "temporarily locked. Please log in to https://x.com to unlock your account.",
            }
        ]
    },
)
AUTOMATED = told(
    403,
    {
        "errors": [
            {
                "code": 226,
                "message": "This request looks like it might be automated. To protect our users from spam and "
                "other malicious activity, we can't complete this action right now.",
            }
        ]
    },
)
DAY_IS_OVER = told(
    403,
    {
        "errors": [
            {
                "code": 344,
                "message": "You have reached your daily limit for sending Tweets and messages. Please try again later.",
            }
        ]
    },
)
PARENT_GONE = forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
REPLY_REFUSED = forbidden(
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the "
    "author of the post you are replying to."
)
QUOTE_REFUSED = forbidden("You can only reply to or quote posts where you are mentioned or are the author.")
TOO_LONG = problem(
    400,
    "Your Tweet text is too long. For more information on how Twitter determines text length see "
    "https://github.com/twitter/twitter-text.",
)
MEDIA_INVALID = invalid("Your media IDs are invalid.")


def not_found(what: str, id: str) -> Answer:
    """A 404 of something that is not there, or not for us."""
    detail = f"Could not find {what} with id: [{id}]."
    return problem(404, detail, kind=f"{PROBLEMS}/resource-not-found", title="Not Found Error")


def too_many(**headers: str) -> Answer:
    """A 429."""
    value = {
        "title": "Too Many Requests",
        "detail": "Too Many Requests",
        "type": "about:blank",
        "status": 429,
    }
    return told(429, value, **headers)
