"""A ritual that breaks a constraint of the database is at fault, as one that divides by zero: nothing waits for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from rituals.engine import sentences
from rituals.engine.context import Context
from rituals.engine.events import Event, MemberLeft, MembersChanged, Shown, SlotFailed
from rituals.engine.names import Key, Slot
from rituals.engine.outcome import Outcome, Plan, Show
from store import members, slots, versions
from store.base import Store
from tests.fakes.world import PEOPLE, FakePlatform, World, words_of
from tests.rituals.engine.probe import Probe, do, person, place, row

KEY = Key("probe", "hello")


def breaks(context: Context) -> Outcome:
    for _ in range(2):
        context.tx.run(insert(versions.version).values(name="twice", n=1), {})
    return Outcome()


def conflicts(_event: Event, context: Context) -> Outcome:
    return breaks(context)


@pytest.mark.parametrize("lookup", [True, False])
async def test_what_was_sent_is_not_sent_again_because_its_ritual_breaks_a_constraint(
    store: Store, lookup: bool
) -> None:
    probe = Probe(listens={Shown: conflicts})
    platform = FakePlatform()
    platform.capabilities = replace(platform.capabilities, lookup=lookup)
    world = await World(store, rituals=(probe.ritual,), platform=platform).open()

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=10)

    assert [call for call, _ in platform.calls] == ["post"]
    assert (await row(world, KEY)).state == "sent"


async def test_a_slot_whose_handler_breaks_a_constraint_fails_and_holds_up_nothing(store: Store) -> None:
    probe = Probe()
    world = await World(store, rituals=(probe.ritual,)).open()
    slot, due = Slot("probe", "slot", "organisation", "2026-11-23"), world.now + timedelta(minutes=5)

    await do(world, probe, Plan(slot, due))
    probe.does = conflicts
    await world.walk(hours=3)

    found = await world.read(lambda tx: slots.find(tx, slot.ritual, slot.name, slot.subject, slot.local))
    assert found and found.state == "failed"
    assert [type(event) for event in probe.heard if isinstance(event, SlotFailed)] == [SlotFailed]


async def test_a_plan_that_breaks_a_constraint_stops_no_other_ritual(store: Store) -> None:
    first, second = Probe("first", plan=breaks), Probe("probe")
    world = await World(store, rituals=(first.ritual, second.ritual)).open()
    slot = Slot("probe", "slot", "organisation", "2026-11-23")

    await do(world, second, Plan(slot, world.now + timedelta(minutes=5)))
    second.decides()
    await world.walk(minutes=10)

    assert [event.__class__.__name__ for event in second.handled] == ["Action", "SlotDue"]


async def test_who_left_has_left_whatever_constraint_a_ritual_breaks_about_it(store: Store) -> None:
    probe = Probe(listens={MemberLeft: conflicts})
    world = await World(store, rituals=(probe.ritual,)).open()

    await world.engine.learn("fake", "w1", [replace(PEOPLE["sanne"], active=False)])

    assert not (await person(world, "sanne")).active


async def test_who_is_in_a_place_is_known_whatever_constraint_a_ritual_breaks_about_it(store: Store) -> None:
    probe = Probe(listens={MembersChanged: conflicts})
    world = await World(store, rituals=(probe.ritual,)).open()

    await world.engine.learn_members("fake", "w1", "algemeen", ["sanne"], whole=True)

    here = await place(world, "algemeen")
    found = await world.read(lambda tx: members.of_place(tx, here.id))
    assert [one.first for one in found] == ["Sanne"]


async def test_who_acts_hears_that_it_is_our_fault_and_not_that_the_database_is_away(store: Store) -> None:
    probe = Probe()
    probe.does = conflicts
    world = await World(store, rituals=(probe.ritual,)).open()

    answer = await world.say("fatima", "algemeen", "/probe")

    assert words_of(answer) == sentences.BROKEN
