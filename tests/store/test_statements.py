"""The short way to the driver gives what SQLAlchemy's own way gives."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

import pytest
from sqlalchemy import (
    JSON,
    BindParameter,
    Boolean,
    Column,
    Enum,
    Executable,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    case,
    create_engine,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
    update,
)

import store as stores
from store.base import Store
from store.schema import Instant, dbnow
from store.statements import Numbered, Plans, upsert
from store.tx import Tx

SHAPE = MetaData()


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


THING = Table(
    "throwaway_thing",
    SHAPE,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("on", Boolean, nullable=False),
    Column("mood", Enum(Mood, native_enum=False)),
    Column("data", JSON),
    Column("sealed", LargeBinary),
    Column("at", Instant(), nullable=False),
    Column("made", Instant(), nullable=False, default=dbnow()),
)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROW = {
    "name": "100% :x ?",
    "on": True,
    "mood": Mood.GOOD,
    "data": {"één": [1, None]},
    "sealed": b"\0\xff",
    "at": AT,
}
ADD = insert(THING).returning(THING.c.id)
NAME: BindParameter[str] = bindparam("name")
SHORT: dict[str, Executable] = {
    "a select": select(THING).where(THING.c.name == NAME),
    "a union": union_all(select(THING.c.name), select(THING.c.name)),
    "a value in the statement": select(THING.c.id).where(THING.c.name == "100% :x ?", THING.c.at <= AT),
    "a case": select(case((THING.c.on, "ja"), else_="nee"), func.count()).group_by(THING.c.on),
    "a sub-query": select(THING.c.id).where(exists(select(THING.c.id).where(THING.c.name == NAME))),
    "a column twice": select(THING.c.name, THING.c.name.label("again"), THING.c.at),
    "a value used twice": select(THING.c.id).where((THING.c.name == NAME) | (THING.c.name != NAME)),
    "text": text("SELECT name, '100%' FROM throwaway_thing WHERE name = :name"),
    "a limit": select(THING.c.name).limit(bindparam("at_most", 5)),
    "a list": select(THING.c.name).where(THING.c.name.in_(bindparam("names", expanding=True))),
    "a list twice": select(THING.c.id).where(
        THING.c.name.in_(bindparam("names", expanding=True)), THING.c.at.in_(bindparam("moments", expanding=True))
    ),
    "a list beside a value": select(THING.c.id).where(
        THING.c.name.in_(bindparam("names", expanding=True)), THING.c.name == bindparam("name")
    ),
    "a percent sign": select(THING.c.name).where(THING.c.name.like("100%")),
}
LONG: dict[str, Executable] = {
    "an empty list": select(THING.c.name).where(THING.c.name.not_in(bindparam("nobody", expanding=True))),
    "a list of pairs": select(THING.c.name).where(tuple_(THING.c.name, THING.c.id).in_([("100% :x ?", 1)])),
    "a literal column": select(literal_column("*")).select_from(THING),
    "a value from a function": select(THING.c.id).where(THING.c.name == bindparam(None, callable_=lambda: "x")),
}
VALUES = {"name": "100% :x ?", "names": ["100% :x ?", "b"], "nobody": [], "moments": [AT]}


def prepare(tx: Tx) -> int:
    SHAPE.create_all(tx.connection)
    return int(tx.scalar(ADD, ROW))


def plan(statement: Executable, *names: str) -> object:
    return Plans(create_engine("sqlite://").dialect).find(statement, dict.fromkeys(names) or VALUES)[1]


def both_ways(tx: Tx, statement: Executable) -> tuple[list[Any], list[Any]]:
    ours = tx.all(statement, lambda *row: row, VALUES)
    theirs = [tuple(row) for row in tx.connection.execute(statement, VALUES)]
    return ours, theirs


@pytest.mark.parametrize("statement", [*SHORT.values(), *LONG.values()], ids=[*SHORT, *LONG])
async def test_both_ways_give_the_same_rows(store: Store, statement: Executable) -> None:
    await store.transact(prepare)

    ours, theirs = await store.transact(lambda tx: both_ways(tx, statement))

    assert ours == theirs
    assert ours or statement is LONG["a value from a function"]


@pytest.mark.parametrize("statement", SHORT.values(), ids=SHORT)
def test_what_is_known_after_compiling_takes_the_short_way(statement: Executable) -> None:
    assert plan(statement) is not None


@pytest.mark.parametrize("statement", LONG.values(), ids=LONG)
def test_what_is_not_known_takes_the_long_way(statement: Executable) -> None:
    assert plan(statement) is None


async def test_every_type_comes_back_as_it_went_in(store: Store) -> None:
    await store.transact(prepare)
    columns = [THING.c[name] for name in ROW]

    found = await store.read(lambda tx: tx.one(select(*columns), lambda *row: row))

    assert found == tuple(ROW.values())


async def test_the_database_tells_its_own_time(store: Store) -> None:
    before = datetime.now(UTC)
    await store.transact(prepare)
    after = datetime.now(UTC)

    made = await store.read(lambda tx: tx.scalar(select(THING.c.made)))

    assert before - timedelta(seconds=1) <= made <= after + timedelta(seconds=1)


async def test_an_insert_gives_back_the_id_and_a_second_one_the_next(store: Store) -> None:
    first = await store.transact(prepare)

    second = await store.transact(lambda tx: tx.scalar(ADD, {**ROW, "name": "b"}))

    assert second == first + 1


def test_every_insert_that_is_asked_for_its_number_takes_the_short_way_that_knows_it() -> None:
    plans = Plans(create_engine("sqlite://").dialect)
    modules = [import_module(f"store.{one.name}") for one in iter_modules(stores.__path__)]
    inserts = [one for module in modules for one in vars(module).values() if isinstance(one, Numbered)]

    assert len(inserts) > 5
    assert [
        one for one in inserts if plans.find(one, dict.fromkeys(cast(Insert, one.sqlite).compile().params))[1] is None
    ] == []


async def test_the_number_of_a_new_row_is_its_own_on_both_databases(store: Store) -> None:
    first = await store.transact(prepare)

    numbers = await store.transact(
        lambda tx: [tx.add(Numbered(insert(THING)), {**ROW, "made": AT, "name": name}) for name in ("b", "c")]
    )

    assert numbers == [first + 1, first + 2]


async def test_an_update_sets_only_what_it_is_given(store: Store) -> None:
    change = update(THING).where(THING.c.name == bindparam("of_name"))
    await store.transact(prepare)

    changed = await store.transact(lambda tx: tx.run(change, {"of_name": ROW["name"], "mood": Mood.BAD}))
    missed = await store.transact(lambda tx: tx.run(change, {"of_name": "nobody", "on": False}))

    found = await store.read(lambda tx: tx.one(select(THING.c.on, THING.c.mood), lambda *row: row))
    assert (changed, missed, found) == (1, 0, (True, Mood.BAD))


async def test_a_default_made_by_python_is_still_filled_in(store: Store) -> None:
    other = Table(
        "throwaway_other",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("n", Integer, default=lambda: 7),
    )

    def work(tx: Tx) -> tuple[int, int]:
        other.create(tx.connection)
        tx.run(insert(other), {"id": 1})
        return tx.run(insert(other), [{"id": 2}, {"id": 3}]), int(tx.scalar(select(func.sum(other.c.n))))

    assert await store.transact(work) == (2, 21)


async def test_a_delete_counts_its_rows(store: Store) -> None:
    await store.transact(prepare)

    assert await store.transact(lambda tx: tx.run(delete(THING))) == 1
    assert await store.transact(lambda tx: tx.run(delete(THING))) == 0


async def test_a_value_that_was_forgotten_is_an_error(store: Store) -> None:
    await store.transact(prepare)

    with pytest.raises(KeyError):
        await store.read(lambda tx: tx.all(SHORT["a select"], tuple))


def test_a_statement_is_compiled_once() -> None:
    plans = Plans(create_engine("sqlite://").dialect)
    statement = upsert(lambda build: build(THING).on_conflict_do_nothing())

    first = plans.find(statement, ROW)[1]

    assert first is not None
    assert plans.find(statement, dict(ROW))[1] is first
    assert plans.find(statement, {"name": "other"})[1] is not first


def test_statements_built_per_call_do_not_fill_the_memory() -> None:
    plans = Plans(create_engine("sqlite://").dialect)
    plans.LIMIT = 10

    for n in range(50):
        plans.find(select(THING.c.id).where(THING.c.id == n), {})

    assert len(plans._known) <= 10


async def test_a_list_may_have_another_length_the_next_time(store: Store) -> None:
    await store.transact(prepare)
    counts = [["100% :x ?"], ["a", "b", "100% :x ?"], [], ["a"]]

    def read(tx: Tx) -> list[list[str]]:
        return [tx.all(SHORT["a list"], str, {"names": some}) for some in counts]

    found = await store.read(read)

    assert found == [["100% :x ?"], ["100% :x ?"], [], []]
