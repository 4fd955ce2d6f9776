"""The adapter, listening, with the stand-in for Teams around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters import House
from adapters.teams.adapter import Teams
from bot.found import find_rituals
from rituals.engine.clock import Clock
from rituals.engine.desk import Desk
from rituals.engine.engine import Engine
from rituals.engine.organisation import Organisation
from rituals.engine.ritual import Ritual
from rituals.engine.seal import Sealer
from rituals.engine.workdays import make_calendar
from store import choices, installations, places
from store.base import Store
from store.tx import Tx
from tests.fakes.teams.people import Person
from tests.fakes.teams.state import Conversation, Message, Team
from tests.fakes.teams.teams import TENANT, FakeTeams, running

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Wall:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.moment = MONDAY

    def now(self) -> datetime:
        return self.moment


@dataclass
class Tried:
    """An organisation of three with one team, in which the bot has just been added."""

    fake: FakeTeams
    engine: Engine
    teams: Teams
    wall: Wall
    fatima: Person
    sanne: Person
    ron: Person
    team: Team
    noord: Conversation

    @property
    def general(self) -> Conversation:
        return self.team.general

    async def settle(self) -> None:
        """Everything that is under way and everything that is due has been done."""
        await self.teams.settle()
        await self.engine.settle()
        await self.teams.settle()

    async def walk(self, **span: float) -> None:
        """Let time pass, here and in Teams."""
        self.wall.moment += timedelta(**span)
        await self.engine.walk(self.wall.moment)
        await self.teams.settle()

    async def private(self, who: Person, place: Conversation | None = None) -> list[Message]:
        """What the bot showed this person alone."""
        await self.teams.settle()
        return place.private_to(who) if place else who.chat().posted()

    async def switch_on(self, *channels: Conversation) -> None:
        """The bell is heard in these channels."""

        def choose(tx: Tx) -> None:
            workspace = installations.find(tx, "teams", TENANT)
            assert workspace
            for one in channels:
                found = places.find(tx, workspace.id, one.id)
                assert found, one.name
                choices.put(tx, f"place:{found.id}", "bel", "here", True, None, self.wall.now())

        await self.engine.store.transact(choose)


@asynccontextmanager
async def opened(store: Store, rituals: tuple[Ritual, ...] | None = None) -> AsyncIterator[Tried]:
    """The adapter with the real rituals, unless others are given."""
    wall = Wall()
    async with running(now=wall.now) as fake:
        fatima, sanne = fake.person("Fatima Bouzid"), fake.person("Sanne de Wit")
        ron = fake.person("Ron Bakker", "guest")
        team = fake.team("Waterrand", fatima, sanne, ron)
        noord = fake.channel(team, "Noord")
        organisation = Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))
        desk = Desk(store, Clock(wall.now), organisation, rituals or find_rituals(), Sealer([b"k" * 32]))
        engine = Engine(desk)
        teams = Teams(House(engine, store, fake.environment()))
        engine.platforms.append(teams)
        await teams.start()
        application = web.Application()
        application.add_routes(teams.routes())
        async with TestServer(application) as server:
            fake.talks_to(str(server.make_url("/api/messages")))
            tried = Tried(fake, engine, teams, wall, fatima, sanne, ron, team, noord)
            await fatima.installs(team)
            await tried.settle()
            yield tried
            await teams.stop()


@pytest.fixture
async def tried(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store) as tried:
        yield tried
