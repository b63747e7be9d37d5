"""What a first script with Pillow does: lines by counting characters, a font for every try, defaults."""

import io
import textwrap
from collections.abc import Callable

import loop
from PIL import Image, ImageDraw, ImageFont


def make(job: loop.Job) -> Callable[[loop.Card], bytes]:
    """Draws a card of *job*."""
    geo, colours, fonts = job["geo"], job["col"], job["fonts"]
    left, top, wide, high = geo["box"]

    def fitted(pen: ImageDraw.ImageDraw, quote: str) -> tuple[str, ImageFont.FreeTypeFont, int]:
        size = geo["smax"]
        while True:
            font = ImageFont.truetype(fonts["Quote"], size)
            text = textwrap.fill(quote, width=max(8, int(wide / (size * 0.46))))
            box = pen.multiline_textbbox((0, 0), text, font=font, spacing=size * 0.24)
            if (box[2] - box[0] <= wide and box[3] - box[1] <= high) or size <= geo["smin"]:
                return text, font, size
            size -= 2

    def card(each: loop.Card) -> bytes:
        picture = Image.new("RGB", (geo["W"], geo["H"]), colours["bg"])
        pen = ImageDraw.Draw(picture)

        def write(place: str, text: str, font: str, colour: str, **more: str) -> None:
            x, y, size = geo[place]
            pen.text((x, y), text, font=ImageFont.truetype(fonts[font], size), fill=colours[colour], **more)

        pen.rectangle((0, 0, geo["bar"] - 1, geo["H"]), fill=colours["accent"])
        write("mark", "“", "Quote", "accent")
        text, font, size = fitted(pen, each["quote"])
        pen.multiline_text((left, top), text, font=font, fill=colours["fg"], spacing=size * 0.24)
        x, y, w, h = geo["rule"]
        pen.rectangle((x, y, x + w - 1, y + h - 1), fill=colours["accent"])
        write("name", each["name"], "SansSemi", "fg")
        write("role", each["role"], "Sans", "muted")
        write("word", job["word"], "SansSemi", "muted", anchor="ra")
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()

    return card


if __name__ == "__main__":
    loop.run(make)
