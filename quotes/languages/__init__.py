"""What the excerpt engine knows of each language: one file a language, named by its code.

A file defines ``WORDS``. To add a language, add its file; a language without one is read by what
does not depend on words: layout, quotation marks, lengths.
"""

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

NEVER = re.compile(r"(?!)")


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list that is written as one text: `` | `` stands between them, as do line ends."""
    return tuple(re.split(r"\s+\|\s+", text.strip()))


def phrases(text: str, *, bounded: bool = True) -> re.Pattern[str]:
    """One pattern for the ``entries`` of *text*: words, phrases or regular expressions, whatever their case.

    Whole words are meant. ``bounded=False`` is for scripts that set no space between words.
    """
    joined = "|".join(entries(text))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if bounded else rf"(?:{joined})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language that the rules look for; what is left out is never found."""

    # --- the parts of a release ---
    release: re.Pattern[str] = NEVER
    """Opens a release line: "For immediate release"."""
    months: tuple[str, ...] = ()
    """Twelve alternatives, January first."""
    contact: re.Pattern[str] = NEVER
    """Opens a contact block."""
    statement: re.Pattern[str] = NEVER
    """In a block that ends with a colon: what follows is the statement, a letter, somebody's words."""
    issues: re.Pattern[str] = NEVER
    """After an issuer's name, in a lead-in: "released the following"."""
    acts: re.Pattern[str] = NEVER
    """After an issuer's name, in a headline: what an issuer does with a statement."""
    note: re.Pattern[str] = NEVER
    """Opens a note on the translation."""
    about: re.Pattern[str] = NEVER
    """Opens an About paragraph: "About us"."""
    is_a: re.Pattern[str] = NEVER
    """After an organization's name: "is a coalition of"."""
    action: re.Pattern[str] = NEVER
    """A call to click, read, follow, sign."""
    salutation: re.Pattern[str] = NEVER
    sign_off: re.Pattern[str] = NEVER
    signed: re.Pattern[str] = NEVER
    """Opens the list of those who sign."""
    says: re.Pattern[str] = NEVER
    """Verbs of saying, as they stand beside a speaker's name."""
    pronoun: re.Pattern[str] = NEVER
    """In a speaker's place: the one who spoke last."""
    group: re.Pattern[str] = NEVER
    """A speaker without a name: "the letter", "the lawmakers"."""
    # --- whether words stand alone ---
    back: re.Pattern[str] = NEVER
    """As an opening, points outside the excerpt."""
    opens_well: re.Pattern[str] = NEVER
    """As an opening, looks like ``back`` and is none: "It is time"."""
    deictic: re.Pattern[str] = NEVER
    """Inside, points outside: "these acts"."""
    outside: re.Pattern[str] = NEVER
    """Inside, points outside for certain: "the latter", "create that world"."""
    fragment: re.Pattern[str] = NEVER
    """Opens a part of a sentence that says nothing before a comma: "By cutting …"."""
    adds: re.Pattern[str] = NEVER
    """Says that something goes before: "also"."""
    linker: re.Pattern[str] = NEVER
    """An opening that can be left off with the comma after it: "However"."""
    linker_bare: re.Pattern[str] = NEVER
    """An opening that can be left off without any comma: "But"."""
    concession: re.Pattern[str] = NEVER
    """Opens a clause that can be left off: "Although"."""
    clause: re.Pattern[str] = NEVER
    """Opens a clause that can stand alone, after a cut."""
    ties: re.Pattern[str] = NEVER
    """A condition or a negation: a part that holds one is never cut off."""
    third: re.Pattern[str] = NEVER
    """Pronouns that need somebody or something named before them."""
    person: re.Pattern[str] = NEVER
    """Those of them that stand for a person, who must be named before."""
    # --- what makes words worth posting ---
    stance: re.Pattern[str] = NEVER
    contrast: re.Pattern[str] = NEVER
    strong: re.Pattern[str] = NEVER
    people: re.Pattern[str] = NEVER
    """Whom it is about: families, workers, our country."""
    we: re.Pattern[str] = NEVER
    procedural: re.Pattern[str] = NEVER
    pleasantry: re.Pattern[str] = NEVER


@lru_cache(maxsize=16)
def of(lang: str | None) -> Words:
    """What is known of *lang* (BCP 47; its first part counts), or of no language."""
    code = (lang or "").lower().split("-")[0]
    if not (code.isascii() and code.isalpha()) or find_spec(f"{__name__}.{code}") is None:
        return Words()
    words: Words = import_module(f"{__name__}.{code}").WORDS
    return words


@lru_cache(maxsize=16)
def with_english(lang: str | None) -> tuple[Words, ...]:
    """*lang* and English: a release's frame is often English whatever the language of its text."""
    words, english = of(lang), of("en")
    return (words,) if words is english else (words, english)


def finds(field: str, text: str, languages: tuple[Words, ...]) -> bool:
    """Whether *field* of one of *languages* occurs in *text*."""
    return any(getattr(words, field).search(text) for words in languages)


def opens(field: str, text: str, languages: tuple[Words, ...]) -> bool:
    """Whether *text* begins with *field* of one of *languages*."""
    return any(getattr(words, field).match(text) for words in languages)


FIELDS = tuple(field.name for field in fields(Words))
