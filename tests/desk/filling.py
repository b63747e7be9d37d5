"""Values with every field set, so that a column that is missing shows."""

from dataclasses import fields, replace
from typing import Any


def filled(value: Any, **changes: Any) -> Any:
    """*value* with *changes*, every field of it other than its default: a column that is missing shows."""
    changed = replace(value, **changes)
    bare = [f.name for f in fields(changed) if getattr(changed, f.name) in (None, "", (), f.default)]
    assert not bare, f"the test leaves out {bare}"
    return changed
