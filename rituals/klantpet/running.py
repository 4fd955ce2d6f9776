"""A rota starts, pauses, goes on and stops; and what can be done with the klantpet in a place."""

from __future__ import annotations

from rituals.engine.cards import Button
from rituals.engine.context import Context
from rituals.engine.events import Action
from rituals.engine.outcome import Outcome
from rituals.klantpet import planning
from rituals.klantpet.names import place_ref
from rituals.klantpet.setting_up import drop_unused, of_ref, unknown
from rituals.klantpet.wearing import said
from store import pet_meetings, rotas
from store.places import Place


def start(event: Action, context: Context) -> Outcome:
    """[Start], [Ga verder]."""
    rota = of_ref(context, event.ref)
    if rota is None:
        return unknown(context)
    rotas.set_state(context.tx, rota.id, "on")
    fresh = rotas.get(context.tx, rota.id) or rota
    words = context.say("De klantpet gaat rond. De werkdag ervoor om vier uur hoort iemand: jij draagt ’m morgen.")
    return said(words, *planning.ahead(context, fresh), *planning.again(context, fresh))


def pause(event: Action, context: Context) -> Outcome:
    """[Pauzeer]."""
    return _ended(
        event, context, "paused", context.say("De klantpet ligt even stil. Typ {/klantpet} om verder te gaan.")
    )


def stop(event: Action, context: Context) -> Outcome:
    """[Stop]: the balances go, and so does who was expected where."""
    rota = of_ref(context, event.ref)
    outcome = _ended(
        event, context, "stopped", context.say("De klantpet is gestopt. Dank jullie wel voor het meekijken!")
    )
    if rota is not None:
        for one in pet_meetings.coming(context.tx, rota.id, context.now):
            pet_meetings.invite(context.tx, one.id, ())
        rotas.drop_members(context.tx, rota.id, [one.person_id for one in rotas.members(context.tx, rota.id)])
        drop_unused(context, rota.calendar_id)
    return outcome


def _ended(event: Action, context: Context, state: rotas.State, words: str) -> Outcome:
    rota = of_ref(context, event.ref)
    if rota is None:
        return unknown(context)
    rotas.set_state(context.tx, rota.id, state)
    coming = pet_meetings.coming(context.tx, rota.id, context.now)
    return said(words, *(planning.changed(context, one.id) for one in coming))


def buttons(context: Context, place: Place) -> tuple[Button, ...]:
    """What can be done with the klantpet in a place."""
    say, ref = context.say, place_ref(place.id)
    return (
        Button(say("Klantpet nu"), "klantpet.now", ref, opens_form=True),
        Button(say("Klantpet bekijken"), "klantpet.look", ref, opens_form=True),
    )
