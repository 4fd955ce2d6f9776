"""The page of the playground without a browser: posts what it would post, reads what it would be told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient


@dataclass
class Live:
    """One open stream: `next` gives the name and data of the next event, `state` what it began with."""

    response: ClientResponse
    state: dict[str, Any] = field(default_factory=dict)

    async def next(self) -> tuple[str, Any]:
        name = ""
        while line := (await self.response.content.readline()).decode():
            if line.startswith("event: "):
                name = line.removeprefix("event: ").strip()
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        return "end", None

    async def until(self, name: str) -> Any:
        while True:
            found, data = await self.next()
            if found in (name, "end"):
                return data


@dataclass
class Page:
    """Somebody who looks at a place."""

    client: TestClient[Any, Any]
    account: str = "fatima"
    place: str = "algemeen"

    async def post(self, what: str, expect: int = 200, /, **body: object) -> dict[str, Any]:
        message = {"id": str(uuid4()), "as": self.account, "place": self.place, **body}
        async with self.client.post(f"/playground/{what}", json=message) as answer:
            assert answer.status == expect, await answer.text()
            return dict(await answer.json())

    async def say(self, text: str, **body: object) -> dict[str, Any]:
        return await self.post("say", text=text, **body)

    async def sees(self) -> list[dict[str, Any]]:
        """The messages as they are drawn now."""
        async with self.live() as live:
            return list(live.state["messages"])

    @asynccontextmanager
    async def live(self) -> AsyncIterator[Live]:
        query = {"as": self.account, "place": self.place}
        async with self.client.get("/playground/stream", params=query) as response:
            assert response.status == 200, await response.text()
            live = Live(response)
            _, live.state = await live.next()
            yield live
