"""What a handler decided becomes true, once, as it is at the moment of sending."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from rituals.engine.events import AbsenceTold, NotShown, Shown
from rituals.engine.names import Key, Ref, Slot
from rituals.engine.outcome import Kind, Outcome, Plan, Refresh, Show, Tell, Unplan, Withdraw
from rituals.engine.platform import Parcel
from store import slots
from store.base import Store
from store.places import Place
from store.sending import states
from tests.fakes.world import World
from tests.rituals.engine.probe import Probe, do, person, place, row

KEY = Key("probe", "hello")
THREAD = Key("probe", "thread")
SLOT = Slot("probe", "slot", "organisation", "2026-11-24")


async def a_world(store: Store, probe: Probe) -> World:
    return await World(store, rituals=(probe.ritual,)).open()


async def test_a_message_is_drawn_when_it_is_sent(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    later = world.now + timedelta(seconds=10)

    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=later))
    await world.walk(seconds=9)
    probe.words["hello"] = "Zoals het nu is"

    assert world.platform.posted == []
    await world.walk(seconds=2)
    assert [one.text for one in world.platform.standing("algemeen")] == ["Zoals het nu is"]


async def test_the_last_show_of_a_message_wins(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here, now = await place(world, "algemeen"), world.now

    await do(world, probe, Show(KEY, here, not_before=now + timedelta(seconds=5)))
    await do(world, probe, Show(KEY, here, not_before=now + timedelta(seconds=60)))
    await world.walk(seconds=59)

    assert world.platform.posted == []
    await world.walk(seconds=2)
    assert len(world.platform.posted) == 1


async def test_showing_twice_in_one_outcome_is_one_message(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here = await place(world, "algemeen")

    await do(world, probe, Show(KEY, here), Show(KEY, here), Show(KEY, await place(world, "mt")))
    await world.walk(seconds=10)

    assert sorted(one.place or "" for one in world.platform.posted) == ["algemeen", "mt"]


async def test_what_changes_fast_is_drawn_at_most_every_two_seconds_and_ends_true(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=1)
    drawn: list[datetime] = []
    world.platform.afterwards = lambda _call, _parcel: drawn.append(world.now)

    for count in range(20):
        probe.words["hello"] = str(count)
        await do(world, probe, Show(KEY, None))
        await world.walk(milliseconds=300)
    await world.walk(seconds=10)

    (message,) = world.platform.posted
    assert message.text == "19"
    assert 2 <= len(drawn) <= 5
    assert all(later - earlier >= timedelta(seconds=2) for earlier, later in pairwise(drawn))


async def test_a_message_shown_again_while_it_is_being_sent_is_drawn_once_more(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here = await place(world, "algemeen")
    interrupted = False

    async def interrupt(parcel: Parcel) -> str:
        nonlocal interrupted
        posted = await post(parcel)
        if not interrupted:
            interrupted = True
            probe.words["hello"] = "Intussen veranderd"
            await do(world, probe, Show(KEY, None))
        return posted

    post = world.platform.post
    world.platform.post = interrupt  # type: ignore[method-assign]
    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=5)

    (message,) = world.platform.posted
    assert (message.text, message.draws) == ("Intussen veranderd", 2)


async def test_showing_everywhere_changes_what_stands_and_sends_nothing_new(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")), Show(KEY, await place(world, "mt")))
    await world.walk(seconds=5)

    await do(world, probe, Show(KEY, None), Show(Key("probe", "nowhere"), None))
    await world.walk(seconds=5)

    assert [(one.place, one.draws) for one in world.platform.posted] == [("algemeen", 2), ("mt", 2)]


async def test_what_is_withdrawn_before_it_was_sent_is_never_sent(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=world.now + timedelta(seconds=10)))

    await do(world, probe, Withdraw(KEY))
    await world.walk(seconds=60)

    assert world.platform.calls == []
    assert (await row(world, KEY)).state == "cancelled"


async def test_what_is_withdrawn_after_it_was_sent_is_taken_down_everywhere(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")), Show(KEY, await place(world, "mt")))
    await world.walk(seconds=1)

    await do(world, probe, Withdraw(KEY))
    await world.walk(seconds=5)

    assert [one.gone for one in world.platform.posted] == [True, True]


async def test_a_message_can_be_withdrawn_from_one_place(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here, there = await place(world, "algemeen"), await place(world, "mt")
    await do(world, probe, Show(KEY, here), Show(KEY, there))
    await world.walk(seconds=1)

    await do(world, probe, Withdraw(KEY, here))
    await world.walk(seconds=5)

    assert [(one.place, one.gone) for one in world.platform.posted] == [("algemeen", True), ("mt", False)]


async def test_what_is_withdrawn_while_it_is_being_sent_does_not_stay(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)

    async def interrupt(parcel: Parcel) -> str:
        posted = await post(parcel)
        await do(world, probe, Withdraw(KEY))
        return posted

    post = world.platform.post
    world.platform.post = interrupt  # type: ignore[method-assign]
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    assert [one.gone for one in world.platform.posted] == [True]


async def test_a_withdrawn_message_that_is_shown_again_is_a_new_one(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here = await place(world, "algemeen")
    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=1)
    await do(world, probe, Withdraw(KEY))
    await world.walk(seconds=5)

    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=5)

    assert [one.gone for one in world.platform.posted] == [True, False]


async def test_a_message_that_has_nothing_to_show_is_not_sent_and_one_that_stands_is_taken_down(
    sqlite_store: Store,
) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here, silent = await place(world, "algemeen"), Key("probe", "silent")
    probe.words["silent"] = None
    await do(world, probe, Show(silent, here), Show(KEY, here))
    await world.walk(seconds=1)

    probe.words["hello"] = None
    await do(world, probe, Show(KEY, None))
    await world.walk(seconds=5)

    assert [(one.key, one.gone) for one in world.platform.posted] == [("probe:hello", True)]
    assert await world.read(states) == {"cancelled": 2}


async def test_a_reply_waits_for_the_message_it_answers(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here, later = await place(world, "algemeen"), world.now + timedelta(seconds=30)

    await do(world, probe, Show(THREAD, here, thread=KEY), Show(KEY, here, not_before=later))
    await world.walk(seconds=29)

    assert world.platform.posted == []
    await world.walk(seconds=2)
    assert [(one.key, one.thread) for one in world.platform.posted] == [("probe:hello", None), ("probe:thread", "m1")]


async def test_a_reply_whose_message_never_comes_lapses(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here, until = await place(world, "algemeen"), world.now + timedelta(hours=2)
    probe.words["hello"] = None

    await do(world, probe, Show(THREAD, here, thread=KEY, until=until), Show(KEY, here))
    await world.walk(hours=3)

    assert world.platform.posted == []
    assert [one.reason for one in probe.heard if isinstance(one, NotShown)] == ["lapsed"]


async def test_people_who_wait_for_an_answer_go_first(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    sanne = await person(world, "sanne")
    kinds: tuple[Kind, ...] = ("nudge", "task", "answer")
    shows = [Show(Key("probe", kind), sanne, kind, until=world.now + timedelta(days=1)) for kind in kinds]

    await do(world, probe, *shows, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=1)

    assert [one.key for one in world.platform.posted] == ["probe:answer", "probe:task", "probe:hello", "probe:nudge"]


@pytest.mark.parametrize(("kind", "sent"), [("answer", True), ("task", False), ("nudge", False)])
async def test_a_guest_gets_answers_and_nothing_unasked(sqlite_store: Store, kind: Kind, sent: bool) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    await do(world, probe, Show(KEY, await person(world, "ron"), kind, until=world.now + timedelta(days=1)))
    await world.walk(seconds=5)

    assert bool(world.platform.to("ron")) is sent


async def test_the_ritual_hears_once_that_its_message_stands(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here = await place(world, "algemeen")

    await do(world, probe, Show(KEY, here, not_before=world.now + timedelta(seconds=10)))
    await world.walk(seconds=10)
    await do(world, probe, Show(KEY, None))
    await world.walk(seconds=10)

    shown = [event for event in probe.heard if isinstance(event, Shown)]
    assert [(event.key, event.to) for event in shown] == [(KEY, here)]
    assert shown[0].at == world.now - timedelta(seconds=10)


async def test_slots_are_planned_moved_and_taken_back(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    soon, later = world.now + timedelta(minutes=5), world.now + timedelta(hours=1)

    await do(world, probe, Plan(SLOT, soon))
    await do(world, probe, Plan(SLOT, later))
    due = await world.read(lambda tx: slots.find(tx, "probe", "slot", "organisation", "2026-11-24"))
    await do(world, probe, Unplan(SLOT))
    taken = await world.read(lambda tx: slots.find(tx, "probe", "slot", "organisation", "2026-11-24"))

    assert due and (due.due, due.state) == (later, "planned")
    assert taken and taken.state == "taken back"


async def test_what_changed_about_a_thing_of_another_ritual_is_drawn_anew(store: Store) -> None:
    owner = Probe("owner", things=frozenset({"page"}), keys=lambda _view, ref: (Key("owner", ref.id),))
    other = Probe("other")
    world = await World(store, rituals=(owner.ritual, other.ritual)).open()
    await do(world, owner, Show(Key("owner", "hello"), await place(world, "algemeen")))
    await world.walk(seconds=5)
    owner.words["hello"] = "Met iets erbij"

    await do(world, other, Refresh(Ref("page", "hello")), Refresh(Ref("page", "unknown")), Refresh(Ref("strange", "1")))
    await world.walk(seconds=5)

    assert [one.text for one in world.platform.standing("algemeen")] == ["Met iets erbij"]


async def test_what_one_ritual_tells_the_others_hear_and_act_on(store: Store) -> None:
    teller = Probe("teller")
    show = Key("listener", "hello")
    here: list[Place] = []
    listener = Probe(
        "listener", listens={AbsenceTold: lambda _event, _context: Outcome(effects=(Show(show, here[0]),))}
    )
    world = await World(store, rituals=(teller.ritual, listener.ritual)).open()
    here.append(await place(world, "algemeen"))

    await do(world, teller, Tell(AbsenceTold(delivery="absence", at=world.now, person_id=1)))
    await world.walk(seconds=5)

    assert [one.key for one in world.platform.standing("algemeen")] == [str(show)]
