"""Accounts: made by ``account add``, never deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.core.accounts import Account, Connection
from scheduler.core.delivery import State
from scheduler.core.errors import InputError, Stale
from scheduler.core.ids import check_account_name, not_found
from scheduler.core.limits import Network
from scheduler.core.ports import Identity
from scheduler.core.records import Rest
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk

_TALKING = frozenset({State.SENDING, State.UNCERTAIN})
_WAITING = frozenset({State.DRAFT, State.QUEUED, State.SENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An account as it was added, and whether it was there before: removed, or with older secrets."""

    account: Account
    renewed: bool = False


def network_called(desk: Desk, name: str) -> Network:
    """The network that a person calls *name*; raises ``NotFound``."""
    if name not in desk.networks:
        raise not_found("network", name, desk.networks, listing="drumbeat account add --help")
    return desk.networks[name]


def add_rehearsal(desk: Desk, network: str, name: str, *, actor: str) -> Account:
    """An account on a rehearsal of *network*; a removed one of the same name and network is revived."""
    network_called(desk, network)
    check_account_name(name)
    with desk.store.write() as unit:
        account = Account(
            name=name,
            network=network,
            connection=Connection.REHEARSAL,
            remote_id=f"rehearsal:{name}",
            handle=name,
            added_at=desk.clock.now(),
            added_by=actor,
        )
        known = unit.accounts.get(name)
        if known is None:
            unit.accounts.add(account)
            return account
        if known.removed_at is None or known.network != network or not known.rehearsal:
            raise _taken(known)
        return _revived(unit, known, account)


def check_new(desk: Desk, network: str, name: str) -> Account | None:
    """Whether *name* can be a real account on *network*: None if it is new, else the account it is.

    Raises ``InputError`` where the name belongs to another network or to a rehearsal.
    """
    network_called(desk, network)
    check_account_name(name)
    with desk.store.read() as unit:
        known = unit.accounts.get(name)
    if known is not None and (known.network != network or known.rehearsal):
        raise _taken(known)
    return known


def add(
    desk: Desk,
    network: str,
    name: str,
    identity: Identity,
    sealed: Mapping[str, bytes],
    *,
    service: str,
    actor: str,
) -> Added:
    """The real account *identity* under *name*, with its *sealed* secrets.

    Added again it is revived, and its secrets are renewed. Raises ``InputError`` where the identity has
    another name here, or the name another identity.
    """
    account = Account(
        name=name,
        network=network,
        connection=Connection.REAL,
        remote_id=identity.remote_id,
        handle=identity.handle,
        service=service,
        kind=identity.kind,
        added_at=desk.clock.now(),
        added_by=actor,
    )
    with desk.store.write() as unit:
        known = unit.accounts.by_identity(network, identity.remote_id)
        if known is not None and known.name != name:
            raise InputError(
                f"{identity.handle} is {known.name} here.",
                remedy=f"Use that name: drumbeat account add {network} {known.name}",
            )
        named = unit.accounts.get(name)
        if named is not None and named.remote_id != identity.remote_id:
            raise _taken(named)
        if known is None:
            unit.accounts.add(account)
        else:
            account = _revived(unit, known, account)
        for each, secret in sealed.items():
            unit.tokens.put(name, each, secret, at=desk.clock.now())
    return Added(account=account, renewed=known is not None)


def _taken(known: Account) -> InputError:
    what = "a rehearsal" if known.rehearsal else f"{known.handle} on {known.network}"
    state = "is" if known.removed_at is None else "was, and is kept for its history as,"
    return InputError(f"{known.name} {state} {what}.", remedy="Take another name.")


def _revived(unit: Unit, known: Account, now: Account) -> Account:
    """*known* in use again, by the handle and at the address that it has *now*; what stopped it is mended."""
    revived = replace(
        known,
        handle=now.handle,
        service=now.service,
        removed_at=None,
        removed_by=None,
        stopped_at=None,
        stopped_why="",
    )
    unit.accounts.save(revived)
    unit.interruptions.end(Rest.STOPPED, account=known.name, at=now.added_at)
    return replace(revived, revision=known.revision + 1)


def listing(desk: Desk) -> Sequence[Account]:
    """All accounts, removed ones last."""
    with desk.store.read() as unit:
        return sorted(unit.accounts.all(), key=lambda a: (a.removed_at is not None, a.name))


def remove(desk: Desk, name: str, *, actor: str, seen: int | None = None) -> tuple[Account, int]:
    """Remove an account, and the number of its deliveries that now cannot go out.

    They are held for a person when their time comes, what is being sent is not called back. Its secrets
    are forgotten, at once or when nothing of it is sending or uncertain any more.
    """
    with desk.store.write() as unit:
        account = lookups.account_in_use(unit, name)
        if seen is not None and seen != account.revision:
            raise Stale(f"{name} was changed since it was shown.", remedy="See 'drumbeat account list'.")
        removed = replace(account, removed_at=desk.clock.now(), removed_by=actor)
        unit.accounts.save(removed)
        waiting = unit.deliveries.of_account(name, _WAITING)
        _forget(unit, name)
    return replace(removed, revision=account.revision + 1), len(waiting)


def forget_removed(desk: Desk) -> None:
    """Forget the secrets of removed accounts of which nothing is sending or uncertain any more."""
    with desk.store.read() as unit:
        removed = [each.name for each in unit.accounts.all() if each.removed_at and not each.rehearsal]
        if not any(unit.tokens.held(name) for name in removed):
            return
    with desk.store.write() as unit:
        for name in removed:
            _forget(unit, name)


def _forget(unit: Unit, name: str) -> None:
    if not unit.deliveries.of_account(name, _TALKING):
        unit.tokens.drop(name)
