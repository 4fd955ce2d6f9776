"""What the tests of the stories do over and over."""

from __future__ import annotations

from store import choices, places, roles, stories
from store.base import Store
from store.roles import Given
from store.stories import NewStory, Story
from store.tx import Tx
from tests.fakes.world import MONDAY, Posted, World

SHORT = "De monteur zag de dozen staan. Hij hielp ze mee naar boven dragen."
FIRST = "De lift stond stil, en ze woont op de vierde met een zoon in een rolstoel. "
LONG = "\n\n".join((FIRST * 4, "Toen vroeg iemand hoe hij naar school kwam. " * 8, "Dat onthield ze.")).replace(
    " \n", "\n"
)
EARLY = MONDAY.replace(hour=7)
"""Eight o'clock in Amsterdam on Monday 23 November 2026."""
ANSWERED = "Dank je, genoteerd. Een collega bekijkt je verhaal nog."


async def a_world(store: Store, *, curator: bool = True) -> World:
    """Monday eight o'clock; the story comes in two channels, and where others read along; Sanne is curator."""
    world = await World(store, now=EARLY).open()

    def furnish(tx: Tx) -> None:
        for name in ("algemeen", "team-noord", "partners"):
            place = places.find(tx, 1, name)
            assert place
            choices.put(tx, f"place:{place.id}", "verhaal", "here", True, None, world.now)
        if curator:
            roles.give(tx, Given(2, "curator"), None, world.now)

    await store.transact(furnish)
    await world.walk(seconds=1)
    return world


async def ready(world: World, text: str = LONG, title: str = "De vraag", about: str | None = None) -> int:
    """A story that was looked over."""
    new = NewStory(title, text, month="2026-11", about=about)
    return await world.store.transact(lambda tx: stories.add(tx, new, world.now, state="ready"))


async def choose(world: World, person_id: int, name: str, value: object) -> None:
    """Somebody chooses for themselves."""
    await world.store.transact(
        lambda tx: choices.put(tx, f"person:{person_id}", "verhaal", name, value, person_id, world.now)
    )


async def waiting(world: World) -> list[Story]:
    """What still has to be looked at."""
    return await world.read(lambda tx: stories.to_look_at(tx, 100))


def posts_in(world: World, place: str = "algemeen") -> list[Posted]:
    """The stories that stand in a place."""
    return [one for one in world.platform.standing(place) if one.key.startswith("verhaal:")]


def private_to(world: World, who: str, kind: str) -> list[Posted]:
    """What somebody got of one kind."""
    return [one for one in world.platform.to(who) if one.key.startswith(f"verhaal:{kind}/")]
