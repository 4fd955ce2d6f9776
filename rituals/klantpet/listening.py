"""What a calendar tells becomes meetings with their guests: colleagues by name, others only as from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from functools import cache, partial
from typing import NamedTuple

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
    look_up = cache(partial(_look_up, context))
    for rota in rotas.of_calendar(context.tx, event.calendar_id):
        if rota.broken_at:
            effects += _mended(context, rota)
            effects.append(Show(broken_key(rota.id, rota.broken_at), None))
        told = [one for one in event.meetings if _is_meant(rota, one) and one.ends > context.now]
        for one in told:
            effects += _told(context, rota, one, look_up)
        effects += planning.gone(context, rota, {one.external for one in told}, event.until)
        effects += (Show(key("preview", rota.id), None),) if rota.state == "draft" else ()
    return Outcome(effects=tuple(effects))


def _mended(context: Context, rota: Rota) -> Iterator[Effect]:
    """Its guests are known again, and count from here on."""
    rotas.mend(context.tx, rota.id)
    yield from (planning.changed(context, one.id) for one in pet_meetings.coming(context.tx, rota.id, context.now))


def _is_meant(rota: Rota, told: Told) -> bool:
    return not rota.title_has or rota.title_has.casefold() in told.title.casefold()


def _told(context: Context, rota: Rota, told: Told, look_up: Callable[[str], _Whose]) -> Iterator[Effect]:
    """One meeting; most are as they were, and then nothing is written."""
    come = [look_up(one.address) for one in told.guests if one.answer != "no"]
    people = {one.colleague for one in come if one.colleague}
    outsiders = any(one.outside for one in come)
    title = "" if told.private else told.title
    host = look_up(told.host).colleague
    new = NewMeeting(told.external, told.starts, told.ends, title, host, invited=bool(told.guests))
    before = pet_meetings.find(context.tx, rota.id, told.external)
    if before and planning.is_as_it_was(before, new) and not _guests_differ(context, before, people, outsiders):
        return
    yield from planning.put(context, rota, [new])
    meeting = pet_meetings.find(context.tx, rota.id, told.external)
    if meeting is None or meeting.state == "held":
        return
    if _guests_differ(context, meeting, people, outsiders):
        yield planning.changed(context, meeting.id)
    pet_meetings.invite(context.tx, meeting.id, people)
    pet_meetings.set_outside(context.tx, meeting.id, _outside(meeting, outsiders))


class _Whose(NamedTuple):
    """An address: the colleague it is of, or whether it is of somebody from outside."""

    colleague: int | None
    outside: bool


def _look_up(view: View, address: str) -> _Whose:
    """Guests of the house are from outside; somebody of our own who has no account here is not."""
    known = accounts.by_email(view.tx, address) if address else []
    colleague = next((one for one in known if one.account.kind == "member" and one.person.member), None)
    ours = address.rpartition("@")[2] in view.organisation.mail_domains and not known
    return _Whose(colleague.person.id if colleague else None, outside=not colleague and not ours)


def _guests_differ(view: View, meeting: Meeting, people: Set[int], outsiders: bool) -> bool:
    return set(pet_meetings.guests(view.tx, meeting.id)) != people or meeting.outside != _outside(meeting, outsiders)


def _outside(meeting: Meeting, outsiders: bool) -> Outside:
    """The host is asked once: what they said stays, also when somebody else from outside comes."""
    if outsiders:
        return meeting.outside or "there"
    return "" if meeting.outside in ("there", "asked") else meeting.outside
