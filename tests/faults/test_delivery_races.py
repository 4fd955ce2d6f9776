"""What goes wrong at the edges of delivery: two holders of a lease, faults of rituals, things that come back."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count

import psycopg
import pytest

from rituals.engine.cards import Card
from rituals.engine.context import Context, Drawing
from rituals.engine.errors import PerhapsSent, SurelyNotSent, Unreachable, Vanished
from rituals.engine.events import Event, Shown
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, Show
from store import accounts, bells, handles, installations, leases, outbox, places, sending, slots
from store.base import Store
from store.handles import Handle
from store.outbox import Wanted
from store.places import PlaceSeen
from store.tx import Tx
from tests.fakes.world import GENEROUS, MONDAY, FakePlatform, World, failing, words_of
from tests.rituals.bel.steps import rung, state_of
from tests.rituals.engine.probe import Probe, do, person, place, said

pytestmark = pytest.mark.faults
BELL = "/bel De lift doet het weer"
KEY = Key("probe", "1")


def one_message(tx: Tx) -> int:
    """A workspace with one message that may go; the workspace."""
    workspace = installations.put(tx, "fake", "w1", "W", "admitted")
    there = places.see(tx, workspace.id, PlaceSeen("c", "c", state="open"))
    target = f"place:{there.id}"
    wanted = Wanted("bel:1", target, workspace.id, there.id, None, None, "post", 2, "at_most_once", None, MONDAY, None)
    outbox.want(tx, [wanted], MONDAY)
    return workspace.id


def states(tx: Tx) -> list[str]:
    return [row.state for row in outbox.of_key(tx, "bel:1")]


async def test_who_slept_through_the_end_of_the_lease_undoes_nothing(sqlite_store: Store) -> None:
    def play(tx: Tx) -> list[str]:
        workspace = one_message(tx)
        first = leases.take(tx, "L", "A", 10) or 0
        sending.claim(tx, sending.candidates(tx, workspace, MONDAY, 9), first)
        leases.give(tx, "L", "A")
        second = leases.take(tx, "L", "B", 10) or 0
        sending.recover(tx, workspace, second, MONDAY)
        (row,) = sending.candidates(tx, workspace, MONDAY, 9)
        sending.claim(tx, [row], second)
        assert sending.commit_to_send(tx, [row.id], "L", second, MONDAY) == [row.id]
        sending.back(tx, row.id, first, "waiting", MONDAY, "not drawn", MONDAY)  # A wakes
        sending.gone(tx, row.id, first, "nothing to show", MONDAY)
        assert sending.sent(tx, row.id, "m1", MONDAY)
        return states(tx)

    assert await sqlite_store.transact(play) == ["sent"]


async def test_what_was_taken_back_while_it_was_sent_comes_down_after_a_crash(sqlite_store: Store) -> None:
    def play(tx: Tx) -> list[str]:
        workspace = one_message(tx)
        fence = leases.take(tx, "L", "A", 10) or 0
        (row,) = sending.candidates(tx, workspace, MONDAY, 9)
        sending.claim(tx, [row], fence)
        sending.commit_to_send(tx, [row.id], "L", fence, MONDAY)
        outbox.withdraw(tx, "bel:1", None, MONDAY)
        sending.recover(tx, workspace, fence + 1, MONDAY)
        sending.sent(tx, row.id, "m1", MONDAY)  # looked up: it stands there
        return states(tx)

    assert await sqlite_store.transact(play) == ["waiting"]


async def test_a_finished_slot_is_not_marked_again_by_a_second_replica(
    postgres_store: Store, postgres_url: str
) -> None:
    await postgres_store.transact(lambda tx: slots.plan(tx, "bel", "ring", "bell:1", "kept", MONDAY))
    with psycopg.connect(postgres_url) as other:
        other.execute("UPDATE slot SET state = 'due'")
        marking = asyncio.create_task(postgres_store.transact(lambda tx: slots.mark(tx, MONDAY, 500)))
        await asyncio.sleep(0.3)
        other.execute("UPDATE slot SET state = 'done'")
        other.commit()
        await marking
        assert other.execute("SELECT state FROM slot").fetchall() == [("done",)]


async def test_a_bell_in_doubt_is_sent_again_when_its_ringer_says_so(sqlite_store: Store) -> None:
    platform = FakePlatform(capabilities=replace(GENEROUS, lookup=False))
    world = await World(sqlite_store, platform=platform).open(bell_in=("successen",))
    platform.fails = failing(PerhapsSent("time-out"), place="successen")
    await world.say("fatima", "successen", BELL)
    await world.walk(seconds=80)

    await world.act("fatima", "bel.again", Ref("bell", "1"))
    await world.walk(seconds=10)

    assert len(platform.standing("successen")) == 1


async def test_one_place_out_of_reach_and_one_in_doubt_is_still_a_bell(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    world.platform.fails = failing(Unreachable("not_in_channel"), place="algemeen")
    world.platform.afterwards = failing(PerhapsSent("reset"), place="successen")
    await world.say("fatima", "successen", BELL)

    await world.walk(minutes=5)

    assert await state_of(world) == "rung"


async def test_a_ritual_that_cannot_bear_a_report_stops_nothing(sqlite_store: Store) -> None:
    def boom(_event: Event, _context: Context) -> Outcome:
        raise RuntimeError("a fault of the ritual")

    probe = Probe(listens={Shown: boom})
    world = await World(sqlite_store, rituals=[probe.ritual]).open()

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=5)

    (row,) = await world.read(lambda tx: outbox.of_key(tx, str(KEY)))
    assert (row.state, len(world.platform.standing("algemeen"))) == ("sent", 1)


async def test_an_adapter_that_fails_while_looking_up_stops_nothing(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=("successen",))
    world.platform.afterwards = failing(PerhapsSent("reset"), place="successen")
    world.platform.fails = failing(KeyError("messages"), call="find")  # type: ignore[arg-type]  # on purpose

    await world.say("fatima", "successen", BELL)
    await world.walk(minutes=5)

    assert len(world.platform.standing("successen")) == 1


async def test_a_card_that_cannot_be_drawn_is_looked_up_all_the_same(sqlite_store: Store) -> None:
    times = count(1)

    def draw(_drawing: Drawing, _key: Key) -> Card:
        if next(times) == 2:
            raise RuntimeError("a fault of the ritual")
        return said("hier")

    probe = Probe(draw=draw)
    world = await World(sqlite_store, rituals=[probe.ritual]).open()
    world.platform.afterwards = failing(PerhapsSent("reset"), place="algemeen")

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=5)

    assert len(world.platform.standing("algemeen")) == 1


async def test_the_ringers_ritual_hears_of_a_lapsed_bell_under_the_bells_lock(postgres_store: Store) -> None:
    world = await World(postgres_store).open(bell_in=("successen",))
    await world.say("fatima", "successen", BELL)
    held, go_on, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    def cancel(tx: Tx) -> None:
        bell = bells.get(tx, 1)
        loop.call_soon_threadsafe(held.set)
        go_on.wait(5)
        assert bell
        bells.set_state(tx, bell, "cancelled")

    cancelling = asyncio.create_task(postgres_store.transact(cancel, subjects=("bell:1",)))
    await held.wait()
    world.clock.walk_to(world.now + timedelta(hours=3))
    draining = asyncio.create_task(world.engine.delivery.drain())
    await asyncio.sleep(0.5)
    seen = await state_of(world)
    go_on.set()
    await asyncio.gather(cancelling, draining)

    assert (seen, await state_of(world)) == ("waiting", "cancelled")


async def test_what_was_parked_goes_on_when_the_bot_is_back(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=("successen",))
    world.platform.fails = failing(Unreachable("not_in_channel"), place="successen")
    await world.say("fatima", "algemeen", BELL)
    await world.walk(seconds=12)
    assert "parked" in await world.read(sending.states)

    await world.say("fatima", "successen", "/klant")  # the platform says again that the place is open
    await world.walk(seconds=30)

    assert len(world.platform.standing("successen")) == 1


async def test_a_nudge_that_was_not_sent_does_not_count(sqlite_store: Store) -> None:
    probe = Probe()
    world = await World(sqlite_store, rituals=[probe.ritual]).open()
    world.platform.fails = failing(SurelyNotSent("refused"))

    await do(world, probe, Show(KEY, await person(world, "fatima"), kind="nudge"))
    await world.walk(minutes=10)

    assert len(world.platform.to("fatima")) == 1


async def test_an_answer_whose_handle_has_worn_out_comes_as_a_message(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    answer = await world.say("fatima", "successen", BELL)
    worn = Handle(str(answer.key), answer.person_id or 0, 1, b"url", 5, world.now + timedelta(minutes=29))
    await world.store.transact(lambda tx: handles.put(tx, worn))
    world.platform.fails = failing(Vanished("expired_url"), 99, call="answer")

    await world.walk(minutes=2)

    assert "De bel ging in" in world.platform.to("fatima")[0].text


async def test_each_person_keeps_their_own_thread(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    def play(tx: Tx) -> list[tuple[str, str | None]]:
        known = [accounts.find(tx, 1, name) for name in ("fatima", "sanne")]
        rows = [
            Wanted(key, f"person:{one.person.id}", 1, None, one.person.id, one.account.id, "answer", 0,
                   "at_least_once", thread, world.now, None)
            for one in known if one for key, thread in (("probe:a", None), ("probe:b", "probe:a"))
        ]  # fmt: skip
        outbox.want(tx, rows, world.now)
        for row in outbox.of_key(tx, "probe:a"):
            sending.claim(tx, [row], 0)
            sending.sent(tx, row.id, f"m-{row.target}", world.now)
        return [(row.target, sending.parent_of(tx, row)) for row in outbox.of_key(tx, "probe:b")]

    found = await world.store.transact(play)
    assert all(parent == f"m-{target}" for target, parent in found)


async def test_a_bell_stays_where_it_hangs_when_the_ritual_is_switched_off(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=("successen",))
    await rung(world)
    await world.act("sanne", "bel.clap", Ref("bell", "1"), place="successen")  # a redraw is waiting
    rest = [ritual for ritual in world.desk.rituals if ritual.name != "bel"]
    without = World(sqlite_store, rituals=rest, platform=world.platform, now=world.now)

    await without.walk(seconds=10)

    assert len(world.platform.standing("successen")) == 1
    assert words_of(await without.say("fatima", "successen", "/klant", delivery="afterwards"))
