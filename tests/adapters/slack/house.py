"""The whole application as it runs, on a Slack of our own: composed, behind the web listener, with every ritual."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, TypeVar

from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from adapters.slack.adapter import Slack
from bot.app import build
from bot.config import Settings
from bot.environment import Environment
from bot.serve import Parts
from bot.web import make_web
from rituals.engine.clock import Clock
from rituals.engine.engine import Engine
from store import choices, installations, places
from store.migrate import create_all
from store.tx import Tx
from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import BOT_TOKEN, SIGNING_SECRET, TEAM
from tests.fakes.slack.people import Person
from tests.fakes.slack.sender import HttpSender
from tests.fakes.slack.state import Json, Message

T = TypeVar("T")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A quiet working day: ten o'clock in Amsterdam."""
COLLEAGUES = 100
OURS = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}


@dataclass
class House:
    """Slack, and the application that it talks to."""

    fake: FakeSlack
    parts: Parts
    url: str
    wall: list[datetime]
    """The machine's clock, which a test may set; walking comes on top of it."""
    _next: int = 0

    @property
    def engine(self) -> Engine:
        return self.parts.engine

    @property
    def slack(self) -> Slack:
        (found,) = (one for one in self.parts.adapters if isinstance(one, Slack))
        return found

    @property
    def http(self) -> HttpSender:
        """The way in over HTTP, signed."""
        assert isinstance(self.fake.sender, HttpSender)
        return self.fake.sender

    async def walk(self, seconds: float = 12) -> None:
        """Let time pass, and everything happen that is due."""
        await self.slack.settled()
        await self.engine.walk(self.engine.clock.now() + timedelta(seconds=seconds))
        await self.slack.settled()

    async def walk_slowly(self, seconds: int = 20) -> None:
        """Second by second: delivery sends no more to one channel than one message at a time."""
        for _ in range(seconds):
            await self.walk(1)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Look into the store."""
        return await self.parts.store.read(work)

    def rung(self, channel: str = "C1") -> list[Message]:
        """What stands in a channel of ours."""
        return self.fake.messages(channel)

    def somebody(self) -> Person:
        """A colleague who did nothing yet: one person rings three bells a day."""
        self._next += 1
        return self.fake.user(f"U9{self._next:04}")

    async def bell_in(self, *channels: str) -> None:
        """The bell also goes in these channels, whoever rings it."""

        def put(tx: Tx) -> None:
            workspace = installations.find(tx, "slack", TEAM)
            assert workspace
            for channel in channels:
                place = places.find(tx, workspace.id, channel)
                assert place, channel
                choices.put(tx, f"place:{place.id}", "bel", "here", True, None, MONDAY)

        await self.parts.store.transact(put)


@asynccontextmanager
async def housed(environment: Mapping[str, str] | None = None, *, lists: bool = True) -> AsyncIterator[House]:
    """Built by the composition root, served by the web listener; with `lists`, Slack's people and channels are known.

    Delivery is walked and not run, so that nothing depends on how fast this machine is.
    """
    wall = [MONDAY]
    clock = Clock(lambda: wall[0])
    clock.elapsed = lambda: monotonic() + clock.ahead.total_seconds()
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(fake_slack(clock.now))
        for number in range(1, COLLEAGUES + 1):
            fake.person(f"U9{number:04}", f"Collega {number}")
            fake.state.channels["C1"].members.add(f"U9{number:04}")
        given = {**OURS, "SLACK_API_URL": fake.api_url, **(environment or {})}
        values = {name: value for name, value in given.items() if value}
        parts = build(
            Settings(), Environment(database_url="sqlite://", secret_keys=(b"k" * 32,), values=values), clock=clock
        )
        stack.push_async_callback(parts.store.close)
        await parts.store.transact(lambda tx: create_all(tx.connection))
        routes = [route for adapter in parts.adapters for route in adapter.routes()]
        server = await stack.enter_async_context(TestServer(make_web(routes, {}, parts.environment)))
        for adapter in parts.adapters:
            await adapter.start()
            stack.push_async_callback(adapter.stop)
        url = str(server.make_url("/slack/events"))
        fake.to(url)
        house = House(fake, parts, url, wall)
        if lists:
            await house.slack._people.bring_up_to_date(TEAM)
        yield house


@asynccontextmanager
async def in_two_channels() -> AsyncIterator[House]:
    """A bell goes where it is rung, and in #team-noord."""
    async with housed() as made:
        made.fake.channel("C8", "team-noord", ("U1", "U2"))
        await made.slack._people.bring_up_to_date(TEAM)
        await made.bell_in("C8")
        yield made


async def until(happened: Callable[[], bool]) -> None:
    """Wait for what another task, process or server does."""
    async with asyncio.timeout(30):
        while not happened():  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.005)


@contextmanager
def nothing_breaks() -> Iterator[list[Any]]:
    """No error is logged in here, and no trace of one."""
    with capture_logs() as logged:
        yield logged
    bad = [one for one in logged if one["log_level"] in ("error", "critical") or one.get("exc_info")]
    assert not bad, bad


def live_parts(drawn: Json) -> list[str]:
    """What would ping, link or be read as Slack's own way of writing, in a message as it goes out."""
    found = [str(drawn["text"])] if set("<>") & set(str(drawn.get("text") or "")) else []
    return found + list(_live(drawn.get("blocks") or []))


def _live(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _live(one)
    elif isinstance(part, dict):
        if part.get("type") in _ALIVE:
            yield str(part)
        for one in part.values():
            yield from _live(one)


_ALIVE = frozenset({"mrkdwn", "markdown", "user", "usergroup", "broadcast", "channel", "link", "date", "emoji"})


def sent_out(fake: FakeSlack) -> list[Json]:
    """Everything that went out with words in it, whatever became of it."""
    return [one.args for one in fake.server.calls if "text" in one.args or "blocks" in one.args]


def nobody_was_pinged(fake: FakeSlack) -> bool:
    """Of all that went out."""
    return not [live for one in sent_out(fake) for live in live_parts(one)]
