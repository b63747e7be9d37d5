"""Budget and fuse of accounts: set by a person, asked before each claim, shown to whoever looks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.core import bounds, prices
from scheduler.core.accounts import Account
from scheduler.core.bounds import Bounds, Used, bounds_of, kind_of
from scheduler.core.delivery import Delivery
from scheduler.core.errors import InputError, Refused, Stale
from scheduler.core.gates import Closed, Gate
from scheduler.core.limits import Lookup, Network
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk

AS_CONFIGURED = "none"
"""What a person gives to go back to the configuration."""
_MOST_MESSAGES = 1_000_000


_REMEDIES = {
    Gate.BUDGET: "raise it: drumbeat account set {} --budget DOLLARS",
    Gate.FUSE: "wait, or raise it: drumbeat account set {} --hour-fuse N --day-fuse N",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An account with its bounds, and how much of them is used."""

    at: datetime
    account: Account
    network: Network
    kind: str
    """The kind that its network takes it for; empty where it tells none apart."""
    bounds: Bounds
    used: Used


def over(desk: Desk, unit: Unit, delivery: Delivery, account: Account, at: datetime) -> Closed | None:
    """The bound that *delivery* would exceed at *at*; None if it may go out."""
    network = desk.networks[account.network]
    its = bounds_of(account, network, desk.usual)
    used = unit.deliveries.used(account.name, at, money=its.budget is not None)
    return bounds.exceeded(delivery, network, its, used, at)


def remedy(gate: Gate, account: str) -> str:
    """What opens a bound of *account* for all that it sends."""
    return _REMEDIES[gate].format(account)


def standing(desk: Desk, unit: Unit, account: Account) -> Standing:
    """How *account* stands now."""
    network, now = desk.networks[account.network], desk.clock.now()
    return Standing(
        at=now,
        account=account,
        network=network,
        kind=kind_of(account, network),
        bounds=bounds_of(account, network, desk.usual),
        used=unit.deliveries.used(account.name, now, money=network.prices is not None),
    )


def standings(desk: Desk, unit: Unit) -> Iterator[Standing]:
    """How each account in use stands, by name."""
    return (standing(desk, unit, each) for each in unit.accounts.all() if each.removed_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person wants to set of an account; None: it stays, ``none``: as the configuration says."""

    budget: str | None = None
    """In US dollars."""
    hour: str | None = None
    day: str | None = None
    kind: str | None = None
    sends_again: bool | None = None


def change(desk: Desk, name: str, wanted: Wanted, *, actor: str, seen: int | None = None) -> Standing:
    """Set what the account called *name* may cost, send and be.

    Raises ``InputError``, and ``Stale`` where *seen* is not its revision.
    """
    if wanted == Wanted():
        raise InputError("Nothing to set.", remedy="Give --budget, --hour-fuse, --day-fuse or --kind.")
    with desk.store.write() as unit:
        account = lookups.account_in_use(unit, name)
        if seen is not None and seen != account.revision:
            raise Stale(f"{name} was changed since it was shown.", remedy="See 'drumbeat account list'.")
        network = desk.networks[account.network]
        changed = replace(
            account,
            month_budget=_budget(wanted.budget, network)
            if wanted.budget is not None
            else account.month_budget,
            hour_fuse=_messages(wanted.hour, "an hour") if wanted.hour is not None else account.hour_fuse,
            day_fuse=_messages(wanted.day, "a day") if wanted.day is not None else account.day_fuse,
            kind=_kind(wanted.kind, network) if wanted.kind is not None else account.kind,
            sends_again=_again(account, network, wanted.sends_again),
            bounded_at=desk.clock.now(),
            bounded_by=actor,
        )
        unit.accounts.save(changed)
        return standing(desk, unit, replace(changed, revision=account.revision + 1))


def _again(account: Account, network: Network, wanted: bool | None) -> bool:  # noqa: FBT001
    """Whether what was not found after the last look is sent once more: where looks were proved alone."""
    if not wanted:
        return account.sends_again if wanted is None else False
    if network.lookup is Lookup.KEYED:
        raise InputError(
            f"On {network.title} a look is certain, so nothing is sent twice and nothing is given up.",
            remedy="Nothing needs to be set.",
        )
    if account.proved_at is None:
        raise Refused(
            f"{account.name} is not proved: nobody knows whether what it posts is found again.",
            remedy=f"Prove it: drumbeat account prove {account.name}",
        )
    return True


def _budget(text: str, network: Network) -> int | None:
    if text == AS_CONFIGURED:
        return None
    if network.prices is None:
        raise InputError(
            f"{network.title} asks for no money, so there is nothing to bound.",
            remedy="If it does by now, give its prices in config.toml.",
        )
    return prices.parse(text)


def _messages(text: str, span: str) -> int | None:
    if text == AS_CONFIGURED:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_MESSAGES):
        raise InputError(
            f"{text!r} is no number of messages within {span}.",
            remedy=f"Give a whole number from 0 to {_MOST_MESSAGES}, or {AS_CONFIGURED}.",
        )
    return int(text)


def _kind(text: str, network: Network) -> str:
    if text not in network.kinds:
        kinds = ", ".join(network.kinds)
        raise InputError(
            f"{network.title} has no accounts of the kind {text!r}.",
            remedy=f"Kinds: {kinds}." if kinds else f"{network.title} tells no kinds apart.",
        )
    return text
