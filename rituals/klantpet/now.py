"""`/klant pet nu`: the klantpet in a meeting that nobody prepared."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card, Strong, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import several
from rituals.engine.outcome import FormErrors, Outcome, Plan, Private, Show, ShowForm
from rituals.klantpet import cards, forms, joining, people, preparing, questions, rules, times
from rituals.klantpet.names import AFTER, key, meeting_ref, place_ref, slot
from rituals.klantpet.wearing import said
from store import pet_meetings, rotas
from store.pet_meetings import Meeting, NewMeeting
from store.places import Place
from store.rotas import NewRota, Rota

LASTS = timedelta(minutes=45)
"""So long a meeting is thought to go on."""
STANDS_BY = timedelta(minutes=15)


def asked(context: Context, place: Place) -> Outcome:
    """Drawn at once among those who took part before, or who are in the channel; else somebody says who is there."""
    if place.state != "open":
        return said(context.say("Ik zit nog niet in dit kanaal. Nodig me uit, dan kan de pet rond."))
    rota = _rota(context, place) or _of_place(context, place)
    if rota is None or not _is_team(rota, _known(context, rota)):
        return Outcome(ShowForm(forms.now(context, place, rota)))
    return _drawn(context, place, rota)


def pressed(event: Action, context: Context) -> Outcome:
    """[Klantpet nu]."""
    place = _place(event, context)
    return asked(context, place) if place else _elsewhere(context)


def _place(event: Action | FormSubmitted, context: Context) -> Place | None:
    ref = event.ref
    place = context.directory.places.get(ref.number) if ref and ref.kind == "petplace" else context.place
    return place if place and not place.shared else None


def _elsewhere(context: Context) -> Outcome:
    return said(context.say("Typ dit in het kanaal of de chat van je overleg."))


def others(event: Action, context: Context) -> Outcome:
    """[Andere mensen]."""
    place = _place(event, context)
    return Outcome(ShowForm(forms.now(context, place, _rota(context, place)))) if place else _elsewhere(context)


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """Who is there; remembered for the next time in this place."""
    place, ids = _place(event, context), people.ids_of(several(event.values, "people"))
    if place is None:
        return _elsewhere(context)
    if len(people.there(context, ids)) < rules.FEWEST:
        words = context.say("Noem minstens drie {collegas}: dan gaat de pet echt rond.")
        return Outcome(FormErrors({"people": words}))
    rota = _rota(context, place) or _new(context, place, NewRota())
    if rota.state == "loose":
        rotas.change(context.tx, rota.id, NewRota())
        people.enlist(context, rota, ids)
    return _drawn(context, place, rota, ids)


def _rota(context: Context, place: Place) -> Rota | None:
    found = rotas.in_place(context.tx, place.id)
    return next((one for one in found if one.state == "loose"), found[0] if found else None)


def _of_place(context: Context, place: Place) -> Rota | None:
    """Where we know who is in the channel, nobody need say it."""
    here = [one.id for one in joining.here(context, place)]
    if not rules.FEWEST <= len(here) <= joining.TEAM:
        return None
    rota = _new(context, place, NewRota(everybody=True))
    people.enlist(context, rota, here)
    return rota


def _is_team(rota: Rota, known: list[int]) -> bool:
    """Enough people, and where they were not named no more than come to one meeting."""
    return len(known) >= rules.FEWEST and not (rota.everybody and len(known) > joining.TEAM)


def _new(context: Context, place: Place, new: NewRota) -> Rota:
    number = rotas.add(context.tx, place.id, new, "loose", context.now)
    rota = rotas.get(context.tx, number)
    if rota is None:
        raise LookupError(f"rota {number}")
    return rota


def _known(context: Context, rota: Rota) -> list[int]:
    """Who takes part; of a whole channel those who work today."""
    come, day = people.there(context, people.listed(context, rota)), people.today(context)
    return [number for number in come if not rota.everybody or context.working(number, day)]


def _drawn(context: Context, place: Place, rota: Rota, ids: list[int] | None = None) -> Outcome:
    """One meeting at a time: whoever asks again within it reads who wears it, and may pass it on."""
    running = _running(context, rota)
    if running is not None and ids is None:
        return Outcome(_told(context, rota, running))
    meeting = running or _begun(context, rota)
    come = people.there(context, ids if ids is not None else _known(context, rota))
    pet_meetings.invite(context.tx, meeting.id, come)
    if (old := pet_meetings.wearer(context.tx, meeting.id)) is not None and old.person_id not in come:
        pet_meetings.set_turn(context.tx, old.id, "over")
    if pet_meetings.wearer(context.tx, meeting.id) is None:
        preparing.next_turn(context, rota, meeting, come)
    show = Show(key("now", meeting.id), place, until=context.now + STANDS_BY)
    local = times.local_of(context, meeting.ends)
    plan = Plan(slot(AFTER, meeting.id, local), meeting.ends + times.AFTERWARDS)
    return Outcome(_told(context, rota, meeting), (show, plan))


def _running(context: Context, rota: Rota) -> Meeting | None:
    lately = pet_meetings.between(context.tx, context.now - LASTS, context.now + timedelta(seconds=1))
    found = (one for one in lately if one.rota_id == rota.id)
    return next((one for one in found if _is_now(one) and one.starts <= context.now < one.ends), None)


def _is_now(meeting: Meeting) -> bool:
    return people.is_unprepared(meeting) and meeting.state == "planned"


def _begun(context: Context, rota: Rota) -> Meeting:
    external = f"{people.UNPREPARED}{context.now:%Y-%m-%dT%H:%M:%S.%f}"
    new = NewMeeting(external, context.now, context.now + LASTS, invited=True)
    meeting = pet_meetings.get(context.tx, pet_meetings.put(context.tx, rota.id, new))
    if meeting is None:
        raise LookupError(external)
    return meeting


def _told(context: Context, rota: Rota, meeting: Meeting) -> Private:
    """One card for each meeting: with other people, or somebody else, it changes."""
    return Private(told(context, rota, meeting), key("drawn", meeting.id))


def told(view: View, rota: Rota, meeting: Meeting) -> Card:
    """To whoever asked for it: who wears it, and the ways to change that."""
    say, turn = view.say, pet_meetings.wearer(view.tx, meeting.id)
    if turn is None:
        line = say("Er is nu niemand voor de klantpet.")
    else:
        line = say("De pet is voor {naam}.", naam=cards.name_of(view, turn.person_id))
    other = Button(say("Iemand anders"), "klantpet.pass", meeting_ref(meeting.id))
    return cards.sentence(
        line, other, Button(say("Andere mensen"), "klantpet.others", place_ref(rota.place_id), opens_form=True)
    )


def passed(event: Action, context: Context) -> Outcome:
    """[Iemand anders], while the meeting goes on."""
    meeting = pet_meetings.get(context.tx, event.ref.number) if event.ref and event.ref.kind == "petmeeting" else None
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    place = context.directory.places.get(rota.place_id) if rota else None
    if meeting is None or rota is None or place is None or not _is_now(meeting) or context.now >= meeting.ends:
        return said(context.say("Dit overleg is al voorbij."))
    old, come = pet_meetings.wearer(context.tx, meeting.id), people.coming(context, rota, meeting)
    if old is not None:
        pet_meetings.set_turn(context.tx, old.id, "declined")
    if preparing.next_turn(context, rota, meeting, come) is None and old is not None:
        pet_meetings.set_turn(context.tx, old.id, old.state)
        return said(context.say("Er is nu niemand anders voor de klantpet."))
    return Outcome(_told(context, rota, meeting), (Show(key("now", meeting.id), None),))


def card(view: View, meeting: Meeting) -> Card | None:
    """For everybody: who wears it, and the question."""
    turn = pet_meetings.wearer(view.tx, meeting.id)
    if turn is None:
        return None
    say, question = view.say, questions.question(turn.question)
    asks = (text(say("Jouw vraag:"), " ", Strong(say(question.words))),) if question else ()
    name = Strong(cards.capital(cards.name_of(view, turn.person_id)))
    return Card((text(say("🧢 De pet gaat naar …"), " ", name, "!"), *asks))
