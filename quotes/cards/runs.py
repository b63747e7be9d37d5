"""Text in the fonts that have it: cut into words, and each word into pieces of one font and one direction."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

import unicode_segmentation_rs

from quotes.cards import bidi, elsewhere, fonts
from quotes.cards.breaks import cut
from quotes.cards.lines import Extent, Piece, Word
from quotes.cards.shape import Face, face
from quotes.errors import CardError

_COLOUR, _PLAIN = "\ufe0f", "\ufe0e"
"""After a character: as a colour picture, or not as one."""
_UNSEEN = frozenset(
    [
        *map(ord, "\u00ad\u034f\u061c\u180e\ufeff"),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE01F0),
    ]
)
"""Characters without a shape of their own: no font needs to have them."""
_TURNED = frozenset({"RLO", "LRO"})
_UNKNOWN = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Control characters, those of private use, and those that are none."""
_SHARE = 0.3
"""A script with less than this share of a text does not set its lines apart; its ink still does."""
_EASTERN = re.compile(
    "[\u1100-\u11ff\u2e80-\uabff\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]"
)
"""Characters of Chinese, Japanese and Korean."""
_EAST = 0x2E80
"""From here on there are no alphabets with spaces between words, but for Hangul."""
_SHARED = frozenset("PSZN")
"""Kinds of characters that many scripts share: they stay in the font of the text before them."""


class Setter:
    """A part's fonts, for texts in one language. Words are kept."""

    def __init__(self, primary: str, lang: str | None) -> None:
        self.lang = lang
        self._primary = face(primary, lang)
        self._pieces = lru_cache(maxsize=8192)(self._make)
        self._pick = lru_cache(maxsize=8192)(self._choose)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fonts, the theme's own first."""
        return fonts.chain(self._primary.name, weight=self._primary.weight, lang=self.lang)

    def __call__(self, text: str) -> Extent:
        """The room that *text* takes in the theme's own font."""
        return self._primary.extent(text)

    def rtl(self, text: str) -> bool:
        """Whether the paragraph *text* runs from right to left."""
        return bidi.rightwards(text, self.lang)

    def used(self, text: str) -> frozenset[str]:
        """The fonts that *text* is set in."""
        return frozenset(found.name for found in self._faces(text))

    def check(self, text: str) -> None:
        """Refuse, as a ``CardError``, what no font has and what would mislead."""
        for char in text:
            if unicodedata.bidirectional(char) in _TURNED:
                raise CardError(
                    f"{named(char)} turns the order of letters round: people would read other words.",
                    remedy="Choose an excerpt without it.",
                )
        for cluster, found in zip(_graphemes(text), self._by_cluster(text), strict=True):
            if found is None or any(unicodedata.category(char) in _UNKNOWN for char in cluster):
                raise _without_font(cluster, self._primary)

    def words(self, text: str, *, opening: str = "", closing: str = "") -> list[Word]:
        """*text* cut where a line may end; its marks are pieces of their own."""
        levels, faces = bidi.levels(text, int(self.rtl(text))), self._faces(text)
        inner = len(opening), len(text) - len(closing)
        found, at = [], 0
        for word, after in cut(text, self.lang):
            end = at + len(word)
            marks = max(0, min(inner[0] - at, len(word))), max(0, min(inner[1] - at, len(word)))
            if len(set(faces[at:end])) == len(set(levels[at:end])) == 1:
                pieces = self._pieces(faces[at], word, levels[at], marks)
            else:
                pieces = self._mixed(word, faces[at:end], levels[at:end], marks)
            space = None
            if after:
                (space,) = self._pieces(faces[end], after, levels[end], (0, len(after)))
            found.append(Word(text=word, after=after, pieces=pieces, space=space))
            at = end + len(after)
        return found

    def line_height(self, words: Sequence[Word]) -> float:
        """From baseline to baseline at least: that of every script with a fair share of *words*."""
        lengths: Counter[str] = Counter()
        for word in words:
            for piece in word.pieces:
                lengths[piece.font] += len(piece.text)
        whole = lengths.total()
        return max(
            (fonts.line_height(name) for name, length in lengths.items() if length >= _SHARE * whole),
            default=1.0,
        )

    def _mixed(
        self, word: str, faces: Sequence[Face], levels: Sequence[int], marks: tuple[int, int]
    ) -> tuple[Piece, ...]:
        """The pieces of a word of several fonts or directions."""
        found: list[Piece] = []
        start = 0
        for end in range(1, len(word) + 1):
            if end == len(word) or (faces[end], levels[end]) != (faces[start], levels[start]):
                inside = (
                    max(0, min(marks[0] - start, end - start)),
                    max(0, min(marks[1] - start, end - start)),
                )
                found += self._pieces(faces[start], word[start:end], levels[start], inside)
                start = end
        return tuple(found)

    def _make(self, font: Face, text: str, level: int, marks: tuple[int, int]) -> tuple[Piece, ...]:
        """*text* in one font and direction: marks before the first of *marks*, and from the second on."""
        shaped, found = font.shape(text, rtl=bool(level % 2)), []
        for start, end in pairwise(sorted({0, *marks, len(text)})):
            glyphs, extent = shaped.part(start, end)
            mark = end <= marks[0] or start >= marks[1]
            piece = Piece(
                text=text[start:end], font=font.name, level=level, glyphs=glyphs, extent=extent, mark=mark
            )
            found.append(piece)
        return tuple(found)

    # --- fonts ------------------------------------------------------------------------------------

    def _faces(self, text: str) -> list[Face]:
        """The font of each character; the theme's own where none has it."""
        if self._primary.covers.issuperset(map(ord, text)):
            return [self._primary] * len(text)
        clusters = _graphemes(text)
        found = zip(clusters, self._by_cluster(text), strict=True)
        return [each or self._primary for cluster, each in found for _ in cluster]

    def _by_cluster(self, text: str) -> list[Face | None]:
        """The font of each grapheme cluster, None where no font has it."""
        clusters = _graphemes(text)
        if self._primary.covers.issuperset(map(ord, text)):
            return [self._primary] * len(clusters)
        found: list[Face | None] = [None] * len(clusters)
        for start, end in _letters(clusters):
            together = self._pick("".join(clusters[start:end]))
            found[start:end] = [together or self._pick(cluster) for cluster in clusters[start:end]]
        at = list(accumulate(map(len, clusters), initial=0))[:-1]
        levels = bidi.levels(text, int(self.rtl(text)))
        self._settle_shared(clusters, found, [levels[place] for place in at])
        return found

    def _settle_shared(
        self, clusters: Sequence[str], found: list[Face | None], levels: Sequence[int]
    ) -> None:
        """Give what scripts share the font of the text before it that runs the same way, else after it.

        Figures, and what stands between them, stay with what is before them, whichever way that runs.
        """
        beside: dict[int | None, Face] = {}
        for each, level in reversed(list(zip(found, levels, strict=True))):
            if each is not None:
                beside[level % 2] = beside[None] = each
        for n, cluster in enumerate(clusters):
            way = None if levels[n] > 1 or cluster[0].isdigit() else levels[n] % 2
            if (each := found[n]) is not None:
                beside[levels[n] % 2] = beside[None] = each
            elif (near := beside.get(way)) and _COLOUR not in cluster and _covers(near, cluster):
                found[n] = near
            else:
                found[n] = self._pick(cluster)

    def _choose(self, text: str) -> Face | None:
        """The first font of the chain that has all of *text*."""
        for name in self.names:
            wanted = (_PLAIN if elsewhere.is_emoji(name) else _COLOUR) not in text
            if wanted and _covers(font := face(name, self.lang), text):
                return font
        return None


def named(char: str) -> str:
    """A character as people can find it: itself, its number, its name."""
    return f"“{char}” (U+{ord(char):04X} {unicodedata.name(char, 'without a name').lower()})"


def _letters(clusters: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches of clusters that are letters of one kind: alphabets, or the characters of the East."""
    start: int | None = None
    for n, cluster in enumerate([*clusters, " "]):
        shared = unicodedata.category(cluster[0])[0] in _SHARED
        east = ord(cluster[0]) >= _EAST
        if start is not None and (shared or east != (ord(clusters[start][0]) >= _EAST)):
            yield start, n
            start = None
        if start is None and not shared:
            start = n


def _covers(font: Face, text: str) -> bool:
    """Whether *font* has the characters of *text*, or those that they are composed to."""
    codes = set(map(ord, text)) - _UNSEEN
    return codes <= font.covers or set(map(ord, unicodedata.normalize("NFC", text))) - _UNSEEN <= font.covers


def _without_font(cluster: str, primary: Face) -> CardError:
    lacking = next((char for char in cluster if ord(char) not in primary.covers | _UNSEEN), cluster[0])
    remedy = ""
    if unicodedata.category(lacking) not in _UNKNOWN:
        if _COLOUR in cluster or 0x1F000 <= ord(lacking) < 0x20000 or unicodedata.category(lacking) == "So":
            remedy = elsewhere.EMOJI_REMEDY + " Or choose"
        elif _EASTERN.match(lacking):
            remedy = elsewhere.EAST_ASIAN_REMEDY + " Or choose"
    return CardError(
        f"There is no font with {named(lacking)}.",
        remedy=f"{remedy or 'Choose'} an excerpt without it, or post this one without a card.",
    )


def _graphemes(text: str) -> list[str]:
    return unicode_segmentation_rs.graphemes(text, is_extended=True)


@lru_cache(maxsize=64)
def setter(primary: str, lang: str | None) -> Setter:
    """What sets text in *lang* in the font *primary*."""
    return Setter(primary, lang)
