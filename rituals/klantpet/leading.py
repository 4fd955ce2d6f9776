"""Who leads a meeting: who is told before the start, and may say that somebody else wears it or nobody."""

from __future__ import annotations

from rituals.engine.context import View
from rituals.klantpet import people
from store import accounts
from store.accounts import Person
from store.pet_meetings import Meeting
from store.rotas import Rota


def leads(rota: Rota, meeting: Meeting) -> int | None:
    """Who leads a meeting: as the calendar says, else as the team does."""
    return meeting.host_id or rota.host_id


def host_of(view: View, rota: Rota, meeting: Meeting) -> Person | None:
    """The colleague who leads the meeting, or stands in for them; never somebody from outside, nor who is away."""
    number = leads(rota, meeting)
    person = accounts.get(view.tx, number) if number else None
    there = person is not None and view.working(person.id, people.day_of(view, meeting))
    return person if person and there and person.active and person.member else _stand_in(view, rota, meeting)


def _stand_in(view: View, rota: Rota, meeting: Meeting) -> Person | None:
    """Of those who come: who leads the team's meetings, else who looks after the klantpet, whom we know longest."""
    come = people.coming(view, rota, meeting)
    holders = view.holders(view.directory.places.get(rota.place_id))
    return next((come[one] for one in (rota.host_id, *(each.id for each in holders)) if one in come), None)
