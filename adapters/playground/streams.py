"""Server-sent events: the conversation as it is now, then whatever changes in it."""

from __future__ import annotations

import json

from aiohttp import web

from adapters.playground import demo
from adapters.playground.conversation import Conversation
from adapters.playground.live import Hub, News
from adapters.playground.parse import Where
from rituals.engine.clock import Clock
from store.errors import StoreError

HEARTBEAT = 15.0


class Streams:
    """One open request per page, until the page or the playground closes."""

    def __init__(self, hub: Hub, conversation: Conversation, clock: Clock) -> None:
        self._hub = hub
        self._conversation = conversation
        self._clock = clock

    async def serve(self, request: web.Request, spot: Where) -> web.StreamResponse:
        """Stream until it ends."""
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        # Listening before reading: what changes in between is told twice rather than never.
        account = spot.who.account
        stream = self._hub.open(account, spot.channel, frozenset(demo.channels_of(account)))
        try:
            await response.prepare(request)
            await response.write(await self._present(spot))
            while not stream.closed:
                await response.write(await self._written(spot, await stream.news(HEARTBEAT)))
        except (ConnectionResetError, StoreError):
            pass  # the page was closed; or it opens the stream again by itself, and then gets everything anew
        finally:
            self._hub.leave(stream)
        return response

    async def _present(self, spot: Where) -> bytes:
        return written("state", {**await self._conversation.newest(spot), "now": self._now()})

    async def _written(self, spot: Where, news: News) -> bytes:
        parts = []
        for number, new in news.messages:
            drawn = await self._conversation.one(spot, number)
            parts.append(written("message", {**drawn, "new": new}) if drawn else written("gone", {"id": number}))
        for _, number in news.elsewhere:
            if about := await self._conversation.elsewhere(number):
                parts.append(written("elsewhere", about))
        if news.clock:
            parts.append(written("clock", {"now": self._now()}))
        return b"".join(parts) or b": hier ben ik nog\n\n"

    def _now(self) -> float:
        return self._clock.now().timestamp() * 1000


def written(event: str, data: object) -> bytes:
    """One event. JSON in ASCII has no line end of any kind, which would cut the event in two."""
    return f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()
