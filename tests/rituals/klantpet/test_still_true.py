"""What somebody read does not stay when it is not so any more, and what they are told is so for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.engine.meetings import Meeting
from store.base import Store
from tests.fakes.world import World, card_of, labels, words_of
from tests.rituals.klantpet.steps import (
    TEAM,
    TUESDAY,
    a_meeting,
    a_world,
    asks,
    by_calendar,
    declines,
    moved,
    swaps,
    tells,
    the_day_before,
    told,
    until,
    wearer,
)

DAY = timedelta(days=1)
ON_THE_PEG = "De klantpet blijft deze keer op de kapstok."


async def host_was_told(store: Store) -> tuple[World, int]:
    """A quarter of an hour before, the host read who wears it."""
    world = await a_world(store)
    calendar = await by_calendar(world, [a_meeting()])
    if await the_day_before(world) == "anouk":
        await declines(world, "anouk")
    await until(world, 9, 46)
    assert "draagt straks de klantpet" in told(world, "anouk", "host")[0].text
    return world, calendar


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([], ON_THE_PEG),
        ([a_meeting(declined=("sanne", "youssef"))], ON_THE_PEG),
        ([moved(a_meeting(), TUESDAY + DAY)], "Dit overleg is verplaatst: morgen om 10:00."),
    ],
    ids=["cancelled", "too few come", "another day"],
)
async def test_a_host_who_was_told_does_not_keep_a_card_of_what_is_not_so(
    now: list[Meeting], expected: str, sqlite_store: Store
) -> None:
    world, calendar = await host_was_told(sqlite_store)

    await tells(world, calendar, now)

    (card,) = told(world, "anouk", "host")
    assert (card.text, labels(card.card)) == (expected, [])


async def test_a_host_whose_last_candidate_declined_reads_that_it_is_nobody(sqlite_store: Store) -> None:
    world, _ = await host_was_told(sqlite_store)

    for _ in range(3):
        await declines(world, await wearer(world))

    assert told(world, "anouk", "host")[0].text == ON_THE_PEG


async def test_a_meeting_that_moved_and_moved_back_overnight_is_no_news(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)
    await until(world, 20, day=23)

    await tells(world, calendar, [moved(a_meeting(), TUESDAY + DAY)])
    await tells(world, calendar, [a_meeting()])
    await until(world, 9, 20)

    assert told(world, who, "moved") == []
    assert "om 10:00" in told(world, who, "turn")[0].text


async def test_who_read_that_it_moved_reads_that_it_moved_back(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)
    await tells(world, calendar, [moved(a_meeting(), TUESDAY + DAY)])
    assert "woensdag 25 november om 10:00" in told(world, who, "moved")[0].text

    await tells(world, calendar, [a_meeting()])

    assert ["morgen om 10:00" in one.text for one in told(world, who, "moved")] == [True]


async def test_who_is_asked_to_take_it_over_reads_when_it_is_now(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)
    other = next(one for one in TEAM if one != who)
    await asks(world, who, other)

    await tells(world, calendar, [moved(a_meeting(), TUESDAY + timedelta(hours=4))])

    assert "morgen om 14:00" in told(world, other, "swap")[0].text


async def test_who_would_rather_not_be_skipped_is_not_asked_so_each_time(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    some = [a_meeting(("sanne", "youssef", "fatima"), TUESDAY + n * DAY, external=f"m{n}") for n in range(4)]
    await by_calendar(world, some)
    said: list[str] = []
    for number in (1, 2, 3, 4):
        await until(world, 16, 1, day=22 + number)
        while await wearer(world, number) != "sanne":
            await declines(world, await wearer(world, number), number)
        answer = await declines(world, "sanne", number)
        said.append(words_of(answer))
        if number == 3:
            await world.press("sanne", card_of(answer), "Nee")

    assert ["overslaan" in one for one in said] == [False, False, True, False]


async def test_who_took_it_over_is_not_told_that_they_wore_it_least(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting()])
    who = await the_day_before(world)
    other = next(one for one in TEAM if one != who)

    await swaps(world, who, other)

    assert words_of(await world.say(other, None, "Waarom ik?")) == (
        "Wie eerst aan de beurt was, draagt de klantpet deze keer niet. Zo kwam de pet bij jou."
    )
