"""Looks into every calendar when it is due, and tells the engine what changed."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.calendars.errors import Failed
from adapters.calendars.parse import digest
from adapters.calendars.reading import Marks, Read, Readers
from adapters.calendars.window import Window, window
from rituals.engine.meetings import CalendarFailed, MeetingsSeen
from store import calendars
from store.calendars import Calendar
from store.errors import StoreError

if TYPE_CHECKING:
    from aiohttp.web import AbstractRouteDef

    from rituals.engine.engine import Engine
    from rituals.engine.events import Event
    from store.tx import Tx

log = structlog.get_logger(__name__)

EVERY = timedelta(minutes=10)
HOPELESS = timedelta(hours=1)
"""Between two looks at a calendar of which it was told that it cannot be read."""
PATIENCE = timedelta(hours=1)
"""How long a calendar may fail before anybody hears it."""
_LOOK = 2.0
"""Seconds between two looks at what is due: a new calendar is read within them."""
_AT_ONCE = 4
_BATCH = 8
_LONGEST = 100.0
"""Seconds for one calendar, all its pages and the wait for its child process included."""
_LEASE = 240.0
"""Seconds; a batch of calendars that are all as slow as they may be takes less."""
_FOR_GOOD = ("gone", "refused")


class Poller:
    """One process of the installation reads; the others wait until it stops."""

    name = "calendars"

    def __init__(self, engine: Engine, readers: Readers) -> None:
        self._engine = engine
        self._readers = readers
        self._holder = secrets.token_hex(8)
        self._anew = True
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> Sequence[AbstractRouteDef]:
        """Nobody calls it."""
        return ()

    async def start(self) -> None:
        """Nothing to make known."""

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                if await self.tick() == _BATCH:
                    continue
            except StoreError as error:
                log.warning("calendars cannot be read now", error=type(error).__name__)
            await asyncio.sleep(_LOOK)

    async def stop(self) -> None:
        """Let another process read."""
        await self._readers.close()
        if not self._anew:
            await self._engine.store.transact(lambda tx: calendars.stop_reading(tx, self._holder))

    async def tick(self) -> int:
        """Read what is due; how many that were."""
        now = self._engine.clock.now()
        return await self._read_all(await self._engine.store.read(lambda tx: calendars.due(tx, now, _BATCH)))

    async def follow(self) -> int:
        """While the clock walks: read what was never read, or whose days moved. The rest waits for its next look."""
        since = window(self._engine.clock.now()).since
        return await self._read_all([one for one in await self._listed() if _is_behind(one, since)][:_BATCH])

    async def next_moment(self) -> datetime | None:
        """When a walk has to stop for the calendars: once a day, when another one comes into view."""
        return window(self._engine.clock.now()).ends if await self._listed() else None

    async def _listed(self) -> list[Calendar]:
        return await self._engine.store.read(calendars.listed)

    async def _read_all(self, due: Sequence[Calendar]) -> int:
        if not due:
            return 0
        async with self._one_at_a_time:
            anew = self._anew
            may = await self._engine.store.transact(lambda tx: calendars.may_read(tx, self._holder, _LEASE, anew=anew))
            self._anew = False
            if not may:
                return 0
            places = asyncio.Semaphore(_AT_ONCE)
            await asyncio.gather(*(self._look(one.id, places) for one in due))
        return len(due)

    async def _look(self, calendar_id: int, places: asyncio.Semaphore) -> None:
        """At one calendar; what goes wrong with it is its own affair."""
        async with places:
            one = await self._engine.store.read(lambda tx: calendars.get(tx, calendar_id))
            if one is None:
                return  # somebody took it away meanwhile
            now = self._engine.clock.now()
            seen = window(now)
            try:
                found = await self._read(one, seen)
            except Failed as error:
                await self._failed(one, error, now)
            else:
                await self._found(one, found, seen, now)

    async def _read(self, one: Calendar, seen: Window) -> Read:
        address = self._engine.sealer.open(one.sealed)
        if address is None:
            raise Failed("refused", "its address was encrypted with a key that is gone")
        same_days = one.checked_at is not None and window(one.checked_at) == seen and bool(one.digest)
        marks = Marks(one.etag, one.last_modified) if same_days else Marks()
        try:
            async with asyncio.timeout(_LONGEST):
                return await self._readers.read(one.kind, address, seen, marks)
        except Failed:
            raise
        except TimeoutError:
            raise Failed("slow", "all of it together took too long") from None
        except Exception as error:  # what one calendar makes us stumble over may not stop the rest
            log.error("a calendar made us stumble", calendar=one.id, exc_info=error)
            raise Failed("unreadable", type(error).__name__) from error

    async def _found(self, one: Calendar, found: Read, seen: Window, now: datetime) -> None:
        mark = one.digest
        if found.meetings is not None and (mark := digest(found.meetings)) != one.digest:
            event = MeetingsSeen(
                delivery=_delivery(one), at=now, calendar_id=one.id, meetings=found.meetings, since=seen.since,
                until=seen.until,
            )  # fmt: skip
            if not await self._told(event):
                mark = ""
        due, marks = now + _about(EVERY), found.marks if mark else Marks()
        await self._engine.store.transact(
            lambda tx: calendars.checked(tx, one, now, due, mark, marks.etag, marks.last_modified)
        )

    async def _failed(self, one: Calendar, error: Failed, now: datetime) -> None:
        since, told = one.failing_since or now, one.told_at
        log.info("a calendar could not be read", calendar=one.id, reason=error.trouble, detail=error.detail)
        if told is None and _is_worth_telling(one, error, now - since):
            event = CalendarFailed(delivery=_delivery(one), at=now, calendar_id=one.id, trouble=error.trouble)
            told = now if await self._told(event) else None
        wait = max(_about(HOPELESS if told else EVERY), timedelta(seconds=error.wait))

        def write(tx: Tx) -> None:
            calendars.failed(tx, one, error.trouble, since, now + wait, told)

        await self._engine.store.transact(write)

    async def _told(self, event: Event) -> bool:
        return (await self._engine.dispatch(event)).stored


def _is_worth_telling(one: Calendar, error: Failed, lasted: timedelta) -> bool:
    """An hour of trouble, or twice in a row that it is not there or not for us."""
    return lasted >= PATIENCE or (error.trouble in _FOR_GOOD and one.trouble in _FOR_GOOD)


def _is_behind(one: Calendar, since: datetime) -> bool:
    if one.checked_at is None:
        return one.failing_since is None
    return one.failing_since is None and window(one.checked_at).since < since


def _delivery(one: Calendar) -> str:
    """Never the same twice: what was told and not noted is told again, which changes nothing."""
    return f"calendar:{one.id}:{secrets.token_hex(8)}"


def _about(span: timedelta) -> timedelta:
    """A tenth sooner or later, so that calendars that were added together are not read together for ever."""
    return span * random.uniform(0.9, 1.1)  # noqa: S311 (no secret)
