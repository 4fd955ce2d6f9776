"""The same event many times, many people at once, and several replicas on one database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import update

from rituals.engine.cards import Button, controls_of
from rituals.engine.events import Action
from rituals.engine.outcome import Private
from store.accounts import AccountSeen
from store.base import Store
from store.leases import lease
from store.open import open_store
from tests.fakes.world import FakePlatform, Posted, World, labels

pytestmark = pytest.mark.faults

PLACES = ["algemeen", "successen", "team-noord"]
TIMES = 50
CLAPPERS = 640
AT_ONCE = 16
CUT_CLAPPERS = 60
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid()"
)
_LAPSE = update(lease).values(until=0)


async def test_one_event_handed_in_many_times_at_once_rings_one_bell_and_all_get_its_answer(store: Store) -> None:
    world = await World(store).open()
    event = world.typed("fatima", "team-noord", "/bel De lift doet het weer")

    answers = await asyncio.gather(*(world.engine.dispatch(event) for _ in range(TIMES)))
    await world.walk(minutes=1)

    assert answers == [answers[0]] * TIMES
    assert sorted(one.place for one in world.platform.posted if one.place) == PLACES


async def test_an_event_that_comes_again_for_minutes_changes_nothing(store: Store) -> None:
    world = await World(store).open()
    event = world.typed("fatima", "team-noord", "/bel De lift doet het weer")

    answers = [await world.engine.dispatch(event)]
    for minutes in (0.2, 1, 5):
        await world.walk(minutes=minutes)
        answers.append(await world.engine.dispatch(event))
    await world.walk(minutes=1)

    first, *again = answers
    assert [one.repeated for one in answers] == [False, True, True, True]
    assert [one.key for one in again] == [first.key] * 3, "the same answer, as it reads by now"
    assert sorted(one.place for one in world.platform.posted if one.place) == PLACES


async def test_hundreds_who_clap_at_once_are_all_counted(store: Store) -> None:
    world = await World(store).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    await world.walk(seconds=12)
    (bell,) = world.platform.standing("algemeen")
    gate = asyncio.Semaphore(AT_ONCE)

    async def clap(number: int) -> None:
        async with gate:
            await world.engine.dispatch(clap_of(world, bell, number))

    await asyncio.gather(*(clap(number) for number in range(CLAPPERS)))
    await world.walk(seconds=10)

    assert [labels(world.platform.standing(place)[0].card) for place in PLACES] == [[f"👏 Klap mee · {CLAPPERS}"]] * 3
    assert len([one for one in world.platform.posted if one.place]) == len(PLACES)


async def test_connections_that_are_cut_while_people_clap_cost_no_clap(
    postgres_url: str, postgres_store: Store
) -> None:
    world = await World(postgres_store).open()
    await world.say("fatima", "team-noord", "/bel De lift doet het weer")
    await world.walk(seconds=12)
    (bell,) = world.platform.standing("algemeen")
    over = asyncio.Event()
    cutter = asyncio.create_task(cutting(postgres_url, over))
    gate = asyncio.Semaphore(AT_ONCE)

    async def clap(number: int) -> None:
        """As the platform does: the same event again until it is taken."""
        async with gate:
            while isinstance((await world.engine.dispatch(clap_of(world, bell, number))).reply, Private):
                continue

    await asyncio.gather(*(clap(number) for number in range(CUT_CLAPPERS)))
    over.set()
    cuts = await cutter
    await world.walk(seconds=10)

    assert cuts > 0
    assert labels(world.platform.standing("algemeen")[0].card) == [f"👏 Klap mee · {CUT_CLAPPERS}"]


async def cutting(url: str, over: asyncio.Event) -> int:
    """End every connection but its own, again and again; how many it ended."""
    cuts = 0
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        while not over.is_set():
            await asyncio.sleep(0.3)
            cuts += len(connection.execute(_CUT).fetchall())
    return cuts


def clap_of(world: World, bell: Posted, number: int) -> Action:
    """The press of a colleague nobody has seen before."""
    (button,) = [one for one in controls_of(bell.card) if isinstance(one, Button)]
    origin = world.origin("fatima", "algemeen")
    who = AccountSeen(f"u{number}", f"Collega {number}", f"c{number}@waterrand.example", locale="nl")
    return Action(
        delivery=f"clap-{number}", at=world.now, origin=type(origin)(origin.platform, "w1", who, origin.place),
        action=button.action, ref=button.ref,
    )  # fmt: skip


class Replicas:
    """Two processes' worth of engine on one database and one platform."""

    def __init__(self, url: str) -> None:
        self.platform = FakePlatform()
        self.on_claim: Callable[[], None] = lambda: None
        self.stores = [open_store(url), open_store(url)]
        self.first = World(self.stores[0], platform=self.platform, reached=self._reached)
        self.second = World(self.stores[1], platform=self.platform)

    def _reached(self, name: str) -> None:
        if name == "delivery.after-claim":
            self.on_claim()

    async def close(self) -> None:
        for store in self.stores:
            await store.close()

    async def lapse(self) -> None:
        """The seconds of a lease have passed."""
        await self.second.store.transact(lambda tx: tx.run(_LAPSE))

    def posted(self) -> list[str]:
        return sorted(one.place for one in self.platform.posted if one.place)


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[Replicas]:
    made = Replicas(postgres_url)
    await made.first.open()
    yield made
    await made.close()


async def test_one_event_handed_to_two_replicas_rings_one_bell(replicas: Replicas) -> None:
    event = replicas.first.typed("fatima", "team-noord", "/bel De lift doet het weer")
    engines = [replicas.first.engine, replicas.second.engine]

    answers = await asyncio.gather(*(engines[number % 2].dispatch(event) for number in range(TIMES)))
    await replicas.first.walk(minutes=1)

    assert answers == [answers[0]] * TIMES
    assert replicas.posted() == PLACES


async def test_two_replicas_that_both_deliver_post_each_message_once(replicas: Replicas) -> None:
    for number, who in enumerate(("fatima", "sanne", "youssef", "anouk", "grace")):
        await replicas.first.say(who, "team-noord", f"/bel Dit is bel nummer {number} van vandaag")
    for world in (replicas.first, replicas.second):
        world.clock.walk_to(world.now.replace(second=30))

    await asyncio.gather(*(one.engine.delivery.drain() for one in (replicas.first, replicas.second) * 5))
    await replicas.lapse()
    await asyncio.gather(*(one.engine.delivery.drain() for one in (replicas.first, replicas.second) * 5))

    assert replicas.posted() == sorted(PLACES * 5)


async def test_a_replica_that_stood_still_for_longer_than_its_lease_sends_nothing_any_more(replicas: Replicas) -> None:
    await replicas.first.say("fatima", "team-noord", "/bel De lift doet het weer")
    for world in (replicas.first, replicas.second):
        world.clock.walk_to(world.now.replace(second=30))
    claimed, go_on = asyncio.Event(), asyncio.Event()
    look = replicas.first.store.read

    async def stand_still(work: Callable[..., object]) -> object:
        """The first reading after the claim is where the process is frozen."""
        if claimed.is_set():
            await go_on.wait()
        return await look(work)

    replicas.on_claim = claimed.set
    replicas.first.desk.store = Frozen(replicas.first.store, stand_still)  # type: ignore[assignment]
    frozen = asyncio.create_task(replicas.first.engine.delivery.drain())
    await claimed.wait()
    await replicas.lapse()

    await replicas.second.engine.delivery.drain()
    sent_by_the_second = replicas.posted()
    go_on.set()
    await frozen

    assert sent_by_the_second == PLACES
    assert replicas.posted() == PLACES


class Frozen:
    """A store whose readings can be held up."""

    def __init__(self, store: Store, read: Callable[[Callable[..., object]], object]) -> None:
        self.transact, self.ping, self.close, self.dialect = store.transact, store.ping, store.close, store.dialect
        self.read = read
