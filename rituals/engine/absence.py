"""When somebody is not there: their fixed days off and the day they are away until, as they told the bot themselves."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import replace
from datetime import date, timedelta

from rituals.engine.directory import Snapshot
from rituals.engine.language import HOUSE
from rituals.engine.ritual import Setting
from rituals.engine.translate import mark
from rituals.engine.workdays import Calendar
from store.frozen import frozen
from store.tx import Tx

WEEK = {
    "mon": mark("maandag"),
    "tue": mark("dinsdag"),
    "wed": mark("woensdag"),
    "thu": mark("donderdag"),
    "fri": mark("vrijdag"),
    "sat": mark("zaterdag"),
    "sun": mark("zondag"),
}
FREE_DAYS: Setting[tuple[str, ...]] = Setting(
    "free_days",
    (),
    mark("Op welke dagen ben je altijd vrij?"),
    scopes=("person",),
    hint=mark("Dan laat ik je met rust. Laat minstens één werkdag over."),
    options=WEEK,
)
AWAY_UNTIL = Setting(
    "away_until",
    "",
    mark("Ik ben weg tot en met"),
    scopes=("person",),
    hint=mark("Schrijf een datum als 2026-12-31, of laat leeg."),
    pattern=r"(\d{4}-\d{2}-\d{2})?",
)
LONGEST = timedelta(days=366)
"""So far ahead somebody can be away: nobody needs to look for a working day beyond it. It moves along with today: a day
in the far future, typed in the form of preferences, does not end an absence by itself.
"""


@frozen
class _Free:
    """The organisation's days off, and all days until somebody is back."""

    shared: Container[date]
    away_until: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day <= self.away_until or day in self.shared)


def working_days(calendar: Calendar, free: Collection[str]) -> frozenset[int]:
    """The weekdays of the organisation that are left beside these days off: names as in `WEEK`."""
    return calendar.weekdays - {number for number, name in enumerate(WEEK) if name in free}


def calendar_of(tx: Tx, directory: Snapshot, calendar: Calendar, person_id: int, today: date) -> Calendar:
    """The organisation's calendar without the days on which this person is not there."""
    chosen = directory.own_choices(tx, person_id)
    weekdays = working_days(calendar, chosen.get((HOUSE, FREE_DAYS.name)) or ())
    until = away_until(chosen.get((HOUSE, AWAY_UNTIL.name)), today)
    free = _Free(calendar.free, until) if until else calendar.free
    # The organisation may have chosen another week since: then somebody could have no day left at all.
    return replace(calendar, weekdays=weekdays or calendar.weekdays, free=free)


def away_until(chosen: object, today: date) -> date | None:
    """None for somebody who is there today."""
    try:
        last = date.fromisoformat(str(chosen or ""))
    except ValueError:
        return None
    return min(last, today + LONGEST) if last >= today else None
