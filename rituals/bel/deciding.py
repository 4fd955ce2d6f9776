"""What the ringer decides before the bell rings: the buttons of the private answer."""

from __future__ import annotations

from dataclasses import replace

from rituals.bel import answers
from rituals.bel.cards import sentence
from rituals.bel.moments import keep_until, unhurried
from rituals.bel.onward import answered, go_on, onward
from rituals.bel.public import still_to_come
from rituals.bel.reach import answer_key, key_of, rest_key, slot_of
from rituals.engine.context import Context
from rituals.engine.events import Action
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Plan, Private, Unplan, Withdraw
from rituals.engine.redact import find_private, without
from rituals.engine.tidy import says_something
from store import bells
from store.bells import Bell


def said(words: str) -> Outcome:
    """One sentence to the actor."""
    return Outcome(Private(sentence(words)))


def bell_of(ref: Ref | None, context: Context) -> Bell | None:
    """The bell that a button or a form is about."""
    return bells.get(context.tx, ref.number) if ref and ref.kind == "bell" else None


def own_bell(event: Action, context: Context) -> Bell | None:
    """The bell whose private answer was pressed; only its ringer has one."""
    bell = bell_of(event.ref, context)
    return bell if bell and bell.ringer_id == context.person.id else None


def gone(bell: Bell | None, context: Context) -> Outcome | None:
    """The sentence for a button that came too late."""
    if bell is None:
        return said(context.say("Deze bel ken ik niet meer."))
    if bell.state == "rung" or (bell.state == "waiting" and bell.rings_at <= context.now):
        return said(context.say("De bel is al gegaan."))
    if bell.state in ("cancelled", "withdrawn", "lapsed"):
        return said(context.say("Deze bel gaat niet meer."))
    return None


def _unasked(bell: Bell | None, context: Context) -> Outcome | None:
    """Too late, or too early: first the numbers and addresses in it."""
    if (late := gone(bell, context)) or bell is None:
        return late
    if bell.state == "editing" and find_private(bell.text):  # the question may have been left for the form
        bells.set_state(context.tx, bell, "asking")
        bell = replace(bell, state="asking")
    return answered(context, bell) if bell.state == "asking" else None


def _unsettled(bell: Bell | None, context: Context) -> Outcome | None:
    """Too late, or a form is open for it: what that brings comes first."""
    late = gone(bell, context)
    return late or (answered(context, bell) if bell and bell.state == "editing" else None)


def undo(bell: Bell) -> tuple[Effect, ...]:
    """Nothing of it rings, for now."""
    return (Withdraw(key_of(bell.id)), Withdraw(rest_key(bell.id)), Unplan(slot_of(bell)))


def now(event: Action, context: Context) -> Outcome:
    """[Nu luiden]."""
    bell = own_bell(event, context)
    if (late := _unasked(bell, context)) or bell is None:
        return late or Outcome()
    state, at = unhurried(context, busy=False)
    if state == "offered" and bell.state in ("offered", "editing"):  # the button hung there until the evening
        bells.set_state(context.tx, bell, state, at)
        return answered(context, replace(bell, state=state, rings_at=at))
    bells.set_state(context.tx, bell, "waiting", context.now)
    return onward(context, replace(bell, state="waiting", rings_at=context.now))


def silent(event: Action, context: Context) -> Outcome:
    """[Nu zonder geluid]: outside working hours."""
    bell = own_bell(event, context)
    if (late := _unasked(bell, context)) or bell is None:
        return late or Outcome()
    bells.set_state(context.tx, bell, "waiting", context.now, silent=True)
    return onward(context, replace(bell, state="waiting", rings_at=context.now, silent=True))


def keep(event: Action, context: Context) -> Outcome:
    """[Dinsdag 30 maart 09:00]."""
    bell = own_bell(event, context)
    if (late := _unasked(bell, context)) or bell is None:
        return late or Outcome()
    at = bell.rings_at if bell.rings_at > context.now else keep_until(context)
    bells.set_state(context.tx, bell, "kept", at)
    kept = replace(bell, state="kept", rings_at=at)
    return answered(context, kept, (Plan(slot_of(kept), at),))


def retry(event: Action, context: Context) -> Outcome:
    """[Luid hem nog eens]: there was no place for it, and perhaps there is one now."""
    bell = own_bell(event, context)
    if bell and bell.state == "lapsed":
        bells.set_state(context.tx, bell, "editing", context.now)
        bell = replace(bell, state="editing", rings_at=context.now)
    if (late := _unasked(bell, context)) or bell is None:
        return late or Outcome()
    return go_on(context, bell)


def cancel(event: Action, context: Context) -> Outcome:
    """[Annuleren]."""
    bell = own_bell(event, context)
    if (late := gone(bell, context)) or bell is None:
        return late or Outcome()
    bells.set_state(context.tx, bell, "cancelled")
    return answered(context, replace(bell, state="cancelled"), undo(bell))


def only_here(event: Action, context: Context) -> Outcome:
    """[Annuleren] of a bell that hangs under the ringer's message: it goes nowhere else."""
    bell = own_bell(event, context)
    places = still_to_come(context, bell) if bell else []
    if bell is None or not places:
        return gone(bell, context) or said(context.say("De bel is al gegaan."))
    effects = tuple(Withdraw(key, place) for place in places for key in (key_of(bell.id), rest_key(bell.id)))
    return Outcome(Private(sentence(context.say("Goed, de bel gaat alleen hier."))), effects)


def strip(event: Action, context: Context) -> Outcome:
    """[Haal weg]: numbers and addresses go."""
    bell = own_bell(event, context)
    if (late := _unsettled(bell, context)) or bell is None:
        return late or Outcome()
    original, text = original_of(context, bell), without(bell.text, find_private(bell.text))
    if not says_something(text):
        return Outcome(Private(answers.empty(context, bell), answer_key(bell.id)))
    return _settled(context, bell, text, without(original, find_private(original)))


def allow(event: Action, context: Context) -> Outcome:
    """[Mag erbij]: the ringer says that the numbers may stay."""
    bell = own_bell(event, context)
    if (late := _unsettled(bell, context)) or bell is None:
        return late or Outcome()
    return _settled(context, bell, bell.text, original_of(context, bell))


def name(event: Action, context: Context) -> Outcome:
    """[Naam mag erbij]: the customer's name as it was typed."""
    bell = own_bell(event, context)
    if (late := _unsettled(bell, context) or _unasked(bell, context)) or bell is None:
        return late or Outcome()
    return _settled(context, bell, original_of(context, bell))


def _settled(context: Context, bell: Bell, text: str, original: str | None = None) -> Outcome:
    """The ringer decided about names and numbers: on with it. `original` still has the names in full."""
    makers = bells.makers(context.tx, bell.id)
    sealed = context.sealer.seal(original) if original is not None and original != text else None
    bells.rewrite(context.tx, bell.id, text, sealed, makers, edited=False)
    return go_on(context, replace(bell, text=text, original=sealed))


def original_of(context: Context, bell: Bell) -> str:
    """The text with the names as they were typed."""
    return (context.sealer.open(bell.original) if bell.original else None) or bell.text
