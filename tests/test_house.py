"""The house keeps its own rules: sizes, versions, and documents that name what exists."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

from bot import __version__

ROOT = Path(__file__).parents[1]
CODE = ("bot", "adapters", "rituals", "store")
# A path begins with one of the folders of the house, or stands beside them.
PATH = re.compile(r"`((?:bot|adapters|rituals|store|tests|docs|scripts|requirements|\.ci)/[\w./-]*[\w/])`")
TARGET = re.compile(r"`make ([a-z-]+)`")


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def python_files(*packages: str) -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:
                yield path


def lines_of_functions() -> list[int]:
    return [
        node.end_lineno - node.lineno + 1
        for path in python_files(*CODE)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]


def test_version_and_changelog_agree() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest is not None
    assert newest[1] == __version__


def test_nine_functions_in_ten_have_at_most_thirty_lines() -> None:
    assert quantiles(lines_of_functions(), n=10)[-1] <= 30


def test_no_file_has_more_than_five_hundred_lines() -> None:
    lines = {str(path): len(path.read_text().splitlines()) for path in python_files(*CODE, "tests")}

    assert {path: count for path, count in lines.items() if count > 500} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in python_files(*CODE)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later(word: str) -> None:
    left = [str(path) for path in python_files(*CODE) if re.search(rf"\b{word}\b", path.read_text())]

    assert left == []


def test_paths_in_documents_exist() -> None:
    named = [(str(document), path) for document in documents() for path in PATH.findall(document.read_text())]

    assert [one for one in named if not (ROOT / one[1]).exists()] == []


def test_targets_in_documents_exist() -> None:
    named = {target for document in documents() for target in TARGET.findall(document.read_text())}

    assert named <= targets()


@pytest.mark.parametrize("name", ["run", "dev"])
def test_requirements_have_a_hash_each_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    packages = [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]

    assert all(re.match(r"[\w.-]+==\S+", block) and "--hash=sha256:" in block for block in packages)
    assert "://" not in text
    assert "--index" not in text and "--find-links" not in text


@pytest.mark.parametrize(("name", "extra"), [("run", "build"), ("dev", "dev")])
def test_every_dependency_is_locked(name: str, extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"][extra]]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE))

    assert {re.split(r"[\[<>=]", one)[0].lower() for one in wanted} <= {one.lower() for one in locked}


@pytest.mark.parametrize("script", ["scripts/setup", "scripts/lock", ".ci/run"])
def test_a_script_can_be_run_and_read(script: str) -> None:
    path = ROOT / script

    assert path.stat().st_mode & 0o111
    assert subprocess.run(["/usr/bin/env", "bash", "-n", path], check=False).returncode == 0


def test_what_the_operator_relies_on_is_in_the_makefile() -> None:
    assert {"install", "run", "test", "check", "format", "bench", "faults", "lock", "clean"} <= targets()
