"""Docs and code say the same: what exists is described, and what is described exists."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import click
import pytest

import assets
from quotes.cards.schema import BOUNDS, SCHEMES, SHAPES
from quotes.cards.theme import Backdrop, Colours, Design, Fonts, Shape
from scheduler import networks
from scheduler.core import errors
from scheduler.core.delivery import Reason, State

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def files(*patterns: str) -> list[str]:
    """What the repository holds, or is about to, by *patterns* of git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in told.splitlines() if (ROOT / name).is_file()]


def text_of(*names: str) -> str:
    """The files *names* below the root, one after the other."""
    return "\n".join((ROOT / name).read_text("utf-8") for name in names if (ROOT / name).is_file())


def commands(
    group: click.Command | None = None, name: str = "drumbeat"
) -> Iterator[tuple[str, click.Command]]:
    """Every command below *group* with its full name, groups included."""
    if group is None:
        from scheduler.cli import main as group  # type: ignore[no-redef]
    assert group is not None
    yield name, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for word in group.list_commands(context):
            inner = group.get_command(context, word)
            assert inner is not None
            yield from commands(inner, f"{name} {word}")


def options(command: click.Command) -> set[str]:
    """The long options of *command*."""
    parameters = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    return {
        name for each in parameters for name in (*each.opts, *each.secondary_opts) if name.startswith("--")
    }


def test_commands_are_described() -> None:
    """Every command, and every option of it, stands in docs/commands.md."""
    text = text_of("docs/commands.md")
    missing = [name for name, command in commands() if not command.hidden and name not in text]
    unsaid = [
        f"{name} {option}"
        for name, command in commands()
        for option in sorted(options(command))
        if not re.search(rf"{option}(?![\w-])", text)
    ]
    assert (missing, unsaid) == ([], [])


def test_commands_page_is_printed() -> None:
    """docs/commands.md is what tools/commands-page prints."""
    printed = subprocess.run(
        [sys.executable, ROOT / "tools" / "commands-page"], capture_output=True, text=True, check=True
    ).stdout
    assert text_of("docs/commands.md") == printed, (
        "print it anew: .venv/bin/python tools/commands-page > docs/commands.md"
    )


def test_commands_have_help() -> None:
    """Every command and every option says what it is for."""
    silent = [name for name, command in commands() if not command.help]
    for name, command in commands():
        silent += [
            f"{name} {each.opts[0]}"
            for each in command.params
            if isinstance(each, click.Option) and not each.help and not each.hidden
        ]
    assert silent == []


def examples() -> Iterator[tuple[str, str]]:
    """Every command line in a block of code of the docs, with the file it stands in."""
    for name in files("*.md"):
        for block in re.findall(r"^```[^\n]*\n(.*?)^```", text_of(name), re.MULTILINE | re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                if re.match(r"(\$ )?(\.venv/bin/)?drumbeat\b", line.strip()):
                    yield name, line.strip().removeprefix("$ ")


def test_examples_exist() -> None:
    """Every command and option that the docs show exists."""
    known = dict(commands())
    wrong = []
    for file, line in examples():
        words = shlex.split(line.replace("…", ""), comments=True)[1:]
        name = "drumbeat"
        while words and f"{name} {words[0]}" in known:
            name = f"{name} {words.pop(0)}"
        left_out = getattr(known[name], "left_out", None)
        if left_out and (words or not any(each.required for each in known[f"{name} {left_out}"].params)):
            name = f"{name} {left_out}"
        given = {word.partition("=")[0] for word in words if word.startswith("--") and word != "--"}
        unfinished = isinstance(known[name], click.Group) and not given
        if unfinished or not given <= options(known[name]) | {"--help", "--version"}:
            wrong.append(f"{file}: {line}")
    assert wrong == []


def test_errors_are_drawn() -> None:
    """Every error stands in the tree that opens scheduler/core/errors.py."""
    tree = errors.__doc__ or ""
    kinds = [name for name in errors.__all__ if not re.search(rf"\b{name}\b", tree)]
    assert kinds == []
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert defined == set(errors.__all__)


@pytest.mark.parametrize("word", [*State, *Reason])
def test_states_are_described(word: str) -> None:
    """Every state and every reason to be held stands in docs/states.md."""
    assert f"`{word}`" in text_of("docs/states.md")


@pytest.mark.parametrize("name", networks.names())
def test_networks_are_described(name: str) -> None:
    """Every network stands in docs/networks.md."""
    assert f"`{name}`" in text_of("docs/networks.md")


def anchors(text: str) -> set[str]:
    """The names under which a page's headings can be linked to."""
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", files("*.md"))
def test_links_lead_somewhere(name: str) -> None:
    """A link to a file of the repository leads to one that is there, and to a heading that it has."""
    page = ROOT / name
    lost = []
    for target in re.findall(r"\]\(([^()\s]+)\)", text_of(name)):
        path, _, anchor = target.partition("#")
        to = (page.parent / path) if path else page
        if re.match(r"[a-z]+:", target):
            continue
        if not to.exists() or (anchor and anchor not in anchors(to.read_text("utf-8"))):
            lost.append(target)
    assert lost == []


def test_nothing_local() -> None:
    """No file names the folder that it was written in, nor a registry that the packages came from."""
    registries = [f"{name}.org" for name in ("pypi", "files.pythonhosted", "registry.npmjs", "deb.debian")]
    private = [f"{ROOT}/", f"{Path.home()}/", *registries]
    found = []
    for name in files():
        data = (ROOT / name).read_bytes()
        found += [f"{name}: {word}" for word in private if word.encode() in data]
    assert found == []


def test_benches_are_described() -> None:
    """Every bench that is a command stands in docs/benches.md, and every bench there exists."""
    commands = {
        f"bench/{path.name}"
        for path in (ROOT / "bench").glob("*.py")
        if "__main__" in path.read_text("utf-8") and path.name != "realnets.py"  # servers for the others
    }
    assert set(re.findall(r"bench/\w+\.py", text_of("docs/benches.md"))) == commands


def test_themes_are_described() -> None:
    """Every theme, and every section, key, choice and bound of a theme's file, stands in docs/themes.md."""
    page = text_of("docs/themes.md")
    keys = {each.name for kind in (Colours, Fonts, Design, Backdrop, Shape) for each in fields(kind)}
    choices = {word for kind in (Design, Backdrop) for word in get_args_of(kind)}
    sections = {"[fonts]", "[design]", "[backdrop]", *(f"[{name}]" for name in (*SCHEMES, *SHAPES))}
    wanted = [*assets.themes(), *keys, *choices, *sections, "about", "scheme", "logo"]
    assert [word for word in wanted if f"`{word}`" not in page] == []
    rows = [f"| {least:g} | {most:g} |" for least, most in BOUNDS.values()]
    missing = [
        key
        for key, row in zip(BOUNDS, rows, strict=True)
        if not re.search(rf"`{key}`.*{re.escape(row)}", page)
    ]
    assert missing == []


def get_args_of(kind: type) -> set[str]:
    """Every choice that a field of *kind* has."""
    return {
        word for hint in get_type_hints(kind).values() for word in get_args(hint) if isinstance(word, str)
    }
