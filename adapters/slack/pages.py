"""Slack's long lists, page by page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from adapters.slack.payload import Json, part_or_nothing, words
from adapters.slack.tokens import Tokens
from adapters.slack.transport import Web
from rituals.engine.errors import LockedOut, Throttled

PAGE = 200
"""Slack advises no more per call (docs.slack.dev/apis/web-api/pagination)."""
MOST_PAGES = 500


LONGEST_WAIT = 60.0
"""Seconds. Of a large organisation Slack gives no more than twenty pages a minute (Tier 2), and says when to go on."""


async def pages(web: Web, tokens: Tokens, workspace: str, method: str, what: dict[str, Any]) -> AsyncIterator[Json]:
    """Whole answers; a page that Slack wants us to wait for is asked once more. Raises DeliveryError."""
    cursor = ""
    for _ in range(MOST_PAGES):
        body = {**what, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
        try:
            found = await web.call(await tokens.of(workspace), method, body, how="query")
        except LockedOut:
            raise
        except Throttled as slower:
            await asyncio.sleep(min(slower.retry_after, LONGEST_WAIT))
            found = await web.call(await tokens.of(workspace), method, body, how="query")
        yield found
        cursor = words(part_or_nothing(found, "response_metadata"), "next_cursor")
        if not cursor:
            return
