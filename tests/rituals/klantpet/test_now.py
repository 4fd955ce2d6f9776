"""`/klant pet nu`: in any meeting, unprepared."""

from __future__ import annotations

from rituals.engine.outcome import FormErrors
from store import rotas
from store.base import Store
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantpet.steps import TEAM, a_world, called, people, public, started, told, wearer


async def drawn(world: World) -> None:
    """The first time somebody says who is there."""
    form = form_of(await world.say("sanne", "team-noord", "/klant pet nu"))
    await world.send("sanne", form, {"people": await people(world)})
    await world.walk(seconds=3)


async def test_the_pet_goes_to_one_of_those_who_are_there_with_a_question(store: Store) -> None:
    world = await a_world(store)

    await drawn(world)

    lines = public(world)[0].text.splitlines()
    assert lines[0] == f"🧢 De pet gaat naar … {called(await wearer(world))}!"
    assert lines[1].startswith("Jouw vraag: ") and lines[1].endswith("?")
    assert len(public(world)) == 1


async def test_fewer_than_three_is_said_in_the_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.say("sanne", "team-noord", "/klantpet nu"))

    answer = await world.send("sanne", form, {"people": await people(world, ("sanne", "ron", "anouk"))})

    assert isinstance(answer.reply, FormErrors)


async def test_who_was_there_is_known_the_next_time_and_turns_are_fair(store: Store) -> None:
    world = await a_world(store)
    await drawn(world)
    wearers = [await wearer(world)]
    for meeting in (2, 3, 4):
        await world.walk(hours=2)
        assert "De pet is voor" in words_of(await world.say("sanne", "team-noord", "/klant pet nu"))
        await world.walk(seconds=3)
        wearers.append(await wearer(world, meeting))

    assert sorted(wearers) == sorted(TEAM)
    balances = await world.read(lambda tx: [one.balance for one in rotas.members(tx, 1)])
    assert len(balances) == 4


async def test_asking_twice_within_a_meeting_draws_once(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await drawn(world)
    first = await wearer(world)

    answer = await world.say("youssef", "team-noord", "/klant pet nu")

    assert words_of(answer) == f"De pet is voor {called(first)}."
    assert labels(card_of(answer)) == ["Iemand anders", "Andere mensen"]
    await world.press("youssef", card_of(answer), "Iemand anders")
    await world.walk(seconds=3)
    assert await wearer(world) != first
    assert len(public(world)) == 1 and called(await wearer(world)) in public(world)[0].text


async def test_a_team_with_a_rota_draws_at_once(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)

    assert "De pet is voor" in words_of(await world.say("sanne", "team-noord", "/klant pet nu"))


async def test_the_wearer_is_asked_afterwards(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await drawn(world)
    who = await wearer(world)

    await world.walk(hours=1)

    assert told(world, who, "after")[0].text.startswith("Wat viel je op door de klantpet?")


async def test_where_people_from_outside_read_along_there_is_none(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    await world.say("sanne", "partners", "/klant pet nu")
    await world.walk(seconds=3)

    assert world.platform.standing("partners") == []


async def test_with_other_people_the_same_private_card_says_who_wears_it_now(store: Store) -> None:
    world = await a_world(store)
    await drawn(world)
    before = await world.say("youssef", "team-noord", "/klant pet nu")
    team = [one for one in (*TEAM, "grace") if one != await wearer(world)]

    form = form_of(await world.press("youssef", card_of(before), "Andere mensen"))
    answer = await world.send("youssef", form, {"people": await people(world, team)})

    assert words_of(answer) == f"De pet is voor {called(await wearer(world))}."
    assert words_of(answer) != words_of(before)
    assert before.key == answer.key == "klantpet:drawn/1"


async def test_a_redelivered_command_gets_the_card_once_more(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await drawn(world)

    first, again = [await world.say("youssef", "team-noord", "/klant pet nu", delivery="d-1") for _ in range(2)]

    assert again.repeated and words_of(again) == words_of(first)
    assert labels(card_of(again)) == ["Iemand anders", "Andere mensen"]
