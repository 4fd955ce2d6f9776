"""A backup of a database in use, and a restore that sends nothing twice and loses nothing when it fails."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from rituals import klant
from rituals.engine.events import NotShown, SlotDue, SlotSkipped
from rituals.engine.names import Key, Slot
from rituals.engine.outcome import Plan, Show
from rituals.engine.ritual import CatchUp
from store import archive, leases, sending
from store.archive import Writing, writing
from store.backup import backup, plain_tables
from store.errors import AlreadyRunning, BadBackup, NotEmpty, OlderSchema, StoreError
from store.migrate import HEAD
from store.open import open_store
from store.restore import restore
from tests.fakes.postgres import Postgres
from tests.fakes.world import GENEROUS, FakePlatform, World
from tests.rituals.engine.probe import Probe, do

PROGRAM = "0.1.0"
SLOT = Slot("probe", "slot", "organisation", "2026-11-23")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "klantritme.backup"


@pytest.fixture
def other_url(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other kind, without even tables."""
    if store_url.startswith("postgresql"):
        yield f"sqlite:///{tmp_path}/other.db"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    url = server.fresh(template="template0")
    yield url
    server.drop(url)


def contents(url: str, folder: Path) -> dict[str, list[object]]:
    """Every row of every table."""
    path = folder / f"contents-{len(list(folder.iterdir()))}"
    backup(url, path, PROGRAM, datetime.now(UTC))
    return {one.name: sorted(archive.rows(path, one.name), key=repr) for one in plain_tables()}


async def the_bell_rang(url: str, file: Path, platform: FakePlatform) -> World:
    """Rung once before the backup and once after it, on a store that is open all the while."""
    world = await World(open_store(url), platform=platform).open()
    await world.say("fatima", "algemeen", "/bel Eerste huurder blij")
    await world.walk(minutes=1)
    backup(url, file, PROGRAM, world.now)
    await world.say("sanne", "successen", "/bel Tweede huurder blij")
    await world.walk(minutes=1)
    await world.store.close()
    return world


async def test_a_backup_goes_back_into_either_database(
    store_url: str, other_url: str, file: Path, tmp_path: Path
) -> None:
    platform = FakePlatform()
    before = await the_bell_rang(store_url, file, platform)
    told = len(platform.posted)

    restore(other_url, file, before.now)
    world = World(open_store(other_url), platform=platform, now=before.now)
    await world.walk(minutes=5)
    assert len(platform.posted) == told, "nothing is sent twice"
    await world.say("sanne", "algemeen", "/bel Derde huurder blij", delivery="later")
    await world.walk(minutes=1)

    assert any("Derde" in one.text for one in platform.posted[told:])
    await world.store.close()


async def test_every_row_comes_back_as_it_was(store_url: str, other_url: str, file: Path, tmp_path: Path) -> None:
    before = await the_bell_rang(store_url, file, FakePlatform())

    restore(other_url, file, before.now)
    changed = {"outbox", "lease", "slot"}
    there = contents(other_url, tmp_path)
    back = {one.name: sorted(archive.rows(file, one.name), key=repr) for one in plain_tables()}

    assert {name: rows for name, rows in there.items() if name not in changed} == {
        name: rows for name, rows in back.items() if name not in changed
    }
    assert {name: len(rows) for name, rows in there.items()} == {name: len(rows) for name, rows in back.items()}
    assert len(back["person"]) > 4


async def restored_after_sending(url: str, file: Path, platform: FakePlatform, probe: Probe) -> World:
    """Something was asked for, a backup made, the thing sent, and the backup put back."""
    rituals = (probe.ritual, klant.ritual())
    world = await World(open_store(url), rituals=rituals, platform=platform).open()
    workspace = await world.read(lambda tx: world.desk.directory.snapshot(tx, world.now))
    place = next(one for one in workspace.places.values() if one.name == "algemeen")
    await do(world, probe, Show(Key("probe", "1"), place))
    backup(url, file, PROGRAM, world.now)
    await world.walk(minutes=2)
    await world.store.close()
    restore(url, file, world.now, replace=True)
    after = World(open_store(url), rituals=rituals, platform=platform, now=world.now)
    await after.walk(minutes=5)
    return after


async def test_what_was_sent_after_the_backup_is_looked_up_and_not_sent_again(store_url: str, file: Path) -> None:
    platform = FakePlatform()

    world = await restored_after_sending(store_url, file, platform, Probe())

    assert [one.key for one in platform.posted].count("probe:1") == 1
    assert ("find", "probe:1") in platform.calls
    assert await world.read(sending.states) == {"sent": 1}
    await world.store.close()


async def test_where_nobody_can_be_asked_the_ritual_hears_that_it_is_not_known(store_url: str, file: Path) -> None:
    platform, probe = FakePlatform(capabilities=replace(GENEROUS, lookup=False)), Probe()

    world = await restored_after_sending(store_url, file, platform, probe)

    assert [one.key for one in platform.posted].count("probe:1") == 1
    assert [one.reason for one in probe.heard if isinstance(one, NotShown)] == ["uncertain"]
    await world.store.close()


@pytest.mark.parametrize(("catch_up", "heard"), [(CatchUp(late=timedelta(hours=2)), SlotSkipped), (CatchUp(), SlotDue)])
async def test_a_moment_that_passed_since_is_not_handled_again_unless_it_must(
    sqlite_url: str, file: Path, catch_up: CatchUp, heard: type
) -> None:
    probe = Probe(catch_up=catch_up)
    rituals = (probe.ritual, klant.ritual())
    world = await World(open_store(sqlite_url), rituals=rituals).open()
    await do(world, probe, Plan(SLOT, world.now + timedelta(minutes=5)))
    backup(sqlite_url, file, PROGRAM, world.now)
    await world.store.close()
    later = world.now + timedelta(minutes=10)

    assert restore(sqlite_url, file, later, replace=True).passed == 1
    probe.heard.clear()
    probe.handled.clear()
    probe.decides()
    after = World(open_store(sqlite_url), rituals=rituals, now=later)
    await after.walk(minutes=1)

    assert [type(one) for one in (*probe.heard, *probe.handled)] == [heard]
    await after.store.close()


async def test_leases_from_before_the_backup_hold_nobody_up(store_url: str, file: Path) -> None:
    store = open_store(store_url)
    assert await store.transact(lambda tx: leases.take(tx, "delivery:1", "gone", 3600)) == 1
    backup(store_url, file, PROGRAM, datetime.now(UTC))
    await store.close()

    restore(store_url, file, datetime.now(UTC), replace=True)
    store = open_store(store_url)

    assert await store.transact(lambda tx: leases.take(tx, "delivery:1", "new", 10)) == 2
    await store.close()


async def test_a_database_with_rows_is_only_replaced_when_asked(store_url: str, file: Path, tmp_path: Path) -> None:
    before = await the_bell_rang(store_url, file, FakePlatform())
    there = contents(store_url, tmp_path)

    with pytest.raises(NotEmpty, match="--replace"):
        restore(store_url, file, before.now)
    assert contents(store_url, tmp_path) == there

    restore(store_url, file, before.now, replace=True)
    assert len(contents(store_url, tmp_path)["bell"]) == 1


async def test_a_restore_that_fails_half_way_changes_nothing(store_url: str, file: Path, tmp_path: Path) -> None:
    await the_bell_rang(store_url, file, FakePlatform())
    there = contents(store_url, tmp_path)
    orphans = tmp_path / "orphans"
    with writing(orphans) as zipped:
        made = Writing(zipped)
        for table in plain_tables():
            rows = [] if table.name == "person" else archive.rows(file, table.name)
            made.add(table.name, list(table.columns.keys()), rows)
        made.finish(PROGRAM, HEAD, datetime.now(UTC))

    with pytest.raises(StoreError):
        restore(store_url, orphans, datetime.now(UTC), replace=True)

    assert contents(store_url, tmp_path) == there


async def test_a_database_in_use_is_left_alone(store_url: str, file: Path) -> None:
    store = open_store(store_url)
    await store.ping()
    backup(store_url, file, PROGRAM, datetime.now(UTC))

    with pytest.raises(AlreadyRunning):
        restore(store_url, file, datetime.now(UTC))
    await store.close()


def changed(file: Path, **told: object) -> None:
    """The same backup with another manifest."""
    with ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **told}).encode()
    with ZipFile(file, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"format": 2}, "newer version"),
        ({"schema": "9999", "program": "9.0"}, "version 9.0 made it"),
        ({"schema": "0000"}, "with the version that made it"),
        ({"tables": {}}, "other tables"),
        ({"tables": []}, "cannot be used"),
        ({"at": "gisteren"}, "cannot be used"),
        ({"format": "x"}, "cannot be used"),
    ],
)
def test_a_backup_of_another_version_is_refused_in_one_sentence(
    sqlite_url: str, file: Path, told: dict[str, object], words: str
) -> None:
    backup(sqlite_url, file, PROGRAM, datetime.now(UTC))
    changed(file, **told)

    with pytest.raises(BadBackup, match=words):
        restore(sqlite_url, file, datetime.now(UTC))


def cut_off(file: Path, percent: int) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * percent // 100])


@pytest.mark.parametrize("at", range(0, 100, 19))
async def test_a_damaged_backup_is_refused(sqlite_url: str, file: Path, tmp_path: Path, at: int) -> None:
    world = await the_bell_rang(sqlite_url, file, FakePlatform())
    there = contents(sqlite_url, tmp_path)
    cut_off(file, at)

    with pytest.raises(BadBackup):
        restore(sqlite_url, file, world.now, replace=True)

    assert contents(sqlite_url, tmp_path) == there


def test_a_changed_row_is_noticed(sqlite_url: str, file: Path) -> None:
    backup(sqlite_url, file, PROGRAM, datetime.now(UTC))
    with ZipFile(file, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("person.jsonl", "[1]\n")

    with pytest.raises(BadBackup, match="checksum of person"):
        restore(sqlite_url, file, datetime.now(UTC))


def test_a_file_that_is_no_backup_or_not_there_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("hallo")

    for path in (text, tmp_path / "nergens", tmp_path):
        with pytest.raises(BadBackup):
            restore(sqlite_url, path, datetime.now(UTC))


def test_a_backup_is_for_its_maker_alone_and_takes_no_others_place(sqlite_url: str, file: Path) -> None:
    backup(sqlite_url, file, PROGRAM, datetime.now(UTC))

    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadBackup, match="another name"):
        backup(sqlite_url, file, PROGRAM, datetime.now(UTC))
    with pytest.raises(BadBackup, match="another path"):
        backup(sqlite_url, file.parent / "geen/map", PROGRAM, datetime.now(UTC))
    assert sorted(one.name for one in file.parent.iterdir() if "backup" in one.name) == [file.name]


def test_there_is_no_backup_of_nothing(tmp_path: Path, file: Path) -> None:
    with pytest.raises(OlderSchema):
        backup(f"sqlite:///{tmp_path}/nieuw.db", file, PROGRAM, datetime.now(UTC))

    assert not file.exists()
