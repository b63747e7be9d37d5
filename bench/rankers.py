"""Ways to choose excerpts, ours and those that it is measured against.

The others know no roles and no speakers: they choose among all sentences of a text that fit a post, and
what they choose is signed by the issuer. LexRank, TextRank and LSA are sumy's, as it ships them.
"""

import hashlib
import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from judged import Judged, Span
from scoring_excerpts import FIVE, Offered

from quotes import blocks, sentences
from quotes.excerpt import find, fits_a_post

_SHORTEST = 24  # characters; less is a date or a name
_STOP_WORDS = {
    "en": "english", "es": "spanish", "fr": "french", "de": "german", "it": "italian", "pt": "portuguese",
    "ar": "arabic", "zh": "chinese",
}  # fmt: skip


def ours(judged: Judged) -> list[Offered]:
    """What Drumbeat finds."""
    return [
        Offered(
            span=Span(start=each.start, end=each.end, speaker=each.speaker),
            text=judged.text[each.start : each.end],
        )
        for each in find(judged.statement)
    ]


def lead(judged: Judged) -> list[Offered]:
    """The first five sentences."""
    return _offered(judged, _sentences(judged)[:FIVE])


def at_random(judged: Judged) -> list[Offered]:
    """Any five sentences; the same ones each time."""
    seed = int.from_bytes(hashlib.sha256(judged.id.encode()).digest()[:8])
    found = _sentences(judged)
    return _offered(judged, random.Random(seed).sample(found, min(FIVE, len(found))))


def lexrank(judged: Judged) -> list[Offered]:
    """Sentences that are most like the others."""
    return _by_sumy(judged, "lex_rank", "LexRankSummarizer")


def textrank(judged: Judged) -> list[Offered]:
    """The same by another measure of likeness."""
    return _by_sumy(judged, "text_rank", "TextRankSummarizer")


def lsa(judged: Judged) -> list[Offered]:
    """Sentences for the main topics of a latent semantic analysis."""
    return _by_sumy(judged, "lsa", "LsaSummarizer")


RANKERS: Mapping[str, Callable[[Judged], list[Offered]]] = {
    "lead-5": lead,
    "random": at_random,
    "LexRank": lexrank,
    "TextRank": textrank,
    "LSA": lsa,
    "ours": ours,
}


class _Tokenizer:
    """Words for sumy, whose own tokenizer downloads what it needs."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(paragraph[a:b] for a, b in sentences.split(paragraph, 0, len(paragraph), None))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        wide = any("\u3040" <= char <= "\u9fff" for char in sentence)
        return tuple(sentence if wide else sentence.lower().split())


def sumy_document(paragraphs: Sequence[Sequence[str]]) -> Any:
    """Sentences by paragraphs as sumy takes them."""
    parts = import_module("sumy.models.dom")
    words = _Tokenizer()
    return parts.ObjectDocumentModel(
        [parts.Paragraph([parts.Sentence(each, words) for each in paragraph]) for paragraph in paragraphs]
    )


def summarizer(module: str, name: str, lang: str) -> Any:
    """One of sumy's summarizers, with its stop words for *lang* where it has some."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = getattr(import_module(f"sumy.summarizers.{module}"), name)()
        if lang in _STOP_WORDS:
            made.stop_words = import_module("sumy.utils").get_stop_words(_STOP_WORDS[lang])
    return made


def _by_sumy(judged: Judged, module: str, name: str) -> list[Offered]:
    """Sumy's first five, best first: it gives any number of them, but only in the order of the text."""
    spans = _sentences(judged)
    made = summarizer(module, name, judged.lang)
    document = sumy_document([[judged.text[a:b]] for a, b in spans])
    places = {id(each): span for each, span in zip(document.sentences, spans, strict=True)}
    ranked: list[tuple[int, int]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a text with more words than sentences, and of empty rows
        for n in range(1, min(FIVE, len(spans)) + 1):
            chosen = [places[id(each)] for each in made(document, n)]
            ranked += [span for span in chosen if span not in ranked]
    return _offered(judged, ranked)


def _sentences(judged: Judged) -> list[tuple[int, int]]:
    """All sentences that fit a post, whatever their part in the text."""
    text = judged.text
    found = [
        span
        for block in blocks.split(text)
        for span in sentences.split(text, block.start, block.end, judged.lang)
    ]
    return [(a, b) for a, b in found if b - a >= _SHORTEST and fits_a_post(text[a:b], None)]


def _offered(judged: Judged, spans: Sequence[tuple[int, int]]) -> list[Offered]:
    return [
        Offered(span=Span(start=a, end=b, speaker=judged.issuer), text=judged.text[a:b]) for a, b in spans
    ]
