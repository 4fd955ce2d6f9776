"""Tokens that Slack takes no more. What is for their workspace waits: none of it is the fault of whom it is for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from math import inf
from typing import TypeVar

import structlog

from adapters.slack.errors import REFUSED
from rituals.engine.errors import LOCKED_OUT, LockedOut, Unreachable

log = structlog.get_logger(__name__)

T = TypeVar("T")
Renew = Callable[[str], Awaitable["str | None"]]
Works = Callable[[str], Awaitable[bool]]


class Refusals:
    """`works` asks Slack whether it takes a token; `renew` finds another one, where there can be one."""

    def __init__(self, works: Works, elapsed: Callable[[], float]) -> None:
        self._works = works
        self._elapsed = elapsed
        self._shut: dict[str, tuple[float, str]] = {}
        """Until when these tokens are left alone, and what Slack said."""
        self._proving = asyncio.Lock()
        self.renew: Renew | None = None

    async def through(self, token: str | None, attempt: Callable[[str | None], Awaitable[T]]) -> T:
        """A call that is refused did nothing, so it is made anew with another token. Raises LockedOut without one."""
        if token is None or not await self._is_shut(token):
            try:
                return await attempt(token)
            except Unreachable as refused:
                if token is None or refused.detail not in REFUSED:
                    raise
                if await self._works(token):
                    raise  # it is about whoever the message was for
                self._shut_out(token, refused.detail)
        another = await self.renew(token) if self.renew else None
        if another is None:
            raise LockedOut(self._shut[token][1])
        return await self.through(another, attempt)

    async def _is_shut(self, token: str) -> bool:
        """Asked anew now and then: once, and not with each of the messages that wait."""
        if token not in self._shut:
            return False
        async with self._proving:
            until, detail = self._shut.get(token, (inf, ""))
            if self._elapsed() >= until:
                self._shut_out(token, detail)
                if await self._works(token):
                    del self._shut[token]
        return token in self._shut

    def _shut_out(self, token: str, detail: str) -> None:
        if token not in self._shut:
            remedy = "run `klantritme doctor`, which tells which one and what to do"
            log.warning("Slack refuses a token: what is for that workspace waits", detail=detail, remedy=remedy)
        self._shut[token] = self._elapsed() + LOCKED_OUT, detail
