"""POST /hooks/<source>: verified, parsed, mapped, and handed to the engine. A 2xx says that it is stored."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from adapters.sources import verify
from adapters.sources.mapping import Mapped, TooMany
from adapters.sources.parse import Malformed, parse
from rituals.engine.events import Received

if TYPE_CHECKING:
    from adapters import Source
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

LARGEST = 1024 * 1024
_PATIENCE = 10.0
_AGAIN = "30"
"""Seconds after which to deliver once more what could not be stored."""


class Hooks:
    """Sources have no messages and no people: this is no platform, only a listener."""

    name = "sources"

    def __init__(self, engine: Engine, sources: Sequence[Source]) -> None:
        zone = engine.organisation.calendar.zone
        self._engine = engine
        self._sources = tuple(sources)
        self._mapped = {one.name: Mapped(one, zone) for one in sources}

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """One for all sources."""
        return (web.post("/hooks/{source}", self._heard),)

    async def start(self) -> None:
        """Nothing to make known."""

    async def run(self) -> None:
        """It only answers."""

    async def stop(self) -> None:
        """Nothing is open."""

    async def _heard(self, request: web.Request) -> web.Response:
        source = verify.called(self._sources, request.match_info["source"])
        if source is None:
            raise web.HTTPNotFound
        if not verify.may_speak(source, request.headers):
            raise _refused(source)
        body = await _body(request, source)
        if not verify.is_signed(source, request.headers, body):
            raise _refused(source)
        event = self._event(source, body, request.headers.get("Content-Type", ""))
        if event.entries:
            await self._stored(event)
        return web.Response(text="ok\n")

    def _event(self, source: Source, body: bytes, content_type: str) -> Received:
        mapped = self._mapped[source.name]
        try:
            entries = mapped.entries(parse(body, content_type))
        except TooMany as error:
            log.warning("a source sends too much at once", source=source.name, detail=str(error))
            raise web.HTTPRequestEntityTooLarge(LARGEST, LARGEST) from error
        except Malformed as error:
            log.warning("a source sends what it should not", source=source.name, detail=str(error))
            raise web.HTTPBadRequest from error
        mark = hashlib.sha256(body).hexdigest()
        return Received(
            delivery=f"hook:{source.name}:{mark}", at=self._engine.clock.now(), source=source.name, entries=entries,
            scale=mapped.scale,
        )  # fmt: skip

    async def _stored(self, event: Received) -> None:
        answer = await self._engine.dispatch(event)
        if not answer.stored:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": _AGAIN})


def _refused(source: Source) -> web.HTTPUnauthorized:
    log.warning("a request that is not of this source", source=source.name, verify=source.verify)
    return web.HTTPUnauthorized()


async def _body(request: web.Request, source: Source) -> bytes:
    """No more than the cap, whatever the request says of its length; packed bodies are not unpacked for anybody."""
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    if request.headers.get("Content-Encoding", "identity") != "identity":
        log.warning("a source sends what it should not", source=source.name, detail="the body is packed")
        raise web.HTTPBadRequest
    read = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for piece in request.content.iter_chunked(65536):
                read += piece
                if len(read) > LARGEST:
                    raise web.HTTPRequestEntityTooLarge(LARGEST, len(read))
    except TimeoutError as error:
        raise web.HTTPBadRequest from error
    return bytes(read)
