"""Workspaces come and go: nothing is taken from one, or sent to it, that no beheerder admitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from rituals.engine import sentences
from rituals.engine.events import Command, Installed, Origin, Uninstalled
from rituals.engine.names import Key, Slot
from rituals.engine.organisation import ConfiguredRoles
from rituals.engine.outcome import Nothing, Plan, Show
from store import accounts, installations, outbox, places, roles, slots
from store.accounts import AccountSeen
from store.base import Store
from store.places import PlaceSeen
from tests.fakes.world import PLACES, World, an_organisation, as_read, words_of
from tests.rituals.engine.probe import Probe, do, person, place, row

KEY = Key("probe", "hello")
NOOR = AccountSeen("U7", "Noor Haddad", "noor@waterrand.example")


def a_bare_world(store: Store, probe: Probe, *beheerders: str) -> World:
    """Where nobody and nothing is known yet."""
    organisation = an_organisation(roles=ConfiguredRoles(beheerder=beheerders))
    return World(store, rituals=(probe.ritual,), organisation=organisation)


async def a_world(store: Store, probe: Probe) -> World:
    return await World(store, rituals=(probe.ritual,)).open()


def installs(
    world: World, workspace: str = "w9", who: AccountSeen = NOOR, place: PlaceSeen | None = None
) -> Installed:  # fmt: skip
    origin = Origin("fake", workspace, who, place)
    return Installed(delivery=world.delivery(), at=world.now, origin=origin, name="De buren")


def leaves(world: World, workspace: str = "w1", place: str | None = None) -> Uninstalled:
    return Uninstalled(delivery=world.delivery(), at=world.now, platform="fake", workspace=workspace, place=place)


async def state(world: World, workspace: str = "w9") -> str | None:
    found = await world.read(lambda tx: installations.find(tx, "fake", workspace))
    return found.state if found else None


async def beheerders(world: World) -> list[str]:
    given = await world.read(roles.every)
    people = await world.read(lambda tx: accounts.many(tx, [one.person_id for one in given if one.role == "beheerder"]))
    return [one.name for one in people.values()]


async def test_a_workspace_nobody_knows_waits_and_nothing_is_taken_from_it(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)

    answer = await world.engine.dispatch(installs(world))
    typed = Command(delivery="1", at=world.now, origin=Origin("fake", "w9", NOOR), word="probe")
    refused = await world.engine.dispatch(typed)

    assert await state(world) == "waiting"
    assert words_of(answer) == words_of(refused) == sentences.NOT_ADMITTED
    assert probe.handled == []
    assert await beheerders(world) == ["Fatima Bouzid"]


async def test_who_installs_the_very_first_workspace_looks_after_the_bot(store: Store) -> None:
    world = a_bare_world(store, Probe())

    answer = await world.engine.dispatch(installs(world))

    assert words_of(answer) == as_read(sentences.FIRST_BEHEERDER)
    assert (await state(world), await beheerders(world)) == ("admitted", ["Noor Haddad"])
    found = await world.read(lambda tx: installations.find(tx, "fake", "w9"))
    assert found and found.name == "De buren"


async def test_a_redelivered_installation_gets_the_same_answer(sqlite_store: Store) -> None:
    world = a_bare_world(sqlite_store, Probe())
    event = installs(world)

    first, second = await world.engine.dispatch(event), await world.engine.dispatch(event)

    assert words_of(first) == words_of(second) == as_read(sentences.FIRST_BEHEERDER)


async def test_a_stranger_who_comes_after_it_is_no_beheerder(sqlite_store: Store) -> None:
    world = a_bare_world(sqlite_store, Probe())
    await sqlite_store.transact(lambda tx: installations.put(tx, "fake", "w1", "Waterrand", "admitted"))

    await world.engine.dispatch(installs(world))

    assert (await state(world), await beheerders(world)) == ("waiting", [])


@pytest.mark.parametrize("kind", ["guest", "outsider", "bot"])
async def test_a_guest_who_installs_it_is_no_beheerder(sqlite_store: Store, kind: accounts.AccountKind) -> None:
    world = a_bare_world(sqlite_store, Probe())

    with capture_logs():
        await world.engine.dispatch(installs(world, who=replace(NOOR, kind=kind)))

    assert (await state(world), await beheerders(world)) == ("waiting", [])


@pytest.mark.parametrize("name", ["fake:U7", "Noor@waterrand.example"])
async def test_the_beheerder_of_the_configuration_admits_the_first_workspace_by_installing_it(
    sqlite_store: Store, name: str
) -> None:
    world = a_bare_world(sqlite_store, Probe(), name)

    answer = await world.engine.dispatch(installs(world))

    assert answer.reply == Nothing()
    assert (await state(world), await beheerders(world)) == ("admitted", [])


async def test_the_operator_reads_that_nobody_can_admit_a_workspace(sqlite_store: Store) -> None:
    world = a_bare_world(sqlite_store, Probe(), "iemand@waterrand.example")

    with capture_logs() as logs:
        await world.engine.dispatch(installs(world))

    assert await state(world) == "waiting"
    assert [one["workspace"] for one in logs if "roles.beheerder" in one["event"]] == ["w9"]


async def test_nothing_is_sent_any_more_to_a_workspace_that_is_gone(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    later = world.now + timedelta(minutes=1)
    await do(world, probe, Show(KEY, await place(world, "successen")))
    await world.walk(seconds=5)
    await do(world, probe, Show(KEY, None), Show(KEY, await place(world, "algemeen"), not_before=later))
    await do(world, probe, Show(Key("probe", "private"), await person(world, "sanne"), "task", not_before=later))

    answer = await world.engine.dispatch(leaves(world))
    await world.walk(minutes=5)

    rows = await world.read(lambda tx: outbox.of_key(tx, str(KEY)))
    assert answer.stored
    assert [one.state for one in rows] == ["sent", "cancelled"]
    assert (await row(world, Key("probe", "private"))).state == "cancelled"
    assert [call for call, _ in world.platform.calls] == ["post"]


async def test_a_workspace_that_comes_back_takes_part_again_and_nothing_is_caught_up(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    slot = Slot("probe", "slot", "organisation", "2026-11-24")
    await do(world, probe, Plan(slot, world.now + timedelta(days=1)))
    await world.store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    await world.engine.dispatch(leaves(world))
    probe.decides(Show(KEY, await place(world, "algemeen")))
    elsewhere = Origin("fake", "w2", NOOR)
    await world.engine.dispatch(Command(delivery="meanwhile", at=world.now, origin=elsewhere, word="probe"))
    await world.walk(minutes=5)

    await world.engine.dispatch(installs(world, "w1"))
    await world.walk(minutes=5)

    assert await state(world, "w1") == "admitted"
    assert world.platform.posted == []
    assert await world.read(lambda tx: slots.find(tx, "probe", "slot", "organisation", slot.local))


async def test_a_workspace_that_leaves_while_it_waits_has_to_ask_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Probe())
    await world.engine.dispatch(installs(world))
    await world.engine.dispatch(leaves(world, "w9"))
    before = await state(world)

    await world.engine.dispatch(installs(world))

    assert (before, await state(world)) == ("refused", "waiting")


async def test_leaving_twice_or_from_nowhere_changes_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Probe())

    for workspace in ("w1", "w1", "elders"):
        assert (await world.engine.dispatch(leaves(world, workspace))).stored

    assert (await state(world, "w1"), await state(world, "elders")) == ("gone", None)


async def test_a_place_without_the_bot_is_absent_until_it_is_back(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)

    await world.engine.dispatch(leaves(world, place="algemeen"))
    away = (await place(world, "algemeen")).state
    back = replace(PLACES["algemeen"], state=None)
    await world.engine.dispatch(installs(world, "w1", place=back))

    assert (away, (await place(world, "algemeen")).state) == ("absent", "open")
    assert await world.read(lambda tx: places.find(tx, 1, "elders")) is None
