"""Sentences with exact offsets: sentencex, and a pass of our own for what public statements do.

sentencex leaves several sentences within quotation marks as one, and cuts after some abbreviations;
the pass splits and joins again. A span without its white space is what comes back.
"""

import re
from itertools import pairwise

from sentencex import get_sentence_boundaries

from quotes.blocks import trimmed

_SURROGATE = re.compile("[\ud800-\udfff]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Reps?|Sens?|Gov|Lt|Gen|Hon|Rt|Rev|Dr|Drs|Mr|Mrs|Ms|Mx|Prof|St|Sr|Sra|Srta|Dra|Jr|Approx|No|Nos|vs|"
    r"Art|art|Inc|Ltd|Co|Corp|Dept|Ore|Vt|Calif|Ariz|Fla|Ga|Ill|Mass|Mich|Minn|Pa|Tenn|Tex|Va|Wash|Wis|Conn|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Nr|Abs|bzw|usw|z\.B|d\.h|[A-ZÀ-Þ])|U\.S|D\.C|N\.Y|U\.N|U\.K|E\.U)\.$"
)
_ENDS_FOR_SURE = re.compile(r"(?:U\.S|D\.C|N\.Y|U\.N|U\.K|E\.U|Inc|Jr|Co)\.$")
_INNER_END = re.compile(
    r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“«„‘(¿¡]?[A-ZÀ-ÞΑ-ΩА-Я0-9])|[.!?][\"”»]\s*(?=[\"“«„]?[A-ZÀ-Þ])|(?<=[؟])\s+|[。！？](?:[」』”])?(?!\s*[」』”])"
)
_LOWER = re.compile(r"[^\w\"“«„‘¿¡]*[a-zß-öø-ÿ]")


def split(text: str, start: int, end: int, lang: str | None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, one paragraph or one quotation, as spans into *text*."""
    inside = _SURROGATE.sub("\ufffd", text[start:end])
    if not inside.strip():
        return []
    cuts = {start + int(b["end_index"]) for b in get_sentence_boundaries(lang or "en", inside)}
    cuts |= {start + match.end() for match in _INNER_END.finditer(inside)}
    edges = sorted(
        {start, end} | {cut for cut in cuts if start < cut < end and _is_boundary(text, start, cut, end)}
    )
    spans = (trimmed(text, a, b) for a, b in pairwise(edges))
    return [span for span in spans if span[0] < span[1]]


def _is_boundary(text: str, start: int, cut: int, end: int) -> bool:
    before = text[max(start, cut - 40) : cut].rstrip()
    after = text[cut : min(end, cut + 40)]
    if not before or not after.strip():
        return True
    if _LOWER.match(after):
        return False
    if _ABBREVIATION.search(before):
        return bool(_ENDS_FOR_SURE.search(before)) and bool(
            re.match(r"\s*(?:The|We|This|In|It|Our|They|I)\b", after)
        )
    return True
