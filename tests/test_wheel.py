"""The wheel: everything is in it, and it runs where nothing of the repository is.

The fresh environment sees the wheel, and of the packages that are installed here exactly those that the
wheel itself requires, so that nothing from development can stand in for a missing requirement.
"""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("assets", "db", "quotes", "scheduler")

pytestmark = pytest.mark.xdist_group("wheel")


def run(*command: str | Path, cwd: Path) -> str:
    """What *command* prints, run in *cwd* without Python's variables; fails if the command does."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working tree."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    """The names in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped() -> Iterator[str]:
    """Every file of the four packages, code and data."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def test_everything_is_in_it(contents: set[str]) -> None:
    """All code, fonts, themes, samples, migrations, templates and type markers are shipped, and the settings."""
    assert {*shipped(), "scheduler/config.example.toml"} - contents == set()


def test_nothing_else_is_in_it(contents: set[str]) -> None:
    """No test, no page of the docs, no bench."""
    beside = {name.partition("/")[0] for name in contents} - set(PACKAGES)
    assert [name for name in beside if not name.endswith(".dist-info")] == []


def test_one_example(wheel: Path) -> None:
    """The settings in the wheel are those at the top of the repository."""
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("scheduler/config.example.toml") == (ROOT / "config.example.toml").read_bytes()


def required(by: Distribution, extras: tuple[str, ...] = ("",)) -> dict[str, Distribution]:
    """What *by* requires here, directly or not, by name."""
    found: dict[str, Distribution] = {}
    for line in by.requires or ():
        need = Requirement(line)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
            name = canonicalize_name(need.name)
            found[name] = distribution(name)
            found |= required(found[name], ("", *need.extras))
    return found


def lend(packages: dict[str, Distribution], to: Path) -> None:
    """Make what is installed here visible in the folder *to*, package by package."""
    for each in packages.values():
        for entry in {file.parts[0] for file in each.files or ()} - {"..", "__pycache__"}:
            (to / entry).symlink_to(Path(str(each.locate_file(entry))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment of its own, with the wheel in it."""

    bin: Path
    packages: Path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A fresh environment with the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    into = ("--python", folder / "bin" / "python")
    run(sys.executable, "-m", "pip", *into, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    (metadata,) = packages.glob("drumbeat-*.dist-info")
    lend(required(PathDistribution(metadata)), packages)
    return Installed(bin=folder / "bin", packages=packages)


def test_it_is_what_runs(installed: Installed, tmp_path: Path) -> None:
    """The environment imports the wheel's packages, not those of the repository, and no tool of ours."""
    ask = "import assets, db, quotes, scheduler as s; print(*(m.__file__ for m in (assets, db, quotes, s)), sep='\\n')"
    for line in run(installed.bin / "python", "-c", ask, cwd=tmp_path).splitlines():
        assert Path(line).is_relative_to(installed.packages)
    assert not (installed.packages / "pytest").exists()


def test_init_writes_the_example(installed: Installed, tmp_path: Path) -> None:
    """An installed Drumbeat has the commented settings at hand."""
    run(installed.bin / "drumbeat", "init", cwd=tmp_path)
    assert (tmp_path / "config.toml").read_bytes() == (ROOT / "config.example.toml").read_bytes()


def test_demo_runs(installed: Installed, tmp_path: Path) -> None:
    """The whole job runs from the wheel, in a folder far from the repository, and leaves a feed with alt text."""
    run(installed.bin / "drumbeat", "demo", "--in", "shown", cwd=tmp_path)
    (feed,) = (tmp_path / "shown").rglob("*.html")
    assert ' alt="' in feed.read_text("utf-8")
