"""The clock of the playground: it walks forward, never jumps, and one walk at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from adapters.playground.errors import Refused
from adapters.playground.live import Hub
from adapters.playground.parse import Walk
from adapters.playground.render import Renderer
from adapters.playground.transport import Transport
from rituals.engine.localtime import local_day, resolve
from rituals.engine.workdays import Calendar

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

MORNING = time(9)
FARTHEST = timedelta(days=366)
_REMEMBERED = 200


class Walker:
    """Walks the engine's clock; the same request again gives the same sentence."""

    def __init__(self, engine: Engine, transport: Transport, hub: Hub, renderer: Renderer) -> None:
        self._engine = engine
        self._transport = transport
        self._hub = hub
        self._renderer = renderer
        self._one_at_a_time = asyncio.Lock()
        self._told: OrderedDict[str, str] = OrderedDict()

    async def walk(self, wish: Walk, delivery: str) -> str:
        """What happened on the way, in Dutch."""
        async with self._one_at_a_time:
            if delivery not in self._told:
                self._told[delivery] = await self._walk(wish)
                if len(self._told) > _REMEMBERED:
                    self._told.popitem(last=False)
            return self._told[delivery]

    async def _walk(self, wish: Walk) -> str:
        now, before = self._engine.clock.now(), self._transport.posts
        until = target(wish, now, self._engine.organisation.calendar)
        if not now < until <= now + FARTHEST:
            raise Refused("De klok loopt alleen vooruit, hoogstens een jaar. Kies een latere dag.")
        await self._engine.walk(until, lambda _moment: self._hub.clock_moved())
        self._hub.clock_moved()
        reached = self._renderer.moment(self._engine.clock.now(), "EEEE d MMMM HH:mm")
        return f"Het is nu {reached}. {_counted(self._transport.posts - before)}"


def target(wish: Walk, now: datetime, calendar: Calendar) -> datetime:
    """The moment that is meant."""
    match wish.to:
        case "seconds":
            return now + timedelta(seconds=10)
        case "hour":
            return now + timedelta(hours=1)
        case "workday":
            return _morning(calendar.next_workday(local_day(now, calendar.zone)), calendar)
        case date() as day:
            return _morning(day, calendar)


def _morning(day: date, calendar: Calendar) -> datetime:
    return resolve(day, MORNING, calendar.zone)


def _counted(posts: int) -> str:
    match posts:
        case 0:
            return "Onderweg kwamen er geen nieuwe berichten."
        case 1:
            return "Onderweg kwam er één nieuw bericht."
        case _:
            return f"Onderweg kwamen er {posts} nieuwe berichten."
