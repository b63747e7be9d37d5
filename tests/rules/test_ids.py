"""Ids that a person can type, never reused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import InputError, NotFound
from scheduler.core.ids import check_account_name, delivery_id, not_found, post_id, slug, unused


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("ijn-2020", "ijn-2020"),
        ("IJN 2020", "ijn-2020"),
        ("  Statement_on (Asylum)!  ", "statement-on-asylum"),  # one hyphen for whatever is between
        ("Déclaration commune", "declaration-commune"),  # an accent goes, its letter stays
        ("x" * 60, "x" * 40),
        ("y" * 39 + " z", "y" * 39),  # no hyphen at the cut
        ("声明", "statement"),  # nothing left to type
        ("", "statement"),
        ("../../etc/passwd", "etc-passwd"),  # never a path
    ],
)
def test_slug(name: str, id: str) -> None:
    """Lower-case letters and digits with single hyphens, at most forty."""
    assert slug(name) == id


@given(st.text())
def test_any_name_makes_an_id_that_can_be_typed(name: str) -> None:
    """Whatever the name, its id has the one form, and is its own id."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= 40
    assert slug(slug(name)) == slug(name)


@pytest.mark.parametrize(
    ("taken", "id"),
    [
        ([], "ijn"),
        (["ijn-2", "other"], "ijn"),
        (["ijn"], "ijn-2"),
        (["ijn", "ijn-2", "ijn-4"], "ijn-3"),
    ],
)
def test_unused(taken: list[str], id: str) -> None:
    """The wanted one if nobody has it, else the first number that is free."""
    assert unused("ijn", iter(taken)) == id


@pytest.mark.parametrize("name", ["x", "x-main", "2020", "x--", "a" * 40])
def test_account_names(name: str) -> None:
    """Lower-case letters, digits and hyphens, not beginning with a hyphen."""
    assert check_account_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "-x",  # an option of the command line
        "X-main",
        "x main",
        "x@main",  # the mark before an account in a delivery's id
        "x.main",
        "x:main",
        "x,y",  # the mark between accounts after --on
        "x_main",
        "ümlaut",
        "a" * 41,
        "x-main\n",
        "x/../y",
    ],
)
def test_no_account_names(name: str) -> None:
    """Whatever could not be typed, or be told apart in a delivery's id."""
    with pytest.raises(InputError, match="cannot name an account"):
        check_account_name(name)


def test_ids_are_made_of_ids() -> None:
    """A post's of its campaign's, a delivery's of its post's and its account."""
    assert post_id("ijn-2020", 3) == "ijn-2020.3"
    assert delivery_id(post_id("ijn-2020", 3), "x-main") == "ijn-2020.3@x-main"


@pytest.mark.parametrize(
    ("wanted", "remedy"),
    [
        ("ijn-202", "Did you mean ijn-2020? See 'drumbeat statement list'."),
        ("quite-other", "See 'drumbeat statement list'."),  # nothing like it: no guess
    ],
)
def test_not_found(wanted: str, remedy: str) -> None:
    """The nearest that there is, if it is near, and where all are listed."""
    error = not_found("statement", wanted, iter(["ijn-2020", "acme"]), listing="drumbeat statement list")
    assert isinstance(error, NotFound)
    assert (error.message, error.remedy) == (f"There is no statement {wanted!r}.", remedy)
