"""The curators hear in time that quotes run out: once, and again only when there was enough in between."""

from __future__ import annotations

from datetime import date

import pytest

from rituals.quote import rules
from store import choices, hushes, quote_stock, quotes
from store.base import Store
from store.quotes import NewQuote, Side
from tests.fakes.world import Posted, World, words_of
from tests.rituals.quote.steps import CRITICISM, PRAISE, a_world, ready


async def filled(store: Store, praise: int, criticism: int) -> World:
    """So many of each wait for their turn."""
    world = await a_world(store)
    await more(world, praise, "positive")
    await more(world, criticism, "critical")
    return world


async def more(world: World, many: int, side: Side) -> None:
    words = PRAISE if side == "positive" else CRITICISM
    for number in range(many):
        await ready(world, f"{words} {side} {world.now.isoformat()} {number}", side)


def low(world: World, who: str = "sanne") -> list[Posted]:
    """Every such message that was ever sent to somebody."""
    return [one for one in world.platform.posted if one.account == who and one.key == "quote:low"]


async def test_the_curators_hear_it_once_before_a_side_is_empty(store: Store) -> None:
    world = await filled(store, 20, 3)

    await world.walk(days=1)
    enough = low(world)
    await world.walk(days=3)

    assert enough == [], "twenty and three are enough for seven days"
    assert [one.text for one in low(world)] == ["De kritische quotes raken op. Genoeg voor 3 werkdagen."]
    assert low(world, "youssef") == low(world, "fatima") == []


async def test_however_many_there_are_a_year_of_each_is_counted(store: Store) -> None:
    many = [NewQuote(f"{PRAISE} {n}", "test", date(2026, 11, 1), side="positive", ready=True) for n in range(300)]
    world = await a_world(store)
    await store.transact(lambda tx: quotes.add_all(tx, many, world.now))

    stock = await world.read(lambda tx: quote_stock.left(tx, date(2026, 5, 27)))

    assert stock == {"positive": 250, "critical": 0, "mixed": 0}


async def test_after_there_was_enough_it_is_heard_again(sqlite_store: Store) -> None:
    world = await filled(sqlite_store, 2, 2)
    await world.walk(hours=4)
    (first,) = low(world)
    await more(world, 4, "positive")
    await more(world, 4, "critical")

    await world.walk(days=2)
    between = (len(low(world)), first.gone)
    await world.walk(days=9)

    assert between == (1, True), "it was no longer true"
    assert [one.gone for one in low(world)] == [True, False]


async def test_in_a_pause_nobody_hears_it(sqlite_store: Store) -> None:
    world = await filled(sqlite_store, 2, 2)
    until = world.now.replace(hour=23)
    await sqlite_store.transact(lambda tx: hushes.add(tx, "quote", None, world.now, until, None))

    await world.walk(hours=6)

    assert low(world) == []


@pytest.mark.parametrize(
    ("praise", "criticism", "mixed", "low"),
    [
        (3, 3, 0, None),
        (2, 2, 0, "positive"),
        (30, 1, 0, "critical"),
        (1, 30, 0, "positive"),
        (30, 1, 1, None),
        (30, 0, 1, "critical"),
        (30, 0, 0, None),
        (0, 0, 0, None),
    ],
)
def test_which_side_runs_low(praise: int, criticism: int, mixed: int, low: Side | None) -> None:
    assert rules.running_low({"positive": praise, "critical": criticism, "mixed": mixed}) == low


async def test_what_waits_for_a_curators_leave_is_no_stock(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for name, value in (("afdelingen", ["Balie", "Wijk"]), ("small_afdelingen", ["balie"])):
        await choose(world, name, value)
    for number, afdeling in enumerate(("Balie", "Balie", "Wijk")):
        await ready(world, f"{CRITICISM} {number}", "critical", afdeling=afdeling)
    await more(world, 2, "positive")
    held = await ready(world, f"{CRITICISM} En nog eens.", "critical", afdeling="Balie")

    before = await overview(world)
    await sqlite_store.transact(lambda tx: quotes.allow(tx, held))
    allowed = await overview(world)
    await choose(world, "protected_until", "2026-12-31")
    hard = await overview(world)

    assert [before, allowed, hard] == [f"Genoeg voor {days} werkdagen." for days in (3, 4, 3)]


async def test_without_any_quote_a_curator_reads_that_and_no_count_of_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    words = words_of(await world.say("sanne", None, "/klant quote")).splitlines()

    assert "Er staat geen quote klaar." in words
    assert not [one for one in words if " 0 " in one]


async def choose(world: World, name: str, value: object) -> None:
    await world.store.transact(lambda tx: choices.put(tx, "organisation", "quote", name, value, None, world.now))


async def overview(world: World) -> str:
    """How long there is enough, as a curator reads it."""
    words = words_of(await world.say("sanne", None, "/klant quote"))
    return next(one for one in words.splitlines() if one.startswith("Genoeg"))
