"""A hundred thousand slots: marking them against a bare indexed tick, handling them, adding one more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

from rituals.engine.outcome import Outcome
from rituals.engine.ritual import CatchUp, Ritual, SlotRule
from rituals.engine.schedule import MARKED_AT_ONCE
from store import slots
from store.base import Store
from store.open import open_store
from store.tx import Tx
from tests.bench.anchors import Anchor
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, in_turn, own
from tests.fakes.world import MONDAY, World

MANY = 100_000
HANDLED = 10_000
ADDED = 100
BEAT = 0.005
STALL = Goal(50, 50, "ms", most=True)

_BARE = (
    "CREATE TABLE tick (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, state TEXT NOT NULL)",
    "CREATE INDEX ix_tick ON tick (at) WHERE state = 'planned'",
)
_BARE_ADD = "INSERT INTO tick (at, state) VALUES (?, 'planned')"
_BARE_TICK = (
    "UPDATE tick SET state = 'due' "
    "WHERE id IN (SELECT id FROM tick WHERE state = 'planned' AND at <= ? ORDER BY at LIMIT ?)"
)


async def run(databases: Databases) -> list[Line]:
    """On SQLite."""
    empty = await databases.template("sqlite", _nothing)
    stalls: tuple[list[float], list[float]] = ([], [])
    marked = await in_turn(lambda: _mark(databases.copy(empty), stalls[0]), lambda: _tick(databases, empty))
    handled = [await _handle(databases.copy(empty), stalls[1]) for _ in range(3)]
    # A stall of our own making is there in every round; what the machine did meanwhile is not.
    stall = max(map(min, stalls))
    return [
        Line(f"slots: marking {MANY:,} due", *_as_line(marked), Goal(2, 1.2, most=True)),
        own(
            f"slots: handling, one transaction each, of {HANDLED:,} due", median(handled), "/s", Goal(1000, 2000, "/s")
        ),
        own("slots: longest stall of the event loop meanwhile", stall * 1000, "ms", STALL),
        *[await _add(databases, empty, existing) for existing in (0, 10_000, MANY)],
    ]


def _as_line(figures: tuple[float, float]) -> tuple[float, str, float]:
    return figures[0], "s", figures[1]


async def _nothing(_store: Store) -> None:
    """The tables are enough."""


async def _mark(url: str, stalls: list[float]) -> float:
    store = open_store(url)
    await store.transact(lambda tx: _plan(tx, MANY))
    async with _watched(stalls):
        started = perf_counter()
        while await store.transact(lambda tx: slots.mark(tx, MONDAY, MARKED_AT_ONCE)) == MARKED_AT_ONCE:
            continue
        taken = perf_counter() - started
    await store.close()
    return taken


async def _tick(databases: Databases, template: str) -> float:
    anchor = databases.anchor(template)
    await anchor.transact(lambda cursor: _bare(cursor, MANY))
    started = perf_counter()
    while await anchor.transact(lambda cursor: _bare_tick(cursor)) == MARKED_AT_ONCE:
        continue
    taken = perf_counter() - started
    anchor.close()
    return taken


def _bare(cursor: Any, many: int) -> None:
    for statement in _BARE:
        cursor.execute(statement)
    cursor.executemany(_BARE_ADD, [(1,)] * many)


def _bare_tick(cursor: Any) -> int:
    cursor.execute(_BARE_TICK, (1, MARKED_AT_ONCE))
    return int(cursor.rowcount)


async def _handle(url: str, stalls: list[float]) -> float:
    store = open_store(url)
    world = World(store, rituals=[_idle_ritual()])
    await world.engine.schedule.tick(world.now)  # plans and tidies, so that only slots are left to do
    await store.transact(lambda tx: _plan(tx, HANDLED))
    async with _watched(stalls):
        started = perf_counter()
        handled = await world.engine.schedule.tick(world.now)
        taken = perf_counter() - started
    await store.close()
    if handled != HANDLED:
        raise RuntimeError(f"{handled} of {HANDLED} slots were handled")
    return handled / taken


def _idle_ritual() -> Ritual:
    return Ritual(
        name="bench",
        title="Bench",
        draw=lambda _drawing, _key: None,
        slots={"tick": SlotRule(lambda _event, _context: Outcome(), CatchUp(late=timedelta(days=1)))},
    )


def _plan(tx: Tx, many: int) -> None:
    for number in range(many):
        slots.plan(tx, "bench", "tick", f"thing:{number}", "2026-11-23", MONDAY)


async def _add(databases: Databases, template: str, existing: int) -> Line:
    """Inside one transaction: the disk would be all that is measured otherwise."""
    store = open_store(databases.copy(template))
    await store.transact(lambda tx: _plan(tx, existing))
    anchor: Anchor = databases.anchor(template)
    await anchor.transact(lambda cursor: _bare(cursor, existing))

    def ours(tx: Tx) -> float:
        return _each(lambda number: slots.plan(tx, "bench", "added", f"thing:{number}", "2026-11-23", MONDAY))

    added = await store.transact(ours)
    bare = await anchor.transact(lambda cursor: _each(lambda number: cursor.execute(_BARE_ADD, (number,))))
    anchor.close()
    await store.close()
    return own(f"slots: adding one to {existing:,}", added * 1000, "ms", Goal(1, 1, "ms", most=True), bare * 1000)


def _each(add: Callable[[int], object]) -> float:
    figures = []
    for number in range(ADDED):
        started = perf_counter()
        add(number)
        figures.append(perf_counter() - started)
    return median(figures)


@asynccontextmanager
async def _watched(stalls: list[float]) -> AsyncIterator[None]:
    """A heartbeat beside the work; the longest it came too late is kept."""
    late: list[float] = []
    heart = asyncio.create_task(_beat(late))
    try:
        yield
    finally:
        heart.cancel()
        stalls.append(max(late))


async def _beat(late: list[float]) -> None:
    while True:
        started = perf_counter()
        await asyncio.sleep(BEAT)
        late.append(perf_counter() - started - BEAT)
