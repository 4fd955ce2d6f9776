"""A bell in a message that everybody can read already: it rings under that message at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from rituals.bel import rules
from rituals.bel.cards import added, ref_of, sentence
from rituals.bel.reach import Audience, key_of, ring_shows
from rituals.bel.settings import UNDO
from rituals.engine.cards import Button, Card, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.outcome import Outcome, Private, Show
from rituals.engine.redact import WORDS, Found, Kind, Shortened
from store.bells import Bell
from store.places import Place

_ADDRESSES = frozenset({Kind.ADDRESS, Kind.EMAIL})


def under_the_message(
    context: Context, bell: Bell, heard: Audience, shortened: Sequence[Shortened], removed: Sequence[Found]
) -> Outcome:
    """Where everybody can read it already the bell answers at once; elsewhere there is time to think again."""
    here = next(place for place in heard.places if place.id == bell.place_id)
    others = [place for place in heard.places if place.id != bell.place_id]
    later = replace(bell, rings_at=bell.rings_at + timedelta(seconds=context.setting(UNDO)))
    first = Show(
        key_of(bell.id), here, not_before=bell.rings_at, until=bell.rings_at + rules.CHATS_WAIT, under_actor=True
    )
    lines = (*readable(context, shortened, removed, elsewhere=bool(others)), *heard.absent)
    effects = (first, *ring_shows(later, others))
    if others:
        return Outcome(Private(also(context, later, [context.place_called(one) for one in others], lines)), effects)
    return Outcome(Private(sentence("\n".join(lines))), effects) if lines else Outcome(effects=effects)


def still_to_come(context: Context, bell: Bell) -> list[Place]:
    """The places where a bell under its ringer's message has yet to ring."""
    known = context.directory.places
    rows = [row for row in context.where(key_of(bell.id)) if not row.posted and row.not_before > context.now]
    return [known[row.place_id] for row in rows if row.place_id in known and row.state == "waiting"]


def readable(
    view: View, shortened: Sequence[Shortened], private: Sequence[Found], *, elsewhere: bool = False
) -> tuple[str, ...]:
    """To whoever wrote a name or a number where everybody can read it; `elsewhere` the bell rings without it."""
    say = view.say
    what = [say("de naam van een {klant}")] if shortened else []
    address = any(one.kind in _ADDRESSES for one in private)
    what += [say("een adres")] if address else []
    what += [say("een nummer")] if any(one.kind not in _ADDRESSES for one in private) else []
    if not what:
        return ()
    line = say.plural(
        "In je bericht staat {wat}. Pas het bericht zelf even aan, dat kan ik niet voor je doen.",
        "In je bericht staan {wat}. Pas het bericht zelf even aan, dat kan ik niet voor je doen.",
        len(what),
        wat=say.names(what),
    )
    if not elsewhere:
        return (line,)
    words = list(dict.fromkeys([*(one.after for one in shortened), *(WORDS[one.kind] for one in private)]))
    there = say.plural(
        "In de andere kanalen staat {namen}.",
        "In de andere kanalen staan {namen}.",
        len(words),
        namen=say.names([f"‘{one}’" for one in words]),
    )
    return (f"{line} {there}",)


def also(view: View, bell: Bell, names: list[str], lines: Sequence[str]) -> Card:
    """To whoever rang in a message: where else it goes in a moment, and the way back."""
    say, where = view.say, view.say.names(names)
    seconds = max(0, round((bell.rings_at - view.now).total_seconds()))
    if not seconds:
        return added(sentence(say("De bel gaat nu ook in {plekken}.", plekken=where)), lines)
    soon = say.plural(
        "Over {n} seconde gaat de bel ook in {plekken}.",
        "Over {n} seconden gaat de bel ook in {plekken}.",
        seconds,
        plekken=where,
    )
    stop = Button(say("Annuleren"), "bel.only_here", ref_of(bell))
    return added(Card((text(soon), buttons(stop))), lines)
