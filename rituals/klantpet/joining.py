"""Where everybody of a channel takes part: who comes in joins the rota, and who goes wears nothing any more."""

from __future__ import annotations

from rituals.engine.context import Context, View
from rituals.engine.events import MembersChanged, SlotDue
from rituals.engine.names import Ref, Slot
from rituals.engine.outcome import Effect, Outcome, Plan
from rituals.klantpet import people, planning
from rituals.klantpet.names import NAME, PEOPLE, rota_ref
from store import rotas
from store.accounts import Person
from store.places import Place
from store.rotas import Rota

TEAM = 30
"""With more people than this a channel is no team that meets: then somebody says who takes part."""


def here(view: View, place: Place) -> list[Person]:
    """The colleagues of a channel; nobody where that is not known."""
    return view.members(place) or []


def changed(event: MembersChanged, context: Context) -> Outcome:
    """In a moment of the rota's own, when nobody else changes anything about it."""
    some = [rota for rota in rotas.in_place(context.tx, event.place_id) if rota.everybody]
    at = f"{context.now:%Y-%m-%dT%H:%M:%S.%f}"
    slots = (Slot(NAME, PEOPLE, str(rota_ref(rota.id)), at) for rota in some)
    return Outcome(effects=tuple(Plan(one, context.now) for one in slots))


def due(event: SlotDue, context: Context) -> Outcome:
    """The list of a channel is another one."""
    rota = rotas.get(context.tx, Ref.parse(event.slot.subject).number)
    return Outcome(effects=kept_up(context, rota)) if rota and rota.state != "stopped" else Outcome()


def kept_up(context: Context, rota: Rota) -> tuple[Effect, ...]:
    """Everybody who is there now takes part, and nobody else; a turn of whoever left goes to another."""
    place = context.directory.places.get(rota.place_id)
    now = {one.id for one in here(context, place)} if rota.everybody and place else set()
    if not now or now == set(people.listed(context, rota)):
        return ()
    people.enlist(context, rota, now)
    return planning.anew(context, rota)
