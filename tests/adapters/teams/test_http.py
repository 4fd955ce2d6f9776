"""What goes out goes by the proxy of the environment, if there is one."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from socket import SOCK_STREAM, create_server, socket

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.http import Http
from rituals.engine.errors import SurelyNotSent


@dataclass
class Proxy:
    """Answers whatever it is asked for itself."""

    address: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.raw_path if request.method == 'CONNECT' else request.url}")
        return web.json_response({"by": "proxy"}, status=self.status)


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    made = Proxy()
    runner = web.ServerRunner(web.Server(made.handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def http(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Http]:
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Http()
    yield made
    await made.close()


async def test_requests_go_by_the_proxy(http: Http, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.address)

    reply = await http.ask("GET", "http://connector.example/v3", 5, headers={"Authorization": "Bearer x"})

    assert reply.found == {"by": "proxy"}
    assert proxy.asked == ["GET http://connector.example/v3"]


async def test_a_proxy_that_lets_nothing_through_surely_sent_nothing(
    http: Http, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    proxy.status = 403

    with pytest.raises(SurelyNotSent):
        await http.ask("POST", "https://connector.example/v3", 5, body={})

    assert proxy.asked == ["CONNECT connector.example:443"]


async def test_what_needs_no_proxy_goes_without(http: Http, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hello(request: web.Request) -> web.Response:
        return web.json_response({"by": "itself"})

    monkeypatch.setenv("HTTP_PROXY", proxy.address)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    application = web.Application()
    application.add_routes([web.get("/", hello)])
    async with TestServer(application) as server:
        reply = await http.ask("GET", str(server.make_url("/")), 5)

    assert reply.found == {"by": "itself"}
    assert proxy.asked == []


async def test_without_a_connection_in_time_surely_nothing_was_sent(http: Http) -> None:
    """A line that drops everything: nobody has to be asked whether the message stands there."""
    with create_server(("127.0.0.1", 0), backlog=0) as full, contextlib.ExitStack() as waiting:
        for _ in range(3):  # more than the server takes in while it accepts nobody
            one = waiting.enter_context(socket(type=SOCK_STREAM))
            one.setblocking(False)
            one.connect_ex(full.getsockname())

        with pytest.raises(SurelyNotSent):
            await http.ask("POST", f"http://127.0.0.1:{full.getsockname()[1]}/", 0.3, body={})
