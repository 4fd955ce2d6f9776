"""What the wearer can do: take the turn, or say not this time; no reason is asked."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Private, Show
from rituals.klantpet import cards, people, settling, times
from rituals.klantpet.names import key, meeting_ref
from store import pet_meetings, rotas
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota

ENOUGH = 3
"""Declined so often in a row: would they rather be skipped for a while?"""
A_WHILE = timedelta(days=28)


def said(words: str, *effects: Effect) -> Outcome:
    """One sentence to whoever acted."""
    return Outcome(Private(cards.sentence(words)), effects)


def of_ref(context: Context, ref: Ref | None) -> tuple[Rota, Meeting] | None:
    """The meeting of a button, while it has not begun."""
    meeting = pet_meetings.get(context.tx, ref.number) if ref and ref.kind == "petmeeting" else None
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    return (rota, meeting) if rota and meeting and context.now < meeting.starts else None


def own_turn(event: Action | FormSubmitted, context: Context) -> tuple[Rota, Meeting, Turn] | Outcome:
    """What the actor wears; or the sentence for a button that came too late."""
    found = of_ref(context, event.ref)
    if found is None:
        return said(context.say("Dit overleg is al begonnen, of het gaat niet door."))
    turn = pet_meetings.wearer(context.tx, found[1].id)
    if turn is None or turn.person_id != context.person.id or found[1].state != "planned":
        return said(context.say("Jij draagt de klantpet nu niet in dit overleg."))
    return (*found, turn)


def sure(event: Action, context: Context) -> Outcome:
    """[Doe ik]."""
    own = own_turn(event, context)
    if isinstance(own, Outcome):
        return own
    rota, _, turn = own
    pet_meetings.set_turn(context.tx, turn.id, "sure")
    people.set_declines(context, rota, turn.person_id, 0)
    return said(context.say("Fijn! Na het overleg vraag ik wat je opviel."), Show(key("turn", turn.id), None))


def decline(event: Action, context: Context) -> Outcome:
    """[Deze keer niet]: the next one is asked; the third time in a row they may be skipped for a while."""
    own = own_turn(event, context)
    if isinstance(own, Outcome):
        return own
    rota, meeting, turn = own
    pet_meetings.set_turn(context.tx, turn.id, "declined")
    times_declined = people.declines(context, rota, turn.person_id) + 1
    people.set_declines(context, rota, turn.person_id, times_declined)
    redrawn = (Show(key("turn", turn.id), None), Show(key("swap", turn.id), None))
    effects = (*redrawn, *settling.settled(context, meeting.id))
    return Outcome(Private(_declined(context, meeting, times_declined)), effects)


def _declined(context: Context, meeting: Meeting, declines: int) -> Card:
    say = context.say
    if declines < ENOUGH:
        other = pet_meetings.wearer(context.tx, meeting.id)
        words = (
            say("Geen probleem. Ik vraag een ander.") if other else say("Geen probleem. De pet blijft op de kapstok.")
        )
        return cards.sentence(words)
    return cards.sentence(
        say("Geen probleem. Zal ik je een tijdje overslaan?"),
        Button(say("Ja, vier weken"), "klantpet.rest", meeting_ref(meeting.id)),
        Button(say("Nee, dat hoeft niet"), "klantpet.stay", meeting_ref(meeting.id)),
    )


def rest(event: Action, context: Context) -> Outcome:
    """[Ja, vier weken]."""
    meeting = pet_meetings.get(context.tx, event.ref.number) if event.ref else None
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    if rota is None:
        return said(context.say("Dit overleg is al begonnen, of het gaat niet door."))
    again = context.now + A_WHILE
    last = local_day(again, context.organisation.calendar.zone) - timedelta(days=1)
    people.skip(context, rota, context.person.id, last)
    return said(context.say("Goed. Ik vraag je weer vanaf {dag}.", dag=times.day(context, again)))


def stay(event: Action, context: Context) -> Outcome:
    """[Nee, dat hoeft niet]: the next time is the first again, for who said so is not asked each time."""
    meeting = pet_meetings.get(context.tx, event.ref.number) if event.ref else None
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    if rota is not None:
        people.set_declines(context, rota, context.person.id, 0)
    return said(context.say("Dan vraag ik je gewoon weer als je aan de beurt bent."))


def why(event: Action, context: Context) -> Outcome:
    """ "Waarom ik?"; who has it of somebody else did not wear it least."""
    turns = pet_meetings.turns(context.tx, event.ref.number) if event.ref else []
    turn = next((one for one in turns if one.state in ("asked", "sure")), None)
    if turn and any(one.id < turn.id and one.person_id != turn.person_id and one.state != "cannot" for one in turns):
        return said(
            context.say("Wie eerst aan de beurt was, draagt de klantpet deze keer niet. Zo kwam de pet bij jou.")
        )
    return said(context.say(
        "Jij bent aan de beurt: als je meetelt hoe vaak iedereen erbij was, droeg jij de pet het minst."
    ))  # fmt: skip
