"""The clock of the playground: it walks forward, never jumps, and one walk at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from adapters.playground import demo
from adapters.playground.errors import Refused
from adapters.playground.parse import Walk, Where
from adapters.playground.render import Renderer
from adapters.playground.transport import Posted, Transport
from rituals.engine.localtime import local_day, resolve
from rituals.engine.translate import Say, mark
from rituals.engine.workdays import Calendar

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

MORNING = time(9)
FARTHEST = timedelta(days=366)
_REMEMBERED = 200
_LISTED = 30
_WORDS = 120
Told = dict[str, object]


class Walker:
    """Walks the engine's clock; the same request again gets the same answer."""

    def __init__(self, engine: Engine, transport: Transport, renderer: Renderer) -> None:
        self._engine = engine
        self._transport = transport
        self._renderer = renderer
        self._one_at_a_time = asyncio.Lock()
        self._told: OrderedDict[str, Told] = OrderedDict()

    async def walk(self, wish: Walk, spot: Where, delivery: str) -> Told:
        """Where the clock stands now, and what came on the way as this viewer may hear of it."""
        async with self._one_at_a_time:
            if delivery not in self._told:
                self._told[delivery] = await self._walk(wish, spot)
                if len(self._told) > _REMEMBERED:
                    self._told.popitem(last=False)
            return self._told[delivery]

    async def _walk(self, wish: Walk, spot: Where) -> Told:
        now, posted, hub = self._engine.clock.now(), self._transport.posted, self._transport.hub
        until = target(wish, now, self._engine.organisation.calendar)
        if not now < until <= now + FARTHEST:
            raise Refused(mark("De klok loopt alleen vooruit, hoogstens een jaar. Kies een latere dag."))
        posted.clear()
        await self._engine.walk(until, lambda _moment: hub.clock_moved())
        hub.clock_moved()
        came = list(posted)
        there = self._engine.clock.now()
        reached = self._moment(there, "EEEE d MMMM HH:mm", spot)
        return {
            "happened": _happened(self._renderer.say(spot.locale), reached, len(came)),
            "came": [self._told_of(one, spot, now) for one in came[-_LISTED:]],
            "earlier": max(0, len(came) - _LISTED),
            "another_day": not self._same_day(there, now),
        }

    def _told_of(self, one: Posted, spot: Where, before: datetime) -> Told:
        """`reader` is who can read it: the viewer where possible. The words of a private message are not told."""
        readers = [who.account for who in demo.COLLEAGUES if one.channel in demo.channels_of(who.account)]
        reader = spot.who.account if spot.who.account in readers else readers[0]
        hidden = one.private is not None and one.private != spot.who.account
        pattern = "HH:mm" if self._same_day(one.at, before) else "EEE d MMM HH:mm"
        return {
            "message": one.number,
            "place": one.channel,
            "private": one.private or "",
            "reader": reader,
            "at": self._moment(one.at, pattern, spot),
            "words": "" if hidden else " ".join(one.words.split())[:_WORDS],
        }

    def _moment(self, at: datetime, pattern: str, spot: Where) -> str:
        return self._renderer.moment(at, pattern, spot.locale)

    def _same_day(self, one: datetime, other: datetime) -> bool:
        zone = self._engine.organisation.calendar.zone
        return local_day(one, zone) == local_day(other, zone)


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


def _happened(say: Say, reached: str, count: int) -> str:
    now = say("Het is nu {moment}.", moment=reached)
    if count == 0:
        came = say("Onderweg kwamen er geen nieuwe berichten.")
    elif count == 1:
        came = say("Onderweg kwam er één nieuw bericht.")
    else:
        came = say("Onderweg kwamen er {n} nieuwe berichten.", n=count)
    return f"{now} {came}"
