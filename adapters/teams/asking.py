"""Asking Microsoft one thing at a time, for `examine`: no SDK and no retry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]


class Unreached(Exception):
    """No answer; the text is for operators."""


@dataclass(frozen=True)
class Reply:
    """An answer, with its JSON object if it had one."""

    status: int
    found: Json
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def later(self) -> bool:
        """Microsoft has trouble of its own, or wants us to wait: it says nothing of what we asked."""
        return self.status == 429 or self.status >= 500


class Asking:
    """One request at a time. Raises Unreached."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def ask(self, url: str, *, form: Mapping[str, str] | None = None, token: str = "") -> Reply:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        how = "GET" if form is None else "POST"
        try:
            async with self._session.request(how, url, data=form, headers=headers, allow_redirects=False) as answer:
                text = await answer.text()
                return Reply(answer.status, json_object(text), answer.headers)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise Unreached(type(error).__name__) from None


def json_object(text: str) -> Json:
    """Empty for what is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
