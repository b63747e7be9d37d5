"""Saying a post again: a draft copy of it, with its excerpts, cards and words, or with other words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.core.accounts import Account
from scheduler.core.checking import check_words
from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import InputError, Refused
from scheduler.core.ids import delivery_id
from scheduler.core.storage import Unit
from scheduler.services import handles, likeness, lookups
from scheduler.services.adding import Added, Making, accounts_of, keep, open_campaign, times_of
from scheduler.services.desk import Desk
from scheduler.services.editing import check_not_joined
from scheduler.services.mentions import Mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks of a post that is to be said again."""

    post: str
    at: str
    """As ``adding.Wish`` has it."""
    words: str | None = None
    """Instead of its own, on every account that has none below; None: it keeps them."""
    words_on: Mapping[str, str] = field(default_factory=dict)
    """By account."""
    on: tuple[str, ...] = ()
    """On these of the campaign's accounts; none named: on all that the post is for."""


def preview(desk: Desk, wish: Wish) -> Added:
    """What ``again`` would make of *wish* now; changes nothing. Raises as that does."""
    return _making(desk, wish).added(desk)


def again(desk: Desk, wish: Wish, *, actor: str) -> Added:
    """Add a draft copy of a post to its campaign, whatever became of the post itself.

    Raises ``Refused`` where its network forbids an account to say nearly the same again; and as
    ``adding.add`` does.
    """
    return keep(desk, _making(desk, wish), actor, at=wish.at, again=wish.post)


def _making(desk: Desk, wish: Wish) -> Making:
    with desk.store.read() as unit:
        owner, post = lookups.post(unit, wish.post)
        campaign = open_campaign(unit, owner.id)
        check_not_joined(post)
        originals = _originals(unit, wish, accounts_of(unit, campaign, wish.on, wish.words_on))
        statement = lookups.statement(unit, originals[0][1].statement)
        everywhere = [lookups.account(unit, name).network for name in campaign.accounts]
    accounts = [account for account, _ in originals]
    offset, times, notes = times_of(desk, campaign, wish.at, accounts, everywhere)
    mentions = Mentions(desk=desk)
    copies = [replace(each, parts=_parts(wish, account, each, mentions)) for account, each in originals]
    for account, each in zip(accounts, copies, strict=True):
        for part in each.parts:
            check_words(part.words, statement, desk.networks[account.network])
    made = Making(
        campaign=campaign,
        accounts=accounts,
        offset=offset,
        times=times,
        parts={each.account: each.parts for each in copies},
        statement=statement.id,
        excerpts=post.excerpts,
        answers={each.account: each.answers for each in copies if each.answers is not None},
        remarks=(*mentions.remarks, *notes),
    )
    with desk.store.read() as unit:
        likeness.check_again(desk, unit, made.deliveries(*made.numbered()))
    return made


def _originals(unit: Unit, wish: Wish, accounts: Sequence[Account]) -> list[tuple[Account, Delivery]]:
    """What the post says on each of *accounts*; raises ``Refused`` where that is nothing."""
    found = [(each, unit.deliveries.get(delivery_id(wish.post, each.name))) for each in accounts]
    there = [(account, delivery) for account, delivery in found if delivery is not None]
    if not there or (wish.on and len(there) < len(found)):
        names = ", ".join(account.name for account, delivery in found if delivery is None)
        raise Refused(f"{wish.post} is not for {names}.", remedy="Name other accounts with --on.")
    if len({delivery.statement for _, delivery in there}) > 1:
        raise Refused(
            f"{wish.post} quotes two versions of its statement: one before a correction, and one after it.",
            remedy="Say it again on one account at a time: --on ACCOUNT",
        )
    return there


def _parts(wish: Wish, account: Account, original: Delivery, mentions: Mentions) -> tuple[Part, ...]:
    """The parts of *original* as nobody has sent them yet, with the words that *wish* has for *account*."""
    given = wish.words_on.get(account.name, wish.words)
    if given is not None and len(original.parts) > 1:
        raise InputError(
            f"{original.id} has {len(original.parts)} parts, and the words are for one.",
            remedy="Leave them away, and change the draft: drumbeat post edit POST --part N --words TEXT",
        )
    return tuple(_again(part, given, account, mentions) for part in original.parts)


def _again(part: Part, given: str | None, account: Account, mentions: Mentions) -> Part:
    words = part.words if given is None else handles.said(mentions.desk, account, given)
    return Part(
        n=part.n,
        words=words,
        pictures=part.pictures,
        excerpt=part.excerpt,
        speaker=part.speaker,
        left_out=part.left_out if given is None else (),
        mentions=mentions.of(account, words),
        preview=part.preview,
    )
