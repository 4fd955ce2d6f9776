"""A bell's transaction through the engine, against the same SQL on the bare driver with the same hand-off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from time import perf_counter
from typing import Any

from rituals.engine.outcome import Private
from store.open import open_store
from store.tx import DialectName
from tests.bench import office
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, in_turn
from tests.bench.recorded import RecordingStore
from tests.bench.replay import replays

PEOPLE = 600
WARM = 100
AT_ONCE = 16
GOALS = {"sqlite": Goal(0.25, 0.4), "postgresql": Goal(0.35, 0.5)}

Transactions = Sequence[tuple[Callable[[Any], None], tuple[str, ...]]]


async def run(databases: Databases) -> list[Line]:
    """On both databases."""
    return [await _on(databases, "sqlite"), await _on(databases, "postgresql")]


async def _on(databases: Databases, dialect: DialectName) -> Line:
    template = await databases.template(dialect, lambda store: office.furnish(store, PEOPLE))
    transactions = await _record(databases.copy(template))
    ours, anchor = await in_turn(
        lambda: _ring(databases.copy(template)), lambda: _replay(databases, template, transactions)
    )
    return Line(f"bell: /bel stored, {AT_ONCE} at once, {dialect}", ours, "/s", anchor, GOALS[dialect])


async def _record(url: str) -> Transactions:
    store = RecordingStore(open_store(url))
    world = await office.opened(store, PEOPLE)
    for number in range(PEOPLE):
        answer = await world.engine.dispatch(office.bell(world, number))
        if not isinstance(answer.reply, Private) or answer.key is None:
            raise RuntimeError(f"this is no bell: {answer}")
    await store.close()
    return replays(store.transactions)


async def _ring(url: str) -> float:
    store = open_store(url)
    world = await office.opened(store, PEOPLE)
    bells = [office.bell(world, number) for number in range(PEOPLE)]
    await at_once(map(world.engine.dispatch, bells[:WARM]))
    started = perf_counter()
    await at_once(map(world.engine.dispatch, bells[WARM:]))
    taken = perf_counter() - started
    await store.close()
    return (PEOPLE - WARM) / taken


async def _replay(databases: Databases, template: str, transactions: Transactions) -> float:
    anchor = databases.anchor(template)
    await at_once(anchor.transact(*one) for one in transactions[:WARM])
    started = perf_counter()
    await at_once(anchor.transact(*one) for one in transactions[WARM:])
    taken = perf_counter() - started
    anchor.close()
    return (PEOPLE - WARM) / taken


async def at_once(work: Iterable[Awaitable[object]], most: int = AT_ONCE) -> None:
    """So many workers that each take the next piece of work."""
    left = iter(work)

    async def worker() -> None:
        for one in left:
            await one

    await asyncio.gather(*(worker() for _ in range(most)))
