"""Working days and working hours of an organisation, and the hours in which a nudge may come."""

import json
import subprocess
import sys
from collections.abc import Collection, Container
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from rituals.engine.localtime import local_day, resolve

MONDAY_TO_FRIDAY = frozenset(range(5))
NUDGES_FROM = time(8, 30)
NUDGES_UNTIL = time(17, 30)

_DAY = timedelta(days=1)
# Longer than any leave of a whole organisation: a calendar without working days must not search forever.
_SEARCHED_DAYS = 1000


class NoWorkday(ValueError):
    """The calendar has no working day for years around the day asked about."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no working day within {_SEARCHED_DAYS} days of {day.isoformat()}")
        self.day = day


@dataclass(frozen=True)
class Calendar:
    """The organisation's week (0 is Monday), its hours, and its days off.

    A part-timer's calendar is `dataclasses.replace(calendar, weekdays=...)`.
    """

    zone: ZoneInfo
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = time(9)
    closes: time = time(17)
    free: Container[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"weekdays must be some of 0 (Monday) to 6 (Sunday): {sorted(self.weekdays)}")
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) must be before closes ({self.closes})")

    def is_workday(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.free

    def next_workday(self, day: date) -> date:
        """The first working day after `day`, never `day` itself."""
        return self._step(day, _DAY)

    def previous_workday(self, day: date) -> date:
        """The last working day before `day`, never `day` itself."""
        return self._step(day, -_DAY)

    def add_workdays(self, day: date, n: int) -> date:
        """`n` working days after `day`, before it when negative; 0 is `day` itself, even a day off."""
        for _ in range(abs(n)):
            day = self._step(day, _DAY if n > 0 else -_DAY)
        return day

    def is_open(self, at: datetime) -> bool:
        day = local_day(at, self.zone)
        start, end = self._hours(day)
        return self.is_workday(day) and start <= at < end

    def next_opening(self, at: datetime) -> datetime:
        """The first moment, not before `at`, within working hours; in UTC."""
        day = local_day(at, self.zone)
        if not self.is_workday(day):
            day = self.next_workday(day)
        start, end = self._hours(day)
        # The hours can already be over, or fall wholly in the hour that the clock skips.
        while max(at, start) >= end:
            day = self.next_workday(day)
            start, end = self._hours(day)
        return max(at, start).astimezone(UTC)

    def next_allowed(self, at: datetime) -> datetime:
        """The first moment, not before `at`, at which somebody may be nudged in private; in UTC."""
        return replace(self, opens=NUDGES_FROM, closes=NUDGES_UNTIL).next_opening(at)

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        return resolve(day, self.opens, self.zone), resolve(day, self.closes, self.zone)

    def _step(self, day: date, step: timedelta) -> date:
        found = day + step
        for _ in range(_SEARCHED_DAYS):
            if self.is_workday(found):
                return found
            found += step
        raise NoWorkday(day)


@dataclass(frozen=True)
class DaysOff:
    """The public holidays of a country, some switched off or on by name or date, and days of one's own.

    Holidays are looked up when a day is first asked about, those of the whole decade at once.
    """

    country: str | None
    exclude: frozenset[str | date] = frozenset()
    include: frozenset[str | date] = frozenset()
    extra: frozenset[date] = frozenset()
    language: str = "nl"
    _decades: dict[int, dict[date, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.extra or self.name(day) is not None)

    def name(self, day: date) -> str | None:
        """The name of the public holiday on this day: a day of one's own has none."""
        if self.country is None:
            return None
        decade = day.year // 10 * 10
        if decade not in self._decades:
            years = range(max(decade, 1), decade + 10)
            self._decades[decade] = holidays_of(
                self.country, years, language=self.language, exclude=self.exclude, include=self.include
            )
        return self._decades[decade].get(day)


def make_calendar(
    zone: ZoneInfo,
    *,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    opens: time = time(9),
    closes: time = time(17),
    country: str | None = "NL",
    exclude: Collection[str | date] = (),
    include: Collection[str | date] = (),
    extra_days: Collection[date] = (),
) -> Calendar:
    """The organisation's calendar; see `holidays_of` for `country`, `exclude` and `include`."""
    free = DaysOff(country, frozenset(exclude), frozenset(include), frozenset(extra_days))
    return Calendar(zone, frozenset(weekdays), opens, closes, free)


def holidays_of(
    country: str,
    years: Collection[int],
    *,
    language: str = "nl",
    exclude: Collection[str | date] = (),
    include: Collection[str | date] = (),
) -> dict[date, str]:
    """Public holidays with their names.

    `country` is an ISO code, with a region where holidays differ ("NL", "DE-BY"). `exclude` takes days
    away and `include` adds days that are not public (in the Netherlands "Bevrijdingsdag" outside the lustrum
    years), by name in `language`, whatever its capitals, or by date. A day with two holidays goes when both
    are excluded. Raises ValueError for a country that is not known.
    """
    known = _looked_up(country, tuple(years), language)
    public = known["public"]
    optional = [one for one in known["optional"] if _is_chosen(one, include)]
    off: dict[date, str] = {}
    for day, name in sorted({*public, *optional}):
        if not _is_chosen((day, name), exclude):
            off[day] = f"{off[day]}; {name}" if day in off else name
    return off


def unknown_holidays(country: str, names: Collection[str | date], *, language: str = "nl") -> tuple[str, ...]:
    """Those of `names` that are no holiday of the country: a misspelt one would silently do nothing."""
    found = _looked_up(country, tuple(range(2024, 2034)), language)
    known = {name.casefold() for some in found.values() for _, name in some}
    return tuple(name for name in names if isinstance(name, str) and name.casefold() not in known)


@lru_cache(maxsize=16)
def _looked_up(country: str, years: tuple[int, ...], language: str) -> dict[str, list[tuple[date, str]]]:
    """By category, from a process of its own: what the library loads would stay in memory for one list."""
    code, _, region = country.partition("-")
    asked = {"country": code, "region": region or None, "years": years, "language": language}
    program = Path(__file__).with_name("holiday_list.py")
    # -P: the folder of that file has modules named as some of Python's own.
    command = [sys.executable, "-P", str(program)]
    ended = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)  # noqa: S603
    found = json.loads(ended.stdout)
    if found is None:
        raise ValueError(f"no holidays known for {country}")
    return {category: [(date.fromisoformat(day), name) for day, name in some] for category, some in found.items()}


def _is_chosen(holiday: tuple[date, str], chosen: Collection[str | date]) -> bool:
    day, name = holiday
    return day in chosen or name.casefold() in {item.casefold() for item in chosen if isinstance(item, str)}
