# Every target does the set-up it needs. The logic is in scripts/setup.
.DEFAULT_GOAL := run
.PHONY: install install-dev run test check lint format bench faults lock clean

BIN := .venv/bin

install:
	@scripts/setup run

install-dev:
	@scripts/setup dev

run: install
	@$(BIN)/klantritme run

test: install-dev
	@scripts/setup browser
	@$(BIN)/python -m pytest -n 2

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
	@KLANTRITME_FAULTS=full $(BIN)/python -m pytest -m faults tests/faults

lock: install-dev
	@scripts/lock

# The database and its keys in data/ stay.
clean:
	@rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
