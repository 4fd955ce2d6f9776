"""Somebody looks over what comes in, also when the curator is away or gone."""

from __future__ import annotations

from dataclasses import replace

from store import roles
from store.base import Store
from store.roles import Given
from tests.fakes.world import PEOPLE, FakePlatform, World, an_organisation, words_of
from tests.rituals.quote.steps import CRITICISM, EARLY, a_world

GONE = (
    "Sanne de Wit is geen curator meer, en een ander is er niet. "
    "Maak een collega curator: /klant rol @sanne curator.\n"
    "Tot dan komen nieuwe quotes bij wie over de rituelen gaat."
)


def told(world: World, who: str = "fatima") -> list[str]:
    """What a beheerder reads about curators."""
    return [one.text for one in world.platform.to(who) if one.key.startswith("klant:curator/")]


def asked(world: World, who: str) -> list[str]:
    """The days on which somebody was asked to look."""
    keys = [one.key for one in world.platform.to(who)]
    return [key.removeprefix("quote:look/") for key in keys if key.startswith("quote:look/20")]


async def leaves(world: World, who: str) -> None:
    """Their account is closed."""
    await world.engine.learn(world.platform.name, "w1", [replace(PEOPLE[who], active=False)])


async def as_well(world: World, person_id: int) -> None:
    """One more curator."""
    await world.store.transact(lambda tx: roles.give(tx, Given(person_id, "curator"), None, world.now))


async def test_the_beheerders_hear_once_that_the_last_curator_left(store: Store) -> None:
    world = await a_world(store)

    await leaves(world, "sanne")
    await leaves(world, "sanne")
    await world.walk(days=3)

    assert told(world) == [GONE]
    assert told(world, "youssef") == []


async def test_the_beheerders_hear_that_the_last_curator_lost_the_role(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await world.say("fatima", None, "/klant rol @sanne geen")
    await world.walk(days=1)

    assert words_of(answer) == "Sanne de Wit heeft geen rol meer."
    assert told(world) == [GONE]


async def test_nobody_hears_of_a_curator_who_leaves_another_behind_or_was_none(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await as_well(world, 3)

    await leaves(world, "sanne")
    await leaves(world, "anouk")
    await world.walk(days=1)

    assert told(world) == []


async def test_a_curator_of_the_configuration_who_leaves_is_missed_too(sqlite_store: Store) -> None:
    named = replace(an_organisation().roles, curator=("sanne@waterrand.example",))
    world = await World(sqlite_store, now=EARLY, organisation=an_organisation(roles=named)).open(bell_in=())

    await leaves(world, "sanne")
    await world.walk(days=1)

    assert told(world) == [GONE]


async def test_what_nobody_looks_over_any_more_comes_to_the_beheerders(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, f"/klant quote {CRITICISM}")
    await leaves(world, "sanne")

    await world.walk(hours=4)

    assert asked(world, "fatima") == ["2026-11-23"]


async def test_the_second_curator_hears_it_a_working_day_later_and_then_both(store: Store) -> None:
    world = await a_world(store, FakePlatform())
    await as_well(world, 3)
    await world.say("anouk", None, f"/klant quote {CRITICISM}")

    await world.walk(hours=4)
    monday = (asked(world, "sanne"), asked(world, "youssef"))
    await world.walk(days=1)
    tuesday = sorted(asked(world, "sanne") + asked(world, "youssef"))
    await world.walk(days=1)

    assert sorted(map(len, monday)) == [0, 1], "one of them"
    assert tuesday == ["2026-11-23", "2026-11-24"], "the other one"
    assert asked(world, "sanne")[-1] == asked(world, "youssef")[-1] == "2026-11-25", "both"
