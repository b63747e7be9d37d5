"""Who may answer a campaign's posts, who may quote them, and what they warn of."""

from collections.abc import Iterable

from scheduler.core.campaign import Campaign
from scheduler.core.errors import InputError
from scheduler.core.limits import MAY_REPLY, Network

_EVERYBODY, _NOBODY = "everybody", "nobody"


def parse(text: str) -> tuple[str, ...] | None:
    """Who may reply, as ``Campaign.may_reply`` has it; raises ``InputError``."""
    if text == _EVERYBODY:
        return None
    if text == _NOBODY:
        return ()
    chosen = {each.strip() for each in text.split(",")}
    if unknown := sorted(chosen - set(MAY_REPLY)):
        raise InputError(
            f"There is no group {unknown[0]!r} who may reply.",
            remedy=f"Give {_EVERYBODY}, {_NOBODY}, or some of {','.join(MAY_REPLY)}.",
        )
    return tuple(sorted(chosen))


def spell(may_reply: tuple[str, ...] | None) -> str:
    """Who may reply, as a person gives it."""
    return _EVERYBODY if may_reply is None else ",".join(may_reply) or _NOBODY


def check(campaign: Campaign, networks: Iterable[Network]) -> None:
    """Raise ``InputError`` where one of *networks* cannot keep to what *campaign* asks; says what it can."""
    for network in networks:
        check_replies(campaign.may_reply, network, "--may-reply")
        if not campaign.quotable and not network.quote_rules:
            raise InputError(
                f"{network.title} cannot forbid quotes.", remedy="Leave --no-quotes or that account away."
            )
        for label in campaign.labels:
            if label not in network.labels:
                known = sorted(network.labels)
                raise InputError(
                    f"{network.title} does not know the label {label!r}.",
                    remedy=f"It knows {', '.join(known) or 'none: leave the label or that account away'}.",
                )


def check_replies(may_reply: tuple[str, ...] | None, network: Network, given: str) -> None:
    """Raise ``InputError`` where *network* cannot keep replies to *may_reply*; *given* is how it was said."""
    if may_reply is None or may_reply in network.reply_rules:
        return
    known = [_EVERYBODY, *sorted(spell(each) for each in network.reply_rules)]
    raise InputError(
        f"{network.title} cannot keep replies to {spell(may_reply)}.",
        remedy=f"There, {given} can be {' or '.join(known)}.",
    )
