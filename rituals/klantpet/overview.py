"""How the klantpet of a team stands: which meeting, the next turns, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from rituals.engine.cards import Block, Button, Card, More, Small, Strong, buttons, text
from rituals.engine.context import View
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.klantpet import cards, people, planning, rhythm, rules, times, troubles
from rituals.klantpet.names import place_ref, rota_ref
from store import pet_meetings
from store.accounts import Person
from store.pet_meetings import Meeting
from store.rotas import Rota

TURNS = 5
AT_ONCE = 3


def preview(view: View, rota: Rota) -> Card:
    """What was filled in, as it would go; nothing happens before [Start]."""
    say, ref = view.say, rota_ref(rota.id)
    change = Button(say("Aanpassen"), "klantpet.change", ref, opens_form=True)
    if rota.state == "on":
        return Card((*_about(view, rota), buttons(change)))
    note = Small(say("Zo gaat het als iedereen er is. Het begint als je op Start drukt."))
    start = Button(say("Start"), "klantpet.start", ref, "primary")
    return Card((*_about(view, rota), note, buttons(start, change)))


def standing(view: View, some: Sequence[Rota]) -> Card:
    """`/klant pet` where there is one already; what is done seldom stands behind the [⋯]."""
    blocks: list[Block] = []
    for rota in some[:AT_ONCE]:
        blocks += [*_about(view, rota), _row(view, rota)]
    return Card(tuple(blocks))


def _row(view: View, rota: Rota) -> Block:
    say, ref = view.say, rota_ref(rota.id)
    change = Button(say("Aanpassen"), "klantpet.change", ref, opens_form=True)
    if rota.state == "on":
        return buttons(Button(say("Klantpet nu"), "klantpet.now", _place(rota), opens_form=True), change, More(ref))
    go = Button(say("Start") if rota.state == "draft" else say("Ga verder"), "klantpet.start", ref, "primary")
    return buttons(go, change, More(ref))


def more(view: View, rota: Rota) -> tuple[Button, ...]:
    """Behind the [⋯] of a rota."""
    say, ref = view.say, rota_ref(rota.id)
    sure = say("Zal ik stoppen met de klantpet? Wie hoe vaak aan de beurt was, vergeet ik dan.")
    pause = (Button(say("Pauzeer"), "klantpet.pause", ref),) if rota.state == "on" else ()
    new = Button(say("Nog een overleg"), "klantpet.new", _place(rota), opens_form=True)
    return *pause, new, Button(say("Stop"), "klantpet.stop", ref, "danger", confirm=sure)


def _place(rota: Rota) -> Ref:
    return place_ref(rota.place_id)


def _about(view: View, rota: Rota) -> tuple[Block, ...]:
    say = view.say
    when = rhythm.spoken(rhythm.stored(rota.rhythm), say) if rota.rhythm else say("uit de agenda")
    name = rota.name or say("De klantpet")
    head = text(Strong(f"🧢 {name}"), f" · {when}")
    quiet = view.hush(view.directory.places.get(rota.place_id)) is not None
    state = (Small(say("Ligt even stil.")),) if rota.state == "paused" or quiet else ()
    return head, *state, *troubles.noted(view, rota), *_everybody(view, rota), *_turns(view, rota)


def _everybody(view: View, rota: Rota) -> tuple[Block, ...]:
    """Who is told of a channel need not be named; with a calendar the guests take part."""
    if not rota.everybody or rota.calendar_id:
        return ()
    return (Small(view.say("Iedereen hier doet mee: nu {aantal} mensen.", aantal=len(people.listed(view, rota)))),)


def _turns(view: View, rota: Rota) -> tuple[Block, ...]:
    """The next five, as it would go if everybody who is expected comes."""
    coming = _coming(view, rota)[:TURNS]
    if not coming:
        return ()
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
    known = people.standing(view, rota, ())
    found: list[str] = []
    for at, meeting in coming:
        day = local_day(at, view.organisation.calendar.zone)
        come = _expected(view, rota, meeting, day)
        turn = pet_meetings.wearer(view.tx, meeting.id) if meeting else None
        known = rules.joined(known, come)
        chosen = turn.person_id if turn else _chosen(view, rota, known, come, day)
        found.append(cards.name_of(view, chosen) if chosen else _nobody(view, come))
        known = rules.held(known, come, chosen, day)
    return found


def _nobody(view: View, come: dict[int, Person]) -> str:
    """Why nobody is named: whoever reads it can do something about too few, and need not about the other."""
    return view.say("te weinig mensen voor de klantpet") if len(come) < rules.FEWEST else view.say("nog niemand")


def _chosen(view: View, rota: Rota, known: rules.Rota, come: dict[int, Person], day: date) -> int | None:
    able = people.able(view, rota, come.values(), day)
    some = replace(known, standings=tuple(one for one in known.standings if one.person in able))
    return rules.choose(some, come, rules.seed_of(str(rota.id), day))


def _expected(view: View, rota: Rota, meeting: Meeting | None, day: date) -> dict[int, Person]:
    """Who is not free or away on that day, as far as it is known."""
    if meeting is not None:
        return people.coming(view, rota, meeting)
    named = people.there(view, people.listed(view, rota))
    return {number: one for number, one in named.items() if view.working(number, day)}
