"""Stilte for all rituals, a pause for one: until a day, visible, never silently."""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.cards import ChoiceField, DateField, Form, Option
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted
from rituals.engine.localtime import local_day, resolve
from rituals.engine.outcome import FormErrors, Outcome, Private, ShowForm
from rituals.engine.ritual import Ritual
from rituals.engine.when import day_words, parse_until
from rituals.klant import cards
from rituals.klant.settings import LOOK_AFTER
from store import hushes

ALL = "all"
LONGEST = timedelta(days=366)


def hush(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant stil tot morgen`."""
    if not cards.cared_for(context):
        return _say(context.say(LOOK_AFTER.refusal))
    if words.lower() in ("klaar", "uit", "stop", "voorbij"):
        return resume("", _event, context)
    last = parse_until(words, _today(context), context.organisation.calendar) if words else _today(context)
    return _begin(context, None, last)


def pause(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant pauzeer bel t/m 15 augustus`."""
    first, _, rest = words.partition(" ")
    ritual = _ritual(context, first)
    if ritual is None:
        return _say(context.say("Welk ritueel? Typ bijvoorbeeld: /klant pauzeer bel t/m 15 augustus."))
    if not cards.in_charge(context, ritual):
        return _say(context.say(LOOK_AFTER.refusal))
    return _begin(context, ritual, parse_until(rest, _today(context), context.organisation.calendar) if rest else None)


def resume(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant hervat bel`, `/klant stil klaar`."""
    ritual = _ritual(context, words) if words else None
    name = ritual.name if ritual else None
    running = [one for one in context.directory.hushes if one.until > context.now and one.ritual == name]
    if not running or (words and ritual is None):
        return _say(context.say("Er is nu niets stil of gepauzeerd."))
    if not all(cards.may_lift(context, one) for one in running):
        return _say(context.say(LOOK_AFTER.refusal))
    for one in running:
        hushes.lift(context.tx, one.id, context.now)
    return _say(context.say("We gaan weer gewoon verder. Er wordt niets ingehaald."))


def lift(event: Action, context: Context) -> Outcome:
    """[Weer gewoon]."""
    running = {one.id: one for one in context.directory.hushes if one.until > context.now}
    found = running.get(event.ref.number) if event.ref else None
    if found is None:
        return _say(context.say("Er is nu niets stil of gepauzeerd."))
    if not cards.may_lift(context, found):
        return _say(context.say(LOOK_AFTER.refusal))
    hushes.lift(context.tx, found.id, context.now)
    return _say(context.say("We gaan weer gewoon verder. Er wordt niets ingehaald."))


def form_button(_event: Action, context: Context) -> Outcome:
    """[Stil of pauze]."""
    if not cards.cared_for(context):
        return _say(context.say(LOOK_AFTER.refusal))
    say = context.say
    everything = Option(ALL, say("Alles: het is even stil"))
    rituals = tuple(Option(ritual.name, say(ritual.title)) for ritual in cards.cared_for(context))
    fields = (
        ChoiceField("what", say("Wat moet stil zijn?"), (everything, *rituals), (ALL,)),
        DateField("last", say("Tot en met welke dag?"), value=_today(context).isoformat()),
    )
    return Outcome(ShowForm(Form("klant.quiet", say("Stil of pauze"), fields, say("Zet stil"))))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form."""
    what = event.values.get("what", ())
    name = what if isinstance(what, str) else next(iter(what), "")
    ritual = _ritual(context, name)
    if ritual is None and name != ALL:
        return Outcome(FormErrors({"what": context.say("Kies wat er stil moet zijn.")}))
    if not (cards.in_charge(context, ritual) if ritual else cards.cared_for(context)):
        return Outcome(FormErrors({"what": context.say(LOOK_AFTER.refusal)}))
    try:
        last = date.fromisoformat(str(event.values.get("last", "")))
    except ValueError:
        return Outcome(FormErrors({"last": context.say("Kies een dag.")}))
    if not _today(context) <= last <= _today(context) + LONGEST:
        return Outcome(FormErrors({"last": context.say("Kies vandaag of een dag binnen een jaar.")}))
    return _begin(context, ritual, last)


def _begin(context: Context, ritual: Ritual | None, last: date | None) -> Outcome:
    say = context.say
    if last is None or last > _today(context) + LONGEST:
        return _say(say("Tot wanneer? Typ bijvoorbeeld ‘tot morgen’ of ‘t/m 15 augustus’."))
    zone = context.organisation.calendar.zone
    until = resolve(last + timedelta(days=1), time(0), zone)
    name = ritual.name if ritual else None
    for earlier in context.directory.hushes:
        if (earlier.ritual, earlier.place_id) == (name, None) and earlier.until > context.now:
            hushes.lift(context.tx, earlier.id, context.now)
    hushes.add(context.tx, name, None, context.now, until, context.person.id)
    words = day_words(last, _today(context), say.locale)
    if ritual is None:
        return _say(say("Het is stil t/m {dag}. Daarna wordt er niets ingehaald.", dag=words))
    return _say(say("{ritueel} is gepauzeerd t/m {dag}.", ritueel=say(ritual.title), dag=words))


def _ritual(context: Context, word: str) -> Ritual | None:
    wanted = context.organisation.meant(word)
    return next((ritual for ritual in context.rituals if ritual.name == wanted and not ritual.house), None)


def _today(context: Context) -> date:
    return local_day(context.now, context.organisation.calendar.zone)


def _say(words: str) -> Outcome:
    return Outcome(Private(cards.sentence(words)))
