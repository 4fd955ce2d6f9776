"""A ritual that does what the test tells it to, and remembers what it heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rituals.engine.cards import Card, text
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Event, NotShown, Reaction, Returned, Shown, SlotFailed, SlotSkipped
from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Outcome, Private, Reply
from rituals.engine.ritual import CatchUp, Handled, Permission, Ritual, SlotRule
from store import accounts, outbox, places
from store.accounts import Person
from store.outbox import Row
from store.places import Place
from tests.fakes.world import World

Does = Callable[[Any, Context], Outcome]


class Probe:
    """`does` handles its command, action, form and slot; `words` is what its messages say, by key."""

    def __init__(self, name: str = "probe", *, catch_up: CatchUp | None = None, **parts: Any) -> None:
        self.does: Does = lambda _event, _context: Outcome()
        self.heard: list[Event] = []
        self.handled: list[Event] = []
        self.contexts: list[Context] = []
        self.words: dict[str, str | None] = {}
        self.drawn: list[Drawing] = []
        given: dict[str, Any] = {
            "commands": {name: Handled(self._do)},
            "actions": {"act": Handled(self._do)},
            "forms": {"form": Handled(self._do)},
            "slots": {"slot": SlotRule(self._do, catch_up or CatchUp())},
            "listens": dict.fromkeys((Shown, NotShown, Reaction, Returned, SlotFailed, SlotSkipped), self._hear),
        }
        self.ritual = Ritual(name=name, title=name, **{"draw": self._draw, **given, **parts})

    def _do(self, event: Event, context: Context) -> Outcome:
        self.handled.append(event)
        self.contexts.append(context)
        return self.does(event, context)

    def _hear(self, event: Event, _context: Context) -> Outcome:
        self.heard.append(event)
        return Outcome()

    def _draw(self, drawing: Drawing, key: Key) -> Card | None:
        self.drawn.append(drawing)
        words = self.words.get(key.rest, key.rest)
        return None if words is None else said(words)

    def decides(self, *effects: Effect, reply: Reply | None = None) -> None:
        """From now on every handler decides this."""
        self.does = lambda _event, _context: Outcome(reply, effects) if reply else Outcome(effects=effects)

    def asks(self, permission: Permission) -> Ritual:
        """The same ritual, whose action, form and command ask a permission."""
        ritual, asked = self.ritual, Handled(self._do, permission)
        return replace(
            ritual,
            commands=dict.fromkeys(ritual.commands, asked),
            actions=dict.fromkeys(ritual.actions, asked),
            forms=dict.fromkeys(ritual.forms, asked),
            permissions=(permission,),
        )


def said(words: str) -> Card:
    """One sentence."""
    return Card((text(words),))


def answer(words: str) -> Private:
    """One sentence to the actor."""
    return Private(said(words))


async def do(world: World, probe: Probe, *effects: Effect, who: str = "fatima", place: str = "algemeen") -> None:
    """Somebody presses, and the ritual decides this."""
    probe.decides(*effects)
    await world.act(who, f"{probe.ritual.name}.act", place=place)


async def place(world: World, name: str) -> Place:
    """A place of the world by its name."""
    found = await world.read(lambda tx: [one for one in places.every(tx) if one.name == name])
    return found[0]


async def person(world: World, name: str) -> Person:
    """A person of the world by the name of their account."""
    known = await world.read(lambda tx: accounts.find(tx, 1, name))
    assert known
    return known.person


async def row(world: World, key: Key) -> Row:
    """The only row of a message."""
    (found,) = await world.read(lambda tx: outbox.of_key(tx, str(key)))
    return found
