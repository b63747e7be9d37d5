"""What a reader sees as one character: extended grapheme clusters."""

from pyuegc import EGC


def count(text: str) -> int:
    """The number of extended grapheme clusters of *text* (https://www.unicode.org/reports/tr29/).

    pyuegc agrees with the ``Intl.Segmenter`` that Bluesky's server counts with.
    """
    return len(EGC(text))
