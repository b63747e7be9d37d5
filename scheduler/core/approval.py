"""What an approval binds, by one digest: words, pictures, alt text, account, and who may answer."""

import hashlib
import json
from dataclasses import asdict

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


def revision_code(deliveries: tuple[Delivery, ...]) -> str:
    """A short code for what was seen of *deliveries*: it changes when any of their words or times do."""
    seen = "\n".join(f"{d.id} {d.state} {d.planned_at} {digest(d)}" for d in deliveries)
    return hashlib.sha256(seen.encode()).hexdigest()[:8]
