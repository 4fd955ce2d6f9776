"""What is locked on PostgreSQL while an event is handled: its handler sees it as if nobody else were writing."""

from __future__ import annotations

from rituals.engine import people
from rituals.engine.desk import Desk
from rituals.engine.events import Event, FromPerson, Reaction, Received
from rituals.engine.meetings import CalendarFailed, MeetingsSeen


def of_person(desk: Desk, event: FromPerson) -> tuple[str, ...]:
    """Who did it, and what they did it to; nothing on SQLite, which has one writer."""
    if desk.store.dialect == "sqlite":
        return ()
    origin = event.origin
    latest = desk.directory.latest
    known = latest.cached(origin.platform, origin.workspace, origin.account.external) if latest else None
    subjects = people.subjects(origin.platform, origin.workspace, origin.account, known)
    if known:
        subjects.add(f"person:{known.person.id}")
    if isinstance(event, Reaction):
        subjects.add(f"posted:{event.posted}")
    ref = getattr(event, "ref", None)
    if ref is not None:
        subjects.add(str(ref))
    return tuple(sorted(subjects))


def of_system(event: Event) -> tuple[str, ...]:
    """Which other system told it."""
    if isinstance(event, Received):
        return (f"source:{event.source}",)
    return (f"calendar:{event.calendar_id}",) if isinstance(event, MeetingsSeen | CalendarFailed) else ()
