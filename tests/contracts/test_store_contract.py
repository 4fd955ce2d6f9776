"""What every store promises, on SQLite and on PostgreSQL."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, insert, select, text, update

from store.base import Store
from store.errors import Busy, Conflict, ReadOnly, Unavailable
from store.open import open_store
from store.schema import Instant
from store.statements import upsert
from store.tx import Tx

SHAPE = MetaData()
COUNTER = Table(
    "throwaway_counter",
    SHAPE,
    Column("name", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("at", Instant()),
)
PUT = insert(COUNTER)
GET = select(COUNTER.c.n).where(COUNTER.c.name == bindparam("name"))
NAMES = select(COUNTER.c.name).order_by(COUNTER.c.name)
SET = update(COUNTER).where(COUNTER.c.name == bindparam("which")).values(n=bindparam("to"))
UPSERT = upsert(
    lambda build: build(COUNTER).on_conflict_do_update(
        index_elements=[COUNTER.c.name], set_={"n": COUNTER.c.n + bindparam("more", type_=Integer())}
    )
)

Open = Callable[..., Store]


@pytest.fixture
async def opened(store_url: str) -> AsyncIterator[Open]:
    """Opens the store with the throw-away table, and closes it afterwards."""
    made: list[Store] = []

    def make(**options: object) -> Store:
        made.append(open_store(store_url, **options))  # type: ignore[arg-type]
        return made[-1]

    first = open_store(store_url)
    await first.transact(lambda tx: SHAPE.create_all(tx.connection))
    await first.close()
    yield make
    for store in made:
        await store.close()


@pytest.fixture
def ready(opened: Open) -> Store:
    return opened()


def put(tx: Tx, name: str, n: int = 0) -> None:
    tx.run(PUT, {"name": name, "n": n})


def increase(tx: Tx, name: str) -> None:
    n = tx.scalar(GET, {"name": name})
    tx.run(SET, {"which": name, "to": n + 1})


async def names(store: Store) -> list[str]:
    return await store.read(lambda tx: tx.all(NAMES, str))


class Gate:
    """Holds a thread inside its transaction until the test opens it."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, tx: Tx) -> str:
        self.entered.set()
        assert self.opened.wait(20)
        return "through"

    async def reached(self) -> None:
        assert await asyncio.to_thread(self.entered.wait, 20)


async def test_what_was_committed_is_read_back(ready: Store) -> None:
    def work(tx: Tx) -> str:
        put(tx, "a")
        return "answer"

    answer = await ready.transact(work)

    assert answer == "answer"
    assert await names(ready) == ["a"]


async def test_an_error_of_the_work_reaches_the_caller_and_stores_nothing(ready: Store) -> None:
    error = LookupError("mine")

    def work(tx: Tx) -> None:
        put(tx, "a")
        raise error

    with pytest.raises(LookupError) as caught:
        await ready.transact(work)

    assert caught.value is error
    assert await names(ready) == []


async def test_a_failing_member_leaves_the_others_of_its_group_alone(ready: Store) -> None:
    def member(n: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            put(tx, f"{n:02}")
            if n % 3 == 0:
                raise LookupError

        return work

    gate = Gate()
    held = asyncio.create_task(ready.transact(gate))
    await gate.reached()
    waiting = [asyncio.create_task(ready.transact(member(n))) for n in range(20)]
    await asyncio.sleep(0)
    gate.opened.set()
    outcomes = await asyncio.gather(held, *waiting, return_exceptions=True)

    assert [isinstance(outcome, LookupError) for outcome in outcomes[1:]] == [n % 3 == 0 for n in range(20)]
    assert await names(ready) == [f"{n:02}" for n in range(20) if n % 3]


async def test_a_broken_constraint_is_a_conflict(ready: Store) -> None:
    await ready.transact(lambda tx: put(tx, "a"))

    with pytest.raises(Conflict):
        await ready.transact(lambda tx: put(tx, "a"))

    await ready.transact(lambda tx: put(tx, "b"))
    assert await names(ready) == ["a", "b"]


async def test_400_concurrent_changes_under_one_subject_lose_none(ready: Store) -> None:
    await ready.transact(lambda tx: put(tx, "bell"))

    await asyncio.gather(*(ready.transact(lambda tx: increase(tx, "bell"), subjects=["bell:1"]) for _ in range(400)))

    assert await ready.read(lambda tx: tx.scalar(GET, {"name": "bell"})) == 400


async def test_subjects_in_any_order_do_not_block_each_other_for_good(ready: Store) -> None:
    await ready.transact(lambda tx: put(tx, "bell"))
    orders = (["a", "b"], ["b", "a"])

    await asyncio.gather(*(ready.transact(lambda tx: increase(tx, "bell"), subjects=orders[n % 2]) for n in range(60)))

    assert await ready.read(lambda tx: tx.scalar(GET, {"name": "bell"})) == 60


async def test_people_overtake_machines(ready: Store) -> None:
    gates = [Gate() for _ in range(4)]  # as many as a store runs at once for machines
    held = [asyncio.create_task(ready.transact(gate)) for gate in gates]
    await gates[0].reached()
    ran: list[str] = []
    machine = asyncio.create_task(ready.transact(lambda tx: ran.append("machine")))
    await asyncio.sleep(0)
    person = asyncio.create_task(ready.transact(lambda tx: ran.append("person"), lane="people"))
    await asyncio.sleep(0)
    if ready.dialect == "postgresql":
        await person
    for gate in gates:
        gate.opened.set()
    await asyncio.gather(*held, machine, person)

    assert ran == ["person", "machine"]


async def test_a_person_who_waits_too_long_gets_busy_and_the_work_never_runs(opened: Open) -> None:
    store = opened(patience=0.05)
    gate = Gate()
    ran: list[str] = []
    held = asyncio.create_task(store.transact(gate, subjects=["bell:1"]))
    await gate.reached()

    with pytest.raises(Busy):
        await store.transact(lambda tx: ran.append("ran"), lane="people", subjects=["bell:1"])
    gate.opened.set()
    await held
    await store.transact(lambda tx: None, lane="people", subjects=["bell:1"])

    assert ran == []


async def test_machines_wait_as_long_as_it_takes(opened: Open) -> None:
    store = opened(patience=0.01)
    gate = Gate()
    held = asyncio.create_task(store.transact(gate, subjects=["bell:1"]))
    await gate.reached()
    machine = asyncio.create_task(store.transact(lambda tx: "ran", subjects=["bell:1"]))
    await asyncio.sleep(0.05)
    gate.opened.set()

    assert await machine == "ran"
    assert await held == "through"


async def test_a_cancelled_caller_that_had_not_started_leaves_nothing(ready: Store) -> None:
    gates = [Gate() for _ in range(4)]
    held = [asyncio.create_task(ready.transact(gate)) for gate in gates]
    await gates[0].reached()
    if ready.dialect == "postgresql":
        for gate in gates:
            await gate.reached()
    waiting = asyncio.create_task(ready.transact(lambda tx: put(tx, "a")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for gate in gates:
        gate.opened.set()
    await asyncio.gather(*held)
    await ready.transact(lambda tx: put(tx, "b"))

    assert await names(ready) == ["b"]


async def test_a_read_sees_what_is_committed_and_waits_for_no_writer(ready: Store) -> None:
    gate = Gate()

    def work(tx: Tx) -> str:
        put(tx, "a")
        return gate(tx)

    held = asyncio.create_task(ready.transact(work))
    await gate.reached()
    before = await names(ready)
    gate.opened.set()
    await held

    assert before == []
    assert await names(ready) == ["a"]


async def test_a_read_cannot_write(ready: Store) -> None:
    with pytest.raises(ReadOnly):
        await ready.read(lambda tx: put(tx, "a"))

    assert await names(ready) == []


async def test_statements_are_counted(ready: Store) -> None:
    def work(tx: Tx) -> int:
        put(tx, "a")
        increase(tx, "a")
        tx.run(PUT, [{"name": "b", "n": 1}, {"name": "c", "n": 2}])
        tx.run(PUT, [])
        return tx.statements

    assert await ready.transact(work) == 4


async def test_rows_come_in_the_shape_that_was_asked_for(ready: Store) -> None:
    def work(tx: Tx) -> tuple[int, list[str], int | None, object, int]:
        changed = tx.run(PUT, [{"name": "a", "n": 1}, {"name": "b", "n": 2}])
        none = tx.one(GET, int, {"name": "nobody"})
        return (
            changed,
            tx.all(NAMES, str),
            none,
            tx.scalar(GET, {"name": "x"}),
            tx.run(text("DELETE FROM throwaway_counter")),
        )

    assert await ready.transact(work) == (2, ["a", "b"], None, None, 2)


async def test_a_moment_comes_back_as_it_was(ready: Store) -> None:
    moment = datetime(2026, 3, 29, 1, 59, 59, 999_999, UTC)
    at = select(COUNTER.c.at)

    await ready.transact(lambda tx: tx.run(PUT, {"name": "a", "n": 0, "at": moment}))

    assert await ready.read(lambda tx: tx.scalar(at)) == moment


async def test_a_moment_without_zone_is_refused(ready: Store) -> None:
    naive = datetime(2026, 3, 29, 2, 0, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        await ready.transact(lambda tx: tx.run(PUT, {"name": "a", "n": 0, "at": naive}))


async def test_an_upsert_inserts_and_then_updates(ready: Store) -> None:
    for _ in range(3):
        await ready.transact(lambda tx: tx.run(UPSERT, {"name": "a", "n": 1, "more": 10}))

    assert await ready.read(lambda tx: tx.scalar(GET, {"name": "a"})) == 21


async def test_a_ping_of_a_healthy_store_is_silent(ready: Store) -> None:
    await ready.ping()


async def test_a_closed_store_refuses_and_closes_twice(ready: Store) -> None:
    await ready.close()
    await ready.close()

    with pytest.raises(Unavailable):
        await ready.transact(lambda tx: None)
    with pytest.raises(Unavailable):
        await ready.read(lambda tx: None)
    with pytest.raises(Unavailable):
        await ready.ping()


async def test_closing_finishes_what_has_started_and_refuses_the_rest(ready: Store) -> None:
    gates = [Gate() for _ in range(4)]
    held = [asyncio.create_task(ready.transact(gate)) for gate in gates]
    if ready.dialect == "sqlite":
        await gates[0].reached()
    else:
        for gate in gates:
            await gate.reached()
    waiting = asyncio.create_task(ready.transact(lambda tx: put(tx, "a")))
    await asyncio.sleep(0)
    closing = asyncio.create_task(ready.close())
    await asyncio.sleep(0.05)
    for gate in gates:
        gate.opened.set()
    await closing

    assert await held[0] == "through"
    with pytest.raises(Unavailable):
        await waiting
    await asyncio.gather(*held, return_exceptions=True)


async def test_the_named_boundaries_are_reached_in_order(opened: Open) -> None:
    points: list[str] = []
    store = opened(reached=points.append)

    await store.transact(lambda tx: points.append("work"))

    assert points == ["store.begin", "work", "store.before-commit", "store.after-commit"]


def test_several_event_loops_share_one_store(opened: Open) -> None:
    store = opened()
    asyncio.run(store.transact(lambda tx: put(tx, "a")))
    asyncio.run(store.transact(lambda tx: put(tx, "b")))

    assert asyncio.run(names(store)) == ["a", "b"]
