"""Slack's long lists, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from adapters.slack.payload import Json, part_or_nothing, words
from adapters.slack.tokens import Tokens
from adapters.slack.transport import Web

PAGE = 200
"""Slack advises no more per call (docs.slack.dev/apis/web-api/pagination)."""
MOST_PAGES = 500


async def pages(web: Web, tokens: Tokens, workspace: str, method: str, what: dict[str, Any]) -> AsyncIterator[Json]:
    """Whole answers. Raises DeliveryError."""
    cursor = ""
    for _ in range(MOST_PAGES):
        body = {**what, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
        found = await web.call(await tokens.of(workspace), method, body, how="query")
        yield found
        cursor = words(part_or_nothing(found, "response_metadata"), "next_cursor")
        if not cursor:
            return
