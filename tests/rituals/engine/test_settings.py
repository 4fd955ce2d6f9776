"""A setting is the person's or place's, else the organisation's from chat, else config.yaml's, else the default."""

from __future__ import annotations

import pytest

from rituals.engine.context import View
from rituals.engine.errors import Misfit
from rituals.engine.ritual import Setting
from store import choices
from store.base import Store
from store.tx import Tx
from tests.fakes import tiny
from tests.fakes.world import World, an_organisation
from tests.rituals.engine.probe import person, place

CONFIGURED = {"tiny": {"at": "08:00", "most": 5}}


async def a_world(store: Store, *, configured: bool = True) -> World:
    organisation = an_organisation(configured=CONFIGURED if configured else {})
    return await World(store, rituals=(tiny.ritual(),), organisation=organisation).open()


async def choose(world: World, scope: str, name: str, value: object) -> None:
    await world.store.transact(lambda tx: choices.put(tx, scope, "tiny", name, value, None, world.now))


def view(world: World, tx: Tx) -> View:
    return world.desk.view(tx, world.desk.ritual("tiny"))


async def test_what_is_chosen_nearest_wins_and_says_where_it_comes_from(store: Store) -> None:
    world = await a_world(store)
    here, there = await place(world, "algemeen"), await place(world, "mt")
    await choose(world, choices.ORGANISATION, "at", "10:00")
    await choose(world, f"place:{here.id}", "at", "11:00")

    sources = await world.read(
        lambda tx: [view(world, tx).sourced(world.desk.ritual("tiny"), tiny.AT, one) for one in (here, there, None)]
    )

    assert sources == [("11:00", "place"), ("10:00", "organisation"), ("10:00", "organisation")]


@pytest.mark.parametrize(("configured", "expected"), [(True, ("08:00", "config.yaml")), (False, ("09:00", "default"))])
async def test_what_nobody_chose_in_chat_comes_from_config_or_the_default(
    sqlite_store: Store, configured: bool, expected: tuple[str, str]
) -> None:
    world = await a_world(sqlite_store, configured=configured)

    assert await world.read(lambda tx: view(world, tx).sourced(world.desk.ritual("tiny"), tiny.AT)) == expected


async def test_a_person_s_own_choice_is_theirs_alone(store: Store) -> None:
    world = await a_world(store)
    sanne, fatima = await person(world, "sanne"), await person(world, "fatima")
    await choose(world, f"person:{sanne.id}", "most", 1)

    found = await world.read(
        lambda tx: [view(world, tx).setting(tiny.MOST, person=one) for one in (sanne, fatima, None)]
    )

    assert found == [1, 5, 5]


async def test_no_and_nothing_are_choices_too(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await choose(world, choices.ORGANISATION, "lends", False)
    await choose(world, choices.ORGANISATION, "at", "")

    found = await world.read(lambda tx: (view(world, tx).setting(tiny.LENDS), view(world, tx).setting(tiny.AT)))

    assert found == (False, "")


async def test_the_places_where_a_switch_is_on(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    for name in ("mt", "algemeen"):
        await choose(world, f"place:{(await place(world, name)).id}", "here", True)

    found = await world.read(lambda tx: [one.name for one in view(world, tx).places_with(tiny.HERE)])

    assert sorted(found) == ["algemeen", "mt"]


async def test_a_list_comes_back_as_it_was_declared(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    days: Setting[tuple[str, ...]] = Setting("days", (), "Welke dagen?")
    with_days = tiny.ritual().__class__("tiny", "Klein", tiny.draw, settings=(days,))
    await choose(world, choices.ORGANISATION, "days", ["mon", "tue"])

    found = await world.read(lambda tx: world.desk.view(tx, with_days).setting(days))

    assert found == ("mon", "tue")


async def test_a_setting_that_was_not_declared_is_a_misfit(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    strange = Setting("strange", True, "Vreemd")

    with pytest.raises(Misfit, match="tiny has no setting strange"):
        await world.read(lambda tx: view(world, tx).setting(strange))


@pytest.mark.parametrize(
    ("setting", "value", "fits"),
    [
        (tiny.MOST, 1, True), (tiny.MOST, 9, True), (tiny.MOST, 0, False), (tiny.MOST, 10, False),
        (tiny.MOST, True, False), (tiny.MOST, "3", False), (tiny.AT, "09:30", True), (tiny.AT, "9:30", False),
        (tiny.AT, "09:30\n", False), (tiny.AT, 930, False), (tiny.LENDS, False, True), (tiny.LENDS, 0, False),
        (Setting("o", "a", "O", options={"a": "A"}), "a", True),
        (Setting("o", "a", "O", options={"a": "A"}), "b", False),
        (Setting("free", "", "Vrij"), "alles mag", True),
        (Setting("days", ("mon",), "Dagen"), ("tue",), True),
        (Setting("days", ("mon",), "Dagen"), ["tue"], False),
    ],
)  # fmt: skip
def test_only_what_fits_may_be_chosen(setting: Setting[str], value: object, fits: bool) -> None:
    assert setting.fits(value) is fits
