"""`klantritme quotes`: told first, taken in on request, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import CONFIGURATION, DATABASE, main
from store.sqlite_file import SqliteFile

LIST = "tekst;cijfer\nDe trap is schoon;9\nNiemand belde terug;3\n;4\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KLANTRITME_CONFIG", raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    (tmp_path / "lijst.csv").write_text(LIST)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["quotes", *words])


def test_without_yes_it_only_tells(home: Path) -> None:
    first, second = run("import", "lijst.csv"), run("import", "lijst.csv", "--yes")

    assert "2 quotes recognised, 1 row skipped." in first.output
    assert "Row 4: there is no text in it." in first.output
    assert "Nothing was saved." in first.output
    assert "2 taken in (2 for a curator to look over), 0 known already." in second.output


def test_ready_ones_need_no_looking_over_and_the_same_file_adds_nothing(home: Path) -> None:
    first, second = run("import", "lijst.csv", "--yes", "--ready"), run("import", "lijst.csv", "--yes")

    assert "2 taken in (0 for a curator to look over), 0 known already." in first.output
    assert "I read this file before" in second.output
    assert "0 taken in (0 for a curator to look over), 2 known already." in second.output


def test_a_bad_file_is_one_sentence_and_an_exit_code(home: Path) -> None:
    (home / "weg.xlsx").write_bytes(b"PK\x03\x04")

    done = run("import", "weg.xlsx", "--yes")

    assert done.exit_code == CONFIGURATION
    assert "This file is damaged." in done.output


@pytest.mark.parametrize("name", ["voorbeeld.csv", "voorbeeld.xlsx"])
def test_the_example_is_one_that_can_be_read(home: Path, name: str) -> None:
    made = run("example", name)
    done = run("import", name)

    assert made.exit_code == 0
    assert "3 quotes recognised." in done.output


def test_beside_a_running_process_on_sqlite_it_says_so(home: Path) -> None:
    run("import", "lijst.csv")
    held = SqliteFile(home / "store.db")
    held.take()
    try:
        done = run("import", "lijst.csv", "--yes")
    finally:
        held.release()

    assert done.exit_code == DATABASE
