"""What must wait or lapse before it is sent: stilte, quiet hours and the attention budget."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal

from rituals.engine.context import View
from rituals.engine.localtime import local_day, resolve
from store import accounts, attention
from store.frozen import frozen
from store.outbox import Row

NUDGES_A_DAY = 2
NUDGES_ON_THE_FIRST_DAY = 1


@frozen
class Hold:
    """Wait until then, or for good."""

    until: datetime | None
    reason: Literal["held", "quiet", "lapsed", "refused"]


def hold(view: View, row: Row) -> Hold | None:
    """None: it may go. Only a first post is held: what stands there is kept true at any hour."""
    if row.posted or row.withdrawn or row.kind == "answer":
        return None
    place = view.directory.places.get(row.place_id) if row.place_id else None
    if place is not None and place.shared:  # outsiders came in since it was decided
        return Hold(None, "refused")
    if not view.ritual.house and view.hush(place):
        return Hold(None, "quiet")
    if row.kind == "post":
        return None
    later = _later(view, row)
    if later <= view.now:
        return None
    return Hold(None, "lapsed") if row.until and row.until < later else Hold(later, "held")


def _later(view: View, row: Row) -> datetime:
    """The first moment at which this person may be disturbed."""
    nudged = row.person_id if row.kind == "nudge" else None
    calendar = view.organisation.calendar if nudged is None else view.calendar_of(nudged)
    allowed = calendar.next_allowed(view.now)
    if nudged is None or allowed > view.now:
        return allowed
    today = local_day(view.now, calendar.zone)
    since = accounts.since(view.tx, nudged)
    first = since is not None and local_day(since, calendar.zone) == today
    if attention.nudges(view.tx, nudged, today) < (NUDGES_ON_THE_FIRST_DAY if first else NUDGES_A_DAY):
        return view.now
    return calendar.next_allowed(resolve(today + timedelta(days=1), time(0), calendar.zone))


def count(view: View, row: Row) -> None:
    """A nudge goes out: it counts."""
    if row.kind == "nudge" and row.posted is None and row.person_id is not None:
        today = local_day(view.now, view.organisation.calendar.zone)
        attention.count(view.tx, row.person_id, today, view.now)
