"""The whole application as it runs, on a Teams of our own: composed, behind the web listener, with every ritual."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, TypeVar

from aiohttp.test_utils import TestServer
from sqlalchemy import func, select
from structlog.testing import capture_logs

from adapters.teams.adapter import Teams
from bot.app import build
from bot.config import Settings
from bot.environment import Environment
from bot.serve import Parts
from bot.web import make_web
from rituals.engine.clock import Clock
from rituals.engine.engine import Engine
from store import choices, installations, places
from store.migrate import create_all
from store.tables import metadata
from store.tx import Tx
from tests.fakes.teams.people import Person
from tests.fakes.teams.reading import titles_of, words_of
from tests.fakes.teams.state import Conversation, Message, Team
from tests.fakes.teams.teams import TENANT, FakeTeams, running
from tests.fakes.teams.tokens import Headers, bearer

T = TypeVar("T")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A quiet working day: ten o'clock in Amsterdam."""


def walking_clock() -> Clock:
    """Stands still until it is walked; pacing and keys walk along."""
    clock = Clock(lambda: MONDAY)
    clock.elapsed = lambda: monotonic() + clock.ahead.total_seconds()
    return clock


@asynccontextmanager
async def applied(
    values: Mapping[str, str], clock: Clock, settings: Settings | None = None
) -> AsyncIterator[tuple[Parts, str]]:
    """Built by the composition root and served by the web listener; and the address that it listens on.

    Delivery is walked and not run, so that nothing depends on how fast this machine is.
    """
    environment = Environment(database_url="sqlite://", secret_keys=(b"k" * 32,), values=values)
    parts = build(settings or Settings(), environment, clock=clock)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(parts.store.close)
        await parts.store.transact(lambda tx: create_all(tx.connection))
        routes = [route for adapter in parts.adapters for route in adapter.routes()]
        server = await stack.enter_async_context(TestServer(make_web(routes, {}, environment)))
        for adapter in parts.adapters:
            await adapter.start()
            stack.push_async_callback(adapter.stop)
        yield parts, str(server.make_url("/"))


@dataclass
class House:
    """Teams, and the application that it talks to: one team in which the bot is, with two channels where it rings."""

    fake: FakeTeams
    parts: Parts
    address: str
    fatima: Person
    sanne: Person
    ron: Person
    team: Team
    noord: Conversation
    _next: int = 0

    @property
    def engine(self) -> Engine:
        return self.parts.engine

    @property
    def teams(self) -> Teams:
        return teams_of(self.parts)

    @property
    def general(self) -> Conversation:
        return self.team.general

    @property
    def signed(self) -> Headers:
        """What a right request bears."""
        return bearer(self.fake.signer().token())

    async def settle(self) -> None:
        """What is under way and what is due has been done."""
        await settled(self.parts)

    async def walk(self, **span: float) -> None:
        """Let time pass, and everything happen that is due."""
        await walked(self.parts, **span)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Look into the store."""
        return await self.parts.store.read(work)

    async def private(self, who: Person, place: Conversation | None = None) -> list[Message]:
        """What the bot showed this person alone."""
        await self.teams.settle()
        return place.private_to(who) if place else who.chat().posted()

    def hangs(self) -> dict[str, int]:
        """How many messages of the bot stand in each channel."""
        return {one.name: len(one.posted()) for one in self.team.channels}

    def posts(self, place: Conversation) -> int:
        """How often something was posted there for all to see, whatever came of it."""
        return len([one for one in self.fake.counters.of("post", place.id) if not one.query])

    def somebody(self) -> Person:
        """A colleague who did nothing yet: one person rings three bells a day."""
        self._next += 1
        found = self.fake.person(f"Collega {self._next}")
        self.team.members.append(found)
        return found


@asynccontextmanager
async def housed(settings: Settings | None = None) -> AsyncIterator[House]:
    """The bot was just added to the team, and the bell goes in both of its channels."""
    clock = walking_clock()
    async with running(clock.now, clock.elapsed) as fake:
        people = fake.person("Fatima Bouzid"), fake.person("Sanne de Wit"), fake.person("Ron Bakker", "guest")
        team = fake.team("Waterrand", *people)
        noord = fake.channel(team, "Noord")
        async with applied(fake.environment(), clock, settings) as (parts, address):
            fake.talks_to(f"{address}api/messages")
            house = House(fake, parts, address, *people, team, noord)
            await house.fatima.installs(team)
            await house.settle()
            await bell_in(parts, house.general, noord)
            yield house


def teams_of(parts: Parts) -> Teams:
    """The adapter for Teams."""
    (found,) = (one for one in parts.adapters if isinstance(one, Teams))
    return found


async def settled(parts: Parts) -> None:
    """What is under way and what is due has been done."""
    teams = teams_of(parts)
    await teams.settle()
    await parts.engine.settle()
    await teams.settle()


async def walked(parts: Parts, **span: float) -> None:
    """Let time pass, and everything happen that is due."""
    teams = teams_of(parts)
    await teams.settle()
    await parts.engine.walk(parts.engine.clock.now() + timedelta(**span))
    await teams.settle()


async def bell_in(
    parts: Parts, *channels: Conversation | str, platform: str = "teams", workspace: str = TENANT, on: bool = True
) -> None:
    """The bell also goes in these channels, wherever it is rung."""

    def put(tx: Tx) -> None:
        found = installations.find(tx, platform, workspace)
        assert found
        for one in channels:
            place = places.find(tx, found.id, one if isinstance(one, str) else one.id)
            assert place, one
            choices.put(tx, f"place:{place.id}", "bel", "here", on, None, MONDAY)

    await parts.store.transact(put)


def rows(tx: Tx) -> dict[str, int]:
    """How many rows there are of each kind: what happened leaves one."""
    counted = {name: select(func.count()).select_from(one) for name, one in metadata.tables.items()}
    return {name: int(tx.connection.scalar(one) or 0) for name, one in counted.items()}


def read(message: Message) -> str:
    """What stands on a message, with its buttons."""
    card = message.card
    return message.text if card is None else "\n".join((words_of(card), *titles_of(card)))


@contextmanager
def nothing_breaks() -> Iterator[list[Any]]:
    """No error is logged in here, and no trace of one."""
    with capture_logs() as logged:
        yield logged
    bad = [one for one in logged if one["log_level"] in ("error", "critical") or one.get("exc_info")]
    assert not bad, bad
