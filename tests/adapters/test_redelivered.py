"""A redelivery that reaches another replica than the first time, and a private answer that has to wait."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from adapters import Adapter, House
from adapters.slack import build as build_slack
from adapters.teams.adapter import Teams
from rituals.engine.engine import Engine
from store import buckets, installations
from store.base import Store
from store.tx import Tx
from tests.adapters.slack.conftest import opened as slack_opened
from tests.adapters.teams.conftest import opened as teams_opened
from tests.fakes.slack.fake import BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.faults import throttled as slack_throttled
from tests.fakes.teams.faults import throttled as teams_throttled


@asynccontextmanager
async def listening(adapter: Adapter) -> AsyncIterator[BaseTestServer]:
    """A replica beside the first one, on the same store."""
    application = web.Application()
    application.add_routes(adapter.routes())
    async with TestServer(application) as server:
        await adapter.start()
        yield server
        await adapter.stop()


async def waiting(engine: Engine) -> set[str]:
    """What delivery has to leave alone for a while."""

    def names(tx: Tx) -> set[str]:
        (workspace,) = installations.every(tx)
        return {one.name for one in buckets.blocked(tx, workspace.id, engine.clock.now())}

    return await engine.store.read(names)


async def test_words_to_slacks_bot_are_answered_once_whoever_hears_them_again(sqlite_store: Store) -> None:
    async with slack_opened(sqlite_store) as tried:
        given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        house = House(tried.engine, sqlite_store, {**given, "SLACK_API_URL": tried.fake.api_url})
        other = build_slack(house)
        await tried.fake.user("U1").tells_bot("proef ja")
        await tried.slack.settled()

        async with listening(other) as server:
            tried.fake.to(str(server.make_url("/slack/events")))
            (again,) = await tried.fake.redelivers()
            await other.settled()

        assert again.status == 200
        assert tried.fake.count("chat.postMessage") == 1


async def test_a_message_to_teams_bot_is_answered_once_whoever_hears_it_again(sqlite_store: Store) -> None:
    async with teams_opened(sqlite_store) as tried:
        other = Teams(House(tried.engine, sqlite_store, tried.fake.environment()))
        saying = tried.sanne.saying("hulp")
        await tried.fake.sender.deliver(saying)
        await tried.teams.settle()

        async with listening(other) as server:
            tried.fake.talks_to(str(server.make_url("/api/messages")))
            again = await tried.fake.sender.deliver(saying)
            await other.settle()

        assert again.status == 200
        assert len(await tried.private(tried.sanne)) == 1


async def test_slack_saying_to_wait_in_a_private_chat_holds_for_that_chat(sqlite_store: Store) -> None:
    async with slack_opened(sqlite_store) as tried:
        tried.fake.next("chat.postMessage", slack_throttled("40"))

        await tried.fake.user("U1").tells_bot("proef ja")
        await tried.slack.settled()

        assert await waiting(tried.engine) == {"person:1"}


async def test_teams_saying_to_wait_in_a_personal_chat_holds_for_that_chat(sqlite_store: Store) -> None:
    async with teams_opened(sqlite_store) as tried:
        tried.fake.connector.faults.next("post", teams_throttled("40"))

        await tried.sanne.says("hulp")
        await tried.teams.settle()

        (waits,) = await waiting(tried.engine)
        assert waits.startswith("person:")
