"""Tokens of services that read calendars for an application: asked for once, kept until shortly before they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from adapters.calendars.errors import Failed

if TYPE_CHECKING:
    from adapters.calendars.transport import Web

_EARLY = 300.0
"""Seconds before its end at which a token is asked for anew."""


class Tokens:
    """By whom each is for. `ask` gives the address and the form that a token is asked for with."""

    def __init__(
        self, web: Web, elapsed: Callable[[], float], ask: Callable[[str], tuple[str, Mapping[str, str]]]
    ) -> None:
        self._web = web
        self._elapsed = elapsed
        self._ask = ask
        self._kept: dict[str, tuple[str, float]] = {}

    async def token(self, whose: str = "") -> str:
        """Raises Failed."""
        kept, until = self._kept.get(whose, ("", 0.0))
        if kept and self._elapsed() < until:
            return kept
        url, form = self._ask(whose)
        found = answer_of(await self._asked(url, form))
        token, lasts = found.get("access_token"), found.get("expires_in")
        if not isinstance(token, str) or not token:
            raise Failed("refused", "no token was given")
        seconds = float(lasts) if isinstance(lasts, int | float) else 0.0
        self._kept[whose] = (token, self._elapsed() + seconds - _EARLY)
        return token

    async def _asked(self, url: str, form: Mapping[str, str]) -> bytes:
        try:
            return (await self._web.post(url, form)).body
        except Failed as error:
            # 400 is how both say that the secret, the key or the mailbox is not one they know.
            if error.detail == "status 400":
                raise Failed("refused", "the token was refused: status 400") from None
            raise

    def forget(self, whose: str = "") -> None:
        """It was refused: the next is asked for anew."""
        self._kept.pop(whose, None)


def answer_of(body: bytes) -> dict[str, Any]:
    """The object that an answer is. Raises Failed."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Failed("unreadable", "this is no JSON") from error
    if not isinstance(found, dict):
        raise Failed("unreadable", "this is no answer")
    return found
