"""What a reader answers, and how it fails."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from quotes.errors import StatementError


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The words of a file, with an empty line between paragraphs, and what a person should look at."""

    text: str
    notes: tuple[str, ...] = ()


Reader = Callable[[bytes, str], Content]
"""Takes a file's bytes and its name for messages; raises ``StatementError``."""


@contextmanager
def reading(name: str, kind: str, *libraries: str) -> Iterator[None]:
    """Whatever the *libraries* raise becomes one error: the file is a broken *kind*. They print nothing."""
    for library in libraries:
        logger = logging.getLogger(library)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    try:
        yield
    except StatementError:
        raise
    except Exception as error:
        raise StatementError(
            f"{name} is a broken {kind}: it cannot be read to its end.",
            remedy="Save it anew where it was made, or give the statement as plain text.",
        ) from error
