# Every target does the set-up it needs. The logic is in scripts/setup.
.DEFAULT_GOAL := run
.PHONY: install install-dev run test check lint format bench faults lock clean

BIN := .venv/bin
# What Python compiles is kept, even where it is told not to: every process of the tests would do it again.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest

install:
	@scripts/setup run

install-dev:
	@scripts/setup dev

run: install
	@$(BIN)/klantritme run

test: install-dev
	@scripts/setup browser
	@$(PYTEST) -n 3 --dist worksteal

# What CI runs, without the tests.
lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test

format: install-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: install-dev
	@$(BIN)/python -m tests.bench

faults: install-dev
	@KLANTRITME_FAULTS=full $(PYTEST) -m faults tests/faults

lock: install-dev
	@scripts/lock

# The database and its keys in data/ stay.
clean:
	@rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
