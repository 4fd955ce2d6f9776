"""The wearer says that they are away: the next one is asked, at an hour when people are, and never after the start."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.base import Store
from tests.fakes.world import World, form_of, labels, words_of
from tests.rituals.klantpet.steps import (
    TEAM,
    TUESDAY,
    a_meeting,
    a_world,
    asks,
    by_calendar,
    called,
    declines,
    everything,
    heard,
    rota_of,
    started,
    swaps,
    the_day_before,
    told,
    turn_of,
    until,
    wearer,
)

HOUR = timedelta(hours=1)
NOT_NEEDED = "Je hoeft de klantpet deze keer niet te dragen."


async def asked(store: Store, guests: tuple[str, ...] = TEAM) -> tuple[World, str]:
    """Past four o'clock on Monday, for a meeting on Tuesday that grace leads; who was asked."""
    world = await a_world(store)
    await by_calendar(world, [a_meeting(guests, host="grace")])
    return world, await the_day_before(world)


@pytest.mark.parametrize("typed", ["/klant weg t/m 27 november", "/klant vrij dinsdag"])
async def test_when_the_wearer_is_away_the_next_one_is_asked_at_once(store: Store, typed: str) -> None:
    world, who = await asked(store)

    await world.say(who, None, typed)
    await world.walk(seconds=5)

    other = await wearer(world)
    assert other != who and len(told(world, other, "turn")) == 1
    assert [one.text for one in told(world, who, "turn")] == [NOT_NEEDED]
    assert heard(world, "grace") == []


async def test_days_off_in_the_form_of_preferences_count_at_once_too(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    form = form_of(await world.say(who, None, "/klant voorkeuren"))
    await world.submit(who, form, **{"klant.person.away_until": "2026-11-24"})
    await world.walk(seconds=5)

    other = await wearer(world)
    assert other != who and len(told(world, other, "turn")) == 1


async def test_in_the_evening_the_next_one_is_asked_in_the_morning(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)
    await until(world, 20, day=23)

    await world.say(who, None, "/klant weg t/m 27 november")
    await until(world, 8, 29)
    other = await wearer(world)
    before = told(world, other, "turn")
    await until(world, 8, 30)

    assert other != who and before == []
    assert "Vandaag om 10:00 draag jij de klantpet" in told(world, other, "turn")[0].text


async def test_nobody_is_asked_in_the_evening_for_a_meeting_that_begins_before_anybody_may_be(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(TEAM, TUESDAY - 2 * HOUR, host="grace")])
    who = await the_day_before(world)
    await until(world, 20, day=23)
    before = heard(world, "grace")

    await world.say(who, None, "/klant weg t/m 27 november")
    await until(world, 12)

    assert len([key for key in everything(world) if key.startswith("klantpet:turn/")]) == 1
    assert [one.text for one in told(world, who, "turn")] == [NOT_NEEDED]
    assert heard(world, "grace") == before
    assert (await rota_of(world)).meetings == 0


async def test_a_host_who_knew_hears_who_wears_it_now(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)
    await until(world, 9, 50)

    await world.say(who, None, "/klant weg t/m 27 november")
    await world.walk(seconds=5)

    name = called(await wearer(world))
    assert [one.text for one in told(world, "grace", "next")] == [f"🧢 A change: {name} wears the klantpet."]


async def test_the_wearer_is_not_disturbed_on_a_day_off_of_their_own(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for who in TEAM:
        await world.say(who, None, "/klant vrij maandag")
    await by_calendar(world, [a_meeting(TEAM, host="grace")])

    who = await the_day_before(world)
    before = heard(world, who)
    await until(world, 8, 30)

    assert before == []
    assert "Vandaag om 10:00 draag jij de klantpet" in told(world, who, "turn")[0].text


async def test_who_would_hear_it_too_late_hears_it_on_the_day_off(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for who in TEAM:
        await world.say(who, None, "/klant vrij maandag")
    await by_calendar(world, [a_meeting(TEAM, TUESDAY - 2 * HOUR, host="grace")])

    assert len(told(world, await the_day_before(world), "turn")) == 1


async def test_a_host_who_is_away_is_left_in_peace(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(TEAM, host="grace", outsiders=["klaas@elders.example"])])
    await world.say("grace", None, "/klant away until friday 27 november")

    await until(world, 10, 1)

    assert heard(world, "grace") == []
    assert len(told(world, await wearer(world), "turn")) == 1


NOT_THERE = "Wie dit overleg leidt, is er niet. Daarom hoor jij het."


async def held_without_grace(store: Store, guests: tuple[str, ...], wears: str) -> World:
    """A quarter of an hour before a meeting that grace would lead, and who wears it."""
    world = await a_world(store)
    await by_calendar(world, [a_meeting(guests, host="grace")])
    await world.say("grace", None, "/klant away until friday 27 november")
    await the_day_before(world)
    while await wearer(world) != wears:
        await declines(world, await wearer(world))
    await until(world, 9, 46)
    return world


async def test_who_leads_the_team_is_told_when_the_host_is_away(store: Store) -> None:
    world = await held_without_grace(store, TEAM, "sanne")

    (card,) = told(world, "anouk", "host")

    assert (
        card.text.startswith("🧢 Sanne draagt straks de klantpet.") and f"\nOver Teamoverleg. {NOT_THERE}" in card.text
    )
    assert labels(card.card) == ["Iemand anders", "Sla over"]
    assert told(world, "fatima", "host") == heard(world, "grace") == []


async def test_who_looks_after_the_klantpet_and_comes_is_told_when_nobody_else_leads(sqlite_store: Store) -> None:
    world = await held_without_grace(sqlite_store, ("fatima", "sanne", "youssef"), "sanne")

    assert len(told(world, "fatima", "host")) == 1
    assert heard(world, "anouk") == []


async def test_nobody_stands_in_who_does_not_come(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "grace"), host="anouk")])
    await world.say("anouk", None, "/klant weg t/m 27 november")
    await until(world, 10, 1)

    assert len(told(world, await wearer(world), "turn")) == 1
    assert heard(world, "fatima") == heard(world, "anouk") == []


async def test_who_stands_in_can_say_that_it_is_skipped(sqlite_store: Store) -> None:
    world = await held_without_grace(sqlite_store, TEAM, "sanne")

    answer = await world.press("anouk", told(world, "anouk", "host")[0].card, "Sla over")
    await until(world, 11, 12)

    assert words_of(answer) == "Goed. De klantpet blijft deze keer op de kapstok."
    assert await turn_of(world) is None


async def test_what_a_stand_in_read_stands_after_the_meeting_without_buttons(sqlite_store: Store) -> None:
    world = await held_without_grace(sqlite_store, TEAM, "sanne")

    await until(world, 11, 12)

    (card,) = told(world, "anouk", "host")
    assert NOT_THERE in card.text and labels(card.card) == []


async def test_a_stand_in_who_wears_it_reads_so_in_one_message(sqlite_store: Store) -> None:
    world = await held_without_grace(sqlite_store, TEAM, "anouk")

    assert [one.key.partition("/")[0] for one in heard(world, "anouk")] == ["klantpet:turn"]
    assert "Wie dit overleg leidt, is er niet. Vraag jij bij elk besluit: " in heard(world, "anouk")[0].text


async def test_a_host_who_goes_away_after_the_reminder_is_stood_in_for_until_they_are_back(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(TEAM, TUESDAY - HOUR - HOUR / 3, host="grace")])
    await the_day_before(world)
    while await wearer(world) == "anouk":
        await declines(world, await wearer(world))
    assert len(told(world, "grace", "host")) == 1

    await world.say("grace", None, "/klant away until friday 27 november")
    await world.walk(seconds=5)
    assert (len(told(world, "anouk", "host")), told(world, "grace", "host")) == (1, [])
    await world.say("grace", None, "/klant back")
    await world.walk(seconds=5)
    back = told(world, "anouk", "host"), len(told(world, "grace", "host"))
    await until(world, 11, 12)

    assert back == ([], 1)
    assert (told(world, "anouk", "host"), len(told(world, "grace", "host"))) == ([], 1)


async def test_who_was_asked_to_take_it_over_and_is_away_keeps_nobody_waiting(store: Store) -> None:
    world, who = await asked(store)
    other = next(one for one in TEAM if one != who)
    await asks(world, who, other)

    await world.say(other, None, "/klant weg t/m 27 november")
    await world.walk(seconds=5)

    turn = await turn_of(world)
    assert turn and turn.asked_id is None and await wearer(world) == who
    assert [one.text for one in told(world, who, "cannot")] == [
        f"{called(other)} kan niet. Jij draagt de klantpet, tenzij je met een ander ruilt."
    ]
    assert [one.text for one in told(world, other, "swap")] == [
        f"{called(who)} draagt de klantpet. Je hoeft niets meer te doen."
    ]


async def says_no(world: World, who: str, other: str) -> None:
    """[Ruilen] with somebody who answers [Kan niet]."""
    await asks(world, who, other)
    await world.press(other, told(world, other, "swap")[-1].card, "Kan niet")
    await world.walk(seconds=3)


async def test_who_could_not_take_it_over_does_not_get_it_when_the_next_wearer_goes_away(store: Store) -> None:
    world, who = await asked(store)
    first, second, third = (one for one in TEAM if one != who)
    await says_no(world, who, first)
    await says_no(world, who, second)
    await until(world, 9, 50)
    await swaps(world, who, third)

    await world.say(third, None, "/klant weg t/m 27 november")
    await world.walk(seconds=5)

    assert await turn_of(world) is None
    assert told(world, first, "turn") == told(world, second, "turn") == []
    nobody = "There is nobody for the klantpet this time. Will you ask what the customer will notice?"
    assert told(world, "grace", "next")[-1].text == nobody


async def test_who_declined_does_not_get_it_back_when_the_next_wearer_goes_away(sqlite_store: Store) -> None:
    world, first = await asked(sqlite_store)
    await declines(world, first)
    who = await wearer(world)
    second, third = (one for one in TEAM if one not in (first, who))
    await says_no(world, who, second)
    await swaps(world, who, third)

    await world.say(third, None, "/klant weg t/m 27 november")
    await world.walk(seconds=5)

    assert await turn_of(world) is None


async def test_who_could_not_may_still_be_asked_and_take_it(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)
    other = next(one for one in TEAM if one != who)
    await says_no(world, who, other)

    await swaps(world, who, other)

    assert await wearer(world) == other


async def test_with_too_few_left_nobody_wears_it(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store, ("sanne", "youssef", "fatima"))

    await world.say(who, None, "/klant weg t/m 27 november")
    await world.walk(seconds=5)

    assert await turn_of(world) is None
    assert [one.text for one in told(world, who, "turn")] == [NOT_NEEDED]


async def test_whoever_is_away_until_before_the_meeting_keeps_the_turn(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    await world.say(who, None, "/klant weg t/m vandaag")
    await world.walk(seconds=5)

    assert await wearer(world) == who
    assert len(everything(world)) == 1


async def test_the_overview_says_that_too_few_are_there(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)

    for who in ("sanne", "youssef"):
        await world.say(who, None, "/klant weg t/m 27 november")
    await world.walk(seconds=5)

    lines = words_of(await world.say("anouk", "team-noord", "/klant pet")).splitlines()
    assert "Morgen: te weinig mensen voor de klantpet" in lines
    assert not [line for line in lines if line.startswith("Dinsdag") and "te weinig" in line]
