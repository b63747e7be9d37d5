"""Bringing statements in, and saying what is known of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from quotes import readers
from quotes.guesses import guess
from quotes.statement import Format, sha256, text_sha256
from scheduler.core.errors import InputError, Stale
from scheduler.core.ids import slug, unused
from scheduler.core.ports import Fetched
from scheduler.core.records import KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk
from scheduler.services.pairing import paired

FIELDS = ("issuer", "url", "lang", "published", "title")


def add(
    desk: Desk,
    data: bytes,
    given: Mapping[str, str | None],
    *,
    name: str,
    actor: str,
    format: Format | None = None,
    fetched: Fetched | None = None,
    tell: Callable[[str], None] = lambda note: None,
) -> tuple[KeptStatement, bool]:
    """Keep the statement in *data*, a file called *name*; and whether it is new.

    *given* may hold issuer, url, lang, published (``YYYY-MM-DD``); what it leaves out is read from the
    text where the text says it. It is read as *format*, else as what it proves to be; *tell* hears what a
    person should look at. The same bytes again give the statement that is there, unless they are to be
    read as something else. What was *fetched* keeps where from and when; the same words from the same address
    are the same statement, whatever else of the page changes. *given* may name what it translates, as
    ``translation_of``. Raises ``StatementError``, ``InputError``, ``NotFound``.
    """
    made = read(data, given, name=name, at=desk.clock.now(), actor=actor, format=format, fetched=fetched)
    fields, of = _fields(given), given.get("translation_of")
    for note in made.notes:
        tell(note)
    with desk.store.write() as unit:
        known = [each for each in unit.statements.by_digest(sha256(data)) if format in (None, each.format)]
        if fetched is not None:
            known += unit.statements.by_address(fetched.address, made.statement.text_sha256)
        if known:
            return _set(unit, known[0], fields, actor, of=of), False
        statement = replace(made.statement, id=unused(made.statement.id, unit.statements.ids()))
        if of is not None:
            statement = paired(unit, statement, of)
        unit.statements.add(statement)
    return statement, True


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A statement that was read and is kept nowhere yet, and what a person should look at."""

    statement: KeptStatement
    notes: tuple[str, ...]


def read(
    data: bytes,
    given: Mapping[str, str | None],
    *,
    name: str,
    at: datetime,
    actor: str,
    format: Format | None = None,
    fetched: Fetched | None = None,
) -> Read:
    """The statement in *data*, called as its file is; raises ``StatementError``, ``InputError``."""
    media_type = fetched.media_type if fetched else None
    reading = readers.read(data, name=PurePath(name).name, format=format, media_type=media_type)
    fields = _fields(given)
    guesses = guess(reading.text)
    values: dict[str, Any] = {key: fields.get(key, getattr(guesses, key)) for key in FIELDS}
    guessed = frozenset(key for key in FIELDS if key not in fields and values[key] is not None)
    if fetched is not None and "url" not in fields:
        values["url"], guessed = fetched.address, guessed - {"url"}
    statement = KeptStatement(
        id=slug(PurePath(name).stem),
        original=data,
        sha256=sha256(data),
        text=reading.text,
        text_sha256=text_sha256(reading.text),
        format=reading.format,
        reader=reading.reader,
        guessed=guessed,
        fetched_at=fetched.at if fetched else None,
        fetched_from=fetched.address if fetched else None,
        media_type=media_type,
        added_at=at,
        added_by=actor,
        **values,
    )
    return Read(statement=statement, notes=tuple(reading.notes))


def change(
    desk: Desk, id: str, given: Mapping[str, str | None], *, actor: str, seen: int | None = None
) -> KeptStatement:
    """Set issuer, url, lang, published or title of a statement; an empty text unsets it.

    What was posted or approved keeps the words it has; a campaign made afterwards takes the new ones.
    """
    fields = _fields(given)
    if not fields:
        raise InputError("Nothing to set.", remedy="Give --issuer, --url, --lang, --published or --title.")
    with desk.store.write() as unit:
        statement = lookups.statement(unit, id)
        if seen is not None and seen != statement.revision:
            raise Stale(
                f"{id} was changed since it was shown.", remedy=f"See 'drumbeat statement show {id}'."
            )
        return _set(unit, statement, fields, actor)


def _set(
    unit: Unit, statement: KeptStatement, fields: dict[str, Any], actor: str, of: str | None = None
) -> KeptStatement:
    """*statement* with *fields*, as the translation of the one called *of*, if that is given."""
    wanted = replace(statement, **fields)
    wanted = wanted if of is None else paired(unit, wanted, of)
    if wanted == statement:
        return statement
    changed = replace(wanted, guessed=statement.guessed - fields.keys(), changed_by=actor)
    unit.statements.save(changed)
    return replace(changed, revision=statement.revision + 1)


def _fields(given: Mapping[str, str | None]) -> dict[str, Any]:
    return {key: checked(key, value) for key, value in given.items() if key in FIELDS and value is not None}


def checked(field: str, value: str) -> str | date | None:
    """*value* as *field* takes it; None for an empty text. Raises ``InputError``."""
    value = value.strip()
    if not value:
        return None
    if field == "published":
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise InputError(f"{value!r} is not a date.", remedy="Write it as 2026-11-24.") from error
    if field == "url" and not value.startswith(("https://", "http://")):
        raise InputError(f"{value!r} is not a link.", remedy="Write it with https:// in front.")
    if field == "lang" and not value.replace("-", "").isalnum():
        raise InputError(f"{value!r} is not a language.", remedy="Use a BCP 47 tag such as en or es.")
    return value
