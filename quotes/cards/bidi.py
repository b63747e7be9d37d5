"""Which way text runs: the levels of its characters, and the order in which they are seen.

The Unicode bidirectional algorithm, UAX #9 (https://www.unicode.org/reports/tr9/), for one paragraph. The
rules below bear its names. An even level runs from left to right, an odd one from right to left.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_DEEPEST = 125
_TURNS = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""What may run from right to left; text without any is done with at a glance."""
_EMBEDS = {"LRE": 0, "RLE": 1, "LRO": 0, "RLO": 1}
_OVERRIDES = {"LRO": "L", "RLO": "R"}
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}
"""The direction that a type gives to neutrals beside it."""
_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "ug", "ur", "yi"})
_SPELT_ALIKE = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""Brackets that are canonically the same, and therefore pair with each other."""


def rightwards(text: str, lang: str | None) -> bool:
    """Whether the paragraph *text* runs from right to left.

    In a language that does, it does wherever it has such letters at all: a name in Latin letters at its
    beginning changes nothing. In another language the most letters decide; where none is known, the
    first one does (rules P2 and P3).
    """
    if not _TURNS.search(text):
        return False
    ways = [_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")]
    if not ways:
        return False
    if lang is None:
        return ways[0] == "R"
    tag = lang.lower()
    if tag in _LANGUAGES or tag.split("-")[0] in _LANGUAGES:
        return "R" in ways
    return 2 * ways.count("R") > len(ways)


def levels(text: str, base: int) -> list[int]:
    """The level of each character of *text* in a paragraph of the level *base*, 0 or 1."""
    if not base and not _TURNS.search(text):
        return [0] * len(text)
    return _Levels(text, base).found


def order(found: Sequence[int]) -> list[int]:
    """The places of a line's pieces as seen from the left, given the level of each (rule L2)."""
    places = list(range(len(found)))
    odd = [level for level in found if level % 2]
    for level in range(max(found, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(places):
            end = start
            while end < len(places) and found[places[end]] >= level:
                end += 1
            places[start:end] = places[start:end][::-1]
            start = max(end, start + 1)
    return places


class _Levels:
    """The algorithm under way: a type and a level for each character."""

    def __init__(self, text: str, base: int) -> None:
        self._text, self._base = text, base
        self._first = [unicodedata.bidirectional(char) or "L" for char in text]
        self._types = list(self._first)
        self.found = [base] * len(text)
        self._pairs = dict(_isolates(self._first))
        self._explicit()
        self._embedded = list(self.found)
        self._kept = [i for i, kind in enumerate(self._first) if kind not in _REMOVED]
        for sequence in self._sequences():
            self._resolve(sequence)
        self._removed_follow()
        self._ends()

    # --- X: what the text says of itself ----------------------------------------------------------

    def _explicit(self) -> None:
        """Rules X1 to X8: embeddings, overrides and isolates."""
        stack = _Stack(self._base)
        for i, kind in enumerate(self._first):
            if kind in _ISOLATES:
                self._place(i, stack)
                stack.isolate(odd=self._odd(i, kind))
            elif kind == "PDI":
                stack.close_isolate()
                self._place(i, stack)
            elif kind in _EMBEDS:
                self.found[i] = stack.level
                stack.embed(odd=bool(_EMBEDS[kind]), override=_OVERRIDES.get(kind))
            elif kind == "PDF":
                self.found[i] = stack.level
                stack.close_embedding()
            else:
                self._place(i, stack)

    def _place(self, i: int, stack: "_Stack") -> None:
        self.found[i] = stack.level
        if stack.override and self._first[i] != "BN":
            self._types[i] = stack.override

    def _odd(self, i: int, kind: str) -> bool:
        if kind == "FSI":
            return _first_strong(self._first[i + 1 : self._pairs.get(i, len(self._first))])
        return kind == "RLI"

    def _sequences(self) -> Iterator[list[int]]:
        """Rule X10: runs of one level, an isolate's surroundings taken as one."""
        runs: list[list[int]] = []
        for i in self._kept:
            if runs and self.found[runs[-1][-1]] == self.found[i]:
                runs[-1].append(i)
            else:
                runs.append([i])
        starting = {run[0]: run for run in runs}
        closers = set(self._pairs.values())
        for run in runs:
            if run[0] in closers and self._first[run[0]] == "PDI":
                continue  # goes on from its opener
            sequence = list(run)
            while (closer := self._pairs.get(sequence[-1])) is not None and closer in starting:
                sequence += starting[closer]
            yield sequence

    # --- W, N, I: what the characters around say --------------------------------------------------

    def _resolve(self, sequence: list[int]) -> None:
        level = self.found[sequence[0]]
        before = max(level, self._beside(sequence[0], -1))
        after = max(level, self._after(sequence[-1]))
        sos, eos = "LR"[before % 2], "LR"[after % 2]
        types = [self._types[i] for i in sequence]
        _weak(types, sos)
        self._brackets(sequence, types, "LR"[level % 2], sos)
        _neutral(types, "LR"[level % 2], sos, eos)
        for i, kind in zip(sequence, types, strict=True):
            odd = level % 2
            if kind == "R":
                self.found[i] = level + (not odd)
            elif kind == "L":
                self.found[i] = level + odd
            else:  # numbers
                self.found[i] = level + (1 if odd else 2)

    def _beside(self, i: int, step: int) -> int:
        """The explicit level of the next character that is kept, or that of the paragraph."""
        i += step
        while 0 <= i < len(self._first) and self._first[i] in _REMOVED:
            i += step
        return self._embedded[i] if 0 <= i < len(self._first) else self._base

    def _after(self, i: int) -> int:
        if self._first[i] in _ISOLATES and i not in self._pairs:
            return self._base
        return self._beside(i, 1)

    def _brackets(self, sequence: list[int], types: list[str], way: str, sos: str) -> None:
        """Rule N0: a pair of brackets runs with what is in it, or before it."""
        for opener, closer in self._bracket_pairs(sequence, types):
            inside = {_STRONG[kind] for kind in types[opener + 1 : closer] if kind in _STRONG}
            if way in inside:
                found = way
            elif inside:
                earlier = (_STRONG[kind] for kind in reversed(types[:opener]) if kind in _STRONG)
                other = "R" if way == "L" else "L"
                found = other if next(earlier, sos) == other else way
            else:
                continue
            for at in (opener, closer):
                types[at] = found
                for follower in range(at + 1, len(types)):  # marks upon a bracket
                    if self._first[sequence[follower]] != "NSM":
                        break
                    types[follower] = found

    def _bracket_pairs(self, sequence: list[int], types: list[str]) -> list[tuple[int, int]]:
        """Rule BD16: the places, in *types*, of brackets that belong together."""
        waiting: list[tuple[str, int]] = []
        pairs = []
        for at, i in enumerate(sequence):
            char = self._text[i]
            if types[at] != "ON":
                continue
            if closing := _closing(char):
                if len(waiting) == 63:
                    break
                waiting.append((closing, at))
            elif unicodedata.category(char) == "Pe":
                char = _SPELT_ALIKE.get(char, char)
                for depth in range(len(waiting) - 1, -1, -1):
                    if waiting[depth][0] == char:
                        pairs.append((waiting[depth][1], at))
                        del waiting[depth:]
                        break
        return sorted(pairs)

    # --- the rest ---------------------------------------------------------------------------------

    def _removed_follow(self) -> None:
        """What rule X9 removes stays with the character before it."""
        level = self._base
        for i, kind in enumerate(self._first):
            if kind in _REMOVED:
                self.found[i] = level
            level = self.found[i]

    def _ends(self) -> None:
        """Rule L1, for the end of the paragraph: spaces there run as the paragraph does."""
        for i in range(len(self._first) - 1, -1, -1):
            if self._first[i] not in _REMOVED | _ISOLATES | {"WS", "S", "B", "PDI"}:
                break
            self.found[i] = self._base


class _Stack:
    """What is embedded in what. What goes too deep is counted, and let pass."""

    def __init__(self, base: int) -> None:
        self._open: list[tuple[int, str | None, bool]] = [(base, None, False)]
        self._lost_isolates = self._lost_embeddings = self._isolates = 0

    @property
    def level(self) -> int:
        return self._open[-1][0]

    @property
    def override(self) -> str | None:
        return self._open[-1][1]

    def embed(self, *, odd: bool, override: str | None) -> None:
        if not self._deeper(odd=odd, override=override, isolate=False) and not self._lost_isolates:
            self._lost_embeddings += 1

    def isolate(self, *, odd: bool) -> None:
        if self._deeper(odd=odd, override=None, isolate=True):
            self._isolates += 1
        else:
            self._lost_isolates += 1

    def _deeper(self, *, odd: bool, override: str | None, isolate: bool) -> bool:
        """The next greater level that is odd, or even; whether there is one left."""
        level = self.level + 1 if (self.level % 2) != odd else self.level + 2
        if level > _DEEPEST or self._lost_isolates or self._lost_embeddings:
            return False
        self._open.append((level, override, isolate))
        return True

    def close_embedding(self) -> None:
        if self._lost_isolates:
            return
        if self._lost_embeddings:
            self._lost_embeddings -= 1
        elif not self._open[-1][2] and len(self._open) > 1:
            self._open.pop()

    def close_isolate(self) -> None:
        if self._lost_isolates:
            self._lost_isolates -= 1
        elif self._isolates:
            self._lost_embeddings = 0
            while not self._open[-1][2]:
                self._open.pop()
            self._open.pop()
            self._isolates -= 1


def _isolates(types: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each opener of an isolate with its PDI (rule BD9)."""
    waiting = []
    for i, kind in enumerate(types):
        if kind in _ISOLATES:
            waiting.append(i)
        elif kind == "PDI" and waiting:
            yield waiting.pop(), i


def _first_strong(types: Sequence[str]) -> bool:
    """Whether the first strong character outside of isolates runs from right to left (rules P2, P3)."""
    inside = dict(_isolates(types))
    i = 0
    while i < len(types):
        if types[i] in ("L", "R", "AL"):
            return types[i] != "L"
        i = inside.get(i, len(types) if types[i] in _ISOLATES else i) + 1
    return False


def _weak(types: list[str], sos: str) -> None:
    """Rules W1 to W7, in place."""
    for i, kind in enumerate(types):
        if kind == "NSM":
            before = types[i - 1] if i else sos
            types[i] = "ON" if before in _ISOLATES or before == "PDI" else before
    _after_strong(types, sos, "AL", "AN")
    types[:] = ["R" if kind == "AL" else kind for kind in types]
    for i in range(1, len(types) - 1):
        between = {types[i - 1], types[i + 1]}
        if (types[i] in ("ES", "CS") and between == {"EN"}) or (types[i] == "CS" and between == {"AN"}):
            types[i] = types[i - 1]
    _terminators(types)
    types[:] = ["ON" if kind in ("ES", "CS", "ET") else kind for kind in types]
    _after_strong(types, sos, "L", "L")


def _after_strong(types: list[str], sos: str, strong: str, becomes: str) -> None:
    """European numbers after a *strong* type become another (rules W2 and W7)."""
    last = sos
    for i, kind in enumerate(types):
        if kind in ("L", "R", "AL"):
            last = kind
        elif kind == "EN" and last == strong:
            types[i] = becomes


def _terminators(types: list[str]) -> None:
    """Rule W5: what belongs to a number, like a currency, runs with it."""
    start = 0
    while start < len(types):
        end = start
        while end < len(types) and types[end] == "ET":
            end += 1
        if end > start and "EN" in (types[start - 1 : start] + types[end : end + 1]):
            types[start:end] = ["EN"] * (end - start)
        start = end + 1


def _neutral(types: list[str], way: str, sos: str, eos: str) -> None:
    """Rules N1 and N2, in place: neutrals run with what is on both sides, or as they are embedded."""
    start = 0
    while start < len(types):
        end = start
        while end < len(types) and types[end] in _NEUTRAL:
            end += 1
        if end > start:
            before = _STRONG[types[start - 1]] if start else sos
            after = _STRONG[types[end]] if end < len(types) else eos
            types[start:end] = [before if before == after else way] * (end - start)
        start = end + 1


def _closing(char: str) -> str:
    """The bracket that closes *char*, none if it does not open one."""
    if unicodedata.category(char) != "Ps" or not unicodedata.mirrored(char):
        return ""
    char = _SPELT_ALIKE.get(char, char)
    for number in (ord(char) + 1, ord(char) + 2):
        if unicodedata.category(chr(number)) == "Pe":
            return chr(number)
    return ""
