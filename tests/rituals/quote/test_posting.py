"""At nine one quote comes everywhere, praise and criticism in turn, and never two to catch up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.engine.errors import SurelyNotSent
from rituals.engine.workdays import Calendar
from store import choices, places, quote_stock, quotes
from store.base import Store
from tests.fakes.world import World, an_organisation, failing
from tests.rituals.quote.steps import CRITICISM, EARLY, PRAISE, a_world, cards_in, ready


async def test_at_nine_the_same_quote_stands_in_every_place(store: Store) -> None:
    world = await a_world(store)
    await ready(world, PRAISE, "positive", channel="telefoon", month="2026-10", theme="reparaties")

    await world.walk(hours=2)

    here, there = cards_in(world), cards_in(world, "team-noord")
    assert [one.text for one in here] == [f"“{PRAISE}”\nEen huurder, aan de telefoon, oktober · reparaties"]
    assert [one.text for one in there] == [one.text for one in here]
    assert cards_in(world, "successen") == []


async def test_praise_and_criticism_take_turns_on_working_days(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for number in range(4):
        await ready(world, f"{PRAISE} {number}", "positive")
        await ready(world, f"{CRITICISM} {number}", "critical")

    await world.walk(days=7)

    sides = ["praise" if "monteur" in one.text else "criticism" for one in cards_in(world)]
    assert sides == ["praise", "criticism"] * 2 + ["praise"]
    assert [one.key for one in cards_in(world)][-1] == "quote:2026-11-27"


async def test_words_that_are_both_take_the_side_that_is_missing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, PRAISE, "positive")
    await ready(world, "Aardig geholpen, maar wel lang gewacht.", "mixed")

    await world.walk(days=2)

    assert ["maar wel" in one.text for one in cards_in(world)] == [False, True] or [
        "maar wel" in one.text for one in cards_in(world)
    ] == [True, False]


async def test_when_one_side_is_empty_the_other_goes_on_and_the_curators_hear_it_once_a_week(
    sqlite_store: Store,
) -> None:
    world = await a_world(sqlite_store)
    for number in range(4):
        await ready(world, f"{CRITICISM} {number}", "critical")

    await world.walk(days=2)

    assert len(cards_in(world)) == 2
    told = [one for one in world.platform.to("sanne") if one.key.startswith("quote:short/positive")]
    assert len(told) == 1
    assert "De positieve quotes zijn op." in told[0].text


async def test_when_all_is_gone_everybody_is_asked_once_a_week(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    await world.walk(days=9)

    asked = [one for one in world.platform.standing("algemeen") if one.key.startswith("quote:ask")]
    assert [one.text for one in asked] == ["Welke uitspraak van een huurder hoorde jij gisteren?"] * 2


async def test_after_an_outage_it_comes_late_in_the_morning(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, PRAISE, "positive")
    world.platform.fails = failing(SurelyNotSent("down"), times=1000)
    await world.walk(minutes=55 + 60)
    world.platform.fails = lambda _call, _parcel: None

    await world.walk(minutes=40)

    assert len(cards_in(world)) == 1


async def test_what_could_not_come_before_noon_lapses_and_keeps_its_turn(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, PRAISE, "positive")
    await ready(world, CRITICISM, "critical")
    world.platform.fails = failing(SurelyNotSent("down"), times=10_000)
    await world.walk(hours=4, minutes=30)
    world.platform.fails = lambda _call, _parcel: None

    await world.walk(days=1)

    assert [one.key for one in cards_in(world)] == ["quote:2026-11-24"]
    assert "monteur" in cards_in(world)[0].text
    told = [one.text for one in world.platform.to("fatima") if one.key.startswith("quote:missed")]
    assert told and all("niet op tijd in #" in one for one in told)


async def test_a_bot_that_starts_after_noon_leaves_the_day_alone(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EARLY + timedelta(hours=5)).open(bell_in=())
    await _on(world, "algemeen")
    await ready(world, PRAISE, "positive")

    await world.walk(hours=2)

    assert cards_in(world) == []


async def test_a_quote_rests_half_a_year_after_it_was_shown(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, PRAISE, "positive")
    await world.walk(days=1)
    since = world.now.date()

    again = await world.read(
        lambda tx: quote_stock.candidates(tx, "positive", since - timedelta(days=180), lambda _: False)
    )
    later = await world.read(lambda tx: quote_stock.candidates(tx, "positive", since, lambda _: False))

    assert again == []
    assert [one.id for one in later] == [number]


async def test_criticism_of_a_small_team_waits_for_a_curator(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await sqlite_store.transact(
        lambda tx: choices.put(tx, "organisation", "quote", "small_afdelingen", ["Balie"], None, world.now)
    )
    held = await ready(world, CRITICISM, "critical", afdeling="balie")
    await ready(world, PRAISE, "positive")

    await world.walk(days=2)
    assert ["monteur" in one.text for one in cards_in(world)] == [True]

    await sqlite_store.transact(lambda tx: quotes.allow(tx, held))
    await world.walk(days=1)
    assert cards_in(world)[-1].text.startswith(f"“{CRITICISM}”")


@pytest.mark.parametrize("holiday", [True, False])
async def test_after_a_holiday_the_next_working_day_takes_the_turn(sqlite_store: Store, *, holiday: bool) -> None:
    world = await a_world(sqlite_store)
    free = frozenset({world.now.date() + timedelta(days=1)} if holiday else ())
    calendar = Calendar(an_organisation().calendar.zone, free=free)
    object.__setattr__(world.desk.organisation, "calendar", calendar)
    await ready(world, PRAISE, "positive")
    await ready(world, CRITICISM, "critical")

    await world.walk(days=3)

    days = [one.key.removeprefix("quote:") for one in cards_in(world)]
    assert days == ["2026-11-23", "2026-11-25" if holiday else "2026-11-24"]


async def test_a_place_may_have_a_stream_of_its_own(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    place = await world.read(lambda tx: places.find(tx, 1, "team-noord"))
    assert place
    await sqlite_store.transact(lambda tx: choices.put(tx, f"place:{place.id}", "quote", "own", True, None, world.now))
    await ready(world, PRAISE, "positive")

    await world.walk(hours=2)

    assert [one.key for one in cards_in(world, "team-noord")] == [f"quote:2026-11-23/place:{place.id}"]
    assert [one.key for one in cards_in(world)] == ["quote:2026-11-23"]


async def test_in_stilte_nothing_comes_and_nothing_is_caught_up(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, PRAISE, "positive")
    await world.say("fatima", "algemeen", "/klant stil tot morgen")

    await world.walk(hours=15)
    assert cards_in(world) == []
    await world.walk(days=1)

    assert [one.key for one in cards_in(world)] == ["quote:2026-11-24"]


async def _on(world: World, name: str) -> None:
    place = await world.read(lambda tx: places.find(tx, 1, name))
    assert place
    await world.store.transact(lambda tx: choices.put(tx, f"place:{place.id}", "quote", "here", True, None, world.now))


async def test_a_stream_of_its_own_has_another_quote_where_there_is_one(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    place = await world.read(lambda tx: places.find(tx, 1, "team-noord"))
    assert place
    await sqlite_store.transact(lambda tx: choices.put(tx, f"place:{place.id}", "quote", "own", True, None, world.now))
    await ready(world, PRAISE, "positive")
    await ready(world, "Wat een fijne mensen aan de balie.", "positive")

    await world.walk(hours=2)

    both = {one.text.splitlines()[0] for name in ("algemeen", "team-noord") for one in cards_in(world, name)}
    assert both == {f"“{PRAISE}”", "“Wat een fijne mensen aan de balie.”"}
