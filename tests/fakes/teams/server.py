"""One server on loopback: it writes down every call, and lets the script go wrong before the handler is asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.fakes.teams.faults import Faults, Handler


def utc_now() -> datetime:
    """The wall's clock."""
    return datetime.now(UTC)


@dataclass
class Call:
    """One call as it came in; `status` is None as long as it has not been answered whole."""

    route: str
    method: str
    path: str
    at: float
    authorization: str
    body: Any
    conversation: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None


class Counters:
    """Every call of all servers, in order, with the times of a given clock."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self.elapsed = elapsed
        self.all: list[Call] = []
        self.under_way = 0
        self.most_at_once = 0

    def of(self, route: str, conversation: str | None = None) -> list[Call]:
        """The calls of one route; of one conversation if it is named, with all its threads if no thread is."""
        return [one for one in self.all if one.route == route and _meant(conversation, one.conversation)]

    def count(self, route: str) -> int:
        """How many calls a route has had."""
        return len(self.of(route))

    def times(self, route: str, conversation: str | None = None) -> list[float]:
        """When they came."""
        return [one.at for one in self.of(route, conversation)]

    def most_within(self, seconds: float, route: str, conversation: str | None = None) -> int:
        """The most calls that came in any stretch of so many seconds."""
        times = sorted(self.times(route, conversation))
        return max((sum(begin <= at < begin + seconds for at in times) for begin in times), default=0)


class Server:
    """Listens on a port of its own choosing, keeps it, and can be away for a while."""

    def __init__(self, counters: Counters, routes: Mapping[str, tuple[str, str, Handler]]) -> None:
        self.closing = asyncio.Event()
        self.faults = Faults(self.closing)
        self._counters = counters
        self._names: dict[tuple[str, str], str] = {}
        app = web.Application(client_max_size=4 * 1024 * 1024)
        for name, (method, path, handler) in routes.items():
            app.router.add_route(method, path, self._watched(name, handler))
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
        self._site: web.TCPSite | None = None
        self.port = 0

    @property
    def address(self) -> str:
        """Without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listens; the second time on the same port."""
        if not self.port:
            await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def away(self) -> None:
        """Refuses connections until `start`, and cuts those that are open."""
        if self._site:
            await self._site.stop()
        for one in self._runner.server.connections if self._runner.server else []:
            if one.transport:
                one.transport.abort()

    async def stop(self) -> None:
        """Ends everything, what hangs as well."""
        self.closing.set()
        await self._runner.cleanup()

    def _watched(self, name: str, handler: Handler) -> Handler:
        async def watched(request: web.Request) -> web.StreamResponse:
            call = await self._note(name, request)
            self._counters.under_way += 1
            self._counters.most_at_once = max(self._counters.most_at_once, self._counters.under_way)
            try:
                answer = await self.faults.run(name, call.conversation, request, handler)
            finally:
                self._counters.under_way -= 1
            call.status = answer.status
            return answer

        return watched

    async def _note(self, name: str, request: web.Request) -> Call:
        conversation = request.match_info.get("conversation", "")
        call = Call(
            name, request.method, request.path, self._counters.elapsed(), request.headers.get("Authorization", ""),
            await _read(request), conversation, dict(request.query),
        )  # fmt: skip
        self._counters.all.append(call)
        return call


def _meant(wanted: str | None, found: str) -> bool:
    return wanted in (None, found, found.partition(";")[0])


async def _read(request: web.Request) -> Any:
    body = await request.read()
    if request.content_type == "application/json":
        try:
            return json.loads(body)
        except ValueError:
            return body
    return dict(await request.post()) if body else None
