"""Where it is known who is in a channel, those people take part without being named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rituals.engine.answer import Answer
from rituals.engine.cards import ChoiceField, Form
from rituals.engine.events import Value
from rituals.engine.outcome import FormErrors, ShowForm
from rituals.klantpet import joining
from store import pet_meetings, rotas
from store.base import Store
from store.rotas import Member
from tests.fakes.world import World, card_of, form_of, words_of
from tests.rituals.klantpet.steps import (
    TEAM,
    a_world,
    number,
    people,
    rota_of,
    the_day_before,
    told,
    turn_of,
    until,
    who_is,
)


async def known(world: World, here: Sequence[str] = TEAM) -> None:
    """The platform tells who is in team-noord."""
    await world.engine.learn_members("fake", "w1", "team-noord", here, whole=True)
    await world.walk(seconds=3)


async def form(world: World) -> Form:
    return form_of(await world.say("anouk", "team-noord", "/klant pet"))


async def started(world: World) -> Answer:
    """With nothing but a rhythm."""
    answer = await world.send("anouk", await form(world), {"when": "elke dinsdag 10:00", "who": ("here",)})
    await world.press("anouk", card_of(answer), "Start")
    await world.walk(seconds=2)
    return answer


async def members(world: World) -> dict[str, Member]:
    found = await world.read(lambda tx: rotas.members(tx, 1))
    return {who_is(one.person_id): one for one in found if one.listed}


def who_of(form: Form) -> ChoiceField:
    return next(one for one in form.fields if isinstance(one, ChoiceField) and one.name == "who")


async def test_the_people_of_the_channel_are_the_first_choice_with_their_number(store: Store) -> None:
    world = await a_world(store)
    await known(world, (*TEAM, "ron"))

    who = who_of(await form(world))
    answer = await started(world)

    assert [one.label for one in who.options] == ["De mensen in dit kanaal (4)", "Alleen wie ik noem"]
    assert who.value == ("here",)
    assert words_of(answer).splitlines()[1] == "Iedereen hier doet mee: nu 4 mensen."
    assert set(await members(world)) == set(TEAM)


async def test_where_nobody_knows_people_are_named_as_before(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    assert [one.name for one in (await form(world)).fields][:2] == ["when", "people"]


async def test_two_people_are_no_team(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await known(world, ("sanne", "anouk", "ron"))

    assert "who" not in [one.name for one in (await form(world)).fields]


async def test_names_and_everybody_at_once_is_asked_about(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await known(world)

    grace = await people(world, ("grace",))
    given: dict[str, Value] = {"when": "elke dinsdag 10:00", "who": ("here",), "people": grace}
    answer = await world.send("anouk", await form(world), given)

    assert isinstance(answer.reply, FormErrors)
    assert answer.reply.errors == {"who": "Je noemde ook collega's. Doet iedereen mee, of alleen wie jij noemt?"}


async def test_a_list_stays_a_list_until_somebody_chooses_the_channel(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await known(world)
    some = await people(world, ("sanne", "anouk", "grace"))
    named: dict[str, Value] = {"when": "elke dinsdag 10:00", "who": ("named",), "people": some}
    answer = await world.send("anouk", await form(world), named)
    assert set(await members(world)) == {"sanne", "anouk", "grace"}

    again = form_of(await world.press("anouk", card_of(answer), "Aanpassen"))
    assert who_of(again).value == ("named",)
    await world.send("anouk", again, {**named, "who": ("here",)})

    assert set(await members(world)) == set(TEAM)


async def test_who_joins_the_channel_joins_the_rota_at_the_mean_and_looks_on_first(store: Store) -> None:
    world = await a_world(store)
    await known(world)
    await started(world)
    await until(world, 12)
    before = await members(world)

    await world.engine.learn_members("fake", "w1", "team-noord", ("grace", "ron"))
    await world.walk(seconds=3)

    after = await members(world)
    assert set(after) == {*TEAM, "grace"}
    assert (after["grace"].balance, after["grace"].early) == (sum(one.balance for one in before.values()) // 4, 0)
    assert {name: one for name, one in after.items() if name != "grace"} == before


async def test_who_leaves_the_channel_wears_it_no_more(store: Store) -> None:
    world = await a_world(store)
    await known(world)
    await started(world)
    first = await the_day_before(world)

    await world.engine.learn_members("fake", "w1", "team-noord", gone=(first,))
    await world.walk(seconds=5)

    turn = await turn_of(world)
    assert turn and who_is(turn.person_id) != first
    assert first not in await members(world)
    assert "draag jij" in told(world, who_is(turn.person_id), "turn")[0].text
    assert not [one for one in told(world, first, "turn") if "draag jij" in one.text]


async def test_a_channel_that_is_not_known_any_more_keeps_its_rota(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await known(world)
    await started(world)

    await known(world, ())

    assert set(await members(world)) == set(TEAM)


async def test_what_was_missed_is_seen_at_night(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await known(world)
    await started(world)
    sanne = await number(world, "sanne")
    await world.store.transact(lambda tx: rotas.leave(tx, sanne))

    await world.walk(days=1)

    assert set(await members(world)) == set(TEAM)


async def test_the_pet_of_now_goes_to_somebody_of_the_channel_without_a_form(store: Store) -> None:
    world = await a_world(store)
    await known(world)
    await world.say("sanne", None, "/klant vrij maandag")

    answer = await world.say("anouk", "team-noord", "/klant pet nu")

    assert "De pet is voor" in words_of(answer)
    come = await world.read(lambda tx: pet_meetings.guests(tx, 1))
    assert {who_is(one) for one in come} == set(TEAM) - {"sanne"}
    assert (await rota_of(world)).everybody


async def test_of_a_channel_that_is_too_large_to_meet_somebody_says_who_is_there(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_world(sqlite_store)
    await known(world)
    monkeypatch.setattr(joining, "TEAM", 3)

    answer = await world.say("anouk", "team-noord", "/klant pet nu")

    assert isinstance(answer.reply, ShowForm)
    assert who_of(await form(world)).value == ("named",)


async def test_who_is_named_for_now_is_remembered_and_not_the_channel(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await known(world)
    card = card_of(await world.say("anouk", "team-noord", "/klant pet nu"))
    others = form_of(await world.press("anouk", card, "Andere mensen"))

    await world.send("anouk", others, {"people": await people(world, ("sanne", "anouk", "grace"))})
    await known(world, (*TEAM, "grace"))

    assert set(await members(world)) == {"sanne", "anouk", "grace"}
