"""Fitting a paragraph into a box: the size and the breaks that look best. Pure."""

from dataclasses import dataclass
from itertools import product

from quotes.cards.lines import Paragraph

_SMALLER = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76)
"""The largest size is not always the best: down to the last of these shares, a more even block may win."""
_SIZE_WEIGHTS = (0.1, 0.5)
"""What a loss of size, and its square, cost against raggedness; found by looking at many cards."""
_WIDTH_WEIGHT = 0.1
"""What a column left empty at its right costs; found likewise."""
_CLEAR = 0.04
"""The ink of one line stays so far from that of the next, in ems: a pixel of the smallest quote (27 pixels
an em, on a card 600 wide), because baselines are rounded to whole pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph broken into lines at a size."""

    size: int
    """Pixels an em."""
    leading: float
    """From baseline to baseline, in pixels."""
    breaks: tuple[tuple[int, int], ...]
    """The words of each line: the first, and the one after the last."""


class Box:
    """A box of *width* by *height* pixels for a paragraph."""

    def __init__(self, paragraph: Paragraph, width: float, height: float, *, line_height: float) -> None:
        self._paragraph, self._width, self._height = paragraph, width, height
        self._ink = paragraph.top - paragraph.bottom
        self._line_height = max(line_height, paragraph.line_height, self._ink + _CLEAR)

    def largest(self, least: int, most: int) -> int | None:
        """The largest size from *least* to *most* that fits, by bisection; None if none does."""
        if not self._fits(least):
            return None
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if self._fits(middle) else (least, middle - 1)
        return least

    def best(self, least: int, most: int) -> Block | None:
        """The block that looks best: large, and even. None if no size fits."""
        largest = self.largest(least, most)
        if largest is None:
            return None
        sizes = sorted({max(least, int(largest * share)) for share in _SMALLER}, reverse=True)
        found = filter(None, (self._block(size, more) for size, more in product(sizes, (0, 1))))
        return min(found, key=lambda pair: pair[0] + _loss(1 - pair[1].size / largest))[1]

    def _fits(self, size: int) -> bool:
        count = self._paragraph.fewest(self._width / size)
        return count is not None and self._tall(count) * size <= self._height

    def _tall(self, count: int) -> float:
        """The height of *count* lines from the ink's top to its bottom, in ems."""
        return (count - 1) * self._line_height + self._ink

    def _block(self, size: int, more: int) -> tuple[float, Block] | None:
        """The most even block at *size* with *more* lines than needed, and its cost."""
        count = (self._paragraph.fewest(self._width / size) or 0) + more
        best = self._paragraph.best(self._width / size, count)
        if best is None or self._tall(count) * size > self._height:
            return None
        cost, breaks = best
        widest = max(self._paragraph.width(*pair) for pair in breaks) * size
        cost += _WIDTH_WEIGHT * (1 - widest / self._width)
        return cost, Block(size=size, leading=self._line_height * size, breaks=tuple(breaks))


def _loss(share: float) -> float:
    """What it costs to set a paragraph by *share* smaller than it could be."""
    return _SIZE_WEIGHTS[0] * share + _SIZE_WEIGHTS[1] * share**2
