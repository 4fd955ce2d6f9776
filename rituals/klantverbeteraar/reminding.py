"""Two small reminders to nominate: halfway, and two working days before the end; never to who did so already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from rituals.engine.cards import Card
from rituals.engine.context import Context, Drawing
from rituals.engine.events import SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Ref, Slot
from rituals.engine.outcome import Effect, Outcome, Plan, Show
from rituals.engine.workdays import Calendar
from rituals.klantverbeteraar import answers, month
from rituals.klantverbeteraar.names import NAME, key, round_of, round_ref
from rituals.klantverbeteraar.noting import is_open
from rituals.klantverbeteraar.places import audience
from rituals.klantverbeteraar.settings import NOMINATE, REMIND
from store import accounts, nominations, rounds
from store.accounts import Person
from store.rounds import Round

AT = time(10)
BEFORE = 2
"""Working days before the end."""
AT_ONCE = 100
"""Colleagues in one transaction."""


def plan(context: Context) -> tuple[Effect, ...]:
    """Today's reminder, if it is the day of one."""
    calendar = context.organisation.calendar
    today = local_day(context.now, calendar.zone)
    if not audience(context):
        return ()
    return tuple(
        Plan(slot(of, what, today, 0), resolve(today, AT, calendar.zone))
        for of in rounds.under_way(context.tx)
        if of.state == "nominating" and (what := which(of, today, calendar))
    )


def slot(of: Round, what: str, day: date, after: int) -> Slot:
    """A reminder to the colleagues after a number."""
    return Slot(NAME, "remind", str(round_ref(of.id)), f"{day}/{what}/{after}")


def which(of: Round, today: date, calendar: Calendar) -> str:
    """ "last", "halfway", or nothing on this day."""
    days = month.days_in(of.dates, calendar)
    if not calendar.is_workday(today) or not days.opens <= today <= days.nominate_until:
        return ""
    if today == calendar.add_workdays(days.nominate_until, -BEFORE):
        return "last"
    middle = days.opens + (days.nominate_until - days.opens) // 2
    halfway = middle if calendar.is_workday(middle) else calendar.next_workday(middle)
    return "halfway" if today == halfway else ""


def due(event: SlotDue, context: Context) -> Outcome:
    """Some colleagues, and then the next."""
    of = rounds.get(context.tx, round_of(Ref.parse(event.slot.subject)))
    day, what, after = event.slot.local.split("/")
    if of is None or not is_open(context, of) or context.hush() or not audience(context):
        return Outcome()
    people = accounts.members_after(context.tx, int(after), AT_ONCE)
    acted = set(nominations.nominators(context.tx, of.id))
    until = min(of.nominate_until, context.now + timedelta(days=2))
    word = key(of.id, what)
    effects: list[Effect] = [
        Show(word, one, kind="nudge", until=until) for one in people if one.id not in acted and _wants(context, one)
    ]
    if len(people) == AT_ONCE:
        effects.append(Plan(slot(of, what, date.fromisoformat(day), people[-1].id), context.now))
    return Outcome(effects=tuple(effects))


def _wants(context: Context, person: Person) -> bool:
    return context.may_person(person, NOMINATE) and context.setting(REMIND, person=person)


def card(drawing: Drawing, of: Round, *, last: bool) -> Card | None:
    """Nothing to somebody who nominated meanwhile, or once it is over."""
    acted: Sequence[int] = nominations.nominators(drawing.tx, of.id)
    done = drawing.viewer is not None and drawing.viewer.id in acted
    return answers.invitation(drawing, of, last=last) if is_open(drawing, of) and not done else None
