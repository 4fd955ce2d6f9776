"""The pace of private answers: delivery keeps to 70 % of Teams' limit, so these must not spend all of it either.

An answer that Teams refuses for too much traffic costs more than one that waits a moment, and holds up delivery.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

BURST = 20
"""Answers that go at once in a tenant: a room full of people who ring."""
PER_SECOND = 15.0
"""Half of what Teams takes of an app in a tenant."""
LONGEST = 20.0
"""Seconds after which nobody waits for an answer any more."""


class Pace:
    """One line of answers per tenant, on the real clock."""

    def __init__(
        self, elapsed: Callable[[], float], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:  # fmt: skip
        self._elapsed = elapsed
        self._sleep = sleep
        self._full: dict[str, float] = defaultdict(float)
        """When the burst of a tenant would be whole again."""

    async def wait(self, tenant: str) -> bool:
        """Until it is this answer's turn; False when that would be too late."""
        now = self._elapsed()
        full = max(self._full[tenant], now) + 1 / PER_SECOND
        delay = full - now - BURST / PER_SECOND
        if delay > LONGEST:
            return False
        self._full[tenant] = full
        if delay > 0:
            await self._sleep(delay)
        return True
