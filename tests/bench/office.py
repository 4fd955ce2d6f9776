"""An organisation of some size, the same in every database, and the bells that its people ring."""

from __future__ import annotations

from sqlalchemy import text

from rituals.engine.events import Command, Mention, Origin
from store import installations, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.tx import Tx
from tests.fakes.world import MONDAY, PEOPLE, PLACES, World

FIRST_BELL = 1_000_000
"""So high that no other number in a bell's statements can be taken for the bell's own."""

_NEXT_BELL = {
    "sqlite": text(
        "INSERT INTO bell (id, ringer_id, text, state, silent, public, edited, rings_at, created_at) "
        f"VALUES ({FIRST_BELL}, 1, '', 'cancelled', 0, 0, 0, 0, 0)"
    ),
    "postgresql": text(f"SELECT setval(pg_get_serial_sequence('bell', 'id'), {FIRST_BELL})"),
}
_WORDS = "Mevrouw Aziz belde om te bedanken voor de snelle reparatie"


def colleague(number: int) -> AccountSeen:
    """One of many."""
    name = f"collega{number}"
    return AccountSeen(name, f"Collega{number} van Huizen", f"{name}@waterrand.example", locale="nl")


async def furnish(store: Store, people: int) -> None:
    """The people of the tests' world, and as many colleagues as asked for."""
    world = await World(store).open()

    def enter(tx: Tx) -> None:
        workspace = installations.put(tx, world.platform.name, "w1", "Waterrand", "admitted")
        for number in range(people):
            sightings.see(tx, workspace.id, colleague(number), world.now)
        tx.run(_NEXT_BELL[store.dialect])

    await store.transact(enter)


async def opened(store: Store, people: int) -> World:
    """The engine on a furnished store, as it is after a quiet hour: everybody's account is in the cache."""
    world = World(store)
    directory = world.desk.directory

    def know(tx: Tx) -> None:
        snapshot = directory.snapshot(tx, world.now)
        workspace = snapshot.workspaces[(world.platform.name, "w1")]
        for seen in [*PEOPLE.values(), *(colleague(number) for number in range(people))]:
            known = snapshot.known(tx, workspace.id, seen.external)
            if known is not None:
                snapshot.own_choices(tx, known.person.id)

    await store.read(know)
    return world


def bell(world: World, number: int) -> Command:
    """The bell of one colleague, for two others, in a channel that is no bell place: three places in all."""
    return Command(
        delivery=f"bell-{number}",
        at=MONDAY,
        origin=Origin(world.platform.name, "w1", colleague(number), PLACES["team-noord"]),
        word="bel",
        text=f"{_WORDS} @sanne @youssef",
        mentions=(Mention("@sanne", "sanne"), Mention("@youssef", "youssef")),
    )
