"""Rows past their age go, the others stay."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from store import versions
from store.base import Store
from store.retention import drop, old
from store.schema import About, Instant
from store.tx import Tx

SHAPE = MetaData()
NUMBER = "throwaway rows deleted"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=30)


def aged(name: str, *key: Column[int], age: timedelta | None) -> Table:
    about = About("collega", "test", "een maand", "nee", "ja", None if age is None else ("at", age))
    return Table(name, SHAPE, *key, Column("at", Instant()), info={"about": about})


SINGLE = aged("throwaway_single", Column("id", Integer, primary_key=True), age=MONTH)
DOUBLE = aged(
    "throwaway_double",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("other", Integer, primary_key=True),
    age=MONTH,
)
COUNTED = Table(
    "throwaway_counted", SHAPE, Column("id", Integer, primary_key=True), Column("at", Instant()),
    Column("rang", Integer),
    info={"about": About("collega", "test", "een maand", "nee", "ja", ("at", MONTH), ("rang", NUMBER))},
)  # fmt: skip
FOREVER = aged("throwaway_forever", Column("id", Integer, primary_key=True), age=None)


def fill(tx: Tx, table: Table) -> None:
    SHAPE.create_all(tx.connection)
    extra = {"other": 1} if "other" in table.columns else {}
    tx.run(insert(table), [{"id": days, "at": NOW - timedelta(days=days), **extra} for days in range(28, 34)])


def expire(tx: Tx, table: Table, limit: int = 500) -> int:
    return drop(tx, table, old(tx, table, NOW, limit))


def left(tx: Tx, table: Table) -> list[int]:
    return tx.all(select(table.c.id).order_by(table.c.id), int)


@pytest.mark.parametrize("table", [SINGLE, DOUBLE], ids=["one column as key", "two"])
async def test_only_what_is_older_than_its_age_goes(store: Store, table: Table) -> None:
    await store.transact(lambda tx: fill(tx, table))

    assert await store.transact(lambda tx: expire(tx, table)) == 3
    assert await store.read(lambda tx: left(tx, table)) == [28, 29, 30]


async def test_it_goes_in_pieces_and_the_oldest_first(store: Store) -> None:
    await store.transact(lambda tx: fill(tx, SINGLE))

    assert await store.transact(lambda tx: expire(tx, SINGLE, limit=2)) == 2
    assert await store.read(lambda tx: left(tx, SINGLE)) == [28, 29, 30, 31]
    assert await store.transact(lambda tx: expire(tx, SINGLE, limit=2)) == 1


async def test_a_table_without_age_keeps_everything(store: Store) -> None:
    await store.transact(lambda tx: fill(tx, FOREVER))

    assert await store.transact(lambda tx: expire(tx, FOREVER)) == 0
    assert len(await store.read(lambda tx: left(tx, FOREVER))) == 6


async def test_rows_that_count_are_counted_once_when_they_go_and_the_others_are_not(store: Store) -> None:
    def filled(tx: Tx) -> None:
        SHAPE.create_all(tx.connection)
        old_ones = [{"id": n, "at": NOW - timedelta(days=40), "rang": 1 if n < 3 else None} for n in range(5)]
        tx.run(insert(COUNTED), [*old_ones, {"id": 9, "at": NOW, "rang": 1}])

    await store.transact(filled)
    keys = await store.read(lambda tx: old(tx, COUNTED, NOW))

    assert await store.transact(lambda tx: drop(tx, COUNTED, keys[:2])) == 2
    assert await store.transact(lambda tx: drop(tx, COUNTED, keys)) == 3
    assert await store.read(lambda tx: versions.current(tx, NUMBER)) == 3
    assert await store.read(lambda tx: left(tx, COUNTED)) == [9]
