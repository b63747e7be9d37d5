"""Who says what: the issuer its own narration, the named person a quotation, nobody where it is unknown.

A quotation's speaker is looked for where statements name one, nearest first: right after it (", said
NAME, role"), right before it ("NAME, role, said:"), on the line below ("– NAME, role"), in the block above
that ends with a colon, in the rest of the same quotation or paragraph, and in a lead-in that speaks for
all that follows ("… the following statement, which can be attributed to NAME:"). Nothing is guessed.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quotes import sentences
from quotes.beside import (
    ATTRIBUTED,
    SENTENCE_END,
    bare_tail,
    clause,
    first_clause,
    is_auxiliary,
    is_unnamed,
    last_sentence,
    leads_on,
    leaves_out_subject,
    nearest,
    signed,
    spoken_by_pronoun,
)
from quotes.blocks import Block, Role
from quotes.languages import Words, with_english
from quotes.letters import signature
from quotes.names import is_name, names_person, speaker_in, speakers_in
from quotes.quotations import Quotation
from quotes.rulings import Kind, Names, Ruling

_REACH = 260
"""An attribution lies within so many characters of its quotation."""
_FAR = 140
"""Between a quotation and the verb behind it there are at most so many."""
_RECENT = 20
"""A lead-in with so many others after it announces nobody any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who a lead-in announces, and from where on."""

    start: int
    end: int
    """Its voice is heard no further than this in the text outside quotation marks."""
    speaker: str | None
    """None: the issuer itself, or somebody without a name."""
    at: int
    """An offset in the sentence that announces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says something, and where the statement tells so."""

    speaker: str | None
    at: int | None = None
    """An offset in the sentence that names the speaker, or stands for the one who spoke last; None: a person
    said who, or nothing does."""


_NOBODY = Said(speaker=None)


class Speakers:
    """The speakers of one statement. What a person ruled on them wins."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        quotations: Sequence[Quotation],
        lang: str | None,
        issuer: str | None,
        rulings: Sequence[Ruling] = (),
    ) -> None:
        self.names = Names(rulings)
        self._rulings = [each for each in rulings if each.kind is Kind.SPEAKER]
        self._text = text
        self._blocks = blocks
        self._lang = lang
        self._languages = with_english(lang)
        letter = None if issuer else signature(text, blocks)
        self._own_voice = Said(speaker=letter[0], at=letter[1]) if letter else Said(speaker=issuer)
        self._last: str | None = None
        self._headings = [block.start for block in blocks if block.role is Role.HEADING]
        self._lead_ins = [found for n in range(len(blocks)) if (found := self._lead_in(n)) is not None]
        self._by_start = self._attribute([q for q in quotations if q.whole])

    def of(self, quotation: Quotation) -> str | None:
        """Who says *quotation*."""
        return self.said(quotation).speaker

    def said(self, quotation: Quotation) -> Said:
        """Who says *quotation*, and what proves it."""
        return self._called(self._by_start.get(quotation.start, _NOBODY))

    def narrator(self, start: int) -> str | None:
        """Who speaks in the text's own voice at *start*: the issuer, or whom a lead-in announced."""
        return self.narrated(start).speaker

    def narrated(self, start: int) -> Said:
        """Who speaks in the text's own voice at *start*, and what proves it; the issuer needs no proof."""
        announced = (found for found in reversed(self._announced_before(start)) if start < found.end)
        found = next(announced, None)
        if found is None or found.speaker is None or self._is_group(found.speaker):
            return self._called(self._own_voice)
        return self._called(Said(speaker=found.speaker, at=found.at))

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence, as a span of the text, that holds *offset*."""
        block = self._block_at(offset)
        spans = sentences.split(self._text, block.start, block.end, self._lang)
        return next((span for span in spans if span[0] <= offset < span[1]), (block.start, block.end))

    def _called(self, said: Said) -> Said:
        return said if said.speaker is None else replace(said, speaker=self.names.called(said.speaker))

    # --- quotations ---

    def _attribute(self, quotations: Sequence[Quotation]) -> dict[int, Said]:
        found: dict[int, Said] = {}
        by_thread: dict[int, Said] = {}
        for n, quotation in enumerate(quotations):
            before = quotations[n - 1] if n else None
            after = quotations[n + 1] if n + 1 < len(quotations) else None
            said = self._ruled(quotation) or self._found(quotation, before, after, found, by_thread)
            found[quotation.start] = said
            if said.speaker is not None:
                by_thread.setdefault(quotation.thread, said)
                self._last = said.speaker
        return {
            q.start: self._ruled(q) or _known(found[q.start], by_thread.get(q.thread)) for q in quotations
        }

    def _ruled(self, quotation: Quotation) -> Said | None:
        """What a person said of *quotation*."""
        ruled = (each for each in reversed(self._rulings) if each.covers(quotation.start))
        return next((Said(speaker=each.value) for each in ruled), None)

    def _found(
        self,
        quotation: Quotation,
        before: Quotation | None,
        after: Quotation | None,
        found: Mapping[int, Said],
        by_thread: Mapping[int, Said],
    ) -> Said:
        """What the statement says of *quotation*, between its neighbours."""
        head, tail = self._around(quotation, before, after)
        said = self._direct(quotation, head, tail) or by_thread.get(quotation.thread)
        if said is not None or self._is_said(head, tail):
            return said or _NOBODY
        if before is not None and self._same_paragraph(before, quotation):
            said = found[before.start]
        return _known(said or _NOBODY, self._announced(quotation))

    def _around(
        self, quotation: Quotation, before: Quotation | None, after: Quotation | None
    ) -> tuple[str, str]:
        """What stands before and after *quotation* in its block, up to the next quotation."""
        block = self._block_at(quotation.start)
        end = after.start if after and after.start < block.end else block.end
        start = before.end if before and before.end > block.start else block.start
        tail = self._text[quotation.end : min(end, quotation.end + _REACH)]
        return self._text[max(start, quotation.start - _REACH) : quotation.start], tail

    def _direct(self, quotation: Quotation, head: str, tail: str) -> Said | None:
        """The speaker named right after, right before, or on the line below."""
        before = self._before(quotation, head)
        if before is not None and leads_on(self._text[quotation.end - 1], tail):
            return before
        if (speaker := self._in_tail(tail)) is not None:
            word = re.search(r"\w", tail)
            return Said(speaker=speaker, at=quotation.end + (word.start() if word else 0))
        return before or self._on_next_line(quotation)

    def _before(self, quotation: Quotation, head: str) -> Said | None:
        """The speaker named right before."""
        speaker = self._in_head(head)
        at = quotation.start - len(head) + len(re.sub(r"\W+$", "", head)) - 1
        return None if speaker is None else Said(speaker=speaker, at=at)

    def _is_said(self, head: str, tail: str) -> bool:
        """Whether somebody is said to say it, whoever that is: then nobody else is taken for the speaker."""
        after = SENTENCE_END.split(bare_tail(tail))[0]
        before = head.rstrip('"“„«「『‘ \t\u00a0')
        before = last_sentence(before) if before.endswith((":", ",", "，", "：")) else ""
        if any(words.says.search(part) for words in self._languages for part in (after, before)):
            return True
        return before.endswith((":", "：")) and names_person(before)  # by a verb that is not known

    def _in_tail(self, tail: str) -> str | None:
        """From `,” said NAME, role.`, `,” NAME wrote to …` or `” – NAME, role`."""
        if name := signed(tail):
            return speaker_in(name, self._text)
        tail = bare_tail(tail)
        if spoken_by_pronoun(tail):
            return self._last
        stop = SENTENCE_END.search(tail)
        phrase = tail[: stop.start()] if stop else tail
        for words in self._languages:
            verb = words.says.search(phrase)
            if verb is None:
                continue
            before = phrase[: verb.start()]
            if not before.strip(" \t,،") or is_auxiliary(before):
                after = re.split(r"[\"“„«»:](?!\w{1,20}[\"”]\s)", phrase[verb.end() :])[0]
                return self._named(first_clause(after), words) if after.strip(" ,") else self._unsaid()
            if verb.start() < _FAR:
                return self._named(before, words)
        return None

    def _unsaid(self) -> str | None:
        """Whom a verb without a subject means: in languages that leave it out, the one who spoke last."""
        return self._last if leaves_out_subject(self._lang) else None

    def _in_head(self, head: str) -> str | None:
        """From `NAME, role, said: “` or `NAME: “`."""
        head = head.rstrip('"“„«「『‘ \t\u00a0')
        if not head or (head[-1] not in ":,，：" and not self._ends_with_verb(head)):
            return None
        sentence = last_sentence(head)
        for words in self._languages:
            verbs = list(words.says.finditer(sentence))
            if verbs:
                verb = verbs[-1]
                if not re.search(r"\w", sentence[: verb.start()] + sentence[verb.end() :]):
                    return self._unsaid()
                named = self._named(sentence[: verb.start()], words) if verb.start() else None
                return named or self._named(sentence[verb.end() :], words)
        return (
            speaker_in(sentence, self._text)
            if head[-1] in ":：" and is_name(sentence.split(",")[0])
            else None
        )

    def _ends_with_verb(self, head: str) -> bool:
        return any(re.search(rf"{words.says.pattern}$", head, re.IGNORECASE) for words in self._languages)

    def _on_next_line(self, quotation: Quotation) -> Said | None:
        n = self._index_at(quotation.start) + 1
        if n == len(self._blocks) or self._blocks[n].role is not Role.ATTRIBUTION:
            return None
        speaker = speaker_in(self._blocks[n].of(self._text).lstrip("–—- "), self._text)
        return Said(speaker=speaker, at=self._blocks[n].start) if speaker else None

    def _announced(self, quotation: Quotation) -> Said | None:
        """From the block above, if it ends with a colon, or from the lead-in that speaks for what follows."""
        announced = self._announced_before(quotation.start)
        return Said(speaker=announced[-1].speaker, at=announced[-1].at) if announced else None

    def _same_paragraph(self, a: Quotation, b: Quotation) -> bool:
        return self._block_at(a.start) is self._block_at(b.start)

    # --- lead-ins ---

    def _lead_in(self, n: int) -> Attribution | None:
        """What block *n* announces, if it is a lead-in or says whose statement follows."""
        block = self._blocks[n]
        words = block.of(self._text)
        match = ATTRIBUTED.search(words)
        if match and block.role in (Role.LEAD_IN, Role.BODY):
            speaker = speakers_in(clause(words[match.end() :]), self._text)
            return self._announces(n, speaker, block.start + match.start())
        if block.role is Role.LEAD_IN:
            return self._announces(n, self._subject(last_sentence(words.rstrip(":：."))), block.end - 1)
        if block.role is Role.BODY and self._is_quoted(n + 1):
            for start, end in sentences.split(self._text, block.start, block.end, self._lang):
                sentence = self._text[start:end]
                if any(known.issues.search(sentence) for known in self._languages):
                    return self._announces(n, self._subject(sentence), start)
        return None

    def _announces(self, n: int, speaker: str | None, at: int) -> Attribution:
        return Attribution(start=self._blocks[n].end, end=self._voice_end(n), speaker=speaker, at=at)

    def _is_quoted(self, n: int) -> bool:
        return n < len(self._blocks) and self._blocks[n].role is Role.QUOTATION

    def _voice_end(self, n: int) -> int:
        """Where the voice that block *n* announces ends: at once if it is quoted, else at a heading."""
        if self._is_quoted(n + 1):
            return self._blocks[n].end
        later = bisect_right(self._headings, self._blocks[n].start)
        return self._headings[later] if later < len(self._headings) else len(self._text) + 1

    def _subject(self, sentence: str) -> str | None:
        """Who "says", "released the following": the words before the first such verb."""
        for words in self._languages:
            for pattern in (words.issues, words.says, *([words.statement] if sentence[:1].isupper() else [])):
                verb = pattern.search(sentence)
                if verb and not verb.start() and pattern is words.says:
                    return self._named(sentence[verb.end() :], words)
                if verb and verb.start():
                    subject = nearest(sentence[: verb.start()])
                    return self._named(subject, words) or speakers_in(subject, self._text)
        return None

    # --- names ---

    def _named(self, phrase: str, words: Words) -> str | None:
        """Whom *phrase* names, or whom its pronoun stands for, or its group: the letter, the lawmakers."""
        phrase = nearest(phrase.strip(' ,:：،–—-\t\u00a0"”»'))
        if words.pronoun.fullmatch(phrase) or spoken_by_pronoun(phrase):
            return self._last
        if is_unnamed(phrase, self._lang):
            return None
        if group := words.group.match(phrase):
            return group.group()[:1].upper() + group.group()[1:]
        return speakers_in(phrase, self._text)

    def _is_group(self, speaker: str) -> bool:
        return any(words.group.match(speaker) for words in self._languages)

    def _block_at(self, offset: int) -> Block:
        return self._blocks[self._index_at(offset)]

    def _index_at(self, offset: int) -> int:
        return bisect_right(self._blocks, offset, key=lambda block: block.start) - 1

    def _announced_before(self, offset: int) -> list[Attribution]:
        """The last lead-ins before *offset*, in order; earlier ones no longer matter."""
        last = bisect_right(self._lead_ins, offset, key=lambda found: found.start)
        return self._lead_ins[max(0, last - _RECENT) : last]


def _known(said: Said, other: Said | None) -> Said:
    """*said*, or *other* where that tells more."""
    return said if said.speaker is not None or other is None else other
