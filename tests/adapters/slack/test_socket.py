"""Socket Mode: the same conversation without a public address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.slack import socket
from store.base import Store
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.slack.fake import APP_TOKEN
from tests.fakes.slack.faults import Fault, says, status
from tests.fakes.slack.people import Person

SOCKET = {"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": ""}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "LOOK", 0.01)
    monkeypatch.setattr(socket, "DRAINED", 0.01)
    monkeypatch.setattr(socket, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(socket, "LONGEST_PAUSE", 0.04)


@asynccontextmanager
async def connected(store: Store) -> AsyncIterator[tuple[Tried, asyncio.Task[None]]]:
    async with opened(store, SOCKET) as tried:
        tried.fake.to_sockets()
        running = asyncio.create_task(tried.slack.run())
        await tried.fake.sockets.connected()
        yield tried, running
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def says_something(somebody: Person, text: str) -> None:
    assert (await somebody.types(f"/proef {text}", "C1")).status == 200


async def test_without_a_signing_secret_there_is_no_address(sqlite_store: Store) -> None:
    async with opened(sqlite_store, SOCKET) as tried:
        assert list(tried.slack.routes()) == []


async def test_a_command_over_the_socket_is_answered_on_it(sqlite_store: Store) -> None:
    async with connected(sqlite_store) as (tried, _):
        fatima = tried.fake.user("U1")

        await fatima.types("/proef Het lukte", "C1")
        await tried.walk()

        assert [one.text for one in fatima.private] == ["Over 10 seconden staat het er.", "Het staat er."]
        assert len(tried.fake.messages("C1")) == 1


async def test_the_same_envelope_over_two_sockets_happens_once(sqlite_store: Store) -> None:
    async with connected(sqlite_store) as (tried, _):
        await tried.fake.user("U1").times(50).types("/proef Het lukte", "C1")
        await tried.walk()

        assert len(tried.fake.messages("C1")) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_is_told_to_go_is_replaced_before_it_goes(sqlite_store: Store, reason: str) -> None:
    async with connected(sqlite_store) as (tried, _):
        (first,) = tried.fake.sockets.open

        await first.disconnect(reason)
        await tried.fake.sockets.connected(2)
        await tried.fake.sockets.gone(first)

        await says_something(tried.fake.user("U1"), "daarna")


async def test_a_connection_that_breaks_off_is_made_anew(sqlite_store: Store) -> None:
    async with connected(sqlite_store) as (tried, _):
        (first,) = tried.fake.sockets.open

        first.drop()
        await tried.fake.sockets.gone(first)
        await tried.fake.sockets.connected()

        await says_something(tried.fake.user("U1"), "daarna")


async def test_a_connection_without_a_sign_of_life_is_made_anew(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(sqlite_store) as (tried, _):
        (first,) = tried.fake.sockets.open
        monkeypatch.setattr(socket, "SILENCE", 0.0)

        await tried.fake.sockets.gone(first)
        monkeypatch.setattr(socket, "SILENCE", 75.0)
        await tried.fake.sockets.connected()

        await says_something(tried.fake.user("U1"), "daarna")


@pytest.mark.parametrize("fault", [status(503), says("internal_error"), status(404)])
async def test_slack_being_away_is_tried_until_it_is_back(sqlite_store: Store, fault: Fault) -> None:
    async with opened(sqlite_store, SOCKET) as tried:
        tried.fake.next("apps.connections.open", *[fault] * 3)
        tried.fake.to_sockets()
        running = asyncio.create_task(tried.slack.run())

        await tried.fake.sockets.connected()

        assert tried.fake.count("apps.connections.open") == 4
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_stopping_leaves_no_connection(sqlite_store: Store) -> None:
    async with connected(sqlite_store) as (tried, running):
        (first,) = tried.fake.sockets.open

        running.cancel()
        await tried.fake.sockets.gone(first)

        assert tried.fake.sockets.open == []


class SentAway:
    """A connection that Slack takes, and sends away at once."""

    leaving = True
    closed = False
    quiet_for = 0.0

    async def connect(self) -> None:
        return None

    async def close(self) -> None:
        return None


async def test_being_sent_away_at_once_is_met_with_longer_and_longer_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    told: list[bool] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 5:
            raise asyncio.CancelledError

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(socket, "DRAINED", 0.04)

    with pytest.raises(asyncio.CancelledError):
        await socket.Sockets(SentAway, told.append).run()

    assert pauses[:2] == [0.01, 0.02]
    assert max(pauses) == 0.04
    assert told[:2] == [False, True]


async def test_a_connection_that_breaks_off_is_told_as_gone() -> None:
    told: asyncio.Queue[bool] = asyncio.Queue()

    class BrokenOff(SentAway):
        leaving, closed = False, True

    running = asyncio.create_task(socket.Sockets(BrokenOff, told.put_nowait).run())
    heard = [await told.get() for _ in range(3)]
    running.cancel()
    await asyncio.wait([running])

    assert heard == [False, True, False]
