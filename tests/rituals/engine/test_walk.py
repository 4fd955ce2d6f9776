"""The clock walks: each thing happens at its own moment, in order, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rituals.engine.clock import Clock
from rituals.engine.events import SlotDue
from rituals.engine.names import Key, Slot
from rituals.engine.outcome import Plan, Show
from store.base import Store
from tests.fakes.world import MONDAY, World
from tests.rituals.engine.probe import Probe, do, place


def slot(n: int) -> Slot:
    return Slot("probe", "slot", f"thing:{n}", "x")


async def test_each_thing_happens_at_its_own_moment_and_in_order(store: Store) -> None:
    probe = Probe()
    world = await World(store, rituals=(probe.ritual,)).open()
    here, happened = await place(world, "algemeen"), list[tuple[str, datetime]]()
    world.platform.afterwards = lambda _call, parcel: happened.append((parcel.key, world.now))
    start = world.now

    await do(
        world, probe,
        Show(Key("probe", "late"), here, not_before=start + timedelta(days=2)),
        Show(Key("probe", "soon"), here, not_before=start + timedelta(minutes=3)),
        Plan(slot(1), start + timedelta(days=1)),
    )  # fmt: skip
    probe.decides()
    await world.walk(days=5)

    assert happened == [("probe:soon", start + timedelta(minutes=3)), ("probe:late", start + timedelta(days=2))]
    assert [event.at for event in probe.handled if isinstance(event, SlotDue)] == [start + timedelta(days=1)]
    assert world.now == start + timedelta(days=5)


async def test_what_follows_from_a_step_is_walked_too(sqlite_store: Store) -> None:
    probe = Probe()
    world = await World(sqlite_store, rituals=(probe.ritual,)).open()
    await do(world, probe, Plan(slot(1), world.now + timedelta(hours=1)))

    later = world.now + timedelta(hours=3)
    probe.decides(Plan(slot(2), later))
    await world.walk(hours=4)

    assert [event.slot.subject for event in probe.handled if isinstance(event, SlotDue)] == ["thing:1", "thing:2"]
    assert [event.at for event in probe.handled if isinstance(event, SlotDue)][1] == later


async def test_every_step_is_told_and_none_goes_back(sqlite_store: Store) -> None:
    probe = Probe()
    world = await World(sqlite_store, rituals=(probe.ritual,)).open()
    await do(world, probe, *(Plan(slot(n), world.now + timedelta(minutes=7 * n)) for n in range(1, 5)))
    probe.decides()
    steps: list[datetime] = []

    count = await world.engine.walk(world.now + timedelta(days=3), steps.append)

    assert len(steps) == count >= 4
    assert steps == sorted(set(steps))


async def test_walking_nowhere_does_what_is_due_now(sqlite_store: Store) -> None:
    probe = Probe()
    world = await World(sqlite_store, rituals=(probe.ritual,)).open()
    await do(world, probe, Show(Key("probe", "now"), await place(world, "algemeen")))

    await world.engine.walk(world.now)

    assert len(world.platform.posted) == 1
    assert world.now == MONDAY


@pytest.mark.parametrize("back", [timedelta(), timedelta(seconds=1), timedelta(days=400)])
def test_the_clock_never_walks_back(back: timedelta) -> None:
    clock = Clock(lambda: MONDAY)

    clock.walk_to(MONDAY - back)

    assert (clock.now(), clock.ahead) == (MONDAY, timedelta())


def test_the_clock_keeps_ahead_of_the_wall() -> None:
    wall = [MONDAY]
    clock = Clock(lambda: wall[0])
    clock.walk_to(MONDAY + timedelta(days=1))

    wall[0] += timedelta(hours=1)

    assert clock.now() == MONDAY + timedelta(days=1, hours=1)
    assert Clock().now().tzinfo is UTC
