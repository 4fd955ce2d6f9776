"""How the klantpet of a team stands: which meeting, the next turns, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rituals.engine.cards import Block, Button, Card, Small, Strong, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.localtime import local_day
from rituals.klantpet import cards, people, planning, rhythm, rules, times
from rituals.klantpet.names import place_ref, rota_ref
from store import pet_meetings
from store.pet_meetings import Meeting
from store.places import Place
from store.rotas import Rota

TURNS = 5
AT_ONCE = 3


def preview(context: Context, rota: Rota) -> Card:
    """What was filled in, as it would go; nothing happens before [Start]."""
    say, ref = context.say, rota_ref(rota.id)
    start = (Button(say("Start"), "klantpet.start", ref, "primary"),) if rota.state != "on" else ()
    change = Button(say("Aanpassen"), "klantpet.change", ref, opens_form=True)
    return Card((*_about(context, rota), buttons(*start, change)))


def standing(context: Context, place: Place, some: Sequence[Rota]) -> Card:
    """`/klant pet` where there is one already."""
    blocks: list[Block] = []
    for rota in some[:AT_ONCE]:
        blocks += [*_about(context, rota), _row(context, rota)]
    say, ref = context.say, place_ref(place.id)
    more = Button(say("Nog een overleg"), "klantpet.new", ref, opens_form=True)
    return Card((*blocks, buttons(Button(say("Klantpet nu"), "klantpet.now", ref, opens_form=True), more)))


def _row(context: Context, rota: Rota) -> Block:
    say, ref = context.say, rota_ref(rota.id)
    change = Button(say("Aanpassen"), "klantpet.change", ref, opens_form=True)
    sure = say("Zal ik stoppen met de klantpet? Wie hoe vaak aan de beurt was, vergeet ik dan.")
    stop = Button(say("Stop"), "klantpet.stop", ref, "danger", confirm=sure)
    if rota.state == "on":
        return buttons(change, Button(say("Pauzeer"), "klantpet.pause", ref), stop)
    go = Button(say("Start") if rota.state == "draft" else say("Ga verder"), "klantpet.start", ref, "primary")
    return buttons(go, change, stop)


def _about(context: Context, rota: Rota) -> tuple[Block, ...]:
    say = context.say
    when = rhythm.spoken(rhythm.stored(rota.rhythm), say) if rota.rhythm else say("uit de agenda")
    head = text(Strong(f"🧢 {rota.name or say('De klantpet')}"), f" · {when}")
    state = (Small(say("Ligt even stil.")),) if rota.state == "paused" else ()
    return head, *state, *_broken(context, rota), *_turns(context, rota)


def _broken(view: View, rota: Rota) -> tuple[Block, ...]:
    if not rota.broken_at:
        return ()
    return (Small(view.say("De agenda is niet te lezen. Kies Aanpassen en plak het adres opnieuw, of typ een ritme.")),)


def _turns(view: View, rota: Rota) -> tuple[Block, ...]:
    """The next five, as it would go if everybody who is expected comes."""
    coming = _coming(view, rota)[:TURNS]
    if not coming:
        line = view.say("Zodra ik de agenda heb gelezen, zie je hier wie er aan de beurt is.")
        return (Small(line),) if rota.calendar_id else ()
    names = _names(view, rota, coming)
    return tuple(
        text(f"{cards.capital(times.day(view, at))}: {name}") for (at, _), name in zip(coming, names, strict=True)
    )


def _coming(view: View, rota: Rota) -> list[tuple[datetime, Meeting | None]]:
    """The moments of the next meetings; those further ahead than is planned come from the rhythm."""
    if not rota.rhythm:
        return [(one.starts, one) for one in pet_meetings.coming(view.tx, rota.id, view.now)]
    known = {one.starts: one for one in pet_meetings.coming(view.tx, rota.id, view.now)}
    until = view.now + planning.AHEAD * 30
    found = rhythm.moments(rhythm.stored(rota.rhythm), view.now, until, view.organisation.calendar)
    return [(one.starts, known.get(one.starts)) for one in found[:TURNS]]


def _names(view: View, rota: Rota, coming: Sequence[tuple[datetime, Meeting | None]]) -> list[str]:
    """Who it would be each time; whoever was told already is certain."""
    come = _expected(view, rota, coming[0][1])
    day_of = [local_day(at, view.organisation.calendar.zone) for at, _ in coming]
    turns = [pet_meetings.wearer(view.tx, one.id) if one else None for _, one in coming]
    known = people.standing(view, rota, come)
    found: list[str] = []
    for day, turn in zip(day_of, turns, strict=True):
        chosen = turn.person_id if turn else _chosen(rota, known, come, day)
        found.append(cards.name_of(view, chosen) if chosen else view.say("nog niemand"))
        known = rules.held(known, come, chosen, day)
    return found


def _chosen(rota: Rota, known: rules.Rota, come: set[int], day: date) -> int | None:
    return rules.choose(known, come, rules.seed_of(str(rota.id), day))


def _expected(view: View, rota: Rota, first: Meeting | None) -> set[int]:
    if first is not None:
        return set(people.coming(view, rota, first))
    return set(people.there(view, people.listed(view, rota)))
