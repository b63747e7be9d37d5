"""Words of a post from a template, measured by the network's own rule, never cut inside a quote.

A template has the fields ``{quote}`` (with its marks), ``{speaker}``, ``{issuer}``, ``{link}`` and
``{hashtags}``. Text in square brackets is optional: it vanishes with the field in it if that is empty or
was left out. What does not fit is left out whole, hashtags first, then the issuer, then the quote, which
the card has; the link, and the speaker of a quote that stays, never.

So brackets hold one field each, or the quote with its speaker: else a field would go with another one.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from scheduler.core.errors import ConfigError, WordsError
from scheduler.core.limits import Network

FIELDS = ("quote", "speaker", "issuer", "link", "hashtags")
LEFT_OUT_IN_ORDER = ("hashtags", "issuer", "quote")

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Composed words, their length by the network's rule, and what was left out to fit."""

    text: str
    size: int
    left_out: tuple[str, ...] = ()


def is_hashtag(word: str) -> bool:
    """Whether networks take ``#word`` whole: letters, digits and ``_``, not digits alone."""
    return word.replace("_", "a").isalnum() and not word.isdigit()


def check_template(template: str, *, name: str) -> None:
    """Raise ``ConfigError`` if *template* could not be filled as this module promises."""
    if problem := _syntax(template) or _brackets(template):
        raise ConfigError([f"{name}: {problem}"])


def _syntax(template: str) -> str | None:
    """What is wrong with the braces and brackets of *template*."""
    unknown = [field for field in _FIELD.findall(template) if field not in FIELDS]
    if unknown:
        allowed = ", ".join(f"{{{field}}}" for field in FIELDS)
        return f"there is no field {{{unknown[0]}}}; the fields are {allowed}"
    if re.search(r"[{}]", _FIELD.sub("", template)):
        return "every { needs a field and its }, without spaces, such as {quote}"
    if re.search(r"[\[\]]", _OPTIONAL.sub("", template)):
        return "every [ needs its ], and brackets do not nest"
    return None


def _brackets(template: str) -> str | None:
    """Which brackets of *template* do not hold what they may."""
    for inside in _OPTIONAL.findall(template):
        fields = set(_FIELD.findall(inside))
        if not fields:
            return f"[{inside}] has no field, so it would always stay"
        if len(fields) > 1 and fields != {"quote", "speaker"}:
            return f"[{inside}] has several fields; give each its own brackets"
    return None


def fill(template: str, fields: Mapping[str, str]) -> str:
    """*template* with *fields*; optional text around an empty field vanishes."""

    def optional(match: re.Match[str]) -> str:
        inside = match[1]
        return inside if all(fields.get(name) for name in _FIELD.findall(inside)) else ""

    kept = _OPTIONAL.sub(optional, template)
    text = _FIELD.sub(lambda match: fields.get(match[1], ""), kept)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def compose(
    template: str, fields: Mapping[str, str], network: Network, *, keeps: Container[str] = ()
) -> Words:
    """Words that fit *network*; raises ``WordsError`` where even the least does not fit.

    The fields of *keeps* are never left out.
    """
    fields, left_out = dict(fields), []
    expendable = [name for name in LEFT_OUT_IN_ORDER if name not in keeps]
    for name in (None, *expendable):
        if name is not None:
            if not fields.get(name) or f"{{{name}}}" not in template:
                continue
            fields[name] = ""
            left_out.append(name)
        text = fill(template, fields)
        if not text:
            raise WordsError("The template makes no words of it.", remedy="Give it a {speaker} or a {link}.")
        size = network.limits.size(text)
        if size <= network.limits.text:
            return Words(text=text, size=size, left_out=tuple(left_out))
    raise WordsError(
        f"The words have {size} {network.limits.unit} on {network.title} even without the {expendable[-1]}; "
        f"{network.limits.text} are allowed.",
        remedy="Shorten the link or the template." if "quote" in expendable else "Choose a shorter excerpt.",
    )
