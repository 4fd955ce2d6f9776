"""Every message comes to stand there once, or somebody hears why not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from rituals.engine.cards import Card
from rituals.engine.context import Drawing
from rituals.engine.errors import (
    DeliveryError,
    PerhapsSent,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
    verdict,
)
from rituals.engine.events import NotShown
from rituals.engine.names import Key
from rituals.engine.outcome import Private, Show, Withdraw
from rituals.engine.platform import Parcel
from rituals.engine.ritual import Policy
from store import handles, installations, outages, sending
from store.base import Store
from store.handles import Handle
from tests.fakes.world import FakePlatform, World, failing
from tests.rituals.engine.probe import Probe, do, person, place, row, said

KEY = Key("probe", "hello")


async def a_world(store: Store, probe: Probe, *, policy: Policy = "at_least_once", lookup: bool = True) -> World:
    platform = FakePlatform()
    platform.capabilities = replace(platform.capabilities, lookup=lookup)
    return await World(store, rituals=(replace(probe.ritual, policy=policy),), platform=platform).open()


def standing(world: World, name: str = "algemeen") -> list[str]:
    return [one.text for one in world.platform.standing(name)]


def reasons(probe: Probe) -> list[str]:
    return [event.reason for event in probe.heard if isinstance(event, NotShown)]


async def test_what_was_surely_not_sent_is_tried_again_ever_later_until_it_stands(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    tried: list[datetime] = []
    fail = failing(SurelyNotSent(), 4)

    def fails(call: str, parcel: Parcel) -> None:
        tried.append(world.now)
        fail(call, parcel)

    world.platform.fails = fails
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=2)

    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(tried)]
    assert standing(world) == ["hello"]
    assert [wanted * 0.75 <= gap <= wanted * 1.25 for wanted, gap in zip((1, 2, 4, 8), gaps, strict=True)] == [True] * 4
    assert {call for call, _ in world.platform.calls} == {"post"}


async def test_what_perhaps_was_sent_is_looked_up_after_a_minute_and_not_sent_twice(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.afterwards = failing(PerhapsSent())

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=59)
    assert [call for call, _ in world.platform.calls] == ["post"]
    await world.walk(seconds=2)

    assert [call for call, _ in world.platform.calls] == ["post", "find"]
    assert standing(world) == ["hello"]
    assert (await row(world, KEY)).posted == "m1"


async def test_what_turns_out_not_to_stand_there_is_sent_once_more(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.fails = failing(PerhapsSent())

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=2)

    assert [call for call, _ in world.platform.calls] == ["post", "find", "post"]
    assert standing(world) == ["hello"]


async def test_what_is_withdrawn_while_in_doubt_does_not_stay_when_it_turns_out_to_stand(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.afterwards = failing(PerhapsSent())
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    await do(world, probe, Withdraw(KEY))
    await world.walk(minutes=3)

    assert [one.gone for one in world.platform.posted] == [True]


async def test_what_is_withdrawn_while_in_doubt_and_does_not_stand_is_never_sent(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.fails = failing(PerhapsSent())
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    await do(world, probe, Withdraw(KEY))
    await world.walk(minutes=3)

    assert world.platform.posted == []
    assert (await row(world, KEY)).state == "cancelled"


async def test_a_message_that_may_come_twice_is_sent_again_where_nobody_can_be_asked(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy="at_least_once", lookup=False)
    world.platform.afterwards = failing(PerhapsSent())

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=2)

    assert standing(world) == ["hello", "hello"]
    assert reasons(probe) == []


async def test_a_message_that_may_come_once_is_left_to_people_where_nobody_can_be_asked(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy="at_most_once", lookup=False)
    world.platform.afterwards = failing(PerhapsSent())
    here = await place(world, "algemeen")

    await do(world, probe, Show(KEY, here))
    await world.walk(days=2)
    await do(world, probe, Show(KEY, here))
    await world.walk(minutes=2)

    assert standing(world) == ["hello"]
    assert reasons(probe) == ["uncertain"]
    assert (await row(world, KEY)).state == "uncertain"


async def test_a_person_can_say_that_a_message_in_doubt_must_be_sent_again(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy="at_most_once", lookup=False)
    world.platform.fails = failing(PerhapsSent())
    here = await place(world, "algemeen")
    await do(world, probe, Show(KEY, here))
    await world.walk(minutes=2)

    await do(world, probe, Show(KEY, here, resend=True))
    await world.walk(minutes=2)

    assert standing(world) == ["hello"]


async def test_an_answer_in_doubt_is_neither_asked_about_nor_repeated(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy="at_most_once")
    world.platform.fails = failing(PerhapsSent())

    await do(world, probe, Show(KEY, await person(world, "sanne"), "answer"))
    await world.walk(minutes=5)

    assert [call for call, _ in world.platform.calls] == ["post"]
    assert reasons(probe) == []


async def test_a_place_that_says_wait_is_left_alone_and_others_are_not(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.fails = failing(Throttled(30, "place"), place="algemeen")
    here, there = await place(world, "algemeen"), await place(world, "mt")

    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=1)
    await do(world, probe, Show(Key("probe", "other"), here), Show(Key("probe", "other"), there))
    await world.walk(seconds=28)

    assert (standing(world), standing(world, "mt")) == ([], ["other"])
    await world.walk(seconds=3)
    assert sorted(standing(world)) == ["hello", "other"]


async def test_a_private_chat_that_says_wait_is_left_alone_and_others_are_not(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.fails = failing(Throttled(30, "place"))
    sanne, anouk = await person(world, "sanne"), await person(world, "anouk")

    await do(world, probe, Show(KEY, sanne, "task"))
    await world.walk(seconds=1)
    await do(world, probe, Show(Key("probe", "other"), sanne, "task"), Show(Key("probe", "other"), anouk, "task"))
    await world.walk(seconds=28)

    assert ([one.text for one in world.platform.to("anouk")], world.platform.to("sanne")) == (["other"], [])
    await world.walk(seconds=5)
    assert sorted(one.text for one in world.platform.to("sanne")) == ["hello", "other"]


async def test_a_workspace_that_says_wait_is_left_alone_altogether(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(Throttled(30, "workspace"))

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=1)
    await do(world, probe, Show(KEY, await place(world, "mt")))
    await world.walk(seconds=28)

    assert world.platform.posted == []
    await world.walk(seconds=3)
    assert len(world.platform.posted) == 2


async def test_a_place_that_cannot_be_reached_is_parked_and_the_ritual_hears_it(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(Unreachable("archived"))
    here = await place(world, "algemeen")

    await do(world, probe, Show(KEY, here))
    await world.walk(days=1)

    assert reasons(probe) == ["parked"]
    assert world.platform.posted == []
    await sqlite_store.transact(lambda tx: outages.unpark(tx, here.id, world.now))
    await world.walk(seconds=5)
    assert standing(world) == ["hello"]


async def test_a_message_that_is_refused_is_not_tried_again(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(Unacceptable("too large"))

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(days=1)

    assert reasons(probe) == ["refused"]
    assert len(world.platform.calls) == 1


async def test_a_message_that_somebody_deleted_is_let_go(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here = await place(world, "algemeen")
    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=5)

    world.platform.fails = failing(Vanished(), call="update")
    await do(world, probe, Show(KEY, None))
    await world.walk(minutes=5)
    assert [call for call, _ in world.platform.calls] == ["post", "update"]

    await do(world, probe, Show(KEY, None))
    await world.walk(minutes=5)
    assert len(world.platform.calls) == 2


@pytest.mark.parametrize("error", [SurelyNotSent(), PerhapsSent(), DeliveryError("new"), Throttled(2)])
async def test_an_update_that_failed_is_simply_done_again(sqlite_store: Store, error: DeliveryError) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    world.platform.fails = failing(error, call="update")
    probe.words["hello"] = "Anders"
    await do(world, probe, Show(KEY, None))
    await world.walk(minutes=5)

    assert standing(world) == ["Anders"]
    assert [call for call, _ in world.platform.calls] == ["post", "update", "update"]


async def test_a_removal_that_failed_is_done_again(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    world.platform.fails = failing(PerhapsSent(), call="remove")
    await do(world, probe, Withdraw(KEY))
    await world.walk(minutes=5)

    assert standing(world) == []


async def test_an_error_of_the_adapter_itself_counts_as_perhaps_sent(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    left = [1]

    def breaks(_call: str, _parcel: Parcel) -> None:
        if left[0]:
            left[0] -= 1
            raise ZeroDivisionError

    world.platform.afterwards = breaks
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=2)

    assert [call for call, _ in world.platform.calls] == ["post", "find"]
    assert standing(world) == ["hello"]


def test_an_error_that_nobody_knows_counts_as_perhaps_sent() -> None:
    class Strange(DeliveryError):
        pass

    assert verdict(Strange()) == "look up"


async def test_a_card_that_cannot_be_drawn_holds_up_no_other(store: Store) -> None:
    probe, broken = Probe(), [True]

    def draw(drawing: Drawing, key: Key) -> Card | None:
        if key.rest == "broken" and broken[0]:
            raise ZeroDivisionError
        return said(key.rest)

    world = await World(store, rituals=(replace(probe.ritual, draw=draw),)).open()
    here = await place(world, "algemeen")
    await do(world, probe, Show(Key("probe", "broken"), here), Show(KEY, here))
    await world.walk(seconds=5)

    assert standing(world) == ["hello"]
    broken[0] = False
    await world.walk(minutes=2)
    assert sorted(standing(world)) == ["broken", "hello"]


async def test_a_message_that_cannot_go_in_time_lapses_and_the_ritual_hears_it(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.fails = failing(SurelyNotSent(), 10_000)

    await do(world, probe, Show(KEY, await place(world, "algemeen"), until=world.now + timedelta(minutes=10)))
    await world.walk(minutes=12)
    world.platform.fails = lambda _call, _parcel: None
    await world.walk(hours=1)

    assert reasons(probe) == ["lapsed"]
    assert world.platform.posted == []


@pytest.mark.parametrize("state", ["waiting", "gone"])
async def test_a_workspace_that_is_not_admitted_gets_nothing(
    sqlite_store: Store, state: installations.WorkspaceState
) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=world.now + timedelta(seconds=9)))

    await sqlite_store.transact(lambda tx: installations.put(tx, "fake", "w1", "Waterrand", state))
    await world.walk(minutes=1)
    assert world.platform.calls == []

    await sqlite_store.transact(lambda tx: installations.put(tx, "fake", "w1", "Waterrand", "admitted"))
    await world.walk(minutes=1)
    assert standing(world) == ["hello"]


async def test_messages_of_a_ritual_that_is_gone_are_not_sent(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=world.now + timedelta(seconds=9)))

    without = World(sqlite_store, rituals=(), now=world.now + timedelta(minutes=1), platform=world.platform)
    await without.engine.settle()

    assert world.platform.calls == []
    assert (await row(world, KEY)).state == "cancelled"


async def test_a_private_answer_changes_through_its_handle(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    probe.decides(reply=Private(said("Even geduld."), KEY))
    told = await world.act("sanne", "probe.act", place="algemeen")
    assert told.person_id and told.key
    until = world.now + timedelta(minutes=29)
    handle = Handle(told.key, told.person_id, 1, b"secret", 5, until)
    await sqlite_store.transact(lambda tx: handles.put(tx, handle))

    await do(world, probe, Show(KEY, await person(world, "sanne"), "answer"), who="sanne")
    await world.walk(seconds=5)

    assert world.platform.answered == {"probe:hello": said("hello")}
    assert world.platform.posted == []


async def test_a_private_answer_without_a_handle_is_a_message_of_its_own(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    await do(world, probe, Show(KEY, await person(world, "sanne"), "answer"), who="sanne")
    await world.walk(seconds=5)
    probe.words["hello"] = "Anders"
    await do(world, probe, Show(KEY, await person(world, "sanne"), "answer"), who="sanne")
    await world.walk(seconds=5)

    assert [(one.text, one.draws) for one in world.platform.to("sanne")] == [("Anders", 2)]


async def test_a_card_is_made_to_fit_where_it_goes(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.capabilities = replace(world.platform.capabilities, max_text=20)
    probe.words["hello"] = "woord " * 30

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    assert len(standing(world)[0]) <= 20


async def test_a_message_is_looked_for_from_just_before_it_was_due(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(PerhapsSent())
    asked: list[datetime] = []
    find = world.platform.find

    async def looked(parcel: Parcel, since: datetime) -> str | None:
        asked.append(since)
        return await find(parcel, since)

    world.platform.find = looked  # type: ignore[method-assign]
    due = world.now + timedelta(seconds=10)
    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=due))
    await world.walk(minutes=2)

    assert asked == [due - timedelta(minutes=1)]


async def test_two_that_deliver_at_once_send_every_message_once(postgres_store: Store) -> None:
    probe = Probe()
    first = await a_world(postgres_store, probe)
    second = World(postgres_store, rituals=(probe.ritual,), platform=first.platform)
    here = await place(first, "algemeen")
    await do(first, probe, *(Show(Key("probe", str(n)), here) for n in range(20)))

    await asyncio.gather(first.engine.delivery.drain(), second.engine.delivery.drain())

    assert len(first.platform.posted) == 20
    assert {one.key for one in first.platform.posted} == {f"probe:{n}" for n in range(20)}


async def test_nothing_stays_half_done_in_the_outbox(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here = await place(world, "algemeen")
    await do(world, probe, *(Show(Key("probe", str(n)), here) for n in range(120)))
    await world.walk(seconds=5)

    assert await world.read(sending.states) == {"sent": 120}
    assert len(world.platform.posted) == len({one.key for one in world.platform.posted}) == 120
