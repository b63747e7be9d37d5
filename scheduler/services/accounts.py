"""Accounts: made by ``account add``, never deleted."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.core.accounts import Account, Connection
from scheduler.core.delivery import State
from scheduler.core.errors import InputError, Stale
from scheduler.core.ids import check_account_name, not_found
from scheduler.services import lookups
from scheduler.services.desk import Desk


def add_rehearsal(desk: Desk, network: str, name: str, *, actor: str) -> Account:
    """An account on a rehearsal of *network*; a removed one of the same name and network is revived."""
    if network not in desk.networks:
        raise not_found("network", network, desk.networks, listing="drumbeat account add --help")
    check_account_name(name)
    with desk.store.write() as unit:
        known = unit.accounts.get(name)
        if known is None:
            account = Account(
                name=name,
                network=network,
                connection=Connection.REHEARSAL,
                remote_id=f"rehearsal:{name}",
                handle=name,
                added_at=desk.clock.now(),
                added_by=actor,
            )
            unit.accounts.add(account)
            return account
        if known.removed_at is None or known.network != network or not known.rehearsal:
            state = "in use" if known.removed_at is None else "kept for the history of another identity"
            raise InputError(f"The name {name!r} is {state}.", remedy="Take another name.")
        revived = replace(known, removed_at=None, removed_by=None, stopped_at=None, stopped_why="")
        unit.accounts.save(revived)
        return replace(revived, revision=known.revision + 1)


def listing(desk: Desk) -> Sequence[Account]:
    """All accounts, removed ones last."""
    with desk.store.read() as unit:
        return sorted(unit.accounts.all(), key=lambda a: (a.removed_at is not None, a.name))


def remove(desk: Desk, name: str, *, actor: str, seen: int | None = None) -> tuple[Account, int]:
    """Remove an account, and the number of its deliveries that now cannot go out.

    They are held for a person when their time comes, what is being sent is not called back.
    """
    with desk.store.write() as unit:
        account = lookups.account_in_use(unit, name)
        if seen is not None and seen != account.revision:
            raise Stale(f"{name} was changed since it was shown.", remedy="See 'drumbeat account list'.")
        removed = replace(account, removed_at=desk.clock.now(), removed_by=actor)
        unit.accounts.save(removed)
        waiting = unit.deliveries.of_account(name, frozenset({State.DRAFT, State.QUEUED, State.SENDING}))
    return replace(removed, revision=account.revision + 1), len(waiting)
