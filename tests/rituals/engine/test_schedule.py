"""Slots happen on time, once; what fails is tried again and then told; and every day is planned ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rituals import klant
from rituals.engine.context import Context
from rituals.engine.events import Returned, SlotDue, SlotFailed, SlotSkipped
from rituals.engine.localtime import resolve
from rituals.engine.names import Key, Slot
from rituals.engine.outcome import Outcome, Plan, Show, Unplan
from rituals.engine.ritual import CatchUp
from rituals.engine.workdays import Calendar
from store import choices, slots, versions
from store.base import Store
from store.slots import Due
from tests.fakes.world import MONDAY, World, an_organisation
from tests.rituals.engine.probe import Probe, do

SLOT = Slot("probe", "slot", "organisation", "2026-11-23")


async def a_world(store: Store, probe: Probe, now: datetime = MONDAY) -> World:
    return await World(store, rituals=(probe.ritual, klant.ritual()), now=now).open()


async def slot(world: World, wanted: Slot = SLOT) -> Due:
    found = await world.read(lambda tx: slots.find(tx, wanted.ritual, wanted.name, wanted.subject, wanted.local))
    assert found
    return found


def due_at(probe: Probe) -> list[datetime]:
    return [event.at for event in probe.handled if isinstance(event, SlotDue)]


def breaks(_event: object, _context: Context) -> Outcome:
    raise ZeroDivisionError


async def test_a_slot_is_handled_at_its_time_and_never_again(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    due = world.now + timedelta(minutes=5)

    await do(world, probe, Plan(SLOT, due))
    probe.decides()
    await world.walk(days=2)

    assert due_at(probe) == [due]
    assert (await slot(world)).state == "done"


async def test_a_replica_whose_clock_is_behind_handles_a_slot_at_its_time_and_not_before_it(store: Store) -> None:
    """Another one found that it is due. To a handler that compares, it was too early, and it never came again."""
    probe = Probe()
    world = await a_world(store, probe)
    due = world.now + timedelta(seconds=1)
    await do(world, probe, Plan(SLOT, due))
    probe.decides()
    await store.transact(lambda tx: slots.mark(tx, due, 10))

    await world.engine.schedule.tick(world.now)

    assert due_at(probe) == [due]
    assert probe.contexts[-1].now == due


async def test_what_a_slot_decides_is_sent(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Plan(SLOT, world.now + timedelta(minutes=5)))

    here = next(iter((await world.read(lambda tx: world.desk.directory.snapshot(tx, world.now))).places.values()))
    probe.decides(Show(Key("probe", "hello"), here))
    await world.walk(minutes=6)

    assert [one.text for one in world.platform.standing(here.external)] == ["hello"]


async def test_a_slot_that_is_moved_happens_at_its_new_time_only(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    start = world.now

    await do(world, probe, Plan(SLOT, start + timedelta(minutes=5)))
    await do(world, probe, Plan(SLOT, start + timedelta(minutes=50)))
    probe.decides()
    await world.walk(days=1)

    assert due_at(probe) == [start + timedelta(minutes=50)]


async def test_a_slot_that_is_done_stays_done(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Plan(SLOT, world.now + timedelta(minutes=5)))
    probe.decides()
    await world.walk(minutes=6)

    await do(world, probe, Plan(SLOT, world.now + timedelta(minutes=5)))
    probe.decides()
    await world.walk(days=1)

    assert len(due_at(probe)) == 1


async def test_a_slot_that_is_taken_back_does_not_happen_and_may_be_planned_again(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Plan(SLOT, world.now + timedelta(minutes=5)))
    await do(world, probe, Unplan(SLOT))
    probe.decides()
    await world.walk(minutes=10)
    assert due_at(probe) == []

    again = world.now + timedelta(minutes=5)
    await do(world, probe, Plan(SLOT, again))
    probe.decides()
    await world.walk(minutes=10)
    assert due_at(probe) == [again]


async def test_a_slot_that_fails_is_tried_after_1_5_15_and_60_minutes_and_then_the_beheerder_hears_it(
    store: Store,
) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    due = world.now + timedelta(minutes=5)
    await do(world, probe, Plan(SLOT, due))

    probe.does = breaks
    await world.walk(hours=3)

    waits = [timedelta(minutes=minutes) for minutes in (0, 1, 6, 21, 81)]
    assert due_at(probe) == [due + wait for wait in waits]
    assert (await slot(world)).state == "failed"
    assert [event.slot for event in probe.heard if isinstance(event, SlotFailed)] == [SLOT]
    assert ["er lukt iets niet" in one.text for one in world.platform.to("fatima")] == [True]
    assert world.platform.to("sanne") == []


async def test_a_slot_that_succeeds_at_last_is_done(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Plan(SLOT, world.now + timedelta(minutes=5)))
    left = [3]

    def at_last(_event: object, _context: Context) -> Outcome:
        if left[0]:
            left[0] -= 1
            raise ZeroDivisionError
        return Outcome()

    probe.does = at_last
    await world.walk(hours=3)

    assert (await slot(world)).state == "done"
    assert world.platform.posted == []


async def test_a_slot_that_fails_leaves_nothing_behind_and_holds_up_no_other(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    other = replace(SLOT, subject="other")
    await do(world, probe, Plan(SLOT, world.now), Plan(other, world.now))

    def one_breaks(event: SlotDue, context: Context) -> Outcome:
        if event.slot == SLOT:
            slots.plan(context.tx, "probe", "slot", "rolled back", "x", context.now)
            raise ZeroDivisionError
        return Outcome()

    probe.does = one_breaks
    await world.walk(seconds=1)

    assert (await slot(world, other)).state == "done"
    assert await world.read(lambda tx: slots.find(tx, "probe", "slot", "rolled back", "x")) is None


@pytest.mark.parametrize(
    ("catch_up", "late", "state"),
    [
        (CatchUp(), timedelta(days=30), "done"),
        (CatchUp(late=timedelta(hours=2)), timedelta(hours=2), "done"),
        (CatchUp(late=timedelta(hours=2)), timedelta(hours=2, seconds=1), "skipped"),
        (CatchUp(before=time(12)), timedelta(hours=2), "done"),
        (CatchUp(before=time(12)), timedelta(hours=2, seconds=1), "skipped"),
        (CatchUp(before=time(12)), timedelta(days=1), "skipped"),
    ],
)
async def test_a_slot_that_was_missed_follows_its_catch_up_rule(
    sqlite_store: Store, catch_up: CatchUp, late: timedelta, state: str
) -> None:
    before = Probe()
    world = await a_world(sqlite_store, before)
    await do(world, before, Plan(SLOT, world.now))

    probe = Probe(catch_up=catch_up)
    back = World(sqlite_store, rituals=(probe.ritual,), now=world.now + late)
    await back.engine.settle()

    assert (await slot(back)).state == state
    assert [event.slot for event in probe.heard if isinstance(event, SlotSkipped)] == [SLOT] * (state == "skipped")


async def test_a_slot_that_nobody_handles_any_more_is_skipped(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Plan(SLOT, world.now), Plan(replace(SLOT, name="other"), world.now))

    without = World(sqlite_store, rituals=(), now=world.now)
    await without.engine.settle()

    assert (await slot(world)).state == "skipped"
    assert (await slot(world, replace(SLOT, name="other"))).state == "skipped"


async def test_every_ritual_plans_at_start_and_at_five_past_midnight(sqlite_store: Store) -> None:
    planned: list[datetime] = []

    def plan(context: Context) -> Outcome:
        planned.append(context.now)
        return Outcome()

    world = await a_world(sqlite_store, Probe(plan=plan))
    await world.walk(days=2)

    midnights = [datetime(2026, 11, day, 23, 5, tzinfo=UTC) for day in (23, 24)]
    assert planned == [MONDAY, *midnights]


async def test_a_ritual_that_cannot_plan_holds_up_no_other(store: Store) -> None:
    def broken(_context: Context) -> Outcome:
        raise ZeroDivisionError

    probe = Probe(plan=lambda context: Outcome(effects=(Plan(SLOT, context.now + timedelta(minutes=1)),)))
    broken_one = Probe("broken", plan=broken)
    world = await World(store, rituals=(broken_one.ritual, probe.ritual)).open()

    await world.walk(minutes=2)

    assert len(due_at(probe)) == 1


async def test_every_ritual_plans_again_when_a_setting_was_changed(store: Store) -> None:
    planned: list[datetime] = []

    def plan(context: Context) -> Outcome:
        planned.append(context.now)
        return Outcome()

    world = await a_world(store, Probe(plan=plan))
    await world.walk(minutes=1)
    await store.transact(lambda tx: choices.put(tx, choices.ORGANISATION, "bel", "undo_seconds", 5, None, world.now))
    await world.walk(minutes=1)

    assert planned == [MONDAY, MONDAY + timedelta(minutes=1)]


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
async def test_a_time_that_the_clock_skips_or_shows_twice_happens_once(
    sqlite_store: Store, day: date, at: time, expected: datetime
) -> None:
    def plan(context: Context) -> Outcome:
        due = resolve(day, at, context.organisation.calendar.zone)
        return Outcome(effects=(Plan(replace(SLOT, local=day.isoformat()), due),))

    probe = Probe(plan=plan)
    world = await a_world(sqlite_store, probe, now=expected - timedelta(days=1))

    await world.walk(days=3)

    assert due_at(probe) == [expected]


async def test_the_day_is_planned_once_on_days_that_are_longer_or_shorter(sqlite_store: Store) -> None:
    planned: list[datetime] = []

    def plan(context: Context) -> Outcome:
        planned.append(context.now)
        return Outcome()

    world = await a_world(sqlite_store, Probe(plan=plan), now=datetime(2026, 10, 24, 12, tzinfo=UTC))
    await world.walk(days=3)

    assert [f"{moment:%d %H:%M}" for moment in planned] == ["24 12:00", "24 22:05", "25 23:05", "26 23:05"]


async def test_many_slots_at_one_moment_all_happen(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    many = [replace(SLOT, subject=f"thing:{n}") for n in range(600)]
    await do(world, probe, *(Plan(one, world.now) for one in many))

    probe.decides()
    await world.walk(seconds=1)

    assert sorted(str(event.slot) for event in probe.handled if isinstance(event, SlotDue)) == sorted(map(str, many))


@pytest.mark.parametrize(("minutes", "told"), [(4, 0), (6, 1)])
async def test_the_house_hears_that_it_was_away_for_over_five_minutes(
    sqlite_store: Store, minutes: int, told: int
) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await sqlite_store.transact(lambda tx: versions.see(tx, world.now))

    back = World(sqlite_store, rituals=(probe.ritual,), now=world.now + timedelta(minutes=minutes))
    await back.engine.schedule.present()
    await back.engine.schedule.present()

    assert [event.since for event in probe.heard if isinstance(event, Returned)] == [MONDAY] * told


async def test_where_the_clock_skips_midnight_the_day_still_begins_once(sqlite_store: Store) -> None:
    plans: list[datetime] = []

    def plan(context: Context) -> Outcome:
        plans.append(context.now)
        return Outcome()

    # On 6 September 2026 the clock of Santiago goes from midnight, four o'clock in UTC, straight to one.
    gap = datetime(2026, 9, 6, 4, tzinfo=UTC)
    organisation = an_organisation(calendar=Calendar(ZoneInfo("America/Santiago")))
    probe = Probe(plan=plan)
    world = World(sqlite_store, rituals=(probe.ritual,), organisation=organisation, now=gap - timedelta(hours=1))
    await world.open()

    await world.walk(days=2)

    assert plans[1:] == [gap, gap + timedelta(hours=23, minutes=5)]
