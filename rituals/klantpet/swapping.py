"""The wearer asks somebody to take it over; the debt goes with the cap."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.cards import Button, Card, ChoiceField, Form, Option
from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.outcome import FormErrors, Outcome, Show, ShowForm
from rituals.klantpet import cards, people, settling, times
from rituals.klantpet.names import key, meeting_ref
from rituals.klantpet.wearing import of_ref, own_turn, said
from store import accounts, pet_meetings
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota


def swap(event: Action, context: Context) -> Outcome:
    """[Ruilen]: choose somebody who comes too."""
    own = own_turn(event, context)
    if isinstance(own, Outcome):
        return own
    options = _others(context, *own)
    if not options:
        return said(context.say("Er komt verder niemand die de klantpet kan overnemen."))
    say = context.say
    field = ChoiceField(
        "colleague", say("Wie vraag je?"), options, hint=say("Tot iemand het overneemt, draag jij de pet.")
    )
    return Outcome(ShowForm(Form("klantpet.swap", say("Ruilen"), (field,), say("Vraag"), ref=event.ref)))


def _others(context: Context, rota: Rota, meeting: Meeting, turn: Turn) -> tuple[Option, ...]:
    come = people.coming(context, rota, meeting)
    able = people.able(context, rota, come.values(), people.day_of(context, meeting)) - {turn.person_id}
    return tuple(Option(str(number), come[number].name) for number in sorted(able, key=lambda one: come[one].name))


def swapped(event: FormSubmitted, context: Context) -> Outcome:
    """Somebody is asked; until they say yes nothing changes."""
    own = own_turn(event, context)
    if isinstance(own, Outcome):
        return own
    rota, meeting, turn = own
    chosen = one(event.values, "colleague")
    if chosen not in [option.value for option in _others(context, rota, meeting, turn)]:
        return Outcome(FormErrors({"colleague": context.say("Kies iemand die erbij is.")}))
    person = accounts.get(context.tx, int(chosen))
    if person is None:
        return said(context.say("Er komt verder niemand die de klantpet kan overnemen."))
    pet_meetings.ask(context.tx, turn.id, person.id)
    show = Show(key("swap", turn.id), person, kind="task", until=meeting.starts)
    name = context.called([person])[person.id]
    words = context.say("Ik heb het aan {naam} gevraagd. Tot {naam} ja zegt, draag jij de pet.", naam=name)
    return said(words, Show(key("swap", turn.id), None), show)


def asked_card(view: View, rota: Rota, meeting: Meeting, turn: Turn) -> Card:
    """To whoever is asked to take it over."""
    say, ref = view.say, meeting_ref(meeting.id)
    words = say("{naam} vraagt of jij de klantpet wilt overnemen: {moment}, {overleg}.",
                naam=cards.name_of(view, turn.person_id), moment=times.beside(view, rota, meeting),
                overleg=times.called(view, rota, meeting))  # fmt: skip
    yes, no = Button(say("Neem over"), "klantpet.take", ref, "primary"), Button(say("Kan niet"), "klantpet.cannot", ref)
    return cards.sentence(words, yes, no)


def _wanted(event: Action, context: Context) -> tuple[Rota, Meeting, Turn] | Outcome:
    found = of_ref(context, event.ref)
    if found is None or found[1].state != "planned":
        return said(context.say("Dit overleg is al begonnen, of het gaat niet door."))
    turn = pet_meetings.wearer(context.tx, found[1].id)
    if turn is None or turn.asked_id != context.person.id:
        return said(not_needed(context, turn, context.person.id))
    return (*found, turn)


def not_needed(view: View, turn: Turn | None, viewer: int | None) -> str:
    """To somebody who was asked to take it over and is not any more: the wearer may be asking somebody else by now."""
    say = view.say
    if turn is None or turn.state not in ("asked", "sure") or turn.person_id == viewer:
        return say("Dit is al geregeld. Dank je wel!")
    name = cards.capital(cards.name_of(view, turn.person_id))
    if turn.asked_id is None:
        return say("{naam} draagt de klantpet. Je hoeft niets meer te doen.", naam=name)
    return say("{naam} vraagt het nu aan een ander. Je hoeft niets meer te doen.", naam=name)


def take(event: Action, context: Context) -> Outcome:
    """[Neem over]: from here on it is theirs, and so is the turn that it costs."""
    found = _wanted(event, context)
    if isinstance(found, Outcome):
        return found
    rota, meeting, old = found
    pet_meetings.ask(context.tx, old.id, None)
    pet_meetings.set_turn(context.tx, old.id, "given")
    mine = Turn(0, meeting.id, context.person.id, "sure", old.question, old.voice, None)
    number = pet_meetings.add_turn(context.tx, mine)
    before = accounts.get(context.tx, old.person_id)
    again = (Show(key("turn", old.id), None), Show(key("swap", old.id), None), Show(key("moved", meeting.id), None))
    word = Show(key("taken", old.id), before, kind="task", until=meeting.starts)
    new = replace(mine, id=number)
    host = settling.taken_over(context, rota, meeting, new)
    words = context.say("Dank je wel! Ik stuur je zo de vraag om te stellen.")
    mine_now = Show(key("turn", number), context.person, kind="answer", until=meeting.starts)
    return said(words, *again, word, mine_now, *host)


def cannot(event: Action, context: Context) -> Outcome:
    """[Kan niet]: who asked keeps it, and hears so; when somebody is chosen again, it is not whoever could not."""
    found = _wanted(event, context)
    if isinstance(found, Outcome):
        return found
    _, meeting, turn = found
    pet_meetings.ask(context.tx, turn.id, None)
    pet_meetings.add_turn(context.tx, replace(turn, person_id=context.person.id, state="cannot", asked_id=None))
    who = accounts.get(context.tx, turn.person_id)
    word = Show(key("cannot", turn.id, str(context.person.id)), who, kind="task", until=meeting.starts)
    return said(context.say("Geen probleem. Dank je voor je antwoord."), Show(key("swap", turn.id), None), word)
