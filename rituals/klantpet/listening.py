"""What a calendar tells becomes meetings with their guests: colleagues by name, others only as from outside."""

from __future__ import annotations

from collections.abc import Iterator

from rituals.engine.context import Context, View
from rituals.engine.meetings import Meeting as Told
from rituals.engine.meetings import MeetingsSeen
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.klantpet import planning
from rituals.klantpet.names import broken_key, key
from store import accounts, pet_meetings, rotas
from store.pet_meetings import Meeting, NewMeeting, Outside
from store.rotas import Rota


def seen(event: MeetingsSeen, context: Context) -> Outcome:
    """A calendar tells all that it has in a time: what is not in it any more was cancelled."""
    effects: list[Effect] = []
    for rota in rotas.of_calendar(context.tx, event.calendar_id):
        if rota.broken_at:
            rotas.mend(context.tx, rota.id)
            effects.append(Show(broken_key(rota.id, rota.broken_at), None))
        told = [one for one in event.meetings if _is_meant(rota, one) and one.ends > context.now]
        for one in told:
            effects += _told(context, rota, one)
        effects += planning.gone(context, rota, {one.external for one in told}, event.until)
        effects += (Show(key("preview", rota.id), None),) if rota.state == "draft" else ()
    return Outcome(effects=tuple(effects))


def _is_meant(rota: Rota, told: Told) -> bool:
    return not rota.title_has or rota.title_has.casefold() in told.title.casefold()


def _told(context: Context, rota: Rota, told: Told) -> Iterator[Effect]:
    """One meeting with its guests: colleagues by name, others only as somebody from outside."""
    host = _colleague(context, told.host)
    come = {one.address: one.answer for one in told.guests}
    known = {address: _colleague(context, address) for address, answer in come.items() if answer != "no"}
    people = {number for number in known.values() if number}
    title = "" if told.private else told.title
    new = NewMeeting(told.external, told.starts, told.ends, title, host, invited=bool(told.guests))
    yield from planning.put(context, rota, [new])
    meeting = pet_meetings.find(context.tx, rota.id, told.external)
    if meeting is None or meeting.state == "held":
        return
    before = set(pet_meetings.guests(context.tx, meeting.id)), meeting.outside
    pet_meetings.invite(context.tx, meeting.id, people)
    outsiders = any(number is None and _is_outside(context, address) for address, number in known.items())
    outside = _outside(meeting, outsiders=outsiders)
    pet_meetings.set_outside(context.tx, meeting.id, outside)
    if before != (people, outside):
        yield planning.changed(context, meeting.id)


def _colleague(view: View, address: str) -> int | None:
    """The colleague with this address; guests of the house are from outside."""
    found = [one for one in accounts.by_email(view.tx, address) if one.account.kind == "member" and one.person.member]
    return found[0].person.id if address and found else None


def _is_outside(view: View, address: str) -> bool:
    """Somebody of our own who has no account here is no outsider."""
    return address.rpartition("@")[2] not in view.organisation.mail_domains or bool(accounts.by_email(view.tx, address))


def _outside(meeting: Meeting, *, outsiders: bool) -> Outside:
    """The host is asked once: what they said stays, also when somebody else from outside comes."""
    if outsiders:
        return meeting.outside or "there"
    return "" if meeting.outside in ("there", "asked") else meeting.outside
