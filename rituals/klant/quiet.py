"""Stilte for all rituals, a pause for one: until a day, visible, never silently."""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.cards import Card, ChoiceField, DateField, Form, Option
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted
from rituals.engine.localtime import local_day, resolve
from rituals.engine.outcome import FormErrors, Outcome, Private, ShowForm
from rituals.engine.ritual import Ritual
from rituals.engine.when import day_words, parse_until
from rituals.klant import cards
from rituals.klant.caring import cared_for, in_charge, meant, real, refused, unknown
from store import hushes
from store.hushes import Hush

ALL = "all"
LONGEST = timedelta(days=366)
OVER = frozenset({"klaar", "uit", "stop", "voorbij", "weg", "done", "off", "over", "end", "ended"})


def hush(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant stil tot morgen`."""
    if not cared_for(context):
        return _say(refused(context))
    if words.lower() in OVER:
        return resume("", _event, context)
    last = parse_until(words, _today(context), context.organisation.calendar) if words else _today(context)
    return _begin(context, None, last)


def pause(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant pauzeer bel t/m 15 augustus`."""
    ritual, rest = meant(context, words)
    if ritual is None and words:
        return _say(unknown(context))
    if ritual is None:
        return _say(context.say("Welk ritueel? Typ bijvoorbeeld: {/klant} pauzeer bel t/m 15 augustus."))
    if not in_charge(context, ritual):
        return _say(refused(context, ritual))
    return _begin(context, ritual, parse_until(rest, _today(context), context.organisation.calendar) if rest else None)


def resume(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant hervat bel`, `/klant stil klaar`."""
    ritual, _ = meant(context, words)
    if ritual is None and words:
        return _say(unknown(context))
    name = ritual.name if ritual else None
    return _lift(context, [one for one in _running(context) if one.ritual == name])


def lift(event: Action, context: Context) -> Outcome:
    """[Weer gewoon], [Hervat de bel]."""
    return _lift(context, [one for one in _running(context) if event.ref and one.id == event.ref.number])


def _running(context: Context) -> list[Hush]:
    return [one for one in context.directory.hushes if one.until > context.now]


def _lift(context: Context, ended: list[Hush]) -> Outcome:
    """End these, which are all of one kind, and say what is still quiet."""
    if not ended:
        state = cards.state(context)
        return Outcome(Private(Card(state))) if state else _say(context.say("Er is nu niets stil of gepauzeerd."))
    ritual = next((one for one in context.rituals if one.name == ended[0].ritual), None)
    if not all(cards.may_lift(context, one) for one in ended):
        return _say(refused(context, ritual))
    for one in ended:
        hushes.lift(context.tx, one.id, context.now)
    still = [one for one in _running(context) if one not in ended and (ritual is None or one.ritual is None)]
    return _say(_after(context, ritual, still))


def _after(context: Context, ritual: Ritual | None, still: list[Hush]) -> str:
    say = context.say
    if not still:
        return say("We gaan weer gewoon verder. We halen niets in.")
    ended = (
        say("{ritueel} is niet meer gepauzeerd.", ritueel=say(ritual.title))
        if ritual
        else say("Het is niet meer stil.")
    )
    return " ".join((ended, *(cards.still_hushed(context, one) for one in still)))


def form_button(_event: Action, context: Context) -> Outcome:
    """[Stil of pauze]."""
    if not cared_for(context):
        return _say(refused(context))
    say = context.say
    everything = Option(ALL, say("Alles: het is even stil"))
    rituals = tuple(Option(ritual.name, say(ritual.title)) for ritual in cared_for(context))
    fields = (
        ChoiceField("what", say("Wat moet stil zijn?"), (everything, *rituals), (ALL,)),
        DateField("last", say("Tot en met welke dag?"), value=_today(context).isoformat()),
    )
    return Outcome(ShowForm(Form("klant.quiet", say("Stil of pauze"), fields, say("Zet stil"))))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form."""
    what = event.values.get("what", ())
    name = what if isinstance(what, str) else next(iter(what), "")
    ritual = next((one for one in real(context) if one.name == name), None)
    if ritual is None and name != ALL:
        return Outcome(FormErrors({"what": context.say("Kies wat er stil moet zijn.")}))
    if not (in_charge(context, ritual) if ritual else cared_for(context)):
        return Outcome(FormErrors({"what": refused(context, ritual)}))
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
    if ritual:
        return _say(say("{ritueel} is gepauzeerd t/m {dag}.", ritueel=say(ritual.title), dag=words))
    if last == _today(context):
        return _say(say("Het blijft vandaag stil. Morgen gaan we gewoon verder; we halen niets in."))
    return _say(say("Het is stil t/m {dag}. Daarna gaan we gewoon verder; we halen niets in.", dag=words))


def _today(context: Context) -> date:
    return local_day(context.now, context.organisation.calendar.zone)


def _say(words: str) -> Outcome:
    return Outcome(Private(cards.sentence(words)))
