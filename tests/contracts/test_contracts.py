"""The import contracts hold, and each of them is broken by a mutant: a contract that guards nothing is noticed.

All mutants are put into one copy of the tree, since each is a module of its own and the report names it.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("assets", "db", "quotes", "scheduler")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One import that the contract forbids, added at the end of a module, old or new."""

    contract: str
    module: str
    imports: str

    @property
    def file(self) -> Path:
        """The module's file, below the root."""
        path = Path(*self.module.split("."))
        return path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")

    @property
    def told(self) -> re.Pattern[str]:
        """How the report names it."""
        if not self.imports:
            return re.compile(rf"\b{self.module}$", re.MULTILINE)
        importer, imported = self.module, self.imports
        if self.contract == "acyclic":  # its report calls neighbours by their last word
            importer, imported = ("." + name.rpartition(".")[2] for name in (importer, imported))
        return re.compile(rf"{re.escape(importer)}\s+->\s+{re.escape(imported)}(?![.\w])")


def mutant(contract: str, module: str, imports: str = "") -> Mutant:
    """A mutant in one line, for the table."""
    return Mutant(contract=contract, module=module, imports=imports)


MUTANTS = [
    mutant("layers", "scheduler.services.mutant_db", "db"),  # a service chooses its store
    mutant("layers", "db.mutant_services", "scheduler.services"),  # the store calls a service
    mutant("layers", "db.mutant_config", "scheduler.config"),  # the store reads settings itself
    mutant("layers", "scheduler.networks.mutant_db", "db"),  # a network keeps its state in our database
    mutant("layers", "scheduler.daemon.mutant_cli", "scheduler.cli"),  # one face calls another
    mutant("layers", "scheduler.core.mutant_services", "scheduler.services"),  # a rule calls a service
    mutant("layers", "quotes.mutant_core", "scheduler.core"),  # text knows campaigns
    mutant("layers", "assets.mutant_quotes", "quotes"),  # data knows what it is for
    mutant("placed", "scheduler.helpers"),  # a module that belongs nowhere
    mutant("pure", "scheduler.core.mutant_sql", "sqlalchemy"),
    mutant("pure", "scheduler.core.mutant_clock", "time"),
    mutant("pure", "scheduler.core.mutant_files", "pathlib"),
    mutant("light", "quotes", "quotes.cards.render"),  # reaches Pillow by way of another module
    mutant("light", "db", "sqlalchemy"),
    mutant("light", "scheduler.cli", "scheduler.config"),
    mutant("sql", "scheduler.services.mutant_sqlite", "sqlite3"),
    mutant("sql", "scheduler.networks.x", "sqlite3"),  # the exception is rehearsal's alone
    mutant("sql", "scheduler.networks.rehearsal", "sqlalchemy"),  # ... and for sqlite3 alone
    mutant("drawing", "quotes.cards.mutant_pil", "PIL"),
    mutant("formats", "quotes.mutant_lxml", "lxml"),
    mutant("formats", "scheduler.services.mutant_pypdf", "pypdf"),  # a service reads files itself
    mutant("drawing", "quotes.cards.mutant_resvg", "resvg_py"),
    mutant("drawing", "quotes.cards.mutant_numpy", "numpy"),  # pixels are the renderer's
    mutant("settings", "scheduler.services.mutant_pydantic", "pydantic"),
    mutant("alarm", "scheduler.services.mutant_apscheduler", "apscheduler"),
    mutant("sdk", "scheduler.services.mutant_atproto", "atproto"),
    mutant("sdk", "scheduler.networks.mutant_httpx", "httpx"),  # another network, another library
    mutant("fetching", "scheduler.services.mutant_httpcore", "httpcore"),
    mutant("wiring", "scheduler.cli.mutant_fetcher", "scheduler.fetching"),
    mutant("sealing", "scheduler.services.mutant_fernet", "cryptography"),
    mutant("tweepy", "scheduler.services.mutant_tweepy", "tweepy"),
    mutant("tweepy", "scheduler.networks.mutant_urllib3", "urllib3"),  # another network, another library
    mutant("posting", "scheduler.networks.mutant_requests", "requests"),
    mutant("posting", "scheduler.telling.mutant_requests", "requests"),  # one place sends
    mutant("telling", "scheduler.telling.mutant_apprise", "apprise"),
    mutant("wiring", "scheduler.cli.mutant_telling", "scheduler.telling"),
    mutant("screens", "scheduler.services.mutant_click", "click"),
    mutant("networks", "scheduler.networks.bluesky", "scheduler.networks.x"),
    mutant("wiring", "scheduler.daemon.mutant_store", "db"),
    mutant("wiring", "scheduler.cli.mutant_network", "scheduler.networks"),
    mutant("wiring", "scheduler.services.mutant_clock", "scheduler.clock"),
    mutant("acyclic", "scheduler.core.mutant_cycle", "scheduler.core.errors"),
]


def report(tree: Path) -> str:
    """What import-linter says about *tree*."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(
        command, cwd=tree, capture_output=True, text=True, check=False, env={"COLUMNS": "400"}
    )
    return done.stdout + done.stderr


def copy(to: Path) -> None:
    """The four packages and the contracts, copied to *to*."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, to / package, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copy(ROOT / "pyproject.toml", to)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each contract, by its id, in a tree with all mutants."""
    tree = tmp_path_factory.mktemp("mutants")
    copy(tree)
    for each in MUTANTS:
        with (tree / each.file).open("a", encoding="utf-8") as file:
            file.write(f"\nimport {each.imports}\n" if each.imports else "\n")
    with (tree / "scheduler/core/errors.py").open("a", encoding="utf-8") as file:
        file.write("\nimport scheduler.core.mutant_cycle\n")  # the other half of the cycle
    text = report(tree)
    names = {contract["name"]: contract["id"] for contract in CONTRACTS}
    heading = "|".join(re.escape(name) for name in names)
    pieces = re.split(rf"^({heading})\n-+$", text, flags=re.MULTILINE)
    return {names[name]: said for name, said in zip(pieces[1::2], pieces[2::2], strict=True)}


def test_contracts_hold() -> None:
    """The tree as it is keeps every contract."""
    text = report(ROOT)
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in text, text


@pytest.mark.parametrize("each", MUTANTS, ids=lambda each: f"{each.contract}-{each.module}")
def test_mutant_is_caught(each: Mutant, broken: dict[str, str]) -> None:
    """The contract names the import that it forbids."""
    assert each.told.search(broken.get(each.contract, "")), broken.get(each.contract)


@pytest.mark.parametrize("contract", [contract["id"] for contract in CONTRACTS])
def test_every_contract_has_a_mutant(contract: str) -> None:
    """No contract goes untested."""
    assert any(each.contract == contract for each in MUTANTS)
