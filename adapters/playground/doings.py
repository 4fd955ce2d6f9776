"""What people do on the page: each post settles who and where, asks the engine, and tells the page what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from adapters.playground import parse
from adapters.playground.answers import Answers, Told
from adapters.playground.conversation import visible
from adapters.playground.errors import Refused, Unclear
from adapters.playground.parse import Json, Where, Written
from adapters.playground.transport import Transport
from adapters.playground.walking import Walker
from rituals.engine.cards import Card, plain
from rituals.engine.translate import mark
from store import playground
from store.playground import Message
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.engine import Engine
    from rituals.engine.events import FromPerson

_GONE = mark("Dat bericht is er niet meer.")


class Doings:
    """By the name of what is posted."""

    def __init__(self, engine: Engine, transport: Transport, answers: Answers, walker: Walker) -> None:
        self._engine = engine
        self._transport = transport
        self._answers = answers
        self._walker = walker

    def by_name(self) -> Mapping[str, Callable[[Json], Awaitable[Told]]]:
        return {
            "say": self._say,
            "pick": self._pick,
            "press": self._press,
            "submit": self._submit,
            "typing": self._typing,
            "close-form": self._close_form,
            "react": self._react,
            "clock": self._clock,
        }

    async def _say(self, found: Json) -> Told:
        event, spot = parse.said(found, self._engine.clock.now()), parse.where(found)
        if isinstance(event, Written):
            await self._write(event, spot, parse.delivery(found))
            return {}
        return await self._asked(event, spot)

    async def _write(self, written: Written, spot: Where, delivery: str) -> None:
        now = self._engine.clock.now()

        def add(tx: Tx) -> int | None:
            if playground.marked(tx, spot.channel, delivery):
                return None
            parent = _parent(tx, spot, written.parent)
            return playground.add(tx, spot.channel, spot.who.account, written.text, now, parent=parent, marker=delivery)

        number = await self._transport.store.transact(add, lane="people", subjects=(delivery,))
        if number is not None:
            self._transport.hub.came(spot.channel, number)

    async def _pick(self, found: Json) -> Told:
        """A command chosen in the menu of somebody's message."""
        message = await self._meant(found)
        if message is None:
            raise Refused(_GONE)
        return await self._asked(parse.picked(found, self._engine.clock.now(), message.text), parse.where(found))

    async def _press(self, found: Json) -> Told:
        message = await self._meant(found)
        number = None if message is None else message.id
        event = parse.pressed(found, self._engine.clock.now(), None if number is None else str(number))
        return await self._asked(event, parse.where(found), number)

    async def _submit(self, found: Json) -> Told:
        return await self._asked(parse.submitted(found, self._engine.clock.now()), parse.where(found))

    async def _typing(self, found: Json) -> Told:
        """What to show under the field; nothing where that stays as it is."""
        blocks = await self._engine.preview(parse.changed(found, self._engine.clock.now()))
        return {} if blocks is None else {"shown": plain(Card(blocks))}

    async def _close_form(self, found: Json) -> Told:
        return await self._asked(parse.closed(found, self._engine.clock.now()), parse.where(found))

    async def _react(self, found: Json) -> Told:
        spot, message = parse.where(found), await self._meant(found)
        if message is None:
            raise Refused(_GONE)
        event = parse.reacted(found, self._engine.clock.now(), str(message.id))
        await self._transport.store.transact(
            lambda tx: playground.react(tx, message.id, spot.who.account, event.emoji, event.at, on=event.added),
            lane="people",
        )
        self._transport.hub.changed(spot.channel, message.id)
        return await self._asked(event, spot)

    async def _clock(self, found: Json) -> Told:
        return await self._walker.walk(parse.walk(found), parse.where(found), parse.delivery(found))

    async def _asked(self, event: FromPerson, spot: Where, pressed: int | None = None) -> Told:
        return await self._answers.tell(await self._engine.dispatch(event), spot, event.delivery, pressed)

    async def _meant(self, found: Json) -> Message | None:
        """The message that is meant, if it is still there; somebody else's private one is refused."""
        spot, number = parse.where(found), parse.message(found)
        if number is None:
            return None
        there, seen = await self._transport.store.read(
            lambda tx: (playground.get(tx, number), visible(tx, spot, number))
        )
        if there is not None and seen is None:
            raise Unclear
        return seen


def _parent(tx: Tx, spot: Where, number: int | None) -> str | None:
    """The message of this place that is answered; in a thread, the one that the thread hangs under."""
    message = visible(tx, spot, number) if number is not None else None
    if message is None or message.viewer is not None:
        return None
    return message.parent or str(message.id)
