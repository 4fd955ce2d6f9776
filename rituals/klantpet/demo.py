"""An invented team that has the klantpet already, for a try-out."""

from __future__ import annotations

from datetime import datetime, time

from rituals.klantpet import rules
from rituals.klantpet.rhythm import Rhythm
from store import accounts, places, rotas
from store.rotas import Member, NewRota
from store.tx import Tx

PLACE = "team-noord"
_TUESDAY = 1
_TEAM = ("Fatima", "Anouk", "Youssef", "Sanne")
"""Who leads the meeting, and then whose turn it is, the first one last: no try-out begins with a draw."""


def fill(tx: Tx, now: datetime) -> None:
    """Each Tuesday at ten, with the invented colleagues of that team; without colleagues or a team there is none."""
    place = next((one for one in places.every(tx) if one.external == PLACE), None)
    people = [one for name in _TEAM for one in accounts.search(tx, name, most=1)]
    if place is None or len(people) < rules.FEWEST:
        return
    rhythm = str(Rhythm((_TUESDAY,), time(10)))
    new = NewRota("Teamoverleg Noord", rhythm, kind="team", host_id=people[0].id, everybody=True)
    number = rotas.add(tx, place.id, new, "on", now)
    members = [Member(number, one.id, True, ahead, rules.SETTLED, None, 0) for ahead, one in enumerate(people)]
    rotas.put_members(tx, members)
