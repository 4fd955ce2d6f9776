"""The adapter on a Slack of our own, with a ritual that has one of everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import House
from adapters.slack import build
from adapters.slack.adapter import Slack
from rituals.engine.clock import Clock
from rituals.engine.desk import Desk
from rituals.engine.engine import Engine
from rituals.engine.organisation import Organisation
from rituals.engine.ritual import Ritual
from rituals.engine.seal import Sealer
from rituals.engine.workdays import make_calendar
from store.base import Store
from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import BOT_TOKEN, SIGNING_SECRET
from tests.fakes.trial_ritual import Trial

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Tried:
    """Slack, the adapter, and the engine between them."""

    fake: FakeSlack
    slack: Slack
    engine: Engine
    trial: Trial
    url: str

    async def walk(self, seconds: float = 10) -> None:
        """Let time pass, and everything happen that is due."""
        await self.slack.settled()
        await self.engine.walk(self.engine.clock.now() + timedelta(seconds=seconds))
        await self.slack.settled()


@asynccontextmanager
async def opened(
    store: Store, environment: Mapping[str, str] | None = None, rituals: tuple[Ritual, ...] = ()
) -> AsyncIterator[Tried]:
    """Over HTTP unless the environment says otherwise; with the trial ritual, or with the ones given."""
    trial = Trial()
    organisation = Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))
    clock = Clock(lambda: MONDAY)
    clock.elapsed = lambda: monotonic() + clock.ahead.total_seconds()  # so that pacing walks along
    public_url = (environment or {}).get("PUBLIC_URL")
    desk = Desk(store, clock, organisation, rituals or (trial.ritual,), Sealer([b"k" * 32]), public_url=public_url)
    engine = Engine(desk)
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(fake_slack(clock.now))
        given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": fake.api_url}
        slack = build(House(engine, store, {**given, **(environment or {})}))
        engine.platforms.append(slack)
        application = web.Application()
        application.add_routes(slack.routes())
        server = await stack.enter_async_context(TestServer(application))
        await slack.start()
        stack.push_async_callback(slack.stop)
        url = str(server.make_url("/slack/events"))
        fake.to(url)
        yield Tried(fake, slack, engine, trial, url)


@pytest.fixture
async def tried(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store) as slack:
        yield slack
