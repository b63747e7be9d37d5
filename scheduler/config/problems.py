"""Problems of a configuration, each told with its line and the nearest right name."""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_Key = tuple[str, ...]


def syntax_problem(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    """Why *text* is no TOML, and where."""
    what, _, where = str(error).partition(" (at ")
    line = re.search(r"line (\d+)", where)
    number = int(line[1]) if line else text.count("\n") + 1
    return f'{path}:{number}: this is not TOML: {what[0].lower()}{what[1:]}; text goes in "quotes"'


def problems(path: Path, text: str, error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Every problem that *error* holds, with its line in *text*; *model* knows which settings there are."""
    lines = _lines(text)
    found = sorted((_line(_key(detail), lines), _problem(detail, model)) for detail in error.errors())
    return [f"{path}:{line}: {problem}" for line, problem in found]


def _key(detail: ErrorDetails) -> _Key:
    return tuple(name for name in detail["loc"] if isinstance(name, str) and name != "[key]")


def _problem(detail: ErrorDetails, model: type[BaseModel]) -> str:
    key = _key(detail)
    name = f"{'.'.join(key)}: " if key else ""
    if detail["type"] == "extra_forbidden":
        return f"{name}there is no such setting{_nearest(key, model)}"
    if detail["type"] == "value_error":
        return f"{name}{detail['ctx']['error']}"
    rule = _RULES.get(detail["type"], detail["msg"])
    return f"{name}{rule}, not {toml(detail['input'])}"


_RULES = {
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "tuple_type": "must be a list in [brackets]",
    "model_type": "must be a section in [brackets]",
    "dict_type": "must be a section in [brackets]",
    "missing": "must have two durations",
    "too_long": "must have two durations",
}
"""What a kind of value must be, by pydantic's name of the error."""


def _nearest(key: _Key, model: type[BaseModel]) -> str:
    """A hint at the setting that was meant: one of the same section first, then of any other."""
    known = list(_known_keys(model))
    here = {".".join(k): k for k in known if k[:-1] == key[:-1]}
    if hint := did_you_mean(".".join(key), here):
        return hint
    elsewhere = {k[-1]: k for k in known}
    match = get_close_matches(key[-1], elsewhere, n=1)
    return f"; did you mean {'.'.join(elsewhere[match[0]])}?" if match else ""


def _known_keys(model: type[BaseModel]) -> Iterator[_Key]:
    for name, field in model.model_fields.items():
        yield (name,)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from ((name, inner) for inner in field.annotation.model_fields)


def did_you_mean(name: str, names: Collection[str]) -> str:
    """A hint at the nearest of *names*, if one is near."""
    match = get_close_matches(name, names, n=1)
    return f"; did you mean {match[0]}?" if match else ""


def toml(value: object) -> str:
    """*value* as it reads in a file of settings."""
    return json.dumps(value, default=str, ensure_ascii=False)


def _line(key: _Key, lines: Mapping[_Key, int]) -> int:
    """The line of *key*, else of the nearest section around it."""
    return next((lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in lines), 1)


def _lines(text: str) -> dict[_Key, int]:
    """On which line each key of a valid TOML document begins.

    A statement of TOML ends at the first line at which it is a document of its own, so the parser
    itself tells where each one begins.
    """
    found: dict[_Key, int] = {}
    section: _Key = ()
    lines = text.split("\n")
    start = 0
    for end in range(1, len(lines) + 1):
        statement = "\n".join(lines[start:end]) + "\n"
        try:
            parsed = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        header = statement.lstrip().startswith("[")
        keys = list(_keys(parsed, () if header else section))
        section = keys[-1] if header else section
        for key in keys:
            found.setdefault(key, start + 1)
        start = end
    return found


def _keys(table: Mapping[str, Any], prefix: _Key) -> Iterator[_Key]:
    for name, value in table.items():
        yield (*prefix, name)
        inner = value[-1] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from _keys(inner, (*prefix, name))
