"""Whose token ours is, and the list of people and channels: at start, and every night again."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.slack.parse import NAME
from adapters.slack.people import People
from adapters.slack.tokens import Team, Tokens
from adapters.slack.transport import Web
from rituals.engine.errors import DeliveryError, LockedOut
from store.errors import StoreError

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

QUIET_HOUR = 3
"""Local time; the minute is drawn, so that replicas do not ask all at once."""
FIRST_TRY = 5.0
LONGEST_PAUSE = 60.0
LOOK = 300.0
"""Seconds: the clock may be walked while we sleep."""


class Sync:
    """Keeps us in step with Slack."""

    def __init__(self, engine: Engine, web: Web, tokens: Tokens, people: People) -> None:
        self._engine = engine
        self._web = web
        self._tokens = tokens
        self._people = people
        self._minute = random.randrange(60)  # noqa: S311  (spreads calls, no secret)

    async def introduce(self) -> bool:
        """Ask Slack whose token ours is, and admit that workspace. False when that has to be tried again."""
        own = self._tokens.own
        if own is None or self._tokens.home is not None:
            return True
        asked_at = self._engine.clock.now()
        try:
            found = await self._web.call(own, "auth.test", {}, within=FIRST_TRY)
        except LockedOut as error:
            log.error("Slack refuses SLACK_BOT_TOKEN", detail=str(error), remedy="run `klantritme doctor`")
            return False
        except DeliveryError as error:
            log.warning("Slack cannot be reached yet", error=type(error).__name__, detail=str(error))
            return False
        team, bot, called = found.get("team_id"), found.get("user_id"), found.get("team")
        if not isinstance(team, str) or not team:
            log.warning("Slack does not say whose SLACK_BOT_TOKEN is: requests that are signed will tell")
            return False
        name = called if isinstance(called, str) and called else team
        await self._engine.at_home(NAME, team, name)
        self._tokens.settle(Team(team, own, bot if isinstance(bot, str) else ""), asked_at)
        log.info("at home in Slack", workspace=team)
        return True

    async def run(self) -> None:
        """Until cancelled: introduce ourselves, read the lists, and read them again every night."""
        pause = 1.0
        while not await self._introduced():
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        while True:
            for team in self._tokens.known:
                await self._people.bring_up_to_date(team.external)
            await self._until(self._next(self._engine.clock.now()))

    async def _introduced(self) -> bool:
        try:
            return await self.introduce()
        except StoreError as error:
            log.warning("not stored", error=type(error).__name__, detail=str(error))
            return False

    def _next(self, now: datetime) -> datetime:
        """The next quiet hour, in the organisation's own time."""
        local = now.astimezone(self._engine.organisation.calendar.zone)
        at = local.replace(hour=QUIET_HOUR, minute=self._minute, second=0, microsecond=0)
        return at if at > local else at + timedelta(days=1)

    async def _until(self, moment: datetime) -> None:
        while (left := (moment - self._engine.clock.now()).total_seconds()) > 0:  # noqa: ASYNC110  (waits for a time)
            await asyncio.sleep(min(left, LOOK))
