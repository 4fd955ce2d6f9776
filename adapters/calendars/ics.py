"""Run in a child process: an ICS file in, meetings out as plain values. What it may use is limited from outside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import recurring_ical_events

from adapters.calendars.ics_text import reduced
from adapters.calendars.rules import UNTOLD, Told, ToldGuest, meetings_of
from adapters.calendars.zones import Zones
from rituals.engine.files import Unreadable

_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE", "GROUP"})
_ANSWERS = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "maybe"}
_LONG = 300


def read(data: bytes, args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` are since and until (ISO 8601) and the organisation's zone."""
    since, until = datetime.fromisoformat(args["since"]), datetime.fromisoformat(args["until"])
    zones = Zones(args["zone"])
    text, recurring = reduced(data, zones, since, until)
    try:
        calendar = icalendar.Calendar.from_ical(text)
    except ValueError as error:
        raise Unreadable("unreadable") from error
    calendar.subcomponents = [one for one in calendar.subcomponents if _is_sound(one)]
    told = _told(calendar, recurring, since, until)
    return {"meetings": [_plain(one) for one in meetings_of(told, zones.zone(), since, until)]}


def _is_sound(event: Any) -> bool:
    """One that is broken would break the expansion of all."""
    broken = {name for name, _ in event.errors}
    return "DTSTART" in event and not broken & _TIMES


def _told(calendar: Any, recurring: frozenset[str], since: datetime, until: datetime) -> Iterator[Told]:
    try:
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Unreadable("unreadable") from error
    for event in found:
        if (one := _of(event, recurring)) is not None:
            yield one


def _of(event: Any, recurring: frozenset[str]) -> Told | None:
    """None for what is cancelled, free or all-day."""
    starts = event["DTSTART"].dt
    if not isinstance(starts, datetime) or _word(event, "STATUS") == "CANCELLED":
        return None
    if _word(event, "TRANSP") == "TRANSPARENT":
        return None
    ends = event["DTEND"].dt if "DTEND" in event else starts + UNTOLD
    if not isinstance(ends, datetime):
        return None
    ends = ends if ends > starts else starts + UNTOLD
    series = _short(str(event.get("UID", "")) or f"{starts.isoformat()} {event.get('SUMMARY', '')}")
    named = f"{series}/{_utc(event['RECURRENCE-ID'].dt)}" if str(event.get("UID", "")) in recurring else series
    organizer, guests = event.get("ORGANIZER"), tuple(_guests(event.get("ATTENDEE")))
    # A calendar that leaves the guests out may still name who invites: alone they would be all who come.
    organizer = organizer if guests and not isinstance(organizer, list) else None
    return Told(
        external=named, series=series, title=str(event.get("SUMMARY", "")),
        starts=starts.astimezone(UTC), ends=ends.astimezone(UTC),
        host=_guest(organizer) if organizer is not None else None,
        guests=guests, private=_word(event, "CLASS") in ("PRIVATE", "CONFIDENTIAL"),
    )  # fmt: skip


def _guests(told: Any) -> Iterator[ToldGuest]:
    """One attendee comes as itself, several as a list."""
    for one in told if isinstance(told, list) else [] if told is None else [told]:
        if _parameter(one, "CUTYPE").upper() not in _NOT_PEOPLE:
            yield _guest(one)


def _guest(one: Any) -> ToldGuest:
    return ToldGuest(str(one), _parameter(one, "CN"), _ANSWERS.get(_parameter(one, "PARTSTAT").upper(), "none"))


def _parameter(one: Any, name: str) -> str:
    found = getattr(one, "params", {}).get(name, "")
    return str(found[0] if isinstance(found, list) and found else found or "")


def _word(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _short(name: str) -> str:
    return name if len(name) <= _LONG else hashlib.sha256(name.encode()).hexdigest()


def _utc(moment: date | datetime) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="minutes")


def _plain(told: Told) -> dict[str, Any]:
    return {**asdict(told), "starts": told.starts.isoformat(), "ends": told.ends.isoformat()}
