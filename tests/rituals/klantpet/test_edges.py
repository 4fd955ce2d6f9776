"""Colleagues decline, leave or are off; and nothing is sent after the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rituals.engine.workdays import make_calendar
from store import choices, pet_meetings, rotas
from store.base import Store
from store.tx import Tx
from tests.fakes.world import PEOPLE, World, an_organisation, card_of, labels, words_of
from tests.rituals.klantpet.steps import (
    MEETING,
    TUESDAY,
    a_meeting,
    a_world,
    by_calendar,
    called,
    declines,
    everything,
    heard,
    moved,
    public,
    rota_of,
    started,
    tells,
    the_day_before,
    told,
    turn_of,
    until,
    wearer,
)

HOUR = timedelta(hours=1)
AMSTERDAM = an_organisation().calendar.zone


async def test_a_decline_five_minutes_before_asks_the_next_and_tells_the_host(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    await until(world, 9, 55)
    who = await wearer(world)

    answer = await declines(world, who)

    other = await wearer(world)
    assert words_of(answer) == "Geen probleem. Ik vraag een ander."
    assert other != who and len(told(world, other, "turn")) == 1
    assert [one.text for one in told(world, "anouk", "next")] == [
        f"🧢 Er is gewisseld: {called(other)} draagt de klantpet."
    ]
    assert public(world) == []


async def test_when_everybody_declines_the_host_hears_that_nobody_does(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    await until(world, 9, 50)
    for _ in range(3):
        await declines(world, await wearer(world))

    assert await turn_of(world) is None
    assert "Er is deze keer niemand voor de klantpet." in told(world, "anouk", "next")[-1].text


async def test_the_last_one_who_declines_hears_that_nobody_wears_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    await the_day_before(world)
    answers = []
    for _ in range(3):
        answers.append((who := await wearer(world), words_of(await declines(world, who))))

    assert [words for _, words in answers] == [
        "Geen probleem. Ik vraag een ander.", "Geen probleem. Ik vraag een ander.",
        "Geen probleem. De pet blijft op de kapstok.",
    ]  # fmt: skip
    assert told(world, answers[-1][0], "turn")[0].text == "Goed, deze keer niet."


async def test_before_an_early_meeting_the_host_reads_of_tomorrow(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"), TUESDAY - 2 * HOUR)])

    name = called(await the_day_before(world))

    assert told(world, "anouk", "host")[0].text.startswith(f"🧢 {name} draagt morgen om 08:00 de klantpet.")


async def test_a_private_meeting_that_moves_is_not_called_twice_by_its_time(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    meeting = a_meeting(private=True)
    calendar = await by_calendar(world, [meeting])
    who = await the_day_before(world)

    await tells(world, calendar, [moved(meeting, TUESDAY + 4 * HOUR)])

    assert told(world, who, "moved")[0].text == (
        "Je overleg is verplaatst naar morgen om 14:00. De klantpet gaat met je mee."
    )


async def test_a_decline_the_day_before_tells_the_host_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    who = await the_day_before(world)

    await declines(world, who)

    assert heard(world, "anouk") == []
    assert "een ander" in told(world, who, "turn")[0].text.lower()


async def test_the_third_decline_in_a_row_offers_a_rest(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    meetings = [
        a_meeting(("sanne", "youssef", "fatima"), TUESDAY + timedelta(days=number), external=f"m{number}")
        for number in range(3)
    ]
    await by_calendar(world, meetings)
    answers = []
    for number in (1, 2, 3):
        await until(world, 16, 1, day=22 + number)
        while await wearer(world, number) != "sanne":
            await declines(world, await wearer(world, number), number)
        answers.append(await declines(world, "sanne", number))

    assert words_of(answers[1]) == "Geen probleem. Ik vraag een ander."
    assert words_of(answers[2]) == "Geen probleem. Zal ik je een tijdje overslaan?"
    assert words_of(await world.press("sanne", card_of(answers[2]), "Ja")) == (
        "Goed. Ik vraag je weer vanaf woensdag 23 december."
    )
    resting = [one.skipped_until for one in await world.read(lambda tx: rotas.members(tx, 1)) if one.skipped_until]
    assert resting == ["2026-12-22"]


async def test_a_rest_means_that_somebody_else_is_chosen(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(), a_meeting(starts=TUESDAY + timedelta(days=1), external="m2")])
    who = await the_day_before(world)
    await world.act(who, "klantpet.rest", MEETING)
    await until(world, 16, 1)

    assert await wearer(world, 2) != who


async def test_the_host_asks_for_somebody_else_or_for_nobody(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    await until(world, 9, 46)
    first = await wearer(world)

    await world.press("anouk", told(world, "anouk", "host")[0].card, "Iemand anders")
    await world.walk(seconds=3)
    second = await wearer(world)
    assert second != first and len(told(world, first, "off")) == 1
    assert f"{called(second)} draagt straks" in told(world, "anouk", "host")[0].text

    await world.press("anouk", told(world, "anouk", "host")[0].card, "Sla over")
    await world.walk(seconds=3)
    assert await turn_of(world) is None
    assert told(world, "anouk", "host")[0].text == "De klantpet blijft deze keer op de kapstok."


async def test_a_private_meeting_is_called_by_its_time(store: Store) -> None:
    world = await a_world(store)
    private = replace(a_meeting(("sanne", "youssef", "fatima"), private=True), title="Afscheid van Ron")
    await by_calendar(world, [private])

    who = await the_day_before(world)
    assert "draag jij de klantpet in overleg om 10:00." in told(world, who, "turn")[0].text
    await until(world, 12)

    assert "Over overleg om 10:00." in told(world, who, "after")[0].text
    assert not [one for one in world.platform.posted if "Afscheid" in one.text]
    known = await world.read(lambda tx: pet_meetings.get(tx, 1))
    assert known and known.title == ""


async def test_two_meetings_at_once_have_two_wearers(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(), a_meeting(starts=TUESDAY + HOUR / 2, external="m2", title="Ander overleg")])

    await the_day_before(world)

    assert await wearer(world, 1) != await wearer(world, 2)


async def test_three_meetings_on_a_day_have_three_wearers(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(starts=TUESDAY + n * 2 * HOUR, external=f"m{n}") for n in range(3)])

    await the_day_before(world)

    assert len({await wearer(world, n) for n in (1, 2, 3)}) == 3


async def test_only_meetings_with_the_words_count(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world)
    rota = await rota_of(world)
    new = rotas.NewRota(calendar_id=calendar, title_has="team")
    await world.store.transact(lambda tx: rotas.change(tx, rota.id, new))
    await tells(world, calendar, [a_meeting(), a_meeting(starts=TUESDAY + HOUR, external="m2", title="Kerstborrel")])

    coming = await world.read(lambda tx: pet_meetings.coming(tx, rota.id, world.now))

    assert [one.title for one in coming] == ["Teamoverleg"]


async def test_a_leaver_is_replaced(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima", "grace"))])
    who = await the_day_before(world)

    await world.engine.learn("fake", "w1", [replace(PEOPLE[who], active=False)])
    await world.walk(seconds=3)

    other = await wearer(world)
    assert other != who and len(told(world, other, "turn")) == 1


async def test_the_tuesday_after_easter_is_told_on_friday(sqlite_store: Store) -> None:
    calendar = make_calendar(AMSTERDAM, exclude={"Goede Vrijdag"})
    before = datetime(2027, 3, 24, 8, tzinfo=UTC)
    world = await World(sqlite_store, now=before, organisation=an_organisation(calendar=calendar)).open()
    await world.walk(seconds=1)
    after_easter = datetime(2027, 3, 30, 8, tzinfo=UTC)  # ten o'clock: the clock went forward on Easter Sunday
    await by_calendar(world, [a_meeting(starts=after_easter)])

    await world.walk(hours=54, minutes=59)
    assert everything(world) == []
    await world.walk(minutes=1, seconds=30)

    who = await wearer(world)
    assert "Dinsdag 30 maart om 10:00 draag jij" in told(world, who, "turn")[0].text
    await world.walk(days=3, hours=16)
    assert len(everything(world)) == 1


async def test_a_rhythm_keeps_its_hour_when_the_clock_changes(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=datetime(2026, 10, 22, 7, tzinfo=UTC)).open()
    await world.walk(seconds=1)
    await started(world)

    coming = await world.read(lambda tx: pet_meetings.coming(tx, 1, world.now))

    assert [one.starts.hour for one in coming[:2]] == [9, 9]
    assert coming[0].starts.day == 27


async def test_nothing_is_sent_after_the_start_whatever_was_down(store: Store) -> None:
    world = await a_world(store)
    await started(world, opening="yes")
    await until(world, 15, 59, day=23)

    world._moment += TUESDAY + timedelta(seconds=30) - world.now
    await world.walk(minutes=4)

    assert everything(world) == []


async def test_back_before_the_start_both_are_told_in_time(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world, team=("sanne", "youssef", "fatima"))
    await until(world, 15, 59, day=23)

    world._moment += TUESDAY - timedelta(minutes=5) - world.now
    await world.walk(seconds=5)

    assert len(told(world, await wearer(world), "turn")) == 1
    assert len(told(world, "anouk", "host")) == 1


async def test_in_stilte_nobody_is_asked_and_nothing_is_caught_up(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    await world.say("fatima", None, "/klant stil tot morgen")

    await until(world, 12)

    assert everything(world) == []


async def test_who_would_rather_not_wear_it_does_not(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    def choose(tx: Tx) -> None:
        for number in (1, 2, 3):
            choices.put(tx, f"person:{number}", "klantpet", "wear", False, number, world.now)

    await world.store.transact(choose)
    await by_calendar(world, [a_meeting()])

    assert await the_day_before(world) == "anouk"


async def test_why_it_is_somebodys_turn(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    who = await the_day_before(world)

    menu = card_of(await world.more(who, told(world, who, "turn")[0].card))

    assert labels(menu) == ["Waarom ik?"]
    assert words_of(await world.press(who, menu, "Waarom ik?")) == (
        "Jij bent aan de beurt: als je meetelt hoe vaak iedereen erbij was, droeg jij de pet het minst."
    )
