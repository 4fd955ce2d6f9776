"""Socket Mode: keeps one connection open, and makes a new one when it has gone quiet, broken off, or been told to go.

The SDK mends its own connections, and then sits deaf on a closed session (slackapi/python-slack-sdk#1110, #1446,
#1701): a connection is replaced as a whole here. That no event comes is no sign of anything: nights are quiet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from adapters.slack.transport import Socket
from rituals.engine.errors import DeliveryError, Throttled, Unreachable

log = structlog.get_logger(__name__)

SILENCE = 75.0
"""Seconds without any frame, answers to our pings included, after which a connection counts as dead."""
LOOK = 1.0
CONNECTED_WITHIN = 10.0
DRAINED = 2.0
"""Seconds in which an old connection may still answer what came over it."""
LONGEST_PAUSE = 4.0
REFUSED_PAUSE = 60.0


class Sockets:
    """`make` gives a new connection, not yet open."""

    def __init__(self, make: Callable[[], Socket]) -> None:
        self._make = make
        self._old: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled. The new connection opens before the old one goes, so that nothing comes in between."""
        current: Socket | None = None
        try:
            while True:
                fresh = await self._opened()
                if current is not None:
                    self._drain(current)
                current = fresh
                await self._watch(current)
                if not current.leaving or current.closed:
                    await current.close()
                    current = None
        finally:
            for task in self._old:
                task.cancel()
            await asyncio.gather(*self._old, return_exceptions=True)
            if current is not None:
                await current.close()

    async def _opened(self) -> Socket:
        pause = 0.5
        while True:
            fresh = self._make()
            try:
                async with asyncio.timeout(CONNECTED_WITHIN):
                    await fresh.connect()
            except (DeliveryError, TimeoutError) as error:
                await fresh.close()
                await asyncio.sleep(_pause(error, pause))
                pause = min(pause * 2, LONGEST_PAUSE)
            except BaseException:
                await fresh.close()
                raise
            else:
                log.info("connected to Slack by Socket Mode")
                return fresh

    @staticmethod
    async def _watch(socket: Socket) -> None:
        """Returns when this connection must be replaced."""
        while not (socket.closed or socket.leaving):
            if socket.quiet_for > SILENCE:
                log.warning("the connection with Slack has gone quiet and is made anew")
                return
            await asyncio.sleep(LOOK)

    def _drain(self, socket: Socket) -> None:
        async def later() -> None:
            try:
                await asyncio.sleep(DRAINED)
            finally:
                await socket.close()

        task = asyncio.create_task(later(), name="slack old socket")
        self._old.add(task)
        task.add_done_callback(self._old.discard)


def _pause(error: Exception, pause: float) -> float:
    if isinstance(error, Throttled):
        return error.retry_after
    if isinstance(error, Unreachable):
        log.error("Slack refuses SLACK_APP_TOKEN: make an app-level token with connections:write", detail=str(error))
        return REFUSED_PAUSE
    log.warning("no connection with Slack by Socket Mode yet", error=type(error).__name__, detail=str(error))
    return pause
