"""Keys that live for a while: one file each, read by all, and gone without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from rituals.engine.errors import Misfit
from rituals.engine.keyring import FileKeyring, Keyring, MemoryKeyring


@pytest.fixture(params=["files", "memory"])
def keyring(request: pytest.FixtureRequest, tmp_path: Path) -> Keyring:
    return FileKeyring(tmp_path / "keys") if request.param == "files" else MemoryKeyring()


def test_what_is_sealed_opens_until_the_key_is_destroyed(keyring: Keyring) -> None:
    keyring.make("2026-11-a")
    sealer = keyring.sealer("2026-11-a")
    assert sealer
    sealed = sealer.seal("drie")

    keyring.make("2026-11-a")
    again = keyring.sealer("2026-11-a")
    keyring.destroy("2026-11-a")
    keyring.destroy("2026-11-a")

    assert again and again.open(sealed) == "drie"
    assert keyring.sealer("2026-11-a") is None
    assert keyring.sealer("2026-11-b") is None


def test_a_file_is_for_us_alone_and_another_process_reads_the_same(tmp_path: Path) -> None:
    ours, theirs = FileKeyring(tmp_path / "keys"), FileKeyring(tmp_path / "keys")
    ours.make("a")
    theirs.make("a")
    mine, other = ours.sealer("a"), theirs.sealer("a")

    assert mine and other and other.open(mine.seal("x")) == "x"
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / "a.key").stat().st_mode & 0o777 == 0o600


def test_the_bytes_are_written_over_before_the_file_goes(tmp_path: Path) -> None:
    keyring = FileKeyring(tmp_path)
    keyring.make("a")
    before = (tmp_path / "a.key").read_bytes()
    (tmp_path / "held").hardlink_to(tmp_path / "a.key")

    keyring.destroy("a")

    assert not (tmp_path / "a.key").exists()
    assert (tmp_path / "held").read_bytes() != before


def test_a_key_that_a_crash_left_half_written_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "a.key").write_bytes(b"half")
    keyring = FileKeyring(tmp_path)
    assert keyring.sealer("a") is None

    keyring.make("a")

    assert keyring.sealer("a") is not None


@pytest.mark.parametrize("name", ["", "../a", "a/b", "a.b"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(Misfit):
        FileKeyring(tmp_path).make(name)
