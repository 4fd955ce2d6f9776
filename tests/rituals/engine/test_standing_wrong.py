"""Nothing stands for ever as it was: what changed meanwhile is drawn anew, what was withdrawn is taken down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rituals.engine.cards import Form, PersonField, TextField
from rituals.engine.context import Drawing
from rituals.engine.errors import PerhapsSent, Unacceptable
from rituals.engine.events import FormClosed, Installed, NotShown, Origin, Uninstalled, Value
from rituals.engine.names import Key, Ref, Slot
from rituals.engine.outcome import Outcome, Plan, Show, ShowForm, Unplan, Withdraw
from store import accounts, handles, inbox, installations, slots
from store.accounts import AccountSeen, Person
from store.base import Store
from store.handles import Handle
from tests.fakes.world import PEOPLE, PLACES, World, failing, form_of
from tests.rituals.engine.probe import Probe, do, person, place, row

KEY = Key("probe", "hello")


async def a_world(store: Store, probe: Probe) -> World:
    return await World(store, rituals=(probe.ritual,)).open()


async def seen_as_somebody_else(world: World) -> Person:
    """Sanne in a second workspace, where nothing tells yet that it is she."""
    await world.store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    await world.engine.learn("fake", "w2", [AccountSeen("twin", "Sanne de Wit")])
    twin = await world.read(lambda tx: accounts.find(tx, 2, "twin"))
    assert twin
    return twin.person


async def is_recognised(world: World) -> None:
    """By her address."""
    await world.engine.learn("fake", "w2", [AccountSeen("twin", "Sanne de Wit", "sanne@waterrand.example")])


async def test_what_changed_while_the_app_was_away_is_drawn_anew_when_it_comes_back(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=1)
    await world.store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    await world.engine.dispatch(Uninstalled(delivery="1", at=world.now, platform="fake", workspace="w1"))
    probe.words["hello"] = "changed"
    probe.decides(Show(KEY, None))
    noor = AccountSeen("noor", "Noor Smit", "noor@waterrand.example")
    event = world.typed("fatima", "algemeen", "/probe")
    await world.engine.dispatch(replace(event, origin=Origin("fake", "w2", noor)))
    await world.walk(minutes=1)
    before = [one.text for one in world.platform.standing("algemeen")]

    origin = world.origin("fatima")
    await world.engine.dispatch(Installed(delivery="2", at=world.now, origin=origin))
    await world.walk(minutes=1)

    assert (before, [one.text for one in world.platform.standing("algemeen")]) == (["hello"], ["changed"])


async def test_a_private_answer_that_came_as_a_message_is_kept_up_to_date_after_a_new_answer(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    sanne = await person(world, "sanne")
    await do(world, probe, Show(KEY, sanne, "answer"))
    await world.walk(minutes=1)
    handle = Handle(str(KEY), sanne.id, 1, b"x", 4, world.now + timedelta(minutes=30))
    await world.store.transact(lambda tx: handles.put(tx, handle))

    probe.words["hello"] = "changed"
    await do(world, probe, Show(KEY, sanne, "answer"))
    await world.walk(hours=1)
    await do(world, probe, Withdraw(KEY))
    await world.walk(minutes=1)

    assert world.platform.to("sanne") == []


async def test_a_private_answer_with_a_handle_is_withdrawn(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    sanne = await person(world, "sanne")
    handle = Handle(str(KEY), sanne.id, 1, b"x", 4, world.now + timedelta(minutes=30))
    await world.store.transact(lambda tx: handles.put(tx, handle))
    await do(world, probe, Show(KEY, sanne, "answer"))
    await world.walk(minutes=1)

    await do(world, probe, Withdraw(KEY))
    await world.walk(hours=2)

    assert [call for call, _ in world.platform.calls] == ["answer"]
    assert (await row(world, KEY)).state == "cancelled"


async def test_a_message_that_waits_follows_somebody_whose_account_is_closed(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await world.store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    sanne = await person(world, "sanne")
    await do(world, probe, Show(KEY, sanne, "task", not_before=world.now + timedelta(hours=1)))
    other = replace(PEOPLE["sanne"], external="sanne2")
    await world.engine.learn("fake", "w2", [other])

    await world.engine.learn("fake", "w1", [replace(PEOPLE["sanne"], active=False)])
    await world.walk(hours=2)

    assert [one.account for one in world.platform.posted] == ["sanne2"]


async def test_a_slot_that_was_taken_back_and_planned_anew_is_not_too_old(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    slot = Slot("probe", "slot", "organisation", "2028-01-10")
    due = world.now + timedelta(days=410)
    await do(world, probe, Plan(slot, due))
    await do(world, probe, Unplan(slot))
    await do(world, probe, Plan(slot, due))
    probe.decides()

    world.clock.walk_to(world.now + timedelta(days=400))
    await world.walk(hours=2)

    found = await world.read(lambda tx: slots.find(tx, "probe", "slot", "organisation", slot.local))
    assert found and found.state == "planned"


async def test_a_form_is_filled_in_again_without_who_turned_out_to_be_somebody_else(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    twin = await seen_as_somebody_else(world)
    form = Form("probe.form", "Wie?", (PersonField("who", "Wie", multiple=True),), "Sturen")
    probe.does = lambda _event, _context: Outcome(ShowForm(form))
    opened = form_of(await world.act("fatima", "probe.act"))
    await close(world, opened, who=(f"person:{twin.id}",))
    await is_recognised(world)

    field = form_of(await world.act("fatima", "probe.act")).fields[0]

    assert isinstance(field, PersonField)
    assert [one.label for one in field.value] in ([], ["Sanne de Wit"])


async def test_what_was_typed_about_one_thing_is_kept_when_a_form_about_another_is_opened(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    for number, words in ((1, "over de een"), (2, "over de ander")):
        opened = await a_form_about(world, probe, number)
        await close(world, opened, text=words)

    typed = [(await a_form_about(world, probe, number)).fields[0] for number in (1, 2)]

    assert [one.value for one in typed if isinstance(one, TextField)] == ["over de een", "over de ander"]


async def test_a_message_that_cannot_be_drawn_is_tried_ever_less(store: Store) -> None:
    probe = Probe()
    drawn: list[datetime] = []

    def draw(drawing: Drawing, _key: Key) -> None:
        drawn.append(drawing.now)
        raise ZeroDivisionError

    world = await World(store, rituals=(replace(probe.ritual, draw=draw),)).open()
    await do(world, probe, Show(KEY, await place(world, "algemeen")))

    await world.walk(days=3)

    assert len([at for at in drawn if at > world.now - timedelta(days=1)]) <= 24


async def test_old_answers_are_emptied_though_the_clock_was_years_ahead_for_a_while(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    before = world.now
    world._moment = before + timedelta(days=4000)
    await world.engine.settle()
    world._moment = before
    await world.say("fatima", "algemeen", "/probe", delivery="typed")
    world._moment = before + timedelta(minutes=30)
    world.elapsed += 1800

    await world.engine.settle()

    handled = await world.read(lambda tx: inbox.get(tx, "typed"))
    assert handled and handled.answer is None


async def a_form_about(world: World, probe: Probe, number: int) -> Form:
    form = Form("probe.form", "Wat?", (TextField("text", "Wat"),), "Sturen", ref=Ref("thing", str(number)))
    probe.does = lambda _event, _context: Outcome(ShowForm(form))
    return form_of(await world.act("fatima", "probe.act"))


async def close(world: World, form: Form, **values: Value) -> None:
    origin, ids = world.origin("fatima"), {"form": form.name, "draft": form.draft}
    await world.engine.dispatch(
        FormClosed(delivery=world.delivery(), at=world.now, origin=origin, values=values, ref=form.ref, **ids)
    )


async def test_a_message_whose_change_was_refused_comes_no_second_time_and_can_be_changed_and_taken_down(
    store: Store,
) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=1)
    world.platform.fails = failing(Unacceptable("too large"), call="update")
    probe.words["hello"] = "refused"
    await do(world, probe, Show(KEY, None))
    await world.walk(minutes=1)
    probe.words["hello"] = "accepted"

    await do(world, probe, Show(KEY, None))
    await world.walk(minutes=1)
    shown = [one.text for one in world.platform.standing("algemeen")]
    await do(world, probe, Withdraw(KEY))
    await world.walk(minutes=1)

    assert (shown, world.platform.standing("algemeen")) == (["accepted"], [])
    assert [call for call, _ in world.platform.calls] == ["post", "update", "update", "remove"]
    assert not [event for event in probe.heard if isinstance(event, NotShown)]


async def test_what_was_in_doubt_and_shown_again_is_told_once_not_to_be_shown(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    here = await place(world, "algemeen")
    world.platform.fails = failing(PerhapsSent())
    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=1)
    await do(world, probe, Show(KEY, here))
    await world.engine.learn("fake", "w1", places=[replace(PLACES["algemeen"], shared=True)])

    await world.walk(minutes=5)

    assert [event.reason for event in probe.heard if isinstance(event, NotShown)] == ["refused"]


async def test_of_a_message_that_somebody_got_twice_as_two_people_one_is_taken_down(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    twin = await seen_as_somebody_else(world)
    await do(world, probe, Show(KEY, await person(world, "sanne"), "task"), Show(KEY, twin, "task"))
    await world.walk(minutes=1)

    await is_recognised(world)
    probe.words["hello"] = "changed"
    await do(world, probe, Show(KEY, None))
    await world.walk(minutes=1)

    assert [(one.account, one.text) for one in world.platform.posted if not one.gone] == [("sanne", "changed")]


@pytest.mark.parametrize("anew", ["wherever it stands", "there"])
async def test_a_message_drawn_while_the_clock_was_ahead_is_kept_up_to_date_once_it_is_right(
    store: Store, anew: str
) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    before, here = world.now, await place(world, "algemeen")
    world._moment = before + timedelta(days=1)
    await do(world, probe, Show(KEY, here))
    await world.engine.settle()
    world._moment = before
    probe.words["hello"] = "changed"

    await do(world, probe, Show(KEY, here if anew == "there" else None))
    await world.walk(minutes=1)

    assert [one.text for one in world.platform.standing("algemeen")] == ["changed"]
