"""What people paste when they are asked for a calendar."""

from __future__ import annotations

import pytest

from rituals.engine.meetings import Address, fingerprint, normal_address

OUTLOOK = "https://outlook.office365.com/owa/calendar/abc@x.nl/def"
GOOGLE = "https://calendar.google.com/calendar/ical/sanne%40x.nl/private-12ab/basic.ics"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (GOOGLE, GOOGLE),
        (f"{OUTLOOK}/calendar.ics", f"{OUTLOOK}/calendar.ics"),
        (f"{OUTLOOK}/calendar.html", f"{OUTLOOK}/calendar.ics"),
        (f"webcal{OUTLOOK[5:]}/calendar.ics", f"{OUTLOOK}/calendar.ics"),
        ("WEBCALS://Agenda.Example.NL/a.ics", "https://agenda.example.nl/a.ics"),
        ("http://agenda.example.nl/a", "http://agenda.example.nl/a"),
        ("https://agenda.example.nl", "https://agenda.example.nl/"),
        (f"<{GOOGLE}>", GOOGLE),
        (f"<{GOOGLE}|agenda>", GOOGLE),
        (f"  dit is hem: {GOOGLE}.", GOOGLE),
        (f"({GOOGLE})", GOOGLE),
        (f'"{GOOGLE}"', GOOGLE),
        ("https://a.example/b.ics?x=1&y=2#kopje", "https://a.example/b.ics?x=1&y=2"),
        ("https://a.example:8443/b.ics", "https://a.example:8443/b.ics"),
        ("https://[2001:db8::1]/b.ics", "https://[2001:db8::1]/b.ics"),
    ],
)
def test_an_address_is_recognised_and_made_whole(text: str, address: str) -> None:
    assert normal_address(text) == Address("ics", address)


@pytest.mark.parametrize(
    "text",
    [
        "", "elke dinsdag 10:00", "agenda.ics", "ftp://a.example/b.ics", "file:///etc/passwd", "javascript:alert(1)",
        "https://sanne:geheim@a.example/b.ics", "https://", "https:///b.ics", "https://a.example:99999/b",
        "https://a.example/" + "x" * 3000, "sanne@waterrand.example", "https://[::1/",
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_none(text: str) -> None:
    assert normal_address(text) is None


@pytest.mark.parametrize(
    "text",
    ["Sanne@Waterrand.example", "<mailto:sanne@waterrand.example|Sanne>", "Sanne de Wit <sanne@waterrand.example>"],
)
@pytest.mark.parametrize("kind", ["graph", "google"])
def test_an_e_mail_address_is_a_mailbox_where_calendars_are_linked(text: str, kind: str) -> None:
    found = normal_address(text, frozenset({"ics", kind}))

    assert found is not None
    assert tuple(found) == (kind, "sanne@waterrand.example")


def test_the_same_address_has_the_same_fingerprint() -> None:
    assert fingerprint(GOOGLE) == fingerprint(GOOGLE) != fingerprint(OUTLOOK)
