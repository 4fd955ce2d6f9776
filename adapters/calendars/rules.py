"""What counts as a meeting, whichever calendar tells: no platform's types, and nothing that is slow to import."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

MOST = 2000
"""Meetings of one calendar in the window."""
MOST_GUESTS = 300
UNTOLD = timedelta(hours=1)
"""How long a meeting is taken to last when nobody said."""
_LONGEST = timedelta(hours=10)
_TITLE = 200
_NAME = 100
_IDS = 500
_CANCELLED = re.compile(r"\s*(geannuleerd|canceled|cancelled|afgelast|abgesagt|annulé)\s*:", re.IGNORECASE)
_NOBODY = ("@group.calendar.google.com", "@resource.calendar.google.com", "unknownorganizer@calendar.google.com")
"""A calendar of a group or a room, where its own address stands as the host."""
_ADDRESS = re.compile(r"[^\s<>@,;:\"']+@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class ToldGuest:
    """Somebody invited, as a calendar tells; `answer` is yes, no, maybe or none."""

    address: str
    name: str = ""
    answer: str = "none"


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a calendar tells it, already known not to be all-day, free or cancelled by its state."""

    external: str
    series: str
    title: str
    starts: datetime
    ends: datetime
    host: ToldGuest | None = None
    guests: tuple[ToldGuest, ...] = ()
    private: bool = False


def meetings_of(told: Iterable[Told], zone: tzinfo, since: datetime, until: datetime) -> list[Told]:
    """Those that are meetings in the window, in order, and no more than anybody has."""
    kept = (settled(one) for one in told if is_meeting(one, zone) and since < one.ends and one.starts < until)
    return sorted(kept, key=lambda one: (one.starts, one.external))[:MOST]


def is_called_off(title: str) -> bool:
    """ "Geannuleerd: Teamoverleg"."""
    return _CANCELLED.match(title) is not None


def is_meeting(told: Told, zone: tzinfo) -> bool:
    """On one day, no longer than a working day, and not called off in its title."""
    if not (told.starts < told.ends <= told.starts + _LONGEST) or is_called_off(told.title):
        return False
    last = told.ends.astimezone(zone) - timedelta(microseconds=1)
    return bool(told.external) and told.starts.astimezone(zone).date() == last.date()


def settled(told: Told) -> Told:
    """Its words cleaned, a private title gone, and each guest once; the host is one of them, and comes."""
    host = _clean(told.host) if told.host else None
    guests = {one.address: one for one in map(_clean, told.guests) if one}
    if host:
        known = guests.get(host.address, host)
        guests[host.address] = replace(known, answer="no" if known.answer == "no" else "yes")
    return replace(
        told, external=_line(told.external, _IDS), series=_line(told.series, _IDS),
        title="" if told.private else _line(told.title, _TITLE), host=host,
        guests=tuple(sorted(guests.values(), key=lambda one: one.address))[:MOST_GUESTS],
    )  # fmt: skip


def _clean(guest: ToldGuest) -> ToldGuest | None:
    """With a plain address, or not at all."""
    address = re.sub(r"^\s*mailto:", "", guest.address, flags=re.IGNORECASE).strip().strip("<>'\"").lower()
    if len(address) > 254 or not address.isprintable() or not _ADDRESS.fullmatch(address) or address.endswith(_NOBODY):
        return None
    name = _line(guest.name.strip().strip("'\""), _NAME)
    return ToldGuest(address, "" if name.lower() == address else name, guest.answer)


def _line(text: str, most: int) -> str:
    """One line, with nothing in it that cannot be stored or shown."""
    plain = "".join(one if one.isprintable() else " " for one in text[: 4 * most])
    return " ".join(plain.split())[:most]
