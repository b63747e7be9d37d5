"""What the gates look at, read in one transaction."""

from dataclasses import replace

from scheduler.core.accounts import Account
from scheduler.core.delivery import Delivery
from scheduler.core.gates import Facts
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.approving import Checks
from scheduler.services.desk import Desk


def facts_for(desk: Desk, unit: Unit, delivery: Delivery, account: Account) -> Facts:
    """The facts for the gates before *delivery* to *account*, as it is now that it may be claimed."""
    campaign, post = lookups.owner(unit, delivery)
    checks = Checks(desk, unit)
    answered = lookups.answered(unit, delivery)
    if answered is not None:
        delivery = replace(delivery, answered_at=answered.parts[0].posted_at)
    return Facts(
        delivery=delivery,
        campaign=campaign,
        post=post,
        account=account,
        halt=unit.halts.current(),
        answered=answered,
        problem=checks.problem(delivery),
        withdrawn=checks.withdrawn(delivery),
        revised=checks.revised(delivery),
    )
