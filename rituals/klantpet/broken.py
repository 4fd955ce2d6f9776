"""A calendar that cannot be read: told once to whoever looks after the klantpet; the list of people takes over."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card
from rituals.engine.context import Context, View
from rituals.engine.meetings import CalendarFailed
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.klantpet import cards, planning, troubles
from rituals.klantpet.names import broken_key, rota_ref
from store import pet_meetings, rotas
from store.rotas import Rota

STANDS_BY = timedelta(days=3)


def failed(event: CalendarFailed, context: Context) -> Outcome:
    """The meetings that are known go on, with those who were named where some were."""
    effects: list[Effect] = []
    for rota in rotas.of_calendar(context.tx, event.calendar_id):
        if rota.state == "on" and rotas.break_off(context.tx, rota.id, context.now):
            place = context.directory.places.get(rota.place_id)
            of, until = broken_key(rota.id, context.now), context.now + STANDS_BY
            effects += [Show(of, one, kind="task", until=until) for one in context.holders(place)]
            coming = pet_meetings.coming(context.tx, rota.id, context.now)
            effects += [planning.changed(context, one.id) for one in coming]
    return Outcome(effects=tuple(effects))


def card(view: View, rota: Rota) -> Card:
    """What is wrong, and what helps."""
    say = view.say
    if not rota.broken_at:
        return cards.sentence(say("De agenda is weer te lezen. De klantpet gaat gewoon door."))
    place = view.directory.places.get(rota.place_id)
    where = view.place_called(place) if place else rota.name
    words = say("Ik kan de agenda voor de klantpet in {plek} niet meer lezen. Wat ik al wist, gaat gewoon door.",
                plek=where)  # fmt: skip
    helps = troubles.reason(view, rota) or say("Plak het adres opnieuw, of typ een ritme zoals: elke dinsdag 10:00.")
    change = Button(say("Aanpassen"), "klantpet.change", rota_ref(rota.id), opens_form=True)
    return cards.sentence(f"{words} {helps}", change)
