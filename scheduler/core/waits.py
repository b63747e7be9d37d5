"""What kinds of causes keep posts waiting for a person, and what can be decided about all of one cause."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What kind of thing keeps deliveries from going out; the first word of a group's id."""

    HALT = "halt"
    DOWNTIME = "downtime"
    SLEEP = "sleep"
    STOPPED = "stopped"
    PAUSED = "paused"
    CAMPAIGN = "campaign"
    EMBARGO = "embargo"
    BUDGET = "budget"
    FUSE = "fuse"
    LATE = "late"
    UNAPPROVED = "unapproved"
    UNKNOWN = "unknown"
    UNCERTAIN = "uncertain"
    PARTIAL = "partial"
    CHECK = "check"
    WITHDRAWN = "withdrawn"
    REVISED = "revised"
    ANSWERS = "answers"
    RESTORED = "restored"
    REMOVED = "removed"
    FAILED = "failed"
    RETRYING = "retrying"
    WORDS = "words"
    CORRECTED = "corrected"
    DELETE = "delete"
    GONE = "gone"


ALL_VERBS = ("now", "slots", "shift", "cancel")
"""What can be decided about all that waits for one cause, where nothing stands against it."""
OPEN: Mapping[Kind, tuple[str, ...]] = dict.fromkeys(Kind, ALL_VERBS) | {
    Kind.EMBARGO: ("slots", "shift", "cancel"),
    Kind.UNAPPROVED: ("cancel",),
    Kind.UNKNOWN: ("look",),
    Kind.UNCERTAIN: ("look",),
    Kind.PARTIAL: (),
    Kind.CHECK: ("cancel",),
    Kind.WITHDRAWN: ("cancel",),
    Kind.REVISED: ("cancel",),
    Kind.ANSWERS: ("cancel",),
    Kind.FAILED: ("cancel",),
    Kind.WORDS: (),
    Kind.CORRECTED: (),
    Kind.DELETE: (),
    Kind.GONE: (),
}
"""What can be decided about all that waits for one cause, by its kind."""
