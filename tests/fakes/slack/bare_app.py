"""The smallest app that Slack can talk to: checks the signature, keeps what came, answers what it was told to."""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.slack.fake import SIGNING_SECRET, FakeSlack, fake_slack
from tests.fakes.slack.sender import sign
from tests.fakes.slack.state import Json


@dataclass
class BareApp:
    """`received` is what came in, with the headers; `answers` is what it says next, then nothing."""

    secret: str = SIGNING_SECRET
    received: list[tuple[Json, dict[str, str]]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    @property
    def payloads(self) -> list[Json]:
        return [payload for payload, _ in self.received]

    @property
    def last(self) -> Json:
        return self.payloads[-1]

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        right = sign(self.secret, request.headers["X-Slack-Request-Timestamp"], body)
        if not hmac.compare_digest(right, request.headers["X-Slack-Signature"]):
            return web.Response(status=401)
        self.received.append((read(request.content_type, body), dict(request.headers)))
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, int):
            return web.Response(status=answer)
        if isinstance(answer, str):
            return web.Response(text=answer)
        return web.json_response(answer) if answer is not None else web.Response()


def read(content_type: str, body: bytes) -> Json:
    """The payload of a request."""
    if content_type == "application/json":
        found = json.loads(body)
    else:
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        found = json.loads(form["payload"]) if "payload" in form else form
    assert isinstance(found, dict)
    return found


@asynccontextmanager
async def with_bare_app(**options: Any) -> AsyncIterator[tuple[FakeSlack, BareApp]]:
    """Slack that sends to a bare app."""
    bare = BareApp()
    app = web.Application()
    app.router.add_post("/slack/events", bare.handle)
    async with TestServer(app) as server, fake_slack(**options) as fake:
        fake.to(str(server.make_url("/slack/events")))
        yield fake, bare
