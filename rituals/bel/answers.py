"""What only the ringer sees, from the first second until the bell has rung."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rituals.bel import rules
from rituals.bel.cards import ref_of
from rituals.bel.whereabouts import after, retry
from rituals.engine.cards import Button, Card, Small, Voice, buttons, text
from rituals.engine.context import View
from rituals.engine.localtime import local_day, wall_time
from rituals.engine.names import Ref
from rituals.engine.redact import Shortened, find_private
from rituals.engine.when import day_words
from store.bells import Bell
from store.hushes import Hush


def answer(
    view: View, bell: Bell, shortened: Sequence[Shortened], names: list[str], absent: tuple[str, ...] = ()
) -> Card:
    """What only the ringer sees, from the first second until it has rung.

    `shortened` is what became of names in its text, `names` are the places, `absent` says where it cannot ring.
    """
    match bell.state:
        case "asking":
            return _asking(view, bell)
        case "offered":
            return _offered(view, bell, shortened)
        case "editing":
            return _editing(view, bell)
        case "waiting":
            return _waiting(view, bell, shortened, names, absent)
        case "kept":
            return _kept(view, bell, shortened)
        case "rung" | "lapsed":
            return after(view, bell, [])
        case "cancelled":
            return Card((text(view.say("Goed, deze bel gaat niet.")),))
        case "withdrawn":
            return Card((text(view.say("Deze bel hebben we weggehaald.")),))


def _asking(view: View, bell: Bell) -> Card:
    say, ref, private = view.say, ref_of(bell), find_private(bell.text)
    question = say.plural(
        "In je tekst staat {gevonden}. Zal ik dat weghalen voordat de bel gaat?",
        "In je tekst staan {gevonden}. Zal ik die weghalen voordat de bel gaat?",
        len(private),
        gevonden=say.names([f"‘{one.text}’" for one in private]),
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


def _offered(view: View, bell: Bell, shortened: Sequence[Shortened]) -> Card:
    """It is quiet, it is late, or it was enough for today: shall it wait?"""
    say, ref = view.say, ref_of(bell)
    keep = Button(_capital(kept_words(view, bell.rings_at)), "bel.keep", ref, "primary")
    cancel = Button(say("Annuleren"), "bel.cancel", ref)
    controls = [keep, cancel]
    if hush := view.hush():
        question = _quiet(view, hush)
    elif not view.organisation.calendar.is_open(view.now):
        question = say("Het is buiten werktijd. Wanneer zal ik de bel luiden?")
        controls.insert(0, Button(say("Nu zonder geluid"), "bel.silent", ref))
    else:
        question = say("Wat een dag! Zal ik deze bel bewaren voor {dag}?", dag=_day_words(view, bell.rings_at))
        controls.insert(1, Button(say("Nu luiden"), "bel.now", ref))
    return Card((text(question), *_note(view, shortened), buttons(*controls, *_way_back(view, ref, shortened))))


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


def _waiting(
    view: View, bell: Bell, shortened: Sequence[Shortened], names: list[str], absent: tuple[str, ...]
) -> Card:  # fmt: skip
    say, ref, where = view.say, ref_of(bell), view.say.names(names)
    note, missing = _note(view, shortened), tuple(map(Small, absent))
    seconds = round((bell.rings_at - view.now).total_seconds())
    if seconds <= 0:
        return Card((text(say("🔔 De bel gaat nu in {plekken}.", plekken=where)), *note, *missing))
    soon = say.plural(
        "🔔 Over {n} seconde gaat de bel in {plekken}.",
        "🔔 Over {n} seconden gaat de bel in {plekken}.",
        seconds,
        plekken=where,
    )
    controls = buttons(
        Button(say("Nu luiden"), "bel.now", ref),
        Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
        Button(say("Annuleren"), "bel.cancel", ref),
        *_way_back(view, ref, shortened),
    )
    return Card((text(soon), *note, Voice(rules.split(bell.text)[0]), *missing, controls))


def _note(view: View, shortened: Sequence[Shortened]) -> tuple[Small, ...]:
    """What became of names."""
    if not shortened:
        return ()
    first, *others = shortened
    pairs = [view.say("van ‘{voor}’ ‘{na}’", voor=one.before, na=one.after) for one in others]
    made = view.say.names([f"‘{first.after}’", *pairs])
    return (Small(view.say("Van ‘{voor}’ maakte ik {paren}.", voor=first.before, paren=made)),)


def _way_back(view: View, ref: Ref, shortened: Sequence[Shortened]) -> tuple[Button, ...]:
    """The name after all."""
    return (Button(view.say("Naam mag erbij"), "bel.name", ref),) if shortened else ()


def _kept(view: View, bell: Bell, shortened: Sequence[Shortened]) -> Card:
    say, ref, day = view.say, ref_of(bell), _day_words(view, bell.rings_at)
    return Card(
        (
            text(say("Bewaard! De bel gaat {dag} om {tijd}.", dag=day, tijd=_time(view, bell))),
            *_note(view, shortened),
            Voice(rules.split(bell.text)[0]),
            buttons(
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                Button(say("Annuleren"), "bel.cancel", ref),
                *_way_back(view, ref, shortened),
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
