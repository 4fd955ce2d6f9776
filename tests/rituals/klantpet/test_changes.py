"""A calendar changes its mind: reminders follow, with one notice at most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.engine.meetings import Meeting, MeetingsSeen
from rituals.engine.outcome import Outcome
from rituals.klantpet import listening
from store import pet_meetings, rotas
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, card_of, form_of
from tests.rituals.klantpet.steps import (
    TEAM,
    TUESDAY,
    a_meeting,
    a_world,
    by_calendar,
    everything,
    moved,
    people,
    started,
    tells,
    the_day_before,
    told,
    until,
    wearer,
)

HOUR = timedelta(hours=1)


CANCELLED = "Teamoverleg gaat morgen om 10:00 niet door. Jouw beurt met de klantpet houd je tegoed."


async def test_a_cancelled_meeting_is_told_to_the_wearer_and_to_nobody_else(store: Store) -> None:
    world = await a_world(store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await tells(world, calendar, [])
    assert [one.text for one in told(world, who, "cancelled")] == [CANCELLED]
    await until(world, 12)

    assert told(world, who, "turn")[0].text == (
        "Dit overleg gaat niet door. De klantpet blijft dus op de kapstok."
    )  # fmt: skip
    assert len(everything(world)) == 2
    assert await world.read(lambda tx: pet_meetings.guests(tx, 1)) == []


async def test_who_did_not_know_of_the_turn_hears_nothing_of_a_meeting_that_is_cancelled(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])

    await tells(world, calendar, [])
    await until(world, 12)

    assert everything(world) == []


@pytest.mark.parametrize(("hour", "day", "hears"), [(9, 24, "vandaag"), (14, 24, "")])
async def test_what_is_cancelled_in_the_evening_is_told_in_the_morning_or_not_at_all(
    hour: int, day: int, hears: str, sqlite_store: Store
) -> None:
    world = await a_world(sqlite_store)
    starts = TUESDAY if hears else TUESDAY - 2 * HOUR
    calendar = await by_calendar(world, [a_meeting(starts=starts)])
    who = await the_day_before(world)
    await until(world, 21, day=23)

    await tells(world, calendar, [])
    at_night = told(world, who, "cancelled")
    await until(world, hour, day=day)

    assert at_night == []
    assert [hears in one.text for one in told(world, who, "cancelled")] == ([True] if hears else [])


async def test_in_stilte_nobody_hears_that_a_meeting_is_cancelled(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)
    await world.say("fatima", "team-noord", "/klant stil t/m 25 november")

    await tells(world, calendar, [])
    await until(world, 12)

    assert told(world, who, "cancelled") == []


async def test_a_meeting_that_the_calendar_calls_otherwise_is_not_cancelled(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await tells(world, calendar, [a_meeting(external="m2")])

    assert told(world, who, "cancelled") == []


async def test_another_calendar_does_not_cancel_the_meetings_of_the_one_before(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await started(world)
    who = await the_day_before(world)

    form = form_of(
        await world.press("anouk", card_of(await world.say("anouk", "team-noord", "/klant pet")), "Aanpassen")
    )
    team = await people(world)
    await world.send("anouk", form, {"when": "elke woensdag 10:00", "people": team, "name": "Teamoverleg Noord"})
    await world.walk(seconds=3)

    assert "niet door" in told(world, who, "turn")[0].text
    assert told(world, who, "cancelled") == []


async def test_a_meeting_that_comes_back_has_a_klantpet_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    await the_day_before(world)
    await tells(world, calendar, [])

    await tells(world, calendar, [a_meeting()])

    who = await wearer(world)
    assert [one for name in TEAM for one in told(world, name, "cancelled")] == []
    await tells(world, calendar, [])
    assert [one.text for one in told(world, who, "cancelled")] == [CANCELLED]


async def test_a_meeting_moved_twice_gives_one_notice(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await tells(world, calendar, [moved(a_meeting(), TUESDAY + HOUR)])
    await tells(world, calendar, [moved(a_meeting(), TUESDAY + 2 * HOUR)])

    notices = told(world, who, "moved")
    assert [one.text for one in notices] == [
        "Het overleg is verplaatst: Teamoverleg is morgen om 12:00. De klantpet gaat met je mee."
    ]


async def test_a_meeting_that_moves_before_anybody_knew_gives_no_notice(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    await tells(world, calendar, [moved(a_meeting(), TUESDAY + HOUR)])

    who = await the_day_before(world)

    assert told(world, who, "moved") == []
    assert "Morgen om 11:00" in told(world, who, "turn")[0].text


async def test_a_meeting_moved_to_another_day_has_no_reminder_on_the_first(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await tells(world, calendar, [moved(a_meeting(), TUESDAY + timedelta(days=2))])
    await until(world, 15)

    assert "donderdag 26 november om 10:00" in told(world, who, "moved")[0].text
    assert told(world, "anouk", "host") == []


async def test_a_meeting_moved_into_the_past_is_over(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)
    before = len(everything(world))

    await tells(world, calendar, [moved(a_meeting(), TUESDAY - timedelta(days=1))])
    await until(world, 12)

    assert [one.text for one in told(world, who, "cancelled")] == [CANCELLED]
    assert len(everything(world)) == before + 1


async def test_a_shortened_meeting_is_asked_about_earlier(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting(minutes=120)])
    who = await the_day_before(world)

    await tells(world, calendar, [a_meeting(minutes=30)])
    await until(world, 10, 39)
    assert told(world, who, "after") == []
    await until(world, 10, 40)

    assert len(told(world, who, "after")) == 1
    assert told(world, who, "moved") == []


async def test_a_meeting_that_runs_on_is_asked_about_when_it_is_over(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await until(world, 10, 30)
    await tells(world, calendar, [a_meeting(minutes=120)])
    await until(world, 11, 30)
    assert told(world, who, "after") == []
    await until(world, 12, 10)

    assert len(told(world, who, "after")) == 1


async def test_another_host_gets_the_reminder(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"), host="anouk")])
    await the_day_before(world)

    await tells(world, calendar, [a_meeting(("sanne", "youssef", "fatima"), host="grace")])
    await until(world, 9, 46)

    assert told(world, "anouk", "host") == []
    assert len(told(world, "grace", "host")) == 1


async def test_another_host_after_the_reminder_takes_it_over(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"), host="anouk")])
    await until(world, 9, 50)

    await tells(world, calendar, [a_meeting(("sanne", "youssef", "fatima"), host="grace")])

    assert told(world, "anouk", "host") == []
    assert len(told(world, "grace", "host")) == 1


async def test_a_wearer_who_does_not_come_any_more_is_replaced(store: Store) -> None:
    world = await a_world(store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await tells(world, calendar, [a_meeting(declined=[who])])

    assert await wearer(world) != who
    assert told(world, who, "turn")[0].text == "Je hoeft de klantpet deze keer niet te dragen."
    assert len(told(world, await wearer(world), "turn")) == 1


async def test_what_did_not_change_is_not_written_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    some = tuple(a_meeting(external=f"m{number}") for number in range(20))
    calendar = await by_calendar(world, some)
    event = MeetingsSeen(
        delivery="again", at=world.now, calendar_id=calendar, meetings=some, since=world.now, until=TUESDAY + 99 * HOUR
    )

    def hear(tx: Tx) -> tuple[int, object]:
        before = tx.statements
        outcome = listening.seen(event, world.desk.context(tx, world.desk.ritual("klantpet")))
        return tx.statements - before, outcome

    statements, outcome = await world.store.transact(hear)

    assert outcome == Outcome()
    assert statements < 3 * len(some)


async def test_more_guests_change_nothing_for_the_wearer(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    who = await the_day_before(world)

    await tells(world, calendar, [a_meeting(("sanne", "youssef", "fatima", "grace"))])

    assert await wearer(world) == who
    assert len(everything(world)) == 1


async def test_fewer_than_three_is_skipped_without_a_word(store: Store) -> None:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(("sanne", "youssef"), host="sanne")])

    await until(world, 12)

    assert everything(world) == []


async def test_when_too_few_are_left_nobody_gets_a_message(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"))])
    who = await the_day_before(world)

    await tells(world, calendar, [a_meeting(("sanne", "youssef"))])
    await until(world, 12)

    assert told(world, who, "turn")[0].text == "Je hoeft de klantpet deze keer niet te dragen."
    assert len(everything(world)) == 1


EVENING = {"hour": 21, "day": 23}
"""After hours: what is to be said in private waits until half past eight."""


async def seen_late(store: Store, meeting: Meeting, then: Meeting) -> World:
    """It stands in the calendar only the evening before, and is moved before anybody could read of it."""
    world = await a_world(store)
    calendar = await by_calendar(world)
    await until(world, **EVENING)
    await tells(world, calendar, [meeting])
    await tells(world, calendar, [then])
    await until(world, 12)
    return world


async def test_what_waits_for_the_morning_goes_by_the_new_start(store: Store) -> None:
    early = a_meeting(("sanne", "youssef", "fatima"), TUESDAY - 2 * HOUR)

    world = await seen_late(store, early, moved(early, TUESDAY + 4 * HOUR))

    who = await wearer(world)
    assert "Vandaag om 14:00 draag jij de klantpet" in told(world, who, "turn")[0].text
    assert len(everything(world)) == 1


async def test_a_host_who_read_nothing_yet_reads_of_the_new_start_only(sqlite_store: Store) -> None:
    early = a_meeting(("sanne", "youssef", "fatima"), TUESDAY - HOUR - HOUR / 3)

    world = await seen_late(sqlite_store, early, moved(early, TUESDAY + 4 * HOUR))

    assert told(world, "anouk", "host") == []


async def test_what_waits_for_the_morning_is_not_sent_after_the_new_start(store: Store) -> None:
    meeting = a_meeting(("sanne", "youssef", "fatima"), outsiders=["klaas@elders.example"])

    world = await seen_late(store, meeting, moved(meeting, TUESDAY - 2 * HOUR - HOUR / 2))

    assert everything(world) == []
    assert {one.balance for one in await world.read(lambda tx: rotas.members(tx, 1))} == {0}


async def test_whose_turn_still_waits_for_the_morning_hears_nothing_of_a_meeting_that_is_cancelled(
    sqlite_store: Store,
) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world)
    await until(world, **EVENING)

    await tells(world, calendar, [a_meeting()])
    await tells(world, calendar, [])
    await until(world, 12)

    assert everything(world) == []
