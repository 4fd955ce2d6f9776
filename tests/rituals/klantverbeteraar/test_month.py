"""A round is planned backwards from its reveal, in every month there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.localtime import wall_time
from rituals.engine.workdays import Calendar, make_calendar
from rituals.klantverbeteraar import month
from rituals.klantverbeteraar.month import Days, days_of

ZONE = ZoneInfo("Europe/Amsterdam")
MONTHS = [(year, number) for year in range(2024, 2051) for number in range(1, 13)]

GOLDEN = {
    "2026-01": "01-02 01-16 01-21 01-27 01-29",
    "2026-02": "02-02 02-13 02-18 02-24 02-26",
    "2026-03": "03-02 03-13 03-18 03-24 03-26",
    "2026-04": "04-01 04-16 04-21 04-28 04-30",
    "2026-05": "05-01 05-13 05-19 05-26 05-28",
    "2026-06": "06-01 06-12 06-17 06-23 06-25",
    "2026-08": "07-01 08-14 08-19 08-25 08-27",
    "2026-09": "09-01 09-11 09-16 09-22 09-24",
    "2026-10": "10-01 10-16 10-21 10-27 10-29",
    "2026-11": "11-02 11-13 11-18 11-24 11-26",
    "2027-01": "01-04 01-15 01-20 01-26 01-28",
    "2027-02": "02-01 02-12 02-17 02-23 02-25",
    "2027-03": "03-01 03-12 03-17 03-23 03-25",
    "2027-04": "04-01 04-15 04-20 04-26 04-29",
    "2027-05": "05-03 05-13 05-19 05-25 05-27",
    "2027-06": "06-01 06-11 06-16 06-22 06-24",
    "2027-08": "07-01 08-13 08-18 08-24 08-26",
    "2027-09": "09-01 09-17 09-22 09-28 09-30",
    "2027-10": "10-01 10-15 10-20 10-26 10-28",
    "2027-11": "11-01 11-12 11-17 11-23 11-25",
}
"""Opens, nominate until, vote from, vote until, reveal; looked up in a Dutch calendar by hand."""


@cache
def dutch() -> Calendar:
    return make_calendar(ZONE)


def the_days(year: int, number: int) -> Days:
    found = days_of(year, number, dutch())
    assert found
    return found


def test_two_years_are_as_a_calendar_says() -> None:
    found = {}
    for year in (2026, 2027):
        for number in range(1, 13):
            if days := days_of(year, number, dutch()):
                found[month.name_of(year, number)] = _short(days)

    assert found == GOLDEN


@pytest.mark.parametrize("year", range(2024, 2051))
def test_july_and_december_have_no_round_and_every_other_month_has_one(year: int) -> None:
    with_one = {number for number in range(1, 13) if days_of(year, number, dutch())}

    assert with_one == set(range(1, 13)) - {7, 12}


@pytest.mark.parametrize(("year", "number"), [one for one in MONTHS if one[1] not in (7, 12)])
def test_every_round_has_its_working_days_in_order(year: int, number: int) -> None:
    calendar, days = dutch(), the_days(year, number)

    assert all(
        map(calendar.is_workday, (days.opens, days.nominate_until, days.vote_from, days.vote_until, days.reveal))
    )
    assert days.opens < days.nominate_until < days.vote_from < days.vote_until < days.reveal
    assert _workdays(calendar, days.vote_from, days.vote_until) == 5
    assert _workdays(calendar, days.nominate_until, days.vote_from) == 2 + 2
    assert _workdays(calendar, days.vote_until, days.reveal) == 1 + 2
    assert _workdays(calendar, days.opens, days.nominate_until) >= month.LEAST
    assert days.opens.month == (7 if number == 8 else number)
    assert _workdays(calendar, days.opens.replace(day=1), days.opens) == 1


@pytest.mark.parametrize(("year", "number"), [one for one in MONTHS if one[1] not in (7, 12)])
def test_every_reveal_is_on_the_last_thursday_or_the_working_day_before_it(year: int, number: int) -> None:
    calendar, reveal = dutch(), the_days(year, number).reveal
    thursday = max(day for day in _days_of_month(year, number) if day.weekday() == 3)

    assert reveal <= thursday
    assert not any(calendar.is_workday(day) for day in _between(reveal, thursday))


@pytest.mark.parametrize(("year", "number"), [one for one in MONTHS if one[1] not in (7, 12)])
def test_the_clock_shows_the_same_hours_in_winter_and_summer(year: int, number: int) -> None:
    dates = month.dates_of(the_days(year, number), dutch())

    shown = [wall_time(one, ZONE).time() for one in (dates.opens, dates.nominate_until, dates.vote_until, dates.reveal)]
    assert shown == [time(9), time(17), time(17), time(10)]
    assert month.days_in(dates, dutch()) == the_days(year, number)
    assert month.out_of_order(dates) == ""


def test_a_holiday_on_the_last_thursday_moves_the_reveal_to_the_day_before() -> None:
    calendar = make_calendar(ZONE, extra_days=[date(2026, 11, 26)])

    found = days_of(2026, 11, calendar)

    assert found == Days(
        date(2026, 11, 2), date(2026, 11, 12), date(2026, 11, 17), date(2026, 11, 23), date(2026, 11, 25)
    )


def test_a_month_that_is_almost_closed_has_no_round() -> None:
    closed = [date(2026, 11, day) for day in range(1, 13)]

    assert days_of(2026, 11, make_calendar(ZONE, extra_days=closed)) is None


def test_a_closure_after_the_reveal_changes_nothing() -> None:
    calendar = make_calendar(ZONE, extra_days=[date(2026, 11, 27), date(2026, 11, 30)])

    assert days_of(2026, 11, calendar) == the_days(2026, 11)


def test_a_week_of_four_days_has_rounds_too() -> None:
    calendar = Calendar(ZONE, weekdays=frozenset({0, 1, 2, 4}))

    found = days_of(2026, 11, calendar)

    assert found and found.reveal == date(2026, 11, 25)
    assert _workdays(calendar, found.vote_from, found.vote_until) == 5


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 13, 15, 59, tzinfo=UTC), "2026-11"),
        (datetime(2026, 11, 13, 16, 0, tzinfo=UTC), "2027-01"),
        (datetime(2026, 6, 12, 15, 0, tzinfo=UTC), "2026-08"),
        (datetime(2026, 8, 14, 15, 0, tzinfo=UTC), "2026-09"),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), "2027-01"),
    ],
)
def test_the_coming_round_is_the_one_that_can_still_be_nominated_for(now: datetime, expected: str) -> None:
    found = month.coming(now, dutch())

    assert found and found[0] == expected


def test_where_there_is_never_a_working_day_there_is_no_round() -> None:
    class Always:
        def __contains__(self, _day: object) -> bool:
            return True

    assert month.coming(datetime(2026, 11, 1, tzinfo=UTC), Calendar(ZONE, free=Always())) is None


def test_three_working_days_more_move_all_that_follows() -> None:
    calendar = dutch()
    dates = month.dates_of(the_days(2026, 11), calendar)

    found = month.days_in(month.longer(dates.nominate_until, dates, calendar), calendar)

    assert found == Days(
        date(2026, 11, 2), date(2026, 11, 18), date(2026, 11, 23), date(2026, 11, 27), date(2026, 12, 1)
    )


def test_after_a_standstill_longer_reaches_beyond_now() -> None:
    calendar = dutch()
    dates = month.dates_of(the_days(2026, 11), calendar)

    found = month.longer(datetime(2026, 11, 20, 12, tzinfo=UTC), dates, calendar)

    assert month.days_in(found, calendar).nominate_until == date(2026, 11, 23)
    assert month.out_of_order(found) == ""


def test_one_day_more_comes_before_the_reveal_also_on_a_friday() -> None:
    calendar = dutch()
    dates = month.dates_of(the_days(2026, 11), calendar)

    soon = month.one_day_more(dates.vote_until, dates, calendar)
    late = month.one_day_more(dates.reveal, dates, calendar)

    assert (month.days_in(soon, calendar).vote_until, soon.reveal) == (date(2026, 11, 25), dates.reveal)
    assert month.days_in(late, calendar).vote_until == date(2026, 11, 27)
    assert month.days_in(late, calendar).reveal == date(2026, 11, 30)


def _all(days: Days) -> tuple[date, ...]:
    return days.opens, days.nominate_until, days.vote_from, days.vote_until, days.reveal


def _short(days: Days) -> str:
    return " ".join(f"{one:%m-%d}" for one in _all(days))


def _workdays(calendar: Calendar, first: date, last: date) -> int:
    return sum(calendar.is_workday(first + timedelta(days=n)) for n in range((last - first).days + 1))


def _days_of_month(year: int, number: int) -> list[date]:
    first = date(year, number, 1)
    return [day for n in range(31) if (day := first + timedelta(days=n)).month == number]


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
