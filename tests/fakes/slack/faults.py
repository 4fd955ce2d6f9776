"""What can go wrong with one call: whether it takes effect, and what becomes of the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

Answering = Callable[[web.Request, web.Response], Awaitable[web.StreamResponse]]
"""What becomes of the answer that Slack would have given."""


@dataclass(frozen=True)
class Fault:
    """`applies`: the call takes effect all the same; `late`: how long until what it posted shows in a history."""

    name: str
    answering: Answering
    applies: bool = True
    late: timedelta = timedelta()
    before: Callable[[], Awaitable[None]] | None = None
    """Waited for before the call takes effect."""


async def _reset(request: web.Request, answer: web.Response) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return answer


def _begun(answer: web.Response) -> tuple[web.StreamResponse, bytes]:
    """The same answer, to be written out by hand."""
    body = (answer.text or "").encode()
    response = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.headers["Content-Type"]})
    response.content_length = len(body)
    return response, body


async def _half(request: web.Request, answer: web.Response) -> web.StreamResponse:
    response, body = _begun(answer)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _silence(request: web.Request, answer: web.Response) -> web.StreamResponse:
    await asyncio.Event().wait()
    return answer


def accept_then_reset(*, applied: bool = True, late: timedelta = timedelta()) -> Fault:
    """The connection is reset after the request was read."""
    return Fault("accept_then_reset", _reset, applied, late)


def half_body(*, applied: bool = True) -> Fault:
    """200 and half of the JSON."""
    return Fault("half_body", _half, applied)


def never_answers(*, applied: bool = True) -> Fault:
    return Fault("never_answers", _silence, applied)


def trickles(seconds: float = 1.0, *, applied: bool = True) -> Fault:
    """A byte at a time, with so many seconds between."""

    async def answering(request: web.Request, answer: web.Response) -> web.StreamResponse:
        response, body = _begun(answer)
        await response.prepare(request)
        for byte in body:
            await response.write(bytes([byte]))
            await asyncio.sleep(seconds)
        return response

    return Fault("trickles", answering, applied)


def delay(seconds: float) -> Fault:
    """It takes effect, and the answer comes later."""

    async def answering(request: web.Request, answer: web.Response) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return answer

    return Fault("delay", answering)


def held(gate: asyncio.Event, *, before: bool = False, reached: asyncio.Event | None = None) -> Fault:
    """The answer comes when the gate opens; `before`: so does the effect. `reached` tells that a call is held."""

    async def wait() -> None:
        if reached is not None:
            reached.set()
        await gate.wait()

    async def answering(request: web.Request, answer: web.Response) -> web.StreamResponse:
        await wait()
        return answer

    return Fault("held", answering, before=wait if before else None)


def status(code: int, *, applied: bool = False, text: str = "upstream error") -> Fault:
    """An answer of the machines before Slack: no JSON."""

    async def answering(request: web.Request, answer: web.Response) -> web.StreamResponse:
        return web.Response(status=code, text=text, content_type="text/html")

    return Fault(f"status {code}", answering, applied)


def not_json() -> Fault:
    """200 with a page of HTML, as a proxy gives it."""
    return status(200, text="<html><body>Sign in to the network</body></html>")


def throttled(retry_after: str | None = "30") -> Fault:
    """429 with any spelling of Retry-After, or (None) without."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}

    async def answering(request: web.Request, answer: web.Response) -> web.StreamResponse:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    return Fault("throttled", answering, applies=False)


def says(error: str, *, applied: bool = False, **more: Any) -> Fault:
    """200 with `ok: false`: `internal_error` and `fatal_error` may come after the call took effect."""

    async def answering(request: web.Request, answer: web.Response) -> web.StreamResponse:
        return web.json_response({"ok": False, "error": error, **more})

    return Fault(f"says {error}", answering, applied)


@dataclass
class Script:
    """Which faults come: the next ones per method, in order, else the standing one."""

    _next: list[tuple[str, str | None, Fault]] = field(default_factory=list)
    _always: dict[tuple[str, str | None], Fault] = field(default_factory=dict)

    def next(self, method: str, *faults: Fault, channel: str | None = None) -> None:
        """The coming calls of a method (of one channel, if named) fail so, each fault once."""
        self._next += [(method, channel, fault) for fault in faults]

    def always(self, method: str, fault: Fault | None, channel: str | None = None) -> None:
        """Every call of a method fails so, until None is given."""
        if fault is None:
            self._always.pop((method, channel), None)
        else:
            self._always[method, channel] = fault

    def clear(self) -> None:
        self._next.clear()
        self._always.clear()

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault of this call, used up if it stood for one."""
        for index, (name, where, fault) in enumerate(self._next):
            if name == method and where in (None, channel):
                del self._next[index]
                return fault
        return self._always.get((method, channel)) or self._always.get((method, None))

    @property
    def waiting(self) -> int:
        """Faults that nothing has met yet."""
        return len(self._next)
