"""The command line as an operator meets it: what it prints, and with which code it ends."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from bot import __version__
from bot.cli import main

ROOT = Path(__file__).parents[2]


def call(*arguments: str, folder: Path, **environ: str) -> Result:
    cleared = dict.fromkeys(os.environ, None)
    environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/data/x.db")
    return CliRunner().invoke(main, arguments, env={**cleared, "HOME": str(folder), **environ})


def test_help_loads_nothing_heavy() -> None:
    heavy = {"pydantic", "sqlalchemy", "aiohttp", "yaml", "asyncio"}
    code = f"import sys, bot.cli; print(sorted(sys.modules.keys() & {heavy}))"

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"


def test_help_names_the_commands(tmp_path: Path) -> None:
    result = call("--help", folder=tmp_path)

    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.output for name in ("run", "check", "migrate", "simulate"))


def test_the_version_is_told(tmp_path: Path) -> None:
    assert call("--version", folder=tmp_path).output == f"klantritme, version {__version__}\n"


def test_a_good_configuration_is_in_order(tmp_path: Path) -> None:
    result = call("check", folder=tmp_path)

    assert (result.exit_code, result.output) == (0, "Everything is in order.\n")


def test_every_problem_is_printed_by_name_at_once(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("organisation: {language: fr}\nrituals: {nergens: {}}\n")

    result = call(
        "check", folder=tmp_path, KLANTRITME_CONFIG=str(config), PORT="x", SLACK_BOT_TOKEN="y", TEAMS_APP_ID="z"
    )

    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert {line.split(":")[0] for line in lines} == {
        "organisation.language",
        "rituals.nergens",
        "PORT",
        "SLACK_BOT_TOKEN",
        "TEAMS_APP_ID",
        "TEAMS_APP_PASSWORD",
        "TEAMS_TENANT_ID",
    }
    assert "8 problems" in result.stderr


def test_the_table_of_settings_tells_the_source(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("rituals: {bel: {enabled: false}}\n")

    result = call("check", "--settings", folder=tmp_path, KLANTRITME_CONFIG=str(config))

    assert result.exit_code == 0
    (line,) = [line for line in result.output.splitlines() if line.startswith("bel.enabled ")]
    assert line.split()[:3] == ["bel.enabled", "false", "config.yaml"]
    (line,) = [line for line in result.output.splitlines() if line.startswith("bel.undo_seconds ")]
    assert "Seconds" in line.partition("default")[2]


def test_commands_stop_on_a_problem_before_they_touch_anything(tmp_path: Path) -> None:
    for command in (("run",), ("migrate",), ("simulate", "--from", "2026-11-23", "--days", "1")):
        result = call(*command, folder=tmp_path, PORT="x")

        assert result.exit_code == 2
        assert result.stderr.startswith("klantritme: PORT: ")
    assert not (tmp_path / "data").exists()


def test_a_simulation_of_the_bell_alone_says_why_it_is_silent(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("rituals: {quote: {enabled: false}, idee: {enabled: false}}")

    result = call(
        "simulate", "--from", "2026-11-23", "--days", "2", folder=tmp_path, KLANTRITME_CONFIG=str(config)
    )  # fmt: skip

    assert result.exit_code == 0
    assert result.stdout == (
        "Nothing would be posted by itself in these days: the bell rings when somebody rings it.\n"
    )
    assert "moments" not in result.stderr


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "check", "--settings"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()

    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == ""
    process.wait()


def test_migrate_makes_the_tables(tmp_path: Path) -> None:
    assert call("migrate", "--after", folder=tmp_path).exit_code == 3

    result = call("migrate", folder=tmp_path)

    assert result.exit_code == 0
    assert result.output.startswith("The database is at ")
    assert call("migrate", "--after", folder=tmp_path).exit_code == 0


def test_a_database_that_cannot_be_used_is_one_line_and_code_3(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/x.db").write_text("no database" * 500)

    result = call("migrate", folder=tmp_path)

    assert result.exit_code == 3
    assert result.stderr.startswith("klantritme: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output
