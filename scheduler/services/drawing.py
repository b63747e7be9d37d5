"""Cards of excerpts: drawn once for the same inputs, kept by content."""

from collections.abc import Callable, Sequence

from quotes.cards.card import Card, alt_text
from quotes.cards.schema import load
from quotes.errors import CardError
from quotes.excerpt import Excerpt
from scheduler.core.delivery import Picture
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import excerpting
from scheduler.services.desk import Desk

Size = tuple[int, int]
"""Width and height in pixels."""


def card_of(statement: KeptStatement, excerpt: Excerpt | KeptExcerpt, *, theme: str, size: Size) -> Card:
    """What is to be drawn of *excerpt*."""
    return Card(
        quote=statement.shown(excerpt.start, excerpt.end),
        speaker=excerpt.speaker,
        issuer=statement.issuer,
        lang=statement.lang,
        theme=load(theme),
        width=size[0],
        height=size[1],
    )


def refusal(
    statement: KeptStatement, excerpt: Excerpt | KeptExcerpt, *, theme: str, sizes: Sequence[Size]
) -> CardError | None:
    """Why the card of *excerpt* would not be legible at one of *sizes*; found without drawing it."""
    from quotes.cards.compose import compose

    try:
        for size in sizes:
            compose(card_of(statement, excerpt, theme=theme, size=size))
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
    cards = {}
    for done, (excerpt, size) in enumerate(wanted):
        progress(done, len(wanted))
        cards[excerpt.id, size] = _draw(desk, excerpt, card_of(statement, excerpt, theme=theme, size=size))
    progress(len(wanted), len(wanted))
    return cards


def _draw(desk: Desk, excerpt: KeptExcerpt, card: Card) -> KeptCard:
    key = card.key()
    with desk.store.read() as unit:
        known = unit.cards.get(key)
    if known is not None and desk.pictures.get(known.sha256) is not None:
        return known
    picture = desk.draw(card)
    return KeptCard(
        key=key,
        excerpt=excerpt.id,
        theme=card.theme.name,
        width=picture.width,
        height=picture.height,
        sha256=desk.pictures.put(picture.data),
        media_type=picture.media_type,
        alt=alt_text(card),
        drawn_at=desk.clock.now(),
    )


def keep(unit: Unit, cards: Sequence[KeptCard]) -> None:
    """Record *cards* that are not recorded yet."""
    for card in cards:
        if unit.cards.get(card.key) is None:
            unit.cards.add(card)


def picture_of(card: KeptCard) -> Picture:
    """The picture of *card* as a part carries it."""
    return Picture(
        sha256=card.sha256, alt=card.alt, width=card.width, height=card.height, media_type=card.media_type
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
