"""Who comes to a meeting, who may wear the klantpet there, and how the store's balances are the rules' standings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from rituals.engine.context import View
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.klantpet import rules
from rituals.klantpet.settings import JOIN, WEAR
from store import accounts, pet_meetings, rotas
from store.accounts import Person
from store.pet_meetings import Meeting
from store.rotas import Member, Rota

UNPREPARED = "nu/"
"""What the names of meetings that nobody prepared begin with."""


def is_unprepared(meeting: Meeting) -> bool:
    """Begun with `/klant pet nu`."""
    return meeting.external.startswith(UNPREPARED)


def day_of(view: View, meeting: Meeting) -> date:
    """The day of a meeting, where the organisation is."""
    return local_day(meeting.starts, view.organisation.calendar.zone)


def listed(view: View, rota: Rota) -> list[int]:
    """Those who were named."""
    return [one.person_id for one in rotas.members(view.tx, rota.id) if one.listed]


def coming(view: View, rota: Rota, meeting: Meeting) -> dict[int, Person]:
    """The colleagues who come: who is invited, or the list where nobody can tell. Guests of the house never."""
    named = listed(view, rota)
    invited = meeting.invited and not (rota.broken_at and named)
    people = there(view, pet_meetings.guests(view.tx, meeting.id) if invited else named)
    if is_unprepared(meeting):  # who is there, is there
        return people
    day = day_of(view, meeting)
    return {number: one for number, one in people.items() if view.working(number, day)}


def there(view: View, ids: Collection[int]) -> dict[int, Person]:
    """Of these, the colleagues who are still there."""
    people = accounts.many(view.tx, ids)
    return {number: one for number, one in people.items() if one.active and one.member}


def able(view: View, rota: Rota, people: Iterable[Person], day: date) -> set[int]:
    """Of these, who can get the klantpet: not who would rather not, or asked to be skipped for a while."""
    skipped = {
        one.person_id for one in rotas.members(view.tx, rota.id)
        if one.skipped_until and date.fromisoformat(one.skipped_until) >= day
    }  # fmt: skip
    return {
        one.id for one in people
        if one.id not in skipped and view.may_person(one, JOIN) and view.setting(WEAR, person=one)
    }  # fmt: skip


def standing(view: View, rota: Rota, people: Collection[int]) -> rules.Rota:
    """How it stands with everybody in a rota, these newcomers too."""
    some = tuple(_standing(one) for one in rotas.members(view.tx, rota.id))
    known = rules.Rota(some, rota.meetings, rota.seats)
    return rules.joined(known, people) if some else rules.begun(people)


def _standing(one: Member) -> rules.Standing:
    return rules.Standing(one.person_id, one.balance, date.fromisoformat(one.last) if one.last else None, one.early)


def keep(view: View, rota: Rota, now: rules.Rota) -> None:
    """Write down how it stands."""
    before = {one.person_id: one for one in rotas.members(view.tx, rota.id)}
    rotas.count(view.tx, rota.id, now.meetings, now.seats)
    rotas.put_members(view.tx, [_kept(rota, one, before.get(one.person)) for one in now.standings])


def _kept(rota: Rota, one: rules.Standing, before: Member | None) -> Member:
    known = before or Member(rota.id, one.person, listed=False, balance=0, early=0, last=None, declines=0)
    last = one.last.isoformat() if one.last else None
    return replace(known, balance=one.debt, early=one.early, last=last)


def enlist(view: View, rota: Rota, ids: Collection[int]) -> None:
    """These are named, and nobody else: who stays keeps the balance, who goes is forgotten."""
    before = [one.person_id for one in rotas.members(view.tx, rota.id)]
    if not rota.calendar_id:
        rotas.drop_members(view.tx, rota.id, [one for one in before if one not in ids])
    keep(view, rota, standing(view, rota, ids))
    rotas.put_members(view.tx, [replace(one, listed=one.person_id in ids) for one in rotas.members(view.tx, rota.id)])


def set_declines(view: View, rota: Rota, person_id: int, declines: int) -> None:
    """How often in a row somebody declined."""
    some = [one for one in rotas.members(view.tx, rota.id) if one.person_id == person_id]
    rotas.put_members(view.tx, [replace(one, declines=declines) for one in some])


def declines(view: View, rota: Rota, person_id: int) -> int:
    """How often in a row somebody declined."""
    return next((one.declines for one in rotas.members(view.tx, rota.id) if one.person_id == person_id), 0)


def skip(view: View, rota: Rota, person_id: int, until: date) -> None:
    """Somebody is not asked for a while, this day included."""
    some = [one for one in rotas.members(view.tx, rota.id) if one.person_id == person_id]
    rotas.put_members(view.tx, [replace(one, declines=0, skipped_until=until.isoformat()) for one in some])


def ids_of(values: tuple[str, ...]) -> list[int]:
    """The people of a field."""
    found = (Ref("person", each.partition(":")[2]).number for each in values if each.startswith("person:"))
    return sorted({number for number in found if number > 0})


def today(view: View) -> date:
    """The day it is, where the organisation is."""
    return local_day(view.now, view.organisation.calendar.zone)
