"""``[calendar]``: when accounts keep silent, over all campaigns."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

from scheduler.config.kinds import Section, between, or_value_error
from scheduler.config.problems import toml
from scheduler.core.slots import Holiday, Quiet, parse_holiday, parse_quiet


def _by(rule: Callable[[str], object], example: str) -> BeforeValidator:
    """Text that *rule* reads, such as *example*."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError(f'must be text in quotes, such as "{example}", not {toml(value)}')  # noqa: TRY004
        return or_value_error(rule, value)

    return BeforeValidator(validate)


class CalendarSettings(Section):
    """Quiet hours, holidays and the least gap."""

    quiet: tuple[Annotated[Quiet, _by(parse_quiet, "22:00-07:00")], ...] = ()
    holidays: tuple[Annotated[Holiday, _by(parse_holiday, "2026-12-25 Christmas")], ...] = ()
    gap: Annotated[timedelta, between("0s", "7d")] = timedelta(0)
    """Between two posts of an account."""
