"""Somebody from outside comes to the meeting: the host is asked about it, and only colleagues hear of the klantpet."""

from __future__ import annotations

import pytest

from store.base import Store
from tests.fakes.world import World, words_of
from tests.rituals.klantpet.steps import (
    MEETING,
    TEAM,
    a_meeting,
    a_world,
    by_calendar,
    everything,
    heard,
    public,
    the_day_before,
    told,
    turn_of,
    until,
    wearer,
)


async def with_an_outsider(store: Store) -> World:
    world = await a_world(store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima"), outsiders=["klaas@elders.example"])])
    await the_day_before(world)
    return world


async def test_somebody_from_outside_is_asked_about_once_and_in_private(store: Store) -> None:
    world = await with_an_outsider(store)

    await until(world, 12)

    asked = told(world, "anouk", "outside")
    assert len(asked) == 1 and everything(world).count(asked[0].key) == 1
    assert public(world) == []
    assert {one.account for one in world.platform.posted if one.key.startswith("klantpet:")} <= set(TEAM)


@pytest.mark.parametrize(("outsiders", "lines"), [((), 1), (("klaas@elders.example",), 0)])
async def test_the_line_at_the_start_is_not_for_people_from_outside(
    outsiders: tuple[str, ...], lines: int, sqlite_store: Store
) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(outsiders=outsiders)], opening=True)

    await until(world, 10, 1)

    assert len(public(world)) == lines


async def test_without_an_answer_the_klantpet_goes_on(sqlite_store: Store) -> None:
    world = await with_an_outsider(sqlite_store)

    assert told(world, "anouk", "outside")[0].text == (
        "Teamoverleg, morgen om 10:00: er komt iemand van buiten. Is dat een huurder?"
    )
    await until(world, 9, 46)

    assert len(told(world, "anouk", "host")) == 1


async def test_for_a_customer_the_klantpet_stays_on_its_hook(store: Store) -> None:
    world = await with_an_outsider(store)
    who = await wearer(world)

    await world.press("anouk", told(world, "anouk", "outside")[0].card, "Ja, pet op de kapstok")
    await until(world, 12)

    assert told(world, "anouk", "host") == [] and told(world, who, "after") == []
    assert told(world, who, "off")[0].text == (
        "Je hoeft de klantpet deze keer niet te dragen. Dank je wel dat je klaarstond!"
    )


async def test_for_another_guest_the_klantpet_goes_on(sqlite_store: Store) -> None:
    world = await with_an_outsider(sqlite_store)

    await world.press("anouk", told(world, "anouk", "outside")[0].card, "Nee")
    await until(world, 9, 46)

    assert len(told(world, "anouk", "host")) == 1


async def test_a_guest_of_the_house_is_from_outside_and_never_wears_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(("sanne", "youssef", "fatima", "ron"))])

    await until(world, 12)

    assert len(told(world, "anouk", "outside")) == 1
    assert heard(world, "ron") == []


async def test_a_colleague_without_an_account_is_nobody_from_outside(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await by_calendar(world, [a_meeting(outsiders=["monteur@waterrand.example"])])

    await the_day_before(world)

    assert told(world, "anouk", "outside") == []


async def test_only_the_host_answers_for_the_meeting(sqlite_store: Store) -> None:
    world = await with_an_outsider(sqlite_store)

    answers = [await world.act("grace", f"klantpet.{name}", MEETING) for name in ("customer", "none", "other")]

    assert len({words_of(one) for one in answers}) == 1
    assert await turn_of(world) is not None
