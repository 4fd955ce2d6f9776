"""What can happen between us and a PostgreSQL server."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from sqlalchemy import text

from store.base import Store
from store.errors import Busy, Conflict, ReadOnly, Unavailable
from store.open import open_store
from store.tx import Tx
from tests.fakes.postgres import Wire, wire

MAKE = text("CREATE TABLE note (body TEXT NOT NULL)")
ADD = text("INSERT INTO note (body) VALUES (:body)")
COUNT = text("SELECT count(*) FROM note")
KILL_ME = text("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.fixture
async def notes(postgres_url: str) -> AsyncIterator[Store]:
    store = open_store(postgres_url)
    await store.transact(lambda tx: tx.run(MAKE))
    yield store
    await store.close()


@pytest.fixture
def line(postgres_url: str) -> Iterator[Wire]:
    with wire(postgres_url) as made:
        yield made


@pytest.fixture
async def on_the_line(notes: Store, line: Wire) -> AsyncIterator[Store]:
    store = open_store(line.url)
    yield store
    await store.close()


def add(tx: Tx) -> None:
    tx.run(ADD, {"body": "a"})


def counted(tx: Tx) -> int:
    return int(tx.scalar(COUNT))


def kill_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_work_runs_again_after_a_lost_connection(notes: Store, postgres_url: str) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> None:
        runs.append(1)
        add(tx)
        if len(runs) < 3:
            kill_all(postgres_url)
        add(tx)

    await notes.transact(work)

    assert len(runs) > 2  # on a busy machine the two may meet more than once
    assert await notes.read(counted) == 2


async def test_idle_connections_that_died_are_not_noticed(notes: Store, postgres_url: str) -> None:
    await asyncio.gather(*(notes.transact(add, lane="people") for _ in range(8)))
    await asyncio.gather(*(notes.read(counted) for _ in range(4)))
    kill_all(postgres_url)

    assert await notes.read(counted) == 8
    await asyncio.gather(*(notes.transact(add, lane="people") for _ in range(8)))
    assert await notes.read(counted) == 16


async def test_work_that_loses_every_connection_gives_up(notes: Store) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> None:
        runs.append(1)
        tx.run(KILL_ME)

    with pytest.raises(Unavailable):
        await notes.transact(work)

    assert len(runs) == 4


async def test_a_commit_whose_answer_was_lost_is_settled(on_the_line: Store, line: Wire) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> str:
        runs.append(1)
        add(tx)
        line.armed = True
        return "worked"

    def settle(tx: Tx) -> str | None:
        return "settled" if counted(tx) else None

    assert await on_the_line.transact(work, subjects=["bell:1"], settle=settle) == "settled"
    assert (len(runs), line.cuts) == (1, 1)
    assert await on_the_line.read(counted) == 1


async def test_a_commit_that_never_arrived_runs_again(postgres_url: str, notes: Store) -> None:
    runs: list[int] = []

    def reached(point: str) -> None:
        if point == "store.before-commit" and len(runs) == 1:
            kill_all(postgres_url)

    def work(tx: Tx) -> str:
        runs.append(1)
        add(tx)
        return "worked"

    store = open_store(postgres_url, reached=reached)
    outcome = await store.transact(work, settle=lambda tx: "settled" if counted(tx) else None)

    assert (outcome, len(runs)) == ("worked", 2)
    assert await store.read(counted) == 1
    await store.close()


async def test_one_of_a_deadlock_runs_again(notes: Store) -> None:
    await notes.transact(lambda tx: tx.run(ADD, [{"body": "a"}, {"body": "b"}]))
    both_in = threading.Barrier(2)
    runs: list[str] = []
    change = text("UPDATE note SET body = body WHERE body = :body")

    def work(tx: Tx, first: str, second: str) -> None:
        runs.append(first)
        tx.run(change, {"body": first})
        if len(runs) <= 2:
            both_in.wait(20)
        tx.run(change, {"body": second})

    await asyncio.gather(notes.transact(lambda tx: work(tx, "a", "b")), notes.transact(lambda tx: work(tx, "b", "a")))

    assert len(runs) > 2  # on a busy machine the two may meet more than once


async def test_a_person_gets_busy_while_the_subject_is_held_elsewhere(notes: Store, postgres_url: str) -> None:
    other = open_store(postgres_url, patience=0.05)
    entered, gate = threading.Event(), threading.Event()

    def hold(tx: Tx) -> bool:
        entered.set()
        return gate.wait(20)

    held = asyncio.create_task(notes.transact(hold, subjects=["bell:1"]))
    await asyncio.to_thread(entered.wait, 20)

    with pytest.raises(Busy):
        await other.transact(add, lane="people", subjects=["bell:1"])
    await other.transact(add, lane="people", subjects=["bell:2"])
    gate.set()

    assert await held
    assert await other.read(counted) == 1
    await other.close()


async def test_the_time_out_of_a_lock_does_not_linger_in_the_work(postgres_url: str, notes: Store) -> None:
    setting = await notes.transact(lambda tx: tx.scalar(text("SHOW lock_timeout")), lane="people", subjects=["bell:1"])

    assert setting == "0"


async def test_what_people_wrote_is_not_in_the_error_of_a_broken_constraint(notes: Store) -> None:
    unique = text("CREATE UNIQUE INDEX one_of_each ON note (body)")
    await notes.transact(lambda tx: tx.run(unique))
    secret = {"body": "Mevrouw Aziz uit de Lange Straat"}
    await notes.transact(lambda tx: tx.run(ADD, secret))

    with pytest.raises(Conflict) as caught:
        await notes.transact(lambda tx: tx.run(ADD, secret))

    assert "one_of_each" in str(caught.value)
    assert "Aziz" not in str(caught.value)


async def test_a_read_only_server_fails_the_ping(notes: Store, postgres_url: str) -> None:
    name = await notes.read(lambda tx: tx.scalar(text("SELECT current_database()")))
    await notes.transact(lambda tx: tx.run(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on")))
    store = open_store(postgres_url)

    with pytest.raises(ReadOnly):
        await store.ping()
    with pytest.raises(ReadOnly):
        await store.transact(add)
    await store.close()


async def test_a_server_that_is_not_there_is_unavailable_and_its_password_stays_secret() -> None:
    store = open_store("postgresql://klant:geheim@127.0.0.1:1/klantritme")

    with pytest.raises(Unavailable) as caught:
        await store.transact(add)

    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in caught.value.where
    await store.close()
