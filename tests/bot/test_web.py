"""The listener: readiness, headers, and answers that give nothing away."""

import asyncio
import logging
import socket
from collections.abc import Mapping
from io import BytesIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web_protocol import RequestPayloadError

from bot.environment import Environment
from bot.headers import ALWAYS, host_of
from bot.port import NotOurAddress, PortInUse, bind
from bot.web import Probe, make_web

Client = TestClient[web.Request, web.Application]


async def well() -> str | None:
    return None


async def broken() -> str | None:
    return "the disk is full"


async def fails(_request: web.Request) -> web.Response:
    raise ValueError("Mevrouw Jansen")


async def reads(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def careful(request: web.Request) -> web.Response:
    try:
        return await reads(request)
    except RequestPayloadError:
        return web.Response(status=400)


ROUTES = (web.get("/fails", fails), web.post("/reads", reads))


def client(
    *routes: web.AbstractRouteDef, probes: Mapping[str, Probe] | None = None, environment: Environment | None = None
) -> Client:
    application = make_web([*ROUTES, *routes], probes or {}, environment or Environment())
    return TestClient(TestServer(application))


async def test_a_process_that_lives_is_healthy() -> None:
    async with client(probes={"store": broken}) as web_client:
        answer = await web_client.get("/healthz")

        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_ready_when_every_part_is() -> None:
    async with client(probes={"store": well, "ticker": well}) as web_client:
        answer = await web_client.get("/readyz")

        assert (answer.status, await answer.json()) == (
            200,
            {"status": "ok", "parts": {"store": "ok", "ticker": "ok"}},
        )


async def test_not_ready_names_the_part() -> None:
    async with client(probes={"store": broken, "ticker": well}) as web_client:
        answer = await web_client.get("/readyz")

        assert answer.status == 503
        assert await answer.json() == {
            "status": "not ready: store",
            "parts": {"store": "the disk is full", "ticker": "ok"},
        }


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nergens", 404), ("POST", "/healthz", 405), ("GET", "/fails", 500)]
)
async def test_a_refusal_is_one_dutch_sentence(method: str, path: str, status: int) -> None:
    async with client() as web_client:
        answer = await web_client.request(method, path)
        body = await answer.text()

        assert answer.status == status
        assert answer.content_type == "text/plain"
        assert body.endswith(".\n") and body.count("\n") == 1
        assert "Jansen" not in body and "Error" not in body
        assert ("Allow" in answer.headers) == (status == 405)


async def test_a_body_over_a_megabyte_is_refused() -> None:
    async with client() as web_client:
        assert (await web_client.post("/reads", data=BytesIO(b"x" * 1_000_000))).status == 200
        assert (await web_client.post("/reads", data=BytesIO(b"x" * 1_100_000))).status == 413


@pytest.mark.parametrize("path", ["/", "/healthz", "/nergens", "/fails"])
async def test_every_answer_carries_the_headers(path: str) -> None:
    async with client() as web_client:
        answer = await web_client.get(path)

        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert answer.headers["Server"] == "Klantritme"
        assert "Strict-Transport-Security" not in answer.headers


async def test_only_a_public_https_address_asks_browsers_for_https() -> None:
    async with client(environment=Environment(public_url="https://klantritme.example")) as web_client:
        assert "Strict-Transport-Security" in (await web_client.get("/healthz")).headers
    async with client(environment=Environment(public_url="http://klantritme.example")) as web_client:
        assert "Strict-Transport-Security" not in (await web_client.get("/healthz")).headers


async def test_a_header_that_a_route_chose_stays() -> None:
    async def cached(_request: web.Request) -> web.Response:
        return web.Response(headers={"Cache-Control": "max-age=60"})

    async with client(web.get("/cached", cached)) as web_client:
        assert (await web_client.get("/cached")).headers["Cache-Control"] == "max-age=60"


async def test_an_adapter_can_have_the_first_page() -> None:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="van de adapter")

    async with client() as web_client:
        assert "Klantritme werkt" in await (await web_client.get("/")).text()
    async with client(web.get("/", page)) as web_client:
        assert await (await web_client.get("/")).text() == "van de adapter"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[", ""])
async def test_another_name_for_this_machine_is_refused(host: str) -> None:
    async with client() as web_client:
        answer = await web_client.get("/healthz", headers={"Host": host})

        assert answer.status in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080", "LOCALHOST:1"])
async def test_this_machine_is_known_by_its_own_names(host: str) -> None:
    async with client() as web_client:
        assert (await web_client.get("/healthz", headers={"Host": host})).status == 200


async def test_the_public_address_is_known_behind_a_proxy() -> None:
    async with client(environment=Environment(public_url="https://klantritme.example")) as web_client:
        assert (await web_client.get("/healthz", headers={"Host": "klantritme.example"})).status == 200


async def test_with_a_token_every_name_is_good() -> None:
    async with client(environment=Environment(playground_token="x")) as web_client:
        assert (await web_client.get("/healthz", headers={"Host": "klantritme.example"})).status == 200


def test_a_host_header_is_read_without_its_port() -> None:
    assert host_of("[::1]:80") == "::1"
    assert host_of("[") == ""


def test_a_port_in_use_is_told_by_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortInUse, match="PORT"):
        bind("127.0.0.1", taken.getsockname()[1])


def test_an_address_of_another_machine_is_told_by_name() -> None:
    with pytest.raises(NotOurAddress, match="HOST"):
        bind("192.0.2.1", 8080)


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /careful HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + b"a" * 9000 + b"\r\n\r\n",
    ],
    ids=["packed and not so", "a length below zero", "a huge header"],
)
async def test_what_a_stranger_sends_alarms_nobody(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with client(web.post("/careful", careful)) as web_client:
        reader, writer = await asyncio.open_connection(web_client.host, web_client.port)
        writer.write(sent)
        answer = await reader.read()
        writer.close()

    assert answer.split()[1] == b"400"
    assert [one.getMessage() for one in caplog.records if one.levelno > logging.INFO] == []
    assert any("no good HTTP" in one.getMessage() for one in caplog.records)
