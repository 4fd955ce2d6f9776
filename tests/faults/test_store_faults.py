"""A store that cannot write: people read one clear sentence, nothing is lost, and it recovers by itself."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from rituals.engine import sentences
from rituals.engine.cards import Button, controls_of
from store import sending
from store.base import Store
from store.errors import StoreError
from store.migrate import create_all
from store.open import open_store
from store.tx import Tx
from tests.fakes.world import World, labels, words_of

pytestmark = pytest.mark.faults

PLACES = ["algemeen", "successen", "team-noord"]
FILE = "store.db"
SMALL = 3_000_000
"""Bytes on a disk of our own."""


@pytest.fixture
async def filed(sqlite_url: str) -> AsyncIterator[Store]:
    """On disk, with little patience."""
    store = open_store(sqlite_url, patience=0.2)
    yield store
    await store.close()


async def pen_of(store: Store) -> sqlite3.Connection:
    """The connection of the writer, to take away what it needs."""
    found: list[sqlite3.Connection] = []

    def look(tx: Tx) -> None:
        connection = tx.connection.connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        found.append(connection)

    await store.transact(look)
    return found[0]


def fill(pen: sqlite3.Connection) -> None:
    """No page more on this disk."""
    (pages,) = pen.execute("PRAGMA page_count").fetchone()
    pen.execute(f"PRAGMA max_page_count = {pages}")


def make_room(pen: sqlite3.Connection) -> None:
    pen.execute("PRAGMA max_page_count = 1000000")


def rung_in(world: World) -> list[str]:
    return sorted(one.place for one in world.platform.posted if one.place)


async def test_a_database_that_cannot_be_written_says_so_and_goes_on_when_it_can(filed: Store) -> None:
    world = await World(filed).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    pen = await pen_of(filed)
    pen.execute("PRAGMA query_only = ON")

    refused = await world.say("sanne", "team-noord", "/bel De tuin is klaar")
    pen.execute("PRAGMA query_only = OFF")
    await world.walk(minutes=1)

    assert words_of(refused) == sentences.READ_ONLY
    assert rung_in(world) == PLACES
    await world.say("sanne", "team-noord", "/bel De tuin is klaar")
    await world.walk(minutes=1)
    assert rung_in(world) == sorted(PLACES * 2)


async def test_a_full_disk_refuses_what_is_new_and_loses_nothing(filed: Store) -> None:
    world = await World(filed).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    pen = await pen_of(filed)
    fill(pen)

    told = [await world.say("sanne", "team-noord", f"/bel {'Het is gelukt. ' * 300}{number}") for number in range(9)]
    make_room(pen)
    await world.walk(minutes=1)

    assert words_of(told[-1]) == sentences.FULL
    rung = [one for one in told if words_of(one) != sentences.FULL]
    assert len([one for one in world.platform.standing("algemeen") if not one.thread]) == 1 + len(rung)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system that can be filled; only root can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", f"size={SMALL}", "none", disk], check=False)
    if not made or made.returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


async def test_a_disk_that_is_really_full_refuses_and_goes_on_once_there_is_room(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk}/{FILE}"
    create_all(url)
    store = open_store(url)
    world = await World(store).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    stuffing = small_disk / "stuffing"
    with suppress(OSError), stuffing.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            continue

    told = [await world.say("sanne", "team-noord", f"/bel {'Het is gelukt. ' * 300}{number}") for number in range(9)]
    stuffing.unlink()
    await world.walk(minutes=1)

    assert words_of(told[-1]) == sentences.FULL
    rung = [one for one in told if words_of(one) != sentences.FULL]
    assert len([one for one in world.platform.standing("algemeen") if not one.thread]) == 1 + len(rung)
    await store.close()


async def test_a_disk_that_fills_up_while_a_bell_is_posted_leaves_it_standing_once(filed: Store) -> None:
    world = await World(filed).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    pen = await pen_of(filed)

    def unplug(_call: str, _parcel: object) -> None:
        pen.execute("PRAGMA query_only = ON")

    world.platform.afterwards = unplug
    with suppress(StoreError):
        await world.walk(seconds=12)
    world.platform.afterwards = lambda _call, _parcel: None
    pen.execute("PRAGMA query_only = OFF")
    await world.walk(minutes=3)

    (bell,) = world.platform.standing("algemeen")
    (button,) = [one for one in controls_of(bell.card) if isinstance(one, Button)]
    await world.act("sanne", button.action, button.ref, place="algemeen")
    await world.walk(minutes=3)
    assert rung_in(world) == PLACES
    assert [labels(world.platform.standing(place)[0].card) for place in PLACES] == [["👏 Klap mee · 1"]] * 3
    assert not {"waiting", "claimed", "sending", "uncertain"} & set(await world.read(sending.states))


async def test_while_another_process_writes_people_are_asked_to_try_again_and_machines_wait(
    filed: Store, tmp_path: Path
) -> None:
    world = await World(filed).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    world.clock.walk_to(world.now.replace(second=30))
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        delivering = asyncio.create_task(world.engine.delivery.drain())

        refused = await world.say("sanne", "team-noord", "/bel De tuin is klaar")
        assert not delivering.done()
        other.execute("ROLLBACK")
    await delivering
    await world.walk(minutes=1)

    assert words_of(refused) == sentences.BUSY
    assert rung_in(world) == PLACES


async def test_a_database_that_is_gone_is_not_made_anew_and_is_used_again_when_it_is_back(
    filed: Store, tmp_path: Path
) -> None:
    world = await World(filed).open()
    (tmp_path / FILE).rename(tmp_path / "elsewhere")

    refused = await world.say("sanne", "team-noord", "/bel De tuin is klaar")

    assert words_of(refused) == sentences.UNAVAILABLE
    assert not (tmp_path / FILE).exists()
    (tmp_path / "elsewhere").rename(tmp_path / FILE)
    await world.say("sanne", "team-noord", "/bel De tuin is klaar")
    await world.walk(minutes=1)
    assert rung_in(world) == PLACES
