"""A message that takes long holds up no other, and is still sent once and in its order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Show, Withdraw
from rituals.engine.platform import Parcel
from store import leases, outbox, sending
from store.base import Store, ignore
from store.errors import Busy
from store.tx import Tx
from tests.fakes.world import FakePlatform, World
from tests.rituals.engine.probe import Probe, do, person, place, row

SLOW, QUICK = Key("probe", "slow"), Key("probe", "quick")


@dataclass
class Holding(FakePlatform):
    """Keeps what is sent, or looked up, to the places and people of `held` under way until `free`."""

    held: set[str] = field(default_factory=set)
    free: asyncio.Event = field(default_factory=asyncio.Event)
    busy: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, parcel: Parcel) -> str:
        await self._hold(parcel)
        return await super().post(parcel)

    async def update(self, parcel: Parcel) -> None:
        await self._hold(parcel)
        await super().update(parcel)

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        await self._hold(parcel)
        return await super().find(parcel, since)

    async def _hold(self, parcel: Parcel) -> None:
        to = parcel.place or parcel.account
        if to and to.external in self.held:
            self.busy.set()
            await self.free.wait()


async def a_world(
    store: Store, probe: Probe, *held: str, reached: Callable[[str], None] = ignore
) -> tuple[World, Holding]:
    platform = Holding(held=set(held))
    return await World(store, rituals=(probe.ritual,), platform=platform, reached=reached).open(), platform


@asynccontextmanager
async def delivering(world: World) -> AsyncIterator[None]:
    task = asyncio.create_task(world.engine.delivery.run())
    async with asyncio.timeout(20):
        yield
        await world.engine.delivery.stop()
        await task


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110  (what it looks at is the store, or a list)
        await asyncio.sleep(0.01)


async def shows(world: World, probe: Probe, effects: Sequence[Effect]) -> None:
    """Somebody presses, and delivery hears of it."""
    await do(world, probe, *effects)
    world.engine.delivery.wake()


def in_doubt(tx: Tx, key: Key, now: datetime) -> None:
    """As after a send of which nobody knows the outcome, a minute ago."""
    (found,) = outbox.of_key(tx, str(key))
    sending.back(tx, found.id, 0, "uncertain", now, "perhaps sent", now)


async def test_a_slow_message_holds_up_neither_its_round_nor_the_next_ones(store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(store, probe, "algemeen")
    here, there = await place(world, "algemeen"), await place(world, "successen")

    async with delivering(world):
        await shows(world, probe, [Show(SLOW, here), Show(QUICK, there)])
        await platform.busy.wait()
        await until(lambda: len(platform.standing("successen")) == 1)
        await shows(world, probe, [Show(Key("probe", "next"), there)])
        await until(lambda: len(platform.standing("successen")) == 2)
        assert (await row(world, SLOW)).state == "sending"
        assert platform.standing("algemeen") == []
        platform.free.set()

    assert await world.read(sending.states) == {"sent": 3}
    assert len(platform.standing("algemeen")) == 1


async def test_what_changes_while_it_is_under_way_is_changed_after_it_and_not_beside_it(sqlite_store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(sqlite_store, probe, "algemeen")
    here, there = await place(world, "algemeen"), await place(world, "successen")

    async with delivering(world):
        await shows(world, probe, [Show(SLOW, here)])
        await platform.busy.wait()
        probe.words["slow"] = "anders"
        await shows(world, probe, [Show(SLOW, here), Show(QUICK, there)])
        await until(lambda: bool(platform.standing("successen")))
        platform.free.set()
    await World(sqlite_store, rituals=(probe.ritual,), platform=platform).walk(seconds=5)

    assert [one.text for one in platform.standing("algemeen")] == ["anders"]
    assert [call for call in platform.calls if call[1] == str(SLOW)] == [("post", str(SLOW)), ("update", str(SLOW))]


async def test_an_answer_in_a_thread_waits_for_its_slow_parent(sqlite_store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(sqlite_store, probe, "algemeen")
    here, there = await place(world, "algemeen"), await place(world, "successen")
    under = Key("probe", "under")

    async with delivering(world):
        await shows(world, probe, [Show(SLOW, here), Show(under, here, thread=SLOW), Show(QUICK, there)])
        await until(lambda: bool(platform.standing("successen")))
        assert (await row(world, under)).state == "waiting"
        platform.free.set()
        await until(lambda: len(platform.standing("algemeen")) == 2)

    parent, answer = platform.standing("algemeen")
    assert answer.thread == parent.id


async def test_a_second_nudge_waits_while_the_first_is_under_way(sqlite_store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(sqlite_store, probe, "sanne")
    sanne, there = await person(world, "sanne"), await place(world, "successen")
    first, second = Key("probe", "first"), Key("probe", "second")

    async with delivering(world):
        await shows(world, probe, [Show(first, sanne, kind="nudge")])
        await platform.busy.wait()
        await shows(world, probe, [Show(second, sanne, kind="nudge"), Show(QUICK, there)])
        await until(lambda: bool(platform.standing("successen")))
        assert (await row(world, second)).state == "waiting"
        platform.free.set()
        await until(lambda: bool(platform.to("sanne")))

    assert [one.key for one in platform.to("sanne")] == [str(first)]  # one on the first day


async def test_a_slow_look_up_holds_up_nothing_and_is_done_once(sqlite_store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(sqlite_store, probe, "algemeen")
    here, there = await place(world, "algemeen"), await place(world, "successen")
    await do(world, probe, Show(SLOW, here))
    await world.store.transact(lambda tx: in_doubt(tx, SLOW, world.now))

    async with delivering(world):
        await platform.busy.wait()
        await shows(world, probe, [Show(QUICK, there)])
        await until(lambda: bool(platform.standing("successen")))
        await shows(world, probe, [Show(Key("probe", "next"), there)])
        await until(lambda: len(platform.standing("successen")) == 2)
        platform.free.set()
        await until(lambda: ("find", str(SLOW)) in platform.calls)

    assert platform.calls.count(("find", str(SLOW))) == 1


async def test_stopping_waits_for_what_is_under_way_and_then_gives_the_lease_away(sqlite_store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(sqlite_store, probe, "algemeen")
    await do(world, probe, Show(SLOW, await place(world, "algemeen")))
    running = asyncio.create_task(world.engine.delivery.run())
    await platform.busy.wait()

    stopping = asyncio.create_task(world.engine.delivery.stop())
    await running
    taken = await world.store.transact(lambda tx: leases.take(tx, "delivery:1", "another", 10))
    platform.free.set()
    await stopping

    assert taken is None
    assert await world.read(sending.states) == {"sent": 1}
    assert await world.store.transact(lambda tx: leases.take(tx, "delivery:1", "another", 10))


async def test_what_could_not_be_written_down_is_looked_up_and_what_is_under_way_comes_once(store: Store) -> None:
    probe, failures = Probe(), [Busy("here")]

    def reached(boundary: str) -> None:
        if boundary == "delivery.writing-sent" and failures:
            raise failures.pop()

    world, platform = await a_world(store, probe, "algemeen", reached=reached)
    here, there = await place(world, "algemeen"), await place(world, "successen")
    await do(world, probe, Show(SLOW, here), Show(QUICK, there))
    first = asyncio.create_task(world.engine.delivery.drain())
    await until(lambda: not failures)
    await do(world, probe, Show(Key("probe", "next"), there))
    second = asyncio.create_task(world.engine.delivery.drain())  # under a new fence, with one still under way
    await until(lambda: len(platform.standing("successen")) == 2)
    platform.free.set()
    await asyncio.gather(first, second)
    await world.walk(minutes=5)

    assert await world.read(sending.states) == {"sent": 3}
    assert [len(platform.standing(name)) for name in ("algemeen", "successen")] == [1, 2]
    assert ("find", str(QUICK)) in platform.calls


async def test_what_is_taken_back_while_it_is_under_way_does_not_stay(sqlite_store: Store) -> None:
    probe = Probe()
    world, platform = await a_world(sqlite_store, probe, "algemeen")

    async with delivering(world):
        await shows(world, probe, [Show(SLOW, await place(world, "algemeen"))])
        await platform.busy.wait()
        await shows(world, probe, [Withdraw(SLOW)])
        platform.free.set()
    await World(sqlite_store, rituals=(probe.ritual,), platform=platform).walk(seconds=5)

    assert platform.standing("algemeen") == []
