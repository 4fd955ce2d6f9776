"""Work that goes on after Teams was answered; a clean stop waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog

log = structlog.get_logger(__name__)

_FINISH = 3.0


class Tasks:
    """Keeps hold of what runs, and tells what failed."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def start(self, work: Coroutine[object, object, object], name: str) -> None:
        """Run it in the background."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._done)

    async def settle(self) -> None:
        """Wait until all has been done, and what that began as well."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def stop(self) -> None:
        """Wait a moment for what runs, then cut it off."""
        try:
            async with asyncio.timeout(_FINISH):
                await self.settle()
        except TimeoutError:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    def _done(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work after an answer failed", work=task.get_name(), exc_info=error)
