"""Finding things by the ids that people type; a wrong one names the nearest right one."""

from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, called
from scheduler.core.ids import not_found
from scheduler.core.records import KeptStatement
from scheduler.core.storage import Unit


def statement(unit: Unit, id: str) -> KeptStatement:
    """The statement called *id*; raises ``NotFound``."""
    found = unit.statements.get(id)
    if found is None:
        raise not_found("statement", id, unit.statements.ids(), listing="drumbeat statement list")
    return found


def campaign(unit: Unit, id: str) -> Campaign:
    """The campaign called *id*; raises ``NotFound``."""
    found = unit.campaigns.get(id)
    if found is None:
        raise not_found("campaign", id, unit.campaigns.ids(), listing="drumbeat campaign list")
    return found


def post(unit: Unit, id: str) -> tuple[Campaign, Post]:
    """The post called *id* with its campaign; raises ``NotFound``."""
    owner = campaign(unit, id.rpartition(".")[0] or id)
    for each in owner.posts:
        if each.id == id:
            return owner, each
    listing = f"drumbeat campaign show {owner.id}"
    raise not_found("post", id, [each.id for each in owner.posts], listing=listing)


def owner(unit: Unit, delivery: Delivery) -> tuple[Campaign, Post]:
    """The campaign, read without its posts, and the post of *delivery*: cheap however many there are."""
    found = unit.campaigns.of_post(delivery.post)
    if found is None:
        raise AssertionError(f"{delivery.id} has no post")
    return found


def delivery(unit: Unit, id: str) -> Delivery:
    """The delivery called *id*; raises ``NotFound``."""
    found = unit.deliveries.get(id)
    if found is not None:
        return found
    owner, _ = post(unit, id.partition("@")[0])
    known = [each.id for each in unit.deliveries.of_campaign(owner.id)]
    raise not_found("delivery", id, known, listing=f"drumbeat campaign show {owner.id}")


def answered(unit: Unit, delivery: Delivery) -> Delivery | None:
    """The delivery that *delivery* answers, if it answers one."""
    return None if delivery.answers is None else unit.deliveries.get(delivery.answers)


def account(unit: Unit, name: str) -> Account:
    """The account called *name*, removed ones included; raises ``NotFound``."""
    found = unit.accounts.get(name)
    if found is None:
        known = [each.name for each in unit.accounts.all()]
        raise not_found("account", name, known, listing="drumbeat account list")
    return found


def state(unit: Unit, delivery: Delivery) -> str:
    """The state of *delivery* as people read it."""
    return called(delivery.state, rehearsal=account(unit, delivery.account).rehearsal)


def account_in_use(unit: Unit, name: str) -> Account:
    """The account called *name*; raises ``NotFound`` also for one that was removed."""
    found = account(unit, name)
    if found.removed_at is not None:
        known = [each.name for each in unit.accounts.all() if each.removed_at is None]
        raise not_found("account in use", name, known, listing="drumbeat account list")
    return found
