"""How a slice of a statement is shown, and the check that it still says what the statement says.

The typographic changes are a closed list, and nothing else ever changes:

1. a run of white space, whatever it is made of, becomes one space, and none is left at either end;
2. a straight double quotation mark becomes “ or ”;
3. a straight single one becomes ‘ or ’.

``same`` undoes exactly these. A straight mark that stands for something else (5'10", 19"x24", צה"ל) stays.
"""

import re
from functools import lru_cache
from itertools import zip_longest

_SPACE = re.compile(r"\s+")
_OPENS_AFTER = frozenset("([{<«‹“‘„‚—–-/¿¡")

# Quotation marks by language, after the Unicode CLDR's delimiters
# (https://cldr.unicode.org, common/main/*.xml), but for Arabic, where newspapers set guillemets, and
# Spanish without a region, which is taken for that of the Americas.
_DOUBLE = ("“", "”")
_GUILLEMETS = ("«", "»")
_LOW_HIGH = ("„", "“")
_LOW_RIGHT = ("„", "”")
_CORNERS = ("「", "」")
_MARKS = {
    "am": _GUILLEMETS,
    "ar": _GUILLEMETS,
    "bg": _LOW_HIGH,
    "cs": _LOW_HIGH,
    "de": _LOW_HIGH,
    "de-ch": _GUILLEMETS,
    "es-es": _GUILLEMETS,
    "fa": _GUILLEMETS,
    "fr": ("«\u00a0", "\u00a0»"),
    "he": ("”", "”"),
    "hu": _LOW_RIGHT,
    "it": _GUILLEMETS,
    "ja": _CORNERS,
    "no": _GUILLEMETS,
    "pl": _LOW_RIGHT,
    "pt-pt": _GUILLEMETS,
    "ro": _LOW_RIGHT,
    "ru": _GUILLEMETS,
    "sk": _LOW_HIGH,
    "uk": _GUILLEMETS,
    "zh-hant": _CORNERS,
    "zh-hk": _CORNERS,
    "zh-tw": _CORNERS,
}
_PAIRS = {opening.strip(): closing.strip() for opening, closing in _MARKS.values()} | {"“": "”", '"': '"'}


@lru_cache(maxsize=256)  # the check before sending asks for the same quotes again and again
def display(raw: str) -> str:
    """*raw* as a card or a post shows it: changed by the closed list of this module alone."""
    text = collapse(raw)
    shown: list[str] = []
    pending = 0
    for i, char in enumerate(text):
        if char == '"':
            curled = _curl_double(text, i, pending)
            pending += (curled == "“") - (curled == "”" and pending > 0)
            shown.append(curled)
        else:
            shown.append(_curl_single(text, i) if char == "'" else char)
    return "".join(shown)


def same(raw: str, shown: str) -> bool:
    """Whether *shown* differs from *raw* by the closed list of this module alone."""
    pairs = zip_longest(collapse(raw), collapse(shown))
    return all(a == b or (a == '"' and b in ("“", "”")) or (a == "'" and b in ("‘", "’")) for a, b in pairs)


def marks(lang: str | None) -> tuple[str, str]:
    """The opening and closing mark to set around a quote in *lang* (BCP 47), with French's inner spaces."""
    tag = (lang or "").lower()
    return _MARKS.get(tag) or _MARKS.get(tag.split("-")[0]) or _DOUBLE


def quoted(raw: str, lang: str | None) -> str:
    """*raw* as shown, between the marks of *lang*; one that brings its own marks gets no second pair."""
    shown = display(raw)
    if in_marks(shown):
        return shown
    opening, closing = marks(lang)
    return f"{opening}{shown}{closing}"


def in_marks(text: str) -> bool:
    """Whether *text* as a whole stands in one pair of quotation marks."""
    closing = _PAIRS.get(text[:1])
    return closing is not None and len(text) > 2 and text.find(closing, 1) == len(text) - 1


def collapse(text: str) -> str:
    """*text* with every run of white space as one space, and none at its ends."""
    return _SPACE.sub(" ", text).strip()


def _curl_double(text: str, i: int, pending: int) -> str:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if before.isalnum() and after.isalnum():
        return '"'  # inside a word or a measure
    if before.isdigit() and not pending:
        return '"'  # inches, seconds
    return "“" if _opens(before, after) else "”"


def _curl_single(text: str, i: int) -> str:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if before.isdigit() and (after.isdigit() or after in ("", '"')):
        return "'"  # feet, minutes
    return "‘" if _opens(before, after) and not after.isdigit() else "’"


def _opens(before: str, after: str) -> bool:
    """Whether a mark between these two characters opens a quotation."""
    return (not before or before == " " or before in _OPENS_AFTER or before in "\"'") and after not in (
        "",
        " ",
    )
