"""The first bell ever, somebody's first, our hundredth, and ten working days without any."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.engine.cards import plain
from store import bells, retention
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, an_organisation, labels
from tests.rituals.bel.steps import choose, hush, person_of, rung

FIRST_EVER = "Dit is de eerste bel! Ook iets moois gelukt voor een huurder? Vertel het met /bel."


async def many(world: World, who: str, count: int) -> None:
    """Bells of last week."""
    person = await person_of(world, who)

    def ring(tx: Tx) -> None:
        for n in range(count):
            bell_id = bells.add(tx, person.id, None, f"Bel {n}", None, "waiting", world.now, (), world.now)
            bells.rung(tx, bell_id, world.now)

    await world.store.transact(ring)
    await world.walk(days=7)


async def test_the_first_bell_ever_explains_itself_and_the_second_does_not(world: World) -> None:
    first = await rung(world, "fatima")
    second = await rung(world, "fatima", "/bel De trap is klaar")

    assert FIRST_EVER in first.text
    assert "eerste bel" not in second.text


async def test_the_first_bell_ever_names_the_command_as_it_is_typed_here(sqlite_store: Store) -> None:
    world = await World(sqlite_store, organisation=an_organisation(commands={"bel": "succes"})).open()

    first = await rung(world, "fatima", "/succes De lift doet het weer")

    assert "Vertel het met /succes." in first.text


async def test_a_clap_changes_nothing_about_which_bell_it_was(world: World) -> None:
    first = await rung(world, "fatima")
    await rung(world, "sanne", "/bel De trap is klaar")

    await world.press("youssef", first.card, "👏")
    await world.walk(seconds=5)

    assert FIRST_EVER in world.platform.message(first.id).text


async def test_somebodys_first_bell_asks_to_clap_along(world: World) -> None:
    await rung(world, "fatima")

    assert "Dit is de eerste bel van Sanne. Klap je mee?" in (await rung(world, "sanne", "/bel Trap klaar")).text
    assert "eerste bel van" not in (await rung(world, "sanne", "/bel Deur klaar")).text


@pytest.mark.parametrize("name", ["firsts", "celebrate"])
async def test_who_switched_it_off_rings_a_first_bell_like_any_other(world: World, name: str) -> None:
    await rung(world, "fatima")
    await choose(world, "sanne", "bel", name, False)

    assert "eerste bel van" not in (await rung(world, "sanne", "/bel Trap klaar")).text


async def test_the_hundredth_bell_is_of_us_all(world: World) -> None:
    await many(world, "youssef", 98)

    texts = [(await rung(world, "fatima", f"/bel Trap {n} is klaar")).text for n in range(3)]

    assert ["Dit was de 100e bel van ons samen." in text for text in texts] == [False, True, False]


async def delete_old(world: World, count: int) -> None:
    """The oldest bells reach the end of their two years."""
    later = world.now + timedelta(days=730)
    await world.store.transact(
        lambda tx: retention.drop(tx, bells.bell, retention.old(tx, bells.bell, later, limit=count))
    )


async def test_our_hundredth_bell_comes_once_however_many_old_ones_are_deleted(world: World) -> None:
    await many(world, "youssef", 99)
    hundredth = await rung(world, "fatima")
    await delete_old(world, 60)
    await many(world, "youssef", 59)
    other = await rung(world, "fatima", "/bel Trap klaar")
    await delete_old(world, 30)
    await many(world, "youssef", 39)
    later = await rung(world, "fatima", "/bel Deur klaar")

    said = ["bel van ons samen" in one.text for one in (hundredth, other, later)]
    assert said == [True, False, True]
    assert "Dit was de 200e bel van ons samen." in later.text


async def test_after_two_silent_years_a_bell_is_not_our_first(world: World) -> None:
    await rung(world, "fatima")
    await delete_old(world, 1)

    assert FIRST_EVER not in (await rung(world, "sanne", "/bel Trap klaar")).text


async def test_a_bell_that_never_rang_counts_for_nothing_when_it_is_deleted(world: World) -> None:
    person = await person_of(world, "youssef")
    await world.store.transact(
        lambda tx: bells.add(tx, person.id, None, "Bel", None, "lapsed", world.now, (), world.now)
    )
    await delete_old(world, 1)

    assert FIRST_EVER in (await rung(world, "fatima")).text


async def test_after_ten_silent_working_days_who_looks_after_the_bell_hears_it_once(world: World) -> None:
    await rung(world)

    await world.walk(days=13, hours=23)
    before = list(world.platform.to("anouk"))
    await world.walk(days=30)

    assert before == []
    (nudge,) = world.platform.to("anouk")
    assert plain(nudge.card) == "Er ging al tien werkdagen geen bel. Hoorde jij iets moois dat nog niemand weet?"
    assert labels(nudge.card) == ["Luid de bel"]


async def test_a_bell_in_between_moves_that_word(world: World) -> None:
    await rung(world)
    await world.walk(days=8)
    await rung(world, text="/bel De trap is klaar")

    await world.walk(days=10)

    assert world.platform.to("anouk") == []


async def test_in_stilte_nobody_is_told_that_it_is_silent(world: World) -> None:
    await rung(world)
    await world.walk(days=13)
    await hush(world, world.now + timedelta(days=30))

    await world.walk(days=20)

    assert world.platform.to("anouk") == []
