"""A bot's side of the wire, for the tests of the stand-in itself: no adapter, only HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession, web

from tests.fakes.teams.login import SCOPE
from tests.fakes.teams.teams import APP_ID, SECRET, TENANT, FakeTeams

Json = dict[str, Any]


@dataclass
class Bot:
    """Hears activities, answers what it is told to answer, and calls the connector with a token of its own."""

    fake: FakeTeams
    session: ClientSession
    heard: list[Json] = field(default_factory=list)
    headers: list[list[str]] = field(default_factory=list)
    answer: Callable[[Json], tuple[int, Any]] = lambda activity: (200, None)
    token: str = ""

    async def hear(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.heard.append(activity)
        self.headers.append(list(request.headers.getall("Authorization", [])))
        status, body = self.answer(activity)
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    async def ask_token(self, **changed: str) -> tuple[int, Json]:
        """What the login says to our credentials, some of them changed."""
        form = {
            "grant_type": "client_credentials", "client_id": APP_ID, "client_secret": SECRET, "scope": SCOPE, **changed,
        }  # fmt: skip
        tenant = form.pop("tenant", TENANT)
        address = f"{self.fake.login.server.address}/{tenant}/oauth2/v2.0/token"
        async with self.session.post(address, data=form) as answer:
            return answer.status, await answer.json()

    async def log_in(self) -> None:
        self.token = (await self.ask_token())[1]["access_token"]

    async def call(self, method: str, path: str, body: Any = None) -> ClientResponse:
        """A call to the connector; `path` behind `/v3/`."""
        address = f"{self.fake.connector.service_url}v3/{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = await self.session.request(method, address, json=body, headers=headers)
        await answer.read()
        return answer

    async def post(self, conversation: str, activity: Json, *, targeted: bool = False) -> str:
        """The id of a message that was taken."""
        query = "?isTargetedActivity=true" if targeted else ""
        answer = await self.call("POST", f"conversations/{conversation}/activities{query}", activity)
        assert answer.status == 201, await answer.text()
        return str((await answer.json())["id"])


def words(text: str, **more: Any) -> Json:
    """A message of words alone."""
    return {"type": "message", "text": text, "textFormat": "plain", **more}


def card(*body: Json, actions: tuple[Json, ...] = ()) -> Json:
    """A card of these elements."""
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": list(actions)}


def drawn(content: Json, summary: str = "Een kaart", **more: Any) -> Json:
    """A message with a card."""
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {"type": "message", "summary": summary, "attachments": [attachment], **more}


def line(text: str) -> Json:
    """A paragraph of a card."""
    return {"type": "TextBlock", "text": text, "wrap": True}


@asynccontextmanager
async def listening(fake: FakeTeams) -> AsyncIterator[Bot]:
    """A bot that has logged in, and to which this Teams talks."""
    async with ClientSession() as session:
        bot = Bot(fake, session)
        app = web.Application()
        app.router.add_post("/api/messages", bot.hear)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        fake.talks_to(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
        await bot.log_in()
        try:
            yield bot
        finally:
            await runner.cleanup()
