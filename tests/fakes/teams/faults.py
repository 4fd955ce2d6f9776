"""What a server does wrong, on command: once for each call that is scripted, or for as long as it is told to."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
EVERY = "*"
"""Instead of the name of a route: all routes of the server."""
Ending = Literal["answer", "reset", "half", "silence", "drip"]


@dataclass(frozen=True)
class Fault:
    """`applied`: the call is carried out before it goes wrong."""

    ending: Ending = "answer"
    applied: bool = False
    wait: float = 0
    status: int | None = None
    code: str = "ServiceError"
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 1.0


def accept_then_reset(*, applied: bool) -> Fault:
    """The request is read and the connection torn down."""
    return Fault("reset", applied=applied)


def delay(seconds: float) -> Fault:
    """Slow, but right."""
    return Fault(applied=True, wait=seconds)


def status(number: int, *, applied: bool = False, code: str = "ServiceError") -> Fault:
    """Answers with this, before or after having done it."""
    return Fault(status=number, applied=applied, code=code)


def throttled(retry_after: str | None = "1") -> Fault:
    """429; None leaves the header out."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Fault(status=429, code="Throttled", headers=headers)


def half(*, applied: bool = True) -> Fault:
    """Half of the body that was announced."""
    return Fault("half", applied=applied)


def silence(*, applied: bool = True) -> Fault:
    """Never answers."""
    return Fault("silence", applied=applied)


def drip(*, applied: bool = True, pause: float = 1.0) -> Fault:
    """One byte of the body per `pause` seconds."""
    return Fault("drip", applied=applied, pause=pause)


def blocked() -> Fault:
    """The person has blocked the bot."""
    return status(403, code="MessageWritesBlocked")


def retry_afters(now: datetime) -> dict[str, str | None]:
    """Every spelling of Retry-After that was seen; the date is 30 s ahead."""
    date = format_datetime(now + timedelta(seconds=30), usegmt=True)
    return {"1": "1", "30": "30", "600": "600", "0": "0", "date": date, "absent": None, "-1": "-1", "abc": "abc"}


@dataclass
class Scripted:
    """The faults to come of one route."""

    fault: Fault
    conversation: str | None
    once: bool


class Faults:
    """The script of one server."""

    def __init__(self, closing: asyncio.Event) -> None:
        self._scripted: dict[str, list[Scripted]] = {}
        self._closing = closing

    def next(self, route: str, *faults: Fault, conversation: str | None = None) -> None:
        """The next calls of this route, one fault each; only of one conversation if it is named."""
        self._scripted.setdefault(route, []).extend(Scripted(one, conversation, True) for one in faults)

    def always(self, route: str, fault: Fault, conversation: str | None = None) -> None:
        """Every call of this route until `healed`."""
        self._scripted.setdefault(route, []).append(Scripted(fault, conversation, False))

    def healed(self, route: str | None = None) -> None:
        """All is well again, on one route or on all."""
        if route is None:
            self._scripted.clear()
        else:
            self._scripted.pop(route, None)

    async def run(self, route: str, conversation: str, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The call, with what was scripted for it."""
        fault = self._take(route, conversation)
        if fault is None:
            return await handler(request)
        await self._pass(fault.wait)
        answer = await handler(request) if fault.applied else web.json_response({"id": "0"})
        if fault.status is not None:
            answer = refusal(fault.status, fault.code, headers=fault.headers)
        return await self._end(fault, request, answer)

    def _take(self, route: str, conversation: str) -> Fault | None:
        for queue in (self._scripted.get(route, []), self._scripted.get(EVERY, [])):
            for one in queue:
                if one.conversation in (None, conversation, conversation.partition(";")[0]):
                    if one.once:
                        queue.remove(one)
                    return one.fault
        return None

    async def _pass(self, seconds: float) -> None:
        """Waits, and no longer than the server lives."""
        if seconds:
            await asyncio.wait([asyncio.ensure_future(self._closing.wait())], timeout=seconds)

    async def _end(self, fault: Fault, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        match fault.ending:
            case "answer":
                return answer
            case "silence":
                await self._closing.wait()
            case "half" | "drip":
                return await self._partly(fault, request, answer)
        reset(request)
        return answer

    async def _partly(self, fault: Fault, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        body = _body(answer)
        headers = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
        stream = web.StreamResponse(status=answer.status, headers=headers)
        await stream.prepare(request)
        if fault.ending == "half":
            await stream.write(body[: len(body) // 2])
            reset(request, gently=True)
            return stream
        for index in range(len(body)):
            if self._closing.is_set():
                break
            await stream.write(body[index : index + 1])
            await self._pass(fault.pause)
        return stream


def reset(request: web.Request, *, gently: bool = False) -> None:
    """Closes the connection under the client: with RST, or gently after what was written has left."""
    transport = request.transport
    if transport is None:
        return
    if gently:
        transport.close()
        return
    wire = transport.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _body(answer: web.StreamResponse) -> bytes:
    body: Any = answer.body if isinstance(answer, web.Response) else None
    return body if isinstance(body, bytes) and body else json.dumps({"id": "0" * 16}).encode()


def refusal(status: int, code: str, message: str = "", headers: Mapping[str, str] | None = None) -> web.Response:
    """A refusal in the connector's words; a block by the person has a shape of its own."""
    if code == "MessageWritesBlocked":
        inner = json.dumps({"subCode": code, "details": "Thread is not available to the user.", "errorCode": None})
        return web.json_response({"errorCode": 209, "message": inner}, status=status, headers=headers)
    error = {"error": {"code": code, "message": message or code}}
    return web.json_response(error, status=status, headers=headers)
