from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.localtime import local_day, resolve, wall_time

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = ("Europe/Amsterdam", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
MINUTE = timedelta(minutes=1)


def test_a_time_that_the_clock_skips_becomes_the_first_that_exists() -> None:
    at = resolve(date(2026, 3, 29), time(2, 30), AMSTERDAM)

    assert at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert wall_time(at, AMSTERDAM).time() == time(3, 0)


def test_a_time_that_the_clock_shows_twice_is_the_first() -> None:
    assert resolve(date(2026, 10, 25), time(2, 30), AMSTERDAM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert resolve(date(2026, 10, 25), time(2, 30, fold=1), AMSTERDAM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_nine_o_clock_stays_nine_o_clock_over_the_change() -> None:
    days = [date(2026, 3, 28), date(2026, 3, 30)]

    assert [resolve(day, time(9), AMSTERDAM).hour for day in days] == [8, 7]


def test_a_zone_that_skipped_a_whole_day_goes_on_at_the_next() -> None:
    apia = ZoneInfo("Pacific/Apia")

    at = resolve(date(2011, 12, 30), time(9), apia)

    assert wall_time(at, apia).replace(tzinfo=None) == datetime(2011, 12, 31, 0, 0)  # noqa: DTZ001


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("year", [2024, 2026, 2030])
def test_around_every_change_the_clock_is_read_as_a_minute_by_minute_walk_does(name: str, year: int) -> None:
    zone = ZoneInfo(name)
    changes = changes_of(zone, year)
    assert len(changes) >= 2

    for change in changes:
        walked = walk(zone, change)
        first, last = min(walked), max(walked)
        clock = first
        while clock <= last:
            expected = walked.get(clock) or min(at for shown, at in walked.items() if shown > clock)
            assert resolve(clock.date(), clock.time(), zone) == expected
            clock += MINUTE


@given(
    at=st.datetimes(datetime(1995, 1, 1), datetime(2049, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    name=st.sampled_from(ZONES),
)
def test_an_instant_comes_back_from_its_clock_time_or_is_the_second_of_a_fold(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    shown = wall_time(at, zone)

    back = resolve(shown.date(), shown.time(), zone)

    assert back == at or (back < at and shown.fold == 1)


def test_the_local_day_is_that_of_the_place() -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert local_day(at, AMSTERDAM) == date(2026, 11, 23)
    assert local_day(at, ZoneInfo("America/New_York")) == date(2026, 11, 22)


def test_a_datetime_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local_day(datetime(2026, 11, 22, 23, 30), AMSTERDAM)  # noqa: DTZ001


def changes_of(zone: ZoneInfo, year: int) -> list[datetime]:
    """Instants, to the day, before which the clock of the zone changes."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(366)]
    return [
        later
        for earlier, later in pairwise(days)
        if earlier.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset()
    ]


def walk(zone: ZoneInfo, end: datetime) -> dict[datetime, datetime]:
    """What the clock shows around the day before `end`, and in which minute it does so first."""
    shown: dict[datetime, datetime] = {}
    at = end - timedelta(days=1, hours=2)
    while at < end + timedelta(hours=2):
        shown.setdefault(at.astimezone(zone).replace(tzinfo=None), at)
        at += MINUTE
    return shown
