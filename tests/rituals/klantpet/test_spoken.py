"""Plain words in the private chat do what the buttons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from store import expected, pet_meetings
from store.base import Store
from store.expected import Expected
from tests.fakes.world import World, form_of, words_of
from tests.rituals.klantpet.steps import (
    TEAM,
    TUESDAY,
    a_meeting,
    a_world,
    asks,
    by_calendar,
    the_day_before,
    turn_of,
    until,
    wearer,
)

UNCLEAR = ("Dat snap ik nog niet.", "I did not understand that yet.")


async def asked(store: Store) -> tuple[World, str]:
    """Somebody of the team was asked to wear it; who."""
    world = await a_world(store)
    await by_calendar(world, [a_meeting(host="grace")])
    return world, await the_day_before(world)


async def swapped(store: Store) -> tuple[World, str, str]:
    """The wearer asked somebody to take it over; both."""
    world, who = await asked(store)
    other = next(one for one in TEAM if one != who)
    await asks(world, who, other)
    return world, who, other


@pytest.mark.parametrize("typed", ["doe ik", "Doe ik!", "Ik doe het.", "/klant doe ik", "I’ll do it"])
async def test_the_wearer_says_yes(typed: str, sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    answer = await world.say(who, None, typed)

    turn = await turn_of(world)
    assert words_of(answer) == "Fijn! Na het overleg vraag ik wat je opviel."
    assert turn and turn.state == "sure"


async def test_the_wearer_says_not_this_time(store: Store) -> None:
    world, who = await asked(store)

    answer = await world.say(who, None, "Deze keer niet")

    assert words_of(answer) == "Geen probleem. Ik vraag een ander."
    assert await wearer(world) != who


async def test_who_wears_it_twice_answers_the_question_that_is_still_open(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    days = [a_meeting(host="grace"), a_meeting(host="grace", starts=TUESDAY + timedelta(days=1), external="m2")]
    await by_calendar(world, days)
    who = await the_day_before(world)
    first = await turn_of(world, 1)
    assert first
    await sqlite_store.transact(lambda tx: pet_meetings.add_turn(tx, replace(first, meeting_id=2)))

    for typed in ("doe ik", "kan niet"):
        await world.say(who, None, typed)

    after = await turn_of(world, 1)
    assert after and (after.id, after.state) == (first.id, "sure")
    assert await turn_of(world, 2) is None


async def test_the_wearer_asks_why_and_whom_to_swap_with(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    assert words_of(await world.say(who, None, "Waarom ik?")).startswith("Jij bent aan de beurt:")
    assert form_of(await world.say(who, None, "ruilen")).name == "klantpet.swap"


@pytest.mark.parametrize(
    ("typed", "takes"),
    [
        ("Ik neem het over", True), ("doe ik", True), ("kan niet", False), ("ja hoor, doe ik", True),
        ("sorry, kan niet", False),
    ],
)  # fmt: skip
async def test_who_is_asked_to_take_it_over_answers_in_words(typed: str, takes: bool, store: Store) -> None:
    world, who, other = await swapped(store)

    await world.say(other, None, typed)

    turn = await turn_of(world)
    assert await wearer(world) == (other if takes else who)
    assert turn and turn.asked_id is None


async def test_who_wears_none_hears_so(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)
    other = next(one for one in TEAM if one != who)

    answer = await world.say(other, None, "doe ik")

    assert words_of(answer) == "Jij draagt nu geen klantpet."
    assert await wearer(world) == who


@pytest.mark.parametrize("typed", ["ja hoor, doe ik", "Doe ik graag!", "leuk, ik doe het 👍", "sure, I’ll do it"])
async def test_the_wearer_says_yes_with_words_around_it(typed: str, sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    await world.say(who, None, typed)

    turn = await turn_of(world)
    assert turn and turn.state == "sure"


@pytest.mark.parametrize("typed", ["sorry, kan niet", "Nee sorry, ik kan niet.", "Kan niet, ben op cursus"])
async def test_the_wearer_says_no_with_words_around_it(typed: str, store: Store) -> None:
    world, who = await asked(store)

    answer = await world.say(who, None, typed)

    assert words_of(answer) == "Geen probleem. Ik vraag een ander."
    assert await wearer(world) != who


async def test_the_wearer_asks_to_swap_with_words_around_it(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    assert form_of(await world.say(who, None, "kan ik ruilen?")).name == "klantpet.swap"


@pytest.mark.parametrize(
    "typed",
    [
        "doe ik niet", "doe ik liever een andere keer", "doe ik dat goed?", "I will be late", "I can't wait!",
        "kan niet, ruilen", "lukt het, kan nietje", "ik zal even kijken of ik het kan, maar ik doe het",
    ],
)  # fmt: skip
async def test_what_may_mean_something_else_decides_nothing(typed: str, sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)

    answer = await world.say(who, None, typed)

    turn = await turn_of(world)
    assert words_of(answer).startswith(UNCLEAR)
    assert turn and turn.state == "asked" and await wearer(world) == who


async def test_without_an_open_question_words_around_a_phrase_are_not_understood(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)
    other = next(one for one in TEAM if one != who)

    before = words_of(await world.say(other, None, "ja hoor, doe ik"))
    await until(world, 10, 5)
    during = words_of(await world.say(who, None, "ja hoor, doe ik"))

    assert before.startswith(UNCLEAR) and during.startswith(UNCLEAR)


async def test_what_was_asked_in_words_is_answered_by_all_of_them(sqlite_store: Store) -> None:
    world, who = await asked(sqlite_store)
    before = await turn_of(world)
    assert before
    asks = Expected("klantpet", "seen", None, world.now + timedelta(hours=1))
    await sqlite_store.transact(lambda tx: expected.put(tx, before.person_id, asks))

    await world.say(who, None, "Jan zei: doe ik")

    turn = await turn_of(world)
    assert turn and turn.state == "asked"
