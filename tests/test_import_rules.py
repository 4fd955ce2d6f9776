"""Boundaries are tests: the contracts of .importlinter hold, and they do catch what they forbid."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "rituals", "store")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_boundary_holds() -> None:
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("store/bad.py", "import rituals.engine", "layers"),
        ("rituals/bel/bad.py", "import rituals.klant", "rituals"),
        ("rituals/engine/bad.py", "import rituals.bel", "rituals"),
        ("adapters/one/bad.py", "import adapters.two", "adapters"),
        ("adapters/one/bad.py", "import rituals.bel", "adapters-rituals"),
        ("adapters/one/bad.py", "import store.bells", "adapters-store"),
        ("rituals/bel/bad.py", "import aiohttp", "outside"),
        ("bot/bad.py", "import apscheduler", "ticker"),
        ("adapters/one/bad.py", "from apscheduler.triggers import cron", "ticker"),
    ],
)
def test_a_forbidden_import_is_caught(tmp_path: Path, module: str, line: str, contract: str) -> None:
    make_house(tmp_path)
    clean = lint(tmp_path)
    (tmp_path / module).write_text(f"{line}\n")

    result = lint(tmp_path)

    assert clean.returncode == 0, clean.stdout
    assert result.returncode == 1, result.stdout
    assert f"{title(contract)} BROKEN" in result.stdout


def make_house(folder: Path) -> None:
    """The four packages with two of everything, and the rules of the real one."""
    shutil.copy(ROOT / ".importlinter", folder)
    modules = [f"{package}/__init__.py" for package in PACKAGES]
    modules += ["rituals/engine/__init__.py", "rituals/bel/__init__.py", "rituals/klant/__init__.py"]
    modules += ["adapters/one/__init__.py", "adapters/two/__init__.py", "store/bells.py", "store/base.py"]
    for module in [*modules, "bot/ticker.py"]:
        path = folder / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (folder / "bot/ticker.py").write_text("import apscheduler\n")
    (folder / "adapters/one/__init__.py").write_text("import rituals.engine\nimport store.base\n")
    (folder / "rituals/bel/__init__.py").write_text("import rituals.engine\nimport store.bells\n")


def title(contract: str) -> str:
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter")
    return rules[f"importlinter:contract:{contract}"]["name"]
