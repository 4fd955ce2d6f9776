"""Socket Mode as the fake keeps it: one-time addresses, acknowledgements, and connections that end in every way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as fake:
        fake.to_sockets()
        yield fake


async def address(fake: FakeSlack, token: str = APP_TOKEN) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with fake.session.post(f"{fake.api_url}apps.connections.open", headers=headers) as answer:
        return dict(await answer.json())


async def connected(fake: FakeSlack) -> ClientWebSocketResponse:
    ws = await fake.session.ws_connect((await address(fake))["url"], autoping=False)
    assert (await ws.receive_json())["type"] == "hello"
    return ws


async def acknowledge(ws: ClientWebSocketResponse, payload: object = None) -> dict[str, Any]:
    envelope = await ws.receive_json()
    answer = {"envelope_id": envelope["envelope_id"]}
    await ws.send_json(answer | ({"payload": payload} if payload else {}))
    return dict(envelope)


async def test_only_an_app_token_opens_a_socket(fake: FakeSlack) -> None:
    assert (await address(fake, BOT_TOKEN))["error"] == "not_allowed_token_type"


async def test_an_address_is_good_for_one_connection(fake: FakeSlack) -> None:
    url = (await address(fake))["url"]
    async with fake.session.ws_connect(url):
        pass

    async with fake.session.get(url) as answer:
        assert answer.status == 401


async def test_a_command_over_a_socket_is_answered_by_its_acknowledgement(fake: FakeSlack) -> None:
    ws = await connected(fake)

    done, envelope = await asyncio.gather(
        fake.user("U1").types("/bel", in_="C1"), acknowledge(ws, {"text": "Over 10 seconden"})
    )

    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert done.shown is not None
    assert done.shown.text == "Over 10 seconden"
    await ws.close()


async def test_events_say_how_often_they_were_tried(fake: FakeSlack) -> None:
    ws = await connected(fake)
    await asyncio.gather(fake.user("U1").says("hallo", in_="C1"), acknowledge(ws))

    _, again = await asyncio.gather(fake.redelivers(attempt=1), acknowledge(ws))

    assert (again["retry_attempt"], again["retry_reason"]) == (1, "http_timeout")
    assert again["accepts_response_payload"] is False
    await ws.close()


async def test_events_are_spread_over_the_sockets(fake: FakeSlack) -> None:
    first, second = await connected(fake), await connected(fake)

    await asyncio.gather(fake.user("U1").says("een", in_="C1"), acknowledge(first))
    await asyncio.gather(fake.user("U1").says("twee", in_="C1"), acknowledge(second))

    assert [len(one.sent) for one in fake.sockets.open] == [1, 1]
    await first.close()
    await second.close()


async def test_slack_asks_to_connect_anew(fake: FakeSlack) -> None:
    ws = await connected(fake)

    await fake.sockets.open[0].disconnect("refresh_requested")

    told = await ws.receive_json()
    assert (told["type"], told["reason"]) == ("disconnect", "refresh_requested")
    await ws.close()


async def test_a_dropped_socket_leaves_what_was_sent_unacknowledged(fake: FakeSlack) -> None:
    ws = await connected(fake)
    sending = asyncio.ensure_future(fake.user("U1").says("hallo", in_="C1"))
    await ws.receive_json()

    fake.sockets.open[0].drop()

    assert (await sending).status == 0
    assert (await ws.receive()).type in (WSMsgType.CLOSED, WSMsgType.ERROR, WSMsgType.CLOSE)
    assert fake.sockets.open == []


async def test_a_deaf_socket_answers_no_ping(fake: FakeSlack) -> None:
    ws = await connected(fake)
    await ws.ping(b"one")
    heard = await ws.receive()
    fake.sockets.open[0].deaf = True

    await ws.ping(b"two")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ws.receive(), 0.1)

    assert (heard.type, heard.data) == (WSMsgType.PONG, b"one")


async def test_the_eleventh_socket_is_one_too_many(fake: FakeSlack) -> None:
    open_ones = [await connected(fake) for _ in range(10)]

    ws = await fake.session.ws_connect((await address(fake))["url"])

    assert (await ws.receive_json())["reason"] == "too_many_websockets"
    for one in open_ones:
        await one.close()


async def test_the_sdks_own_client_stays_and_answers(fake: FakeSlack) -> None:
    web = AsyncWebClient(base_url=fake.api_url, retry_handlers=[], session=fake.session)
    client = SocketModeClient(APP_TOKEN, web_client=web)
    seen: list[SocketModeRequest] = []

    async def handle(_: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        seen.append(request)
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    client.socket_mode_request_listeners.append(handle)
    await client.connect()  # type: ignore[no-untyped-call]
    try:
        await fake.sockets.connected()
        done = await fake.user("U1").says("hallo", in_="C1")
    finally:
        await client.close()  # type: ignore[no-untyped-call]

    assert done.status == 200
    assert seen[0].payload["event"]["text"] == "hallo"
    assert len(fake.sockets.acks[seen[0].envelope_id]) == 1


async def test_without_a_socket_nothing_arrives(fake: FakeSlack) -> None:
    assert (await fake.user("U1").says("hallo", in_="C1")).status == 0
