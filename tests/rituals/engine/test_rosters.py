"""What a platform tells of who is in a place."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from rituals.engine import rosters
from rituals.engine.context import Context
from rituals.engine.events import MembersChanged, Uninstalled
from rituals.engine.outcome import Outcome
from store import members, places
from store.accounts import AccountSeen
from store.base import Store
from store.places import PlaceSeen
from tests.fakes.world import World
from tests.rituals.engine.probe import Probe
from tests.rituals.engine.test_learn import Counting

ALL = ("fatima", "sanne", "youssef", "ron", "een-bot")


async def names(world: World, place: str = "algemeen") -> list[str] | None:
    """As a ritual sees them."""

    def look(context: Context) -> list[str] | None:
        here = next(one for one in context.directory.places.values() if one.external == place)
        found = context.members(here)
        return [one.first for one in found] if found is not None else None

    return await world.engine.within("probe", look)


def listening(told: list[list[str]]) -> Probe:
    def listen(event: MembersChanged, context: Context) -> Outcome:
        here = context.members(context.directory.places[event.place_id]) or []
        told.append([one.first for one in here])
        return Outcome()

    return Probe(listens={MembersChanged: listen})


async def a_world(store: Store, told: list[list[str]] | None = None) -> World:
    return await World(store, rituals=(listening(told if told is not None else []).ritual,)).open()


async def whole(world: World, here: tuple[str, ...] = ALL, place: str = "algemeen") -> None:
    await world.engine.learn_members("fake", "w1", place, here, whole=True)


async def test_a_whole_list_tells_who_is_there_and_before_it_nobody_knows(store: Store) -> None:
    told: list[list[str]] = []
    world = await a_world(store, told)
    before = await names(world)

    await whole(world)

    assert before is None
    assert await names(world) == ["Fatima", "Sanne", "Youssef"]
    assert await names(world, "successen") is None
    assert told == [["Fatima", "Sanne", "Youssef"]]


async def test_who_comes_and_who_goes_is_told_each_time(store: Store) -> None:
    told: list[list[str]] = []
    world = await a_world(store, told)
    await whole(world)

    await world.engine.learn_members("fake", "w1", "algemeen", ("anouk",))
    await world.engine.learn_members("fake", "w1", "algemeen", gone=("fatima", "grace"))
    await whole(world, ("youssef", "grace"))

    assert told[1:] == [
        ["Anouk", "Fatima", "Sanne", "Youssef"], ["Anouk", "Sanne", "Youssef"], ["Grace", "Youssef"],
    ]  # fmt: skip


async def test_old_news_does_not_ask_for_the_writer(store: Store) -> None:
    counting, told = Counting(store), list[list[str]]()
    world = await a_world(counting, told)
    await whole(world)
    times = counting.times

    await whole(world)
    await world.engine.learn_members("fake", "w1", "algemeen", ("sanne",))
    await world.engine.learn_members("fake", "w1", "algemeen", gone=("grace",))

    assert (counting.times, len(told)) == (times, 1)


async def test_somebody_more_of_a_list_that_is_not_known_is_no_list(store: Store) -> None:
    world = await a_world(store)

    await world.engine.learn_members("fake", "w1", "algemeen", ("sanne",))

    assert await names(world) is None


@pytest.mark.parametrize("where", [("fake", "w1", "elders"), ("fake", "w9", "algemeen"), ("fake", "w1", "zonder-bot")])
async def test_places_that_are_not_ours_are_left_out(sqlite_store: Store, where: tuple[str, str, str]) -> None:
    world = await a_world(sqlite_store)

    await world.engine.learn_members(*where, ALL, whole=True)

    every = await world.read(places.every)
    assert await world.read(lambda tx: [members.accounts_in(tx, one.id) for one in every]) == [set()] * len(every)


async def test_of_a_channel_that_grew_too_large_no_list_is_kept(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rosters, "MOST", 4)
    world = await a_world(sqlite_store)
    await whole(world, ALL[:4])
    before = await names(world)

    await whole(world)

    assert (before, await names(world)) == (["Fatima", "Sanne", "Youssef"], None)


async def test_where_the_bot_is_not_any_more_nothing_is_known(store: Store) -> None:
    world = await a_world(store)
    for place in ("algemeen", "successen", "mt"):
        await whole(world, place=place)

    await world.engine.learn("fake", "w1", places=[PlaceSeen("algemeen", state="absent")])
    await world.engine.learn("fake", "w1", places=[PlaceSeen("mt", state="archived")])
    gone = Uninstalled(delivery="1", at=world.now, platform="fake", workspace="w1", place="successen")
    await world.engine.dispatch(gone)

    found = [await names(world, place) for place in ("algemeen", "successen", "mt")]
    assert found == [None, None, ["Fatima", "Sanne", "Youssef"]]


async def test_a_workspace_that_went_leaves_no_lists(store: Store) -> None:
    world = await a_world(store)
    await whole(world)

    await world.engine.dispatch(Uninstalled(delivery="1", at=world.now, platform="fake", workspace="w1"))

    assert await world.read(lambda tx: members.accounts_in(tx, 1)) == set()


async def test_a_closed_account_is_in_no_list(store: Store) -> None:
    world = await a_world(store)
    await whole(world)

    await world.engine.learn("fake", "w1", [AccountSeen("sanne", active=False)])

    assert await names(world) == ["Fatima", "Youssef"]
    assert len(await world.read(lambda tx: members.accounts_in(tx, 1))) == 3


async def test_many_who_come_at_the_same_moment_are_all_there(store: Store) -> None:
    told: list[list[str]] = []
    world = await a_world(store, told)
    await whole(world, ("fatima",))

    some = ("sanne", "youssef", "anouk", "grace")
    await asyncio.gather(*(world.engine.learn_members("fake", "w1", "algemeen", (one,)) for one in (*some, *some)))

    assert await names(world) == ["Anouk", "Fatima", "Grace", "Sanne", "Youssef"]
    assert len(told) == 5


async def test_a_ritual_that_cannot_bear_it_changes_nothing_of_who_is_there(sqlite_store: Store) -> None:
    def breaks(_event: MembersChanged, _context: Context) -> Outcome:
        raise ZeroDivisionError

    world = await World(sqlite_store, rituals=(Probe(listens={MembersChanged: breaks}).ritual,)).open()

    with capture_logs() as logged:
        await whole(world)

    assert await names(world) == ["Fatima", "Sanne", "Youssef"]
    assert [one["event"] for one in logged if one["log_level"] == "error"] == ["ritual failed on who is in a place"]
