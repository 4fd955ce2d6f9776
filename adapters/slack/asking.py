"""Asking Slack one thing at a time, for `examine`: no SDK, no retry, and one wait where Slack says to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]

_LONGEST_WAIT = 30.0
_STATUS = "status"
_TROUBLE = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})


NOT_SLACKS = "no answer of Slack's"


class Unreached(Exception):
    """No answer at all; the text is for operators."""


@dataclass(frozen=True)
class Reply:
    """What Slack said. `error` is empty when it did as asked."""

    found: Json
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def error(self) -> str:
        return "" if self.found.get("ok") else str(self.found.get("error") or NOT_SLACKS)

    @property
    def later(self) -> bool:
        """Slack has trouble of its own, or wants us to wait: it says nothing of what we asked."""
        return self.error in _TROUBLE or self.error.startswith(_STATUS)


class Api:
    """Asks one thing at a time."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = url if url.endswith("/") else f"{url}/"
        self._token = token

    async def ask(self, method: str, **arguments: str) -> Reply:
        """Waits once where Slack says to. Raises Unreached."""
        reply, wait = await self._once(method, arguments)
        if wait is None:
            return reply
        await asyncio.sleep(wait)
        return (await self._once(method, arguments))[0]

    async def _once(self, method: str, arguments: Mapping[str, str]) -> tuple[Reply, float | None]:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with self._session.post(f"{self._url}{method}", data=arguments, headers=headers) as answer:
                if answer.status == 404:
                    return Reply({"error": "unknown_method"}, answer.headers), None
                if answer.status == 429:
                    return Reply({"error": "ratelimited"}, answer.headers), _wait(answer.headers.get("Retry-After"))
                if answer.status >= 500:
                    return Reply({"error": f"{_STATUS} {answer.status}"}, answer.headers), None
                return Reply(_object(await answer.read()), answer.headers), None
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise Unreached(type(error).__name__) from None


def rows(found: Json, name: str) -> list[Json]:
    """The objects of a list in an answer; none where there is no list."""
    listed = found.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _object(body: bytes) -> Json:
    """Empty for what is none: a page of a proxy, for one."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _wait(header: str | None) -> float | None:
    """Seconds, when that is short enough to wait for."""
    text = (header or "").strip()
    seconds = float(text) if text.isascii() and text.isdecimal() else _LONGEST_WAIT + 1
    return seconds if seconds <= _LONGEST_WAIT else None
