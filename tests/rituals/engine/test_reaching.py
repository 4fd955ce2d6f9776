"""Through which account somebody is reached: the tool they used last, and one that takes messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rituals.engine.errors import Unreachable
from rituals.engine.events import Command, NotShown, Origin
from rituals.engine.names import Key
from rituals.engine.outcome import Show
from store import accounts, handles, installations
from store.accounts import Person
from store.base import Store
from store.handles import Handle
from tests.fakes.world import PEOPLE, World, failing
from tests.rituals.engine.probe import Probe, do, person, row

KEY = Key("probe", "hello")
SECOND = replace(PEOPLE["sanne"], external="sanne-teams")


async def a_world(store: Store, probe: Probe) -> tuple[World, Person]:
    """Where Sanne has an account in two workspaces."""
    world = await World(store, rituals=(probe.ritual,)).open()
    await store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    await world.engine.learn("fake", "w2", [SECOND])
    return world, await person(world, "sanne")


async def uses(world: World, workspace: str) -> None:
    """Sanne does something, and a minute passes."""
    seen = PEOPLE["sanne"] if workspace == "w1" else SECOND
    event = Command(delivery=world.delivery(), at=world.now, origin=Origin("fake", workspace, seen), word="probe")
    await world.engine.dispatch(event)
    await world.walk(minutes=1)


async def shown(world: World, probe: Probe, to: Person) -> list[str | None]:
    """To which account a message goes."""
    await do(world, probe, Show(KEY, to, "task"))
    await world.walk(seconds=5)
    return [one.account for one in world.platform.posted]


async def test_an_account_that_was_only_told_of_is_not_where_somebody_is(store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(store, probe)

    assert await shown(world, probe, sanne) == ["sanne"]


async def test_a_message_goes_to_the_tool_that_was_used_last(store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(store, probe)

    for workspace in ("w1", "w2", "w1", "w2"):
        await uses(world, workspace)

    assert await shown(world, probe, sanne) == ["sanne-teams"]


async def test_using_the_same_tool_all_day_is_written_down_once_an_hour(sqlite_store: Store) -> None:
    probe = Probe()
    world, _ = await a_world(sqlite_store, probe)
    told = []
    for _ in range(5):
        await uses(world, "w1")
        told.append(world.desk.presence.news())
        await world.walk(minutes=14)

    world.desk.presence.note(await _known(world), world.now)
    assert told == [{}] * 5
    assert world.desk.presence.news() == {}
    world.desk.presence.note(await _known(world), world.now + timedelta(hours=1))
    assert len(world.desk.presence.news()) == 1


async def _known(world: World) -> accounts.Known:
    found = await world.read(lambda tx: accounts.find(tx, 1, "sanne"))
    assert found
    return found


async def test_what_was_not_sent_yet_follows_somebody_to_the_tool_they_use_now(store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(store, probe)
    later = Show(KEY, sanne, "task", not_before=world.now + timedelta(minutes=10))
    await do(world, probe, later)
    await world.walk(minutes=1)
    await uses(world, "w2")

    await do(world, probe, later)
    await world.walk(minutes=10)

    assert [one.account for one in world.platform.posted] == ["sanne-teams"]


async def test_what_stands_in_one_tool_is_changed_there(store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(store, probe)
    await shown(world, probe, sanne)
    await uses(world, "w2")
    probe.words["hello"] = "Anders"

    await shown(world, probe, sanne)

    assert [(one.account, one.text) for one in world.platform.posted] == [("sanne", "Anders")]


async def test_an_answer_without_an_id_is_given_where_somebody_asks_now(sqlite_store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(sqlite_store, probe)
    probe.decides(Show(KEY, sanne, "answer"))
    until = world.now + timedelta(minutes=30)
    await sqlite_store.transact(lambda tx: handles.put(tx, Handle(str(KEY), sanne.id, 1, b"1", 5, until)))
    await uses(world, "w1")

    await uses(world, "w2")

    assert [call for call, _ in world.platform.calls] == ["answer", "post"]
    assert [one.account for one in world.platform.posted] == ["sanne-teams"]


async def test_who_refuses_messages_is_reached_through_the_other_account(store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(store, probe)
    world.platform.fails = failing(Unreachable("blocked"))
    before = await shown(world, probe, sanne)

    after = await shown(world, probe, sanne)

    assert (before, after) == (["sanne-teams"], ["sanne-teams"])
    assert not [one for one in probe.heard if isinstance(one, NotShown)]


async def test_what_was_parked_for_somebody_goes_on_once_they_do_something(store: Store) -> None:
    probe = Probe()
    world, sanne = await a_world(store, probe)
    world.platform.fails = failing(Unreachable("blocked"), 2)
    await shown(world, probe, sanne)
    probe.decides()
    state = (await row(world, KEY)).state

    await uses(world, "w1")
    await uses(world, "w2")

    assert state == "parked"
    assert [one.account for one in world.platform.posted] == ["sanne-teams"]
    found = await _known(world)
    assert not found.account.blocked
