"""What colleagues do with a quote: read all of it, and pass the thanks on."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card, Offers, buttons, text
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one, several
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.sentences import said
from rituals.engine.tidy import says_something, tidy
from rituals.engine.wrong import report_form
from rituals.quote import cards, rules
from rituals.quote.clean import softened
from rituals.quote.forms import praise_form
from rituals.quote.looking import waiting
from rituals.quote.names import compliment_ref, key_of, ref_of
from rituals.quote.posting import where_it_stands
from rituals.quote.settings import LOOK
from store import accounts, quote_days, quotes
from store.accounts import Person
from store.quotes import Quote


def standing(ref: Ref | None, context: Context) -> Quote | None:
    """The quote that was pressed, while it may be seen."""
    quote = quotes.get(context.tx, ref.number) if ref and ref.kind == "quote" else None
    return quote if quote and quote.state == "ready" else None


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """The [⋯] of a quote."""
    quote, say = standing(ref, context), context.say
    if quote is None:
        return ()
    thanks = Button(say("Geef een compliment"), "quote.praise", ref, opens_form=True)
    found = [thanks] if rules.takes_praise(quote.side) else []
    found += [Button(say("Hele verhaal"), "quote.story", ref)] if rules.fragment(quote.text)[1] else []
    found += [Button(say("Er klopt iets niet"), "quote.wrong", ref, opens_form=True)]
    if context.may(LOOK):
        sure = say("Zal ik deze quote overal weghalen, voor iedereen?")
        found += [
            Button(say("Aanpassen"), "quote.change", ref, opens_form=True),
            Button(say("Haal de quote weg"), "quote.away", ref, "danger", sure),
        ]
    return tuple(found)


def story(event: Action, context: Context) -> Outcome:
    """[Hele verhaal]; a curator reads it before it stands anywhere."""
    quote = standing(event.ref, context) or (waiting(event.ref, context) if context.may(LOOK) else None)
    return Outcome(Private(cards.story(context, quote))) if quote else _gone(context)


def praise(event: Action, context: Context) -> Outcome:
    """[Geef een compliment]; a button of before may still stand under what is criticism by now."""
    quote = standing(event.ref, context)
    if quote is None:
        return _gone(context)
    if not rules.takes_praise(quote.side):
        return said(context.say("Deze quote is kritisch. Een compliment kun je geven onder een positieve quote."))
    return Outcome(ShowForm(praise_form(context, ref_of(quote))))


def compliment(event: FormSubmitted, context: Context) -> Outcome:
    """In the thread for everybody, and in full to whoever it is for."""
    quote = standing(event.ref, context)
    words = tidy(one(event.values, "text"))
    if quote is None:
        return _gone(context)
    if not says_something(words):
        return Outcome(FormErrors({"text": context.say("Schrijf in een paar woorden wat je wilt zeggen.")}))
    given = quote_days.of_quote(context.tx, quote.id)
    chosen = several(event.values, "to")
    people, called = _receivers(context, chosen)
    if not given:
        return _gone(context)
    if any(chosen) and not called:
        words = context.say("Een compliment is voor een ander. Kies een {collega}, of laat leeg voor iedereen.")
        return Outcome(FormErrors({"to": words}))
    called = called or context.say("iedereen")
    number = quote_days.praise(context.tx, given[-1], context.person.id, called, [each.id for each in people],
                               softened(words), context.now)  # fmt: skip
    effects: list[Effect] = [
        Show(Key("quote", f"compliment/{number}"), place, thread=key)
        for key, place in where_it_stands(context, quote.id) if key == key_of(given[-1])
    ]  # fmt: skip
    until = context.now + timedelta(days=14)
    effects += [Show(Key("quote", f"received/{number}"), each, kind="task", until=until) for each in people]
    thanks = context.say("Mooi, je compliment aan {wie} is verstuurd.", wie=called)
    return Outcome(Private(Card((text(thanks), buttons(Offers(compliment_ref(number)))))), tuple(effects))


def _receivers(context: Context, values: tuple[str, ...]) -> tuple[list[Person], str]:
    """Who gets it in private, and how they are called together; nobody gives one to themselves."""
    ids = [Ref("person", each.partition(":")[2]).number for each in values if each.startswith("person:")]
    people = [person for person in accounts.many(context.tx, ids).values() if person.id != context.person.id]
    named = context.called(people)
    words = [softened(tidy(each)[:80]) for each in values if not each.startswith("person:")]
    called = [*(named[person.id] for person in people), *(each for each in words if each)]
    return people, context.say.names(called)


def thank(event: Action, context: Context) -> Outcome:
    """[Bedank Sanne]: once, by whoever got the compliment."""
    found = quote_days.compliment_of(context.tx, event.ref.number) if event.ref else None
    if found is None or context.person.id not in quote_days.receivers(context.tx, found.id):
        return _gone(context)
    giver = accounts.get(context.tx, found.giver_id) if found.giver_id else None
    if not quote_days.thank(context.tx, found.id, context.person.id, context.now) or giver is None:
        return said(context.say("Je hebt al bedankt. Fijn!"))
    key, until = Key("quote", f"thanked/{found.id}/{context.person.id}"), context.now + timedelta(days=7)
    name = context.called([giver])[giver.id]
    effects = (Show(key, giver, kind="task", until=until), Show(Key("quote", f"received/{found.id}"), None))
    return Outcome(Private(cards.sentence(context.say("{naam} leest dat je bedankt.", naam=name))), effects)


def wrong(event: Action, context: Context) -> Outcome:
    """[Er klopt iets niet]."""
    quote = standing(event.ref, context)
    if quote is None:
        return _gone(context)
    return Outcome(ShowForm(report_form(context, "quote.report", ref_of(quote))))


def _gone(context: Context) -> Outcome:
    return said(context.say("Deze quote staat er niet meer."))
