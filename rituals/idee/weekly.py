"""Deze week geregeld: on Thursday at three, and only when something was."""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.context import Context
from rituals.engine.events import SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Slot
from rituals.engine.outcome import Outcome, Plan, Show
from rituals.idee import loop, rules
from rituals.idee.keys import week_key
from rituals.idee.saying import tidy_up
from store import idea_lists

TOLD_AT = time(15)


def plan(context: Context) -> Outcome:
    """Every night: the coming Thursdays."""
    tidy_up(context)
    calendar = context.organisation.calendar
    days = rules.telling_days(local_day(context.now, calendar.zone), calendar)
    return Outcome(effects=tuple(Plan(_slot(day), resolve(day, TOLD_AT, calendar.zone)) for day in days))


def _slot(day: date) -> Slot:
    return Slot("idee", "week", "organisation", day.isoformat())


def due(event: SlotDue, context: Context) -> Outcome:
    """One post where the things stood that were bettered since the last time. In a pause it all waits for the next."""
    done = idea_lists.untold_since(context.tx, context.now - rules.LOOKS_BACK)
    if context.hush() or not done:
        return Outcome()
    places = {place.id: place for one in done for place in loop.homes(context, one)}
    if not places:
        return Outcome()
    day = date.fromisoformat(event.slot.local)
    idea_lists.put_week(context.tx, [one.id for one in done], day.isoformat())
    until = context.now + timedelta(hours=3)
    return Outcome(effects=tuple(Show(week_key(day), place, until=until) for place in places.values()))
