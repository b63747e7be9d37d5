"""What an approval binds: words, pictures, alt text and account, by one digest."""

import hashlib
import json

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
            }
            for part in delivery.parts
        ],
    }
    text = json.dumps(bound, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def revision_code(deliveries: tuple[Delivery, ...]) -> str:
    """A short code for what was seen of *deliveries*: it changes when any of their words or times do."""
    seen = "\n".join(f"{d.id} {d.state} {d.planned_at} {digest(d)}" for d in deliveries)
    return hashlib.sha256(seen.encode()).hexdigest()[:8]
