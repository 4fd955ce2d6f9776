"""What can happen to a SQLite file, and what the store then says."""

import asyncio
import resource
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from store.base import Store
from store.errors import AlreadyRunning, Busy, Full, ReadOnly, Unavailable
from store.open import open_store
from store.tx import Tx
from store.versions import touch

MAKE = text("CREATE TABLE note (body TEXT NOT NULL)")
ADD = text("INSERT INTO note (body) VALUES (:body)")
COUNT = text("SELECT count(*) FROM note")
BIG = "x" * 200_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "store.db"


@pytest.fixture
async def notes(file: Path) -> AsyncIterator[Store]:
    store = open_store(f"sqlite:///{file}", patience=0.2)
    await store.transact(lambda tx: tx.run(MAKE))
    yield store
    await store.close()


def add(tx: Tx, body: str = "a") -> None:
    tx.run(ADD, {"body": body})


async def count(store: Store) -> int:
    return int(await store.read(lambda tx: tx.scalar(COUNT)))


def remove(file: Path) -> None:
    file.unlink()


def is_there(file: Path) -> bool:
    return file.exists()


def stands_in(file: Path, words: bytes) -> bool:
    return words in file.read_bytes()


def replace(file: Path) -> None:
    other = file.with_name("other.db")
    other.write_bytes(file.read_bytes())
    other.replace(file)


@contextmanager
def foreign_lock(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Every write past `size` fails, as on a disk that breaks."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_the_promised_settings_are_on(notes: Store) -> None:
    def look(tx: Tx) -> list[object]:
        wanted = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        return [tx.scalar(text(f"PRAGMA {name}")) for name in wanted]

    assert await notes.transact(look) == ["wal", 2, 1, 1]


async def test_a_second_store_on_the_same_file_is_refused(notes: Store, file: Path) -> None:
    with pytest.raises(AlreadyRunning, match=r"store\.db.*DATABASE_URL"):
        open_store(f"sqlite:///{file}")


async def test_a_closed_file_can_be_opened_again(notes: Store, file: Path) -> None:
    await notes.transact(add)
    await notes.close()

    again = open_store(f"sqlite:///{file}")
    assert await count(again) == 1
    await again.close()


async def test_a_full_disk_refuses_and_writing_goes_on_when_there_is_room(notes: Store) -> None:
    await notes.transact(lambda tx: tx.run(text("PRAGMA max_page_count = 10")))

    with pytest.raises(Full):
        await notes.transact(lambda tx: add(tx, BIG))
    await notes.transact(lambda tx: tx.run(text("PRAGMA max_page_count = 100000")))
    await notes.transact(lambda tx: add(tx, BIG))

    assert await count(notes) == 1


async def test_a_member_that_fills_the_disk_leaves_the_others_of_its_group_stored(notes: Store) -> None:
    await notes.transact(lambda tx: tx.run(text("PRAGMA max_page_count = 10")))
    gate = threading.Event()
    held = asyncio.create_task(notes.transact(lambda tx: gate.wait(20)))
    bodies = ["a", "b", BIG, "c"]
    waiting = [asyncio.create_task(notes.transact(partial(add, body=body))) for body in bodies]
    await asyncio.sleep(0)
    gate.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    assert await held
    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), Full, type(None)]
    assert await count(notes) == 3


async def test_when_an_error_ends_the_whole_transaction_its_members_run_again_one_by_one(
    notes: Store,
) -> None:
    gate = threading.Event()
    held = asyncio.create_task(notes.transact(lambda tx: gate.wait(20)))
    runs: list[str] = []

    def good(tx: Tx) -> None:
        runs.append("good")
        add(tx)

    def fatal(tx: Tx) -> None:
        runs.append("fatal")
        tx.run(text("ROLLBACK"))
        raise LookupError

    waiting = [asyncio.create_task(notes.transact(work)) for work in (good, fatal, good)]
    await asyncio.sleep(0)
    gate.set()
    outcomes = await asyncio.gather(held, *waiting, return_exceptions=True)

    assert [isinstance(outcome, LookupError) for outcome in outcomes] == [False, False, True, False]
    assert runs == ["good", "fatal", "good", "fatal", "good"]
    assert await count(notes) == 2


async def test_a_database_that_may_not_be_written_says_so(notes: Store) -> None:
    await notes.transact(lambda tx: tx.run(text("PRAGMA query_only = ON")))

    with pytest.raises(ReadOnly, match="DATABASE_URL"):
        await notes.transact(add)
    with pytest.raises(ReadOnly):
        await notes.ping()


async def test_a_removed_file_is_noticed_and_not_made_anew(notes: Store, file: Path) -> None:
    remove(file)

    with pytest.raises(Unavailable, match="removed or replaced"):
        await notes.transact(add)
    with pytest.raises(Unavailable):
        await count(notes)
    with pytest.raises(Unavailable):
        await notes.ping()
    assert not is_there(file)


async def test_a_replaced_file_is_noticed(notes: Store, file: Path) -> None:
    replace(file)

    with pytest.raises(Unavailable, match="removed or replaced"):
        await notes.transact(add)


def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("no database at all " * 100)
    before = file.read_bytes()

    with pytest.raises(Unavailable, match="not a database"):
        open_store(f"sqlite:///{file}")

    assert file.read_bytes() == before
    with pytest.raises(Unavailable):  # and not AlreadyRunning: the first try let go of its lock
        open_store(f"sqlite:///{file}")


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(Unavailable, match="DATABASE_URL"):
        open_store("mysql://example/klantritme")
    with pytest.raises(Unavailable, match="DATABASE_URL"):
        open_store("klantritme.db")


async def test_a_foreign_lock_makes_people_busy_and_machines_wait(notes: Store, file: Path) -> None:
    with foreign_lock(file) as other:
        machine = asyncio.create_task(notes.transact(add))
        with pytest.raises(Busy):
            await notes.transact(add, lane="people")
        other.execute("ROLLBACK")
    await machine

    assert await count(notes) == 1


async def test_a_foreign_lock_that_goes_in_time_is_not_noticed(file: Path) -> None:
    store = open_store(f"sqlite:///{file}", patience=20)
    await store.transact(lambda tx: tx.run(MAKE))
    with foreign_lock(file) as other:
        person = asyncio.create_task(store.transact(add, lane="people"))
        await asyncio.sleep(0.1)
        other.execute("ROLLBACK")
    await person

    assert await count(store) == 1
    await store.close()


async def test_a_store_closes_while_a_foreign_process_holds_the_lock(notes: Store, file: Path) -> None:
    with foreign_lock(file):
        machine = asyncio.create_task(notes.transact(add))
        await asyncio.sleep(0.05)
        await notes.close()
        with pytest.raises(Unavailable):
            await machine


async def test_after_an_io_error_nothing_is_written_any_more(notes: Store, file: Path) -> None:
    await notes.transact(add)
    with file_size_limit(file.with_name("store.db-wal").stat().st_size), pytest.raises(Unavailable):
        await notes.transact(lambda tx: add(tx, BIG))

    with pytest.raises(Unavailable):
        await notes.transact(add)
    with pytest.raises(Unavailable):
        await notes.ping()
    assert await count(notes) == 1


async def test_machines_are_not_starved_by_people(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr("store.sqlite_writer.STARVED", 0.0)
    monkeypatch.setattr("store.sqlite_writer.GROUP", 0.0)
    store = open_store(f"sqlite:///{file}")
    gate = threading.Event()
    ran: list[str] = []
    held = asyncio.create_task(store.transact(lambda tx: gate.wait(20)))
    await asyncio.sleep(0)
    people = [asyncio.create_task(store.transact(lambda tx: ran.append("p"), lane="people")) for _ in range(9)]
    machine = asyncio.create_task(store.transact(lambda tx: ran.append("m")))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(held, machine, *people)

    assert ran[0] == "m"
    await store.close()


async def test_reads_in_memory_cannot_write_either(sqlite_store: Store) -> None:
    await sqlite_store.transact(lambda tx: tx.run(MAKE))

    with pytest.raises(ReadOnly):
        await sqlite_store.read(add)
    await sqlite_store.transact(add)

    assert await count(sqlite_store) == 1


async def test_a_member_that_fails_is_undone_alone_and_nobody_runs_twice(notes: Store) -> None:
    runs: list[str] = []

    def good(tx: Tx) -> None:
        runs.append("good")
        add(tx)

    def bad(tx: Tx) -> None:
        runs.append("bad")
        add(tx, "never seen")
        raise LookupError

    works = [good, bad, good, bad, good]
    outcomes = await asyncio.gather(*(notes.transact(work) for work in works), return_exceptions=True)

    assert [isinstance(outcome, LookupError) for outcome in outcomes] == [work is bad for work in works]
    assert runs == ["good", "bad", "good", "bad", "good"]
    assert await count(notes) == 3


async def test_what_a_member_read_of_the_directory_holds_for_the_next_of_its_group_and_no_longer(notes: Store) -> None:
    gate = threading.Event()

    def read(tx: Tx) -> None:
        tx.kept["read"] = True

    def look(tx: Tx) -> tuple[bool, bool]:
        return "read" in tx.kept, tx.changed

    def change(tx: Tx) -> None:
        touch(tx)
        tx.kept["read"] = True
        raise ValueError("and then it fails")

    busy = asyncio.create_task(notes.transact(lambda tx: gate.wait(5)))
    first = asyncio.create_task(notes.transact(read))
    before = asyncio.create_task(notes.transact(look))
    changing = asyncio.create_task(notes.transact(change))
    after = asyncio.create_task(notes.transact(look))
    await asyncio.sleep(0.05)
    gate.set()
    await asyncio.gather(busy, first, before, changing, after, return_exceptions=True)

    assert before.result() == (True, False)
    assert after.result() == (False, True)  # what was undone is not read on, and what stays is not committed yet
    assert await notes.transact(look) == (False, False)


async def test_when_nobody_waits_the_log_is_copied_into_the_database(notes: Store, file: Path) -> None:
    await notes.transact(lambda tx: add(tx, "read me in the file itself"))

    async with asyncio.timeout(10):
        while not stands_in(file, b"read me in the file itself"):  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.05)


async def test_what_the_work_returned_is_told_before_it_is_safe_on_disk_unless_the_work_failed(file: Path) -> None:
    told, gate = asyncio.Event(), threading.Event()

    def reached(point: str) -> None:
        if point == "store.before-commit":
            gate.wait(5)

    store = open_store(f"sqlite:///{file}", reached=reached)
    heard: list[object] = []

    def fails(_tx: Tx) -> str:
        raise LookupError

    def hear(result: object) -> None:
        heard.append(result)
        told.set()

    works = [asyncio.create_task(store.transact(work, ahead=hear)) for work in (lambda _tx: "seven", fails)]
    async with asyncio.timeout(5):
        await told.wait()
    finished_too_soon = [work.done() for work in works]
    gate.set()
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    await store.close()

    assert finished_too_soon == [False, False]
    assert heard == ["seven"]
    assert outcomes[0] == "seven"
    assert isinstance(outcomes[1], LookupError)
