"""How it stands with the quotes, for the one who asks."""

from __future__ import annotations

from rituals.engine.cards import Block, Button, Card, Small, Voice, buttons
from rituals.engine.context import Context, View
from rituals.engine.handing import sample
from rituals.engine.localtime import local_day
from rituals.quote import cards, files_example, rules
from rituals.quote.names import ref_of
from rituals.quote.settings import AFDELINGEN, LOOK, SHARE, SMALL, protected_until
from store import quote_days, quotes
from store.quote_days import ORGANISATION
from store.quotes import Quote, Side


def today(context: Context) -> tuple[Block, ...]:
    """Today's quote; for a curator also what waits and how long there is enough."""
    if not context.may(SHARE):
        return ()
    quote = of_today(context)
    blocks: tuple[Block, ...] = ()
    if quote is not None:
        blocks = (Voice(rules.fragment(quote.text)[0]), Small(cards.label(context, quote)))
    return blocks + (_work(context) if context.may(LOOK) else ())


def of_today(context: Context) -> Quote | None:
    """The quote that stands there today."""
    day = local_day(context.now, context.organisation.calendar.zone)
    found = quote_days.get(context.tx, ORGANISATION, day)
    quote = quotes.get(context.tx, found.quote_id) if found and found.posted_at else None
    return quote if quote and quote.state == "ready" else None


def _work(context: Context) -> tuple[Block, ...]:
    say, left = context.say, quotes.waiting(context.tx)
    blocks: tuple[Block, ...] = (Small(cards.stock_words(context, days_left(context))),)
    if left:
        blocks += (Small(cards.waiting_words(context, left)), buttons(Button(say("Bekijk ze"), "quote.look")))
    return blocks


def days_left(context: View) -> int:
    """For how many working days there are quotes."""
    return rules.lasts(stock(context))


def stock(view: View) -> dict[Side, int]:
    """How many of each kind may be used today; not what waits for a curator's leave."""
    day, until = local_day(view.now, view.organisation.calendar.zone), protected_until(view)
    few = rules.of_a_few((*view.setting(AFDELINGEN), *view.setting(SMALL)), view.setting(SMALL))
    return quotes.stock(view.tx, rules.rested(day), few, hard=until is not None and day <= until)


def overview(context: Context) -> Card:
    """`/klant quote` by itself."""
    say, quote = context.say, of_today(context)
    blocks = today(context)
    if quote is None:
        blocks = (Small(say("Vandaag is er nog geen quote.")), *blocks)
    row = [Button(say("Bewaar een quote"), "quote.new", opens_form=True)]
    row += [Button(say("Geef een compliment"), "quote.praise", ref_of(quote), opens_form=True)] if quote else []
    if not context.may(LOOK):
        return Card((*blocks, buttons(*row)))
    row.append(Button(say("Lees een bestand in"), "quote.file", opens_form=True))
    return Card((*blocks, buttons(*row, sample(say("Voorbeeldbestand"), "quote", files_example.NAME))))
