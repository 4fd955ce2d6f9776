"""A very poor stand-in for Slack: it takes messages, and knows of nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class PoorSlack:
    """`posted` is what chat.postMessage was given; `asked` are all the methods that were tried."""

    api_url: str = ""
    posted: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def in_channel(self, channel: str) -> list[dict[str, Any]]:
        return [one for one in self.posted if one["channel"] == channel]


@asynccontextmanager
async def poor_slack(status: int = 200) -> AsyncIterator[PoorSlack]:
    """`status`: how it says that it does not know a method; 200 says so in words."""
    poor = PoorSlack()

    async def answer(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        poor.asked.append(method)
        if method != "chat.postMessage":
            return web.json_response({"ok": False, "error": "unknown_method"}, status=status)
        given = await request.json()
        poor.posted.append(given)
        return web.json_response({"ok": True, "channel": given["channel"], "ts": f"1.{len(poor.posted):06}"})

    application = web.Application()
    application.router.add_route("*", "/api/{method}", answer)
    async with TestServer(application) as server:
        poor.api_url = str(server.make_url("/api/"))
        yield poor
