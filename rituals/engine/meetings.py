"""Meetings as a calendar tells them, the same for every kind of calendar: never a body, a note or an attachment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rituals.engine.events import Event

Answer = Literal["yes", "no", "maybe", "none"]
"""What somebody's calendar said to the invitation; `none` while they said nothing."""

Trouble = Literal["gone", "refused", "unreachable", "slow", "too_big", "unreadable"]
"""Why a calendar could not be read."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited; rooms, things and groups are left out. `address` is in lower case."""

    address: str
    name: str = ""
    answer: Answer = "none"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting on one moment. Cancelled, all-day and free ones are not in it, nor those that go on for days.

    `external` is the calendar's own name for this one of a series, the same after it was moved; `series` that of the
    whole series. `title` is empty when the meeting is `private`. Moments are aware, in UTC. `host` is an address, and
    empty where the calendar does not tell.
    """

    external: str
    series: str
    title: str
    starts: datetime
    ends: datetime
    host: str = ""
    guests: tuple[Guest, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsSeen(Event):
    """All that a calendar has between `since` and `until`: what was there before and is not in it, is cancelled.

    Made by the calendars, and only when something changed.
    """

    calendar_id: int
    meetings: tuple[Meeting, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFailed(Event):
    """A calendar could not be read for an hour, or never will be. Told once; `MeetingsSeen` says it works again."""

    calendar_id: int
    trouble: Trouble
