"""The moment of the week: one story, in every place where the ritual is on."""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.context import Context
from rituals.engine.events import SlotDue
from rituals.engine.localtime import local_day
from rituals.engine.outcome import Outcome, Show
from rituals.verhaal import rules
from rituals.verhaal.names import key_of
from rituals.verhaal.settings import DAY, DAYS, HERE, TIME
from store import stories
from store.places import Place

STANDS_BY = timedelta(hours=6)


def moment(context: Context, today: date) -> time | None:
    """When the story comes today, if it does."""
    weekday = list(DAYS).index(context.setting(DAY))
    comes = rules.posts_on(today, weekday, context.organisation.calendar)
    return time.fromisoformat(context.setting(TIME)) if comes else None


def audience(context: Context) -> list[Place]:
    """The places where the story comes; not where people of other organisations read along."""
    return [place for place in context.places_with(HERE) if place.state == "open" and not place.shared]


def due(event: SlotDue, context: Context) -> Outcome:
    """The oldest story that stood nowhere yet; one a week, also when somebody has just chosen another day."""
    day, places = date.fromisoformat(event.slot.local), audience(context)
    if context.hush() or not places or moment(context, day) is None or _this_week(context, day):
        return Outcome()
    story = stories.next_to_post(context.tx)
    if story is None:
        return Outcome()
    until = context.now + STANDS_BY
    return Outcome(effects=tuple(Show(key_of(story.id), place, until=until) for place in places))


def _this_week(context: Context, day: date) -> bool:
    last = stories.last_posted(context.tx)
    zone = context.organisation.calendar.zone
    return last is not None and local_day(last, zone).isocalendar()[:2] == day.isocalendar()[:2]
