"""A post of excerpts that is added to a campaign: as its planned ones are, or with a person's own words."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign
from scheduler.core.checking import check_words
from scheduler.core.delivery import Part
from scheduler.core.errors import InputError
from scheduler.core.records import KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import adding, choosing, drawing, excerpting, handles, lookups, previews
from scheduler.services.desk import Desk
from scheduler.services.mentions import Mentions
from scheduler.services.parts import Maker


def making(desk: Desk, wish: adding.Wish, ids: Sequence[str], *, actor: str) -> adding.Making:
    """What a post of the excerpts *ids* comes to, several as a thread; ``adding.keep`` adds it.

    With cards, if the campaign's others have them, and without the link on networks where the first post
    alone has it. Words of *wish* stand in place of those that would be composed for the first. Raises
    ``CardError``, ``InputError``, ``NotFound``, ``WordsError``.
    """
    if wish.pictures:
        raise InputError("A post of an excerpt has its card.", remedy="Leave the picture away.")
    with desk.store.read() as unit:
        campaign = adding.open_campaign(unit, wish.campaign)
        statement = lookups.statement(unit, campaign.statement)
        accounts = adding.accounts_of(unit, campaign, wish.on, wish.words_on)
        targets, left = adding.targets_of(unit, campaign, wish, accounts)
        accounts = [each for each in accounts if wish.reply_to is None or each.name in targets]
        everywhere = [lookups.account(unit, name).network for name in campaign.accounts]
        (found,) = choosing.named(unit, [ids], statement)
        carded = _carded(unit, campaign)
    offset, times, notes = adding.times_of(
        desk, campaign, wish.at, accounts, everywhere, waits=wish.reply_to is not None
    )
    kept = [excerpting.as_kept(desk, statement, each, actor=actor, by_person=True) for each in found]
    wanted = _wanted(desk, campaign, statement, kept, accounts, carded=carded)
    cards = drawing.draw_all(desk, statement, wanted, theme=campaign.theme)
    mentions = Mentions(desk=desk)
    maker = Maker(campaign=campaign, statement=statement, cards=cards, carded=carded, mentions=mentions)
    place = max((each.n for each in campaign.posts), default=0) + 1
    return adding.Making(
        campaign=campaign,
        accounts=accounts,
        offset=offset,
        times=times,
        parts={
            each.name: _worded(wish, mentions, statement, each, maker.parts(place, kept, each))
            for each in accounts
        },
        statement=statement.id,
        excerpts=tuple(each.id for each in kept),
        quoted=kept,
        cards=list(cards.values()),
        answers={name: each.id for name, each in targets.items()},
        remarks=(*left, *mentions.remarks, *notes),
    )


def _worded(
    wish: adding.Wish,
    mentions: Mentions,
    statement: KeptStatement,
    account: Account,
    parts: tuple[Part, ...],
) -> tuple[Part, ...]:
    """*parts*, with the words of *wish*, if it has any for *account*, in the first."""
    given = wish.words_on.get(account.name, wish.words)
    if given is None:
        return parts
    words = handles.said(mentions.desk, account, given)
    check_words(words, statement, mentions.desk.networks[account.network])
    first, *rest = parts
    return replace(first, words=words, left_out=(), mentions=mentions.of(account, words)), *rest


def _carded(unit: Unit, campaign: Campaign) -> bool:
    """Whether the campaign's excerpts have cards: so has each campaign that was not planned without."""
    own = [part for each in unit.deliveries.of_campaign(campaign.id) for part in each.parts if part.excerpt]
    return not own or any(part.pictures for part in own)


def _wanted(
    desk: Desk,
    campaign: Campaign,
    statement: KeptStatement,
    kept: Sequence[KeptExcerpt],
    accounts: Sequence[Account],
    *,
    carded: bool,
) -> list[tuple[KeptExcerpt, drawing.Size]]:
    networks = list(dict.fromkeys(each.network for each in accounts))
    if carded:
        sizes = dict.fromkeys(desk.networks[name].limits.card_size for name in networks)
        return [(each, size) for size in sizes for each in kept]
    if any(previews.wanted(desk.networks[name], campaign) for name in networks):
        return previews.drawable(desk, statement, kept[:1], theme=campaign.theme)
    return []
