"""Which days are read. They begin with a day (UTC), so what is in view changes once a day and not by the minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

_BEFORE = timedelta(hours=1)
_DAYS = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Window:
    """From the beginning of today (of yesterday, in the first hour) to at least 14 days from now; aware, in UTC."""

    since: datetime
    until: datetime

    @property
    def ends(self) -> datetime:
        """When the next one begins."""
        return self.since + timedelta(days=1) + _BEFORE


def window(now: datetime) -> Window:
    """The one that is read at a moment."""
    since = datetime.combine((now.astimezone(UTC) - _BEFORE).date(), time(), UTC)
    return Window(since, since + _DAYS)
