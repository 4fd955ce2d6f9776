"""After the meeting: one sentence, shared only by who saw it, and a word of the month that names nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.engine.cards import TextField
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.klantpet import afterwards
from store import choices, ideas, pet_meetings, rotas
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantpet.steps import TEAM, a_meeting, a_world, by_calendar, heard, public, told, until, wearer

SAW = "We gebruikten een woord dat niemand thuis kent"


async def held(store: Store) -> tuple[World, str]:
    """Past ten minutes after the end; who wore it."""
    world = await a_world(store)
    await by_calendar(world, [a_meeting()])
    await until(world, 11, 11)
    return world, await wearer(world)


async def test_the_wearer_is_asked_for_one_sentence(store: Store) -> None:
    world, who = await held(store)

    asked = told(world, who, "after")

    assert [one.text for one in asked] == [
        "Wat viel je op door de klantpet? Eén zin is genoeg.\nOver Teamoverleg. Typ het gewoon hier."
    ]


async def test_who_was_there_is_not_kept_and_the_balances_are(store: Store) -> None:
    world, who = await held(store)

    members = {one.person_id: one for one in await world.read(lambda tx: rotas.members(tx, 1))}
    turn = await world.read(lambda tx: pet_meetings.wearer(tx, 1))

    assert turn and await world.read(lambda tx: pet_meetings.guests(tx, 1)) == []
    assert members[turn.person_id].balance == min(one.balance for one in members.values()) < 0
    assert members[turn.person_id].last == "2026-11-24"
    assert sum(one.balance for one in members.values()) == 0
    assert who in TEAM


async def test_what_was_seen_is_shared_by_who_saw_it_without_a_name(store: Store) -> None:
    world, who = await held(store)
    other = next(one for one in TEAM if one != who)
    answer = await world.say(who, None, f"{SAW}, zei mevrouw Jansen van 06-12345678")
    card = card_of(answer)
    assert labels(card) == ["Deel met het team", "Maak er een idee van", "Aanpassen"]
    assert "06-12345678" not in words_of(answer) and "Jansen" not in words_of(answer)

    refused = await world.act(other, "klantpet.share", Ref("seen", "1"))
    await world.press(who, card, "Deel met het team")
    await world.walk(seconds=3)

    assert words_of(refused) == "Dit kan niet meer gedeeld worden."
    posted = [one.text for one in public(world)]
    assert len(posted) == 1 and posted[0].startswith("🧢 Gezien door de klantpet:\n“We gebruikten een woord")
    assert not [one for one in TEAM if one.capitalize() in posted[0]]


async def test_what_was_seen_can_be_put_into_other_words_also_where_it_was_shared(store: Store) -> None:
    world, who = await held(store)
    card = card_of(await world.say(who, None, "We gebruikten een woort"))
    await world.press(who, card, "Deel met het team")
    await world.walk(seconds=3)

    form = form_of(await world.press(who, card, "Aanpassen"))
    answer = await world.send(who, form, {"words": f"{SAW}, zei mevrouw Jansen"})
    await world.walk(seconds=5)

    assert [one.value for one in form.fields if isinstance(one, TextField)] == ["We gebruikten een woort."]
    assert labels(card_of(answer)) == ["Maak er een idee van", "Aanpassen"] and "Jansen" not in words_of(answer)
    assert [one.text.startswith(f"🧢 Gezien door de klantpet:\n“{SAW}") for one in public(world)] == [True]


async def test_what_was_seen_stands_on_one_private_card_whose_buttons_are_those_of_now(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    first = await world.say(who, None, SAW, delivery="once")
    again = await world.say(who, None, SAW, delivery="once")

    form = form_of(await world.press(who, card_of(first), "Aanpassen"))
    second = await world.send(who, form, {"words": "Het duurde lang"})
    third = await world.press(who, card_of(second), "Deel met het team")

    assert {one.key for one in (first, second, third)} == {"klantpet:noted/1"}
    assert words_of(again) == words_of(first)
    assert words_of(third) == "Gedeeld in #team-noord.\n“Het duurde lang.”"
    assert labels(card_of(third)) == ["Maak er een idee van", "Aanpassen"]


async def test_as_much_as_fits_comes_back_in_the_form_as_a_whole_and_may_be_sent_again(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    most = "Wachten " * 62 + "moet"
    assert len(most) == afterwards.LONGEST
    card = card_of(await world.say(who, None, most))

    form = form_of(await world.press(who, card, "Aanpassen"))
    (field,) = [one for one in form.fields if isinstance(one, TextField)]
    answer = await world.send(who, form, {"words": field.value})

    assert field.value == f"{most}." and field.max_length >= len(field.value)
    assert f"{most}." in words_of(answer)


@pytest.mark.parametrize("typed", ["", "06-12345678"])
async def test_nothing_that_says_nothing_takes_the_place_of_what_was_seen(typed: str, sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    card = card_of(await world.say(who, None, SAW))

    answer = await world.send(who, form_of(await world.press(who, card, "Aanpassen")), {"words": typed})

    assert isinstance(answer.reply, FormErrors)
    kept = await world.read(lambda tx: rotas.seen_one(tx, 1))
    assert kept and kept.text == f"{SAW}."


async def test_an_answer_of_numbers_alone_is_not_kept(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)

    answer = await world.say(who, None, "06-12345678")

    assert words_of(answer) == "Dank je. Zonder de namen en nummers bleef er niets over; ik bewaar het niet."
    assert await world.read(lambda tx: rotas.seen_one(tx, 1)) is None


async def test_only_who_saw_it_changes_the_words(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    form = form_of(await world.press(who, card_of(await world.say(who, None, SAW)), "Aanpassen"))
    other = next(one for one in TEAM if one != who)

    pressed = await world.act(other, "klantpet.reword", Ref("seen", "1"))
    sent = await world.send(other, form, {"words": "Iets anders dan dat"})

    assert words_of(pressed) == "Dit kun je niet meer aanpassen."
    assert isinstance(sent.reply, FormErrors)


async def test_an_idea_begins_with_what_was_seen(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    card = card_of(await world.say(who, None, SAW))

    form = form_of(await world.press(who, card, "Maak er een idee van"))
    await world.send(who, form, {"what": "Schrijf zonder dat woord", "noticed": ""})

    assert [one.value for one in form.fields if isinstance(one, TextField)][:1] == [f"{SAW}."]
    found = await world.read(lambda tx: ideas.get(tx, 1))
    assert found and found.about == "seen:1"


async def test_no_answer_means_no_chase(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    before = len(heard(world, who))

    await until(world, 16, day=27)

    assert len(heard(world, who)) == before


async def test_an_empty_answer_may_be_given_again(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)

    first, second = await world.say(who, None, "x" * 600), await world.say(who, None, SAW)

    assert "hooguit 500 tekens" in words_of(first)
    assert words_of(second).startswith("Dank je, genoteerd.")


async def test_who_would_rather_not_be_asked_is_not(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    def choose(tx: Tx) -> None:
        for number in (1, 2, 3, 4):
            choices.put(tx, f"person:{number}", "klantpet", "ask", False, number, world.now)

    await world.store.transact(choose)
    await by_calendar(world, [a_meeting()])
    await until(world, 12)

    assert told(world, await wearer(world), "after") == []


@pytest.mark.parametrize(
    ("taken", "line"), [(False, "Hieruit kwam 1 idee."), (True, "Hieruit kwam 1 idee. Opgepakte ideeën: 1.")]
)
async def test_the_month_tells_what_was_seen_and_taken_up_and_never_who(taken: bool, line: str, store: Store) -> None:
    world, who = await held(store)
    card = card_of(await world.say(who, None, SAW))
    await world.press(who, card, "Deel met het team")
    form = form_of(await world.press(who, card, "Maak er een idee van"))
    await world.send(who, form, {"what": "Schrijf zonder dat woord", "noticed": ""})
    if taken:
        await world.act(who, "idee.take", Ref("idea", "1"))

    await world.walk(days=7)

    month = [one for one in public(world) if one.key.startswith("klantpet:month/")]
    assert [one.text for one in month] == [f"🧢 Dit zagen we in november door de klantpet\n“{SAW}.”\n{line}"]


async def test_without_anything_shared_there_is_no_word_of_the_month(sqlite_store: Store) -> None:
    world, who = await held(sqlite_store)
    await world.say(who, None, SAW)

    await world.walk(days=8)

    assert public(world) == []
    assert await world.read(lambda tx: rotas.seen_one(tx, 1)) is None


async def test_a_skipped_meeting_costs_nobody_a_turn(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting()])
    await until(world, 16, 1, day=23)
    await world.act("anouk", "klantpet.none", Ref("petmeeting", "1"))
    await until(world, 12)

    assert {one.balance for one in await world.read(lambda tx: rotas.members(tx, 1))} == {0}


async def test_back_long_after_the_meeting_nobody_is_asked_but_the_turn_counts(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting()])
    await until(world, 16, 1, day=23)
    who = await wearer(world)

    world._moment += timedelta(days=1)
    await world.walk(seconds=5)

    assert told(world, who, "after") == []
    assert min(one.balance for one in await world.read(lambda tx: rotas.members(tx, 1))) < 0
