"""Dates as cards show them, in the language of the statement."""

from datetime import date

_ENGLISH = "January February March April May June July August September October November December"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_PORTUGUESE = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
_ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
_GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_HAITIAN = "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm"
_ARABIC = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
_URDU = "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"
_HINDI = "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"

_FORMS: dict[str, tuple[str, str]] = {
    "en": ("{day} {month} {year}", _ENGLISH),
    "en-us": ("{month} {day}, {year}", _ENGLISH),
    "es": ("{day} de {month} de {year}", _SPANISH),
    "fr": ("{day} {month} {year}", _FRENCH),
    "pt": ("{day} de {month} de {year}", _PORTUGUESE),
    "it": ("{day} {month} {year}", _ITALIAN),
    "de": ("{day}. {month} {year}", _GERMAN),
    "ht": ("{day} {month} {year}", _HAITIAN),
    "ar": ("{day} {month} {year}", _ARABIC),
    "ur": ("{day} {month} {year}", _URDU),
    "hi": ("{day} {month} {year}", _HINDI),
    "vi": ("{day} tháng {number}, {year}", ""),
    "zh": ("{year}年{number}月{day}日", ""),
    "ja": ("{year}年{number}月{day}日", ""),
    "ko": ("{year}년 {number}월 {day}일", ""),
}
"""The long forms of the CLDR (https://cldr.unicode.org/), months in the order of the year."""

LANGUAGES = frozenset(_FORMS)
"""Those in whose words dates are shown."""


def shown(when: date, lang: str | None) -> str:
    """*when* in full in *lang* (BCP 47); in figures, ``2026-11-24``, where its months are not known."""
    tag = (lang or "").lower()
    form = _FORMS.get(tag) or _FORMS.get(tag.split("-")[0])
    if form is None:
        return when.isoformat()
    months = form[1].split()
    month = months[when.month - 1] if months else ""
    return form[0].format(day=when.day, month=month, number=when.month, year=when.year)
