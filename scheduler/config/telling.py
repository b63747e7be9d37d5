"""``[tell]``: where people are told what they should know, and how often."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo

from scheduler.config.kinds import Section, between

_ELSEWHERE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:.+")


def _elsewhere(value: str, info: ValidationInfo) -> str:
    """Where a secret is: it has no place in this file. What is wrong may be one, so it is not repeated."""
    if value and not _ELSEWHERE.fullmatch(value):
        raise ValueError('must be "env:NAME" or "file:PATH", where the secret is, never the secret itself')
    return _from_here(value, info)


def _address(value: str, info: ValidationInfo) -> str:
    """An address, which may stand here, or where it is."""
    if value and not _ELSEWHERE.fullmatch(value) and "://" not in value:
        raise ValueError('must be an address, or "env:NAME" or "file:PATH", where one is')
    return _from_here(value, info)


def _from_here(value: str, info: ValidationInfo) -> str:
    """A file's path relative to the folder of the settings."""
    kind, _, path = value.partition(":")
    if kind != "file":
        return value
    return f"file:{Path((info.context or {}).get('folder', '')) / Path(path).expanduser()}"


_Text = Annotated[str, StringConstraints(strip_whitespace=True)]
_Address = Annotated[_Text, AfterValidator(_address)]


class TellSettings(Section):
    """Where people are told, and how often."""

    webhook: _Address = ""
    webhook_secret: Annotated[_Text, AfterValidator(_elsewhere)] = "env:DRUMBEAT_WEBHOOK_SECRET"  # noqa: S105 - where it is, not what
    apprise: tuple[_Address, ...] = ()
    heartbeat: _Address = ""
    heartbeat_every: Annotated[timedelta, between("10s", "1d")] = timedelta(minutes=5)
    approval_ahead: Annotated[timedelta, between("1h", "14d")] = timedelta(days=1)
    uncertain_after: Annotated[timedelta, between("1m", "1d")] = timedelta(minutes=10)
    gap: Annotated[timedelta, between("1m", "1d")] = timedelta(minutes=15)
    most_a_day: Annotated[int, Field(ge=1, le=1_000)] = 20
