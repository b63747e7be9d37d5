"""What is said when somebody else was faster."""

from scheduler.core.errors import Stale


def changed_since(kind: str, name: str, listing: str) -> Stale:
    """The *kind* called *name* is not what was seen any more; *listing* shows what it is."""
    return Stale(f"The {kind} {name} was changed since it was seen.", remedy=f"Look again: {listing}")
