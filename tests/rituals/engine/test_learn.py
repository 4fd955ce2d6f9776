"""What a platform says of people and places, without anybody having done something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from rituals.engine.context import Context
from rituals.engine.errors import Unreachable
from rituals.engine.events import Command, Joined, Linked, MemberLeft, Origin
from rituals.engine.names import Key
from rituals.engine.outcome import Outcome, Show
from rituals.engine.ritual import Permission
from store import accounts, installations, places, versions
from store.accounts import AccountSeen, Known
from store.base import Lane, Store
from store.places import PlaceSeen
from store.tx import Tx
from tests.bench.recorded import RecordingStore
from tests.fakes.world import PEOPLE, PLACES, World, failing, words_of
from tests.rituals.engine.probe import Probe, answer, do, place, row

NEW = AccountSeen("U7", "Noor Haddad", "noor@waterrand.example", locale="nl")
KEY = Key("probe", "hello")
T = TypeVar("T")
ASK = Permission("ask", frozenset({"beheerder"}), "Dit mag alleen een beheerder.")


class Counting(RecordingStore):
    """Counts what asks for the writer."""

    times = 0

    async def transact(
        self,
        work: Callable[[Tx], T],
        *,
        lane: Lane = "machines",
        subjects: Sequence[str] = (),
        settle: Callable[[Tx], T | None] | None = None,
        ahead: Callable[[T], None] | None = None,
    ) -> T:
        self.times += 1
        return await super().transact(work, lane=lane, subjects=subjects, settle=settle, ahead=ahead)


async def a_world(store: Store, probe: Probe | None = None) -> World:
    """With two admitted workspaces and one that waits."""
    world = await World(store, rituals=((probe or Probe()).ritual,)).open()

    def more(tx: Tx) -> None:
        installations.put(tx, "fake", "w2", "Tweede", "admitted")
        installations.put(tx, "fake", "w3", "Derde", "waiting")

    await store.transact(more)
    return world


async def known(world: World, external: str, workspace_id: int = 1) -> Known | None:
    return await world.read(lambda tx: accounts.find(tx, workspace_id, external))


Heard = MemberLeft | Linked | Joined


def listening(kind: type[Heard], hears: Callable[[Heard], object]) -> Probe:
    def listen(event: Heard, _context: Context) -> Outcome:
        hears(event)
        return Outcome()

    return Probe(listens={kind: listen})


async def test_people_and_places_are_known_before_they_do_anything(store: Store) -> None:
    world = await a_world(store)

    await world.engine.learn("fake", "w1", [NEW], [PlaceSeen("C7", "verhuur", "private", shared=False, state="open")])

    found = await known(world, "U7")
    assert found and (found.person.name, found.person.member, found.account.kind) == ("Noor Haddad", True, "member")
    here = await place(world, "verhuur")
    assert (here.kind, here.state) == ("private", "open")


async def test_the_same_news_twice_writes_nothing(store: Store) -> None:
    counting = Counting(store)
    world = await World(counting).open()
    before, times = await world.read(versions.current), counting.times

    await world.engine.learn("fake", "w1", list(PEOPLE.values()), list(PLACES.values()))

    assert await world.read(versions.current) == before
    assert counting.times == times


async def test_a_long_list_is_learnt_in_pieces(sqlite_store: Store) -> None:
    counting = Counting(sqlite_store)
    world = await World(counting).open()
    colleagues = [AccountSeen(f"N{n}", f"Naam {n}", f"n{n}@waterrand.example") for n in range(120)]
    before = counting.times

    await world.engine.learn("fake", "w1", colleagues)

    assert counting.times == before + 3
    assert await known(world, "N119")


async def test_who_is_learnt_of_in_two_workspaces_at_once_is_one_person(postgres_store: Store) -> None:
    world = await a_world(postgres_store)
    everyone = [AccountSeen(f"N{n}", f"Naam {n}", f"n{n}@waterrand.example", "member") for n in range(100)]

    await asyncio.gather(world.engine.learn("fake", "w1", everyone), world.engine.learn("fake", "w2", everyone))

    pairs = [(await known(world, one.external), await known(world, one.external, 2)) for one in everyone]
    assert [first.person.name for first, second in pairs if first and second and first.person != second.person] == []


async def test_who_acts_in_two_workspaces_at_once_is_one_person(postgres_store: Store) -> None:
    world = await a_world(postgres_store)
    everyone = [AccountSeen(f"N{n}", f"Naam {n}", f"n{n}@waterrand.example", "member") for n in range(40)]

    def acts(workspace: str, seen: AccountSeen) -> Command:
        delivery = f"{workspace}-{seen.external}"
        return Command(delivery=delivery, at=world.now, origin=Origin("fake", workspace, seen), word="probe")

    await asyncio.gather(*(world.engine.dispatch(acts(w, one)) for one in everyone for w in ("w1", "w2")))

    pairs = [(await known(world, one.external), await known(world, one.external, 2)) for one in everyone]
    assert [first.person.name for first, second in pairs if first and second and first.person != second.person] == []
    assert None not in {one for pair in pairs for one in pair}


@pytest.mark.parametrize("workspace", ["w3", "elders"])
async def test_a_workspace_that_is_not_admitted_is_ignored(sqlite_store: Store, workspace: str) -> None:
    world = await a_world(sqlite_store)

    await world.engine.learn("fake", workspace, [NEW], [PlaceSeen("C7", "verhuur")])

    assert await known(world, "U7", 3) is None
    assert [one for one in await world.read(places.every) if one.external == "C7"] == []


async def test_what_is_not_said_is_kept(store: Store) -> None:
    world = await a_world(store)
    await world.engine.learn("fake", "w1", [replace(NEW, kind="guest")], [PlaceSeen("C7", "verhuur", "private")])

    await world.engine.learn("fake", "w1", [AccountSeen("U7")], [PlaceSeen("C7")])

    found, here = await known(world, "U7"), await place(world, "verhuur")
    assert found and (found.account.kind, found.account.email) == ("guest", NEW.email)
    assert here.kind == "private"


async def test_a_channel_that_was_renamed_and_archived_is_so_here_too(store: Store) -> None:
    world = await a_world(store)
    before = await place(world, "algemeen")

    await world.engine.learn("fake", "w1", places=[PlaceSeen("algemeen", "iedereen", state="archived")])

    after = await place(world, "iedereen")
    assert (after.id, after.state) == (before.id, "archived")


async def test_what_waited_for_a_place_goes_on_when_it_is_open_again(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    world.platform.fails = failing(Unreachable("not_in_channel"))
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)
    before = world.platform.standing("algemeen")

    await world.engine.learn("fake", "w1", places=[PlaceSeen("algemeen", state="open")])
    await world.walk(seconds=5)

    assert before == []
    assert [one.text for one in world.platform.standing("algemeen")] == ["hello"]


async def test_a_closed_account_is_told_to_every_ritual_once(store: Store) -> None:
    told: list[Heard] = []
    world = await a_world(store, listening(MemberLeft, told.append))

    for _ in range(2):
        await world.engine.learn("fake", "w1", [replace(PEOPLE["sanne"], active=False)])

    found = await known(world, "sanne")
    assert [one.account for one in told if isinstance(one, MemberLeft)] == ["sanne"]
    assert found and not found.account.active and not found.person.active


async def test_a_ritual_that_cannot_bear_it_does_not_keep_somebody_here(sqlite_store: Store) -> None:
    def breaks(_event: Heard) -> None:
        raise ZeroDivisionError

    world = await a_world(sqlite_store, listening(MemberLeft, breaks))

    with capture_logs():
        await world.engine.learn("fake", "w1", [replace(PEOPLE["sanne"], active=False)])

    found = await known(world, "sanne")
    assert found and not found.account.active


async def test_a_stranger_who_left_is_not_recorded_and_neither_is_a_bot(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    await world.engine.learn("fake", "w1", [replace(NEW, active=False), replace(NEW, external="B1", kind="bot")])

    assert (await known(world, "U7"), await known(world, "B1")) == (None, None)


async def test_somebody_who_comes_back_is_there_again(store: Store) -> None:
    world = await a_world(store)
    await world.engine.learn("fake", "w1", [replace(PEOPLE["sanne"], active=False)])

    await world.engine.learn("fake", "w1", [PEOPLE["sanne"]])

    found = await known(world, "sanne")
    assert found and found.account.active and found.person.active


async def test_what_somebody_did_last_does_not_bring_them_back(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    gone = replace(PEOPLE["sanne"], active=False)
    await world.engine.learn("fake", "w1", [gone])

    await world.engine.dispatch(
        Command(delivery="late", at=world.now, origin=Origin("fake", "w1", gone), word="probe")
    )  # fmt: skip

    found = await known(world, "sanne")
    assert found and not found.account.active
    assert probe.handled == []


async def test_a_colleague_in_two_workspaces_is_one_person_also_when_learnt(store: Store) -> None:
    world = await a_world(store)

    await world.engine.learn("fake", "w2", [replace(PEOPLE["sanne"], external="T1", kind=None)])

    here, there = await known(world, "sanne"), await known(world, "T1", 2)
    assert here and there and here.person.id == there.person.id
    assert there.account.confirmed


async def test_a_role_does_not_hold_through_an_account_that_nobody_confirmed(store: Store) -> None:
    told: list[Heard] = []
    probe = listening(Linked, told.append)
    probe.decides(reply=answer("Gedaan."))
    world = await World(store, rituals=(replace(probe.asks(ASK), listens=probe.ritual.listens),)).open()
    await store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    second = replace(PEOPLE["fatima"], external="T1")

    await world.engine.learn("fake", "w2", [second])
    event = Command(delivery="1", at=world.now, origin=Origin("fake", "w2", second), word="probe")
    refused = await world.engine.dispatch(event)
    there = await known(world, "T1", 2)
    assert there and not there.account.confirmed
    await store.transact(lambda tx: accounts.confirm(tx, there.account.id))
    allowed = await world.engine.dispatch(replace(event, delivery="2"))

    assert (words_of(refused), words_of(allowed)) == (ASK.refusal, "Gedaan.")
    assert [one.account_id for one in told if isinstance(one, Linked)] == [there.account.id]
    assert words_of(await world.say("fatima", "algemeen", "/probe")) == "Gedaan."


@pytest.mark.parametrize("how", ["learnt", "seen"])
async def test_two_people_who_turn_out_to_be_one_are_told_to_every_ritual_once(store: Store, how: str) -> None:
    told: list[Heard] = []
    world = await a_world(store, listening(Joined, told.append))
    second = AccountSeen("tweede", "Joes Amrani")
    await world.engine.learn("fake", "w1", [second])
    named = replace(second, email=PEOPLE["youssef"].email)

    for delivery in ("1", "2"):
        if how == "learnt":
            await world.engine.learn("fake", "w1", [named])
        else:
            origin = Origin("fake", "w1", named)
            await world.engine.dispatch(Command(delivery=delivery, at=world.now, origin=origin, word="probe"))

    here = await known(world, "youssef")
    assert here
    assert [one.person_id for one in told if isinstance(one, Joined)] == [here.person.id]


async def test_a_ritual_that_cannot_bear_it_keeps_nobody_out(sqlite_store: Store) -> None:
    def breaks(_event: Heard) -> None:
        raise ZeroDivisionError

    world = await a_world(sqlite_store, listening(Joined, breaks))
    second = replace(NEW, external="U8", email="")
    await world.engine.learn("fake", "w1", [second])

    with capture_logs() as logs:
        await world.engine.learn("fake", "w1", [replace(second, email=PEOPLE["youssef"].email), NEW])

    youssef, again = await known(world, "youssef"), await known(world, "U8")
    assert youssef and again and again.person.id == youssef.person.id
    assert await known(world, NEW.external)
    assert [one["event"] for one in logs if one["log_level"] == "error"] == ["ritual failed on what a platform told"]


async def test_first_sight_asks_about_a_role_too(sqlite_store: Store) -> None:
    told: list[Heard] = []
    world = await a_world(sqlite_store, listening(Linked, told.append))
    origin = Origin("fake", "w2", replace(PEOPLE["anouk"], external="T1"))

    for delivery in ("1", "2"):
        await world.engine.dispatch(Command(delivery=delivery, at=world.now, origin=origin, word="probe"))

    assert len(told) == 1


async def test_a_parked_private_message_is_only_taken_up_by_its_own_account(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(Unreachable("blocked"))
    sanne = await known(world, "sanne")
    assert sanne
    await do(world, probe, Show(KEY, sanne.person, "task"))
    await world.walk(seconds=5)

    probe.decides()
    await world.say("youssef", "algemeen", "/probe")
    await world.walk(seconds=5)

    assert (await row(world, KEY)).state == "parked"
