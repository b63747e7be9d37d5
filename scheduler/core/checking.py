"""The check before approval and before sending: verbatim quotes, pictures as approved, alt text.

It compares what would go out with the statement as it came, and trusts nothing computed before.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from quotes import verbatim
from quotes.statement import Format, normalise, sha256, text_sha256
from scheduler.core.conduct import check_cashtags
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.errors import WordsError
from scheduler.core.limits import Network
from scheduler.core.records import KeptExcerpt, KeptStatement

_PARTNERS = {"“": "”", "„": "“”", "”": "”", "«": "»", "»": "«»", '"': '"', "「": "」", "『": "』"}
"""Marks that open a quotation, and what closes each: English, German, Swedish, French, Danish, typed,
Japanese. Single ones are left out: among apostrophes nobody can tell what they close."""
_MARKS = re.compile(f"[{re.escape(''.join({*_PARTNERS, *''.join(_PARTNERS.values())}))}]")
_OPENS_NOTHING = re.compile(r"[\w.,!?…][\"”]")
"""A mark that could open or close, right after a word or its stop: inches, or a closing one left over."""
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_QUOTE_HAS_WORDS = 3
"""Fewer words between marks are a name or a term (“Dreamers”), not a quotation."""
_QUOTE_HAS_SIGNS = 10
"""The same where no spaces stand between words."""
_UNSPACED = re.compile(r"[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LETTER = r"[^\W\u0e00-\u109f\u1780-\u17ff\u2e80-\U0010ffff]"  # of a script with spaces between words
_INSIDE = re.compile(
    rf"(?<={_LETTER})(?=['‐‑-]?{_LETTER})"  # il|legal, we can|'t, non|-violent
    rf"|(?<={_LETTER}[‐‑-])(?={_LETTER})"  # non-|violent; but French may begin after l'
    r"|(?<=\d[.,])(?=\d)|(?<=\d)(?=[.,]\d)"  # 1,|000
)
"""A place inside a word or a number, where a quotation must neither begin nor end."""


@lru_cache(maxsize=16)  # every post of a campaign asks for the same
def statement_problem(statement: KeptStatement) -> str | None:
    """What no longer agrees between a statement's bytes, its text and their digests.

    A plain text is read from its bytes again. What a library read out of another format is held by its
    digest: another version may read otherwise, and what was approved must not hang on it.
    """
    if sha256(statement.original) != statement.sha256:
        return f"the original of {statement.id} is not the one that was added"
    if text_sha256(statement.text) != statement.text_sha256:
        return f"the text of {statement.id} was changed"
    if statement.format is not Format.TEXT:
        return None
    if normalise(statement.original.decode("utf-8", "replace")) != statement.text:
        return f"the text of {statement.id} is not what its original says"
    return None


def withdrawal(statement: KeptStatement) -> str | None:
    """Who withdrew *statement* and why, in plain words; None if it stands."""
    if statement.withdrawn_by is None:
        return None
    because = f": {statement.withdrawn_why}" if statement.withdrawn_why else ""
    return f"the statement {statement.id} was withdrawn by {statement.withdrawn_by}{because}"


def excerpt_problem(excerpt: KeptExcerpt, statement: KeptStatement) -> str | None:
    """Why *excerpt* is no slice of *statement*."""
    if not 0 <= excerpt.start < excerpt.end <= len(statement.text):
        return f"{excerpt.id} lies outside its statement"
    return None


def part_problem(
    part: Part,
    excerpt: KeptExcerpt | None,
    statement: KeptStatement,
    picture: Callable[[str], bytes | None],
) -> str | None:
    """What is wrong with *part*: a quote that is not verbatim, a picture missing or without alt text."""
    if excerpt is not None:
        if problem := excerpt_problem(excerpt, statement):
            return problem
        quote = statement.shown(excerpt.start, excerpt.end)
        if any(quote not in each.alt for each in part.pictures):
            return f"the alt text of its card no longer holds the quote of {excerpt.id}"
    for text in (part.words, *(each.alt for each in part.pictures)):
        if wrong := misquotes(text, statement.text):
            return f"“{wrong[0]}” is not in the statement word for word"
    for each in part.pictures:
        if not each.alt.strip():
            return f"picture {each.sha256[:12]} has no alt text"
    shown = [each.sha256 for each in (*part.pictures, part.preview) if each is not None]
    for digest in filter(None, shown):
        if picture(digest) is None:
            return f"picture {digest[:12]} is missing or was changed"
    return None


def signature_problem(part: Part, excerpt: KeptExcerpt | None, statement: KeptStatement) -> str | None:
    """Whether *part* still names whom a person says it must, and nobody whom it must not name."""
    if excerpt is not None and excerpt.ruled_at is not None and part.speaker != excerpt.speaker:
        if excerpt.speaker is None:
            return f"it names {part.speaker}, and nobody is known any more to have said {excerpt.id}"
        return (
            f"it names {part.speaker or 'nobody'} for the words of {excerpt.speaker}; "
            f"sign it anew: drumbeat speakers sign {statement.id}"
        )
    card = part.preview
    shown = (card.title, card.description) if card else ()
    for text in (part.words, *(each.alt for each in part.pictures), *shown):
        if name := statement.never_named(text):
            return f"it names {name}, who is never to be named: see drumbeat speakers {statement.id}"
    return None


def delivery_problem(
    delivery: Delivery,
    statement: KeptStatement,
    excerpts: Mapping[str, KeptExcerpt],
    picture: Callable[[str], bytes | None],
) -> str | None:
    """The first thing wrong with what *delivery* would send, in plain words; None if all is right."""
    if problem := statement_problem(statement):
        return problem
    cancelled = delivery.state is State.CANCELLED
    for part in delivery.parts:
        excerpt = excerpts.get(part.excerpt) if part.excerpt else None
        problem = part_problem(part, excerpt, statement, picture) or (
            signature_problem(part, excerpt, statement) if not part.out and not cancelled else None
        )
        if part.excerpt and excerpt is None:
            problem = f"its excerpt {part.excerpt} is not kept"
        elif excerpt is not None and excerpt.statement != statement.id:
            problem = f"its excerpt {excerpt.id} is none of {statement.id}"
        if problem:
            return f"part {part.n}: {problem}" if len(delivery.parts) > 1 else problem
    return None


@lru_cache(maxsize=256)  # a post is checked several times on its way, and a card's alt text on each account
def misquotes(words: str, statement: str) -> Sequence[str]:
    """Passages of *words* between quotation marks that are no slice of whole words of *statement*."""
    whole = _plain_whole(statement)
    quotations = [each.strip() for each in _quoted(words) if _is_quotation(each)]
    return [each for each in quotations if not _holds(whole, _plain(each))]


def _is_quotation(passage: str) -> bool:
    return len(passage.split()) >= _QUOTE_HAS_WORDS or len(_UNSPACED.findall(passage)) >= _QUOTE_HAS_SIGNS


def _quoted(words: str) -> Iterator[str]:
    """What stands between a mark and its partner; what is quoted within a quotation belongs to it."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for found in _MARKS.finditer(words):
        end, mark = found.start(), found.group()
        partner = next((n for n in reversed(opened) if mark in _PARTNERS[words[n]]), None)
        if partner is not None:
            pairs = [pair for pair in pairs if pair[0] < partner] + [(partner, end)]
            opened = [n for n in opened if n < partner]
        elif mark in _PARTNERS and not _OPENS_NOTHING.match(words, max(end - 1, 0), end + 1):
            opened.append(end)
    return (words[start + 1 : end] for start, end in pairs)


def _holds(whole: str, passage: str) -> bool:
    """Whether *passage* stands somewhere in *whole* without cutting a word: “legal” is not in illegal."""
    start = whole.find(passage)
    while start >= 0:
        if not (_INSIDE.match(whole, start) or _INSIDE.match(whole, start + len(passage))):
            return True
        start = whole.find(passage, start + 1)
    return False


def _plain(text: str) -> str:
    """*text* with white space collapsed and curly marks straight: the closed list of changes undone."""
    return verbatim.collapse(text).translate(_STRAIGHT)


_plain_whole = lru_cache(maxsize=16)(_plain)


def check_words(words: str, statement: KeptStatement, network: Network) -> None:
    """Raise ``WordsError`` if *words* are empty, misquote the statement, or break a rule of *network*."""
    limits = network.limits
    if not words.strip():
        raise WordsError("A post needs words.", remedy="Give them with --words.")
    _check_encodes(words)
    size = limits.size(words)
    if size > limits.text:
        raise WordsError(
            f"The words have {size} {limits.unit} on {network.title}; {limits.text} are allowed.",
            remedy=f"Shorten them by {size - limits.text}.",
        )
    check_cashtags(words, network)
    check_never(words, statement)
    check_quotes(words, statement)


def check_quotes(text: str, statement: KeptStatement) -> None:
    """Raise ``WordsError`` if *text* quotes what is not in *statement*."""
    if wrong := misquotes(text, statement.text):
        raise WordsError(
            f"“{wrong[0]}” is not in {statement.id} word for word.",
            remedy="Quote the statement exactly, or take the quotation marks away.",
        )


def check_never(text: str, statement: KeptStatement) -> None:
    """Raise ``WordsError`` if *text* names somebody of whom a person said: never."""
    if name := statement.never_named(text):
        raise WordsError(
            f"{name} is never to be named in posts of {statement.id}.",
            remedy=f"Take the name away. Who said so, and how to undo it: drumbeat speakers {statement.id}",
        )


def check_alt(alt: str, quote: str | None, network: Network) -> None:
    """Raise ``WordsError`` if *alt* is empty, too long for *network*, or has lost the card's *quote*."""
    limits = network.limits
    if not alt.strip():
        raise WordsError("A picture needs alt text.", remedy="Give it with --alt.")
    _check_encodes(alt)
    size = limits.measure_alt(alt)
    if size > limits.alt_text:
        raise WordsError(
            f"The alt text has {size} characters; {network.title} takes {limits.alt_text}.",
            remedy=f"Shorten it by {size - limits.alt_text}.",
        )
    if quote is not None and quote not in alt:
        raise WordsError(
            "The alt text of a card holds its whole quote.", remedy=f"Keep these words in it: {quote}"
        )


def _check_encodes(text: str) -> None:
    """Raise ``WordsError`` for bytes of a terminal that stand for no character."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"Character {error.start + 1} of the words is none: they did not come in UTF-8."
        raise WordsError(message, remedy="Set the terminal to UTF-8, or type them again.") from error
