"""People and organizations by names that a person gave them: ``{@acme}`` in words becomes their handle."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.core.errors import WordsError
from scheduler.core.ids import not_found
from scheduler.core.limits import Network

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_PLACE = re.compile(r"\{@([^{}]*)\}")
_BEGUN = re.compile(r"\{\s*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom words can name, or an organization."""

    name: str
    """As it reads where they have no handle."""
    handles: Mapping[str, str]
    """By network, without the ``@``."""

    def on(self, network: Network) -> str:
        """What stands for them on *network*: their handle with its ``@``, or the plain name."""
        handle = self.handles.get(network.name)
        return f"@{handle}" if handle else self.name


def filled(words: str, people: Mapping[str, Person], network: Network) -> str:
    """*words* with what stands on *network* for each ``{@name}`` of *people*.

    Raises ``NotFound`` for a name that nobody has, ``WordsError`` for braces left open.
    """

    def stands(match: re.Match[str]) -> str:
        found = people.get(match[1].strip())
        if found is None:
            raise not_found("handle", match[1].strip(), people, listing="[handles] in config.toml")
        return found.on(network)

    text = _PLACE.sub(stands, words)
    if _BEGUN.search(text):
        raise WordsError("A {@ in the words has no } behind its name.", remedy="Write it as {@acme}.")
    return text


def emptied(words: str) -> str:
    """*words* without the places for people."""
    return _PLACE.sub("", words)


def named(words: str) -> Sequence[str]:
    """The names of those for whom *words* have a place."""
    return [each.strip() for each in _PLACE.findall(words)]
