"""The rhythm of a meeting: on which days, at what time, and the moments that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from rituals.engine.localtime import local_day, resolve
from rituals.engine.translate import Say, mark
from rituals.engine.workdays import Calendar
from store.frozen import frozen

HOUR = 60
LAST = -1
"""Among the `nths`: the last one of the month."""
ORDINALS = {1: mark("eerste"), 2: mark("tweede"), 3: mark("derde"), 4: mark("vierde"), LAST: mark("laatste")}

_DAY = timedelta(days=1)


@frozen
class Rhythm:
    """`weekdays` (0 is Monday) are empty for every working day of the organisation; `at` is the clock of the place.

    `weeks`: every so many weeks, counted from the week of `since`; or `nths`: the first, ..., the last of the month.
    Nothing comes before `since`.
    """

    weekdays: tuple[int, ...]
    at: time
    minutes: int = HOUR
    weeks: int = 1
    nths: tuple[int, ...] = ()
    since: date | None = None

    def __post_init__(self) -> None:
        if self.weeks < 1 or (self.weeks > 1 and (self.since is None or self.nths)):
            raise ValueError("more than one week needs a first day, and no place in the month")

    def __str__(self) -> str:
        """As the store keeps it: "0,2 13:30 60 2 - 2026-11-23"."""
        days, nths = (",".join(map(str, numbers)) or "-" for numbers in (self.weekdays, self.nths))
        return f"{days} {self.at:%H:%M} {self.minutes} {self.weeks} {nths} {self.since or '-'}"


@frozen
class Moment:
    """One meeting: the local day it is on, and the instants, in UTC, at which it begins and ends."""

    day: date
    starts: datetime
    ends: datetime


def stored(text: str) -> Rhythm:
    """The rhythm that `str` made this of."""
    days, at, minutes, weeks, nths, since = text.split(" ")
    return Rhythm(
        _numbers(days),
        time.fromisoformat(at),
        int(minutes),
        int(weeks),
        _numbers(nths),
        None if since == "-" else date.fromisoformat(since),
    )


def _numbers(text: str) -> tuple[int, ...]:
    return () if text == "-" else tuple(int(number) for number in text.split(","))


def moments(rhythm: Rhythm, since: datetime, until: datetime, calendar: Calendar) -> list[Moment]:
    """Those that begin from `since` on and before `until`; on holidays there is none, and it does not move."""
    days = days_of(rhythm, local_day(since, calendar.zone), local_day(until, calendar.zone), calendar)
    found = (_moment(rhythm, day, calendar) for day in days)
    return [one for one in found if since <= one.starts < until]


def days_of(rhythm: Rhythm, first: date, last: date, calendar: Calendar) -> Iterator[date]:
    """The days between these two, both included, on which it is."""
    first = max(first, rhythm.since or first)
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        if _is_day(rhythm, day, calendar) and day not in calendar.free:
            yield day


def _moment(rhythm: Rhythm, day: date, calendar: Calendar) -> Moment:
    starts = resolve(day, rhythm.at, calendar.zone)
    return Moment(day, starts, starts + timedelta(minutes=rhythm.minutes))


def _is_day(rhythm: Rhythm, day: date, calendar: Calendar) -> bool:
    if not (day.weekday() in rhythm.weekdays if rhythm.weekdays else calendar.is_workday(day)):
        return False
    if rhythm.nths:
        return bool({_nth(rhythm, day, calendar), _nth_last(rhythm, day, calendar)} & set(rhythm.nths))
    return rhythm.since is None or (_monday(day) - _monday(rhythm.since)).days // 7 % rhythm.weeks == 0


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _nth(rhythm: Rhythm, day: date, calendar: Calendar) -> int:
    if rhythm.weekdays:
        return (day.day - 1) // 7 + 1
    return sum(calendar.is_workday(day.replace(day=number)) for number in range(1, day.day + 1))


def _nth_last(rhythm: Rhythm, day: date, calendar: Calendar) -> int:
    """-1 on the last one of the month."""
    following = day + 7 * _DAY if rhythm.weekdays else calendar.next_workday(day)
    return LAST if following.month != day.month else 0


def spoken(rhythm: Rhythm, say: Say) -> str:
    """ "elke dinsdag en donderdag om 09:00"; the length only where it is not an hour."""
    return f"{_days_spoken(rhythm, say)} {_time_spoken(rhythm, say)}"


def _days_spoken(rhythm: Rhythm, say: Say) -> str:
    days = say.names(_day_names(rhythm.weekdays, say)) if rhythm.weekdays else say("werkdag")
    if rhythm.nths:
        which = say.names([say(ORDINALS[nth]) for nth in rhythm.nths])
        return say("elke {hoeveelste} {dag} van de maand", hoeveelste=which, dag=days)
    if rhythm.weeks == 1:
        return say("elke {dag}", dag=days)
    if rhythm.weeks == 2:
        return say("om de week op {dag}", dag=days)
    return say("elke {aantal} weken op {dag}", aantal=rhythm.weeks, dag=days)


def _time_spoken(rhythm: Rhythm, say: Say) -> str:
    if rhythm.minutes == HOUR:
        return say("om {tijd}", tijd=f"{rhythm.at:%H:%M}")
    ends = rhythm.at.hour * HOUR + rhythm.at.minute + rhythm.minutes
    return say("van {begin} tot {eind}", begin=f"{rhythm.at:%H:%M}", eind=f"{ends // HOUR % 24:02}:{ends % HOUR:02}")


def _day_names(weekdays: Iterable[int], say: Say) -> list[str]:
    from babel.dates import get_day_names  # only drawing cards needs it

    names = get_day_names("wide", locale=say.locale)
    return [str(names[weekday]) for weekday in weekdays]
