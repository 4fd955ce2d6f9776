"""An ICS address: asked for under guard, and read in a child process."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.calendars.errors import Failed
from adapters.calendars.parse import plain_meeting
from adapters.calendars.reading import Marks, Read
from adapters.calendars.transport import Web
from rituals.engine.files import Files, Reading

if TYPE_CHECKING:
    from adapters.calendars.window import Window
    from rituals.engine.clock import Clock

RECIPE = "adapters.calendars.ics:read"
SECONDS = 2


class Ics:
    """Any calendar with an address of its own."""

    def __init__(self, clock: Clock, zone: ZoneInfo, allowed: AbstractSet[str] = frozenset()) -> None:
        self._web = Web(clock.now, allowed, guarded=True)
        self._files = Files()
        self._zone = zone

    async def read(self, address: str, window: Window, marks: Marks) -> Read:
        """Raises Failed."""
        asks = {"If-None-Match": marks.etag, "If-Modified-Since": marks.last_modified}
        headers = {name: value for name, value in asks.items() if value}
        found = await self._web.get(address, {"Accept": "text/calendar, */*;q=0.5", **headers})
        if found.status == 304:
            if not headers:
                raise Failed("unreadable", "nothing was given, and nothing had been asked to compare with")
            return Read(None, marks)
        args = {"since": window.since.isoformat(), "until": window.until.isoformat(), "zone": self._zone.key}
        reading = await self._files.read(RECIPE, found.body, args, seconds=SECONDS)
        if reading.problem:
            raise _unread(reading)
        meetings = tuple(plain_meeting(one) for one in reading.value["meetings"])
        return Read(meetings, Marks(found.etag, found.last_modified))

    async def close(self) -> None:
        """Close its connections."""
        await self._web.close()


def _unread(reading: Reading) -> Failed:
    if reading.problem in ("too_big", "too_heavy"):
        return Failed("too_big", "it takes more time or memory than a calendar may")
    return Failed("unreadable", "this is no calendar, or half of one")
