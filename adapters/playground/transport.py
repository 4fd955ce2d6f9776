"""The playground as a platform: its messages are rows of our own, and open pages hear of each change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.playground import demo
from adapters.playground.limits import CAPABILITIES, LIMITS
from adapters.playground.live import Hub
from rituals.engine.cards import Card, plain
from rituals.engine.clock import Clock
from rituals.engine.codec import encode
from rituals.engine.errors import Unreachable, Vanished
from rituals.engine.platform import Capabilities, Limits, Parcel
from store import playground
from store.base import Store
from store.handles import Handle
from store.playground import Message
from store.tx import Tx

_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that delivery posted; `private` is the account whose own chat it went to."""

    number: int
    channel: str
    at: datetime
    words: str
    private: str | None


class Transport:
    """Posts, changes and removes messages; `posted` keeps the newest ones of delivery, for who asks what came."""

    def __init__(self, store: Store, clock: Clock, hub: Hub) -> None:
        self.store = store
        self.clock = clock
        self.hub = hub
        self.posted: deque[Posted] = deque(maxlen=_KEPT)

    @property
    def name(self) -> str:
        return demo.WORKSPACE

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def post(self, parcel: Parcel) -> str:
        channel, now = channel_of(parcel), self.clock.now()
        number = await self.store.transact(
            lambda tx: playground.add(
                tx, channel, demo.BOT, plain(parcel.card), now,
                card=encode(parcel.card), parent=parcel.thread, marker=parcel.key,
            )
        )  # fmt: skip
        private = parcel.account.external if parcel.place is None and parcel.account else None
        self.posted.append(Posted(number, channel, now, plain(parcel.card), private))
        self.hub.came(channel, number)
        return str(number)

    async def update(self, parcel: Parcel) -> None:
        await self.redraw(_number(parcel.posted), parcel.card)

    async def remove(self, parcel: Parcel) -> None:
        number = _number(parcel.posted)
        message = await self._with(number, lambda tx, _: playground.remove(tx, number))
        self.hub.changed(message.channel, number, message.viewer)

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        await self.redraw(_number(handle.secret.decode()), parcel.card)

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        channel = channel_of(parcel)
        message = await self.store.read(lambda tx: playground.marked(tx, channel, parcel.key))
        return str(message.id) if message and message.at >= since else None

    async def redraw(self, number: int, card: Card) -> None:
        """Make a message look like this card. Raises Vanished when it is gone."""
        words, drawn = plain(card), encode(card)
        message = await self._with(number, lambda tx, _: playground.change(tx, number, words, drawn))
        self.hub.changed(message.channel, number, message.viewer)

    async def _with(self, number: int, work: Callable[[Tx, Message], object]) -> Message:
        def found(tx: Tx) -> Message:
            message = playground.get(tx, number)
            if message is None:
                raise Vanished(f"message {number}")
            work(tx, message)
            return message

        return await self.store.transact(found)


def channel_of(parcel: Parcel) -> str:
    """The conversation a parcel is for."""
    if parcel.place is not None:
        return parcel.place.external
    if parcel.account is not None:
        return demo.private_chat(parcel.account.external)
    raise Unreachable("a parcel without a place or an account")


def _number(posted: str | None) -> int:
    if posted is None or not posted.isdecimal():
        raise Vanished(f"message {posted!r}")
    return int(posted)
