"""Near repeats on several accounts, which some networks forbid: passed over, told, and refused at approval.

Approval freezes words and is one transaction, so nothing of it needs to be asked again when it is sent.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.core.campaign import Campaign
from scheduler.core.conduct import Said, again, alike, said
from scheduler.core.delivery import Delivery
from scheduler.core.errors import Refused
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk


def repeats(
    desk: Desk, unit: Unit, deliveries: Sequence[Delivery], *, approved: bool = False
) -> Iterator[tuple[Said, Said]]:
    """What *deliveries* say that another account says too, where their network forbids it.

    With *approved* only what was approved counts against them, or is among them.
    """
    ids = {each.id for each in deliveries}
    for names in _crowds(desk, unit):
        own = [part for each in deliveries if each.account in names for part in said(each)]
        if own and len(names) > 1:
            known = [each for each in unit.deliveries.said(names) if each.approved or not approved]
            yield from alike(own, (each for each in known if each.delivery not in ids))


def check(desk: Desk, unit: Unit, deliveries: Sequence[Delivery]) -> None:
    """Raise ``Refused`` if one of *deliveries* says nearly what was approved for another account.

    Or for the same one, in its own campaign: another campaign may quote the same, and a person sees to that.
    """
    for one, other in _again_here(desk, unit, deliveries):
        post = one.delivery.partition("@")[0]
        raise Refused(
            f"{one.delivery} says nearly the same as {other.delivery}, and their network allows that once.",
            remedy=f"Give it other words: drumbeat post edit {post} --on {one.account} --words TEXT. "
            f"Or cancel it: drumbeat decide {one.delivery} cancel",
        )
    for one, other in repeats(desk, unit, deliveries, approved=True):
        post = one.delivery.partition("@")[0]
        raise Refused(
            f"{one.delivery} says nearly the same as {other.delivery}, and their network allows that on one "
            "account alone.",
            remedy=f"Give it other words: drumbeat post edit {post} --on {one.account} --words TEXT. "
            f"Or cancel it: drumbeat decide {one.delivery} cancel",
        )


def said_before(desk: Desk, unit: Unit, deliveries: Sequence[Delivery]) -> Iterator[tuple[Said, str]]:
    """What *deliveries* say that their own account says already, where that is forbidden; and where."""
    for each in deliveries:
        network = desk.networks[lookups.account(unit, each.account).network]
        if network.conduct.again:
            continue
        for one, other in again(said(each), unit.deliveries.said([each.account])):
            told = f"{one.account} says this in {other.delivery}, and {network.title} lets nobody say nearly"
            yield one, f"{told} the same again."


def check_again(desk: Desk, unit: Unit, deliveries: Sequence[Delivery]) -> None:
    """Raise ``Refused`` if one of *deliveries* says nearly what its account said, where that is forbidden."""
    for one, told in said_before(desk, unit, deliveries):
        raise Refused(
            told,
            remedy=f"Give it other words: --words TEXT, or --words-on {one.account} TEXT. Or name other "
            "accounts: --on ACCOUNTS",
        )


def taken(desk: Desk, campaign: Campaign) -> set[str]:
    """The ids of excerpts that another account says, where the network of one of *campaign*'s forbids it."""
    with desk.store.read() as unit:
        found = set()
        for names in _crowds(desk, unit):
            known = unit.deliveries.said(names) if len(names) > 1 else ()
            for account in set(names).intersection(campaign.accounts):
                found |= {each.excerpt for each in known if each.account != account and each.excerpt}
    return found


def _again_here(desk: Desk, unit: Unit, deliveries: Sequence[Delivery]) -> Iterator[tuple[Said, Said]]:
    """What *deliveries*, of one campaign, say that their own account says in another post of it.

    Approved before, or to be approved with them.
    """
    names = {each.account for each in deliveries}
    strict = [name for name in names if not desk.networks[lookups.account(unit, name).network].conduct.again]
    ours = [part for each in deliveries if each.account in strict for part in said(each)]
    if not ours:
        return
    campaign, ids = deliveries[0].campaign, {each.id for each in deliveries}
    here = (each for each in unit.deliveries.said(strict) if each.delivery.rpartition(".")[0] == campaign)
    yield from again(ours, [each for each in here if each.approved or each.delivery in ids])


def _crowds(desk: Desk, unit: Unit) -> Iterator[list[str]]:
    """The accounts that followers see side by side, where near repeats are forbidden, removed ones too.

    Real accounts of one network are such a crowd, and those of its rehearsal are another.
    """
    found = defaultdict(list)
    for account in unit.accounts.all():
        if not desk.networks[account.network].conduct.alike:
            found[account.network, account.connection].append(account.name)
    yield from found.values()
