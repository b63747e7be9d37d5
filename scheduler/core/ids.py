"""Ids that a person can type, never reused.

A statement and a campaign ``ijn-2020``, an excerpt ``ijn-2020:210-388``, a post ``ijn-2020.3``, a delivery
``ijn-2020.3@x-main``.
"""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from scheduler.core.errors import InputError, NotFound

_MOST = 40
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def slug(name: str) -> str:
    """*name* as an id: lower-case letters and digits of ASCII with single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MOST].strip("-") or "statement"


def unused(wanted: str, taken: Iterable[str]) -> str:
    """*wanted*, or the first of ``wanted-2``, ``wanted-3`` … that is not *taken*."""
    used = set(taken)
    number = 2
    candidate = wanted
    while candidate in used:
        candidate = f"{wanted}-{number}"
        number += 1
    return candidate


def check_account_name(name: str) -> str:
    """*name* if it may name an account; raises ``InputError``."""
    if not _ACCOUNT.fullmatch(name):
        raise InputError(
            f"{name!r} cannot name an account.",
            remedy="Use up to 40 lower-case letters, digits and hyphens, such as x-main.",
        )
    return name


def excerpt_id(statement: str, start: int, end: int) -> str:
    """The id of the slice of a statement from *start* to *end*."""
    return f"{statement}:{start}-{end}"


def post_id(campaign: str, n: int) -> str:
    """The id of a campaign's post number *n*."""
    return f"{campaign}.{n}"


def delivery_id(post: str, account: str) -> str:
    """The id of a post's delivery to *account*."""
    return f"{post}@{account}"


def not_found(kind: str, wanted: str, known: Iterable[str], *, listing: str) -> NotFound:
    """The error for an id that does not exist; names the nearest that does."""
    near = get_close_matches(wanted, list(known), n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    return NotFound(f"There is no {kind} {wanted!r}.", remedy=f"{hint}See '{listing}'.")
