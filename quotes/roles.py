"""Which role each block plays: what frames the statement, and what the statement says.

Rules run in a fixed order over the blocks, the frame first: a block that has been given a role keeps it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from quotes.beside import last_sentence
from quotes.blocks import Block, Role, width
from quotes.languages import Words, finds, opens, with_english
from quotes.quotations import Quotation

SPOKEN = frozenset({Role.BODY, Role.QUOTATION})
"""The roles that excerpts come from."""

_END_MARK = re.compile(
    r"(?:#\s*){1,5}|[-–—]\s*30\s*[-–—]|[-–—*\s]*(?:ends?|fin|fine|ende)[-–—*\s]*", re.IGNORECASE
)
_STARS = re.compile(r"[*_~=–—-](?:\s*[*_~=–—-]){2,}")
_STOP = re.compile(r"[.!?…。！？؟۔][\"”’»)\]」]*$")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(r"(?:\+?\d[\d ().-]{7,}\d)|\b\d{3}-\d{4}\b")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b|all rights reserved)", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\.?|uhr|h\d{0,2})\b", re.IGNORECASE)
_PARTY = re.compile(r"\([DRI]-[A-Z]{2}(?:[-‑]?\d+)?\)|\([A-Z]{2}-(?:\d+|AL)\)")
_DASH_NAME = re.compile(r"[–—-]{1,2}\s?[^\W\d_]")
_DATELINE = re.compile(
    r"(?=[^–—…-]{0,60}?(?:[A-Z]{4,}|, [A-Z][\w.]|\d))"
    r"[A-ZÀ-Þ][\w.'’]+(?:[ ,/]+[A-ZÀ-Þ][\w.'’]*){0,5}[ ,]*"
    r"(?:[(\[][^)\]]{4,25}[)\]]|[A-Z]?[a-z]+\.? \d{1,2},? \d{4}|"
    r"\d{1,2}(?:er|º|o)?(?: de)? [^\W\d_]+(?: de)? \d{4})?"
    r"\s*(?:[–—…]|-{1,2}(?=\s))\s*"
)
_DATE_DIGITS = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|[一二〇零]{2}[一二三四五六七八九〇零]{2}年|\d{4}年")

_FOLLOWS = r"(?i)\b(?:following|siguiente|suivante?|folgende\w*|seguente|seguinte)\b"

_SHORT = 60
"""A release line, a signatory or a date has at most about so many characters."""
_LONGEST_CONTACT = 800
_HEADING = 110
_HEADLINE = 260
_ABOUT_HEADING = 0.4
_LATE = 0.6
"""About paragraphs and the end mark stand in the last part of a text, after this share of it."""


def assign(
    text: str, blocks: Sequence[Block], quotations: Sequence[Quotation], lang: str | None
) -> list[Block]:
    """*blocks* with their roles; a dateline becomes a block of its own before its paragraph.

    ``quotations`` refer to *blocks* by index; the blocks that come back are to be looked up by offset.
    """
    return _Reader(text, blocks, quotations, with_english(lang)).read()


class _Reader:
    """The rules with what they all look at."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        quotations: Sequence[Quotation],
        languages: tuple[Words, ...],
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.words = [block.of(text) for block in blocks]
        self.languages = languages
        self.quoted = {q.block for q in quotations if q.whole}
        self.roles: dict[int, Role] = {}

    def read(self) -> list[Block]:
        for rule in (
            self._ends,
            self._alone,
            self._lead_ins,
            self._heads,
            self._headings,
            self._tail,
            self._about,
        ):
            rule()
        for n in self.quoted:
            self.roles.setdefault(n, Role.QUOTATION)
        return [part for n in range(len(self.blocks)) for part in self._with_dateline(n)]

    # --- helpers ---

    def _give(self, n: int, role: Role) -> None:
        self.roles.setdefault(n, role)

    def _is_late(self, n: int, share: float = _LATE) -> bool:
        return self.blocks[n].start > share * len(self.text)

    def _is_title(self, n: int, longest: int) -> bool:
        """Whether block *n* is short and no sentence: no stop at its end, no bullet, nobody's words."""
        words = self.words[n]
        if self.blocks[n].bullet or n in self.quoted or _STOP.search(words) or words[-1] in ",;:；：،؛":
            return False
        return width(words) <= longest

    # --- rules, in order ---

    def _ends(self) -> None:
        """The end mark and all after it; what stands below a row of stars near the end is background."""
        for n, words in enumerate(self.words):
            if _END_MARK.fullmatch(words) and self._is_late(n):
                self._give(n, Role.END_MARK)
                for later in range(n + 1, len(self.words)):
                    self._give(later, Role.FURNITURE)
                return
        for n, words in enumerate(self.words):
            if _STARS.fullmatch(words):
                self._give(n, Role.FURNITURE)
                if self._is_late(n):
                    for later in range(n + 1, len(self.words)):
                        self._give(later, Role.BACKGROUND)

    def _alone(self) -> None:
        """Blocks that show by themselves what they are."""
        for n in range(len(self.words)):
            role = self._own_role(n)
            if role is not None:
                self._give(n, role)

    def _own_role(self, n: int) -> Role | None:
        """The first role of this table, the surest first, that block *n* shows to have."""
        words, short = self.words[n], width(self.words[n]) <= 2 * _SHORT
        shown = {
            Role.RELEASE_LINE: short and self._is_release_line(words),
            Role.CONTACT: len(words) <= _LONGEST_CONTACT and self._is_contact(words, short=short),
            Role.TRANSLATOR_NOTE: n not in self.quoted and opens("note", words, self.languages),
            Role.SALUTATION: self._is_salutation(words),
            Role.SIGN_OFF: short and opens("sign_off", words, self.languages) and not _STOP.search(words),
            Role.CALL_TO_ACTION: n not in self.quoted and self._is_call(words),
            Role.LIST: self._is_list(n),
            Role.SCHEDULE: short and self.blocks[n].bullet and _TIME.search(words),
            Role.FURNITURE: _URL.fullmatch(words) or _COPYRIGHT.match(words) or not re.search(r"\w", words),
            Role.ATTRIBUTION: self._is_attribution(n),
        }
        return next((role for role, found in shown.items() if found), None)

    def _is_salutation(self, words: str) -> bool:
        addressed = width(words) <= 3 * _SHORT and words[-1] in ",:，：،"
        return addressed and opens("salutation", words, self.languages)

    def _is_call(self, words: str) -> bool:
        one = len(re.findall(r"[.!?…]\s+(?=[A-ZÀ-Þ¡¿])", words)) == 0
        return one and width(words) <= 6 * _SHORT and finds("action", words, self.languages)

    def _is_release_line(self, words: str) -> bool:
        if opens("release", words, self.languages):
            return True
        dated = _DATE_DIGITS.search(words) or (_YEAR.search(words) and self._names_month(words))
        return bool(dated) and len(words.split()) <= 9 and width(words) <= _SHORT

    def _names_month(self, words: str) -> bool:
        months = [month for known in self.languages for month in known.months]
        return (
            any(re.search(rf"(?<!\w){month}(?!\w)", words, re.IGNORECASE) for month in months)
            or "年" in words
        )

    def _is_contact(self, words: str, *, short: bool) -> bool:
        if opens("contact", words, self.languages) and width(words) <= 4 * _SHORT:
            return True
        reachable = len(_EMAIL.findall(words)) + len(_PHONE.findall(words))
        return reachable > 0 and (short or reachable > 1) and not finds("says", words, self.languages)

    def _is_list(self, n: int) -> bool:
        words = self.words[n]
        if n in self.quoted:
            return False
        names = len(
            re.findall(r"[,;،、] (?:and |y |et |e |und )?(?:[A-ZÀ-Þ]|the [A-Z]|la [A-Z]|el [A-Z])", words)
        )
        return len(_PARTY.findall(words)) >= 4 or (names >= 7 and names * 45 > len(words))

    def _is_attribution(self, n: int) -> bool:
        raw = self.text[self.text.rfind("\n", 0, self.blocks[n].start) + 1 : self.blocks[n].end].strip()
        below = n > 0 and n - 1 in self.quoted
        return below and bool(_DASH_NAME.match(raw)) and width(raw) <= 2 * _SHORT and not _STOP.search(raw)

    def _lead_ins(self) -> None:
        """Blocks that end with a colon and introduce the statement, a letter, somebody's words."""
        for n, words in enumerate(self.words):
            if n in self.quoted:
                continue
            last = last_sentence(words)
            leads = any(finds(field, last, self.languages) for field in ("statement", "says"))
            ends = words[-1] in ":：" and (leads or width(words) <= _HEADING)
            if ends or (n < 6 and finds("issues", last, self.languages) and re.search(_FOLLOWS, last)):
                self._give(n, Role.LEAD_IN)

    def _heads(self) -> None:
        """The headline and what stands under it, before the first paragraph."""
        first = next((n for n in range(len(self.words)) if n not in self.roles), None)
        if first is None or not self._is_headline(first):
            return
        self._give(first, Role.HEADLINE)
        for n in range(first + 1, len(self.words)):
            if self.words[n] == self.words[first]:
                self.roles[n] = Role.HEADLINE
        for n in range(first + 1, len(self.words)):
            if n in self.roles:
                continue
            if not self._is_title(n, _HEADLINE + 100):
                return
            self._give(n, Role.SUBHEAD)

    def _is_headline(self, n: int) -> bool:
        if n + 1 >= len(self.words) or width(self.words[n]) > _HEADLINE or self.blocks[n].bullet:
            return False
        if n in self.quoted and _STOP.search(self.words[n]) and self.words[n][0] in '"“«„':
            return False
        framed = self.roles.get(n + 1) in (Role.RELEASE_LINE, Role.CONTACT, Role.CALL_TO_ACTION)
        return framed or not re.search(r"[.。][\"”’»)\]」]*$", self.words[n])

    def _headings(self) -> None:
        """Titles between paragraphs."""
        for n in range(1, len(self.words)):
            if n not in self.roles and self._is_title(n, _HEADING) and not self.words[n].isdecimal():
                self._give(n, Role.HEADING)

    def _tail(self) -> None:
        """Those who sign, from their heading or from a run of short lines to the end."""
        late = [n for n in range(len(self.words)) if self._is_late(n)]
        start = next((n for n in late if opens("signed", self.words[n], self.languages)), None)
        if start is None:
            start = next((n for n in late if self.roles.get(n) is Role.SIGN_OFF), None)
        if start is None:
            return
        for n in range(start, len(self.words)):
            if self.roles.get(n) in (None, Role.HEADING) and not (
                _STOP.search(self.words[n]) and n in self.quoted
            ):
                self.roles[n] = Role.SIGNATORIES

    def _about(self) -> None:
        """Who the organization is: from its heading, or from "X is a …", to the end but for quotations."""
        start = next((n for n in range(1, len(self.words)) if self._is_about(n)), None)
        if start is None:
            return
        for n in range(start, len(self.words)):
            if n > start and not self._is_about(n) and finds("stance", self.words[n], self.languages[:1]):
                return
            if self.roles.get(n) in (None, Role.HEADING) and n not in self.quoted:
                self.roles[n] = Role.ABOUT

    def _is_about(self, n: int) -> bool:
        if n in self.quoted or self.roles.get(n) not in (None, Role.HEADING):
            return False
        words = self.words[n]
        if self.roles.get(n) is Role.HEADING:
            return self._is_late(n, _ABOUT_HEADING) and opens("about", words, self.languages)
        if not self._is_late(n):
            return False
        match = next((m for known in self.languages if (m := known.is_a.search(words))), None)
        return match is not None and _is_name(words[: match.start()])

    def _with_dateline(self, n: int) -> list[Block]:
        block = replace(self.blocks[n], role=self.roles.get(n, Role.BODY))
        match = _DATELINE.match(self.text, block.start, block.end)
        if (
            block.role not in SPOKEN | {Role.LEAD_IN}
            or match is None
            or match.end() >= block.end
            or self._had_body(n)
        ):
            return [block]
        dateline = Block(start=block.start, end=match.end(), role=Role.DATELINE)
        return [dateline, replace(block, start=match.end())]

    def _had_body(self, n: int) -> bool:
        return sum(self.roles.get(m, Role.BODY) in SPOKEN for m in range(n)) > 1


def _is_name(words: str) -> bool:
    """Whether *words*, before "is a …", are a name alone."""
    bare = re.sub(r"\([^)]*\)", "", words).strip(" ,")
    parts = bare.split()
    if not parts or len(parts) > 10 or re.search(r"[.,;:!?]$|[.!?;:] ", bare):
        return False
    capitals = sum(part[:1].isupper() or not part[:1].isascii() for part in parts)
    return capitals >= max(1, (len(parts) + 1) // 2) and parts[0].lower() not in {
        "we",
        "this",
        "it",
        "there",
        "he",
        "she",
    }
