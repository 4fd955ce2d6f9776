"""Socket Mode: keeps one connection open, and makes a new one when it has gone quiet, broken off, or been told to go.

The SDK mends its own connections, and then sits deaf on a closed session (slackapi/python-slack-sdk#1110, #1446,
#1701): a connection is replaced as a whole here. That no event comes is no sign of anything: nights are quiet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from rituals.engine.errors import DeliveryError, LockedOut, Throttled, Unreachable

log = structlog.get_logger(__name__)

SILENCE = 75.0
"""Seconds without any frame, answers to our pings included, after which a connection counts as dead."""
LOOK = 1.0
CONNECTED_WITHIN = 10.0
DRAINED = 2.0
"""Seconds in which an old connection may still answer what came over it."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 4.0
SHORT_LIVED = 5.0
"""Seconds: what Slack sends away sooner than that (too_many_websockets) is not asked for again at once."""
REFUSED_PAUSE = 60.0


class Link(Protocol):
    """One connection."""

    leaving: bool

    @property
    def closed(self) -> bool: ...
    @property
    def quiet_for(self) -> float: ...
    async def connect(self) -> None: ...
    async def close(self) -> None: ...


class Sockets:
    """`make` gives a new connection, not yet open; `tell` hears whether there is one."""

    def __init__(self, make: Callable[[], Link], tell: Callable[[bool], None] = lambda _up: None) -> None:
        self._make = make
        self._tell = tell
        self._old: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled. The new connection opens before the old one goes, so that nothing comes in between."""
        current: Link | None = None
        self._tell(False)
        pause, loop = FIRST_PAUSE, asyncio.get_running_loop()
        try:
            while True:
                fresh = await self._opened()
                if current is not None:
                    self._drain(current)
                current, since = fresh, loop.time()
                self._tell(True)
                await self._watch(current)
                if loop.time() - since < SHORT_LIVED:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                else:
                    pause = FIRST_PAUSE
                if not current.leaving or current.closed:
                    await current.close()
                    current = None
                    self._tell(False)
        finally:
            for task in self._old:
                task.cancel()
            await asyncio.gather(*self._old, return_exceptions=True)
            if current is not None:
                await current.close()

    async def _opened(self) -> Link:
        pause = FIRST_PAUSE
        while True:
            fresh = self._make()
            try:
                async with asyncio.timeout(CONNECTED_WITHIN):
                    await fresh.connect()
            except (DeliveryError, TimeoutError) as error:
                await fresh.close()
                await asyncio.sleep(_pause(error, pause))
                pause = min(pause * 2, LONGEST_PAUSE)
            except BaseException:  # cancelled as well: a connection that was begun must not stay open
                await fresh.close()
                raise
            else:
                log.info("connected to Slack by Socket Mode")
                return fresh

    @staticmethod
    async def _watch(socket: Link) -> None:
        """Returns when this connection must be replaced."""
        while not (socket.closed or socket.leaving):
            if socket.quiet_for > SILENCE:
                log.warning("the connection with Slack has gone quiet and is made anew")
                return
            await asyncio.sleep(LOOK)

    def _drain(self, socket: Link) -> None:
        async def later() -> None:
            try:
                await asyncio.sleep(DRAINED)
            finally:
                await socket.close()

        task = asyncio.create_task(later(), name="slack old socket")
        self._old.add(task)
        task.add_done_callback(self._old.discard)


def _pause(error: Exception, pause: float) -> float:
    if isinstance(error, LockedOut | Unreachable):
        log.error("Slack refuses SLACK_APP_TOKEN: make an app-level token with connections:write", detail=str(error))
        return REFUSED_PAUSE
    if isinstance(error, Throttled):
        return error.retry_after
    log.warning("no connection with Slack by Socket Mode yet", error=type(error).__name__, detail=str(error))
    return pause
