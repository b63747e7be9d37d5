"""ImageMagick's caption: without a point size, which fits text to a box by itself; a process a card."""

import subprocess
from collections.abc import Callable

import loop


def make(job: loop.Job) -> Callable[[loop.Card], bytes]:
    """Draws a card of *job*."""
    geo, colours, fonts = job["geo"], job["col"], job["fonts"]
    left, top, wide, high = geo["box"]
    x, y, w, h = geo["rule"]

    def write(place: str, text: str, font: str, colour: str, *, right: bool = False) -> list[str]:
        across, down, size = geo[place]
        across = geo["W"] - across if right else across
        return [
            *("-fill", colours[colour], "-font", fonts[font], "-pointsize", str(size)),
            *("-gravity", "NorthEast" if right else "NorthWest", "-annotate", f"+{across}+{down}", text),
        ]

    def card(each: loop.Card) -> bytes:
        box = f"rectangle 0,0 {geo['bar'] - 1},{geo['H']} rectangle {x},{y} {x + w - 1},{y + h - 1}"
        quote = [
            *("(", "-size", f"{wide}x{high}", "-background", "none", "-fill", colours["fg"]),
            *("-font", fonts["Quote"], "+pointsize", "-gravity", "West", "caption:" + each["quote"], ")"),
            *("-gravity", "NorthWest", "-geometry", f"+{left}+{top}", "-composite"),
        ]
        command = [
            *("convert-im6.q16", "-size", f"{geo['W']}x{geo['H']}", "xc:" + colours["bg"]),
            *("-fill", colours["accent"], "-draw", box),
            *write("mark", "“", "Quote", "accent"),
            *quote,
            *write("name", each["name"], "SansSemi", "fg"),
            *write("role", each["role"], "Sans", "muted"),
            *write("word", job["word"], "SansSemi", "muted", right=True),
            *("-depth", "8", "png:-"),
        ]
        return subprocess.run(command, check=True, capture_output=True).stdout

    return card


if __name__ == "__main__":
    loop.run(make)
