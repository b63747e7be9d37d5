"""Where words that a person typed stand in a statement, and what to say if they do not.

White space, and straight and curly quotation marks, are matched loosely; nothing else is.
"""

import re
import unicodedata

from quotes.blocks import split, trimmed
from quotes.errors import ExcerptError
from quotes.verbatim import collapse

_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』＂", '"') | dict.fromkeys("‘’‚‛", "'") | {"\u00ad": None, "\ufeff": None}
)
_GAP = re.compile(r"[\[(]?\s*(?:\.\s?\.\s?\.|…)\s*[\])]?")
_INSERTION = re.compile(r"\[[^\]]*\]")
_SPACELESS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_JOINERS = "\u200d\ufe0e\ufe0f"
_SHOWN = 160
"""An error shows at most so many characters of the statement."""
_REMEDY = "Give words that stand there one after another; where words between are to go, post two excerpts."


def span_of(text: str, words: str) -> tuple[int, int]:
    """The first place where *words* stand in *text*, without their own outer quotation marks.

    Raises ``ExcerptError`` if they leave something out, put something in, differ, or are empty.
    """
    wanted = collapse(fold(unicodedata.normalize("NFC", words)))
    if not any(char.isalnum() for char in wanted):
        raise ExcerptError("There are no words in what was given.", remedy="Give the words of the excerpt.")
    for needle in dict.fromkeys((wanted, _bare(wanted))):
        found = _first(text, needle)
        if found is not None:
            return without_marks(text, *found)
    raise _refusal(text, wanted)


def fold(text: str) -> str:
    """*text* with every quotation mark straight, and without soft hyphens."""
    return text.translate(_FOLDED)


def without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends and without quotation marks that only stand around it."""
    start, end = trimmed(text, start, end)
    inside = fold(text[start:end])
    bare = _bare(inside)
    if not bare or bare == inside:
        return start, end
    first = start + inside.startswith('"') * (inside.find(bare) > 0)
    last = end - (end - first > len(bare) and inside.endswith('"'))
    return trimmed(text, first, last)


def cuts_a_word(text: str, at: int) -> bool:
    """Whether a cut at *at* would part a word, or what a reader sees as one character."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after) or after in _JOINERS or before == "\u200d":
        return True
    return before.isalnum() and after.isalnum() and not (_SPACELESS.match(before) or _SPACELESS.match(after))


def _bare(words: str) -> str:
    """Folded *words* without a pair of marks around them, or a mark at one end without its fellow."""
    count = words.count('"')
    around = words.startswith('"') and words.endswith('"')
    if around and count == 2:
        return words[1:-1].strip()
    if count % 2 and words.startswith('"'):
        return words[1:].strip()
    if count % 2 and words.endswith('"'):
        return words[:-1].strip()
    if len(words) > 2 and words[0] == words[-1] == "'":
        return words[1:-1].strip()
    return words


def _first(text: str, needle: str) -> tuple[int, int] | None:
    """The first place where *needle* stands in *text* without parting a word."""
    pattern = re.compile(r"\s+".join(_loosely(part) for part in needle.split(" ")))
    found = (match.span() for match in pattern.finditer(text))
    return next((span for span in found if not any(cuts_a_word(text, at) for at in span)), None)


def _loosely(part: str) -> str:
    marks = {'"': '["“”„‟«»「」『』＂]', "'": "['‘’‚‛]"}
    return "\u00ad?".join(marks.get(char, re.escape(char)) for char in part)


def _refusal(text: str, wanted: str) -> ExcerptError:
    near = nearest(text, wanted)
    return ExcerptError(f"{_reason(text, wanted)} Nearest passage: “{near}”.", remedy=_REMEDY)


def _reason(text: str, wanted: str) -> str:
    """Why *wanted* is no slice of *text*, in one sentence."""
    gap = _GAP.search(wanted)
    if gap:
        return f"An excerpt leaves nothing out, and these words do, at “{gap.group().strip()}”."
    insertion = _INSERTION.search(wanted)
    if insertion:
        return f"An excerpt adds nothing, and “{insertion.group()}” is not in the statement."
    if " ".join(wanted.split()).casefold() in collapse(fold(text)).casefold():
        return "These words differ from the statement in capital letters, or begin or end within a word."
    kept = _longest_start(text, wanted.split(" "))
    if kept:
        return f"The statement does not go on as these words do after “{kept}”."
    return "These words do not stand in the statement one after another."


def _longest_start(text: str, words: list[str]) -> str:
    """As many of the first *words* as stand in *text* together; at least two, else none."""
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _first(text, " ".join(words[:middle])) else (low, middle - 1)
    return " ".join(words[:low])[-_SHOWN:] if low > 1 else ""


def nearest(text: str, wanted: str) -> str:
    """The paragraph of *text* that shares most words with *wanted*, cut to be shown."""
    asked = frozenset(re.findall(r"\w+", wanted.lower()))
    blocks = [collapse(block.of(text)) for block in split(text)]
    best = max(blocks, key=lambda block: len(asked & set(re.findall(r"\w+", block.lower()))), default="")
    if len(best) <= _SHOWN:
        return best
    starts = [0, *(match.end() for match in re.finditer(r"\s+", best))]
    at = max(starts, key=lambda n: len(asked & set(re.findall(r"\w+", best[n : n + _SHOWN].lower()))))
    return (
        ("…" if at else "")
        + best[at : at + _SHOWN].rsplit(" ", 1)[0]
        + ("…" if at + _SHOWN < len(best) else "")
    )
