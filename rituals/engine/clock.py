"""The only two clocks: `now` is the wall's and can be moved, `elapsed` is real and only runs forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic


class Clock:
    """The machine's clocks, with the wall's shifted forward by what a walk has walked."""

    def __init__(self, wall: Callable[[], datetime] | None = None, elapsed: Callable[[], float] = monotonic) -> None:
        self._wall = wall or partial(datetime.now, UTC)
        self.elapsed = elapsed
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Aware, in UTC."""
        return self._wall() + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far this clock has been walked ahead of the wall."""
        return self._ahead

    def walk_to(self, moment: datetime) -> None:
        """Move forward to a moment; a moment that has passed changes nothing."""
        self._ahead += max(moment - self.now(), timedelta())
