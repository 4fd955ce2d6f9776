"""How long a platform asks to wait, however it spells that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rituals.engine.retry_after import LONGEST, UNTOLD, retry_after

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("1", 1), ("30", 30), (" 600 ", 600), ("0", 0), ("2.5", 2.5), ("1.", 1), ("99999", 3600), ("9" * 400, 3600),
        ("0." + "0" * 30, 3600), (None, 30), ("", 30), ("-1", 30), (".5", 30), ("abc", 30), ("1e3", 30), ("inf", 30),
        ("nan", 30), ("٣", 30), ("0x1", 30), ("Mon, 23 Nov 2026 09:00:45 GMT", 45),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 30), ("Tue, 24 Nov 2026 09:00:00 GMT", 3600),
        ("Mon, 32 Nov 2026 99:00:00 GMT", 30), ("Mon, 23 Nov 99999999999999999999 09:00:00 GMT", 30),
        ("Mon, 23 Nov 2026 09:00:00 +99999999999", 30), ("Fri, 31 Dec 9999 23:59:59 -2359", 3600),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 30),
    ],
)  # fmt: skip
def test_every_spelling_of_how_long_to_wait(header: str | None, seconds: float) -> None:
    assert retry_after(header, NOW) == seconds


@given(st.integers(0, 3600))
def test_seconds_and_the_date_they_lead_to_mean_the_same(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)

    assert retry_after(str(seconds), NOW) == retry_after(date, NOW) == seconds


@given(st.datetimes(timezones=ZONES), st.datetimes(timezones=st.just(UTC)))
@example(datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=23))), NOW)
@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23))), NOW)
def test_any_date_leads_to_a_wait_that_can_be_waited(date: datetime, now: datetime) -> None:
    assert 0 <= retry_after(format_datetime(date), now) <= LONGEST


@given(st.text())
def test_any_text_leads_to_a_wait_that_can_be_waited(header: str) -> None:
    assert 0 <= retry_after(header, NOW) <= LONGEST


@given(st.integers(1, 10**9))
def test_a_moment_that_has_passed_says_nothing_of_how_long(ago: int) -> None:
    assert retry_after(format_datetime(NOW - timedelta(seconds=ago)), NOW) == UNTOLD
