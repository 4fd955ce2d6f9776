"""The ticker: calls the schedule once a second. The only file with APScheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import structlog

from rituals.engine.clock import Clock
from store.errors import StoreError

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

_JOB = "tick"
_SECONDS = 1
_LATE = 3.0


class Ticks(Protocol):
    """The part of the engine that the ticker drives."""

    async def tick(self, now: datetime) -> object: ...


class Ticker:
    """`age` says how many real seconds ago the last tick went well."""

    def __init__(self, schedule: Ticks, clock: Clock) -> None:
        self._schedule = schedule
        self._clock = clock
        self._log = structlog.get_logger(__name__)
        self._scheduler: AsyncIOScheduler | None = None
        self._watch: asyncio.Task[None] | None = None
        self._ticked = self._began = clock.elapsed()
        self._failing = False

    @property
    def age(self) -> float:
        return self._clock.elapsed() - self._ticked

    def start(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=_SECONDS,
            id=_JOB,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()
        self._watch = asyncio.create_task(every(_LATE, self._wake))

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            # APScheduler does its shutdown in a callback of the loop.
            await asyncio.sleep(0)

    async def _tick(self) -> None:
        self._began = self._clock.elapsed()
        try:
            await self._schedule.tick(self._clock.now())
        except StoreError as error:
            if not self._failing:
                self._log.error("the schedule stands still", error=str(error))
            self._failing = True
            return
        if self._failing:
            self._log.info("the schedule goes on")
        self._failing = False
        self._ticked = self._clock.elapsed()

    async def _wake(self) -> None:
        # APScheduler goes by the wall clock: set back an hour, it would wait for that hour to pass.
        if self._scheduler is not None and self._clock.elapsed() - self._began > _LATE:
            self._scheduler.modify_job(_JOB, next_run_time=datetime.now(UTC))


async def every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """Act after every so many real seconds, until cancelled."""
    while True:
        await asyncio.sleep(seconds)
        await act()
