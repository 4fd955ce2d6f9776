"""After the meeting: the balances are made up, who was there is forgotten, and the wearer may say what they saw."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from rituals.engine.cards import Button, Card, Offers, Small, Voice, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, Said, Shown, SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, Expect, Outcome, Private, Show
from rituals.engine.redaction import redact
from rituals.engine.tidy import ended, says_something, tidy
from rituals.klantpet import people, rules, times
from rituals.klantpet.names import key, parts, seen_ref
from rituals.klantpet.settings import ASK
from rituals.klantpet.wearing import said
from store import accounts, pet_meetings, rotas
from store.accounts import Person
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota, Seen

ANSWER = "seen"
LONGEST = 500
WAITS = timedelta(days=3)
"""So long words are taken for the answer."""
FRESH = timedelta(hours=4)
"""Later nobody is asked any more."""
STANDS_BY = timedelta(hours=6)


def due(event: SlotDue, context: Context) -> Outcome:
    """Ten minutes after the end; a meeting that was moved to later has another moment."""
    meeting = pet_meetings.get(context.tx, Ref.parse(event.slot.subject).number)
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    if meeting is None or rota is None or meeting.state in ("held", "gone") or context.now < meeting.ends:
        return Outcome()
    turn = _worn(context, meeting)
    _make_up(context, rota, meeting, turn)
    host = key("host", meeting.id, times.local_of(context, meeting.starts))
    again = (Show(key("turn", turn.id), None), Show(host, None)) if turn else ()  # without their buttons
    late = context.now - event.due > FRESH
    person = accounts.get(context.tx, turn.person_id) if turn and not late else None
    if turn is None or person is None or not context.setting(ASK, person=person) or _quiet(context, rota):
        return Outcome(effects=again)
    asks = Show(key("after", turn.id), person, kind="nudge", until=_next_noon(context))
    return Outcome(effects=(*again, asks))


def _worn(context: Context, meeting: Meeting) -> Turn | None:
    """The turn of whoever wore it: not of somebody who never read that it was theirs."""
    turn = pet_meetings.wearer(context.tx, meeting.id) if meeting.state == "planned" else None
    knew = turn is not None and (turn.state == "sure" or meeting.told_for or people.is_unprepared(meeting))
    return turn if knew else None


def _quiet(context: Context, rota: Rota) -> bool:
    place = context.directory.places.get(rota.place_id)
    return context.hush() is not None or (place is not None and context.hush(place) is not None)


def _make_up(context: Context, rota: Rota, meeting: Meeting, turn: Turn | None) -> None:
    """Only the balances stay, of a klantpet that goes round; who was there goes at once."""
    if rota.state in ("on", "loose") or (turn is not None and rota.state != "stopped"):
        _balance(context, rota, meeting, turn)
    pet_meetings.invite(context.tx, meeting.id, ())
    pet_meetings.set_state(context.tx, meeting.id, "held")


def _balance(context: Context, rota: Rota, meeting: Meeting, turn: Turn | None) -> None:
    wearer = next(iter(people.there(context, [turn.person_id])), None) if turn else None
    come = {*people.coming(context, rota, meeting), *({wearer} if wearer else ())}
    before = people.standing(context, rota, come)
    people.keep(context, rota, rules.held(before, come, wearer, people.day_of(context, meeting)))
    if wearer is not None:
        people.set_declines(context, rota, wearer, 0)


def _next_noon(context: View) -> datetime:
    calendar = context.organisation.calendar
    return resolve(calendar.next_workday(local_day(context.now, calendar.zone)), time(12), calendar.zone)


def question(view: View, rota: Rota, meeting: Meeting) -> Card:
    """To the wearer; not answered is fine."""
    say = view.say
    return Card((
        text(say("Wat viel je op door de klantpet? Eén zin is genoeg.")),
        Small(say("Over {overleg}. Typ het gewoon hier.", overleg=times.called(view, rota, meeting))),
    ))  # fmt: skip


def asked(event: Shown, _context: Context) -> Outcome:
    """Only from when the question stands there are words an answer to it."""
    what, number, _ = parts(event.key)
    if what != "after" or not isinstance(event.to, Person):
        return Outcome()
    return Outcome(effects=(Expect(event.to, ANSWER, Ref("petturn", str(number)), event.at + WAITS),))


def answered(event: Said, context: Context) -> Outcome:
    """One sentence; customers' data and colleagues' names go before anybody can read it."""
    turn = pet_meetings.get_turn(context.tx, event.ref.number) if event.ref else None
    meeting = pet_meetings.get(context.tx, turn.meeting_id) if turn else None
    if turn is None or meeting is None or turn.person_id != context.person.id:
        return said(context.say("Dit overleg is te lang geleden. Dank je wel voor het meekijken!"))
    words = tidy(event.text)
    if not fits(words):
        again = Expect(context.person, ANSWER, event.ref, context.now + WAITS)
        return said(too_long(context), again)
    clean = cleaned(words, context)
    if not says_something(clean):
        return said(context.say("Dank je. Zonder de namen en nummers bleef er niets over; ik bewaar het niet."))
    number = rotas.saw(context.tx, meeting.rota_id, turn.id, ended(clean), context.now)
    return noted(context, number, changed=clean != words)


def fits(words: str) -> bool:
    """Something, and not too much; the full stop that we put there does not count."""
    return 0 < len(words.removesuffix(".")) <= LONGEST


def too_long(context: Context) -> str:
    """How much it may be."""
    return context.say("Schrijf het in één of twee zinnen, in hooguit {n} tekens.", n=LONGEST)


def cleaned(words: str, context: Context) -> str:
    """Without customers' data and colleagues' names."""
    return redact(words, context.colleagues(), keep=(context.organisation.name,)).text


def noted(context: Context, number: int, *, changed: bool) -> Outcome:
    """One card for what was seen: in other words, or shared, it changes."""
    seen = rotas.seen_one(context.tx, number)
    return Outcome(Private(kept(context, seen, changed=changed), key("noted", number))) if seen else Outcome()


def kept(view: View, seen: Seen, *, changed: bool = False) -> Card:
    """To who saw it: what is kept of it, and what can be done with that."""
    say, ref = view.say, seen_ref(seen.id)
    rota = rotas.get(view.tx, seen.rota_id) if seen.shared else None
    place = view.directory.places.get(rota.place_id) if rota else None
    line = say("Gedeeld in {plek}.", plek=view.place_called(place)) if place else say("Dank je, genoteerd.")
    note = (Small(say("Namen en nummers heb ik eruit gehaald.")),) if changed else ()
    share = () if seen.shared else (Button(say("Deel met het team"), "klantpet.share", ref),)
    row = buttons(*share, Offers(ref), Button(say("Aanpassen"), "klantpet.reword", ref, opens_form=True))
    return Card((text(line), Voice(seen.text), *note, row))


def own(ref: Ref | None, context: Context) -> Seen | None:
    """What the actor saw, for as long as it is known who saw it."""
    seen = rotas.seen_one(context.tx, ref.number) if ref and ref.kind == "seen" else None
    turn = pet_meetings.get_turn(context.tx, seen.turn_id) if seen and seen.turn_id else None
    return seen if turn and turn.person_id == context.person.id else None


def share(event: Action, context: Context) -> Outcome:
    """[Deel met het team]: only the one who saw it, and never where people from outside read along."""
    seen = own(event.ref, context)
    rota = rotas.get(context.tx, seen.rota_id) if seen else None
    if seen is None or rota is None:
        return said(context.say("Dit kan niet meer gedeeld worden."))
    place = context.directory.places.get(rota.place_id)
    if place is None or place.shared or place.state != "open":
        return said(
            context.say("In dat kanaal kan ik het niet delen: het is dicht, of er lezen mensen van buiten mee.")
        )
    rotas.share(context.tx, seen.id)
    show: Effect = Show(_key(seen), place, until=context.now + STANDS_BY)
    return Outcome(noted(context, seen.id, changed=False).reply, (show,))


def _key(seen: Seen) -> Key:
    return key("seen", seen.id)


def shared(view: View, seen: Seen) -> Card | None:
    """To the team: what was seen, without who saw it."""
    if not seen.shared:
        return None
    return Card((text(view.say("🧢 Gezien door de klantpet:")), Voice(seen.text), buttons(Offers(seen_ref(seen.id)))))
