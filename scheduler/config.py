"""The settings: ``config.toml`` read into a frozen ``Settings``, every problem named at once.

Import this inside commands only: it brings pydantic with it.
"""

import getpass
import json
import os
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from scheduler.core import compose, timeline
from scheduler.core.durations import parse, spell
from scheduler.core.errors import ConfigError, DrumbeatError, InputError

FILE = "config.toml"
EXAMPLE = "config.example.toml"
VARIABLE = "DRUMBEAT_CONFIG"

_Key = tuple[str, ...]


# --- kinds of values ----------------------------------------------------------------------------


def _between(least: str, most: str) -> BeforeValidator:
    """A duration from *least* to *most*, both included."""

    def validate(value: object) -> timedelta:
        if isinstance(value, str):
            value = _or_value_error(parse, value)
        if not isinstance(value, timedelta):
            # pydantic collects ValueError, and no TypeError
            raise ValueError(  # noqa: TRY004
                f'must be a duration in quotes, such as "{least}", not {_toml(value)}'
            )
        if not parse(least) <= value <= parse(most):
            raise ValueError(f"must be from {least} to {most}, not {spell(value)}")
        return value

    return BeforeValidator(validate)


def _or_value_error(rule: Callable[[str], object], value: str) -> object:
    try:
        return rule(value)
    except DrumbeatError as error:
        raise ValueError(str(error)) from error


def _by(rule: Callable[[str], object]) -> AfterValidator:
    """Text that a rule of the core accepts; the empty text stands for a default and needs none."""

    def validate(value: str) -> str:
        if value:
            _or_value_error(rule, value)
        return value

    return AfterValidator(validate)


def _in_folder(value: object, info: ValidationInfo) -> object:
    """The path *value*, relative to the folder of the file that is being read."""
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError(f"must be a path in quotes, not {_toml(value)}")
    return Path((info.context or {}).get("folder", "")) / Path(value).expanduser()


def _theme(value: str, info: ValidationInfo) -> str:
    """A theme's name as it stands; the path of a theme's file, relative to the folder of the settings."""
    return str(_in_folder(value, info)) if value.endswith(".toml") else value


def _key_place(value: str, info: ValidationInfo) -> str:
    """The word for the system's keyring as it stands; else a path, relative to the folder of the settings."""
    return value if value == "keyring" else str(_in_folder(value, info))


def _known_network(name: str, info: ValidationInfo) -> str:
    networks = (info.context or {}).get("networks", (name,))
    if name not in networks:
        raise ValueError(f"there is no such network{_did_you_mean(name, networks)}")
    return name


def _hashtag(value: str) -> str:
    tag = value.removeprefix("#")
    if not compose.is_hashtag(tag):
        raise ValueError(f"{_toml(value)} is not a hashtag; letters, digits and _ make one")
    return tag


def _own_words(templates: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name: text for name, text in templates.items() if text})


_Path = Annotated[Path, BeforeValidator(_in_folder)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True)]
_Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Zone = Annotated[_Text, _by(timeline.zone)]
_Plan = Annotated[_Named, _by(timeline.parse_plan)]
_Template = Annotated[str, _by(lambda text: compose.check_template(text, name="the template"))]
_Answer = Annotated[timedelta, _between("0s", "1m")]
_Look = Annotated[timedelta, _between("10ms", "1h")]


# --- the settings -------------------------------------------------------------------------------


class _Section(BaseModel):
    # Defaults are checked too, so that their paths are resolved like given ones.
    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_default=True, revalidate_instances="always"
    )


class CampaignSettings(_Section):
    """What a new campaign starts with."""

    zone: _Zone = ""
    plan: _Plan = "T+0, T+4h, T+1d 09:00, T+1d 17:00, T+2d 12:00"
    stagger: Annotated[timedelta, _between("0s", "1d")] = timedelta(minutes=5)
    window: Annotated[timedelta, _between("1m", "7d")] = timedelta(minutes=30)
    theme: Annotated[_Named, AfterValidator(_theme)] = "broadside"
    hashtags: tuple[Annotated[str, AfterValidator(_hashtag)], ...] = ()
    """Without their number signs."""

    @property
    def zone_name(self) -> str:
        """The zone's IANA name: the given one, else this computer's."""
        if self.zone:
            return self.zone
        from tzlocal import get_localzone_name

        return get_localzone_name() or "UTC"


class DaemonSettings(_Section):
    """How the daemon keeps watch and how patient it is."""

    sweep: Annotated[timedelta, _between("1s", "1h")] = timedelta(seconds=60)
    timeout: Annotated[timedelta, _between("1s", "10m")] = timedelta(seconds=30)
    notice: Annotated[timedelta, _between("10ms", "1s")] = timedelta(milliseconds=500)
    retry_first: Annotated[timedelta, _between("100ms", "1h")] = timedelta(seconds=30)
    retry_most: Annotated[timedelta, _between("100ms", "1d")] = timedelta(minutes=30)

    @field_validator("retry_most")
    @classmethod
    def _not_less(cls, most: timedelta, info: ValidationInfo) -> timedelta:
        first = info.data.get("retry_first", most)
        if most < first:
            raise ValueError(f"must not be less than retry_first, {spell(first)}")
        return most


class RehearsalSettings(_Section):
    """The network in the box."""

    file: _Path = Path("rehearsal.db")
    answer_after: tuple[_Answer, _Answer] = (timedelta(milliseconds=100), timedelta(milliseconds=500))
    looks: tuple[_Look, ...] = (timedelta(seconds=1), timedelta(seconds=3), timedelta(seconds=10))

    @field_validator("answer_after", "looks")
    @classmethod
    def _rising(cls, times: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
        if not times or list(times) != sorted(times):
            raise ValueError("must be durations that rise")
        return times


class Settings(_Section):
    """All settings, as ``config.example.toml`` explains them. Paths are relative to the file's folder."""

    database: _Path = Path("drumbeat.db")
    pictures: _Path = Path("cards")
    key: Annotated[_Named, AfterValidator(_key_place)] = "drumbeat.key"
    person: _Text = ""
    campaign: CampaignSettings = CampaignSettings()
    words: Annotated[
        Mapping[Annotated[str, AfterValidator(_known_network)], _Template], AfterValidator(_own_words)
    ] = Field(default_factory=dict)
    """Templates by network, only of those that do not use the network's own."""
    daemon: DaemonSettings = DaemonSettings()
    rehearsal: RehearsalSettings = RehearsalSettings()

    @property
    def actor(self) -> str:
        """Who changes are recorded as: ``person``, else the system's user."""
        if self.person:
            return self.person
        try:
            return getpass.getuser()
        except (KeyError, OSError):  # no name for the user's number, as in some containers
            return f"user {os.getuid()}"

    @model_validator(mode="after")
    def _two_files(self) -> Self:
        if self.database == self.rehearsal.file:
            raise ValueError("database and rehearsal.file must not be the same file")
        return self


# --- finding and reading ------------------------------------------------------------------------


def find(option: str | None, environ: Mapping[str, str]) -> Path:
    """The file to read: *option* of the command line, else DRUMBEAT_CONFIG, else ``config.toml`` here."""
    return Path(option or environ.get(VARIABLE) or FILE)


def example() -> str:
    """The commented file that ``drumbeat init`` writes: every setting with its default."""
    installed = resources.files("scheduler") / EXAMPLE
    in_checkout = Path(__file__).parent.parent / EXAMPLE
    return (installed if installed.is_file() else in_checkout).read_text("utf-8")


def load(path: Path, networks: Collection[str]) -> Settings:
    """The settings in the file *path*; *networks* are the names that ``[words]`` may have.

    Raises ``InputError`` if it cannot be read, ``ConfigError`` with a line for each problem in it.
    """
    text = _read(path)
    context = {"folder": path.absolute().parent, "networks": networks}
    try:
        return Settings.model_validate(tomllib.loads(text), context=context)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax_problem(path, text, error)]) from error
    except ValidationError as error:
        raise ConfigError(_problems(path, text, error)) from error


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(
            f"There is no {path}.", remedy="Make one with 'drumbeat init', or name another with --config."
        ) from error
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", remedy="Name another file with --config."
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{path}:{line}: the file must be in UTF-8"]) from error


# --- problems, each with its line ---------------------------------------------------------------


def _syntax_problem(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    what, _, where = str(error).partition(" (at ")
    line = re.search(r"line (\d+)", where)
    number = int(line[1]) if line else text.count("\n") + 1
    return f'{path}:{number}: this is not TOML: {what[0].lower()}{what[1:]}; text goes in "quotes"'


def _problems(path: Path, text: str, error: ValidationError) -> list[str]:
    lines = _lines(text)
    found = sorted((_line(_key(detail), lines), _problem(detail)) for detail in error.errors())
    return [f"{path}:{line}: {problem}" for line, problem in found]


def _key(detail: ErrorDetails) -> _Key:
    return tuple(name for name in detail["loc"] if isinstance(name, str) and name != "[key]")


def _problem(detail: ErrorDetails) -> str:
    key = _key(detail)
    name = f"{'.'.join(key)}: " if key else ""
    if detail["type"] == "extra_forbidden":
        return f"{name}there is no such setting{_nearest(key)}"
    if detail["type"] == "value_error":
        return f"{name}{detail['ctx']['error']}"
    rule = _RULES.get(detail["type"], detail["msg"])
    return f"{name}{rule}, not {_toml(detail['input'])}"


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


def _nearest(key: _Key) -> str:
    """A hint at the setting that was meant: one of the same section first, then of any other."""
    known = list(_known_keys())
    here = {".".join(k): k for k in known if k[:-1] == key[:-1]}
    if hint := _did_you_mean(".".join(key), here):
        return hint
    elsewhere = {k[-1]: k for k in known}
    match = get_close_matches(key[-1], elsewhere, n=1)
    return f"; did you mean {'.'.join(elsewhere[match[0]])}?" if match else ""


def _known_keys() -> Iterator[_Key]:
    for name, field in Settings.model_fields.items():
        yield (name,)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from ((name, inner) for inner in field.annotation.model_fields)


def _did_you_mean(name: str, names: Collection[str]) -> str:
    match = get_close_matches(name, names, n=1)
    return f"; did you mean {match[0]}?" if match else ""


def _toml(value: object) -> str:
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
