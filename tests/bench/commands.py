"""Fifty commands and actions beside one: what a request costs must not grow with what is installed."""

from __future__ import annotations

from time import perf_counter

from rituals.engine.cards import Card, text
from rituals.engine.context import Context
from rituals.engine.events import Action, Command
from rituals.engine.outcome import Outcome, Private
from rituals.engine.ritual import Handled, Ritual
from store.open import open_store
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, in_turn
from tests.fakes.world import World

MANY = 50
EACH = 300
TURNS = 9
"""Rounds of each: on a busy machine three differ by a third."""


async def run(databases: Databases) -> list[Line]:
    """A command and an action in turn, through the whole of dispatch."""
    template = await databases.template("sqlite", lambda store: World(store).open())
    many, one = await in_turn(
        lambda: _handled(databases.copy(template), MANY),
        lambda: _handled(databases.copy(template), 1),
        rounds=TURNS,
    )
    name = f"commands: one of {MANY} commands and actions; anchor: the only one"
    return [Line(name, many, "us", one, Goal(1.2, 1.1, most=True))]


async def _handled(url: str, installed: int) -> float:
    """Microseconds per event."""
    store = open_store(url)
    world = await World(store, rituals=[_ritual(number) for number in range(installed)]).open()
    word = f"proef{installed - 1}"
    await _round(world, word)
    begun = perf_counter()
    await _round(world, word)
    taken = perf_counter() - begun
    await store.close()
    return taken / (2 * EACH) * 1_000_000


async def _round(world: World, word: str) -> None:
    for _ in range(EACH):
        origin = world.origin("sanne", "algemeen")
        await world.engine.dispatch(Command(delivery=world.delivery(), at=world.now, origin=origin, word=word))
        action = Action(delivery=world.delivery(), at=world.now, origin=origin, action=f"{word}.press")
        await world.engine.dispatch(action)


def _ritual(number: int) -> Ritual:
    name = f"proef{number}"
    return Ritual(
        name=name, title=name, draw=lambda _drawing, _key: None,
        commands={name: Handled(_answered)}, actions={"press": Handled(_answered)},
    )  # fmt: skip


def _answered(_event: Command | Action, _context: Context) -> Outcome:
    return Outcome(Private(Card((text("Goed."),))))
