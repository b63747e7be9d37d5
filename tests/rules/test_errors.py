"""The error tree, as its docstring draws it and as the classes are."""

import re
from collections.abc import Iterator

import pytest

from scheduler.core import errors
from scheduler.core.errors import ConfigError, DrumbeatError

# Name, depth, and the exit code that a class says of itself or inherits.
LINE = re.compile(r"^ {4}(?P<indent>[│ ]*)(?:[├└]── )?(?P<name>[A-Z]\w+) +(?:exit (?P<exit>\d);)?")


def drawn() -> dict[str, tuple[str | None, int]]:
    """Each class of the drawing, with its parent and its exit code."""
    tree: dict[str, tuple[str | None, int]] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := LINE.match(line):
            depth = 0 if "──" not in line else len(match["indent"]) // 4 + 1
            parent = above[depth - 1] if depth else None
            inherited = tree[parent][1] if parent else 1
            tree[match["name"]] = (parent, int(match["exit"] or inherited))
            above[depth:] = [match["name"]]
    return tree


def below(kind: type[DrumbeatError]) -> Iterator[type[DrumbeatError]]:
    """*kind* and every class of this project that is derived from it."""
    yield kind
    for child in kind.__subclasses__():
        yield from below(child)


def test_the_drawing_is_the_tree() -> None:
    """Every error that there is, below the one it is drawn below, with its exit code."""
    tree = [each for each in below(DrumbeatError) if each.__module__.startswith(("scheduler.core", "quotes"))]
    actual = {
        each.__name__: (None if each is DrumbeatError else each.__bases__[0].__name__, each.exit_code)
        for each in tree
    }
    assert drawn() == actual
    assert len(tree) == len(actual)


def test_all_are_offered() -> None:
    """Whoever catches an error finds it in the one module that draws the tree."""
    assert set(errors.__all__) == set(drawn())
    assert all(issubclass(getattr(errors, name), DrumbeatError) for name in errors.__all__)


@pytest.mark.parametrize(
    ("name", "code"), [("DrumbeatError", 1), ("InputError", 2), ("Stale", 2), ("NetworkError", 1)]
)
def test_exit_codes(name: str, code: int) -> None:
    """Wrong input ends with 2, anything else with 1."""
    assert drawn()[name][1] == code


def test_an_error_says_what_and_what_next() -> None:
    """As text it is both; apart they can be shown apart."""
    error = DrumbeatError("The box is full.", remedy="Empty it.")
    assert (error.message, error.remedy, str(error)) == (
        "The box is full.",
        "Empty it.",
        "The box is full. Empty it.",
    )
    assert str(DrumbeatError("The box is full.")) == "The box is full."


def test_a_wrong_configuration_tells_every_problem() -> None:
    """One line for each, so that one round mends them all."""
    error = ConfigError(["config.toml:3: a", "config.toml:9: b"])
    assert error.problems == ["config.toml:3: a", "config.toml:9: b"]
    assert str(error) == "config.toml:3: a\nconfig.toml:9: b"
