"""pictex, which has Skia underneath: the size is given, the lines are its own."""

import io
from collections.abc import Callable
from typing import Any

import loop
import pictex


def make(job: loop.Job) -> Callable[[loop.Card], bytes]:
    """Draws a card of *job*."""
    geo, colours, fonts = job["geo"], job["col"], job["fonts"]
    left, top, wide, high = geo["box"]

    def text(words: str, font: str, size: int, colour: str) -> Any:
        return pictex.Text(words).font_family(fonts[font]).font_size(size).color(colours[colour])

    def at(place: str, words: str, font: str, colour: str) -> Any:
        x, y, size = geo[place]
        return text(words, font, size, colour).absolute_position(left=x, top=y)

    def card(each: loop.Card) -> bytes:
        quote = text(each["quote"], "Quote", each["size"], "fg").line_height(job["lh"]).size(width=wide)
        bar = pictex.Row().size(geo["bar"], geo["H"]).background_color(colours["accent"])
        rule = pictex.Row().size(*geo["rule"][2:]).background_color(colours["accent"])
        word = text(job["word"], "SansSemi", geo["word"][2], "muted")
        pieces = [
            bar.absolute_position(left=0, top=0),
            rule.absolute_position(left=geo["rule"][0], top=geo["rule"][1]),
            at("mark", "“", "Quote", "accent"),
            pictex.Column(quote)
            .size(wide, high)
            .justify_content("center")
            .absolute_position(left=left, top=top),
            at("name", each["name"], "SansSemi", "fg"),
            at("role", each["role"], "Sans", "muted"),
            word.absolute_position(right=geo["W"] - geo["word"][0], top=geo["word"][1]),
        ]
        canvas = pictex.Canvas().size(geo["W"], geo["H"]).background_color(colours["bg"])
        picture = canvas.render(pictex.Row(*pieces).size(geo["W"], geo["H"])).to_pillow().convert("RGB")
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()

    return card


if __name__ == "__main__":
    loop.run(make)
