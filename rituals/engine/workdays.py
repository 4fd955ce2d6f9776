"""Working days and working hours of an organisation, and the hours in which a nudge may come."""

from collections.abc import Collection, Container
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
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

    Holidays are worked out per year when a day of that year is first asked about.
    """

    country: str | None
    exclude: frozenset[str | date] = frozenset()
    include: frozenset[str | date] = frozenset()
    extra: frozenset[date] = frozenset()
    language: str = "nl"
    _years: dict[int, dict[date, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.extra or self.name(day) is not None)

    def name(self, day: date) -> str | None:
        """The name of the public holiday on this day: a day of one's own has none."""
        if self.country is None:
            return None
        if day.year not in self._years:
            self._years[day.year] = holidays_of(
                self.country, [day.year], language=self.language, exclude=self.exclude, include=self.include
            )
        return self._years[day.year].get(day)


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
    public = _category(country, years, language, "public")
    optional = [one for one in _category(country, years, language, "optional") if _is_chosen(one, include)]
    off: dict[date, str] = {}
    for day, name in sorted({*public, *optional}):
        if not _is_chosen((day, name), exclude):
            off[day] = f"{off[day]}; {name}" if day in off else name
    return off


def unknown_holidays(country: str, names: Collection[str | date], *, language: str = "nl") -> tuple[str, ...]:
    """Those of `names` that are no holiday of the country: a misspelt one would silently do nothing."""
    years = range(2024, 2034)
    known = {
        name.casefold()
        for category in ("public", "optional")
        for _, name in _category(country, years, language, category)
    }
    return tuple(name for name in names if isinstance(name, str) and name.casefold() not in known)


def _category(country: str, years: Collection[int], language: str, category: str) -> list[tuple[date, str]]:
    # Imported here: it takes a third of a second, and most commands need no holidays.
    import holidays

    code, _, region = country.partition("-")
    try:
        supported = holidays.country_holidays(code).supported_categories
        if category not in supported:
            return []
        found = holidays.country_holidays(
            code, subdiv=region or None, years=years, language=language, categories=(category,)
        )
    except NotImplementedError as unknown:
        raise ValueError(f"no holidays known for {country}") from unknown
    # Two holidays on one day come as one name, "Hemelvaartsdag; Bevrijdingsdag".
    return [(day, name) for day, names in found.items() for name in names.split("; ")]


def _is_chosen(holiday: tuple[date, str], chosen: Collection[str | date]) -> bool:
    day, name = holiday
    return day in chosen or name.casefold() in {item.casefold() for item in chosen if isinstance(item, str)}
