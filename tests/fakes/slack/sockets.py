"""Socket Mode: the web sockets that an app opens, and what goes over them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.fakes.slack.state import Json

MOST_SOCKETS = 10


class Lost(Exception):
    """There is no socket, or it went away before the envelope was acknowledged."""


@dataclass(eq=False)
class Socket:
    """One connection. A `deaf` one takes everything and answers nothing, not even a ping."""

    ws: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    sent: list[Json] = field(default_factory=list)
    pings: int = 0

    async def disconnect(self, reason: str) -> None:
        """`warning` (in about 10 s it closes), `refresh_requested` or `too_many_websockets`."""
        await self.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})

    def drop(self) -> None:
        """The connection is reset, without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()

    async def close(self) -> None:
        await self.ws.close()


@dataclass
class Sockets:
    """All connections of the app, and the acknowledgements that came back."""

    app_id: str
    open: list[Socket] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    acks: dict[str, list[Json]] = field(default_factory=dict)
    """envelope_id -> what was acknowledged with, each time."""
    opened: int = 0
    greets: bool = True
    """False: a connection is taken, and no hello comes."""
    _waiting: dict[str, tuple[Socket, asyncio.Future[Json]]] = field(default_factory=dict)
    _turn: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def connected(self, number: int = 1) -> list[Socket]:
        """Wait until so many sockets are open."""
        while len(self.open) < number:
            self._changed.clear()
            await self._changed.wait()
        return list(self.open)

    async def gone(self, socket: Socket) -> None:
        """Wait until this socket is closed."""
        while socket in self.open:
            self._changed.clear()
            await self._changed.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The life of one connection. Its address is good for one use."""
        if request.query.get("ticket") not in self.tickets:
            return web.Response(status=401)
        self.tickets.discard(request.query["ticket"])
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        socket = Socket(ws, request)
        self.opened += 1
        if len(self.open) >= MOST_SOCKETS:
            await socket.disconnect("too_many_websockets")
            await ws.close()
            return ws
        self.open.append(socket)
        if self.greets:
            await ws.send_json(self._hello())
        self._changed.set()
        try:
            await self._listen(socket)
        finally:
            self._forget(socket)
        return ws

    def _hello(self) -> Json:
        debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": self.app_id}
        return {"type": "hello", "num_connections": len(self.open), "debug_info": debug, "connection_info": info}

    async def _listen(self, socket: Socket) -> None:
        async for message in socket.ws:
            if message.type is WSMsgType.PING:
                socket.pings += 1
                if not socket.deaf:
                    await socket.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT and not socket.deaf:
                self._acknowledged(json.loads(message.data))

    def _acknowledged(self, ack: Json) -> None:
        self.acks.setdefault(str(ack.get("envelope_id")), []).append(ack)
        _, future = self._waiting.get(str(ack.get("envelope_id")), (None, None))
        if future is not None and not future.done():
            future.set_result(ack)

    def _forget(self, socket: Socket) -> None:
        self.open.remove(socket)
        for waiting, future in self._waiting.values():
            if waiting is socket and not future.done():
                future.set_exception(Lost("the socket went away"))
        self._changed.set()

    async def deliver(
        self, kind: str, payload: Json, *, to: Socket | None = None, attempt: int = 0, reason: str = "",
        envelope_id: str = "", seconds: float = 10,
    ) -> Json:  # fmt: skip
        """Send an envelope over one of the sockets, in turn, and give its acknowledgement."""
        if not self.open:
            raise Lost("no socket is open")
        socket = to or self.open[self._turn % len(self.open)]
        self._turn += 1
        envelope_id = envelope_id or str(uuid4())
        body: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        body["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            body |= {"retry_attempt": attempt, "retry_reason": reason}
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, future)
        socket.sent.append(body)
        try:
            await socket.ws.send_json(body)
            return await asyncio.wait_for(future, seconds)
        except (TimeoutError, ConnectionError) as error:
            raise Lost("not acknowledged") from error
        finally:
            del self._waiting[envelope_id]

    async def close(self) -> None:
        for socket in list(self.open):
            socket.drop()
            await socket.ws.close()
