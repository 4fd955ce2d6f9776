"""It is done: what the customer notices, who hears it, and how it comes home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rituals.engine.clusters import cut
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted, SlotDue
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.sentences import said
from rituals.idee import cards, loop, rules
from rituals.idee.keys import HOME, home_key, key_of
from rituals.idee.saying import changed, idea_at, text_of
from rituals.idee.taking import own, plan_on
from rituals.idee.voices import contact_of
from store import accounts, ideas
from store.accounts import Person
from store.ideas import Hears, Idea

HEARS: dict[str, Hears] = {"contact": "contact", "all": "all", "nobody": "nobody"}


def done(event: Action, context: Context) -> Outcome:
    """[Klaar]."""
    idea = own(event, context)
    if isinstance(idea, Outcome):
        return idea
    return Outcome(ShowForm(cards.done_form(context, idea, loop.abouts(context, idea))))


def finished(event: FormSubmitted, context: Context) -> Outcome:
    """The form: done, and on its way to whoever hears it."""
    idea = idea_at(event, context)
    if idea is None or idea.state != "taken" or idea.owner_id != context.person.id:
        return said(context.say("Jij hebt dit nu niet opgepakt. Typ {/idee} om te zien wat er openstaat."))
    effect, thanks = rules.clean(text_of(event, "effect")), rules.bare(text_of(event, "thanks"))[:100]
    chosen = event.values.get("hears", ())
    hears = HEARS.get(chosen if isinstance(chosen, str) else next(iter(chosen), ""))
    if not effect.text:
        return Outcome(FormErrors({"effect": context.say("Schrijf in één zin wat {de_klant} nu merkt.")}))
    if hears is None:
        return Outcome(FormErrors({"hears": context.say("Kies wie dit hoort.")}))
    teller = _teller(context, idea) if hears == "contact" else None
    hears = "nobody" if hears == "contact" and teller is None else hears
    ideas.finish(context.tx, idea.id, cut(effect.text, rules.LINE), thanks, hears, teller.id if teller else None,
                 context.now)  # fmt: skip
    return _onward(context, idea.id, teller, effect.instead)


def _teller(context: Context, idea: Idea) -> Person | None:
    """Who tells the customer: the quote's contact, if that is still a colleague."""
    contact_id = contact_of(context.tx, loop.abouts(context, idea))
    person = accounts.get(context.tx, contact_id) if contact_id else None
    return person if person and person.active else None


def _onward(context: Context, idea_id: int, teller: Person | None, instead: tuple[str, ...]) -> Outcome:
    idea = ideas.get(context.tx, idea_id)
    if idea is None:
        return Outcome()
    say, words = context.say, cards.note(context, instead)
    if teller is None:
        card = cards.sentence(say("Geregeld! Dat is mooi werk. Ik vertel het waar het begon."))
        return Outcome(Private(replace(card, blocks=(*card.blocks, *words))), _comes_home(context, idea))
    today = local_day(context.now, context.organisation.calendar.zone)
    until = context.now + timedelta(days=rules.GRACE)
    effects = (
        Show(key_of(idea.id, "tell"), teller, kind="task", until=until),
        plan_on(context, idea, HOME, today + timedelta(days=rules.GRACE)),
        *changed(context, idea),
    )
    card = cards.sentence(_asked(context, teller))
    return Outcome(Private(replace(card, blocks=(*card.blocks, *words))), effects)


def _asked(context: Context, teller: Person) -> str:
    if teller.id == context.person.id:
        return context.say("Geregeld! Dat is mooi werk. Nu hoef jij het alleen nog aan {de_klant} te vertellen.")
    name = context.called([teller])[teller.id]
    return context.say("Geregeld! Dat is mooi werk. Ik vraag {naam} om het {de_klant} te vertellen.", naam=name)


def _comes_home(context: Context, idea: Idea) -> tuple[Effect, ...]:
    """A new post where it began, and a word to the author; to those of ideas that went on as part of it too."""
    if not ideas.come_home(context.tx, idea.id):
        return ()
    every = [idea, *ideas.merged_into(context.tx, idea.id)]
    authors = {one.author_id for one in every if one.author_id and one.author_id != idea.owner_id}
    until = context.now + timedelta(days=rules.GRACE)
    words = (Show(key_of(idea.id, "thanked"), person, kind="nudge", until=until)
             for person in accounts.many(context.tx, authors).values())  # fmt: skip
    posts = (Show(home_key(idea.id), place, until=until) for place in loop.homes(context, idea))
    return (*posts, *words, *changed(context, idea))


def told(event: Action, context: Context) -> Outcome:
    """[Gedaan]: the customer knows."""
    idea = _to_tell(event, context)
    if isinstance(idea, Outcome):
        return idea
    ideas.tell(context.tx, idea.id, context.now)
    home = _comes_home(context, idea) or (Show(home_key(idea.id), None),)
    return said(context.say("Dank je wel! Nu weet {de_klant} het ook."), *home)


def cannot(event: Action, context: Context) -> Outcome:
    """[Lukt niet]: that is no failure either."""
    idea = _to_tell(event, context)
    if isinstance(idea, Outcome):
        return idea
    return said(context.say("Geen probleem. Ik vertel het in elk geval aan de collega's."), *_comes_home(context, idea))


def _to_tell(event: Action, context: Context) -> Idea | Outcome:
    idea = idea_at(event, context)
    if idea is None or idea.state not in ("done", "told") or idea.teller_id != context.person.id:
        return said(context.say("Een ander vertelt dit. Jij hoeft niets te doen."))
    if idea.told_at:
        return said(context.say("Je hebt het al verteld. Dank je wel!"))
    return idea


def waited(event: SlotDue, context: Context) -> Outcome:
    """Nobody said whether the customer knows: colleagues hear it all the same."""
    idea = ideas.get(context.tx, Ref.parse(event.slot.subject).number)
    return Outcome(effects=_comes_home(context, idea)) if idea and idea.state == "done" else Outcome()
