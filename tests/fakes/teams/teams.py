"""All of Teams on loopback: `async with running() as fake`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic
from typing import Literal

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from tests.fakes.teams.connector import Connector
from tests.fakes.teams.events import Events
from tests.fakes.teams.keys import SigningKey
from tests.fakes.teams.login import Login, Registration
from tests.fakes.teams.people import Person
from tests.fakes.teams.sender import Sender
from tests.fakes.teams.server import Counters, utc_now
from tests.fakes.teams.state import Conversation, Member, Message, Team, World
from tests.fakes.teams.tokens import Signer, endorsed_elsewhere

TENANT = "11111111-1111-4111-8111-111111111111"
APP_ID = "22222222-2222-4222-8222-222222222222"
SECRET = "geheim~van.de-bot"
PATIENCE = 5.0
"""How long a test waits for what must come, in seconds."""


class FakeTeams:
    """Login, keys, connector, and the people of one tenant."""

    def __init__(self, session: ClientSession, now: Callable[[], datetime], elapsed: Callable[[], float]) -> None:
        self.now = now
        self.world = World(TENANT)
        self.counters = Counters(elapsed)
        self.login = Login(Registration(APP_ID, SECRET, TENANT), self.counters, now)
        self.connector = Connector(self.world, self.counters, APP_ID, self.login.valid)
        self.problems = self.connector.problems
        self.sender = Sender(self.world, session, APP_ID, "Klantritme", self.signer, now, self.problems)
        self.events = Events(self.world, self.sender)

    def environment(self) -> dict[str, str]:
        """What an operator sets to use this Teams instead of Microsoft's."""
        return {
            "TEAMS_APP_ID": APP_ID,
            "TEAMS_APP_PASSWORD": SECRET,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_APP_TYPE": "SingleTenant",
            "TEAMS_OPENID_METADATA_URL": self.login.metadata_address,
            "TEAMS_TOKEN_ISSUER": self.login.issuer,
            "TEAMS_LOGIN_URL": self.login.server.address,
            "TEAMS_SERVICE_HOSTS": f"127.0.0.1:{self.connector.server.port}",
        }

    def talks_to(self, address: str) -> None:
        """Where the bot listens: the whole address of its POST /api/messages."""
        self.sender.bot_address = address

    def signer(self, key: SigningKey | None = None) -> Signer:
        """What right tokens are made with now."""
        signing = key or self.login.keys.current
        return Signer(signing, APP_ID, self.login.issuer, self.connector.service_url, self.now)

    def publish_foreign_key(self) -> None:
        """A key of another channel on the key server, as `forged` wants it."""
        self.login.keys.published.insert(0, endorsed_elsewhere())

    def person(self, name: str, role: Literal["user", "guest"] = "user", *, installed: bool = True) -> Person:
        """Somebody of the tenant; the same name is the same person."""
        known = next((one for one in self.world.members if one.name == name), None)
        if isinstance(known, Person):
            return known
        made = Person(name, TENANT, role, installed, sender=self.sender)
        self.world.members.append(made)
        return made

    def team(self, name: str, *members: Member, installed: bool = True) -> Team:
        """A team with its first channel, and the bot in it."""
        team = self.world.team(name, list(members))
        team.installed = installed
        return team

    def channel(self, team: Team, name: str) -> Conversation:
        """One more channel, that was there before the bot came."""
        return self.world.channel(team, name)

    def group_chat(self, name: str, *members: Member, installed: bool = True) -> Conversation:
        """A chat of several people, and the bot in it."""
        chat = self.world.chat(name, list(members))
        chat.installed = installed
        return chat

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until it holds; a test that waits in vain fails with all calls there were."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds():  # noqa: ASYNC110  (it may hold outside this process's events)
                    await asyncio.sleep(0.005)
        except TimeoutError:
            calls = [(one.route, one.conversation, one.status) for one in self.counters.all]
            raise AssertionError(f"it did not come; calls: {calls}; problems: {self.problems}") from None

    async def posted(self, in_: Conversation, count: int = 1) -> list[Message]:
        """What the bot has standing in a place, once there is that much."""
        await self.until(lambda: len(in_.posted()) >= count)
        return in_.posted()


@asynccontextmanager
async def running(
    now: Callable[[], datetime] = utc_now, elapsed: Callable[[], float] = monotonic
) -> AsyncIterator[FakeTeams]:
    """Teams, as long as the block lasts. Problems that are left in `problems` fail the test."""
    async with ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout(total=60)) as session:
        fake = FakeTeams(session, now, elapsed)
        servers = (fake.login.server, fake.connector.server)
        for server in servers:
            await server.start()
        try:
            yield fake
        finally:
            for server in servers:
                await server.stop()
    assert not fake.problems, "\n".join(fake.problems)
