"""A team says which meeting, sees the next turns, starts, changes, pauses and stops."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from rituals.engine.answer import Answer
from rituals.engine.cards import TextField, plain
from rituals.engine.meetings import Trouble
from rituals.engine.outcome import FormErrors, Private
from rituals.klantpet import demo
from rituals.klantpet.troubles import WORDS
from store import calendars, handles, pet_meetings, rotas
from store.base import Store
from store.handles import Handle
from store.tx import Tx
from tests.fakes.world import World, an_organisation, card_of, form_of, labels, words_of
from tests.rituals.klantpet.steps import (
    MORNING,
    TEAM,
    a_meeting,
    a_world,
    by_calendar,
    people,
    public,
    quoted,
    rota_of,
    started,
    tells,
    told,
    until,
    wearer,
)

ICS = "webcal://agenda.example/team-noord.ics"


async def state(world: World, who: str = "sanne") -> str:
    """What `/klant pet` says."""
    return words_of(await world.say(who, "team-noord", "/klant pet"))


async def stop(world: World, who: str) -> None:
    """Behind the [⋯]."""
    card = card_of(await world.say(who, "team-noord", "/klant pet"))
    await world.press(who, card_of(await world.more(who, card)), "Stop")


async def test_the_preview_names_five_turns_and_nothing_starts_by_itself(store: Store) -> None:
    world = await a_world(store)
    form = form_of(await world.say("anouk", "team-noord", "/klant pet"))
    answer = await world.send("anouk", form, {"when": "elke dinsdag 10:00", "people": await people(world)})
    await until(world, 12)

    lines = words_of(answer).splitlines()
    assert lines[0] == "🧢 De klantpet · elke dinsdag om 10:00"
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "Morgen", "Dinsdag 1 december", "Dinsdag 8 december", "Dinsdag 15 december", "Dinsdag 22 december",
        "Zo gaat het als iedereen er is. Het begint als je op Start drukt.",
    ]  # fmt: skip
    names = [line.partition(": ")[2] for line in lines[1:6]]
    assert set(names[:4]) == {"Fatima", "Sanne", "Youssef", "Anouk"} and names[4] in names[:4]
    assert labels(card_of(answer)) == ["Start", "Aanpassen"]
    assert not [one for one in world.platform.posted if one.key.startswith("klantpet:")]


async def test_the_first_turn_is_the_one_of_the_preview(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    line = next(line for line in (await state(world)).splitlines() if line.startswith("Morgen"))

    await until(world, 16, 1, day=23)

    assert line == f"Morgen: {(await wearer(world)).capitalize()}"


async def test_only_who_begins_hears_where_to_begin(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    first = form_of(await world.say("anouk", "team-noord", "/klant pet"))
    await started(world)
    card = card_of(await world.say("sanne", "team-noord", "/klant pet"))

    changed = form_of(await world.press("sanne", card, "Aanpassen"))
    elsewhere = form_of(await world.say("sanne", "mt", "/klant pet"))

    assert first.intro.endswith("Begin bij het MT-overleg. Dat geeft het goede voorbeeld.")
    assert changed.intro == elsewhere.intro == "In elk overleg draagt één collega de klantpet."


async def test_an_address_of_e_mail_is_asked_for_where_it_can_be_read(sqlite_store: Store) -> None:
    linked = an_organisation(calendars=frozenset({"ics", "graph"}))
    world = await World(sqlite_store, organisation=linked, now=MORNING).open()

    form = form_of(await world.say("anouk", "team-noord", "/klant pet"))

    when = next(one for one in form.fields if isinstance(one, TextField))
    assert when.hint == "Bijvoorbeeld: elke dinsdag 10:00. Of het adres van een agenda, of je e-mailadres."


async def test_what_misses_is_said_in_the_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.say("anouk", "team-noord", "/klant pet"))
    few, everybody = await people(world, ("sanne", "anouk")), await people(world)

    answers = [
        await world.send("anouk", form, {"when": when, "people": who})
        for when, who in (("elke dinsdag", everybody), ("elke dinsdag 10:00", few), ("jan@elders.example", everybody))
    ]

    errors = [one.reply.errors for one in answers if isinstance(one.reply, FormErrors)]
    assert [list(one) for one in errors] == [["when"], ["people"], ["when"]]
    assert errors[1]["people"] == "Noem minstens drie collega's: dan gaat de pet echt rond."
    assert "Plak een agenda-adres" in errors[2]["when"]


async def test_a_calendar_is_kept_sealed_and_read_from_then_on(store: Store) -> None:
    world = await a_world(store)
    form = form_of(await world.say("anouk", "team-noord", "/klant pet"))
    answer = await world.send("anouk", form, {"when": ICS})

    found = await world.read(calendars.listed)
    assert "Ik lees de agenda." in words_of(answer)
    assert [world.desk.sealer.open(one.sealed) for one in found] == ["https://agenda.example/team-noord.ics"]
    assert b"agenda.example" not in found[0].sealed
    assert (await rota_of(world)).calendar_id == found[0].id

    await stop(world, "anouk")
    assert await world.read(calendars.listed) == []


async def test_the_mailbox_of_somebody_else_is_linked_by_who_looks_after_the_klantpet(sqlite_store: Store) -> None:
    linked = an_organisation(calendars=frozenset({"ics", "graph"}))
    world = await World(sqlite_store, organisation=linked, now=MORNING).open()

    async def links(who: str, address: str) -> Answer:
        form = form_of(await world.say(who, "team-noord", "/klant pet"))
        return await world.send(who, form, {"when": address, "people": await people(world)})

    refused = await links("anouk", "sanne@waterrand.example")
    assert isinstance(refused.reply, FormErrors) and "je eigen agenda" in refused.reply.errors["when"]
    assert await world.read(calendars.listed) == []

    assert isinstance((await links("anouk", "Anouk@Waterrand.example")).reply, Private)
    assert [one.kind for one in await world.read(calendars.listed)] == ["graph"]


async def test_who_looks_after_the_klantpet_links_the_mailbox_of_a_team(sqlite_store: Store) -> None:
    linked = an_organisation(calendars=frozenset({"ics", "graph"}))
    world = await World(sqlite_store, organisation=linked, now=MORNING).open()
    form = form_of(await world.say("fatima", "team-noord", "/klant pet"))

    answer = await world.send("fatima", form, {"when": "noord@waterrand.example", "people": await people(world)})

    assert isinstance(answer.reply, Private)


async def test_the_preview_of_a_calendar_fills_itself_when_it_was_read(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    form = form_of(await world.say("anouk", "team-noord", "/klant pet"))
    told = await world.send("anouk", form, {"when": ICS})
    assert told.person_id and told.key
    handle = Handle(told.key, told.person_id, 1, b"secret", 5, world.now + timedelta(minutes=29))
    await sqlite_store.transact(lambda tx: handles.put(tx, handle))

    await tells(world, 1, [a_meeting()])
    await world.walk(seconds=15)

    lines = plain(world.platform.answered["klantpet:preview/1"]).splitlines()
    assert lines[0] == "🧢 De klantpet · uit de agenda" and lines[1].startswith("Morgen: ")


@pytest.mark.parametrize("trouble", get_args(Trouble))
async def test_what_is_wrong_with_a_calendar_is_said_with_what_helps(sqlite_store: Store, trouble: Trouble) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world)

    def fail(tx: Tx) -> None:
        one = calendars.get(tx, calendar)
        assert one
        calendars.failed(tx, one, trouble, world.now, world.now, None)

    await world.store.transact(fail)

    assert WORDS[trouble] in await state(world)


async def test_a_calendar_without_such_a_meeting_is_said_so(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world)

    def read(tx: Tx, title_has: str = "") -> None:
        one = calendars.get(tx, calendar)
        assert one
        calendars.checked(tx, one, world.now, world.now, "digest")
        rotas.change(tx, 1, rotas.NewRota(calendar_id=calendar, title_has=title_has))

    await world.store.transact(read)
    assert "De komende twee weken staat er geen overleg in de agenda." in await state(world)
    await world.store.transact(lambda tx: read(tx, "Noord"))
    assert "geen overleg met ‘Noord’ in de agenda" in await state(world)


async def test_the_preview_passes_over_whoever_is_free_or_would_rather_not(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", None, "/klant vrij dinsdag")
    await world.say("youssef", None, "/klant weg t/m 4 december")

    await started(world, team=(*TEAM, "grace"))

    names = [line.partition(": ")[2] for line in (await state(world)).splitlines()[1:6]]
    assert "Sanne" not in names and "Youssef" not in names[:2] and "Youssef" in names[2:]


async def test_the_menu_of_a_place_leads_to_how_it_stands(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    menu = card_of(await world.say("sanne", "team-noord", "/klant"))

    answer = await world.press("sanne", menu, "Klantpet bekijken", place="team-noord")

    assert words_of(answer) == await state(world)


async def test_a_pause_and_a_stop_leave_nothing_to_come(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    card = card_of(await world.say("sanne", "team-noord", "/klant pet"))
    assert labels(card) == ["Klantpet nu", "Aanpassen"]
    more = card_of(await world.more("sanne", card))
    assert labels(more) == ["Pauzeer", "Nog een overleg", "Stop"]

    await world.press("sanne", more, "Pauzeer")
    await until(world, 12)
    assert "Ligt even stil." in await state(world)
    assert not [one for one in world.platform.posted if one.key.startswith("klantpet:")]

    await world.press("sanne", card_of(await world.say("sanne", "team-noord", "/klant pet")), "Ga verder")
    await until(world, 16, 1, day=30)
    assert await world.read(lambda tx: pet_meetings.wearer(tx, 2))
    await stop(world, "sanne")
    assert await world.read(lambda tx: rotas.members(tx, 1)) == []
    assert form_of(await world.say("sanne", "team-noord", "/klant pet"))


async def test_a_pause_until_a_day_is_seen_too(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    assert "Ligt even stil." not in await state(world)

    await world.say("fatima", "team-noord", "/klant pauzeer klantpet t/m 15 december")

    assert "Ligt even stil." in await state(world)


async def test_another_rhythm_moves_what_was_to_come(store: Store) -> None:
    world = await a_world(store)
    await started(world)
    form = form_of(await world.press("anouk", card_of(await world.say("anouk", "team-noord", "/klant pet")), "Aanp"))
    assert next(one.value for one in form.fields if isinstance(one, TextField)) == "elke dinsdag om 10:00"

    await world.send("anouk", form, {"when": "elke woensdag 13:00", "people": await people(world)})
    await until(world, 12)

    assert not [one for one in world.platform.posted if one.key.startswith("klantpet:")]
    assert (await state(world)).splitlines()[1].startswith("Morgen: ")


async def test_the_line_at_the_start_and_the_klantminuut_only_where_the_team_wants_them(store: Store) -> None:
    world = await a_world(store)
    await quoted(world)
    await started(world, team=("sanne", "youssef", "fatima"), more=("minute", "opening"))
    await until(world, 10, 1)

    name = (await wearer(world)).capitalize()
    assert [one.text for one in public(world)] == [f"🧢 {name} draagt de klantpet in dit overleg."]
    assert "De klantminuut: een huurder zei" in told(world, "anouk", "host")[0].text


async def test_who_asks_sees_their_own_turn_in_the_menu(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    await until(world, 16, 1, day=23)
    who = await wearer(world)
    other = next(one for one in TEAM if one != who)

    said = {name: plain(card_of(await world.say(name, "team-noord", "/klant"))) for name in (who, other)}

    assert "draag jij de klantpet" in said[who] and "draag jij de klantpet" not in said[other]


async def test_a_guest_gets_no_klantpet(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    assert words_of(await world.say("ron", "team-noord", "/klant pet nu")) == (
        "Alleen collega's dragen de klantpet. Vraag het aan een van hen."
    )  # fmt: skip


async def test_in_a_private_chat_there_is_no_team(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    assert words_of(await world.say("sanne", None, "/klant pet")) == "Typ dit in het kanaal of de chat van je overleg."


async def test_a_part_timer_is_not_asked_for_a_day_off(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for who in ("fatima", "sanne", "youssef"):
        await world.say(who, None, "/klant vrij dinsdag")
    await started(world, team=(*TEAM, "grace"))
    await until(world, 12)

    assert not [one for one in world.platform.posted if one.key.startswith("klantpet:")]


async def test_a_try_out_has_a_team_with_the_klantpet(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.store.transact(lambda tx: demo.fill(tx, world.now))

    await until(world, 1, 6)

    assert (await state(world)).splitlines()[0] == "🧢 Teamoverleg Noord · elke dinsdag om 10:00"
    assert await world.read(lambda tx: pet_meetings.coming(tx, 1, world.now))
