"""The settings: ``config.toml`` read into a frozen ``Settings``, every problem named at once.

Import this inside commands only: it brings pydantic with it.
"""

import getpass
import os
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from scheduler.config.calendar import CalendarSettings
from scheduler.config.handles import Handles
from scheduler.config.kinds import Section, between, or_value_error
from scheduler.config.problems import did_you_mean, problems, syntax_problem, toml
from scheduler.config.telling import TellSettings
from scheduler.core import compose, handles, prices, timeline
from scheduler.core.campaign import LONGEST_WINDOW, SHORTEST_WINDOW
from scheduler.core.durations import spell
from scheduler.core.errors import ConfigError, InputError
from scheduler.core.prices import Prices

FILE = "config.toml"
EXAMPLE = "config.example.toml"
VARIABLE = "DRUMBEAT_CONFIG"


# --- kinds of values ----------------------------------------------------------------------------


def _by(rule: Callable[[str], object]) -> AfterValidator:
    """Text that a rule of the core accepts; the empty text stands for a default and needs none."""

    def validate(value: str) -> str:
        if value:
            or_value_error(rule, value)
        return value

    return AfterValidator(validate)


def _in_folder(value: object, info: ValidationInfo) -> object:
    """The path *value*, relative to the folder of the file that is being read."""
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError(f"must be a path in quotes, not {toml(value)}")
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
        raise ValueError(f"there is no such network{did_you_mean(name, networks)}")
    return name


def _hashtag(value: str) -> str:
    tag = value.removeprefix("#")
    if not compose.is_hashtag(tag):
        raise ValueError(f"{toml(value)} is not a hashtag; letters, digits and _ make one")
    return tag


def _template(text: str) -> None:
    compose.check_template(handles.emptied(text), name="the template")


def _own_words(templates: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name: text for name, text in templates.items() if text})


def _micro_dollars(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError(f'must be US dollars in quotes, such as "0.015", not {toml(value)}')  # noqa: TRY004
    try:
        return prices.parse(value)
    except InputError as error:
        raise ValueError(str(error)) from error


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_POSTS:
        raise ValueError(f"must be a whole number from 0 to {_MOST_POSTS}, not {toml(value)}")
    return value


def _without_empty(budgets: object) -> object:
    """An empty text stands for no budget."""
    if not isinstance(budgets, Mapping):
        return budgets
    return {name: text for name, text in budgets.items() if text != ""}


_MOST_POSTS = 1_000_000
_Path = Annotated[Path, BeforeValidator(_in_folder)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True)]
_Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Zone = Annotated[_Text, _by(timeline.zone)]
_Plan = Annotated[_Named, _by(timeline.parse_plan)]
_Template = Annotated[str, _by(_template)]
_Answer = Annotated[timedelta, between("0s", "1m")]
_Look = Annotated[timedelta, between("10ms", "1h")]
_Dollars = Annotated[int, BeforeValidator(_micro_dollars)]
_Count = Annotated[int, BeforeValidator(_count)]
_Network = Annotated[str, AfterValidator(_known_network)]


# --- the settings -------------------------------------------------------------------------------


class CampaignSettings(Section):
    """What a new campaign starts with."""

    zone: _Zone = ""
    plan: _Plan = "T+0, T+4h, T+1d 09:00, T+1d 17:00, T+2d 12:00"
    stagger: Annotated[timedelta, between("0s", "1d")] = timedelta(minutes=5)
    window: Annotated[timedelta, between(spell(SHORTEST_WINDOW), spell(LONGEST_WINDOW))] = timedelta(
        minutes=30
    )
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


class DaemonSettings(Section):
    """How the daemon keeps watch and how patient it is."""

    sweep: Annotated[timedelta, between("1s", "1h")] = timedelta(seconds=60)
    timeout: Annotated[timedelta, between("1s", "10m")] = timedelta(seconds=30)
    notice: Annotated[timedelta, between("10ms", "1s")] = timedelta(milliseconds=500)
    clock_step: Annotated[timedelta, between("1m", "1d")] = timedelta(hours=6)
    retry_first: Annotated[timedelta, between("100ms", "1h")] = timedelta(seconds=30)
    retry_most: Annotated[timedelta, between("100ms", "1d")] = timedelta(minutes=30)
    at_once: Annotated[int, Field(ge=1, le=1_000)] = 32

    @field_validator("retry_most")
    @classmethod
    def _not_less(cls, most: timedelta, info: ValidationInfo) -> timedelta:
        first = info.data.get("retry_first", most)
        if most < first:
            raise ValueError(f"must not be less than retry_first, {spell(first)}")
        return most


class RehearsalSettings(Section):
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


class PriceSettings(Section):
    """What a network asks, in US dollars; what is left out is as the network's own list says."""

    post: _Dollars | None = None
    post_with_link: _Dollars | None = None
    reply: _Dollars | None = None
    alt_text: _Dollars | None = None
    delete: _Dollars | None = None
    own_read: _Dollars | None = None
    read: _Dollars | None = None
    as_of: date | None = None
    source: _Text | None = None

    @property
    def whole(self) -> Prices:
        """The price list; what nobody gave costs nothing."""
        return Prices(**self.model_dump(exclude_none=True))


class FuseSettings(Section):
    """How many messages an account sends at most."""

    hour: _Count = 10
    day: _Count = 50


def _completed(given: Mapping[str, PriceSettings], info: ValidationInfo) -> Mapping[str, PriceSettings]:
    """The price list of each network that asks for money, with what was *given* in place of its own."""
    own: Mapping[str, Prices] = (info.context or {}).get("prices", {})
    fields = {name: asdict(each) for name, each in own.items()}
    for name, each in given.items():
        fields[name] = fields.get(name, {}) | each.model_dump(exclude_none=True)
    return MappingProxyType({name: PriceSettings.model_construct(**each) for name, each in fields.items()})


class Settings(Section):
    """All settings, as ``config.example.toml`` explains them. Paths are relative to the file's folder."""

    database: _Path = Path("drumbeat.db")
    pictures: _Path = Path("cards")
    theme_folder: _Path = Path("themes")
    key: Annotated[_Named, AfterValidator(_key_place)] = "drumbeat.key"
    person: _Text = ""
    campaign: CampaignSettings = CampaignSettings()
    calendar: CalendarSettings = CalendarSettings()
    words: Annotated[Mapping[_Network, _Template], AfterValidator(_own_words)] = Field(default_factory=dict)
    """Templates by network, only of those that do not use the network's own."""
    budget: Annotated[Mapping[_Network, _Dollars], BeforeValidator(_without_empty)] = Field(
        default_factory=dict
    )
    """What each account of a network may cost in a calendar month, where it is bounded."""
    fuse: FuseSettings = FuseSettings()
    prices: Annotated[Mapping[_Network, PriceSettings], AfterValidator(_completed)] = Field(
        default_factory=dict
    )
    """Price lists, whole, of the networks that ask for money."""
    daemon: DaemonSettings = DaemonSettings()
    tell: TellSettings = TellSettings()
    rehearsal: RehearsalSettings = RehearsalSettings()
    handles: Handles = Field(default_factory=dict)
    """People and organizations, by the names that words have for them."""

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

    @model_validator(mode="after")
    def _known_people(self) -> Self:
        for network, template in self.words.items():
            for name in handles.named(template):
                if name not in self.handles:
                    hint = did_you_mean(name, self.handles)
                    raise ValueError(f"words.{network}: there is no [handles.{name}]{hint}")
        return self


# --- finding and reading ------------------------------------------------------------------------


def find(option: str | None, environ: Mapping[str, str]) -> Path:
    """The file to read: *option* of the command line, else DRUMBEAT_CONFIG, else ``config.toml`` here."""
    return Path(option or environ.get(VARIABLE) or FILE)


def example() -> str:
    """The commented file that ``drumbeat init`` writes: every setting with its default."""
    installed = resources.files("scheduler") / EXAMPLE
    in_checkout = Path(__file__).parents[2] / EXAMPLE
    return (installed if installed.is_file() else in_checkout).read_text("utf-8")


def load(
    path: Path,
    networks: Collection[str],
    own_prices: Mapping[str, Prices] | None = None,
    handle_rules: Mapping[str, Callable[[str], bool]] | None = None,
) -> Settings:
    """The settings in the file *path*; *networks* are the names that ``[words]`` may have.

    *own_prices* are the price lists of those networks that ask for money, *handle_rules* say of each network
    what can be a handle there.

    Raises ``InputError`` if it cannot be read, ``ConfigError`` with a line for each problem in it.
    """
    text = _read(path)
    context = {
        "folder": path.absolute().parent,
        "networks": networks,
        "prices": own_prices or {},
        "handles": handle_rules or dict.fromkeys(networks, bool),
    }
    try:
        return Settings.model_validate(tomllib.loads(text), context=context)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([syntax_problem(path, text, error)]) from error
    except ValidationError as error:
        raise ConfigError(problems(path, text, error, Settings)) from error


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
