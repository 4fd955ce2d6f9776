"""No key outlives its ballot: not one that was replaced, nor one that came back late."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

from rituals.engine.keyring import FileKeyring
from store import votes
from store.base import Store
from tests.fakes.world import World
from tests.rituals.klantverbeteraar.steps import (
    CLOSES,
    NOVEMBER,
    REVEAL,
    VOTING,
    a_world,
    everybody_votes,
    ids,
    nominated,
    posts,
    private_to,
    the_round,
    walk_to,
)

AFTER = CLOSES + timedelta(minutes=1)


async def voted_with_files(store: Store, folder: Path) -> tuple[World, Path]:
    """Five have voted under a key that is a file."""
    world = await a_world(store)
    world.desk.keyring = FileKeyring(folder)
    await nominated(world)
    await walk_to(world, VOTING + timedelta(seconds=3))
    await everybody_votes(world, await ids(world))
    return world, the_only(folder)


def the_only(folder: Path) -> Path:
    """The one key that lies there."""
    (file,) = folder.iterdir()
    return file


async def test_where_everybody_votes_again_the_key_that_failed_is_destroyed_too(store: Store, tmp_path: Path) -> None:
    world, first = await voted_with_files(store, tmp_path / "keys")
    os.truncate(first, 31)
    await walk_to(world, AFTER)
    (asked,) = private_to(world, "anouk", "locked")

    await world.press("anouk", asked.card, "Nog één keer stemmen")
    await world.walk(minutes=1)

    assert not first.exists()
    (second,) = (tmp_path / "keys").iterdir()
    assert second.stem == (await the_round(world)).key
    await everybody_votes(world, (await ids(world))[:1])
    await world.walk(days=3)
    assert list((tmp_path / "keys").iterdir()) == []
    assert len(posts(world, "result")) == 1


async def test_a_key_that_is_put_back_after_the_reveal_counts_the_votes_and_goes(store: Store, tmp_path: Path) -> None:
    world, file = await voted_with_files(store, tmp_path / "keys")
    shutil.move(file, tmp_path / "away")
    await walk_to(world, REVEAL + timedelta(hours=1))
    assert (await the_round(world)).state == "voting"
    shutil.move(tmp_path / "away", file)

    await world.walk(days=1)

    assert (await the_round(world)).state == "done"
    assert len(posts(world, "result")) == 1
    assert await world.read(lambda tx: votes.voted(tx, NOVEMBER)) == []
    assert not file.exists()
