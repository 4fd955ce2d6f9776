"""What happens at the same moment, on a database that lets it: it comes out as one after the other."""

from __future__ import annotations

import asyncio

from store import pet_meetings, rotas
from store.base import Store
from tests.fakes.world import words_of
from tests.rituals.klantpet.steps import TEAM, a_meeting, a_world, by_calendar, public, started, until

MEETINGS = (1, 2, 3, 4)


async def test_meetings_at_once_have_a_wearer_and_a_question_each_and_all_count(postgres_store: Store) -> None:
    world = await a_world(postgres_store)
    await by_calendar(world, [a_meeting(external=f"m{number}") for number in MEETINGS])

    await until(world, 16, 1, day=23)
    found = await world.read(lambda tx: [turn for one in MEETINGS for turn in pet_meetings.turns(tx, one)])
    await until(world, 11, 11)

    assert len({one.person_id for one in found}) == len({one.question for one in found}) == len(found) == len(MEETINGS)
    rota = await world.read(lambda tx: rotas.get(tx, 1))
    assert rota and (rota.meetings, rota.seats) == (len(MEETINGS), len(MEETINGS) * len(TEAM))
    assert {one.balance for one in await world.read(lambda tx: rotas.members(tx, 1))} == {0}


async def test_two_who_ask_for_it_at_once_read_of_one_wearer(postgres_store: Store) -> None:
    world = await a_world(postgres_store)
    await started(world)

    answers = await asyncio.gather(*(world.say(who, "team-noord", "/klant pet nu") for who in TEAM))
    await world.walk(seconds=3)

    assert len({words_of(one) for one in answers}) == len(public(world)) == 1
