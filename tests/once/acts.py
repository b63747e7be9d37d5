"""What people can do to an installation in a history, each to one delivery or to what it belongs to."""

from collections.abc import Callable

from world import ACTOR, World

from scheduler.core.delivery import Delivery
from scheduler.services import approving, deciding, editing, halting, launching, pausing


def _approve(world: World, each: Delivery) -> None:
    review = approving.approve(world.desk, each.post, actor=ACTOR, late="now")
    for approved in review.deliveries:
        for part in approved.parts:
            world.approved[approved.id, part.n] = part.words


def _edit(world: World, each: Delivery) -> None:
    if len(each.parts) > 1:
        return
    words = f"Other words. {each.id}#1" if each.parts[0].words.startswith("Words") else f"Words. {each.id}#1"
    editing.edit(world.desk, each.post, actor=ACTOR, on=[each.account], words=words)


def _halt(world: World, _: Delivery) -> None:
    halting.halt(world.desk, "stop", actor=ACTOR)
    world.halted = True


def _resume(world: World, _: Delivery) -> None:
    halting.resume(world.desk, actor=ACTOR)
    world.halted = False


def _decide(verb: str, argument: str | None = None) -> Callable[[World, Delivery], None]:
    def decide(world: World, each: Delivery) -> None:
        deciding.decide(world.desk, each.id, verb, argument, actor=ACTOR)

    return decide


def _next_is_out(world: World, each: Delivery) -> bool | None:
    """What a person who looks at the network sees of the next part; None while nobody can tell."""
    part, network = each.next_part, world.network
    if part is None or network.may_come(f"{each.id}#{part.n}"):
        return None
    return bool(network.seen()[f"{each.id}#{part.n}"])


def _absent(world: World, each: Delivery) -> None:
    if _next_is_out(world, each) is False:
        _decide("absent")(world, each)


def _posted(world: World, each: Delivery) -> None:
    if len(each.parts) == 1 and _next_is_out(world, each):
        _decide("posted", "https://example.org/1")(world, each)


ACTS: dict[str, Callable[[World, Delivery], None]] = {
    "approve": _approve,
    "edit": _edit,
    "launch": lambda world, each: _discard(launching.launch(world.desk, each.campaign, "now", actor=ACTOR)),
    "launch later": lambda world, each: _discard(
        launching.launch(world.desk, each.campaign, "+50m", actor=ACTOR)
    ),
    "move": lambda world, each: _discard(editing.move(world.desk, each.post, "+10m", actor=ACTOR)),
    "cancel post": lambda world, each: _discard(editing.cancel_post(world.desk, each.post, actor=ACTOR)),
    "halt": _halt,
    "resume": _resume,
    "pause account": lambda world, each: _discard(
        pausing.pause_account(world.desk, each.account, actor=ACTOR)
    ),
    "resume account": lambda world, each: _discard(pausing.resume_account(world.desk, each.account)),
    "pause campaign": lambda world, each: _discard(
        pausing.pause_campaign(world.desk, each.campaign, actor=ACTOR)
    ),
    "resume campaign": lambda world, each: _discard(pausing.resume_campaign(world.desk, each.campaign)),
    "now": _decide("now"),
    "move later": _decide("move", "+5m"),
    "look": _decide("look"),
    "absent": _absent,
    "posted": _posted,
    "draft": _decide("draft"),
    "cancel": _decide("cancel"),
}


def _discard(_: object) -> None:
    """What a service answers is for screens."""
