import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.engine.localtime import wall_time
from rituals.engine.workdays import Calendar, NoWorkday, holidays_of, make_calendar, unknown_holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DUTCH = make_calendar(AMSTERDAM)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def amsterdam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert DUTCH.is_workday(date(2026, 4, 7))
    assert not DUTCH.is_workday(date(2026, 4, 5))
    assert not DUTCH.is_workday(date(2026, 4, 6))


def test_the_friday_before_easter_is_followed_by_tuesday() -> None:
    calendar = make_calendar(AMSTERDAM, exclude=["Goede vrijdag"])

    assert calendar.next_workday(date(2026, 4, 3)) == date(2026, 4, 7)
    assert calendar.previous_workday(date(2026, 4, 7)) == date(2026, 4, 3)


def test_good_friday_is_off_until_it_is_switched_to_a_working_day() -> None:
    assert not DUTCH.is_workday(date(2026, 4, 3))
    assert make_calendar(AMSTERDAM, exclude=["goede vrijdag"]).is_workday(date(2026, 4, 3))


def test_liberation_day_is_off_every_fifth_year_unless_switched_on_or_off() -> None:
    yearly = make_calendar(AMSTERDAM, include=["Bevrijdingsdag"])
    never = make_calendar(AMSTERDAM, exclude=["Bevrijdingsdag"])
    days = [date(2025, 5, 5), date(2026, 5, 5)]

    assert [DUTCH.is_workday(day) for day in days] == [False, True]
    assert [yearly.is_workday(day) for day in days] == [False, False]
    assert [never.is_workday(day) for day in days] == [True, True]


def test_two_holidays_on_one_day_stay_off_when_only_one_is_switched_off() -> None:
    calendar = make_calendar(AMSTERDAM, exclude=["Hemelvaartsdag"], include=["Bevrijdingsdag"])

    assert not calendar.is_workday(date(2016, 5, 5))


def test_kings_day_moves_to_saturday_when_the_27th_is_a_sunday() -> None:
    assert holidays_of("NL", [2025])[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in holidays_of("NL", [2025])


def test_a_single_day_can_be_switched_and_own_days_off_added() -> None:
    calendar = make_calendar(
        AMSTERDAM, exclude=[date(2026, 12, 25)], include=[date(2026, 5, 5)], extra_days=[date(2026, 12, 24)]
    )
    days = [date(2026, 12, 25), date(2026, 5, 5), date(2026, 12, 24), date(2027, 12, 24)]

    assert [calendar.is_workday(day) for day in days] == [True, False, False, True]


def test_another_country_or_none_has_its_own_days() -> None:
    belgian = make_calendar(AMSTERDAM, country="BE")

    assert not belgian.is_workday(date(2026, 7, 21))
    assert not make_calendar(AMSTERDAM, country="DE-BY").is_workday(date(2026, 1, 6))
    assert make_calendar(AMSTERDAM, country=None).is_workday(date(2026, 12, 25))


@pytest.mark.parametrize("country", ["XX", "DE-QQ", ""])
def test_an_unknown_country_is_named(country: str) -> None:
    with pytest.raises(ValueError, match=f"no holidays known for {country}"):
        holidays_of(country, [2026])


def test_a_misspelt_holiday_is_reported() -> None:
    assert unknown_holidays("NL", ["Goede Vrijdag", "Bevrijdingsdag", "Koninginnedag", date(2026, 1, 2)]) == (
        "Koninginnedag",
    )


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 11, 26), -2, date(2026, 11, 24)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(start: date, n: int, expected: date) -> None:
    assert DUTCH.add_workdays(start, n) == expected


def test_a_part_timer_has_a_week_of_their_own() -> None:
    mondays_and_thursdays = replace(DUTCH, weekdays=frozenset({0, 3}))

    assert mondays_and_thursdays.next_workday(date(2026, 11, 23)) == date(2026, 11, 26)


def test_a_calendar_without_any_working_day_says_so() -> None:
    class Always:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(NoWorkday, match="2026-11-23"):
        Calendar(AMSTERDAM, free=Always()).next_workday(date(2026, 11, 23))


@pytest.mark.parametrize("weekdays", [[], [7], [-1, 2]])
def test_weekdays_that_do_not_exist_are_refused(weekdays: list[int]) -> None:
    with pytest.raises(ValueError, match="weekdays"):
        make_calendar(AMSTERDAM, weekdays=weekdays)


def test_closing_before_opening_is_refused() -> None:
    with pytest.raises(ValueError, match="opens"):
        make_calendar(AMSTERDAM, opens=time(17), closes=time(9))


def test_the_same_holidays_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known = holidays_of("NL", [2031])
    monkeypatch.setattr(sys, "executable", "/no/such/program")

    assert holidays_of("NL", [2031]) == known


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-30 08:59", "2026-03-30 09:00"),
        ("2026-03-30 12:34", "2026-03-30 12:34"),
        ("2026-03-30 17:00", "2026-03-31 09:00"),
        ("2026-03-28 12:00", "2026-03-30 09:00"),
        ("2026-04-02 18:00", "2026-04-07 09:00"),
    ],
)
def test_outside_working_hours_the_next_opening_is_that_of_the_next_working_day(at: str, expected: str) -> None:
    assert DUTCH.next_opening(amsterdam(at)) == amsterdam(expected)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23 08:29", "2026-11-23 08:30"),
        ("2026-11-23 17:29", "2026-11-23 17:29"),
        ("2026-11-23 17:30", "2026-11-24 08:30"),
        ("2026-11-27 20:00", "2026-11-30 08:30"),
        ("2026-12-24 23:59", "2026-12-28 08:30"),
    ],
)
def test_nudges_wait_for_half_past_eight_on_a_working_day(at: str, expected: str) -> None:
    assert DUTCH.next_allowed(amsterdam(at)) == amsterdam(expected)


@settings(deadline=None)  # a decade of holidays is looked up when it is first met
@given(at=MOMENTS, hours=st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1]))
def test_the_next_opening_is_open_and_nothing_before_it_is(at: datetime, hours: tuple[time, time]) -> None:
    calendar = replace(DUTCH, opens=hours[0], closes=hours[1])

    opening = calendar.next_opening(at)

    assert opening >= at
    assert opening.tzinfo is UTC
    assert calendar.is_open(opening)
    assert calendar.is_open(at) == (opening == at)
    assert opening == at or not calendar.is_open(opening - timedelta(seconds=1))


@settings(deadline=None)  # a decade of holidays is looked up when it is first met
@given(at=MOMENTS)
def test_nobody_is_nudged_at_night_or_on_a_day_off(at: datetime) -> None:
    shown = wall_time(DUTCH.next_allowed(at), AMSTERDAM)

    assert time(8, 30) <= shown.time() < time(17, 30)
    assert DUTCH.is_workday(shown.date())


@settings(deadline=None)  # a decade of holidays is looked up when it is first met
@given(day=st.dates(date(2024, 1, 1), date(2050, 12, 31)), n=st.integers(0, 30))
def test_counting_forth_and_back_ends_on_the_same_working_day(day: date, n: int) -> None:
    start = DUTCH.next_workday(day)

    assert DUTCH.add_workdays(DUTCH.add_workdays(start, n), -n) == start
