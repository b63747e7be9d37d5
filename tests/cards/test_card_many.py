"""Many cards at once."""

from dataclasses import replace

import pytest

from quotes.cards import render
from quotes.cards.card import Card
from quotes.cards.render import draw, many
from quotes.cards.schema import load
from quotes.errors import CardError

CARD = Card(quote="No.", speaker=None, issuer=None, lang="en", theme=load("broadside"), width=600, height=600)


def cards(count: int) -> list[Card]:
    """Cards that all differ."""
    return [replace(CARD, quote=f"No, {n} times.") for n in range(count)]


@pytest.mark.parametrize("cores", [1, 2])
def test_order_and_bytes(cores: int) -> None:
    """On one core or several, pictures come in the order of the cards, and are those of one by one."""
    wanted = cards(many._WORTH)
    assert list(many.draw_each(wanted, cores=cores)) == [draw(card) for card in wanted]


def test_other_processes_are_used() -> None:
    """With two cores this process draws nothing itself."""
    before = render.glyphs._font.cache_info().misses
    render.glyphs._font.cache_clear()
    list(many.draw_each(cards(many._WORTH), cores=2))
    assert render.glyphs._font.cache_info().misses == 0 <= before


def test_refusal_comes_through() -> None:
    """A card that cannot be drawn is refused with its words and its remedy, from another process too."""
    wanted = [*cards(many._WORTH), replace(CARD, quote="no place to hide " * 150)]
    with pytest.raises(CardError) as error:
        list(many.draw_each(wanted, cores=2))
    assert "characters fits on a card" in error.value.message
    assert "Choose an excerpt" in error.value.remedy
