"""Meetings and their moments, as a rhythm brings them; what a calendar tells comes through `listening`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from rituals.engine.context import Context, View
from rituals.engine.events import AbsenceTold, MemberLeft
from rituals.engine.names import Slot
from rituals.engine.outcome import Effect, Outcome, Plan, Show, Unplan
from rituals.klantpet import rhythm, settling, times
from rituals.klantpet.names import AFTER, CHANGED, HOST, START, WEARER, key, local, slot
from store import accounts, pet_meetings, rotas
from store.pet_meetings import Meeting, NewMeeting
from store.rotas import Rota

AHEAD = timedelta(days=14)


def ahead(context: Context, rota: Rota) -> tuple[Effect, ...]:
    """What a rhythm brings in the next two weeks; what it does not bring any more is gone."""
    if rota.state != "on" or not rota.rhythm:
        return ()
    calendar = context.organisation.calendar
    found = rhythm.moments(rhythm.stored(rota.rhythm), context.now, context.now + AHEAD, calendar)
    new = [NewMeeting(one.day.isoformat(), one.starts, one.ends) for one in found]
    return (*put(context, rota, new), *gone(context, rota, {one.external for one in new}))


def put(context: Context, rota: Rota, new: list[NewMeeting]) -> Iterator[Effect]:
    """Meetings as they are known now; whatever changed is looked at anew."""
    for one in new:
        before = pet_meetings.find(context.tx, rota.id, one.external)
        number = pet_meetings.put(context.tx, rota.id, one)
        if before is not None and (before.starts, before.ends) != (one.starts, one.ends):
            yield from unplanned(context, before)
        if before is not None and before.state == "gone":
            pet_meetings.set_state(context.tx, number, "planned")
            yield Show(key("cancelled", number), None)
        elif before is not None and before.state == "held" and one.starts > context.now:
            _once_more(context, number)
        yield from _moments(context, rota, number, one)
        if before is not None and not is_as_it_was(before, one):
            yield changed(context, number)


def _once_more(context: Context, number: int) -> None:
    """It was held, or so it seemed, and is still to come: with a turn of its own."""
    pet_meetings.set_state(context.tx, number, "planned")
    if (turn := pet_meetings.wearer(context.tx, number)) is not None:
        pet_meetings.set_turn(context.tx, turn.id, "over")


def is_as_it_was(before: Meeting, now: NewMeeting) -> bool:
    """Nothing is known of it that was not."""
    then = (before.starts, before.ends, before.title, before.host_id, before.invited)
    still = before.state in ("planned", "skipped")
    return still and then == (now.starts, now.ends, now.title, now.host_id, now.invited)


def _moments(context: Context, rota: Rota, number: int, one: NewMeeting) -> Iterator[Effect]:
    """The one after it comes always: then who was there is forgotten, also where the klantpet lies still."""
    at = local(one.starts, context.organisation.calendar.zone)
    if rota.state == "on" and one.starts > context.now:
        yield Plan(slot(WEARER, number, at), times.wearer_at(context, one.starts))
        yield Plan(slot(HOST, number, at), times.host_at(context, one.starts))
        yield Plan(slot(START, number, at), one.starts)
    yield Plan(slot(AFTER, number, _until(context, one.ends)), one.ends + times.AFTERWARDS)


def again(context: Context, rota: Rota) -> tuple[Effect, ...]:
    """The moments of all that a rota has ahead of it, after it was started or went on; some may have passed."""
    effects: list[Effect] = []
    for one in pet_meetings.coming(context.tx, rota.id, context.now):
        known = NewMeeting(one.external, one.starts, one.ends, one.title, one.host_id, one.invited)
        effects += (*_moments(context, rota, one.id, known), changed(context, one.id))
    return tuple(effects)


def _until(context: View, ends: datetime) -> str:
    return local(ends, context.organisation.calendar.zone)


def changed(view: View, meeting_id: int) -> Plan:
    """Look at a meeting anew: in a moment of its own, when nobody else changes anything about it."""
    return Plan(slot(CHANGED, meeting_id, f"{view.now:%Y-%m-%dT%H:%M:%S.%f}"), view.now)


def anew(view: View, rota: Rota) -> tuple[Plan, ...]:
    """Other people take part: turns that stand are looked at again."""
    coming = pet_meetings.coming(view.tx, rota.id, view.now)
    return tuple(changed(view, one.id) for one in coming if pet_meetings.wearer(view.tx, one.id))


def unplanned(view: View, meeting: Meeting) -> tuple[Effect, ...]:
    """The moments of a meeting as it was; a host who was reminded of it reads how it stands now."""
    at = local(meeting.starts, view.organisation.calendar.zone)
    moments: list[Slot] = [slot(name, meeting.id, at) for name in (WEARER, HOST, START)]
    unplans = (Unplan(one) for one in (*moments, slot(AFTER, meeting.id, _until(view, meeting.ends))))
    return *unplans, Show(key(HOST, meeting.id, at), None)


def gone(context: Context, rota: Rota, still: set[str], until: datetime | None = None) -> Iterator[Effect]:
    """What was to come, before `until`, and is not among these any more."""
    coming = pet_meetings.coming(context.tx, rota.id, context.now)
    held = {one.starts for one in coming if one.external in still}
    for meeting in coming:
        if meeting.external in still or (until and meeting.starts >= until):
            continue
        turn = pet_meetings.wearer(context.tx, meeting.id)
        yield from cancelled(context, meeting)
        # A calendar that gives a meeting another name has one at that very time.
        if turn is not None and meeting.told_for and meeting.starts not in held:
            yield settling.to_wearer(context, meeting, turn, key("cancelled", meeting.id))


def cancelled(context: Context, meeting: Meeting) -> tuple[Effect, ...]:
    """It is not held: what was said of it is drawn anew."""
    pet_meetings.set_state(context.tx, meeting.id, "gone")
    pet_meetings.invite(context.tx, meeting.id, ())
    return (*unplanned(context, meeting), changed(context, meeting.id))


def away(event: AbsenceTold, context: Context) -> Outcome:
    """What somebody has to wear or to lead may be on a day on which they are not there any more."""
    return Outcome(effects=_without(context, event.person_id))


def _without(context: Context, person_id: int) -> tuple[Effect, ...]:
    """The meetings in which somebody wears it, is asked to, or leads, are looked at anew."""
    roles = (pet_meetings.wearing, pet_meetings.asked, pet_meetings.led)
    found = [one.meeting_id for find in roles for one in find(context.tx, person_id, context.now)]
    return tuple(changed(context, one) for one in dict.fromkeys(found))


def left(event: MemberLeft, context: Context) -> Outcome:
    """What a leaver would have worn goes to somebody else."""
    workspace = context.directory.workspaces.get((event.platform, event.workspace))
    known = accounts.find(context.tx, workspace.id, event.account) if workspace else None
    if known is None or known.person.active:
        return Outcome()
    effects = _without(context, known.person.id)
    rotas.leave(context.tx, known.person.id)
    return Outcome(effects=effects)
