"""The adapter: puts the parts together, and gives the application what it hosts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from adapters import House
from adapters.slack.answers import Answers
from adapters.slack.front import Front
from adapters.slack.install import InstallPages, Installs
from adapters.slack.keeper import Keeper
from adapters.slack.messages import Messages
from adapters.slack.people import People
from adapters.slack.receive import Receiver
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.socket import Sockets
from adapters.slack.sync import Sync
from adapters.slack.tokens import Tokens
from adapters.slack.transport import API, Bolt, Grants, Socket, Web
from adapters.slack.verify import Seal
from rituals.engine.translate import Languages

if TYPE_CHECKING:
    from aiohttp.web import AbstractRouteDef


class Slack(Messages):
    """Delivery's half is in Messages; this is what listens."""

    def __init__(self, house: House) -> None:
        engine, self._environment = house.engine, house.environment
        self._web = Web(engine.clock, self._environment.get("SLACK_API_URL") or API)
        self._installs = Installs(engine, house.store, engine.sealer)
        several = "SLACK_CLIENT_ID" in self._environment
        tokens = Tokens(self._environment.get("SLACK_BOT_TOKEN"), self._installs.load if several else None,
                        engine.clock.elapsed)  # fmt: skip
        self._web.refusals.renew = tokens.renewed
        own = Languages(engine.organisation).say(engine.organisation.locale)
        super().__init__(self._web, tokens, engine.sealer, engine.speaks, own)
        self._engine = engine
        self._tokens = tokens
        self._keeper = Keeper(house.store, engine.clock, engine.sealer)
        self._people = People(engine, self._web, tokens)
        self._answers = Answers(engine, self._web, tokens, self, self._keeper)
        self._receiver = Receiver(engine, self._web, tokens, self._answers, self._people, self._installs)
        self._sync = Sync(engine, self._web, tokens, self._people)

    def routes(self) -> Sequence[AbstractRouteDef]:
        secret = self._environment.get("SLACK_SIGNING_SECRET")
        if not secret:
            return []
        front = Front(Seal(secret), self._bolt(), self._engine.clock)
        return [web.post("/slack/events", front.answer), *self._pages()]

    def _pages(self) -> Sequence[AbstractRouteDef]:
        """Where the app can be installed in several workspaces."""
        given = self._environment
        if "SLACK_CLIENT_ID" not in given:
            return []
        public = given.get("PUBLIC_URL")
        back = f"{public.rstrip('/')}/slack/oauth_redirect" if public else None
        client = given["SLACK_CLIENT_ID"], given.get("SLACK_CLIENT_SECRET", "")
        addresses = given.get("SLACK_AUTHORIZE_URL"), back
        states = self._installs.issue, self._installs.consume
        grants = Grants(self._web, client, addresses, list(BOT_SCOPES), states)
        return InstallPages(self._installs, self._tokens, grants, self.own_say).routes()

    async def start(self) -> None:
        """Slack being away stops nothing: it is asked again in the background."""
        for team in await self._installs.every():
            self._tokens.put(team)
        await self._sync.introduce()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sync.run(), name="slack sync")
            if token := self._environment.get("SLACK_APP_TOKEN"):
                bolt = self._bolt()
                sockets = Sockets(lambda: Socket(self._web, token, bolt, self._engine.clock.elapsed), self._connected)
                tasks.create_task(sockets.run(), name="slack socket")

    def _connected(self, up: bool) -> None:
        self._engine.connected(self.name, up=up)

    async def stop(self) -> None:
        self._people.stop()
        await self._answers.stop()
        await self._web.close()

    async def settled(self) -> None:
        """Everything that followed after what was acknowledged has been done."""
        await self._answers.settled()
        await self._people.settled()

    def _bolt(self) -> Bolt:
        return Bolt(self._web, self._receiver.handle)
