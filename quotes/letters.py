"""Open letters: by whom they say that they are signed, where nobody is given as the issuer."""

import re
from collections.abc import Sequence

from quotes.blocks import Block, Role

_UNDERSIGNED = re.compile(
    r"(?<!\w)(?:the undersigned(?: (?!call|urge|demand|write|ask|stand|are)[a-z-]+){0,2}(?=\W|\s)|"
    r"l[ao]s (?:\w+ )?(?:abajo )?firmantes|les (?:\w+ )?(?:soussigné\w*|signataires)|"
    r"[ao]s (?:\w+ )?(?:abaixo[- ]assinad[ao]s|signatári[ao]s)|die unterzeichne(?:nden|ten) [A-Z]\w+|"
    r"(?:i|le|gli) (?:\w+ )?(?:sottoscritt[ie]|firmatari)|(?:òganizasyon|moun) ki siyen(?: anba a)?|"
    r"المنظمات الموقعة(?: أدناه)?|الموقعون أدناه)|(?:联署|聯署|签署|簽署)(?:团体|團體|组织|組織|人)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:open letter|carta abierta|lettre ouverte|carta aberta|offener brief|lettera aperta|lèt louvri)\b|"
    r"رسالة مفتوحة|公[开開]信",
    re.IGNORECASE,
)
"""In a headline: the text is a letter of many, which has a title."""
_WHERE = frozenset({Role.BODY, Role.LEAD_IN, Role.SIGNATORIES, Role.HEADING})


def signature(text: str, blocks: Sequence[Block]) -> tuple[str, int] | None:
    """Those who sign a letter, as it calls them, else its title; and where that stands."""
    for block in blocks:
        found = _UNDERSIGNED.search(text, block.start, block.end) if block.role in _WHERE else None
        if found:
            words = " ".join(found.group().split())
            return words[:1].upper() + words[1:], found.start()
    for block in blocks:
        if block.role is Role.HEADLINE and _LETTER.search(block.of(text)):
            return " ".join(block.of(text).split()), block.start
    return None
