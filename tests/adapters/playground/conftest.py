"""A playground that listens, with a ritual that has one of everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

import adapters.playground
from adapters import House, Previewer
from adapters.playground import Playground, build
from bot.furnish import furnish
from rituals.engine.clock import Clock
from rituals.engine.desk import Desk
from rituals.engine.engine import Engine
from rituals.engine.organisation import Organisation
from rituals.engine.ritual import Ritual
from rituals.engine.seal import Sealer
from rituals.engine.workdays import make_calendar
from store.base import Store
from tests.fakes.playground_client import Page
from tests.fakes.trial_ritual import Trial

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Tried:
    """A playground and all that can be asked of it."""

    client: TestClient[Any, Any]
    engine: Engine
    playground: Playground
    trial: Trial

    def page(self, account: str = "fatima", place: str = "algemeen") -> Page:
        return Page(self.client, account, place)

    async def walk(self, step: str = "seconds") -> dict[str, Any]:
        return await self.page().post("clock", step=step)


@asynccontextmanager
async def opened(
    store: Store,
    environment: Mapping[str, str],
    rituals: tuple[Ritual, ...] = (),
    previewers: tuple[Previewer, ...] = (),
) -> AsyncIterator[Tried]:
    """With the trial ritual, or with the real ones in the furnished playground."""
    trial = Trial()
    organisation = Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))
    desk = Desk(store, Clock(lambda: MONDAY), organisation, rituals or (trial.ritual,), Sealer([b"k" * 32]))
    engine = Engine(desk)
    playground = build(House(engine, store, environment, previewers))
    engine.platforms.append(playground)
    await playground.start()
    await furnish(store, engine.clock, [adapters.playground] if rituals else [], rituals)()
    application = web.Application()
    application.add_routes(playground.routes())
    async with TestClient(TestServer(application)) as client:
        yield Tried(client, engine, playground, trial)
        await playground.stop()


@pytest.fixture
async def tried(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store, {}) as playground:
        yield playground
