"""Every week, only to who asked for it: what did a customer say that stayed with you? Plain words are the answer."""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.cards import Card, text
from rituals.engine.context import Context, View
from rituals.engine.events import Said, Shown, SlotDue
from rituals.engine.localtime import resolve
from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Expect, Outcome, Plan, Show
from rituals.engine.tidy import tidy
from rituals.engine.workdays import Calendar
from rituals.quote import intake
from rituals.quote.names import slot
from rituals.quote.settings import ASK_ME, SHARE
from store import accounts, choices
from store.accounts import Person

ASKED_AT = time(14)
WEDNESDAY = 2
WAITS = timedelta(days=6)
"""So long words are taken for the answer; then comes the next question."""
ANSWER = "week"


def asks_on(day: date, calendar: Calendar) -> bool:
    """Wednesday, or the working day before it."""
    monday = day - timedelta(days=day.weekday())
    wednesdays = [monday + timedelta(days=WEDNESDAY, weeks=week) for week in (0, 1)]
    return day in [one if calendar.is_workday(one) else calendar.previous_workday(one) for one in wednesdays]


def plans(context: Context, today: date) -> tuple[Effect, ...]:
    """The moment of today, if there is one."""
    calendar = context.organisation.calendar
    if not asks_on(today, calendar):
        return ()
    return (Plan(slot("ask", today), resolve(today, ASKED_AT, calendar.zone)),)


def due(event: SlotDue, context: Context) -> Outcome:
    """The question to every volunteer; it may wait for the next morning, not longer."""
    if context.hush():
        return Outcome()
    key, until = Key("quote", f"week/{event.slot.local}"), context.now + timedelta(days=1)
    return Outcome(effects=tuple(Show(key, one, kind="nudge", until=until) for one in volunteers(context)))


def volunteers(context: Context) -> list[Person]:
    """Who wants to be asked, and may bring a quote."""
    ids = choices.people_with(context.tx, context.ritual.name, ASK_ME.name)
    people = accounts.many(context.tx, ids).values()
    return [one for one in people if one.active and context.may_person(one, SHARE)]


def question(view: View) -> Card:
    """What a volunteer reads."""
    return Card((text(view.say("Wat zei een {klant} deze week dat je bijbleef? Typ het gewoon hier.")),))


def asked(event: Shown, context: Context) -> tuple[Effect, ...]:
    """Only from when the question stands there are words an answer to it."""
    if not event.key.rest.startswith("week/") or not isinstance(event.to, Person):
        return ()
    return (Expect(event.to, ANSWER, None, context.now + WAITS),)


def answered(event: Said, context: Context) -> Outcome:
    """As one typed line; what cannot be taken in leaves the question standing."""
    outcome = intake.saved(context, intake.by_name(event, context))
    if intake.problem(context, tidy(event.text)) is None:
        return outcome
    return Outcome(outcome.reply, (Expect(context.person, ANSWER, None, context.now + WAITS),))
