"""Rhythms in words, and the moments that come of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.engine.localtime import resolve, wall_time
from rituals.engine.organisation import Organisation
from rituals.engine.translate import Languages, Say
from rituals.engine.workdays import Calendar, make_calendar
from rituals.klantpet import rhythm_read
from rituals.klantpet.rhythm import LAST, Rhythm, days_of, moments, spoken, stored
from rituals.klantpet.rhythm_read import Problem, parse

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CALENDAR = make_calendar(AMSTERDAM)
SUNDAY = date(2026, 11, 22)
NL, EN = (Languages(Organisation("Woonrijk", CALENDAR)).say(locale) for locale in ("nl", "en"))


def first_of(days: tuple[int, ...], since: date) -> date:
    """The first of these weekdays from then on: what a rhythm of several weeks is counted from."""
    return next(
        day
        for day in (since + timedelta(days=step) for step in range(7))
        if day.weekday() in (days or CALENDAR.weekdays)
    )


zones = st.sampled_from([AMSTERDAM, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")])
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
weekdays = st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days)))
lengths = st.integers(1, 600)
weekly = st.builds(Rhythm, weekdays, times, lengths)
apart = st.builds(
    lambda days, at, minutes, weeks, since: Rhythm(days, at, minutes, weeks, (), first_of(days, since)),
    weekdays, times, lengths, st.integers(2, 12), st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)  # fmt: skip
monthly = st.builds(
    lambda days, at, minutes, nths: Rhythm(days, at, minutes, 1, tuple(sorted(nths, key=lambda one: (one < 0, one)))),
    weekdays, times, lengths, st.sets(st.sampled_from([1, 2, 3, 4, LAST]), min_size=1),
)  # fmt: skip
rhythms = weekly | apart | monthly
moments_ever = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def read(text: str) -> str:
    rhythm = parse(text, SUNDAY, CALENDAR)
    return spoken(rhythm, NL) if isinstance(rhythm, Rhythm) else rhythm.sentence


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("elke dinsdag 10:00", "elke dinsdag om 10:00"),
        ("Iedere dinsdag en donderdag, om 9 uur.", "elke dinsdag en donderdag om 09:00"),
        ("om de week op maandag 13:30", "om de week op maandag om 13:30"),
        ("elke 2 weken dinsdag 10", "om de week op dinsdag om 10:00"),
        ("1x per 2 weken op dinsdag om 10:00", "om de week op dinsdag om 10:00"),
        ("tweewekelijks op vr 10u", "om de week op vrijdag om 10:00"),
        ("om de drie weken op vrijdag 10 uur", "elke 3 weken op vrijdag om 10:00"),
        ("elke eerste woensdag van de maand 10:00", "elke eerste woensdag van de maand om 10:00"),
        ("1e en 3e donderdag 16.00", "elke eerste en derde donderdag van de maand om 16:00"),
        ("laatste vrijdag van de maand 15u", "elke laatste vrijdag van de maand om 15:00"),
        ("eerste werkdag van de maand 9:00", "elke eerste werkdag van de maand om 09:00"),
        ("elke werkdag 9:15", "elke werkdag om 09:15"),
        ("elke dag om 9 uur", "elke werkdag om 09:00"),
        ("ma-wo 9u30", "elke maandag, dinsdag en woensdag om 09:30"),
        ("vrijdag t/m zondag 9:00", "elke vrijdag, zaterdag en zondag om 09:00"),
        ("één keer per week op dinsdag om 10 uur", "elke dinsdag om 10:00"),
        ("Teamoverleg elke dinsdag van 10 tot half 12", "elke dinsdag van 10:00 tot 11:30"),
        ("maandag 10-11", "elke maandag om 10:00"),
        ("woensdag 14.00 – 15.30 uur", "elke woensdag van 14:00 tot 15:30"),
        ("dinsdag 11-1", "elke dinsdag van 11:00 tot 13:00"),
        ("dinsdag 10:00, 45 minuten", "elke dinsdag van 10:00 tot 10:45"),
        ("dinsdag 10:00, duurt 2 uur", "elke dinsdag van 10:00 tot 12:00"),
        ("dinsdag 10:00 een half uur", "elke dinsdag van 10:00 tot 10:30"),
        ("dinsdag anderhalf uur om 10:00", "elke dinsdag van 10:00 tot 11:30"),
        ("every Tuesday at 10", "elke dinsdag om 10:00"),
        ("every other Monday at 2 pm", "om de week op maandag om 14:00"),
        ("Tuesdays 9 a.m. to 1 p.m.", "elke dinsdag van 09:00 tot 13:00"),
        ("every second Thursday of the month from 10 to 11", "elke tweede donderdag van de maand om 10:00"),
        ("weekdays 09:00", "elke werkdag om 09:00"),
    ],
)
def test_a_rhythm_in_words_is_understood(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("half tien", "09:30"),
        ("kwart over negen", "09:15"),
        ("kwart voor tien", "09:45"),
        ("tien over half drie", "14:40"),
        ("vijf voor 11", "10:55"),
        ("half twee", "13:30"),
        ("1 uur", "13:00"),
        ("'s ochtends om 8 uur", "08:00"),
        ("8 uur ’s avonds", "20:00"),
        ("12 uur", "12:00"),
        ("'s nachts om 1 uur", "01:00"),
        ("05:30", "05:30"),
        ("3 pm", "15:00"),
        ("half past nine", "09:30"),
        ("quarter to ten", "09:45"),
        ("9 in the morning", "09:00"),
    ],
)
def test_a_time_in_words_is_understood(text: str, at: str) -> None:
    assert read(f"dinsdag {text}") == f"elke dinsdag om {at}"


def test_a_day_with_its_part_is_understood() -> None:
    assert read("dinsdagmiddag 3 uur") == "elke dinsdag om 15:00"


@pytest.mark.parametrize("typed", ["dinsdg", "dnisdag", "dinsdach", "disdag", "tuseday", "Dinsdaag"])
def test_a_typing_error_is_forgiven(typed: str) -> None:
    assert read(f"elke {typed} 10:00") == "elke dinsdag om 10:00"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", rhythm_read.NOTHING),
        ("elke week", rhythm_read.NOTHING),
        ("elke dinsdag", rhythm_read.NO_TIME),
        ("om tien uur", rhythm_read.NO_DAY),
        ("dinsdag 10:00 en donderdag 14:00", rhythm_read.TWO_TIMES),
        ("elke maand op dinsdag 10:00", rhythm_read.WHICH_WEEK),
        ("elke 2 weken de eerste dinsdag van de maand 10:00", rhythm_read.WHICH_WEEK),
        ("even weken maandag 10:00", rhythm_read.EVEN_WEEKS),
        ("om de week op maandag 10:00 vanaf 30 februari", rhythm_read.FROM_WHEN),
        ("dinsdag 02:30", rhythm_read.NIGHT),
        ("dinsdag 25:00", rhythm_read.NO_SUCH_TIME),
        ("dinsdag 10:00-9:00", rhythm_read.NO_SUCH_TIME),
        ("every 30 weeks on Monday 10:00", rhythm_read.TOO_MANY_WEEKS),
    ],
)
def test_what_is_missing_is_asked(text: str, asked: str) -> None:
    assert parse(text, SUNDAY, CALENDAR) == Problem(asked)


@pytest.mark.parametrize(
    ("text", "word"),
    [("dinsdag 10:00 behalve in juli", "behalve"), ("kwartaal 10:00", "kwartaal"), ("* 10 * * 2", "10")],
)
def test_a_word_that_is_not_understood_is_never_passed_over(text: str, word: str) -> None:
    problem = parse(text, SUNDAY, CALENDAR)

    assert isinstance(problem, Problem)
    assert problem.word == word or problem.sentence == rhythm_read.TWO_TIMES


@settings(deadline=None)  # holidays are read at the first of them
@given(st.text(alphabet="elkedinsdagomvt 0123456789:.-/'uhéñ\n", max_size=60) | st.text(max_size=250))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    assert isinstance(parse(text, SUNDAY, CALENDAR), Rhythm | Problem)


@settings(deadline=None)  # holidays are read at the first of them
@given(rhythms)
def test_a_rhythm_comes_back_from_the_store_as_it_was(rhythm: Rhythm) -> None:
    assert stored(str(rhythm)) == rhythm


@settings(deadline=None)  # holidays are read at the first of them
@given(rhythms, st.sampled_from([NL, EN]))
def test_a_rhythm_that_is_read_back_aloud_means_the_same(rhythm: Rhythm, say: Say) -> None:
    first = rhythm.since or SUNDAY
    again = parse(spoken(rhythm, say), first, CALENDAR)

    if time(2) <= rhythm.at < time(3):
        assert again == Problem(rhythm_read.NIGHT)
    elif rhythm.at.hour * 60 + rhythm.at.minute + rhythm.minutes <= 24 * 60:
        assert isinstance(again, Rhythm)
        days = [list(days_of(one, first, first + timedelta(days=200), CALENDAR)) for one in (rhythm, again)]
        assert days[0] == days[1]
        assert (again.at, again.minutes) == (rhythm.at, rhythm.minutes)


@settings(deadline=None)  # holidays are read at the first of them
@given(rhythms, zones, moments_ever, st.integers(1, 60))
def test_a_meeting_is_on_its_day_at_its_time_and_never_in_a_gap(
    rhythm: Rhythm, zone: ZoneInfo, begin: datetime, days: int
) -> None:
    calendar = replace(CALENDAR, zone=zone)
    until = begin + timedelta(days=days)

    found = moments(rhythm, begin, until, calendar)

    assert len({one.day for one in found}) == len(found)
    for one in found:
        shown = wall_time(one.starts, zone)
        assert begin <= one.starts < until
        assert one.ends - one.starts == timedelta(minutes=rhythm.minutes)
        assert one.day not in calendar.free
        assert _exists(shown.date(), shown.time(), zone)
        if _exists(one.day, rhythm.at, zone):
            assert (shown.date(), shown.time()) == (one.day, rhythm.at)


def starts(text: str, since: date, days: int, today: date = SUNDAY) -> list[datetime]:
    rhythm = parse(text, today, CALENDAR)
    assert isinstance(rhythm, Rhythm)
    begin = datetime.combine(since, time(), AMSTERDAM)
    return [one.starts for one in moments(rhythm, begin, begin + timedelta(days=days), CALENDAR)]


def test_ten_o_clock_stays_ten_o_clock_when_the_clock_changes() -> None:
    spring = starts("elke maandag 10:00", date(2026, 3, 23), 14)
    autumn = starts("elke maandag 10:00", date(2026, 10, 19), 14)

    assert [one.hour for one in spring] == [9, 8]
    assert [one.hour for one in autumn] == [8, 9]


def test_a_meeting_at_a_time_that_comes_twice_is_held_once() -> None:
    rhythm = Rhythm((6,), time(2, 30))
    night = datetime(2026, 10, 25, tzinfo=AMSTERDAM)

    assert [one.starts for one in moments(rhythm, night, night + timedelta(days=1), CALENDAR)] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    ]


def test_every_other_week_goes_on_over_new_year_and_over_a_holiday() -> None:
    days = [one.astimezone(AMSTERDAM).date() for one in starts("om de week op vrijdag 10:00", SUNDAY, 60)]

    assert days == [date(2026, 11, 27), date(2026, 12, 11), date(2027, 1, 8)]  # 25 December is one of them


def test_every_other_week_begins_on_the_day_that_is_named() -> None:
    begin = "vanaf 30 november om de week op maandag half twee"
    end = "om de week op maandag half twee vanaf 30 november 2026"

    assert parse(begin, SUNDAY, CALENDAR) == parse(end, SUNDAY, CALENDAR)
    assert parse(begin, SUNDAY, CALENDAR) == Rhythm((0,), time(13, 30), 60, 2, (), date(2026, 11, 30))


def test_nothing_comes_before_the_day_that_is_named() -> None:
    days = [one.day for one in starts("elke maandag 10:00 vanaf januari", SUNDAY, 60)]

    assert days == [4, 11, 18]


def test_the_first_working_day_of_the_month_comes_after_new_year() -> None:
    days = [one.astimezone(AMSTERDAM).date() for one in starts("eerste werkdag van de maand 9:00", SUNDAY, 80)]

    assert days == [date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 1)]


def test_an_organisation_that_works_on_saturday_meets_on_every_working_day_of_its_own() -> None:
    calendar = Calendar(AMSTERDAM, frozenset({1, 5}))

    found = days_of(Rhythm((), time(10)), SUNDAY, SUNDAY + timedelta(days=7), calendar)

    assert [day.weekday() for day in found] == [1, 5]


def test_weeks_apart_need_a_first_day() -> None:
    with pytest.raises(ValueError, match="first day"):
        Rhythm((1,), time(10), weeks=2)


def _exists(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clock shows this time on this day."""
    return wall_time(resolve(day, at, zone), zone).time() == at
