"""What the fake X shows of an account and of its posts, in the shape in which X shows it.

Links are t.co's, ``&``, ``<`` and ``>`` are escaped, pictures are one more link, and of a long post the text is cut.
"""

import hashlib
import html
import re
from datetime import datetime, timedelta
from typing import Any

import x_answers as answers
from x_answers import Answer, RefusalError
from x_rules import Post, World, XAccount, links, utc

QUERIES = {
    "timeline": {
        "max_results", "pagination_token", "start_time", "end_time", "since_id", "until_id", "exclude",
        "tweet.fields", "post.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields",
    },
    "seen": {
        "tweet.fields", "post.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields",
    },
    "status": {"command", "media_id"},
    "me": {"user.fields", "expansions", "tweet.fields", "post.fields"},
    "user": {"user.fields", "expansions", "tweet.fields", "post.fields"},
}  # fmt: skip
"""What each request may ask. The description says ``post.fields`` since 2026-08, and the prose ``tweet.fields``."""
_NAMES = {
    "tweet.fields": ("referenced_tweets", "note_tweet", "edit_history_tweet_ids"),
    "post.fields": ("referenced_posts", "note_post", "edit_history_post_ids"),
}
_PLAIN = {"attachments", "author_id", "created_at", "entities", "id", "lang", "public_metrics", "text"}
_FIELDS = {
    "tweet.fields": {"referenced_tweets", "note_tweet", *_PLAIN},
    "post.fields": {"note_post", *_PLAIN} - {"author_id"},
}
_EXPANSIONS = {
    "tweet.fields": {"attachments.media_keys", "author_id", "referenced_tweets.id"},
    "post.fields": {"attachments.media_keys", "author_id", "referenced_posts"},
}
"""By the newer names what a post refers to is an expansion, and no field."""
_SHOWN_OF_A_LONG_POST = 250


def user(reader: XAccount, account: XAccount | None, query: dict[str, str]) -> Answer:
    """An account, as ``GET /2/users/me`` and ``/2/users/by/username/:username`` show it to *reader*."""
    reader.charge("user")
    if account is None:
        missing = {"title": "Not Found Error", "detail": "Could not find user with that username."}
        return answers.told(200, {"errors": [missing]})
    asked = set(query.get("user.fields", "").split(","))
    more = {
        "verified": account.verified,
        "verified_type": "blue" if account.verified else "none",
        "subscription_type": "Premium" if account.long_posts else "None",
        "created_at": "2020-01-01T00:00:00.000Z",
    }
    told = {"id": account.id, "name": account.name, "username": account.username}
    return answers.told(200, {"data": told | {name: more[name] for name in asked & more.keys()}})


def timeline(world: World, id: str, query: dict[str, str]) -> Answer:
    """``GET /2/users/:id/tweets``; source: https://docs.x.com/x-api/users/get-posts."""
    account = world.by_id(id)
    if account is None:
        missing = {"title": "Not Found Error", "detail": f"Could not find user with id: [{id}]."}
        return answers.told(200, {"errors": [missing]})
    _check_names(account, query)
    size = _number(query, "max_results", 10)
    start = _instant(query, "start_time")
    now = account.clock.now()
    shown = [
        post
        for post in reversed(world.posts_of(account))
        if post.created_at + timedelta(seconds=account.lag) <= now
        and (start is None or post.created_at >= start)
        and not ("replies" in query.get("exclude", "") and post.reply_to)
    ]
    first = _place(shown, query.get("pagination_token"))
    page = shown[first : first + size]
    account.charge("read", len(page))
    meta: dict[str, Any] = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if first + size < len(shown):
        meta["next_token"] = f"after{page[-1].id}"
    told: dict[str, Any] = {"meta": meta}
    if page:  # with nothing to show there is no list at all
        told["data"] = [_shown(post, account, query) for post in page]
    return answers.told(200, told)


def post(world: World, reader: XAccount, id: str, query: dict[str, str]) -> Answer:
    """``GET /2/tweets/:id``; source: https://docs.x.com/x-api/posts/get-post-by-id.

    What is not there is told with a 200, in the shape that tweepy's own tests keep.
    """
    _check_names(reader, query)
    found = world.posts.get(id)
    if found is None or found.removed_at is not None:
        missing = {
            "value": id,
            "detail": f"Could not find tweet with id: [{id}].",
            "title": "Not Found Error",
            "resource_type": "tweet",
            "parameter": "id",
            "resource_id": id,
            "type": f"{answers.PROBLEMS}/resource-not-found",
        }
        return answers.told(200, {"errors": [missing]})
    reader.charge("lookup")
    return answers.told(200, {"data": _shown(found, reader, query)})


def _check_names(account: XAccount, query: dict[str, str]) -> None:
    style = "post.fields" if "post.fields" in query else "tweet.fields"
    if style not in account.names:
        raise RefusalError(answers.invalid(f"The query parameter [{style}] is not one of those known"))
    known = {style: _FIELDS[style], "expansions": _EXPANSIONS[style]}
    for name, allowed in known.items():
        unknown = set(filter(None, query.get(name, "").split(","))) - allowed
        if unknown:
            raise RefusalError(
                answers.invalid(
                    f"The `{name}` query parameter value [{min(unknown)}] is not one of {sorted(allowed)}"
                )
            )


def _number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal() or not 5 <= int(text) <= 100:
        raise RefusalError(
            answers.invalid(f"The `{name}` query parameter value [{text}] is not between 5 and 100")
        )
    return int(text)


def _instant(query: dict[str, str], name: str) -> datetime | None:
    text = query.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", text):
        raise RefusalError(
            answers.invalid(f"The `{name}` query parameter value [{text}] is not a valid instant")
        )
    return datetime.fromisoformat(text)


def _place(shown: list[Post], token: str | None) -> int:
    if token is None:
        return 0
    ids = [f"after{post.id}" for post in shown]
    if token not in ids:
        raise RefusalError(
            answers.invalid(f"The `pagination_token` query parameter value [{token}] is not valid")
        )
    return ids.index(token) + 1


def _shown(post: Post, account: XAccount, query: dict[str, str]) -> dict[str, Any]:
    style = "post.fields" if "post.fields" in query else "tweet.fields"
    asked = set(query.get(style, "").split(","))
    referenced, note, history = _NAMES[style]
    body, urls = _linked(post.text)
    cut = len(post.text) > 280
    text = body[:_SHOWN_OF_A_LONG_POST] + "…" if cut else body
    if post.media:
        url = _short(post.id)
        text = f"{text} {url}".lstrip()
        address = f"https://x.com/{account.username}/status/{post.id}/photo/1"
        urls += [
            {"url": url, "expanded_url": address, "display_url": "pic.x.com/x", "media_key": media.key}
            for media in post.media
        ]
    entities = {"urls": [each for each in urls if each["url"] in text]}
    more: dict[str, Any] = {
        "created_at": utc(post.created_at),
        "entities": entities if entities["urls"] else None,
        "attachments": {"media_keys": [media.key for media in post.media]} if post.media else None,
        referenced: [{"type": "replied_to", "id": post.reply_to}] if post.reply_to else None,
        note: {"text": body, "entities": {"urls": urls}} if cut else None,
    }
    expanded = query.get("expansions", "").split(",")
    asked |= {"attachments"} if "attachments.media_keys" in expanded else set()
    asked |= {"referenced_posts"} & set(expanded)
    told = {"id": post.id, "text": text, history: [post.id]}
    return told | {name: value for name, value in more.items() if name in asked and value is not None}


def _linked(text: str) -> tuple[str, list[dict[str, Any]]]:
    """*text* as it is shown, and its links.

    Source: https://docs.x.com/x-api/fundamentals/data-dictionary
    """
    shown, end, urls = "", 0, []
    for each in links(text):
        start, stop = each["indices"]
        written = each["url"]
        address = written if re.match("https?://", written, re.IGNORECASE) else f"http://{written}"
        display = re.sub("^https?://", "", address, flags=re.IGNORECASE)
        display = display if len(display) <= 27 else f"{display[:26]}…"
        shown += html.escape(text[end:start], quote=False)
        urls.append({"url": _short(address), "expanded_url": address, "display_url": display})
        shown += urls[-1]["url"]
        end = stop
    return shown + html.escape(text[end:], quote=False), urls


def _short(address: str) -> str:
    return f"https://t.co/{hashlib.sha256(address.encode()).hexdigest()[:10]}"
