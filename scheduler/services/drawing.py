"""Cards of excerpts: drawn once for the same inputs, kept by content."""

from collections.abc import Callable, Mapping, Sequence

from quotes import dates
from quotes.cards.card import Card, alt_text
from quotes.errors import CardError
from quotes.excerpt import Excerpt
from scheduler.core.delivery import Picture
from scheduler.core.limits import Limits
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import excerpting
from scheduler.services.desk import Desk
from scheduler.services.desk import Picture as DrawnPicture

Size = tuple[int, int]
"""Width and height in pixels."""


def card_of(
    desk: Desk, statement: KeptStatement, excerpt: Excerpt | KeptExcerpt, *, theme: str, size: Size
) -> Card:
    """What is to be drawn of *excerpt*."""
    from quotes.cards.compose import settled

    card = Card(
        quote=statement.shown(excerpt.start, excerpt.end),
        speaker=excerpt.speaker,
        issuer=statement.issuer,
        lang=statement.lang,
        theme=desk.theme(theme),
        title=statement.title,
        date=dates.shown(statement.published, statement.lang) if statement.published else None,
        width=size[0],
        height=size[1],
    )
    return settled(card)


def refusal(
    desk: Desk,
    statement: KeptStatement,
    excerpt: Excerpt | KeptExcerpt,
    *,
    theme: str,
    sizes: Sequence[Size],
) -> CardError | None:
    """Why the card of *excerpt* would not be legible at one of *sizes*; found without drawing it."""
    from quotes.cards.compose import compose

    try:
        for size in sizes:
            compose(card_of(desk, statement, excerpt, theme=theme, size=size))
    except CardError as error:
        return error
    return None


def draw_all(
    desk: Desk,
    statement: KeptStatement,
    wanted: Sequence[tuple[KeptExcerpt, Size]],
    *,
    theme: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[tuple[str, Size], KeptCard]:
    """The cards of *wanted* by excerpt id and size; what was drawn before is not drawn again.

    Nothing is written to the database here: see ``keep``. Raises ``CardError``, ``ThemeError``.
    """
    cards = {
        (excerpt.id, size): card_of(desk, statement, excerpt, theme=theme, size=size)
        for excerpt, size in wanted
    }
    keys = {each: card.key() for each, card in cards.items()}
    found = _known(desk, keys)
    missing = [each for each in cards if each not in found]
    progress(len(found), len(cards))
    for each, picture in zip(missing, desk.draw([cards[each] for each in missing]), strict=True):
        found[each] = _kept(desk, each[0], cards[each], keys[each], picture)
        progress(len(found), len(cards))
    return {each: found[each] for each in cards}


def _known(desk: Desk, keys: Mapping[tuple[str, Size], str]) -> dict[tuple[str, Size], KeptCard]:
    """The cards of *keys* that were drawn before and whose pictures are still whole."""
    with desk.store.read() as unit:
        known = {each: unit.cards.get(key) for each, key in keys.items()}
    return {
        each: card
        for each, card in known.items()
        if card is not None and desk.pictures.get(card.sha256) is not None
    }


def _kept(desk: Desk, excerpt: str, card: Card, key: str, picture: DrawnPicture) -> KeptCard:
    return KeptCard(
        key=key,
        excerpt=excerpt,
        theme=card.theme.name,
        width=picture.width,
        height=picture.height,
        sha256=desk.pictures.put(picture.data),
        media_type=picture.media_type,
        alt=alt_text(card),
        drawn_at=desk.clock.now(),
    )


def cropping(desk: Desk, size: Size) -> list[str]:
    """The titles of the networks whose feed would not show all of a picture of *size*."""
    return [each.title for each in desk.networks.values() if not each.limits.shows_whole(*size)]


def keep(unit: Unit, cards: Sequence[KeptCard]) -> None:
    """Record *cards* that are not recorded yet."""
    for card in cards:
        if unit.cards.get(card.key) is None:
            unit.cards.add(card)


def picture_of(kept: KeptCard, card: Card, limits: Limits) -> Picture:
    """The picture of *kept*, which shows *card*, as a part carries it: with alt text that fits."""
    return Picture(
        sha256=kept.sha256,
        alt=alt_text(card, lambda text: limits.measure_alt(text) <= limits.alt_text),
        width=kept.width,
        height=kept.height,
        media_type=kept.media_type,
    )


def card(desk: Desk, excerpt_id: str, *, actor: str, theme: str | None = None, size: Size) -> KeptCard:
    """Draw and keep the card of one excerpt."""
    with desk.store.read() as unit:
        statement, excerpt = excerpting.by_id(unit, excerpt_id)
    excerpting.check_signed(statement, excerpt)
    kept = excerpting.as_kept(desk, statement, excerpt, actor=actor)
    drawn = draw_all(desk, statement, [(kept, size)], theme=theme or desk.defaults.theme)
    with desk.store.write() as unit:
        unit.statements.keep_excerpt(kept)
        keep(unit, list(drawn.values()))
    return drawn[kept.id, size]
