"""What an author or a ritueelhouder may do: say that two ideas are one, or take one away."""

from __future__ import annotations

from datetime import date, timedelta

from rituals.engine.cards import Button
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, Show, ShowForm, Withdraw
from rituals.engine.sentences import said
from rituals.idee import cards, rules
from rituals.idee.keys import REMOVED, home_key, key_of, week_key
from rituals.idee.saying import changed, idea_at
from rituals.idee.settings import HOLD
from store import accounts, idea_lists, idea_support, ideas
from store.ideas import Idea

OFFERED = 20
"""So many ideas to choose from: the nearest ones."""


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """The [⋯] of an idea."""
    idea, say = ideas.get(context.tx, ref.number), context.say
    if ref.kind != "idea" or idea is None or idea.state in ("merged", "gone"):
        return ()
    found: list[Button] = []
    if _may_change(context, idea) and _may_merge(context, idea):
        found.append(Button(say("Hoort bij …"), "idee.merge", ref, opens_form=True))
    if idea.state == "taken" and idea.owner_id == context.person.id:
        found += cards.owner_buttons(context, idea)
    if _may_change(context, idea):
        found.append(Button(say("Haal weg"), "idee.remove", ref, "danger", _sure(context, idea)))
    return (*found, Button(say("Alle ideeën"), "idee.list"))


def _sure(context: Context, idea: Idea) -> str:
    """What goes with it is said, and nothing that is not there."""
    if idea_support.counts(context.tx, [idea.id]).get(idea.id):
        return context.say("Zal ik dit idee weghalen, met alle steun?")
    return context.say("Zal ik dit idee weghalen?")


def _may_change(context: Context, idea: Idea) -> bool:
    """The author until it is done, a ritueelhouder always."""
    active = idea.state in ("asked", "open", "taken")
    return context.may(HOLD) or (active and idea.author_id == context.person.id)


def _may_merge(context: Context, idea: Idea) -> bool:
    """Not what a colleague is at work on."""
    own = idea.state == "taken" and idea.owner_id == context.person.id
    return bool(idea.what) and (idea.state == "open" or own)


def merge(event: Action, context: Context) -> Outcome:
    """[Hoort bij …]."""
    idea = _changeable(event, context)
    if isinstance(idea, Outcome):
        return idea
    others = [one for one in idea_lists.comparable(context.tx, rules.COMPARED) if one[0] != idea.id]
    if not others:
        return said(context.say("Er is nog geen ander idee waar dit bij kan horen."))
    words = dict(others)
    near = [(of, words[of]) for of in rules.nearest(idea.what, others, OFFERED)]
    return Outcome(ShowForm(cards.merge_form(context, idea, near)))


def _changeable(event: Action | FormSubmitted, context: Context) -> Idea | Outcome:
    idea = idea_at(event, context)
    if idea is None or not _may_merge(context, idea):
        return said(context.say("Dit idee staat niet meer open, dus het blijft zoals het is."))
    return idea if _may_change(context, idea) else said(context.say(HOLD.refusal))


def merged(event: FormSubmitted, context: Context) -> Outcome:
    """The form: from here on they are one."""
    idea = _changeable(event, context)
    if isinstance(idea, Outcome):
        return idea
    chosen = event.values.get("into", ())
    into = ideas.get(context.tx, Ref("idea", chosen if isinstance(chosen, str) else next(iter(chosen), "")).number)
    if into is None or into.id == idea.id or into.state not in ("open", "taken"):
        return Outcome(FormErrors({"into": context.say("Kies een idee dat nog openstaat of is opgepakt.")}))
    if not ideas.merge(context.tx, idea, into, context.now):
        return said(context.say("Dit idee staat niet meer open, dus het blijft zoals het is."))
    authors = accounts.many(context.tx, {one for one in (idea.author_id, into.author_id) if one})
    until = context.now + timedelta(days=rules.GRACE)
    words = [Show(key_of(idea.id, "merged"), person, kind="nudge", until=until)
             for person in authors.values() if person.id != context.person.id]  # fmt: skip
    thanks = context.say("Gedaan. De twee ideeën gaan samen verder, met de steun voor allebei.")
    return said(thanks, *words, *changed(context, idea), *changed(context, into))


def remove(event: Action, context: Context) -> Outcome:
    """[Haal weg]."""
    idea = idea_at(event, context)
    if idea is None:
        return said(context.say("Dit idee is er niet meer."))
    if not _may_change(context, idea):
        return said(context.say(HOLD.refusal))
    ideas.remove(context.tx, idea.id)
    private = (Show(key_of(idea.id, what), None) for what in ("tell", "thanked"))
    week = (Show(week_key(date.fromisoformat(idea.week)), None),) if idea.week else ()
    effects = (Withdraw(home_key(idea.id)), *week, *private, *_tell_owner(context, idea), *changed(context, idea))
    return said(context.say("Het idee is weg."), *effects)


def _tell_owner(context: Context, idea: Idea) -> tuple[Show, ...]:
    """A word to who was at work on it: what they would have been asked about is not there any more."""
    owner = accounts.get(context.tx, idea.owner_id) if idea.state == "taken" and idea.owner_id else None
    if owner is None or owner.id == context.person.id:
        return ()
    until = context.now + timedelta(days=rules.GRACE)
    return (Show(key_of(idea.id, REMOVED), owner, kind="task", until=until),)
