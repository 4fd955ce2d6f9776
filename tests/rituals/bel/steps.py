"""Steps that many tests of the bell take."""

from __future__ import annotations

from datetime import datetime

from rituals.engine.answer import Answer
from rituals.engine.cards import Button, Card, controls_of
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from store import choices
from store.accounts import AccountSeen, Person
from store.bells import Bell, get
from store.hushes import add
from store.installations import every
from store.sightings import see
from store.tx import Tx
from tests.fakes.world import PEOPLE, Posted, World


async def rung(world: World, who: str = "fatima", text: str = "/bel De lift doet het weer @sanne") -> Posted:
    """A bell that hangs in #successen; each text rings once."""
    await world.say(who, "successen", text)
    await world.walk(seconds=11)
    return world.platform.standing("successen")[-1]


async def bell_of(world: World, number: int = 1) -> Bell:
    bell = await world.read(lambda tx: get(tx, number))
    assert bell is not None
    return bell


async def state_of(world: World, number: int = 1) -> str:
    return (await bell_of(world, number)).state


async def person_of(world: World, who: str) -> Person:
    return (await world.store.transact(lambda tx: see(tx, _workspace(tx), PEOPLE[who], world.now))).person


async def another(world: World, external: str, name: str) -> AccountSeen:
    """One more colleague."""
    seen = AccountSeen(external, name, f"{external}@waterrand.example", locale="nl")
    await world.store.transact(lambda tx: see(tx, _workspace(tx), seen, world.now))
    return seen


def _workspace(tx: Tx) -> int:
    return every(tx)[0].id


async def choose(world: World, who: str | None, ritual: str, name: str, value: object) -> None:
    """Somebody's own choice, or without anybody the organisation's."""
    scope = f"person:{(await person_of(world, who)).id}" if who else choices.ORGANISATION
    await world.store.transact(lambda tx: choices.put(tx, scope, ritual, name, value, None, world.now))


async def hush(world: World, until: datetime, ritual: str | None = None) -> None:
    await world.store.transact(lambda tx: add(tx, ritual, None, world.now, until, None))


def errors_of(answer: Answer) -> dict[str, str]:
    assert isinstance(answer.reply, FormErrors), answer.reply
    return dict(answer.reply.errors)


def ref_in(card: Card) -> Ref:
    """What the first button of a card is about."""
    ref = next(control.ref for control in controls_of(card) if isinstance(control, Button))
    assert ref is not None
    return ref
