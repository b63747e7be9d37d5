"""Where a line of a text may end, and what an end there costs the reader. Pure."""

import re
from functools import cache
from types import MappingProxyType

import unicode_segmentation_rs

_DASHES = "\u2014\u2e3a\u2e3b"
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]*$")
"""The space at an end, but for the kinds that hold words together."""
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_RANGE = re.compile(r"\d[\u2010\u2012\u2013]$")
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_STOPS = ",;:.!?…—–،؛؟۔።፣፤፥፦।॥，。、；：！？"
_INITIAL = re.compile(r"[^\W\d_]\.")
_AROUND = "“”‘’„‚«»‹›\"'()[]{}¿¡"
_TITLES = frozenset(
    "dr. dra. mr. mrs. ms. mx. st. ste. sr. sra. srta. rev. fr. hon. gov. sen. rep. prof. gen. col. sgt. lt. "
    "m. mme. mlle. me. msgr. no. nos. nº n° № art. sec. § §§ p. pp. vol. fig. núm. pág. d. dña. ud. abs. nr. "
    "ст. п. г. ул. им. т. д-р".split()
)
"""Abbreviations that want the name or the figure after them."""
_UNITS = re.compile(
    r"^(%|‰|°[CF]?|[$€£¥₱₹₦₫¢৳₪]|km|m|cm|mm|mi|ft|kg|g|lb|lbs|oz|t|l|ml|h|hrs?|min|s|am|pm|a\.m\.|p\.m\.|"
    r"million|billion|trillion|millones|mil|millions?|milliards?|milyon|triệu|tỷ|млн|млрд|тыс\.|руб\.|"
    r"percent|per|por|pour|cent|ciento|dollars?|dólares|euros?)\b",
    re.IGNORECASE,
)
_CURRENCIES = frozenset("$ US$ C$ MX$ € £ ¥ ₹ R$ RD$ Rs Rs. USD EUR".split())
_CLINGING = MappingProxyType(
    {
        "en": "a an the of to in on at by for from with i",
        "es": "a al con de del e el en la las lo los más mi ni no o para por que se sin su sus tu un "
        "una y yo",
        "fr": "à au aux avec ce ces de des du en et la le les ne nos ou où par pas pour que qui sa sans "
        "se ses son sur un une y",
        "ht": "ak e ki nan nou ou pa pou se yon",
        "pt": "a ao aos as com da das de do dos e em na nas no nos o os ou para por que se sem um uma",
        "it": "a al con da dal dei del della di e ed i il in la le lo nel non o per su un una",
        "de": "am an auf aus bei das dem den der des die ein eine im in mit ohne um und vom von vor zu "
        "zum zur",
        "ru": "а без в во для до за и из к ко на не ни но о об от по под при про с со у что я",
        "uk": "а без в для до з за і й із на не о об од по при про та у що я",
        "pl": "a do i na nie o od po u w we z za ze",
        "cs": "a do i k ke na o od po s se u v ve z za ze",
        "sk": "a do i k ku na o od po s so u v vo z za zo",
    }
)
"""Prepositions, articles and their like, which want the next word, by language."""
_FOLLOWING = MappingProxyType({"ht": frozenset("a an la lan yo".split())})
"""Articles that stand after their word, by language."""
_LONE = frozenset({"cs", "pl", "ru", "sk", "uk"})
"""Languages where a line that ends with a single letter is a fault
(https://cs.wikipedia.org/wiki/Z%C3%A1sady_s%C3%A1zen%C3%AD_p%C5%99edlo%C5%BEek)."""
_NOUNS = frozenset({"de", "lb"})
"""Languages where a capital says nothing of a name."""


_SHORT = 4
"""A compound with a part of fewer letters stays whole where it can."""
_JAPANESE = (
    (re.compile("[\u30a0-\u30ff]{2}"), 0.15),  # within a word of katakana
    (re.compile("[\u3400-\u9fff][\u3040-\u309f]"), 0.05),  # before a particle or an ending
    (re.compile("[\u3040-\u309f]{2}"), 0.1),
)


def cut(text: str, lang: str | None = None) -> list[tuple[str, str]]:
    """*text* cut where a line may end, each piece with the space after it, which vanishes there.

    By the Unicode line breaking rules, UAX #14 (https://www.unicode.org/reports/tr14/), but stricter:
    Korean ends a line at spaces only, as headlines do; no line begins with a dash, or ends with one that
    opens; ranges of figures, and what French sets off by a space, stay whole.
    """
    found: list[tuple[str, str]] = []
    for unit in unicode_segmentation_rs.line_break_units(text):
        word = _SPACES.sub("", unit)
        space = unit[len(word) :]
        if found and (not word or _held(*found[-1], word, _main(lang))):
            found[-1] = ("".join(found[-1]) + word, space)
        else:
            found.append((word, space))
    return found or [("", "")]


def strain(before: str, space: str, after: str, lang: str | None = None) -> float:
    """What a line's end between two pieces of ``cut`` costs, beside a line's squared raggedness.

    A figure wants its unit, a title and a first name the next, a compound its other half, and a
    preposition what it is of; a break after punctuation reads well.
    """
    if not before or not after:
        return 0.0
    bare, main = before.strip(_AROUND), _main(lang)
    if bare.lower() in _TITLES or _INITIAL.fullmatch(bare):
        return 0.3
    if bare[-1:].isdigit() or bare in _CURRENCIES:
        return 0.3 if after[0].isdigit() or _UNITS.match(after) else 0.06
    if before[-1] in _STOPS:
        return -0.01
    return _between(bare, after, main) if space else _within(before, after)


def _between(bare: str, after: str, main: str) -> float:
    """What it costs to end a line between two words of the language *main*."""
    next_letter = after.lstrip(_AROUND)[:1]
    follows = after.strip(_AROUND + _STOPS).lower() in _FOLLOWING.get(main, ())
    costs = (
        (main in _LONE and len(bare) == 1, 0.3),
        (follows or after[0] in _DASHES + "–", 0.2),
        (main not in _NOUNS and bare[:1].isupper() and next_letter.isupper(), 0.2),
        (bare.lower() in _clinging(main), 0.1),
        (_PICTURE.match(after), 0.06),
        (len(bare) <= 2, 0.02),
    )
    return next((cost for applies, cost in costs if applies), 0.0)


def _within(before: str, after: str) -> float:
    """What it costs to end a line where there is no space."""
    if before[-1] in "-\u2010\u05be/":
        return 0.3 if min(len(before) - 1, len(after.strip(_AROUND + _STOPS))) < _SHORT else 0.1
    if _PICTURE.match(after):
        return 0.1
    return next((cost for pair, cost in _JAPANESE if pair.match(before[-1] + after[0])), 0.0)


def _held(before: str, space: str, after: str, main: str) -> bool:
    """Whether no line ends between *before* and *after* though UAX #14 would allow it."""
    if not before:
        return True
    if space:
        return main == "fr" and (before[-1] in "«‹" or after[0] in "»›")
    if after[0] in _DASHES:
        return True
    if before[-1] in _DASHES + "–" and not any(map(str.isalnum, before)):
        return True
    if after[0].isdigit() and _RANGE.search(before):
        return True
    return bool(_HANGUL.match(after[0]) or _HANGUL.match(before[-1]))


def _main(lang: str | None) -> str:
    return (lang or "").split("-", maxsplit=1)[0].lower()


@cache
def _clinging(main: str) -> frozenset[str]:
    return frozenset(_CLINGING.get(main, "").split())
