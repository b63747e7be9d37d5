"""What a person was shown of a campaign before their yes: what that binds, its code, and what changed since.

A yes binds what followers will get (words, pictures, alt text, whom words mention, link cards), as which
account, when, as an answer to what, who may answer and quote, and which posts there are. It does not bind
states: a post that goes out as it was shown changes nothing for who said yes to it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.differences import marked
from scheduler.core.records import KeptReview, KeptYes

Shown = Mapping[str, Mapping[str, Any]]
"""What was shown, by delivery: plain values, as the database keeps them."""

_AROUND = 40
"""Characters that are kept on each side of a change."""
_SPELLED = frozenset({"words", "alt text", "link card"})
"""What is long, so that only the change of it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing of one delivery that is not as it was shown."""

    delivery: str
    thing: str
    """``post``, ``time``, ``words``, ``alt text``, ``card`` …, with its part where there are several."""
    old: str
    new: str

    @property
    def told(self) -> str:
        """Old and new in one: words with ``[-gone-]`` and ``{+new+}``."""
        if any(self.thing.endswith(each) for each in _SPELLED):
            return marked(self.old, self.new, around=_AROUND)
        return f"{self.old} → {self.new}" if self.old else self.new


def shown(deliveries: Iterable[Delivery]) -> Shown:
    """What is to be seen of *deliveries*; those that were cancelled are not there."""
    return {each.id: _delivery(each) for each in deliveries if each.state is not State.CANCELLED}


def code(seen: Shown) -> str:
    """A short code for what was *seen*: eight digits that a person can type."""
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def revision_code(deliveries: Iterable[Delivery]) -> str:
    """The code of *deliveries* as they are."""
    return code(shown(deliveries))


def _delivery(each: Delivery) -> dict[str, Any]:
    return {
        "post": each.post,
        "account": each.account,
        "planned_at": each.planned_at.isoformat() if each.planned_at else None,
        "zone": each.zone,
        "answers": each.answers,
        "may_reply": None if each.may_reply is None else list(each.may_reply),
        "quotable": each.quotable,
        "labels": list(each.labels),
        "parts": [_part(part) for part in each.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "words": part.words,
        "excerpt": part.excerpt,
        "speaker": part.speaker,
        "pictures": [[picture.sha256, picture.alt] for picture in part.pictures],
        "mentions": dict(part.mentions),
        "preview": asdict(part.preview) if part.preview else None,
    }


# --- what changed -------------------------------------------------------------------------------


def changes(old: Shown, new: Shown) -> list[Changed]:
    """All that *new* has otherwise than *old*, by delivery, in their order."""
    found: list[Changed] = []
    for id in {**old, **new}:
        if id not in new:
            found.append(Changed(delivery=id, thing="post", old="", new="cancelled since"))
        elif id not in old:
            found.append(Changed(delivery=id, thing="post", old="", new="added since"))
        else:
            found += (
                Changed(delivery=id, thing=thing, old=was, new=is_)
                for thing, was, is_ in _things(old[id], new[id])
            )
    return found


def _things(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What differs between two deliveries: its name, as it was, as it is."""
    pairs: tuple[tuple[str, str, str], ...] = (
        ("time", _time(old), _time(new)),
        ("answers", old["answers"] or "nothing", new["answers"] or "nothing"),
        ("may reply", _who(old["may_reply"]), _who(new["may_reply"])),
        ("may quote", _may(old["quotable"]), _may(new["quotable"])),
        ("labels", _names(old["labels"]), _names(new["labels"])),
    )
    yield from (pair for pair in pairs if pair[1] != pair[2])
    before, after = old["parts"], new["parts"]
    several = len(before) > 1 or len(after) > 1
    for n in range(max(len(before), len(after))):
        place = f"part {n + 1} " if several else ""
        if n >= len(before) or n >= len(after):
            was, is_ = (parts[n]["words"] if n < len(parts) else "" for parts in (before, after))
            yield f"{place}words", was, is_
        else:
            found = _of_part(before[n], after[n])
            yield from ((f"{place}{thing}", was, is_) for thing, was, is_ in found if was != is_)


def _of_part(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield "words", old["words"], new["words"]
    yield "speaker", old["speaker"] or "nobody", new["speaker"] or "nobody"
    yield "mentions", _mentions(old["mentions"]), _mentions(new["mentions"])
    yield "link card", _card(old["preview"]), _card(new["preview"])
    kind = ("card", "redrawn") if old["excerpt"] or new["excerpt"] else ("picture", "another")
    yield from _pictures(old["pictures"], new["pictures"], *kind)
    if _thumb(old["preview"]) != _thumb(new["preview"]):
        yield "picture of the link card", "as shown", "redrawn"


def _pictures(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], kind: str, other: str
) -> Iterator[tuple[str, str, str]]:
    several = max(len(old), len(new)) > 1
    for n in range(max(len(old), len(new))):
        name = f" {n + 1}" if several else ""
        if n >= len(old):
            yield f"{kind}{name}", "none", f"added, {new[n][1]}"
        elif n >= len(new):
            yield f"{kind}{name}", "as shown", "none"
        else:
            (was, was_alt), (is_, is_alt) = old[n], new[n]
            if was != is_:
                yield f"{kind}{name}", "as shown", other
            yield f"{kind}{name} alt text" if name else "alt text", was_alt, is_alt


def _time(delivery: Mapping[str, Any]) -> str:
    if delivery["planned_at"] is None:
        return "at launch"
    at = datetime.fromisoformat(delivery["planned_at"]).astimezone(ZoneInfo(delivery["zone"]))
    return f"{at:%a} {at.day} {at:%b %Y %H:%M %Z}"


def _who(may_reply: Sequence[str] | None) -> str:
    return "everybody" if may_reply is None else ", ".join(may_reply) or "nobody"


def _may(quotable: bool) -> str:  # noqa: FBT001 - a stored yes or no
    return "everybody" if quotable else "nobody"


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _mentions(mentions: Mapping[str, str]) -> str:
    return ", ".join(f"@{handle} ({identity})" for handle, identity in mentions.items()) or "nobody"


def _card(preview: Mapping[str, Any] | None) -> str:
    return f"{preview['title']} · {preview['description']} · {preview['uri']}" if preview else ""


def _thumb(preview: Mapping[str, Any] | None) -> str | None:
    return preview["sha256"] if preview else None


# --- what is kept -------------------------------------------------------------------------------


class Reviews(Protocol):
    """What was shown before a yes, and the yes to each person quoted. All of it is for ever."""

    def get(self, campaign: str, code: str) -> KeptReview | None: ...
    def all(self) -> Sequence[KeptReview]:
        """By campaign, the earliest first."""
        ...

    def add(self, review: KeptReview) -> None: ...
    def yeses(self, excerpts: Sequence[str]) -> Sequence[KeptYes]:
        """Those to *excerpts*, the earliest first."""
        ...

    def add_yes(self, yes: KeptYes) -> None: ...
