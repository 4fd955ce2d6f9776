"""A month planned backwards from the reveal, without store or clock.

The reveal is on the last Thursday, or the working day before it; voting closes two working days earlier and took
five; before that two working days to look everything over; and nominating from the first working day. December has
no round, and July and August share one.
"""

from __future__ import annotations

from calendar import THURSDAY, monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from rituals.engine.localtime import local_day, resolve
from rituals.engine.workdays import Calendar, NoWorkday
from store.frozen import frozen
from store.rounds import MOMENTS, Dates

OPENS_AT = time(9)
CLOSES_AT = time(17)
REVEAL_AT = time(10)
VOTING = 5
"""Working days, with the last one."""
LOOKING = 2
"""Working days between nominating and voting."""
BEFORE_REVEAL = 2
"""Working days from closing to the reveal."""
LEAST = 3
"""Working days of nominating: with fewer a month has no round."""
LONGER = 3
"""Working days more, once, when nobody was nominated."""

_DECEMBER, _JULY, _AUGUST = 12, 7, 8
_SEARCHED = 15


@frozen
class Days:
    """The days of a round."""

    opens: date
    nominate_until: date
    vote_from: date
    vote_until: date
    reveal: date


def name_of(year: int, month: int) -> str:
    """What a round is called: "2026-11". The summer round bears the name of August."""
    return f"{year:04}-{month:02}"


def month_of(round_id: str) -> date | None:
    """The month of a round; None for a round outside the months."""
    try:
        return date.fromisoformat(f"{round_id}-01")
    except ValueError:
        return None


def is_summer(round_id: str) -> bool:
    """Whether it is the round of July and August."""
    month = month_of(round_id)
    return month is not None and month.month == _AUGUST


def days_of(year: int, month: int, calendar: Calendar) -> Days | None:
    """The days of a month's round; None for a month without one."""
    if month in (_DECEMBER, _JULY):
        return None
    first = date(year, _JULY if month == _AUGUST else month, 1)
    try:
        opens = _on_or_after(first, calendar)
        reveal = _on_or_before(_last_thursday(year, month), calendar)
        vote_until = calendar.add_workdays(reveal, -BEFORE_REVEAL)
        vote_from = calendar.add_workdays(vote_until, 1 - VOTING)
        nominate_until = calendar.add_workdays(vote_from, -1 - LOOKING)
        enough = nominate_until >= calendar.add_workdays(opens, LEAST - 1)
    except NoWorkday:
        return None
    return Days(opens, nominate_until, vote_from, vote_until, reveal) if enough else None


def dates_of(days: Days, calendar: Calendar) -> Dates:
    """The moments of those days."""
    zone = calendar.zone
    return Dates(
        opens=resolve(days.opens, OPENS_AT, zone),
        nominate_until=resolve(days.nominate_until, CLOSES_AT, zone),
        vote_from=resolve(days.vote_from, OPENS_AT, zone),
        vote_until=resolve(days.vote_until, CLOSES_AT, zone),
        reveal=resolve(days.reveal, REVEAL_AT, zone),
    )


def days_in(dates: Dates, calendar: Calendar) -> Days:
    """The other way round."""
    moments = (dates.opens, dates.nominate_until, dates.vote_from, dates.vote_until, dates.reveal)
    return Days(*(local_day(one, calendar.zone) for one in moments))


def coming(now: datetime, calendar: Calendar) -> tuple[str, Dates] | None:
    """The round one can nominate for now, or next; None where no month has room for one."""
    for year, month in _months(local_day(now, calendar.zone)):
        days = days_of(year, month, calendar)
        dates = dates_of(days, calendar) if days else None
        if dates and dates.nominate_until > now:
            return name_of(year, month), dates
    return None


def longer(now: datetime, dates: Dates, calendar: Calendar) -> Dates:
    """Three working days more to nominate, and again until it is ahead; all that follows comes later."""
    days = days_in(dates, calendar)
    while True:
        later = (days.nominate_until, days.vote_from, days.vote_until, days.reveal)
        days = Days(days.opens, *(calendar.add_workdays(one, LONGER) for one in later))
        found = dates_of(days, calendar)
        if found.nominate_until > now:
            return found


def one_day_more(now: datetime, dates: Dates, calendar: Calendar) -> Dates:
    """Voting goes on until the end of the next working day, and the reveal comes after it."""
    last = calendar.next_workday(local_day(now, calendar.zone))
    vote_until = resolve(last, CLOSES_AT, calendar.zone)
    reveal = max(dates.reveal, resolve(calendar.next_workday(last), REVEAL_AT, calendar.zone))
    return Dates(dates.opens, dates.nominate_until, dates.vote_from, vote_until, reveal)


def out_of_order(dates: Dates) -> str:
    """The first moment that does not come after the one before it, by name; empty when all do."""
    named = [(name, getattr(dates, name)) for name in MOMENTS]
    pairs = pairwise(named)
    return next((name for (_, before), (name, after) in pairs if after <= before), "")


def _months(day: date) -> Iterator[tuple[int, int]]:
    year, month = day.year, day.month
    for _ in range(_SEARCHED):
        yield year, month
        year, month = (year, month + 1) if month < _DECEMBER else (year + 1, 1)


def _last_thursday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - THURSDAY) % 7)


def _on_or_after(day: date, calendar: Calendar) -> date:
    return day if calendar.is_workday(day) else calendar.next_workday(day)


def _on_or_before(day: date, calendar: Calendar) -> date:
    return day if calendar.is_workday(day) else calendar.previous_workday(day)
