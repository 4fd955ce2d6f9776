"""A calendar changes its mind: reminders follow, with one notice at most."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.meetings import Meeting, MeetingsSeen
from rituals.engine.outcome import Outcome
from rituals.klantpet import listening
from store import pet_meetings, rotas
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, an_organisation
from tests.rituals.klantpet.steps import (
    TUESDAY,
    a_meeting,
    a_world,
    by_calendar,
    everything,
    moved,
    tells,
    the_day_before,
    told,
    turn_of,
    until,
    wearer,
)

HOUR = timedelta(hours=1)
AMSTERDAM = an_organisation().calendar.zone


async def test_a_cancelled_meeting_is_told_on_the_card_and_nowhere_else(store: Store) -> None:
    world = await a_world(store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)

    await tells(world, calendar, [])
    await until(world, 12)

    assert told(world, who, "turn")[0].text == (
        "Dit overleg gaat niet door. De klantpet blijft dus op de kapstok."
    )  # fmt: skip
    assert len(everything(world)) == 1
    assert await world.read(lambda tx: pet_meetings.guests(tx, 1)) == []


async def test_a_meeting_that_comes_back_has_a_klantpet_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    await the_day_before(world)
    await tells(world, calendar, [])

    await tells(world, calendar, [a_meeting()])

    assert await turn_of(world) is not None


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
    await the_day_before(world)
    before = len(everything(world))

    await tells(world, calendar, [moved(a_meeting(), TUESDAY - timedelta(days=1))])
    await until(world, 12)

    assert len(everything(world)) == before


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
