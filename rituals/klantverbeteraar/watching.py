"""Who looks after a round: never somebody who is a candidate in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rituals.engine import permissions
from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.outcome import Outcome, Private
from rituals.engine.sentences import told
from rituals.klantverbeteraar.names import round_of
from rituals.klantverbeteraar.settings import HOLD
from store import candidates, rounds
from store.accounts import Person
from store.candidates import Candidate

E = TypeVar("E", Action, FormSubmitted)


def candidates_in(view: View, round_id: str) -> frozenset[int]:
    """Everybody who can still win, or has."""
    of = rounds.get(view.tx, round_id)
    back = of is not None and of.state in ("nominating", "looking")
    every = candidates.of_round(view.tx, round_id)
    return frozenset(one.person_id for one in every if one.person_id and _can_win(one, back=back))


def _can_win(of: Candidate, *, back: bool) -> bool:
    """`back`: whoever was asked and stepped back may still change their mind."""
    return of.state in ("candidate", "hidden") or (back and of.state == "withdrawn" and of.asked_at is not None)


def watchers(view: View, round_id: str) -> list[Person]:
    """The ritueelhouders, else the beheerders, else the curators: the first of these who are no candidate themselves.

    Where all of them are, the ritueelhouders after all, for the words about others: a round without anybody would
    stand still.
    """
    themselves = candidates_in(view, round_id)
    for people in (view.holders(), permissions.beheerders(view), view.curators()):
        if free := [one for one in people if one.id not in themselves]:
            return free
    return view.holders()


def may_watch(context: Context, round_id: str) -> bool:
    """Four eyes: whoever is a candidate leaves it to another."""
    if context.actor is None:
        return False
    if is_watcher(context, context.actor, round_id):
        return True
    return context.may(HOLD) and context.actor.id not in candidates_in(context, round_id)


def is_watcher(view: View, person: Person, round_id: str) -> bool:
    """Whether this one looks after the round."""
    return person.id in {one.id for one in watchers(view, round_id)}


def by_watcher(handle: Callable[[E, Context], Outcome]) -> Callable[[E, Context], Outcome]:
    """The handler, for whoever looks after the round that it is about."""

    def guarded(event: E, context: Context) -> Outcome:
        if may_watch(context, round_of(event.ref)):
            return handle(event, context)
        words = context.say("Over deze ronde gaat nu een ander: jij bent zelf kandidaat, of dit is niet jouw taak.")
        return Outcome(Private(told(words)))

    return guarded
