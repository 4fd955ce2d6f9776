"""What the tests of the quote do over and over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store import choices, places, quotes, roles
from store.base import Store
from store.quotes import NewQuote, Side
from store.roles import Given
from tests.fakes.world import MONDAY, FakePlatform, Posted, World

PRAISE = "De monteur was er binnen een dag, en hij veegde ook nog de vloer."
CRITICISM = "Ik moest drie keer hetzelfde uitleggen."
EARLY = MONDAY.replace(hour=7)
"""Eight o'clock in Amsterdam on Monday 23 November 2026."""


async def a_world(store: Store, platform: FakePlatform | None = None) -> World:
    """Monday eight o'clock; the quote comes in two channels, Sanne is curator."""
    world = await World(store, now=EARLY, platform=platform).open(bell_in=())

    def furnish(tx: object) -> None:
        for name in ("algemeen", "team-noord"):
            place = places.find(tx, 1, name)  # type: ignore[arg-type]
            assert place
            choices.put(tx, f"place:{place.id}", "quote", "here", True, None, world.now)  # type: ignore[arg-type]
        roles.give(tx, Given(2, "curator"), None, world.now)  # type: ignore[arg-type]

    await store.transact(furnish)
    await world.walk(seconds=1)
    return world


async def ready(world: World, text: str, side: Side, **labels: object) -> int:
    """A quote that was looked over."""
    new = replace(NewQuote(text, "test", date(2026, 11, 1), side=side, ready=True), **labels)  # type: ignore[arg-type]
    return await world.store.transact(lambda tx: quotes.add(tx, new, world.now))


def cards_in(world: World, place: str = "algemeen") -> list[Posted]:
    """The quotes of the day in a place."""
    return [one for one in world.platform.standing(place) if one.key.startswith("quote:20")]
