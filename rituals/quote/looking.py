"""A colleague looks over what came in, before anybody sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from rituals.engine import seen
from rituals.engine.cards import Card, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, SlotDue
from rituals.engine.localtime import local_day
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, Outcome, Private, Show, Withdraw
from rituals.engine.sentences import said
from rituals.quote import cards, rules
from rituals.quote.clean import cleaned
from rituals.quote.today import stock
from store import quotes
from store.accounts import Person
from store.quotes import Quote, Side

LOOK_AT = time(11)
"""When the curators get what came in; after the quote of the day."""
LOW = Key("quote", "low")
"""One message that comes and goes, so that nobody hears the same twice."""


def due(event: SlotDue, context: Context) -> Outcome:
    """One message a day to the curators, with at most five, when something waits; and a word when stock runs low."""
    if context.hush():
        return Outcome()
    return Outcome(effects=(*_to_look(event, context), *_stock(context)))


def _to_look(event: SlotDue, context: Context) -> tuple[Effect, ...]:
    if not quotes.waiting(context.tx):
        return ()
    key, until = Key("quote", f"look/{event.slot.local}"), context.now + timedelta(days=1)
    turn = turns(context, date.fromisoformat(event.slot.local))
    people = turn if _left_lying(context) else turn[:1]
    return tuple(Show(key, person, kind="task", until=until) for person in people)


def _stock(context: Context) -> tuple[Effect, ...]:
    """Before praise or criticism runs out each curator hears it once; when there is enough again it is no more true."""
    if rules.lasts(stock(context)) >= rules.ENOUGH:
        return (Withdraw(LOW),)
    if running_low(context) is None:
        return ()
    told = {row.person_id for row in context.where(LOW) if not row.withdrawn and row.reason != "lapsed"}
    until = context.now + timedelta(days=2)
    return tuple(Show(LOW, one, kind="nudge", until=until) for one in context.curators() if one.id not in told)


def running_low(view: View) -> Card | None:
    """Which kind runs out, and how soon; nothing when there is enough again, or none left."""
    found = stock(view)
    side = rules.running_low(found)
    return cards.running_low(view, side, rules.lasts(found)) if side else None


def turns(context: Context, day: date) -> list[Person]:
    """The curators, each working day another one first."""
    people = context.curators()
    start = day.toordinal() % len(people) if people else 0
    return people[start:] + people[:start]


def _left_lying(context: Context) -> bool:
    """Whether the first curator let something lie for a working day: then the others hear it too."""
    calendar = context.organisation.calendar
    today = local_day(context.now, calendar.zone)
    oldest = next(iter(quotes.to_look_at(context.tx, 1)), None)
    return oldest is not None and date.fromisoformat(oldest.received_on) < calendar.previous_workday(today)


def card(view: View) -> Card:
    """The oldest five that wait; drawn anew after each press."""
    return cards.to_look_at(view, quotes.to_look_at(view.tx, rules.AT_ONCE), quotes.waiting(view.tx))


def look(_event: Action, context: Context) -> Outcome:
    """[Bekijk ze samen]."""
    return Outcome(Private(card(context), Key("quote", "look/now")))


def good(event: Action, context: Context) -> Outcome:
    """[Goed]."""
    return _decide(event, context, None)


def good_positive(event: Action, context: Context) -> Outcome:
    """[Goed, positief]."""
    return _decide(event, context, "positive")


def good_critical(event: Action, context: Context) -> Outcome:
    """[Goed, kritisch]."""
    return _decide(event, context, "critical")


def good_mixed(event: Action, context: Context) -> Outcome:
    """[Goed, gemengd]."""
    return _decide(event, context, "mixed")


def allow(event: Action, context: Context) -> Outcome:
    """[Goed, mag erin]: also of a small team, also in a protected time."""
    return _decide(event, context, None, allowed=True)


def _decide(event: Action, context: Context, side: Side | None, *, allowed: bool = False) -> Outcome:
    quote = waiting(event.ref, context)
    if quote is None:
        return _looked_at(context)
    if not seen.are_those(event.ref, quote.text):
        return _changed(context, quote)
    known = replace(quote, side=side or quote.side)
    if known.side is None:
        return said(context.say("Kies eerst of deze quote positief, kritisch of gemengd is."))
    if side is not None:
        quotes.set_side(context.tx, quote.id, side)
    if side is not None and cards.held(context, known):
        return _once_more(context, known, context.say("Dit is kritiek die nu gevoelig ligt. Mag de quote er toch in?"))
    if not quotes.decide(context.tx, quote, "ready", context.person.id):
        return _looked_at(context)
    if allowed:
        quotes.allow(context.tx, quote.id)
    _without_colleagues(context, quote, known.side)
    return _next(context)


def _once_more(context: Context, quote: Quote, why: str) -> Outcome:
    """The same quote, as it is now."""
    return Outcome(Private(Card((text(why), *cards.one_to_look_at(context, quote)))))


def _without_colleagues(context: Context, quote: Quote, side: Side | None) -> None:
    """In criticism no colleague is named."""
    if side == "positive":
        return
    clean = cleaned(context, quote.text)
    if clean.text != quote.text:
        quotes.reword(context.tx, quote.id, clean.text)


def refuse(event: Action, context: Context) -> Outcome:
    """[Niet doen]."""
    quote = waiting(event.ref, context)
    if quote is not None and not seen.are_those(event.ref, quote.text):
        return _changed(context, quote)
    if quote is None or not quotes.decide(context.tx, quote, "refused", context.person.id):
        return _looked_at(context)
    return _next(context)


def _changed(context: Context, quote: Quote) -> Outcome:
    return _once_more(context, quote, context.say("Deze quote is intussen veranderd. Lees hem nog een keer."))


def _looked_at(context: Context) -> Outcome:
    return said(context.say("Deze quote is al bekeken. Dank je!"))


def waiting(ref: Ref | None, context: Context) -> Quote | None:
    """The quote that was pressed, while nobody decided about it."""
    thing = seen.thing_of(ref)
    quote = quotes.get(context.tx, thing.number) if thing and thing.kind == "quote" else None
    return quote if quote and quote.state == "new" else None


def _next(context: Context) -> Outcome:
    """What is left to look at, in the same message where there is one."""
    day = local_day(context.now, context.organisation.calendar.zone)
    message = Show(Key("quote", f"look/{day.isoformat()}"), None)
    return Outcome(Private(card(context), Key("quote", "look/now")), (message,))
