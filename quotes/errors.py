"""The root of Drumbeat's error tree, and the errors of text and cards.

The whole tree is drawn in ``scheduler.core.errors``.
"""

from collections.abc import Mapping


class DrumbeatError(Exception):
    """Something Drumbeat cannot do, in words for the person who asked.

    The message names the thing, the rule, and the measured and allowed values; ``remedy`` says what
    to do next. ``exit_code`` is what the command line ends with. ``detail`` is what programs read beside
    the message: plain values by name.
    """

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "", detail: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.detail = detail or {}

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class InputError(DrumbeatError):
    """What was given is wrong: mend the input and ask again. Nothing was changed."""

    exit_code = 2


class StatementError(InputError):
    """A file cannot be read as a statement."""


class ExcerptError(InputError):
    """Words are not one contiguous slice of their statement, or make no sensible excerpt."""


class CardError(InputError):
    """A card would break a rule of legibility: overflow, a missing glyph, contrast."""


class PictureError(InputError):
    """A picture that a person brings cannot go out. Its message goes on after the picture's name."""


class ThemeError(InputError):
    """A theme's file is wrong."""
