"""From what a colleague heard to a quote that waits to be looked over."""

from __future__ import annotations

import re
from dataclasses import replace

from rituals.engine import seen, showing
from rituals.engine.cards import Block, Button, Card, Small, Voice, buttons, text
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormChanged, FormSubmitted, Said
from rituals.engine.filled import one, several
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, Private, Refresh, ShowForm
from rituals.engine.sentences import said
from rituals.engine.tidy import isolated, says_something, tidy
from rituals.quote import cards, forms, rules
from rituals.quote.clean import Cleaned, cleaned
from rituals.quote.forms import quote_form
from rituals.quote.names import ref_of
from rituals.quote.settings import AFDELINGEN, CHANNELS, LOOK, THEMES
from rituals.quote.today import overview
from store import accounts, quotes
from store.quotes import NewQuote, Quote, Side

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")
_SIDES: dict[str, Side] = {"positive": "positive", "critical": "critical", "mixed": "mixed"}


def command(event: Command, context: Context) -> Outcome:
    """`/klant quote <words>` saves them at once; without words it tells how things stand."""
    words = by_name(event, context)
    if event.picked:
        return Outcome(ShowForm(quote_form(context, words=tidy(words)[: rules.LONGEST])))
    if not words.strip():
        return Outcome(Private(overview(context)))
    return saved(context, words)


def by_name(event: Command | Said, context: Context) -> str:
    """What was typed, with a colleague's full name for each mention: a nickname would be shown to everybody."""
    words = event.text
    for mention, person in context.mentioned(event.mentions).items():
        words = words.replace(mention, person.name)
    return words


def saved(context: Context, typed: str) -> Outcome:
    """One line is enough: the rest can be added, and a curator looks at it."""
    words = tidy(typed)
    if (wrong := problem(context, words)) is not None:
        return said(wrong)
    clean = cleaned(context, words)
    if (twin := quotes.same_as(context.tx, clean.text)) is not None:
        return said(known_already(context, twin))
    new = replace(_new(context, clean, words), side=None)
    number = quotes.add(context.tx, new, context.now)
    return _noted(context, number, clean)


def new(_event: Action, context: Context) -> Outcome:
    """[Bewaar een quote]."""
    return Outcome(ShowForm(quote_form(context)))


def change(event: Action, context: Context) -> Outcome:
    """[Aanpassen]: who brought it while nobody looked yet, a curator always."""
    quote = _changeable(context, event.ref)
    if quote is None:
        return said(_looked_at(context))
    return Outcome(ShowForm(quote_form(context, quote)))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form: a new quote, or another text for one."""
    words = tidy(one(event.values, "text"))
    if (wrong := problem(context, words)) is not None:
        return Outcome(FormErrors({"text": wrong}))
    contact, complaint = _contact(event, context)
    if complaint:
        return Outcome(FormErrors({"contact": complaint}))
    clean = cleaned(context, words)
    new = _labelled(event, context, _new(context, clean, words), contact)
    if event.ref is not None:
        return _rewritten(context, event.ref, new, clean)
    if (twin := quotes.same_as(context.tx, clean.text)) is not None:
        return Outcome(FormErrors({"text": known_already(context, twin)}))
    return _noted(context, quotes.add(context.tx, new, context.now), clean)


def preview(event: FormChanged, context: Context) -> tuple[Block, ...]:
    """What is taken out of the words so far."""
    return showing.changes(context.say, cleaned(context, tidy(one(event.values, event.field))).changes)


def _rewritten(context: Context, ref: Ref, new: NewQuote, clean: Cleaned) -> Outcome:
    quote = _changeable(context, seen.thing_of(ref))
    if quote is None:
        return said(_looked_at(context))
    if not seen.are_those(ref, *forms.as_read(quote)):
        changed = context.say("Deze quote is intussen veranderd. Open hem opnieuw, dan zie je wat er nu staat.")
        return Outcome(FormErrors({"text": changed}))
    twin = quotes.same_as(context.tx, clean.text)
    if twin is not None and twin.id != quote.id:
        return Outcome(FormErrors({"text": known_already(context, twin)}))
    # What stands, or may, has a side: without one it would never come again.
    new = replace(new, side=new.side or quote.side, original=new.original or quote.original)
    if not quotes.rewrite(context.tx, quote, new):
        return said(_looked_at(context))
    outcome = _noted(context, quote.id, clean)
    return Outcome(outcome.reply, (Refresh(ref_of(quote)),))


def _looked_at(context: Context) -> str:
    return context.say("Deze quote is al bekeken. Vraag een curator om hem aan te passen.")


def _noted(context: Context, number: int, clean: Cleaned) -> Outcome:
    """What became of it, with what was taken out, and the way to add to it or to look it over."""
    quote, say = quotes.get(context.tx, number), context.say
    if quote is None:
        return Outcome()
    looks = context.may(LOOK) and quote.state == "new"
    thanks = say("Dank je, genoteerd. Een {collega} bekijkt de quote nog.")
    if context.may(LOOK):
        thanks = say("Genoteerd. Mag deze quote erin?") if looks else say("Genoteerd.")
    blocks: list[Block] = [text(thanks), Voice(rules.fragment(quote.text)[0])]
    if clean.changes:
        blocks.append(Small(taken_out(context, clean)))
    if looks:
        blocks.append(cards.look_row(context, quote))
    else:
        blocks.append(buttons(Button(say("Aanpassen"), "quote.change", ref_of(quote), opens_form=True)))
    return Outcome(Private(Card(tuple(blocks))))


def taken_out(context: Context, clean: Cleaned) -> str:
    """ "Ik maakte van ‘Jan de Vries’ ‘meneer V.’."."""
    pairs = [
        context.say("van ‘{voor}’ ‘{na}’", voor=isolated(before), na=isolated(after)) for before, after in clean.changes
    ]
    return context.say("Ik maakte {paren}.", paren=context.say.names(pairs))


def known_already(context: Context, twin: Quote) -> str:
    """The same words came before."""
    if twin.state == "new":
        return context.say("Deze quote is al bewaard en wordt nog bekeken.")
    return context.say("Deze quote hebben we al.")


def problem(context: Context, words: str) -> str | None:
    """Why these words cannot be a quote."""
    if not says_something(words) or rules.is_only_keys(words):
        return context.say("Typ wat {de_klant} zei, in gewone woorden.")
    if len(words) > rules.LONGEST:
        return context.say("Dat is te lang voor een quote. Kies het stuk dat je bijbleef, hooguit {n} tekens.",
                           n=rules.LONGEST)  # fmt: skip
    return None


def _new(context: Context, clean: Cleaned, words: str) -> NewQuote:
    return NewQuote(
        text=clean.text, source="colleague", received_on=local_day(context.now, context.organisation.calendar.zone),
        original=context.sealer.seal(words) if clean.changes else None, giver_id=context.person.id,
    )  # fmt: skip


def _labelled(event: FormSubmitted, context: Context, new: NewQuote, contact: int | None) -> NewQuote:
    values = event.values
    theme, afdeling, channel, month = (one(values, name) for name in ("theme", "afdeling", "channel", "month"))
    return replace(
        new, side=_SIDES.get(one(values, "side")), theme=theme if theme in context.setting(THEMES) else "",
        afdeling=afdeling if afdeling in context.setting(AFDELINGEN) else "",
        channel=channel if channel in CHANNELS else "", month=month if _MONTH.fullmatch(month) else "",
        contact_id=contact, anonymous=one(values, "tells") == forms.NOBODY,
    )  # fmt: skip


def _contact(event: FormSubmitted, context: Context) -> tuple[int | None, str]:
    """Who can tell the customer something, or what is missing; a colleague who was named is the answer."""
    named = several(event.values, "contact")
    match one(event.values, "tells") or (forms.SOMEBODY if named else ""):
        case forms.ME:
            return context.person.id, ""
        case forms.SOMEBODY:
            ids = [Ref("person", each.partition(":")[2]).number for each in named]
            people = [person for person in accounts.many(context.tx, ids).values() if person.member and person.active]
            return (people[0].id, "") if people else (None, context.say("Kies de collega die deze {klant} kent."))
        case _:
            return None, ""


def _changeable(context: Context, ref: Ref | None) -> Quote | None:
    quote = quotes.get(context.tx, ref.number) if ref and ref.kind == "quote" else None
    if quote is None or quote.state in ("gone", "refused"):
        return None
    own = quote.state == "new" and quote.giver_id == context.person.id
    return quote if own or context.may(LOOK) else None
