"""Invented ideas for a try-out: one that waits for somebody, one that a colleague is busy with, one that is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from rituals.idee import rules
from rituals.idee.keys import NUDGED, slot_of
from store import accounts, idea_support, ideas, slots
from store.tx import Tx

WAITS = "Zet in de afspraakbevestiging de naam en een foto van de monteur."
BUSY = "Bel bij een lekkage altijd dezelfde dag terug, ook als we nog niets weten."
DONE = "Stuur een kwartier voordat de monteur komt een berichtje."
_BUSY_FOR = timedelta(days=rules.NUDGES[0] - 1)


def fill(tx: Tx, now: datetime) -> None:
    """Three ideas of the colleagues that there are; without colleagues there are none."""
    people = accounts.search(tx, "", 3)
    if not people:
        return
    first, last = people[0].id, people[-1].id
    waiting = ideas.add(tx, last, WAITS, now, noticed="Je weet wie je binnenlaat.")
    idea_support.add(tx, waiting, first, now)
    busy = ideas.add(tx, first, BUSY, now - _BUSY_FOR)
    ideas.take(tx, busy, last, now - _BUSY_FOR)
    tomorrow = now + timedelta(days=1)
    asked = slot_of(busy, NUDGED, tomorrow.date())
    slots.plan(tx, asked.ritual, asked.name, asked.subject, asked.local, tomorrow)
    done = ideas.add(tx, last, DONE, now - 2 * _BUSY_FOR)
    ideas.take(tx, done, first, now - 2 * _BUSY_FOR)
    ideas.finish(tx, done, "Je krijgt een berichtje als de monteur eraan komt.", "planning", "all", None, now)
