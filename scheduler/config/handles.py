"""The section ``[handles]``: people and organizations with their handle on each network."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from scheduler.config.problems import did_you_mean, toml
from scheduler.core.handles import NAME, Person

_LONGEST = 200
"""Characters of a name; no post has room for more."""


def _short(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(
            f"{toml(name)} cannot be written as {{@name}}; lower-case letters, digits, - and _ can"
        )
    return name


def _person(given: object, info: ValidationInfo) -> Person:
    """Somebody as the file has them; every handle is one that its network knows."""
    if not isinstance(given, Mapping):
        raise ValueError(f"must be a section in [brackets], not {toml(given)}")  # noqa: TRY004 - see above
    wrong = [key for key, value in given.items() if not isinstance(value, str)]
    if wrong:
        raise ValueError(f"{wrong[0]} must be text in quotes, not {toml(given[wrong[0]])}")
    name = str(given.get("name", "")).strip()
    if not 0 < len(name) <= _LONGEST or "\n" in name:
        raise ValueError(f'needs a name of at most {_LONGEST} characters: name = "Acme Tenants Union"')
    handles = {network: _handle(network, text, info) for network, text in given.items() if network != "name"}
    return Person(name=name, handles=MappingProxyType({key: each for key, each in handles.items() if each}))


def _handle(network: str, text: str, info: ValidationInfo) -> str:
    rules: Mapping[str, Any] = (info.context or {}).get("handles", {})
    if network not in rules:
        known = ("name", *rules)
        raise ValueError(f"there is no network {network}{did_you_mean(network, known)}")
    handle = text.strip().removeprefix("@")
    if handle and not rules[network](handle):
        raise ValueError(f"{toml(text)} cannot be a handle on {network}")
    return handle


Handles = Mapping[
    Annotated[str, AfterValidator(_short)],
    Annotated[Person, BeforeValidator(_person)],
]
"""By the names that words have for them."""
