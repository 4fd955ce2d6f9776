"""Who is in which channel: read when the bot comes in and every night, and kept in step by events between."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

import structlog

from adapters.slack.events import Moved
from adapters.slack.pages import pages
from adapters.slack.parse import NAME
from adapters.slack.payload import ids
from adapters.slack.tokens import Tokens
from adapters.slack.transport import Web
from rituals.engine.errors import DeliveryError
from rituals.engine.rosters import MOST

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

NEVER = frozenset({"unknown_method", "missing_scope", "method_deprecated"})
"""What Slack says when asking again makes no sense."""
BURST = 50
PAUSE = 0.6
"""Seconds. Slack allows a hundred calls a minute (Tier 4): the first channels need not wait for each other."""


class Rosters:
    """`conversations.members`, asked with patience: nobody waits for it."""

    def __init__(self, engine: Engine, web: Web, tokens: Tokens) -> None:
        self._engine = engine
        self._web = web
        self._tokens = tokens

    async def read_all(self, workspace: str, channels: Collection[str]) -> None:
        """One that cannot be read keeps the list it had. Raises DeliveryError where Slack tells of none of them."""
        for number, channel in enumerate(channels):
            if number >= BURST:
                await asyncio.sleep(PAUSE)
            try:
                await self.read(workspace, channel)
            except DeliveryError as error:
                if error.detail in NEVER:
                    raise
                log.info("Slack told no more", error=type(error).__name__, detail=error.detail)

    async def read(self, workspace: str, channel: str) -> None:
        """The whole list; of a channel with too many people none is kept, and it is not read further."""
        users: set[str] = set()
        async for page in pages(self._web, self._tokens, workspace, "conversations.members", {"channel": channel}):
            users.update(ids(page, "members"))
            if len(users) > MOST:
                break
        await self._engine.learn_members(NAME, workspace, channel, users, whole=True)

    async def move(self, workspace: str, moved: Moved) -> None:
        """Somebody came or went. Raises StoreError."""
        one = (moved.user,)
        here, gone = (one, ()) if moved.here else ((), one)
        await self._engine.learn_members(NAME, workspace, moved.channel, here, gone)
