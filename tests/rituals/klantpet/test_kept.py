"""Who was at which meeting is known until it is over, also of a klantpet that stopped, lies still or never began."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rituals.engine.names import Ref
from store import pet_meetings, rotas
from store.base import Store
from store.rotas import State
from tests.fakes.world import PEOPLE, World
from tests.rituals.klantpet.steps import TUESDAY, a_meeting, a_world, by_calendar, moved, number, tells, until, wearer
from tests.rituals.klantpet.test_changes import HOUR

ROTA = Ref("rota", "1")


async def guests(world: World) -> list[int]:
    """Of the first meeting."""
    return await world.read(lambda tx: pet_meetings.guests(tx, 1))


async def members(world: World) -> list[int]:
    """Of the first rota."""
    return [one.person_id for one in await world.read(lambda tx: rotas.members(tx, 1))]


async def test_of_a_klantpet_that_stopped_nobody_is_kept(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting()])
    await until(world, 16, 1, day=23)

    await world.act("anouk", "klantpet.stop", ROTA)
    assert (await guests(world), await members(world)) == ([], [])

    await until(world, 12)
    assert (await guests(world), await members(world)) == ([], [])


async def test_a_stop_during_the_meeting_leaves_nobody_either(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting()])
    await until(world, 10, 30)

    await world.act("anouk", "klantpet.stop", ROTA)
    await until(world, 12)

    assert (await guests(world), await members(world)) == ([], [])


@pytest.mark.parametrize("state", ["draft", "paused"])
async def test_a_klantpet_that_does_not_go_round_forgets_too(state: State, sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world)
    await world.store.transact(lambda tx: rotas.set_state(tx, 1, state))
    await tells(world, calendar, [a_meeting()])
    await tells(world, calendar, [moved(a_meeting(), TUESDAY + HOUR)])
    assert len(await guests(world)) == 4

    await until(world, 12, 11)

    assert (await guests(world), await members(world)) == ([], [])


async def test_who_left_during_the_meeting_is_not_written_down_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima", "grace"))])
    await until(world, 10, 30)
    who = await wearer(world)

    await world.engine.learn("fake", "w1", [replace(PEOPLE[who], active=False)])
    await until(world, 12)

    assert await number(world, who) not in await members(world)
    assert len(await members(world)) == 3


async def test_a_meeting_that_was_held_and_comes_once_more_has_a_turn_of_its_own(store: Store) -> None:
    world = await a_world(store)
    calendar = await by_calendar(world, [a_meeting()])
    await until(world, 11, 30)
    first = await wearer(world)

    await tells(world, calendar, [moved(a_meeting(), TUESDAY + 48 * HOUR)])
    await until(world, 16, 1, day=25)

    assert await wearer(world) != first


async def test_after_a_pause_the_meeting_of_tomorrow_has_a_klantpet_again(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting()])
    await until(world, 16, 1, day=23)

    await world.act("anouk", "klantpet.pause", ROTA)
    await world.walk(seconds=3)
    await world.act("anouk", "klantpet.start", ROTA)
    await world.walk(seconds=3)

    assert await wearer(world)
