"""What is wrong with the folder of the keys is said before anybody votes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.environment import Environment
from bot.key_dir import key_dir_problems, lost_ballots
from rituals.engine.keyring import FileKeyring
from store import rounds
from store.open import open_store
from store.rounds import Dates
from tests.fakes.world import MONDAY


def test_a_folder_that_can_be_made_is_fine_and_so_is_one_that_is_private(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)

    assert list(key_dir_problems(tmp_path / "data" / "keys")) == []
    assert list(key_dir_problems(tmp_path / "keys")) == []


def test_a_file_and_an_open_folder_are_named_with_their_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)

    (file,), (seen,) = (list(key_dir_problems(tmp_path / name)) for name in ("file", "open"))

    assert (file.name, seen.name) == ("KEY_DIR", "KEY_DIR")
    assert "is no folder" in file.text
    assert "chmod 700" in seen.remedy


async def test_a_ballot_without_its_key_is_named(sqlite_url: str, tmp_path: Path) -> None:
    environment = Environment(database_url=sqlite_url, key_dir=tmp_path / "keys")
    store = open_store(sqlite_url)
    dates = Dates(*(MONDAY + timedelta(days=n) for n in range(5)))
    await store.transact(lambda tx: rounds.add(tx, "2026-11", dates, "2026-11-a", state="voting"))
    await store.close()

    (lost,) = lost_ballots(environment)
    FileKeyring(environment.key_dir).make("2026-11-a")

    assert "2026-11" in lost.text
    assert list(lost_ballots(environment)) == []
