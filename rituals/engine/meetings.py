"""Meetings as a calendar tells them, the same for every kind of calendar: never a body, a note or an attachment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, urlsplit

from rituals.engine.events import Event
from store.calendars import Kind
from store.frozen import frozen

Answer = Literal["yes", "no", "maybe", "none"]
"""What somebody's calendar said to the invitation; `none` while they said nothing."""

Trouble = Literal["gone", "refused", "unreachable", "slow", "too_big", "unreadable"]
"""Why a calendar could not be read."""

_URL = re.compile(r"\b(webcals?|https?)://[^\s<>|\"'\\^`{}]+", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?([^\s<>|:@,;\"'()]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_LONGEST = 2000
_OUTLOOK = ("outlook.office365.com", "outlook.office.com", "outlook.live.com")


@frozen
class Guest:
    """Somebody who is invited; rooms, things and groups are left out. `address` is in lower case."""

    address: str
    name: str = ""
    answer: Answer = "none"


@frozen
class Meeting:
    """One meeting on one moment. Cancelled, all-day and free ones are not in it, nor those that go on for days.

    `external` is the calendar's own name for this one of a series, the same after it was moved; `series` that of the
    whole series. `title` is empty when the meeting is `private`. Moments are aware, in UTC. `host` is an address, and
    empty where the calendar does not tell; a host is one of the guests.
    """

    external: str
    series: str
    title: str
    starts: datetime
    ends: datetime
    host: str = ""
    guests: tuple[Guest, ...] = ()
    private: bool = False


@frozen(kw_only=True)
class MeetingsSeen(Event):
    """All that a calendar has between `since` and `until`: what was there before and is not in it, is cancelled.

    Made by the calendars, and only when something changed, a day came into view, or a calendar works again. `since`
    is the beginning of a day (UTC), so meetings of earlier today are in it; `until` is at least 14 days from now.
    """

    calendar_id: int
    meetings: tuple[Meeting, ...]
    since: datetime
    until: datetime


@frozen(kw_only=True)
class CalendarFailed(Event):
    """A calendar could not be read for an hour, or never will be. Told once; `MeetingsSeen` says it works again."""

    calendar_id: int
    trouble: Trouble


class Address(NamedTuple):
    """Where a calendar is: a web address, or the mailbox of a linked one."""

    kind: Kind
    address: str


def normal_address(text: str, kinds: AbstractSet[str] = frozenset({"ics"})) -> Address | None:
    """What people paste, made whole; None when no calendar is in it. `kinds` are `organisation.calendars`."""
    if found := _URL.search(text):
        address = _web(found[0].rstrip(".,;:!?)]"))
        return Address("ics", address) if address and len(address) <= _LONGEST else None
    if found := _MAIL.search(text):
        linked: tuple[Kind, ...] = ("graph", "google")
        return next((Address(kind, found[1].lower()) for kind in linked if kind in kinds), None)
    return None


def fingerprint(address: str) -> str:
    """By which the same address is known again without being kept in the open."""
    return hashlib.sha256(address.encode()).hexdigest()


def _web(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname or parts.username is not None or port == 0:
        return ""  # with a password in it, it would be somebody's own
    scheme = "http" if parts.scheme == "http" else "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    place = host if port is None else f"{host}:{port}"
    return SplitResult(scheme, place, _path(parts) or "/", parts.query, "").geturl()


def _path(parts: SplitResult) -> str:
    """Outlook gives two addresses, and people take the first: the page. The calendar is beside it."""
    if parts.hostname in _OUTLOOK and parts.path.endswith("/calendar.html"):
        return f"{parts.path.removesuffix('.html')}.ics"
    return parts.path
