"""Socket Mode on the whole application, alone and beside HTTP: what comes over several ways happens once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from adapters.slack import socket, transport
from store.inbox import inbox
from tests.adapters.slack.house import House, housed, until
from tests.fakes.slack import faults
from tests.fakes.slack.fake import APP_TOKEN
from tests.fakes.slack.sender import Delivery, SocketSender
from tests.fakes.slack.sockets import Lost

HANDLED = select(inbox.c.at)
BELL = "/bel De lift doet het weer"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("LOOK", 0.01), ("DRAINED", 0.01), ("FIRST_PAUSE", 0.01), ("LONGEST_PAUSE", 0.04)):
        monkeypatch.setattr(socket, name, seconds)


@asynccontextmanager
async def connected(house: House) -> AsyncIterator[None]:
    """The adapter runs, and its socket is open."""
    running = asyncio.create_task(house.slack.run())
    await house.fake.sockets.connected()
    yield
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def both() -> AsyncIterator[House]:
    """HTTP and a socket."""
    async with housed({"SLACK_APP_TOKEN": APP_TOKEN}) as house, connected(house):
        yield house


@pytest.fixture
async def only_socket() -> AsyncIterator[House]:
    async with housed({"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": ""}) as house, connected(house):
        house.fake.to_sockets()
        yield house


def last(house: House) -> Delivery:
    assert house.fake.last is not None
    return house.fake.last


async def test_a_bell_over_the_socket_rings_as_over_http(only_socket: House) -> None:
    done = await only_socket.fake.user("U1").types(BELL, "C1")
    await only_socket.walk()

    assert done.shown is not None
    assert done.shown.text.startswith("🔔 Over 10 seconden gaat de bel in #successen.")
    assert len(only_socket.rung()) == 1


async def test_a_command_that_comes_over_both_ways_is_one_bell_with_one_answer(both: House) -> None:
    over_http = (await both.fake.user("U1").types(BELL, "C1")).reply
    over_socket = await SocketSender(both.fake.sockets).send(last(both))
    await both.walk()

    assert over_http.json == over_socket.json
    assert len(both.rung()) == 1


async def test_an_event_that_comes_over_both_ways_at_once_is_one_bell(both: House) -> None:
    fatima, sockets = both.fake.user("U1"), SocketSender(both.fake.sockets)
    first = asyncio.create_task(fatima.mentions("bel De lift doet het weer", "C1"))
    await until(lambda: both.fake.last is not None)
    second = await sockets.send(last(both))
    await first
    await both.walk()

    assert second.status == 200
    assert len(both.rung()) == 1


async def test_a_press_that_comes_over_both_ways_is_one_clap(both: House) -> None:
    await both.fake.user("U1").types(BELL, "C1")
    await both.walk()
    await both.fake.user("U2").presses(both.rung()[0], "👏")
    await SocketSender(both.fake.sockets).send(last(both))
    await both.walk(20)

    assert "Klap mee · 1" in str(both.rung()[0].blocks)


async def test_the_same_envelope_over_two_sockets_is_one_bell(only_socket: House) -> None:
    fake = only_socket.fake
    (first,) = fake.sockets.open
    await fake.user("U1").types(BELL, "C1")
    await first.disconnect("warning")
    _, second = await fake.sockets.connected(2)
    envelope = first.sent[-1]

    again = await fake.sockets.deliver(
        "slash_commands", envelope["payload"], to=second, envelope_id=envelope["envelope_id"]
    )
    await only_socket.walk()

    assert len(fake.sockets.acks[envelope["envelope_id"]]) == 2
    assert again["payload"]["text"].startswith("🔔 Over 10 seconden")
    assert len(only_socket.rung()) == 1


async def test_what_was_not_acknowledged_before_the_connection_broke_comes_again_and_rings_once(
    only_socket: House,
) -> None:
    fake = only_socket.fake
    (first,) = fake.sockets.open
    first.deaf = True  # it is handled, and the acknowledgement is lost
    sending = asyncio.create_task(fake.user("U1").types(BELL, "C1"))
    await until(lambda: bool(first.sent))
    async with asyncio.timeout(30):
        while not await only_socket.read(lambda tx: tx.all(HANDLED, lambda at: at)):  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.005)
    first.drop()
    assert (await sending).status == 0
    await fake.sockets.gone(first)
    await fake.sockets.connected()

    (again,) = await fake.redelivers(attempt=0)
    await only_socket.walk()

    assert again.json["text"].startswith("🔔 Over 10 seconden")
    assert len(only_socket.rung()) == 1


async def test_a_connection_that_went_deaf_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half open: it takes everything and answers no ping."""
    monkeypatch.setattr(transport, "PING", 0.1)
    monkeypatch.setattr(socket, "SILENCE", 0.3)
    async with housed({"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": ""}) as house, connected(house):
        house.fake.to_sockets()
        (first,) = house.fake.sockets.open
        first.deaf = True

        await house.fake.sockets.gone(first)
        monkeypatch.setattr(socket, "SILENCE", 75.0)
        await house.fake.sockets.connected()

        assert (await house.fake.user("U1").types(BELL, "C1")).status == 200


@pytest.mark.parametrize("fault", [faults.says("internal_error"), faults.accept_then_reset(), faults.throttled("0")])
async def test_twenty_failures_to_open_a_connection_are_survived(
    monkeypatch: pytest.MonkeyPatch, fault: faults.Fault
) -> None:
    monkeypatch.setattr(socket, "_pause", lambda _error, _pause: 0.001)
    async with housed({"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": ""}) as house:
        house.fake.next("apps.connections.open", *[fault] * 20)
        async with connected(house):
            house.fake.to_sockets()

            assert (await house.fake.user("U1").types(BELL, "C1")).status == 200
            assert house.fake.count("apps.connections.open") == 21


async def test_too_many_connections_are_waited_out(only_socket: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = only_socket.fake
    (first,) = fake.sockets.open
    monkeypatch.setattr("tests.fakes.slack.sockets.MOST_SOCKETS", 0)
    first.drop()
    await fake.sockets.gone(first)
    before = fake.sockets.opened
    await until(lambda: fake.sockets.opened >= before + 3)
    monkeypatch.setattr("tests.fakes.slack.sockets.MOST_SOCKETS", 10)

    await fake.sockets.connected()

    assert (await fake.user("U1").types(BELL, "C1")).status == 200


async def test_an_envelope_of_an_odd_shape_leaves_the_connection_as_it_is(only_socket: House) -> None:
    sockets = only_socket.fake.sockets
    (socket_,) = sockets.open
    for payload in ({}, {"type": 5}, {"type": "event_callback", "event": None}, {"type": "block_actions"}):
        try:
            await sockets.deliver("events_api", payload, seconds=0.1)
        except Lost:
            continue  # not acknowledged, so that Slack tells of it in its own overview

    assert sockets.open == [socket_]
    assert (await only_socket.fake.user("U1").types(BELL, "C1")).status == 200
