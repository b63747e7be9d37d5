# The one door: 'make' lists what there is. CI and people run the same targets.

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help setup demo cards test check format lock clean
.DELETE_ON_ERROR:

help:
	@echo "make setup    the command drumbeat in $(BIN), from the locked requirements"
	@echo "make demo     the whole job on a sample statement, posted to rehearsal, in ./demo"
	@echo "make cards    contact sheets of all themes, in ./sheets"
	@echo "make test     all checks and tests"
	@echo "make pds      a Bluesky server for tests, on Linux, into $(VENV)/pds"
	@echo "make check    format, lint, types, import contracts, sizes, docs, the wheel"
	@echo "make format   format the code and mend what can be mended"
	@echo "make lock     write the locks anew after a change of pyproject.toml"
	@echo "make clean    remove the environment and all caches"

# --- set up: each step leaves a stamp, so that nothing is done twice --------------------------------

setup: $(STAMPS)/drumbeat

$(STAMPS)/python:
	@python=$$(tools/find-python) && echo "Setting up $(VENV) with $$python" && "$$python" -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/requirements: $(STAMPS)/python requirements.lock
	@$(PIP) install --quiet --require-hashes --no-deps --only-binary :all: -r requirements.lock
	@touch $@

# After the requirements, for they hold the build backend. The console script is written here too.
$(STAMPS)/drumbeat: $(STAMPS)/requirements pyproject.toml
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(STAMPS)/requirements-dev: $(STAMPS)/drumbeat requirements-dev.lock
	@$(PIP) install --quiet --require-hashes --no-deps --only-binary :all: -r requirements-dev.lock
	@touch $@

.PHONY: dev
dev: $(STAMPS)/requirements-dev

# What a Bluesky server is made of, node included. No install script runs; tests start it on loopback.
PDS := tests/networks/pds

.PHONY: pds
pds: $(STAMPS)/pds

$(STAMPS)/pds: $(STAMPS)/python $(PDS)/package.json $(PDS)/package-lock.json
	@rm -rf $(VENV)/pds && mkdir -p $(VENV)/pds && cp $(PDS)/package.json $(PDS)/package-lock.json $(VENV)/pds
	@cd $(VENV)/pds && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

# Where it cannot be had, its tests are skipped and say so; not in continuous integration.
.PHONY: try-pds
try-pds: $(STAMPS)/python
	@$(MAKE) --no-print-directory --silent pds || { echo "No Bluesky server: its tests are skipped."; test -z "$$CI"; }

# --- run --------------------------------------------------------------------------------------------

demo: setup
	@$(BIN)/drumbeat demo --in demo

cards: setup
	@$(BIN)/python tools/cards sheets

# --- check ------------------------------------------------------------------------------------------

# Tests of the project's shape; 'make check' runs them, and 'make test' the others after it.
GATES := tests/contracts tests/test_architecture.py tests/test_docs.py tests/test_wheel.py
PYTEST := $(BIN)/pytest -q -n 2 --dist loadgroup

test: check try-pds
	@$(PYTEST) $(addprefix --ignore=,$(GATES))

check: dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(PYTEST) $(GATES)

format: dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# --- keep -------------------------------------------------------------------------------------------

# uv.lock, which git ignores, holds the addresses of packages; the exported locks hold only versions
# and hashes. To take newer versions: change the pins in pyproject.toml.
lock: dev
	@$(BIN)/uv lock --quiet
	@$(BIN)/uv export --quiet --format requirements-txt --no-emit-project --no-header --no-annotate \
		--group build -o requirements.lock
	@$(BIN)/uv export --quiet --format requirements-txt --no-emit-project --no-header --no-annotate \
		--group build --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
