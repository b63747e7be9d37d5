"""What the gates look at, read in one transaction."""

from scheduler.core.accounts import Account
from scheduler.core.delivery import Delivery
from scheduler.core.gates import Facts
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.approving import Checks
from scheduler.services.desk import Desk


def facts_for(desk: Desk, unit: Unit, delivery: Delivery, account: Account) -> Facts:
    """The facts for the gates before *delivery* to *account*."""
    campaign, post = lookups.owner(unit, delivery)
    checks = Checks(desk, unit)
    return Facts(
        delivery=delivery,
        campaign=campaign,
        post=post,
        account=account,
        halt=unit.halts.current(),
        problem=checks.problem(delivery),
        withdrawn=checks.withdrawn(delivery),
        revised=checks.revised(delivery),
    )
