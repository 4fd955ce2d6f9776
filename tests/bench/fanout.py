"""A bell to very many places: delivery keeps to its share of the platform's limits, and uses all of that share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module

from rituals.engine.cards import Card, text
from rituals.engine.pacing import SHARE
from rituals.engine.platform import Limits
from rituals.engine.ritual import Ritual
from store import installations, outbox, places
from store.open import open_store
from store.outbox import Wanted
from store.places import PlaceSeen
from store.tx import Tx
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line
from tests.fakes.world import FakePlatform, World

PLACES = 1000
STEP = 0.2
"""Seconds of the moved clock between two looks of delivery."""
PLATFORMS: Sequence[str] = ("slack", "teams")


async def run(databases: Databases) -> list[Line]:
    """For the limits of each platform; the clock is moved, so this says nothing of speed."""
    return [await _fan_out(databases, name) for name in PLATFORMS]


async def _fan_out(databases: Databases, name: str) -> Line:
    limits: Limits = import_module(f"adapters.{name}.limits").LIMITS
    store = open_store(await databases.template("sqlite", _nothing))
    card = Card((text("De bel gaat."),))
    world = World(
        store,
        rituals=[Ritual(name="bench", title="Bench", draw=lambda _drawing, _key: card)],
        platform=FakePlatform(limits=limits),
    )
    await store.transact(lambda tx: _want(tx, world))
    taken = 0.0
    while len(world.platform.posted) < PLACES:
        await world.engine.delivery.drain()
        world.elapsed += STEP
        world.clock.walk_to(world.now + timedelta(seconds=STEP))
        taken += STEP
    await store.close()
    goal = Goal(1.10, 1.02, most=True)
    return Line(f"fan-out: {PLACES:,} places within the limits of {name}", taken, "s", _floor(limits), goal)


def _floor(limits: Limits) -> float:
    """The seconds that the slowest limit of the workspace asks for, at delivery's share."""
    return max(PLACES / (rate.count * SHARE / rate.seconds) for rate in limits.workspace)


async def _nothing(_store: object) -> None:
    """An empty database."""


def _want(tx: Tx, world: World) -> None:
    workspace = installations.put(tx, world.platform.name, "w1", "Waterrand", "admitted")
    wanted = []
    for number in range(PLACES):
        place = places.see(tx, workspace.id, PlaceSeen(f"C{number}", f"plek-{number}", state="open"))
        wanted.append(_to(place.id, workspace.id, world))
    outbox.want(tx, wanted, world.now)


def _to(place_id: int, workspace_id: int, world: World) -> Wanted:
    return Wanted(
        key="bench:1", target=f"place:{place_id}", workspace_id=workspace_id, place_id=place_id, person_id=None,
        account_id=None, kind="post", rank=2, policy="at_most_once", thread=None, not_before=world.now,
        until=world.now + timedelta(hours=2),
    )  # fmt: skip
