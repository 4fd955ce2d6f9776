"""[Aanpassen]: what somebody saw in other words, also where it was shared already."""

from __future__ import annotations

from rituals.engine.cards import Form, TextField
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.outcome import FormErrors, Outcome, Refresh, ShowForm
from rituals.engine.tidy import ended, says_something, tidy
from rituals.klantpet import afterwards
from rituals.klantpet.names import seen_ref
from rituals.klantpet.wearing import said
from store import rotas
from store.rotas import Seen


def reword(event: Action, context: Context) -> Outcome:
    """The form, filled in."""
    seen = afterwards.own(event.ref, context)
    return Outcome(ShowForm(_form(context, seen))) if seen else _too_late(context)


def _form(context: Context, seen: Seen) -> Form:
    say = context.say
    # A platform refuses a value above the limit, and what stands for a name may be longer than the name was.
    most = max(afterwards.LONGEST, len(seen.text))
    words = TextField("words", say("Wat viel je op?"), value=seen.text, multiline=True, max_length=most)
    return Form("klantpet.reword", say("Aanpassen"), (words,), say("Bewaar"), ref=seen_ref(seen.id))


def _too_late(context: Context) -> Outcome:
    return said(context.say("Dit kun je niet meer aanpassen."))


def reworded(event: FormSubmitted, context: Context) -> Outcome:
    """The team reads the new words where the old ones stood."""
    seen, words = afterwards.own(event.ref, context), tidy(one(event.values, "words"))
    if seen is None:
        return _too_late(context)
    clean = afterwards.cleaned(words, context)
    if not afterwards.fits(words):
        return Outcome(FormErrors({"words": afterwards.too_long(context)}))
    if not says_something(clean):
        return Outcome(FormErrors({"words": context.say("Zonder de namen en nummers blijft er niets over.")}))
    rotas.rewrite(context.tx, seen.id, ended(clean))
    outcome = afterwards.noted(context, seen.id, changed=clean != words)
    return Outcome(outcome.reply, (Refresh(seen_ref(seen.id)),))
