"""What an ICS file says, as calendars really write it; the window is that of Monday 23 November 2026."""

from __future__ import annotations

import json

import pytest

from adapters.calendars.ics_text import reduced
from adapters.calendars.zones import Zones
from rituals.engine.files import Unreadable
from tests.adapters.calendars.steps import SEEN, read, starts
from tests.fakes.calendar_server import EMPTY, LOGIN_PAGE, event, ics


def bare(*lines: str) -> str:
    """An event of only these lines."""
    return ics("\n".join(("UID:een", "SUMMARY:Overleg", *lines)))


def test_a_meeting_has_its_moment_its_title_and_its_name() -> None:
    (one,) = read(ics(event(SUMMARY="Teamoverleg Noord")))

    assert (one["starts"], one["ends"]) == ("2026-11-24T09:00:00+00:00", "2026-11-24T10:00:00+00:00")
    assert (one["title"], one["external"], one["series"]) == ("Teamoverleg Noord", "een", "een")
    assert one["host"] is None
    assert one["private"] is False


@pytest.mark.parametrize(
    "zone",
    [
        "W. Europe Standard Time",
        "Romance Standard Time",
        '"(UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen"',
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
        "Customized Time Zone",
        "/citadel.org/20190914_1/Europe/Amsterdam",
        "Nergens/Nooit",
        "../../etc/passwd",
        "Europe",
        "X" * 5000,
    ],
)
def test_names_of_time_zones_that_are_none_are_read_as_the_one_that_is_meant(zone: str) -> None:
    assert starts(bare(f"DTSTART;TZID={zone}:20261124T100000", f"DTEND;TZID={zone}:20261124T110000")) == ["24 10:00"]


def test_a_zone_described_in_the_file_is_not_needed_and_not_read() -> None:
    described = (
        "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\n"
        "TZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\n"
    )
    text = bare("DTSTART;TZID=W. Europe Standard Time:20261124T100000", "DURATION:PT1H")

    assert starts(text.replace("BEGIN:VEVENT\r\n", described, 1)) == ["24 10:00"]


def test_other_zones_keep_their_own_time() -> None:
    text = ics(
        "UID:a\nDTSTART;TZID=Eastern Standard Time:20261124T100000\nDURATION:PT1H",
        "UID:b\nDTSTART:20261124T100000Z\nDURATION:PT1H",
        "UID:c\nDTSTART;TZID=Europe/London:20261124T100000\nDURATION:PT1H",
        "UID:d\nDTSTART;TZID=tzone://Microsoft/Utc:20261124T120000\nDURATION:PT1H",
    )

    assert starts(text) == ["24 11:00", "24 11:00", "24 13:00", "24 16:00"]


def test_a_time_without_a_zone_is_the_organisations() -> None:
    assert starts(bare("DTSTART:20261124T100000", "DTEND:20261124T110000")) == ["24 10:00"]


def test_a_weekly_meeting_stays_at_its_hour_when_the_clock_changes() -> None:
    window = {"since": "2026-10-19T00:00:00+00:00", "until": "2026-11-03T00:00:00+00:00"}
    found = read(ics(event(when="20260907T090000", RRULE="FREQ=WEEKLY")), **window)

    assert [one["starts"] for one in found] == [
        "2026-10-19T07:00:00+00:00",
        "2026-10-26T08:00:00+00:00",
        "2026-11-02T08:00:00+00:00",
    ]


def test_rules_exceptions_and_extra_dates() -> None:
    text = ics(
        event("a", "20261117T100000", RRULE="FREQ=WEEKLY", **{"EXDATE;TZID=Europe/Amsterdam": "20261201T100000"}),
        event("b", "20261002T130000", RRULE="FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2"),
        event("c", "20261123T150000", **{"RDATE;TZID=Europe/Amsterdam": "20261126T150000,20261127T150000"}),
    )

    assert starts(text) == ["23 15:00", "24 10:00", "26 15:00", "27 15:00", "02 13:00"]


def test_every_other_week() -> None:
    assert starts(ics(event(when="20261110T100000", RRULE="FREQ=WEEKLY;INTERVAL=2"))) == ["24 10:00"]


def test_until_as_a_date_ends_a_rule_of_times() -> None:
    text = ics(event(when="20261123T100000", RRULE="FREQ=DAILY;UNTIL=20261126"))

    assert starts(text)[:3] == ["23 10:00", "24 10:00", "25 10:00"]
    assert len(starts(text)) <= 4


def test_one_that_was_moved_keeps_its_name() -> None:
    weekly = event(when="20261117T100000", RRULE="FREQ=WEEKLY")
    moved = event(when="20261125T140000", **{"RECURRENCE-ID;TZID=Europe/Amsterdam": "20261124T100000"})
    before, after = read(ics(weekly)), read(ics(weekly, moved))

    assert [one["external"] for one in before] == [one["external"] for one in after]
    assert [one["starts"][:16] for one in after] == ["2026-11-25T13:00", "2026-12-01T09:00"]
    assert {one["series"] for one in after} == {"een"}


def test_a_moved_one_has_its_own_guests() -> None:
    guests = "\nATTENDEE:mailto:a@x.nl\nATTENDEE:mailto:b@x.nl"
    moved = event(when="20261124T140000", **{"RECURRENCE-ID;TZID=Europe/Amsterdam": "20261124T100000"})
    text = ics(f"{event(when='20261117T100000', RRULE='FREQ=WEEKLY')}{guests}", f"{moved}\nATTENDEE:mailto:a@x.nl")

    assert [len(one["guests"]) for one in read(text)] == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "SUMMARY:Geannuleerd: Overleg",
        "SUMMARY:Canceled: Overleg",
        "SUMMARY;LANGUAGE=nl:GEANNULEERD : Overleg",
    ],
)
def test_what_is_called_off_or_free_is_no_meeting(line: str) -> None:
    times = ("UID:een", "DTSTART:20261124T100000Z", "DURATION:PT1H")

    assert read(ics("\n".join((*times, line)))) == []


def test_one_of_a_series_that_is_called_off_does_not_come_back_from_the_series() -> None:
    weekly = event(when="20261117T100000", RRULE="FREQ=WEEKLY")
    off = event(STATUS="CANCELLED", **{"RECURRENCE-ID;TZID=Europe/Amsterdam": "20261124T100000"})

    assert starts(ics(weekly, off)) == ["01 10:00"]


MOVED = event(when="20261125T140000", STATUS="CONFIRMED", **{"RECURRENCE-ID;TZID=Europe/Amsterdam": "20261124T100000"})


@pytest.mark.parametrize("off", [{"STATUS": "CANCELLED"}, {"SUMMARY": "Geannuleerd: Teamoverleg"}])
@pytest.mark.parametrize("moved_first", [True, False])
def test_a_series_that_is_called_off_takes_along_what_was_moved(off: dict[str, str], moved_first: bool) -> None:
    series = event(when="20261117T100000", RRULE="FREQ=WEEKLY", **off)
    other = event("ander", "20261126T090000")

    told = starts(ics(MOVED, series, other) if moved_first else ics(series, MOVED, other))

    assert told == ["26 09:00"]


def test_one_of_a_series_that_the_file_does_not_have_stands_by_itself() -> None:
    assert starts(ics(MOVED)) == ["25 14:00"]


def test_of_a_series_that_was_called_off_and_made_anew_the_new_one_counts() -> None:
    off = event(when="20261117T100000", RRULE="FREQ=WEEKLY", STATUS="CANCELLED", SEQUENCE="1")
    anew = event(when="20261117T110000", RRULE="FREQ=WEEKLY", SEQUENCE="2")

    assert starts(ics(off, anew)) == ["24 11:00", "01 11:00"]


def test_whole_days_long_ones_and_nights_are_no_meetings() -> None:
    text = ics(
        "UID:dag\nDTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125",
        event("lang", "20261124T080000", "11"),
        "UID:nacht\nDTSTART:20261124T220000Z\nDTEND:20261125T010000Z",
        "UID:week\nDTSTART:20261124T100000Z\nDTEND:20261127T100000Z",
        event("gewoon", "20261124T080000", "9"),
    )

    assert [one["external"] for one in read(text)] == ["gewoon"]


def test_without_an_end_it_lasts_an_hour() -> None:
    (one,) = read(bare("DTSTART:20261124T100000Z"))

    assert one["ends"] == "2026-11-24T11:00:00+00:00"


def test_guests_are_told_in_one_way() -> None:
    lines = (
        "DTSTART:20261124T100000Z",
        "DURATION:PT1H",
        'ORGANIZER;CN="Wit, Sanne de":MAILTO:Sanne@Waterrand.example',
        'ATTENDEE;CN="Amrani, Youssef el";PARTSTAT=ACCEPTED:MAILTO:YOUSSEF@waterrand.example',
        "ATTENDEE;PARTSTAT=DECLINED;CN=anouk@waterrand.example:mailto:anouk@waterrand.example",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:grace@waterrand.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Zaal 3:mailto:zaal3@waterrand.example",
        "ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@waterrand.example",
        "ATTENDEE;CUTYPE=GROUP:mailto:allen@waterrand.example",
        "ATTENDEE:urn:uuid:1234",
        "ATTENDEE:invalid:nomail",
    )
    (one,) = read(bare(*lines))

    assert one["host"]["address"] == "sanne@waterrand.example"
    assert [(guest["address"], guest["name"], guest["answer"]) for guest in one["guests"]] == [
        ("anouk@waterrand.example", "", "no"),
        ("grace@waterrand.example", "", "maybe"),
        ("sanne@waterrand.example", "Wit, Sanne de", "yes"),
        ("youssef@waterrand.example", "Amrani, Youssef el", "yes"),
    ]


def test_a_single_guest_counts_too() -> None:
    (one,) = read(bare("DTSTART:20261124T100000Z", "ATTENDEE:mailto:anouk@x.nl"))

    assert [guest["answer"] for guest in one["guests"]] == ["none"]


@pytest.mark.parametrize("kind", ["PRIVATE", "CONFIDENTIAL", "private"])
def test_a_private_meeting_has_no_title(kind: str) -> None:
    (one,) = read(ics(event(SUMMARY="Ontslag", CLASS=kind)))

    assert (one["private"], one["title"]) == (True, "")


def test_folded_lines_accents_and_pictures_are_read() -> None:
    text = ics(event(SUMMARY="Überleg met een heel lange titel \n 🧢 en nog wat"))

    assert read(text)[0]["title"] == "Überleg met een heel lange titel 🧢 en nog wat"


def test_a_title_is_one_clean_line() -> None:
    text = ics(event(SUMMARY="Een\\ntwee\x00\u202e drie" + "x" * 500))

    assert read(text)[0]["title"].startswith("Een twee drie")
    assert len(read(text)[0]["title"]) == 200


def test_broken_events_are_left_out_and_the_rest_stays() -> None:
    text = ics(
        "UID:zonder\nSUMMARY:Geen begin",
        "UID:stuk\nDTSTART:volgende week\nDTEND:20261124T110000Z",
        "UID:stuk2\nDTSTART:20261399T250000Z",
        "UID:regel\nDTSTART:20261124T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=ZZ",
        "UID:einde\nDTSTART:20261124T100000Z\nDTEND:ooit",
        "rommel\nUID:goed\nDTSTART:20261124T100000Z\n;;;=::\nSUMMARY:Goed\n:::\nX-ONZIN",
    )

    assert [one["external"] for one in read(text)] == ["goed"]


@pytest.mark.parametrize(
    "text", ["", "   ", LOGIN_PAGE, "{}", EMPTY[:-10], ics(event())[:-40], "\x00\x01", "BEGIN:VCARD\nEND:VCARD"]
)
def test_what_is_no_calendar_or_half_of_one_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_an_empty_calendar_is_one() -> None:
    assert read(EMPTY) == []
    assert read(b"\xef\xbb\xbf" + EMPTY.encode()) == []


def test_only_what_falls_in_the_window_is_told() -> None:
    days = ("20261122", "20261123", "20261207", "20261208", "20261220")
    text = ics(*(event(day, f"{day}T100000") for day in days))

    assert [one["external"] for one in read(text)] == ["20261123", "20261207"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "freq=hourly",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,1,2,3",
        "FREQ=DAILY;BYSECOND=1,2",
        "INTERVAL=1",
        "FREQ=DAILY;FREQ=SECONDLY",
    ],
)
def test_a_rule_that_nobody_meets_by_is_refused(rule: str) -> None:
    assert [one["external"] for one in read(ics(event("bom", RRULE=rule), event("goed")))] == ["goed"]


def test_a_second_rule_does_not_slip_past_the_first() -> None:
    text = ics(f"{event('bom', RRULE='FREQ=WEEKLY')}\nRRULE;X=1:FREQ=SECONDLY", event("goed"))

    assert [one["external"] for one in read(text)] == ["goed"]


def test_a_rule_from_another_age_is_refused() -> None:
    text = ics(event("oud", "19010101T100000", RRULE="FREQ=DAILY;COUNT=99999"), event("goed"))

    assert [one["external"] for one in read(text)] == ["goed"]


def test_no_more_than_anybody_has() -> None:
    text = ics(*(event(str(number), f"202611{23 + number % 7}T{8 + number % 9:02}0000") for number in range(2100)))

    assert len(read(text)) == 2000


def test_nothing_of_what_was_written_leaves_it() -> None:
    canaries = "\n".join((
        "DESCRIPTION:kanarie-tekst",
        "LOCATION:kanarie-plaats",
        "URL:https://kanarie.example/adres",
        "ATTACH;VALUE=BINARY;ENCODING=BASE64:a2FuYXJpZQ==",
        "ATTACH:https://kanarie.example/bijlage",
        "COMMENT:kanarie-opmerking",
        "CONTACT:kanarie-contact",
        "X-ALT-DESC;FMTTYPE=text/html:<b>kanarie-html</b>",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://kanarie.example/teams",
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:kanarie-alarm\nSUMMARY:kanarie-wekker\nTRIGGER:-PT15M\nEND:VALARM",
    ))  # fmt: skip
    text = ics(f"{event(RRULE='FREQ=DAILY')}\n{canaries}")
    found = read(text)
    parsed, _ = reduced(text.encode(), Zones("Europe/Amsterdam"), SEEN.since, SEEN.until)

    assert b"kanarie" not in parsed.lower()
    assert found
    assert "kanarie" not in json.dumps(found).lower()
    assert "a2FuYXJpZQ" not in json.dumps(found)
    assert {one["title"] for one in found} == {"Overleg"}


def test_a_name_too_long_to_store_is_shortened_and_stays_the_same() -> None:
    text = ics(event("x" * 3000))

    assert read(text)[0]["external"] == read(text)[0]["external"]
    assert len(read(text)[0]["external"]) < 500


def test_a_series_until_a_day_is_held_on_that_day_too() -> None:
    rule = ("DTSTART;TZID=Europe/Amsterdam:20261117T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261124")

    assert starts(bare(*rule)) == ["24 10:00"]


def test_who_invites_is_not_all_who_come_where_the_guests_are_left_out() -> None:
    (one,) = read(ics(event(ORGANIZER="mailto:sanne@waterrand.example")))

    assert (one["host"], one["guests"]) == (None, ())
