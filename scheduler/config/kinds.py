"""What sections of the settings are made of, for every module that holds one."""

from collections.abc import Callable
from datetime import timedelta

from pydantic import BaseModel, BeforeValidator, ConfigDict

from scheduler.config.problems import toml
from scheduler.core.durations import parse, spell
from scheduler.core.errors import DrumbeatError


class Section(BaseModel):
    """A table of the file, in which nothing is unknown."""

    # Defaults are checked too, so that their paths are resolved like given ones.
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_default=True,
        revalidate_instances="always",
        defer_build=True,  # each is built with the whole, and not once more for itself
    )


def between(least: str, most: str) -> BeforeValidator:
    """A duration from *least* to *most*, both included."""

    def validate(value: object) -> timedelta:
        if isinstance(value, str):
            value = or_value_error(parse, value)
        if not isinstance(value, timedelta):
            # pydantic collects ValueError, and no TypeError
            raise ValueError(  # noqa: TRY004
                f'must be a duration in quotes, such as "{least}", not {toml(value)}'
            )
        if not parse(least) <= value <= parse(most):
            raise ValueError(f"must be from {least} to {most}, not {spell(value)}")
        return value

    return BeforeValidator(validate)


def or_value_error(rule: Callable[[str], object], value: str) -> object:
    """What *rule* makes of *value*; its refusal as pydantic collects it."""
    try:
        return rule(value)
    except DrumbeatError as error:
        raise ValueError(str(error)) from error
