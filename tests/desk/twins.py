"""A statement of a union in English, and its Spanish translation."""

from typing import Any

ENGLISH = """River Union Condemns Evictions

OAKDALE, CA — River Union condemned on Friday the eviction of forty families from their homes.

“Our families deserve justice, and we will never be silent,” said Rep. Jane Roe, co-chair of the caucus. “We will fight for every home.”

“They cannot take our future away from our children,” Roe added.

We demand that the council stop every eviction now. No family should sleep on the street. We will stay until the last family has its keys back.

Sam Poe, a nurse, said: “I have seen what fear does to a family, and it must end. It is time for the council to choose people over profit.”

River Union is a coalition of tenants in Oakdale.
"""
SPANISH = """La Unión del Río condena los desalojos

OAKDALE, CA — La Unión del Río condenó el viernes el desalojo de cuarenta familias de sus hogares.

«Nuestras familias merecen justicia, y nunca nos quedaremos calladas», dijo la representante Jane Roe, copresidenta del grupo. «Lucharemos por cada hogar».

«No pueden quitarles el futuro a nuestros hijos», añadió Roe.

Exigimos que el consejo detenga ya todos los desalojos. Ninguna familia debe dormir en la calle, y nos quedaremos hasta que la última familia recupere sus llaves.

Sam Poe, enfermero, dijo: «He visto lo que el miedo le hace a una familia, y debe terminar. Es hora de que el consejo elija a las personas por encima de las ganancias».

Nota de la traductora: traducción de la Unión del Río.

La Unión del Río es una coalición de inquilinos de Oakdale.
"""
SAME = (
    ("Our families deserve justice", "Nuestras familias merecen justicia"),
    ("We will fight for every home.", "Lucharemos por cada hogar"),
    ("They cannot take our future away", "No pueden quitarles el futuro"),
    ("stop every eviction now", "detenga ya todos los desalojos"),
    ("No family should sleep on the street.", "Ninguna familia debe dormir"),  # two became one
    ("until the last family", "la última familia recupere"),
    ("I have seen what fear", "He visto lo que el miedo"),
    ("choose people over profit", "personas por encima de las ganancias"),
)
"""Words of the one, and what says the same in the other."""


def paired(drumbeat: Any) -> Any:
    """Both, each with its link, as a pair; and an account on each network."""
    for name, text, issuer in (("union", ENGLISH, "River Union"), ("union-es", SPANISH, "Unión del Río")):
        (drumbeat.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        more = ["--translation-of", "union"] if name == "union-es" else []
        url = f"https://union.example/{name}"
        drumbeat("statement", "add", f"{name}.txt", "--issuer", issuer, "--url", url, *more)
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    drumbeat("account", "add", "bluesky", "sky", "--rehearsal")
    return drumbeat
