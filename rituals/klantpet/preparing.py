"""A turn comes with a question that the team did not hear lately, and with what a customer said."""

from __future__ import annotations

from collections.abc import Collection

from rituals.engine.context import View
from rituals.klantpet import people, questions, rules, times, voices
from rituals.klantpet.people import day_of
from store import pet_meetings, rotas
from store.accounts import Person
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota

REMEMBERED = 99
"""Questions of a team that are remembered, so that none comes back before the others had their turn."""


def next_turn(view: View, rota: Rota, meeting: Meeting, come: dict[int, Person]) -> Turn | None:
    """Whose turn it is among those who come, written down; None when it is nobody's.

    Who declined for this meeting, gave it away, or could not take it over, is not asked again.
    """
    before = pet_meetings.turns(view.tx, meeting.id)
    tried = {one.person_id for one in before if one.state in ("declined", "given", "cannot")}
    chosen = choose(view, rota, meeting, come, but=tried)
    if chosen is None:
        return None
    question, voice = (before[-1].question, before[-1].voice) if before else _prepared(view, rota, meeting)
    pet_meetings.told(view.tx, meeting.id, None)
    number = pet_meetings.add_turn(view.tx, Turn(0, meeting.id, chosen, "asked", question, voice, None))
    return pet_meetings.get_turn(view.tx, number)


def choose(
    view: View, rota: Rota, meeting: Meeting, come: dict[int, Person], but: Collection[int] = ()
) -> int | None:  # fmt: skip
    """By the balances of the rota: newcomers are known from here on."""
    known = people.standing(view, rota, come)
    people.keep(view, rota, known)
    day = day_of(view, meeting)
    able = people.able(view, rota, come.values(), day) - set(but)
    some = rules.Rota(tuple(one for one in known.standings if one.person in able), known.meetings, known.seats)
    return rules.choose(some, come, rules.seed_of(str(rota.id), day), _wearing(view, meeting))


def _wearing(view: View, meeting: Meeting) -> set[int]:
    """Who wears one on that day already, in whichever team."""
    zone = view.organisation.calendar.zone
    since, until = times.whole_day(day_of(view, meeting), zone)
    others = (one for one in pet_meetings.between(view.tx, since, until) if one.id != meeting.id)
    turns = (pet_meetings.wearer(view.tx, one.id) for one in others)
    return {one.person_id for one in turns if one}


def _prepared(view: View, rota: Rota, meeting: Meeting) -> tuple[str, str | None]:
    seed = f"{rota.id}/{meeting.id}"
    used = rota.questions.split()
    kind: questions.Kind = next((one for one in questions.KINDS if one == rota.kind), "general")
    question = questions.next_question(kind, used, seed).id
    rotas.asked(view.tx, rota.id, [*used[-REMEMBERED:], question])
    return question, voices.chosen(view, rota.kind, seed)
