"""What the tests of calendars share: a clock that stands, and a file read as the child process reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.calendars import ics as child
from adapters.calendars.window import window
from rituals.engine.clock import Clock
from tests.fakes.world import MONDAY

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SEEN = window(MONDAY)
ARGS = {"since": SEEN.since.isoformat(), "until": SEEN.until.isoformat(), "zone": "Europe/Amsterdam"}


def a_clock() -> Clock:
    """Monday, ten o'clock in Amsterdam."""
    return Clock(lambda: MONDAY)


def read(text: str | bytes, **changes: str) -> list[dict[str, Any]]:
    """The meetings in a file."""
    data = text.encode() if isinstance(text, str) else text
    meetings: list[dict[str, Any]] = child.read(data, {**ARGS, **changes})["meetings"]
    return meetings


def starts(text: str, **changes: str) -> list[str]:
    """When they are, as the clock in Amsterdam says: "24 10:00"."""
    return [local(one["starts"]) for one in read(text, **changes)]


def local(moment: str | datetime) -> str:
    """The day and the time in Amsterdam."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{at.astimezone(AMSTERDAM):%d %H:%M}"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)
