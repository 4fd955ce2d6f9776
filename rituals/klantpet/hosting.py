"""What the host reads and can do: a word before the start, somebody else, no klantpet; and who comes from outside."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card, Small, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, SlotDue
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.klantpet import cards, people, preparing, settling, times
from rituals.klantpet.leading import host_of, leads
from rituals.klantpet.names import key, meeting_ref
from rituals.klantpet.rules import FEWEST
from rituals.klantpet.wearing import of_ref, said
from store import accounts, pet_meetings, rotas
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota

OPENING = timedelta(minutes=5)
"""So long the line at the start may still come."""


def due(event: SlotDue, context: Context) -> Outcome:
    """A quarter of an hour before: whoever went on leave since is not who the host hears of."""
    return Outcome(effects=settling.settled(context, Ref.parse(event.slot.subject).number))


def starts(event: SlotDue, context: Context) -> Outcome:
    """The line at the start, where the team wants it; never where somebody from outside reads or sits along."""
    meeting = pet_meetings.get(context.tx, Ref.parse(event.slot.subject).number)
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    place = context.directory.places.get(rota.place_id) if rota else None
    if meeting is None or rota is None or place is None or not rota.opening or place.shared or meeting.outside:
        return Outcome()
    if meeting.state != "planned" or pet_meetings.wearer(context.tx, meeting.id) is None or context.hush(place):
        return Outcome()
    return Outcome(effects=(Show(key("start", meeting.id), place, until=meeting.starts + OPENING),))


def opening(view: View, meeting: Meeting) -> Card | None:
    """For all in the meeting: who wears it, and nothing about a customer."""
    turn = pet_meetings.wearer(view.tx, meeting.id)
    if turn is None or meeting.state == "gone":
        return None
    name = cards.name_of(view, turn.person_id)
    return cards.sentence(view.say("🧢 {naam} draagt de klantpet in dit overleg.", naam=cards.capital(name)))


def reminder(view: View, rota: Rota, meeting: Meeting, viewer: int | None, local: str) -> Card | None:
    """To the host; for whoever was host before it is taken down."""
    turn = pet_meetings.wearer(view.tx, meeting.id)
    say, ref = view.say, meeting_ref(meeting.id)
    if not _is_for(view, rota, meeting, viewer) or (turn is not None and turn.person_id == viewer):
        return None
    if local != times.local_of(view, meeting.starts):
        return cards.sentence(say("Dit overleg is verplaatst: {moment}.", moment=times.when(view, meeting.starts)))
    if turn is None or meeting.state not in ("planned", "held"):
        return cards.sentence(say("De klantpet blijft deze keer op de kapstok."))
    line = _ask_first(view, meeting, cards.name_of(view, turn.person_id))
    row = buttons(Button(say("Iemand anders"), "klantpet.other", ref), Button(say("Sla over"), "klantpet.none", ref))
    why = () if viewer == leads(rota, meeting) else (_stands_in(view, rota, meeting),)
    row_now = (row,) if view.now < meeting.starts else ()
    return Card((text(cards.capital(line)), *why, *cards.minute(view, rota, turn), *row_now))


def _stands_in(view: View, rota: Rota, meeting: Meeting) -> Small:
    """Why it comes to somebody who does not lead it, and which meeting it is: theirs may be another at that hour."""
    called = times.called(view, rota, meeting)
    return Small(view.say("Over {overleg}. Wie dit overleg leidt, is er niet. Daarom hoor jij het.", overleg=called))


def _is_for(view: View, rota: Rota, meeting: Meeting, viewer: int | None) -> bool:
    """Afterwards nobody knows who was there: whoever was told of it was told rightly."""
    host = host_of(view, rota, meeting) if view.now < meeting.starts else None
    return view.now >= meeting.starts or (host is not None and host.id == viewer)


def _ask_first(view: View, meeting: Meeting, name: str) -> str:
    """Before an early meeting the host reads it on the day before."""
    say = view.say
    if people.day_of(view, meeting) == people.today(view):
        return say(
            "🧢 {naam} draagt straks de klantpet. Vraag {naam} bij elk besluit eerst: wat merkt {de_klant} hiervan?",
            naam=name,
        )
    return say(
        "🧢 {naam} draagt {moment} de klantpet. Vraag {naam} bij elk besluit eerst: wat merkt {de_klant} hiervan?",
        naam=name, moment=times.when(view, meeting.starts),
    )  # fmt: skip


def told_next(view: View, turn: Turn) -> Card:
    """To a host who was told of somebody else."""
    say = view.say
    if turn.state not in ("asked", "sure"):
        return cards.sentence(say("Er is deze keer niemand voor de klantpet. Vraag jij zelf wat {de_klant} merkt?"))
    name = cards.name_of(view, turn.person_id)
    return cards.sentence(say("🧢 Er is gewisseld: {naam} draagt de klantpet.", naam=name))


def question(view: View, rota: Rota, meeting: Meeting) -> Card:
    """Once, and in private: is it a customer who comes?"""
    say, ref = view.say, meeting_ref(meeting.id)
    if meeting.outside != "asked" or meeting.state != "planned" or view.now >= meeting.starts:
        return cards.sentence(say("Dit is afgehandeld. Dank je wel!"))
    name, when = cards.capital(times.called(view, rota, meeting)), times.beside(view, rota, meeting)
    line = say("{overleg}, {moment}: er komt iemand van buiten. Is dat een {klant}?", overleg=name, moment=when)
    yes = Button(say("Ja, pet op de kapstok"), "klantpet.customer", ref)
    return cards.sentence(line, yes, Button(say("Nee"), "klantpet.stranger", ref))


def _led(event: Action, context: Context) -> tuple[Rota, Meeting] | Outcome:
    """The meeting that the actor leads or stands in for, while it has not begun."""
    found = of_ref(context, event.ref)
    if found is None or found[1].state != "planned":
        return said(context.say("Dit overleg is al begonnen, of de pet blijft al op de kapstok."))
    host, (rota, meeting) = host_of(context, *found), found
    if context.person.id not in (leads(rota, meeting), host.id if host else None):
        return said(context.say("Dit kan alleen degene die het overleg leidt."))
    return found


def other(event: Action, context: Context) -> Outcome:
    """[Iemand anders]: the next one is asked, and the first one hears that it is not needed."""
    led = _led(event, context)
    if isinstance(led, Outcome):
        return led
    rota, meeting = led
    old, come = pet_meetings.wearer(context.tx, meeting.id), people.coming(context, rota, meeting)
    if old is not None:
        pet_meetings.set_turn(context.tx, old.id, "given")
    new = preparing.next_turn(context, rota, meeting, come) if len(come) >= FEWEST else None
    if new is None:
        if old is not None:
            pet_meetings.set_turn(context.tx, old.id, old.state)
        return said(context.say("Er is nu niemand anders voor de klantpet."))
    name = cards.name_of(context, new.person_id)
    effects = (*_freed(context, meeting, old), settling.show_turn(context, meeting, new))
    again = Show(settling.host_key(context, meeting), None)
    return said(context.say("Goed. Ik vraag {naam}.", naam=name), *effects, again)


def _freed(context: Context, meeting: Meeting, old: Turn | None) -> tuple[Effect, ...]:
    """Whoever was told to wear it hears in time that it is not needed."""
    if old is None:
        return ()
    who = accounts.get(context.tx, old.person_id)
    word = Show(key("off", old.id), who, kind="task", until=meeting.starts)
    return Show(key("turn", old.id), None), Show(key("swap", old.id), None), word


def none(event: Action, context: Context) -> Outcome:
    """[Sla over]."""
    led = _led(event, context)
    if isinstance(led, Outcome):
        return led
    return said(context.say("Goed. De klantpet blijft deze keer op de kapstok."), *_skipped(context, led[1]))


def customer(event: Action, context: Context) -> Outcome:
    """[Ja, pet op de kapstok]: the customer speaks for themselves."""
    led = _led(event, context)
    if isinstance(led, Outcome):
        return led
    pet_meetings.set_outside(context.tx, led[1].id, "customer")
    words = context.say("Mooi. Dan hoort iedereen het van {de_klant} zelf.")
    return said(words, Show(key("outside", led[1].id), None), *_skipped(context, led[1]))


def stranger(event: Action, context: Context) -> Outcome:
    """[Nee]."""
    led = _led(event, context)
    if isinstance(led, Outcome):
        return led
    pet_meetings.set_outside(context.tx, led[1].id, "other")
    return said(context.say("Dank je. De klantpet gaat gewoon door."), Show(key("outside", led[1].id), None))


def _skipped(context: Context, meeting: Meeting) -> tuple[Effect, ...]:
    turn = pet_meetings.wearer(context.tx, meeting.id)
    pet_meetings.set_state(context.tx, meeting.id, "skipped")
    if turn is not None:
        pet_meetings.set_turn(context.tx, turn.id, "over")
    return (*_freed(context, meeting, turn), Show(settling.host_key(context, meeting), None))
