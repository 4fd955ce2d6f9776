from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.when import day_words, parse_until, weekdays_in
from rituals.engine.workdays import make_calendar

CALENDAR = make_calendar(ZoneInfo("Europe/Amsterdam"))
FRIDAY = date(2026, 11, 6)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("vandaag", date(2026, 11, 6)),
        ("morgen", date(2026, 11, 7)),
        ("t/m morgen", date(2026, 11, 7)),
        ("Overmorgen!", date(2026, 11, 8)),
        ("maandag", date(2026, 11, 9)),
        ("vrijdag", date(2026, 11, 13)),
        ("a.s. vrijdag", date(2026, 11, 13)),
        ("t/m vrijdag 13 november", date(2026, 11, 13)),
        ("tot en met vr 13 nov.", date(2026, 11, 13)),
        ("t.e.m. 13 november", date(2026, 11, 13)),
        ("6 november", date(2026, 11, 6)),
        ("5 november", date(2027, 11, 5)),
        ("15 augustus", date(2027, 8, 15)),
        ("T/M 15 AUGUSTUS 2028", date(2028, 8, 15)),
        ("1-12", date(2026, 12, 1)),
        ("dinsdag 1/12/2026", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("15e februari", date(2027, 2, 15)),
    ],
)
def test_a_day_is_included_unless_it_says_till(text: str, last: date) -> None:
    assert parse_until(text, FRIDAY, CALENDAR) == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("tot morgen", date(2026, 11, 6)),
        ("tot maandag", date(2026, 11, 8)),
        ("tot aan 1 december", date(2026, 11, 30)),
        ("tot volgende week", date(2026, 11, 8)),
        ("tot volgende week woensdag", date(2026, 11, 10)),
        ("tot december", date(2026, 11, 30)),
        ("tot over een week", date(2026, 11, 12)),
        ("tot het weekend", date(2026, 11, 6)),
    ],
)
def test_till_a_day_ends_the_day_before(text: str, last: date) -> None:
    assert parse_until(text, FRIDAY, CALENDAR) == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("deze week", date(2026, 11, 8)),
        ("het weekend", date(2026, 11, 8)),
        ("volgende week", date(2026, 11, 15)),
        ("volgende maand", date(2026, 12, 31)),
        ("t/m februari", date(2027, 2, 28)),
        ("februari 2028", date(2028, 2, 29)),
        ("november", date(2026, 11, 30)),
    ],
)
def test_a_week_or_month_lasts_until_its_last_day(text: str, last: date) -> None:
    assert parse_until(text, FRIDAY, CALENDAR) == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1 dag", date(2026, 11, 6)),
        ("2 dagen", date(2026, 11, 7)),
        ("voor een week", date(2026, 11, 12)),
        ("één week", date(2026, 11, 12)),
        ("nog drie weken", date(2026, 11, 26)),
        ("de komende 2 maanden", date(2027, 1, 5)),
        ("1 werkdag", date(2026, 11, 6)),
        ("2 werkdagen", date(2026, 11, 9)),
        ("over 2 werkdagen", date(2026, 11, 10)),
        ("over 2 dagen", date(2026, 11, 8)),
    ],
)
def test_a_length_counts_today_and_over_a_length_does_not(text: str, last: date) -> None:
    assert parse_until(text, FRIDAY, CALENDAR) == last


def test_working_days_start_on_monday_when_asked_in_the_weekend() -> None:
    saturday = FRIDAY + timedelta(days=1)

    assert parse_until("2 werkdagen", saturday, CALENDAR) == date(2026, 11, 10)


def test_a_month_after_the_31st_ends_in_the_shorter_month() -> None:
    assert parse_until("over een maand", date(2027, 1, 31), CALENDAR) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("tomorrow", date(2026, 11, 7)),
        ("until Monday", date(2026, 11, 8)),
        ("through August 15th", date(2027, 8, 15)),
        ("Sunday, 15 August 2027", date(2027, 8, 15)),
        ("next week", date(2026, 11, 15)),
        ("for a week", date(2026, 11, 12)),
        ("2 working days", date(2026, 11, 9)),
        ("in 2 weeks", date(2026, 11, 20)),
    ],
)
def test_english_is_read_too(text: str, last: date) -> None:
    assert parse_until(text, FRIDAY, CALENDAR) == last


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tot",
        "straks",
        "tot vandaag",
        "31 juni",
        "29 februari",
        "vrijdag 14 november",
        "5 november 2026",
        "volgende vrijdag",
        "maandag of dinsdag",
        "0 dagen",
        "1000 dagen",
        "tot 1 januari 0001",
        "tot 2 weken",
        "t/m 32-1",
        "ma\u0301rgen",
        "december 9999 x",
        "999 maanden 9999",
    ],
)
def test_what_is_not_understood_or_over_is_asked_again(text: str) -> None:
    assert parse_until(text, FRIDAY, CALENDAR) is None


def test_the_29th_of_february_is_understood_when_it_comes() -> None:
    assert parse_until("29 februari", date(2027, 11, 6), CALENDAR) == date(2028, 2, 29)


def test_a_day_far_beyond_the_calendar_is_not_understood() -> None:
    assert parse_until("999 maanden", date(9990, 1, 1), CALENDAR) is None


@given(text=st.text(alphabet="tot/m 0123456789-.,vrijdagnovemberweekéñ\n", max_size=60))
def test_whatever_is_typed_gives_a_day_from_today_on_or_nothing(text: str) -> None:
    last = parse_until(text, FRIDAY, CALENDAR)

    assert last is None or last >= FRIDAY


def test_days_are_named_as_people_do() -> None:
    today = date(2027, 3, 27)
    days = [today, today + timedelta(days=1), date(2027, 3, 30), date(2028, 3, 30), date(2027, 3, 26)]

    assert [day_words(day, today) for day in days] == [
        "vandaag",
        "morgen",
        "dinsdag 30 maart",
        "donderdag 30 maart 2028",
        "vrijdag 26 maart",
    ]
    assert [day_words(day, today, "en-GB") for day in days[:4]] == [
        "today",
        "tomorrow",
        "Tuesday 30 March",
        "Thursday 30 March 2028",
    ]
    assert day_words(days[0], today, "de") == "Samstag 27 März"


@given(
    today=st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    ahead=st.integers(0, 3000),
    locale=st.sampled_from(["nl", "en"]),
)
def test_a_day_named_in_words_is_read_back_as_that_day(today: date, ahead: int, locale: str) -> None:
    day = today + timedelta(days=ahead)

    words = day_words(day, today, locale)

    assert parse_until(words, today, CALENDAR) == day
    assert parse_until(f"t/m {words}", today, CALENDAR) == day
    assert parse_until(f"tot {words}", today, CALENDAR) == (day - timedelta(days=1) if ahead else None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("woensdag", {2}),
        ("wo, vr", {2, 4}),
        ("op woensdag en vrijdag", {2, 4}),
        ("elke Woensdag & donderdagen.", {2, 3}),
        ("Wednesdays and fridays", {2, 4}),
        ("", None),
        ("en", None),
        ("woensdag of zo", None),
        ("morgen", None),
    ],
)
def test_weekdays_are_read_when_they_are_all_that_is_said(text: str, days: set[int] | None) -> None:
    assert weekdays_in(text) == days
