"""`klantritme backup` and `klantritme restore` as an operator meets them."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import main
from store.migrate import create_all

ROOT = Path(__file__).parents[2]


def call(*arguments: str, folder: Path, database: str = "store.db") -> Result:
    cleared = dict.fromkeys(os.environ, None)
    environ = {"HOME": str(folder), "DATABASE_URL": f"sqlite:///{folder}/{database}"}
    return CliRunner().invoke(main, arguments, env={**cleared, **environ})


def test_a_backup_is_made_and_put_back(tmp_path: Path) -> None:
    create_all(f"sqlite:///{tmp_path}/store.db")
    file = str(tmp_path / "klantritme.backup")

    made = call("backup", file, folder=tmp_path)
    back = call("restore", file, folder=tmp_path, database="other.db")

    assert (made.exit_code, back.exit_code) == (0, 0)
    assert "SECRET_KEYS are not in it" in made.output
    assert back.output.startswith("The database is as it was on 20")
    assert (tmp_path / "other.db").exists()


def test_a_file_that_is_no_backup_is_one_line_and_code_3(tmp_path: Path) -> None:
    file = tmp_path / "klantritme.backup"
    file.write_text("geen backup")

    result = call("restore", str(file), folder=tmp_path)

    assert result.exit_code == 3
    assert result.stderr.startswith(f"klantritme: {file}: this backup cannot be used (BadZipFile).")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "store.db").exists()


def test_a_database_that_is_not_there_has_no_backup(tmp_path: Path) -> None:
    result = call("backup", str(tmp_path / "file"), folder=tmp_path)

    assert result.exit_code == 3
    assert "klantritme migrate" in result.stderr


def test_the_commands_load_nothing_before_they_are_used() -> None:
    code = "import sys, bot.cli; print(sorted(sys.modules.keys() & {'prometheus_client', 'zipfile', 'store'}))"

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"
