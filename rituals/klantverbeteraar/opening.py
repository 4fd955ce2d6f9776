"""How a round goes on: from nominating to looking everything over, and on to the vote."""

from __future__ import annotations

from rituals.engine.cards import Card, Strong, Voice, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import SlotDue
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.klantverbeteraar import answers, checking, consent, month, result
from rituals.klantverbeteraar.ending import certain
from rituals.klantverbeteraar.names import asked, key, round_of
from rituals.klantverbeteraar.places import everywhere
from rituals.klantverbeteraar.planning import moved
from rituals.klantverbeteraar.words import day_called, month_called
from store import candidates, rounds
from store.rounds import Round


def subject(event: SlotDue) -> str:
    """The round that a slot is about."""
    return round_of(Ref.parse(event.slot.subject))


def look(event: SlotDue, context: Context) -> Outcome:
    """Nominating ends. Nobody nominated: three working days more, once."""
    of = rounds.take(context.tx, subject(event))
    if of is None or of.state != "nominating" or context.now < of.nominate_until:
        return Outcome()
    checking.settle(context, of)
    if not candidates.standing(context.tx, of.id):
        return Outcome(effects=nobody(context, of))
    rounds.set_state(context.tx, of.id, "looking")
    return Outcome(effects=checking.begun(context, of))


def vote(event: SlotDue, context: Context) -> Outcome:
    """The ballot opens; one candidate needs no vote."""
    of = rounds.take(context.tx, subject(event))
    if of is None or of.state not in ("nominating", "looking") or context.now < of.vote_from:
        return Outcome()
    if of.state == "nominating":
        checking.settle(context, of)
    standing = candidates.standing(context.tx, of.id)
    if not standing:
        return Outcome(effects=nobody(context, of))
    asked = consent.ask(context, of)
    if len(standing) == 1:
        candidates.set_winners(context.tx, [standing[0].id])
        return Outcome(effects=(*asked, *certain(context, of)))
    if of.key:
        context.keyring.make(of.key)
    rounds.set_state(context.tx, of.id, "voting")
    return Outcome(effects=(*asked, *everywhere(context, key(of.id, "vote"), of.vote_until)))


def nobody(context: Context, of: Round) -> tuple[Effect, ...]:
    """Without candidates: longer once, then nobody is chosen."""
    if of.nominated_longer:
        return certain(context, of)
    dates = month.longer(context.now, of.dates, context.organisation.calendar)
    rounds.nominated_longer(context.tx, of.id)
    rounds.set_state(context.tx, of.id, "nominating")
    rounds.set_dates(context.tx, of.id, dates)
    looked_over = Show(asked(of.id, "look", of.nominate_until), None)
    return (*moved(of, dates), looked_over, *everywhere(context, key(of.id, "longer"), dates.nominate_until))


def longer_card(view: View, of: Round) -> Card:
    """Three days more, with three moments to think of."""
    say = view.say
    if of.state != "nominating":
        return Card((text(say("Nomineren voor {maand} is klaar.", maand=month_called(view, of))),))
    until, found = day_called(view, of.nominate_until), result.moments(view, of)
    words = (
        say("Nomineren kan nog t/m {dag}. Klein mag ook. Misschien denk je hieraan:", dag=until)
        if found
        else say("Nomineren kan nog t/m {dag}. Klein mag ook.", dag=until)
    )
    head = text(Strong(say("Wie verbeterde er deze maand iets voor een {klant}?")))
    return Card((head, text(words), *(Voice(one) for one in found), buttons(answers.nominate_button(view))))
