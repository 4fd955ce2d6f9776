"""When a meeting is, in words and in the moments that hang on it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rituals.engine.context import View
from rituals.engine.localtime import local_day, resolve, wall_time
from rituals.engine.when import day_words
from rituals.klantpet.names import local
from store.pet_meetings import Meeting
from store.rotas import Rota

TOLD_AT = time(16)
BEFORE = timedelta(minutes=15)
"""So long before the start the host is reminded."""
AFTERWARDS = timedelta(minutes=10)


def wearer_at(view: View, starts: datetime) -> datetime:
    """Four o'clock on the working day before."""
    calendar = view.organisation.calendar
    return resolve(calendar.previous_workday(local_day(starts, calendar.zone)), TOLD_AT, calendar.zone)


def host_at(view: View, starts: datetime) -> datetime:
    """A quarter of an hour before; where that is too early to disturb anybody, on the working day before."""
    at = starts - BEFORE
    return at if view.organisation.calendar.next_allowed(at) == at else wearer_at(view, starts)


def clock(view: View, at: datetime) -> str:
    """ "10:00", as the clock in the room shows it."""
    return f"{wall_time(at, view.organisation.calendar.zone):%H:%M}"


def day(view: View, at: datetime) -> str:
    """ "vandaag", "morgen", "dinsdag 24 november"."""
    zone = view.organisation.calendar.zone
    return day_words(local_day(at, zone), local_day(view.now, zone), view.say.locale)


def when(view: View, at: datetime) -> str:
    """ "morgen om 10:00"."""
    return view.say("{dag} om {tijd}", dag=day(view, at), tijd=clock(view, at))


def title(rota: Rota, meeting: Meeting) -> str:
    """As the calendar or the team calls it; a private meeting has none."""
    return meeting.title or ("" if meeting.invited or rota.calendar_id else rota.name)


def called(view: View, rota: Rota, meeting: Meeting) -> str:
    """A meeting by its title; a private one, or one without, by its time."""
    return title(rota, meeting) or view.say("overleg om {tijd}", tijd=clock(view, meeting.starts))


def beside(view: View, rota: Rota, meeting: Meeting) -> str:
    """When it is, beside what it is called: "overleg om 10:00" tells the hour already."""
    return when(view, meeting.starts) if title(rota, meeting) else day(view, meeting.starts)


def whole_day(of: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight."""
    return resolve(of, time(0), zone), resolve(of + timedelta(days=1), time(0), zone)


def local_of(view: View, at: datetime) -> str:
    """A start as the names of moments and messages bear it."""
    return local(at, view.organisation.calendar.zone)
