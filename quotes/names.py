"""Names of people and organizations in the words around a quotation.

A speaker's name is shown without titles: "Rep. Pocan, Co-Chair of …" is Mark Pocan if the statement
names a Mark Pocan anywhere, else Pocan.
"""

import re
from functools import lru_cache

_PARTICLE = (
    r"(?:de|del|de la|de las|de los|da|das|do|dos|di|du|des|la|le|van|von|der|den|bin|ibn|al|el|y|e|"
    r"of|for|the|and|&)"
)
_WORD = r"(?:(?:[A-Z]\.){2,}|[^\W\d_a-zß-öø-ÿ][\w’'‑-]*\.?|#\w+)"
_PLAIN = r"(?<![\w.])(?:[^\W\d_a-z](?:[\w’'-]+|\.)|[\"“]\w{1,20}[\"”])"
_PARTICLE_FIRST = re.compile(rf"{_PARTICLE}\s")
_RUN = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}|\s+[\"“][^\"”]{{1,20}}[\"”](?=\s))*")
_PERSON = re.compile(
    r"(?:[^\W\d_a-z][\w’'‑-]+\.?|(?:[A-Z]\.)+)"
    r"(?:\s+(?:(?:de|del|de la|da|dos|van|von|der|bin|ibn|al|el|la)\s+)?"
    r"(?:[\"“][^\"”]{1,20}[\"”]|[^\W\d_a-z][\w’'‑-]*\.?)){1,4}"
)
_LOWER_FIRST = re.compile(r"^(?:(?:The|Los|Las|Les|Os|As|Die|I|Gli|Le)\s+)?(?:[a-zß-öø-ÿ][\w-]*\s+)*")
_OF = re.compile(r"\b(?:of|for|with|at|in|from|en|à|bei|de|du|del|des|da|do)\s")
_BARE_AND = r"(?:and|y|e|et|und|&)"
_AND = rf"(?:along with|together with|as well as|junto con|ainsi que|{_BARE_AND})"
_COMMA = re.compile(r"\s*[,،，]\s*")
_UNCASED = re.compile(r"[\u0590-\u06ff\u0900-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_UNCASED_TITLE = re.compile(
    r"^(?:(?:ال)?(?:نائبة?|دكتورة?|سيدة?|أستاذة?|محامية?|وزيرة?|عمدة|شيخ|رئيسة?|مديرة?|متحدثة?|ناطقة?)\s+)+"
    r"|^\w{0,6}(?:[议議][员員]|[发發]言人|主席|代表|居民|村民|工人|[学學]生|[负負][责責]人|[总總][干幹]事|[会會部校][长長]|律[师師]|教[师師授])"
    r"(?=\w{2,4}$)"
)
_PARENTHESIS = re.compile(r"\s*\([^)]*\)|\s*\[[^\]]*\]")
_POSSESSIVE = re.compile(r"^.*[’']s\s+(?=[^\W\d_a-z])")

_TITLES = frozenset(
    """rep reps representative representatives sen sens senator senators congressman congresswoman
    congressmen congresswomen congressmember assemblymember assemblyman assemblywoman councilmember
    councilman councilwoman councilor councillor delegate mr mrs ms mx miss dr doctor prof professor
    gov governor mayor president vice-president secretary minister chair chairman chairwoman
    chairperson co-chair co-chairs director directors co-director ceo coo cfo cto founder co-founder
    executive deputy assistant associate senior attorney general counsel judge justice rev reverend
    pastor rabbi imam bishop archbishop father sister sheriff chief commissioner officer manager
    coordinator organizer organiser organizers spokesperson spokesman spokeswoman leader member
    members lead head advocate strategist analyst campaigner policy campaign communications legal
    staff program programme advocacy vice shift supervisor lieutenant captain colonel sgt sergeant
    speaker u.s us state lord lady sir dame honorable honourable hon attorneys mep mp msp cllr ambassador
    congresista senador senadora diputado diputada representante alcalde alcaldesa gobernador
    gobernadora presidente presidenta director directora secretario secretaria ministro ministra
    portavoz doctor doctora licenciado licenciada coordinador coordinadora abogado abogada sr sra
    député députée sénateur sénatrice maire ministre président présidente directeur directrice
    porte-parole secrétaire responsable mme deputado deputada senadora prefeito prefeita ministro
    coordenador coordenadora porta-voz abgeordneter abgeordnete bürgermeister bürgermeisterin
    präsident präsidentin vorsitzender vorsitzende sprecher sprecherin geschäftsführer
    geschäftsführerin herr frau sindaco sindaca portavoce presidentessa segretario segretaria
    avvocato avvocata ministra onorevole""".split()
)
_NO_NAMES = frozenset(
    """today yesterday tomorrow in on at as after before since with for by from following while when last
    this that these earlier according sin con para por como ambas ambos dc u.s monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august
    september october november december hoy ayer el en la las los aujourd'hui hier le les heute
    gestern die der das am oggi ieri il lo gli hoje ontem dazu hierzu we he she they it you here
    excerpts""".split()
)
_NUMERALS = frozenset({"II", "III", "IV"})
_FROM = re.compile(r"\s(?:of|from|for|with)\s")
"""Behind a name, where somebody is from."""
_PARTICLE_SURNAME = re.compile(r"(?:(?:de|del|da|di|van|von|der|den|la|bin|al|el)\s)+[^\W\d_a-z][\w’'-]+")
"""Mayor de Blasio, without his first name."""
_BEFORE_SURNAMES = frozenset(
    "rep reps sen sens senator representative congressman congresswoman gov governor mayor mr mrs ms mx dr "
    "president judge justice herr frau".split()
)
"""Titles before which a particle begins a surname; behind others it begins what they are of."""
_RELATIVE = re.compile(
    r"(?:which|who|whose|that|led|including|along|together|joined|que|qui|dont|die|der|das|che)\b"
)
_ORGANIZATION = frozenset(
    """association coalition network alliance union federation foundation institute center centre committee
    council campaign project group party fund league society organization organisation initiative
    board department agency ministry university college company inc llc movement collective
    consortium rights action justice defense defence caucus congress nation tribe bank church school
    now international amnesty asociación federación fundación colectivo sindicato comité consejo
    partido ministerio universidad red asamblea coordinadora defensor collectif syndicat fédération
    ligue parti ministère université réseau associação coletivo federação rede partido verband
    verein bündnis gewerkschaft partei comitato associazione sindacato""".split()
)


def speaker_in(phrase: str, text: str) -> str | None:
    """The speaker that *phrase* names ("Margaret Fung, AALDEF Executive Director"), or None.

    Somebody with a title comes first, then what is named first. *text*, the statement, is where a bare
    surname finds its first name, and a word that only begins a sentence is told from a name.
    """
    bare = _PARENTHESIS.sub("", phrase).strip(" ,:：–—-\t\u00a0")
    if _UNCASED.match(bare):
        return _uncased_name(bare)
    parts = [part for part in _COMMA.split(bare) if not _RELATIVE.match(part)]
    titled = (_person_in(part, titled=True) for part in parts)
    named = (_person_in(part) or organization_in(part) for part in parts)
    roles = (_longest_run(part) for part in parts)
    for found in (*titled, *named, *roles):
        if found and not _is_plain_word(found, text):
            return full_name(found, text)
    return None


def speakers_in(phrase: str, text: str) -> str | None:
    """All who speak jointly in *phrase* ("A, B and C"), as one name; else as ``speaker_in``."""
    bare = _PARENTHESIS.sub("", phrase).strip(" ,:")
    parts = [part for part in re.split(rf"\s*,\s*(?:{_AND}\s+)?|\s+{_AND}\s+", bare) if part]
    firsts = [first.group() for part in parts if (first := _LOWER_FIRST.match(part))]
    if any(_OF.search(first) or _RELATIVE.match(first) for first in firsts):
        return speaker_in(phrase, text)  # "a member of the Union and …" is no second speaker
    bare_parts = [_LOWER_FIRST.sub("", part) for part in parts]
    names = [_drop_titles(part) for part in bare_parts if is_name(part)]
    if parts == bare_parts and all(len(name.split()) == 1 for name in names):  # Senators Roe and Poe
        names = [full_name(name, text) for name in names]
    if len(names) < max(2, len(parts)) or not all(is_person(name) for name in names):
        return speaker_in(phrase, text)
    conjunction = re.findall(rf"\s({_BARE_AND})\s", bare)
    return f"{', '.join(names[:-1])} {conjunction[-1] if conjunction else 'and'} {names[-1]}"


def organization_in(phrase: str) -> str | None:
    """The longest capitalised run of *phrase* that is no title and ends in none, or None."""
    run = _longest_run(phrase)
    return None if run is None or is_title(run.split()[-1]) else run


def names_person(phrase: str) -> bool:
    """Whether *phrase* names a person, with or without title."""
    return _person_in(phrase) is not None


@lru_cache(maxsize=256)
def full_name(name: str, text: str) -> str:
    """*name*, or if it is a surname alone the one full name of the statement that ends with it."""
    if len(name.split()) > 1 and not _PARTICLE_SURNAME.fullmatch(name):
        return name
    pattern = rf"(?:{_PLAIN}[ \u00a0]+){{1,3}}{re.escape(name)}(?![\w-])"
    full = {
        stripped for match in re.finditer(pattern, text) if (stripped := _drop_titles(match.group())) != name
    }
    people = {candidate for candidate in full if is_person(candidate) and "\n" not in candidate}
    if not people:
        return name
    longest = max(people, key=len)
    return longest if all(set(other.split()) <= set(longest.split()) for other in people) else name


def is_person(name: str) -> bool:
    """Whether *name* is shaped like a person's: two to five capitalised words, none of an organization's."""
    words = name.split()
    if _PERSON.fullmatch(name) is None or any(word.lower().strip(".,") in _ORGANIZATION for word in words):
        return False
    shouted = [word.isupper() and len(word.strip(".")) > 1 for word in words if word not in _NUMERALS]
    return not any(shouted) or all(shouted)


def leading_name(phrase: str) -> str:
    """The capitalised run that *phrase* begins with, or nothing."""
    match = _RUN.match(phrase)
    return match.group() if match else ""


def is_name(phrase: str) -> bool:
    """Whether *phrase* is a name and nothing else, with or without titles."""
    return _RUN.fullmatch(_PARENTHESIS.sub("", phrase).strip(" :：")) is not None


def is_title(word: str) -> bool:
    """Whether *word* is a title or a part of one: Rep., diputada, Director."""
    return word.lower().rstrip(".,:").replace("‑", "-") in _TITLES


def _person_in(part: str, *, titled: bool = False) -> str | None:
    """The first person in *part*; a surname alone needs a title. *titled*: only one with a title."""
    part = _POSSESSIVE.sub("", part)
    for run in _runs(part):
        name = _drop_titles(run)
        has_title = name != run
        if has_title:
            name = _FROM.split(name)[0]
        if has_title and _PARTICLE_SURNAME.fullmatch(name):
            return name
        if is_person(name) and (has_title or not titled):
            return name
        if has_title and len(name.split()) == 1 and name.lower() not in _ORGANIZATION:
            return name
    return None


@lru_cache(maxsize=256)
def _is_plain_word(name: str, text: str) -> bool:
    """Whether *name* is one word that *text* also writes small: it only began a sentence."""
    return len(name.split()) == 1 and re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text) is not None


def _uncased_name(phrase: str) -> str | None:
    """The first words of a phrase in a script without capitals, if they are few enough to be a name."""
    name = _UNCASED_TITLE.sub("", _COMMA.split(phrase)[0])
    few = len(name.split()) <= 5 and (len(name) <= 12 or " " in name or not _WIDE.search(name))
    return name if few and name else None


def _runs(part: str) -> list[str]:
    """The capitalised runs of *part* without words of time and place that only begin a sentence."""
    found = []
    for match in _RUN.finditer(part):
        words = match.group().split()
        while words and words[0].lower().strip(".,") in _NO_NAMES:
            words.pop(0)
        found.append(_strip_ends(" ".join(words)))
    return [run for run in found if run]


def _longest_run(part: str) -> str | None:
    runs = [
        run for run in _runs(_PARENTHESIS.sub("", part)) if not all(is_title(word) for word in run.split())
    ]
    return max(runs, key=len, default=None)


def _drop_titles(run: str) -> str:
    """What follows the last title word of *run*; *run* if it has none."""
    words = run.split()
    last = max((n for n, word in enumerate(words) if is_title(word)), default=-1)
    after = " ".join(words[last + 1 :])
    if (
        last >= 0
        and words[last].lower().rstrip(".") in _BEFORE_SURNAMES
        and _PARTICLE_SURNAME.fullmatch(after)
    ):
        return after
    return "" if last >= 0 and _PARTICLE_FIRST.match(after) else _strip_ends(after)


def _strip_ends(run: str) -> str:
    return re.sub(rf"^(?:{_PARTICLE}\s+|The\s+)+|(?:[’']s)$|(?<=\bI[IV])\.$|(?<=\bIII)\.$", "", run).strip()
