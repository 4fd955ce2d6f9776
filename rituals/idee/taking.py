"""Somebody makes it better: takes an idea or a quote up, is asked how it goes, and may give it back."""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.context import Context, View
from rituals.engine.events import Action, MemberLeft, SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Plan, Private, Show
from rituals.engine.sentences import said
from rituals.idee import cards, rules
from rituals.idee.keys import FREED, NUDGED, key_of, slot_of
from rituals.idee.saying import changed, idea_at
from rituals.idee.settings import SHARE
from rituals.idee.voices import voice_of
from store import accounts, idea_lists, idea_standing, ideas
from store.accounts import Person
from store.ideas import Idea

ASKED_AT = time(10)


def may_take(view: View, person: Person | None, ref: Ref) -> bool:
    """[Ik pak dit op] stands on a quote until somebody did, or it was settled."""
    standing = idea_standing.of(view.tx, str(ref))
    return (person is None or view.may_person(person, SHARE)) and not (standing.taken or standing.finished)


def take(event: Action, context: Context) -> Outcome:
    """[Ik pak dit op], on a quote or on an idea."""
    idea = _to_take(event, context)
    if isinstance(idea, Outcome):
        return idea
    if not ideas.take(context.tx, idea.id, context.person.id, context.now):
        return _too_late(context, idea)
    return Outcome(Private(cards.taken(context, idea)), (*changed(context, idea), *_plans(context, idea)))


def _to_take(event: Action, context: Context) -> Idea | Outcome:
    """The idea; for a quote the one without words that stands for it."""
    ref = event.ref
    if ref is None or ref.kind != "quote":
        return idea_at(event, context) or said(context.say("Dit idee is er niet meer."))
    about = str(ref)
    standing = idea_standing.of(context.tx, about)
    if voice_of(context.tx, ref) is None:
        return said(context.say("Deze quote staat er niet meer."))
    if standing.taken:
        return _taken_by(context, standing.owner_id)
    if standing.finished:
        return said(context.say("Dit is al geregeld. Mooi, hè?"))
    here = context.place.id if context.place else None
    found = ideas.untaken(context.tx, about)
    new = None if found else ideas.add(context.tx, None, "", context.now, about=about, place_id=here)
    found = found or ideas.get(context.tx, new or 0)
    return found or said(context.say("Dit idee is er niet meer."))


def _too_late(context: Context, idea: Idea) -> Outcome:
    now = ideas.get(context.tx, idea.id) or idea  # another may have taken it up at this very moment
    if now.state == "taken":
        return _taken_by(context, now.owner_id)
    return said(context.say("Dit is al geregeld. Mooi, hè?"))


def _taken_by(context: Context, owner_id: int | None) -> Outcome:
    say = context.say
    if owner_id == context.person.id:
        return said(say("Dit heb jij al opgepakt. Fijn!"))
    name = cards.capital(cards.name_of(context, owner_id))
    return said(say("{naam} heeft dit al opgepakt. Heb je er een idee bij? Vertel het gerust.", naam=name))


def _plans(context: Context, idea: Idea) -> tuple[Effect, ...]:
    """Two questions, and the day on which it is open to others again."""
    today = _today(context)
    moments = [(NUDGED, days) for days in rules.NUDGES] + [(FREED, rules.FREE)]
    return tuple(plan_on(context, idea, name, today + timedelta(days=days)) for name, days in moments)


def plan_on(context: Context, idea: Idea, name: str, day: date) -> Plan:
    """A moment of an idea, on the morning of a day."""
    return Plan(slot_of(idea.id, name, day), resolve(day, ASKED_AT, context.organisation.calendar.zone))


def _today(view: View) -> date:
    return local_day(view.now, view.organisation.calendar.zone)


def own(event: Action, context: Context) -> Idea | Outcome:
    """What is in the actor's hands; or the sentence for a button that came too late."""
    idea, say = idea_at(event, context), context.say
    if idea is None:
        return said(say("Dit idee is er niet meer."))
    if idea.state in ("done", "told"):
        return said(say("Dit is al geregeld. Mooi, hè?"))
    if idea.state != "taken" or idea.owner_id != context.person.id:
        return said(say("Jij hebt dit nu niet opgepakt. Typ {/idee} om te zien wat er openstaat."))
    return idea


def busy(event: Action, context: Context) -> Outcome:
    """[Nog bezig]: the time begins anew."""
    idea = own(event, context)
    if isinstance(idea, Outcome):
        return idea
    ideas.take_again(context.tx, idea.id, context.now)
    return said(context.say("Top, ga rustig door. Over twee weken vraag ik het nog eens."), *_plans(context, idea))


def give_back(event: Action, context: Context) -> Outcome:
    """[Geef terug]."""
    idea = own(event, context)
    if isinstance(idea, Outcome):
        return idea
    ideas.free(context.tx, idea.id)
    return said(context.say("Geen probleem. Het staat weer open voor een ander."), *changed(context, idea))


def held_for(view: View, idea: Idea) -> int:
    """Days since it was taken up, or since its owner said to be at it still; -1 when it is in nobody's hands."""
    if idea.state != "taken" or idea.taken_at is None:
        return -1
    return (_today(view) - local_day(idea.taken_at, view.organisation.calendar.zone)).days


def _of(event: SlotDue, context: Context) -> Idea | None:
    return ideas.get(context.tx, Ref.parse(event.slot.subject).number)


def ask(event: SlotDue, context: Context) -> Outcome:
    """After two and four weeks: how does it go?"""
    idea = _of(event, context)
    owner = accounts.get(context.tx, idea.owner_id) if idea and idea.owner_id else None
    if idea is None or owner is None or held_for(context, idea) < rules.NUDGES[0] or not _is_day(event, context, idea):
        return Outcome()
    key, until = key_of(idea.id, f"{NUDGED}/{event.slot.local}"), context.now + timedelta(days=rules.GRACE)
    return Outcome(effects=(Show(key, owner, kind="nudge", until=until),))


def _is_day(event: SlotDue, context: Context, idea: Idea) -> bool:
    """Whether this moment was planned when it was last taken up, and not before."""
    since = local_day(idea.taken_at, context.organisation.calendar.zone) if idea.taken_at else None
    return since is not None and (date.fromisoformat(event.slot.local) - since).days in rules.NUDGES


def release(event: SlotDue, context: Context) -> Outcome:
    """After six weeks quietly open again; after a pause its owner first has a week."""
    idea = _of(event, context)
    if idea is None or held_for(context, idea) < rules.FREE:
        return Outcome()
    if hush := context.hush():
        ends = local_day(hush.until, context.organisation.calendar.zone)
        return Outcome(effects=(plan_on(context, idea, FREED, ends + timedelta(days=rules.GRACE)),))
    ideas.free(context.tx, idea.id)
    owner = accounts.get(context.tx, idea.owner_id) if idea.owner_id else None
    until = context.now + timedelta(days=rules.GRACE)
    word = (Show(key_of(idea.id, f"{FREED}/{event.slot.local}"), owner, kind="nudge", until=until),) if owner else ()
    return Outcome(effects=(*word, *changed(context, idea)))


def left(event: MemberLeft, context: Context) -> Outcome:
    """What a leaver had in hands is open again."""
    workspace = context.directory.workspaces.get((event.platform, event.workspace))
    known = accounts.find(context.tx, workspace.id, event.account) if workspace else None
    if known is None or known.person.active:
        return Outcome()
    effects: list[Effect] = []
    for idea in idea_lists.of_owner(context.tx, known.person.id):
        ideas.free(context.tx, idea.id)
        effects += changed(context, idea)
    return Outcome(effects=tuple(effects))
