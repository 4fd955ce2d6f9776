"""`klantritme export verhaal` as an operator meets it."""

import asyncio
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from store import stories
from store.migrate import create_all
from store.open import open_store
from store.stories import NewStory, Story

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def call(*arguments: str, folder: Path) -> Result:
    cleared = dict.fromkeys(os.environ, None)
    environ = {"HOME": str(folder), "DATABASE_URL": f"sqlite:///{folder}/store.db"}
    return CliRunner().invoke(main, ("export", "verhaal", *arguments), env={**cleared, **environ})


async def _told(url: str) -> None:
    store = open_store(url)
    new = NewStory("De vraag", "Ze belde.\n\nEn nog eens.", month="2026-11")
    await store.transact(lambda tx: stories.add(tx, new, NOW, state="ready"))
    await store.close()


async def _not_given(url: str) -> Story | None:
    store = open_store(url)
    try:
        return await store.read(stories.not_given)
    finally:
        await store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with one story."""
    url = f"sqlite:///{tmp_path}/store.db"
    create_all(url)
    asyncio.run(_told(url))
    return tmp_path


def test_a_story_is_written_as_markdown_and_stays_to_be_given(folder: Path) -> None:
    file = folder / "stuk.md"

    result = call("--format", "md", str(file), folder=folder)

    assert (result.exit_code, result.output) == (0, f"{file} is written.\n")
    assert file.read_text().startswith("# De vraag\n\n*Een klant, november")
    assert "Ze belde.\n\nEn nog eens.\n\n## Om over te praten" in file.read_text()
    assert asyncio.run(_not_given(f"sqlite:///{folder}/store.db"))


def test_without_a_format_it_is_a_docx(folder: Path) -> None:
    file = folder / "stuk.docx"

    assert call(str(file), folder=folder).exit_code == 0

    with zipfile.ZipFile(file) as archive:
        assert "En nog eens." in archive.read("word/document.xml").decode()


def test_without_a_story_nothing_is_written(tmp_path: Path) -> None:
    create_all(f"sqlite:///{tmp_path}/store.db")

    result = call(str(tmp_path / "stuk.docx"), folder=tmp_path)

    assert result.exit_code == 1
    assert result.stderr == "klantritme: no story has been looked over yet, so nothing was written\n"
    assert not (tmp_path / "stuk.docx").exists()


def test_a_place_that_cannot_be_written_is_one_line(folder: Path) -> None:
    file = folder / "nergens" / "stuk.docx"

    result = call(str(file), folder=folder)

    assert result.exit_code == 1
    assert result.stderr == f"klantritme: {file} cannot be written: No such file or directory\n"


def test_a_database_that_is_not_there_is_code_3(tmp_path: Path) -> None:
    result = call(str(tmp_path / "stuk.docx"), folder=tmp_path)

    assert result.exit_code == 3
    assert not (tmp_path / "stuk.docx").exists()
