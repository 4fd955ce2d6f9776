"""Files made to do harm, read as they are in earnest: in a child process that may use two seconds and no more."""

from __future__ import annotations

import pytest

from adapters.calendars.ics_reader import RECIPE, SECONDS
from rituals.engine.files import Files, Reading
from tests.adapters.calendars.steps import ARGS
from tests.fakes.calendar_server import event, ics


async def child(text: str) -> Reading:
    """What the child process makes of it."""
    return await Files().read(RECIPE, text.encode(), ARGS, seconds=SECONDS)


async def test_an_ordinary_file_is_read_in_the_child() -> None:
    reading = await child(ics(event()))

    assert reading.problem == ""
    assert [one["external"] for one in reading.value["meetings"]] == ["een"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=" + ",".join(["MO"] * 20_000),
        "FREQ=DAILY;COUNT=999999999999",
        "FREQ=DAILY;INTERVAL=" + "9" * 4000,
    ],
)
async def test_a_rule_that_never_ends_takes_no_more_than_it_may(rule: str) -> None:
    reading = await child(ics(*(event(f"bom{number}", "20100101T100000", RRULE=rule) for number in range(50))))

    assert reading.problem in ("", "too_heavy", "unreadable")


async def test_a_hundred_thousand_events_are_read_or_refused() -> None:
    text = ics(*(f"UID:{number}\nDTSTART:20200101T100000Z" for number in range(100_000)), event("nu"))

    reading = await child(text)

    assert reading.problem == "too_heavy" or [one["external"] for one in reading.value["meetings"]] == ["nu"]


async def test_a_hundred_thousand_meetings_this_week_are_refused() -> None:
    reading = await child(ics(*(f"UID:{number}\nDTSTART:20261124T100000Z" for number in range(100_000))))

    assert reading.problem == "too_heavy"


async def test_ten_thousand_meetings_of_years_with_a_tenth_that_recur_are_read() -> None:
    old = (event(str(number), f"20{10 + number % 16}0301T100000") for number in range(9000))
    ended = (
        event(f"r{number}", "20250301T100000", RRULE="FREQ=WEEKLY;UNTIL=20251231T000000Z") for number in range(900)
    )
    running = (event(f"w{number}", "20261102T100000", RRULE="FREQ=WEEKLY") for number in range(40))

    reading = await child(ics(*old, *ended, *running))

    assert reading.problem == ""
    assert len(reading.value["meetings"]) == 120


async def test_zones_by_the_thousand_are_not_read() -> None:
    rules = "BEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    zone = f"BEGIN:VTIMEZONE\nTZID:Bom\n{f'{rules}END:STANDARD{chr(10)}' * 20_000}END:VTIMEZONE\nBEGIN:VEVENT\n"
    text = ics("UID:een\nDTSTART;TZID=Bom:20261124T100000").replace("BEGIN:VEVENT\r\n", zone, 1)

    reading = await child(text)

    assert [one["starts"] for one in reading.value["meetings"]] == ["2026-11-24T09:00:00+00:00"]


@pytest.mark.parametrize("what", ["nested", "line", "guests", "dates", "params"])
async def test_shapes_that_are_made_to_be_heavy(what: str) -> None:
    heavy = {
        "nested": "BEGIN:VEVENT\n" * 50_000 + "END:VEVENT\n" * 50_000,
        "line": "SUMMARY:" + "a" * 3_000_000,
        "guests": "\n".join(f"ATTENDEE:mailto:a{number}@x.nl" for number in range(50_000)),
        "dates": "RDATE:" + ",".join(["20261124T100000Z"] * 50_000),
        "params": "ATTENDEE" + ";X=" + ";X=".join(["a"] * 100_000) + ":mailto:a@x.nl",
    }[what]

    reading = await child(ics(f"UID:a\nDTSTART:20261124T100000Z\n{heavy}", event("goed")))

    assert reading.problem in ("", "too_heavy", "unreadable")
    assert len(str(reading.value)) < 100_000
