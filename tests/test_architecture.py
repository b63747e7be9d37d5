"""The shape of the code: sizes, names, what an import brings with it, and who declares what."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("assets", "db", "quotes", "scheduler")
MOST_LINES = 400
HEAVY = {
    *(
        "alembic",
        "apscheduler",
        "atproto",
        "docx",
        "httpcore",
        "lxml",
        "markdown_it",
        "PIL",
        "pydantic",
        "pypdf",
    ),
    *("sqlalchemy", "tweepy", "uharfbuzz"),
}


def modules(*folders: str) -> Iterator[Path]:
    """Every Python file below *folders*."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def names_of(paths: Iterator[Path]) -> list[str]:
    """Their paths below the root, to tell tests apart by."""
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("name", names_of(modules(*PACKAGES, "tests", "bench")))
def test_size(name: str) -> None:
    """A module that outgrows one reading is two modules."""
    lines = len((ROOT / name).read_text("utf-8").splitlines())
    assert lines < MOST_LINES


def test_no_utils() -> None:
    """A module's name says what it is for."""
    vague = {"util", "utils", "helper", "helpers", "common", "misc"}
    assert [path for path in modules(*PACKAGES, "tests", "bench") if path.stem in vague] == []


def test_no_init_below_tests() -> None:
    """With an __init__, a folder of tests could shadow the package of the same name."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_typed(package: str) -> None:
    """Type checkers of other programs see our annotations."""
    assert (ROOT / package / "py.typed").is_file()


def brought_by(code: str, *arguments: str) -> set[str]:
    """The top-level modules that are loaded once a fresh interpreter ran *code*."""
    ask = f"import sys\nsys.argv[1:] = {list(arguments)!r}\ntry:\n {code}\nexcept SystemExit as end:\n assert not end.code"
    tell = "import sys\nprint('\\n--', *{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{ask}\n{tell}"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("--")[2].split())


@pytest.mark.parametrize(
    "code",
    [
        *(f"import {package}" for package in PACKAGES),
        "import quotes.cards, quotes.readers",
        "import scheduler.core, scheduler.services, scheduler.networks, scheduler.daemon",
        "import scheduler.cli",
    ],
)
def test_front_doors_are_light(code: str) -> None:
    """Importing a package loads nothing heavy: what is heavy is imported where it is used."""
    assert brought_by(code) & HEAVY == set()


@pytest.mark.parametrize("arguments", [("--help",), ("campaign", "--help"), ("--version",)])
def test_help_is_light(arguments: tuple[str, ...]) -> None:
    """The command that only tells about itself starts fast."""
    assert brought_by("from scheduler.cli import main; main()", *arguments) & HEAVY == set()


def test_what_is_heavy_is_seen() -> None:
    """The way of looking works: settings do bring pydantic."""
    assert brought_by("import scheduler.config") & HEAVY == {"pydantic"}


def imported(path: Path) -> set[str]:
    """The top-level names that the module at *path* imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
            found |= {word.value.partition(".")[0] for word in node.args if isinstance(word, ast.Constant)}
    return found - set(sys.stdlib_module_names)


def test_imports_are_declared() -> None:
    """Shipped code imports only what pyproject.toml declares, and declares nothing that it does not use."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    lines = [*project["dependencies"], *extras]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    owners = packages_distributions()
    names = {name for path in modules(*PACKAGES) for name in imported(path)} - set(PACKAGES)
    used = {canonicalize_name(owners.get(name, [name])[0]) for name in names}
    assert used - {"pydantic-core"} <= declared, "imported and not declared"
    # data, which zoneinfo finds; fonts; and what twitter-text-parser imports without declaring it
    assert declared - used <= {"tzdata", "justmytype-intl-cjk", "setuptools"}, "declared and not imported"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locked(name: str) -> None:
    """Each lock holds the versions that pyproject.toml declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    wanted = project["project"]["dependencies"] + groups["build"]
    wanted += groups["dev"] if "dev" in name else []
    lines = (ROOT / name).read_text("utf-8").splitlines()
    locked = {line.partition(" ")[0] for line in lines if not line.startswith((" ", "#"))}
    pins = {str(Requirement(line).name) + str(Requirement(line).specifier) for line in wanted}
    assert pins <= {pin.lower() for pin in locked}
