"""What an approval binds, by one digest: words, pictures, alt text, account, and who may answer."""

import hashlib
import json
from dataclasses import asdict, replace

from scheduler.core.delivery import Delivery


def digest(delivery: Delivery) -> str:
    """The SHA-256 of everything that followers would get of *delivery*, times left out."""
    bound = {
        "delivery": delivery.id,
        "account": delivery.account,
        "parts": [
            {
                "n": part.n,
                "excerpt": part.excerpt,
                "words": part.words,
                "pictures": [[picture.sha256, picture.alt] for picture in part.pictures],
                "mentions": dict(part.mentions),
                "preview": asdict(part.preview) if part.preview else None,
            }
            for part in delivery.parts
        ],
        "may_reply": delivery.may_reply,
        "quotable": delivery.quotable,
        "labels": delivery.labels,
    }
    if delivery.answers is not None:
        bound["answers"] = delivery.answers
    text = json.dumps(bound, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reanchored(old: Delivery, new: Delivery) -> str | None:
    """The approval of *new*, which is *old* on another version of its statement: it holds if it did.

    Followers get the same of both: nothing that an approval binds may differ but the ids of excerpts, which
    name the statement. Raises ``ValueError`` where more does.
    """
    parts = {part.n: part.excerpt for part in old.parts}
    back = replace(new, parts=tuple(replace(part, excerpt=parts.get(part.n)) for part in new.parts))
    if digest(back) != digest(old):
        raise ValueError(f"{old.id} would not be what was approved")
    return digest(new) if old.approval == digest(old) else old.approval
