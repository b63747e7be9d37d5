"""The words beside a quotation that may name its speaker: where they end, and whom they leave unnamed."""

import re

from quotes.names import is_name

_NO_TITLE = (
    r"(?<!\b(?:Rep|Sen|Gov|Mrs|Rev|Sra|Dra|Sgt|Col|Hon))(?<!\b(?:Reps|Sens|Prof|Srta))"
    r"(?<!\b(?:Dr|Mr|Ms|Mx|St|Jr|Sr|Lt))"
)
"""Before a stop: it is no title's."""
SENTENCE_END = re.compile(rf"(?<![A-Z]){_NO_TITLE}[.!?](?=\s|$)|[。！？]")
ATTRIBUTED = re.compile(
    r"(?:at+ribu\w+ (?:to|à|a|ao|al|alla)|statement (?:is )?(?:from|by)|^declaraci(?:ón|ones) (?:de|del)|"
    r"(?:siguiente|una) (?:es una )?declaración (?:de|del|conjunta de)|"
    r"déclaration (?:de|du)|declaração (?:de|do|da)|dichiarazione (?:di|del|della)|"
    r"erklärung (?:von|der|des))\s+",
    re.IGNORECASE,
)
"""Before the name of whoever speaks in all that follows."""

_SOMEBODY = (
    r"(?:one|another|some|many|several|uno?s?|unas?|une|des|uma?|eine?r?|yon|someone|somebody)\s|"
    r"(?:أحد|إحدى|بعض|شخص|مصدر|مواطنة?)\s|[一某][位名个個些]?|有(?:人|些|位)"
)
_NAMELESS = re.compile(_SOMEBODY, re.IGNORECASE)
_NAMELESS_BY_ARTICLE = re.compile(rf"an?\s|{_SOMEBODY}", re.IGNORECASE)
"""Before a role: "one organizer", "a member of the Union" is nobody whose name is known. In Portuguese "a"
is the other article."""
_GOES_ON = re.compile(r"\s(?:and|to|will|would|could|should|can|must|may|might|y|et|und)$")
"""Before a verb of saying, this makes it part of a longer tale: "the city will stand up and say"."""
_CLAUSE_END = re.compile(
    rf"{_NO_TITLE}(?<!\b[A-Z])[.;:\n]\s|\b(?:on|sobre|reacting|regarding|in response|after|following)\b"
)
_CIRCUMSTANCE = re.compile(
    r"\s(?:in|at|on|after|before|during|when|while|outside|following|about|adding|en|dans|em|nach|bei)\s+"
    r"(?=[a-z\d])"
)
"""Behind a name, what begins to tell where and when."""
_OPENING = re.compile(
    r"(?:In [\w ]{2,80}|(?:Earlier )?[Tt]oday|This (?:morning|afternoon|evening|week)|"
    r"Yesterday|Hoy|Ayer|Aujourd['’]hui|Heute|Oggi|Hoje|On [\w ]{3,30}|"
    r"(?:After|Before|Following|Responding|Speaking|Meeting|Citing|Asked|During|Despite|Standing|Joined|With|"
    r"Tras|Después|Durante|Al|Après|Avant|Lors|Após|Depois|Dopo)\b[^,]{1,120}|"
    r"We|Nosotr[oa]s|Nous|Nós|Wir|Noi),\s+|"
    r"[A-Z][\w.,’' ]{1,50}?\s*(?:[–—]\s*|\s-{1,2}\s+)(?=[A-Z])"  # San Francisco – Speaker Jane Roe
)
_INVERTED = re.compile(r"[\w’']+-(?:t-)?(?:elle|il)s?(?!\w)|-?t?-?(?:elle|il)s?$|[他她](?:[们們])?\w{0,3}$")
_SIGNED = re.compile(r"[\"”“»」』\s]*[–—-]{1,2}\s*(?P<name>[^\W\d_a-z][^\n.!?]{2,120})$")
_LEAVES_OUT_SUBJECT = frozenset({"ar", "es", "it", "pt"})


def bare_tail(tail: str) -> str:
    """What stands behind a quotation without its marks; "saidRep. Roe" as it is meant."""
    bare = re.sub(r"^[\"”“»」』\s,،؛.…–—-]+", "", tail)
    return re.sub(r"^([a-z]+)(?=[A-Z])", r"\1 ", bare)


def leads_on(last: str, tail: str) -> bool:
    """Whether *tail* is a new sentence that leads in the next quotation, behind one that ends with *last*."""
    words = tail.strip(' \t\u00a0"”“»«„')
    return last in ".!?…" and words[:1].isupper() and words.endswith((":", ","))


def signed(tail: str) -> str | None:
    """The name in ` – NAME, role`, if that is all that stands behind a quotation in its block."""
    match = _SIGNED.match(tail.rstrip())
    return match["name"] if match and is_name(match["name"].split(",")[0]) else None


def spoken_by_pronoun(words: str) -> bool:
    """Whether *words* begin with a verb that brings its pronoun with it: "ajoute-t-elle", "她补充"."""
    return _INVERTED.match(words) is not None


def leaves_out_subject(lang: str | None) -> bool:
    """Whether a verb alone means the one who spoke last: Spanish "agregó", Arabic "وأضافت"."""
    return (lang or "").split("-")[0].lower() in _LEAVES_OUT_SUBJECT


def is_unnamed(phrase: str, lang: str | None) -> bool:
    """Whether *phrase*, in a speaker's place, is somebody without a name, or a part of a longer tale."""
    portuguese = (lang or "").lower().startswith("pt")
    nameless = _NAMELESS if portuguese else _NAMELESS_BY_ARTICLE
    return nameless.match(phrase) is not None or _GOES_ON.search(phrase) is not None


def last_sentence(words: str) -> str:
    """The last sentence of *words*."""
    ends = [match.end() for match in SENTENCE_END.finditer(words.rstrip()[:-1])]
    return words[ends[-1] :].strip() if ends else words.strip()


def clause(words: str) -> str:
    """*words* up to what they go on about."""
    return _CLAUSE_END.split(words)[0]


def first_clause(words: str) -> str:
    """*words* up to where and when they are said."""
    return _CIRCUMSTANCE.split(words)[0]


def nearest(phrase: str) -> str:
    """*phrase* without an opening that stands before the name ("In part, ", "After meeting …, ")."""
    opening = _OPENING.match(phrase)
    return phrase[opening.end() :] if opening else phrase


def is_auxiliary(words: str) -> bool:
    """Whether *words* before a verb of saying are a part of it: "has said"."""
    return bool(
        re.fullmatch(r"\s*(?:a|ha|have|has|hat|had|was|wurde|et|y|e|und|and)\s*", words, re.IGNORECASE)
    )
