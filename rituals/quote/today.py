"""How it stands with the quotes, for the one who asks."""

from __future__ import annotations

from rituals.engine.cards import Block, Button, Card, Small, Voice, buttons
from rituals.engine.context import Context, View
from rituals.engine.handing import sample
from rituals.engine.localtime import local_day
from rituals.quote import cards, files_example, rules
from rituals.quote.settings import AFDELINGEN, LOOK, SHARE, SMALL, protected_until
from store import quote_days, quote_stock, quotes
from store.quote_days import ORGANISATION
from store.quotes import Side


def today(context: Context) -> tuple[Block, ...]:
    """Today's quote; for a curator also what waits and how long there is enough."""
    if not context.may(SHARE):
        return ()
    return _said(context) + _work(context)


def _said(context: Context, *, pressed: bool = False) -> tuple[Block, ...]:
    """The quote that stands there today; `pressed`: with its buttons."""
    day = quote_days.get(context.tx, ORGANISATION, local_day(context.now, context.organisation.calendar.zone))
    quote = quotes.get(context.tx, day.quote_id) if day and day.posted_at else None
    if day is None or quote is None or quote.state != "ready":
        return ()
    row = (cards.row(context, quote, day.side),) if pressed else ()
    return (Voice(rules.fragment(quote.text)[0]), Small(cards.label(context, quote)), *row)


def _work(context: Context) -> tuple[Block, ...]:
    """For a curator."""
    if not context.may(LOOK):
        return ()
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
    return quote_stock.left(view.tx, rules.rested(day), few, hard=until is not None and day <= until)


def overview(context: Context) -> Card:
    """`/klant quote` by itself."""
    say = context.say
    said = _said(context, pressed=True) or (Small(say("Vandaag is er nog geen quote.")),)
    new = Button(say("Bewaar een quote"), "quote.new", opens_form=True)
    if not context.may(LOOK):
        return Card((*said, buttons(new)))
    row = (new, Button(say("Lees een bestand in"), "quote.file", opens_form=True))
    return Card((*said, *_work(context), buttons(*row, sample(say("Voorbeeldbestand"), "quote", files_example.NAME))))
