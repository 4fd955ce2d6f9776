"""An ICS file as text: only the events that can matter, and of those only the lines that say when, who and what.

That is what makes a large file quick, and it is why no description, attachment, place or address of a meeting is ever
looked at: those lines are gone before anything parses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters.calendars.rules import is_called_off
from adapters.calendars.zones import Zones
from rituals.engine.files import Unreadable

_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_KEPT = frozenset({
    *_TIMES, "UID", "DURATION", "RRULE", "SUMMARY", "STATUS", "TRANSP", "CLASS", "ATTENDEE", "ORGANIZER", "SEQUENCE",
})  # fmt: skip
_NAME = re.compile(r"([A-Za-z-]+)[;:]")
_TZID = re.compile(r';TZID=("[^"]*"|[^;]*)', re.IGNORECASE)
_LOCAL = re.compile(r"\d{8}T\d{6}")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?")
_FREQ = re.compile(r"(?:^|;)FREQ=(\w+)", re.IGNORECASE)
_INTERVAL = re.compile(r"(?:^|;)INTERVAL=([^;]*)", re.IGNORECASE)
_UNTIL = re.compile(r"(?:^|;)UNTIL=([^;]*)", re.IGNORECASE)
_LAST_DAY = re.compile(r"(UNTIL=\d{8})(?=;|$)", re.IGNORECASE)
_WITHIN_A_DAY = re.compile(r"(?:^|;)BY(?:HOUR|MINUTE|SECOND)=[^;]*,", re.IGNORECASE)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_OLDEST = timedelta(days=20 * 366)
_MOST_DATES = 500
_MARGIN = timedelta(days=2)
"""For zones, and for meetings that began before the window did."""


@dataclass(slots=True)
class Event:
    """The lines of one VEVENT that are kept, by name; `lines` in the order they came."""

    lines: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    dates: int = 0

    @property
    def recurs(self) -> bool:
        return "RRULE" in self.values or "RDATE" in self.values

    @property
    def uid(self) -> str:
        return self.values.get("UID", "")

    @property
    def is_one_of_a_series(self) -> bool:
        return "RECURRENCE-ID" in self.values

    @property
    def is_called_off(self) -> bool:
        """By its state; or by its title alone, as Outlook leaves it with whoever was invited."""
        off = self.values.get("STATUS", "").strip().upper() == "CANCELLED"
        return off or is_called_off(self.values.get("SUMMARY", ""))


def reduced(data: bytes, zones: Zones, since: datetime, until: datetime) -> tuple[bytes, frozenset[str]]:
    """A calendar with only what can matter, and the UIDs of what recurs. Raises Unreadable."""
    lines = _lines(data)
    kept = _kept(_events(lines, zones), since, until)
    recurring = frozenset(one.uid for one in kept if one.recurs or one.is_one_of_a_series)
    told = [line for one in kept for line in ("BEGIN:VEVENT", *one.lines, "END:VEVENT")]
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *told, "END:VCALENDAR", "")).encode(), recurring


def _kept(events: Iterable[Event], since: datetime, until: datetime) -> list[Event]:
    """Whoever calls off a series means all of it: also those that were moved, which the file may still call confirmed
    (RFC 5546, 3.2.5: a CANCEL without a RECURRENCE-ID). Those of which the file has no series stand by themselves: it
    is how somebody sees a series who was invited to one meeting of it.
    """
    kept: list[Event] = []
    off: set[str] = set()
    for one in events:
        if one.is_called_off and not one.is_one_of_a_series:
            off.add(one.uid)
        elif _matters(one, since, until):
            kept.append(one)
    off -= {one.uid for one in kept if not one.is_one_of_a_series} | {""}
    return [one for one in kept if one.uid not in off]


def _lines(data: bytes) -> list[str]:
    """Unfolded. A page to log in on, or half a file, is no calendar: what misses would look cancelled."""
    text = data.decode("utf-8-sig", "replace").strip()
    if not text[:40].upper().startswith("BEGIN:VCALENDAR") or text[-13:].upper() != "END:VCALENDAR":
        raise Unreadable("unreadable")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "").replace("\n\t", "")
    return text.split("\n")


def _events(lines: Iterable[str], zones: Zones) -> Iterator[Event]:
    """Of every VEVENT the lines that are kept; what stands inside it (alarms) is skipped."""
    event: Event | None = None
    inside = 0
    for line in lines:
        word = line[:30].upper().rstrip()
        if word == "BEGIN:VEVENT":
            event, inside = Event(), 0
        elif word == "END:VEVENT" and event is not None and not inside:
            yield event
            event = None
        elif event is not None and word.startswith("BEGIN:"):
            inside += 1
        elif event is not None and word.startswith("END:"):
            inside = max(0, inside - 1)
        elif event is not None and not inside:
            _keep(event, line, zones)


def _keep(event: Event, line: str, zones: Zones) -> None:
    found = _NAME.match(line)
    name = found[1].upper() if found else ""
    if name not in _KEPT:
        return
    if name in _TIMES:
        line = _with_real_zone(line, zones)
        event.dates += line.count(",") + (name == "RDATE")
    value = line.rpartition(":")[2] if name in _TIMES or name == "RRULE" else line.partition(":")[2]
    if name == "RRULE":  # nothing of it may be read by others that was not looked at here
        value = _LAST_DAY.sub(r"\1T235959Z", value.strip())  # that day included, as who wrote only a day meant it
        line = f"RRULE:{value}"
        value = f"{event.values[name]};{value}" if name in event.values else value
    event.values[name] = value
    event.lines.append(line)


def _with_real_zone(line: str, zones: Zones) -> str:
    """Its zone one that exists; the organisation's where it has none."""
    head, _, value = line.rpartition(":")
    if found := _TZID.search(head):
        return f"{head[: found.start()]};TZID={zones.name(found[1])}{head[found.end() :]}:{value}"
    return f"{head};TZID={zones.name('')}:{value}" if _LOCAL.fullmatch(value.split(",")[0]) else line


def _matters(event: Event, since: datetime, until: datetime) -> bool:
    """Whether it can fall in the window, and its rule is one that ends in our lifetime."""
    values = event.values
    starts = _moment(values.get("DTSTART", ""))
    if starts is None or event.dates > _MOST_DATES:
        return False
    if event.is_one_of_a_series:  # a cancelled one too, or the series would give it back
        return True
    if not event.recurs:
        return since - _MARGIN <= starts <= until + _MARGIN
    return starts <= until + _MARGIN and starts > since - _OLDEST and _is_sane(values.get("RRULE", ""), since)


def _is_sane(rule: str, since: datetime) -> bool:
    """A rule of days or longer that has not ended yet; no rule at all has its dates written out."""
    if not rule:
        return True
    frequencies, interval, ends = _FREQ.findall(rule), _INTERVAL.search(rule), _UNTIL.search(rule)
    if len(frequencies) != 1 or frequencies[0].upper() not in _FREQUENCIES or _WITHIN_A_DAY.search(rule):
        return False
    if interval and not (interval[1].strip().isdecimal() and int(interval[1][:6]) >= 1):
        return False
    last = _moment(ends[1]) if ends else None
    return last is None or last >= since - _MARGIN


def _moment(text: str) -> datetime | None:
    """Roughly: a zone makes no more difference than the margin."""
    found = _STAMP.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
