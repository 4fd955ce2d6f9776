"""Another text for a bell: before it rings, and for a quarter of an hour after."""

from __future__ import annotations

from dataclasses import replace

from rituals.bel import rules
from rituals.bel.cards import form as form_of
from rituals.bel.cards import ref_of, sentence
from rituals.bel.deciding import bell_of, gone, original_of, own_bell, said, undo
from rituals.bel.onward import Typed, go_on, onward
from rituals.bel.reach import answer_key, key_of, rest_key
from rituals.bel.settings import HOLD
from rituals.engine.cards import Option
from rituals.engine.context import Context
from rituals.engine.events import Action
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Refresh, Show, ShowForm
from rituals.engine.redact import find_private
from store import accounts, bells
from store.bells import Bell


def edit(event: Action, context: Context) -> Outcome:
    """[Aanpassen]: a bell that is about to ring waits; one that has rung can be changed for a quarter of an hour."""
    bell = own_bell(event, context) or changeable(event, context)
    if bell is None or (bell.state == "rung" and not may_change(context, bell)):
        return said(context.say("Deze bel kun je niet meer aanpassen."))
    effects: tuple[Effect, ...] = ()
    if bell.state == "rung":
        pass
    elif late := gone(bell, context):
        return late
    elif bell.state != "editing":
        bells.set_state(context.tx, bell, "editing")
        effects = (*undo(bell), Show(answer_key(bell.id), context.person, kind="answer"))
    form = form_of(context, bell, original_of(context, bell), maker_options(context, bell))
    return Outcome(ShowForm(form), effects)


def maker_options(context: Context, bell: Bell) -> tuple[Option, ...]:
    """The makers as a person field has them."""
    makers = bells.makers(context.tx, bell.id)
    people = accounts.many(context.tx, bells.people_of(makers))
    named = [(f"person:{one.person_id}", people[one.person_id].name) for one in makers if one.person_id in people]
    return tuple(Option(*pair) for pair in named + [(one.words, one.words) for one in makers if one.words])


def changed(context: Context, ref: Ref, typed: Typed) -> Outcome:
    """The form of a bell that existed already."""
    bell = bells.get(context.tx, ref.number)
    if bell is None or not may_change(context, bell):
        return Outcome(FormErrors({"text": context.say("Deze bel kun je niet meer aanpassen.")}))
    text = typed.shown
    if bell.state == "rung":
        allowed = {one.text for one in find_private(bell.text)}
        if any(one.text not in allowed for one in find_private(text)):
            words = context.say("Er staat een nummer of adres in. Haal dat weg, dan pas ik de bel aan.")
            return Outcome(FormErrors({"text": words}))
        edited = bell.edited or text != bell.text
        bells.rewrite(context.tx, bell.id, text, None, typed.makers, edited=edited)
        told = Private(sentence(context.say("Bewaard. De bel is aangepast.")))
        return Outcome(told, (Refresh(ref_of(bell)), Show(rest_key(bell.id), None), *_rest(context, bell, text)))
    if (late := gone(bell, context)) is not None:
        return late
    sealed = context.sealer.seal(typed.text) if text != typed.text else None
    bells.rewrite(context.tx, bell.id, text, sealed, typed.makers, edited=False)
    changed = replace(bell, text=text, original=sealed)
    if find_private(text):
        bells.set_state(context.tx, bell, "asking")
        return onward(context, replace(changed, state="asking"), typed)
    return go_on(context, changed, typed)


def _rest(context: Context, bell: Bell, text: str) -> tuple[Effect, ...]:
    """What no longer fits on the card goes into its thread, wherever the bell hangs."""
    if not rules.split(text)[1]:
        return ()
    key, until, places = key_of(bell.id), context.now + rules.CHATS_WAIT, context.directory.places
    there = [places[row.place_id] for row in context.where(key) if row.posted and row.place_id in places]
    return tuple(Show(rest_key(bell.id), place, until=until, thread=key) for place in there)


def may_change(context: Context, bell: Bell) -> bool:
    """The ringer until it rings and for a quarter of an hour after, a ritueelhouder always."""
    place = context.directory.places.get(bell.place_id) if bell.place_id else None
    holder = context.may(HOLD, place)
    return rules.may_change(bell.ringer_id, context.person.id, bell.rung_at or context.now, context.now, holder=holder)


def changeable(event: Action, context: Context) -> Bell | None:
    """The bell that was pressed, when this person may change it."""
    bell = bell_of(event.ref, context)
    return bell if bell and bell.state == "rung" and may_change(context, bell) else None
