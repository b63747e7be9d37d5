"""Every part of a card is drawn in the colour that the theme gives it."""

import io

from PIL import Image

import assets
from quotes.cards.card import Card
from quotes.cards.colour import rgb
from quotes.cards.compose import compose
from quotes.cards.render import draw
from quotes.cards.schema import parse

COLOURS = {
    "ground": "#0B2545",
    "quote": "#FFFFFF",
    "marks": "#F4B41A",
    "panel": "#FFEECC",
    "name": "#200040",
    "role": "#401000",
}
MEASURES = assets.theme("broadside").split("[fonts]")[1]


def test_every_part_has_its_colour() -> None:
    """Six colours, all different: each is seen in the field where it belongs and not in the other."""
    colours = "\n".join(f'{key} = "{value}"' for key, value in COLOURS.items())
    theme = parse(f'about = "Six."\nscheme = "dark"\n[dark]\n{colours}\n[fonts]{MEASURES}', name="six")
    card = Card(quote="No one is illegal.", speaker="Ana Ruiz", issuer="Coalition", lang="en", theme=theme)
    image, panel = Image.open(io.BytesIO(draw(card).data)).convert("RGB"), compose(card).panel

    def seen(top: int, bottom: int) -> set[str]:
        counted = image.crop((0, top, card.width, bottom)).getcolors(maxcolors=256)
        counts = {colour: n for n, colour in counted or ()}
        return {key for key, value in COLOURS.items() if counts.get(rgb(value), 0) >= 50}

    assert seen(0, panel) == {"ground", "quote", "marks"}
    assert seen(panel, card.height) == {"ground", "panel", "name", "role"}  # the tail is of the ground
