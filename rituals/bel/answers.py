"""What only the ringer sees, from the first second until the bell has rung."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rituals.bel import rules
from rituals.bel.cards import ref_of
from rituals.bel.whereabouts import after, retry
from rituals.engine.cards import Block, Button, Buttons, Card, Small, Voice, buttons, text
from rituals.engine.context import View
from rituals.engine.localtime import local_day, wall_time
from rituals.engine.redact import Found, Shortened
from rituals.engine.when import day_words
from store.bells import Bell
from store.hushes import Hush


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ringer has to decide about: things that look private, names that were shortened."""

    private: tuple[Found, ...] = ()
    shortened: tuple[Shortened, ...] = ()


def answer(view: View, bell: Bell, asked: Asked, names: list[str], absent: tuple[str, ...] = ()) -> Card:
    """What only the ringer sees, from the first second until it has rung; `names` are the places."""
    match bell.state:
        case "asking":
            return _asking(view, bell, asked)
        case "offered":
            return _noted(view, _offered(view, bell), bell, asked)
        case "editing":
            return _editing(view, bell)
        case "waiting":
            return _waiting(view, bell, asked, names, absent)
        case "kept":
            return _noted(view, _kept(view, bell), bell, asked)
        case "rung" | "lapsed":
            return after(view, bell, [])
        case "cancelled":
            return Card((text(view.say("Goed, deze bel gaat niet.")),))
        case "withdrawn":
            return Card((text(view.say("Deze bel hebben we weggehaald.")),))


def _asking(view: View, bell: Bell, asked: Asked) -> Card:
    say, ref = view.say, ref_of(bell)
    found = say.names([f"‘{one.text}’" for one in asked.private])
    question = say.plural(
        "In je tekst staat {gevonden}. Zal ik dat weghalen voordat de bel gaat?",
        "In je tekst staan {gevonden}. Zal ik die weghalen voordat de bel gaat?",
        len(asked.private),
        gevonden=found,
    )
    return Card(
        (
            text(question),
            buttons(
                Button(say("Haal weg"), "bel.strip", ref, "primary"),
                Button(say("Mag erbij"), "bel.allow", ref),
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                Button(say("Annuleren"), "bel.cancel", ref),
            ),
        )
    )


def empty(view: View, bell: Bell) -> Card:
    """Nothing is left of the text."""
    say, ref = view.say, ref_of(bell)
    edit = Button(say("Aanpassen"), "bel.edit", ref, "primary", opens_form=True)
    return Card((text(say("Vertel het in één zin.")), buttons(edit, Button(say("Annuleren"), "bel.cancel", ref))))


def stuck(view: View, bell: Bell, missing: str) -> Card:
    """There is no place to ring in: what was typed stays until there is one."""
    say, ref = view.say, ref_of(bell)
    return Card(
        (
            text(missing),
            Voice(rules.split(bell.text)[0]),
            buttons(
                retry(view, bell),
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                Button(say("Annuleren"), "bel.cancel", ref),
            ),
        )
    )


def _offered(view: View, bell: Bell) -> Card:
    """It is quiet, it is late, or it was enough for today: shall it wait?"""
    say, ref = view.say, ref_of(bell)
    keep = Button(_capital(kept_words(view, bell.rings_at)), "bel.keep", ref, "primary")
    cancel = Button(say("Annuleren"), "bel.cancel", ref)
    if hush := view.hush():
        return Card((text(_quiet(view, hush)), buttons(keep, cancel)))
    if not view.organisation.calendar.is_open(view.now):
        return Card(
            (
                text(say("Het is buiten werktijd. Wanneer zal ik de bel luiden?")),
                buttons(Button(say("Nu zonder geluid"), "bel.silent", ref), keep, cancel),
            )
        )
    return Card(
        (
            text(say("Wat een dag! Zal ik deze bel bewaren voor {dag}?", dag=_day_words(view, bell.rings_at))),
            buttons(keep, Button(say("Nu luiden"), "bel.now", ref), cancel),
        )
    )


def _quiet(view: View, hush: Hush) -> str:
    say, last = view.say, hush.until - timedelta(seconds=1)
    if hush.ritual:
        return say("De bel is gepauzeerd t/m {dag}. Zal ik je bel bewaren?", dag=_day_words(view, last))
    zone = view.organisation.calendar.zone
    if local_day(last, zone) == local_day(view.now, zone):
        return say("Vandaag is het even stil. Zal ik je bel bewaren?")
    return say("Het is even stil, t/m {dag}. Zal ik je bel bewaren?", dag=_day_words(view, last))


def _editing(view: View, bell: Bell) -> Card:
    say, ref = view.say, ref_of(bell)
    kept = rules.is_kept(bell.rings_at, view.now)
    as_it_was = Button(say("Bewaren zoals het was") if kept else say("Luiden zoals het was"),
                       "bel.keep" if kept else "bel.now", ref)  # fmt: skip
    return Card(
        (
            text(say("De bel wacht op je nieuwe tekst.")),
            buttons(
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                as_it_was,
                Button(say("Annuleren"), "bel.cancel", ref),
            ),
        )
    )


def _waiting(view: View, bell: Bell, asked: Asked, names: list[str], absent: tuple[str, ...]) -> Card:
    say, ref = view.say, ref_of(bell)
    seconds = max(0, round((bell.rings_at - view.now).total_seconds()))
    where = say.names(names)
    soon = say("🔔 De bel gaat nu in {plekken}.", plekken=where)
    if seconds:
        soon = say.plural(
            "🔔 Over {n} seconde gaat de bel in {plekken}.",
            "🔔 Over {n} seconden gaat de bel in {plekken}.",
            seconds,
            plekken=where,
        )
    blocks: list[Block] = [text(soon), *(Small(line) for line in absent)]
    if seconds:
        blocks.insert(1, Voice(rules.split(bell.text)[0]))
        blocks.append(buttons(
            Button(say("Nu luiden"), "bel.now", ref), Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
            Button(say("Annuleren"), "bel.cancel", ref)))  # fmt: skip
    return _noted(view, Card(tuple(blocks)), bell, asked)


def _noted(view: View, card: Card, bell: Bell, asked: Asked) -> Card:
    """With what became of names, and where there is still something to press the way back."""
    if not asked.shortened:
        return card
    first, *rest = card.blocks
    note = Small(_shortened(view, asked))
    *between, last = rest or [note]
    if not isinstance(last, Buttons):
        return Card((first, note, *rest), card.silent)
    back = Button(view.say("Naam mag erbij"), "bel.name", ref_of(bell))
    return Card((first, note, *between, Buttons((*last.controls, back))), card.silent)


def _shortened(view: View, asked: Asked) -> str:
    first, *others = asked.shortened
    pairs = [view.say("van ‘{voor}’ ‘{na}’", voor=one.before, na=one.after) for one in others]
    made = view.say.names([f"‘{first.after}’", *pairs])
    return view.say("Van ‘{voor}’ maakte ik {paren}.", voor=first.before, paren=made)


def _kept(view: View, bell: Bell) -> Card:
    say, ref, day = view.say, ref_of(bell), _day_words(view, bell.rings_at)
    return Card(
        (
            text(say("Bewaard! De bel gaat {dag} om {tijd}.", dag=day, tijd=_time(view, bell))),
            Voice(rules.split(bell.text)[0]),
            buttons(
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True), Button(say("Annuleren"), "bel.cancel", ref)
            ),
        )
    )


def kept_words(view: View, at: datetime) -> str:
    """ "dinsdag 30 maart 09:00"."""
    return f"{_day_words(view, at)} {wall_time(at, view.organisation.calendar.zone):%H:%M}"


def _time(view: View, bell: Bell) -> str:
    return f"{wall_time(bell.rings_at, view.organisation.calendar.zone):%H:%M}"


def _day_words(view: View, at: datetime) -> str:
    zone = view.organisation.calendar.zone
    return day_words(local_day(at, zone), local_day(view.now, zone), view.say.locale)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
