"""Something is not right with a quote: hidden at once when somebody is recognised, and taken away everywhere."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Refresh, Show
from rituals.engine.sentences import said
from rituals.engine.tidy import tidy
from rituals.engine.wrong import reasons, settled
from rituals.quote import cards
from rituals.quote.clean import cleaned
from rituals.quote.names import ref_of
from rituals.quote.posting import where_it_stands
from store import quotes, reports, stories
from store.quotes import Quote


def report(event: FormSubmitted, context: Context) -> Outcome:
    """Only that somebody is recognised hides it at once; the curators hear all of it, and not from whom."""
    quote, reason = _quote(event.ref, context), one(event.values, "reason")
    if quote is None or quote.state not in ("ready", "checked"):
        return said(context.say("Deze quote staat er niet meer."))
    if reason not in reasons(context):
        return Outcome(FormErrors({"reason": context.say("Kies wat er mis is.")}))
    words = cleaned(context, tidy(one(event.values, "text"))[:1000]).text
    number = reports.add(context.tx, str(ref_of(quote)), context.person.id, reason, words, context.now)
    effects: list[Effect] = []
    if reason == "person":
        quotes.set_state(context.tx, quote.id, "checked", None)
        effects.append(Refresh(ref_of(quote)))
    until = context.now + timedelta(days=7)
    effects += [Show(Key("quote", f"report/{number}"), each, kind="task", until=until) for each in context.curators()]
    hidden = context.say("Dank je. De quote is nu even niet te zien, en een curator kijkt ernaar.")
    thanks = hidden if reason == "person" else context.say("Dank je. Een curator kijkt ernaar.")
    return Outcome(Private(cards.sentence(thanks)), tuple(effects))


def away(event: Action, context: Context) -> Outcome:
    """[Haal de quote weg]: every card says so, and the curator reads where it stood."""
    quote = _quote(event.ref, context)
    if quote is None or quote.state == "gone":
        return said(context.say("Deze quote hebben we al weggehaald."))
    stood = list(dict.fromkeys(context.place_called(place) for _, place in where_it_stands(context, quote.id)))
    quotes.set_state(context.tx, quote.id, "gone", context.person.id)
    words = context.say("Weggehaald. De quote stond nog nergens.")
    if stood:
        words = context.say("Weggehaald. De quote stond in {plekken}.", plekken=context.say.names(stood))
    return Outcome(Private(cards.sentence(words)), (Refresh(ref_of(quote)),))


def back(event: Action, context: Context) -> Outcome:
    """[Laat staan]: looked at, and well."""
    quote = _quote(event.ref, context)
    if quote is None or quote.state not in ("ready", "checked"):
        return said(context.say("Deze quote hebben we al weggehaald."))
    quotes.set_state(context.tx, quote.id, "ready", context.person.id)
    # A story that grew from it was hidden with it, and is read with it.
    grown = (Ref("story", str(number)) for number in stories.grown_from(context.tx, str(ref_of(quote))))
    told = settled(context, (ref_of(quote), *grown))
    words = context.say("Goed, de quote blijft staan.")
    return Outcome(Private(cards.sentence(words)), (Refresh(ref_of(quote)), *told))


def _quote(ref: Ref | None, context: Context) -> Quote | None:
    return quotes.get(context.tx, ref.number) if ref and ref.kind == "quote" else None
