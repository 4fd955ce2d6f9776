"""What a platform's limits hold up and what not; and messages under what somebody wrote."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.courier import BATCH
from rituals.engine.errors import Throttled
from rituals.engine.events import Command
from rituals.engine.names import Key
from rituals.engine.outcome import Show
from store.base import Store
from tests.fakes.world import World, failing
from tests.rituals.engine.probe import Probe, do, place

KEY = Key("probe", "hello")


async def a_world(store: Store, probe: Probe) -> World:
    return await World(store, rituals=(probe.ritual,)).open()


def standing(world: World, name: str = "algemeen") -> list[str]:
    return [one.text for one in world.platform.standing(name)]


async def test_a_limit_on_changing_holds_up_changes_and_nothing_else(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here = await place(world, "algemeen")
    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=5)
    world.platform.fails = failing(Throttled(30, "updates"), call="update")
    probe.words["hello"] = "Anders"

    await do(world, probe, Show(KEY, None))
    await world.walk(seconds=5)
    await do(world, probe, Show(Key("probe", "new"), here), Show(KEY, None))
    await world.walk(seconds=5)
    early = standing(world)
    await world.walk(seconds=30)

    assert early == ["hello", "new"]
    assert standing(world) == ["Anders", "new"]


async def test_changes_that_have_to_wait_keep_nothing_else_from_going(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here = await place(world, "algemeen")
    many = [Key("probe", f"old{n}") for n in range(BATCH + 5)]
    await do(world, probe, *(Show(key, here) for key in many))
    await world.walk(seconds=5)
    await world.engine.slow_down(1, Throttled(60, "updates"))

    await do(world, probe, *(Show(key, None) for key in many), Show(KEY, here))
    await world.walk(seconds=5)

    assert standing(world)[-1] == "hello"


async def test_a_limit_that_a_reply_ran_into_slows_delivery_down(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here, there = await place(world, "algemeen"), await place(world, "successen")

    await world.engine.slow_down(1, Throttled(30), here.id)
    await world.engine.slow_down(1, Throttled(1), here.id)  # a shorter wait takes nothing away
    await do(world, probe, Show(KEY, here), Show(KEY, there))
    await world.walk(seconds=5)
    early = standing(world), standing(world, "successen")
    await world.engine.slow_down(1, Throttled(60, "workspace"))
    await world.walk(seconds=40)

    assert early == ([], ["hello"])
    assert standing(world) == []
    await world.walk(seconds=30)
    assert standing(world) == ["hello"]


async def test_an_answer_under_somebodys_own_message_goes_to_its_thread(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here, there = await place(world, "algemeen"), await place(world, "successen")
    probe.decides(*(Show(KEY, one, under_actor=True) for one in (here, there)))
    origin = replace(world.origin("fatima", "algemeen"), message="m-eigen")

    await world.engine.dispatch(Command(delivery="1", at=world.now, origin=origin, word="probe"))
    await world.walk(seconds=5)

    assert [one.thread for one in world.platform.posted] == ["m-eigen", None]


async def test_an_answer_to_a_message_without_an_id_is_an_ordinary_one(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    await do(world, probe, Show(KEY, await place(world, "algemeen"), under_actor=True))
    await world.walk(seconds=5)

    assert [one.thread for one in world.platform.posted] == [None]
