"""Drumbeat itself: the same theme for all, checks and alt text included, as users get it."""

from collections.abc import Callable
from pathlib import Path

import loop

from quotes.cards.card import Card
from quotes.cards.render import draw
from quotes.cards.schema import parse

THEME = Path(__file__).with_name("card.toml")


def cards_of(job: loop.Job) -> dict[str, Card]:
    """Drumbeat's own card for each of the job's, by its id."""
    theme = parse(THEME.read_text("utf-8"), name="bench")
    width, height = job["geo"]["W"], job["geo"]["H"]
    return {
        each["id"]: Card(
            quote=each["quote"][1:-1],
            speaker=each["name"],
            issuer=each["role"],
            lang="en",
            theme=theme,
            title=job["word"],
            width=width,
            height=height,
        )
        for each in job["cards"]
    }


def make(job: loop.Job) -> Callable[[loop.Card], bytes]:
    """Draws a card of *job*."""
    cards = cards_of(job)
    return lambda card: draw(cards[card["id"]]).data


if __name__ == "__main__":
    loop.run(make)
