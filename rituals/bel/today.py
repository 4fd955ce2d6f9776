"""How it stands with the bell today, for the one who asks."""

from __future__ import annotations

from datetime import time

from rituals.bel import cards
from rituals.bel.settings import RING
from rituals.engine.cards import Block, Button, Small, buttons
from rituals.engine.context import Context
from rituals.engine.localtime import local_day, resolve, wall_time
from rituals.engine.when import day_words
from store import bells
from store.bells import Bell

SHOWN_AT_MOST = 3
WORDS_AT_MOST = 100


def today(context: Context) -> tuple[Block, ...]:
    """How often it rang, and one's own bells that still have to ring."""
    if not context.may(RING):
        return ()
    kept = bells.kept(context.tx, context.person.id, SHOWN_AT_MOST)
    return Small(_rung(context)), *(block for bell in kept for block in _kept(context, bell))


def _rung(context: Context) -> str:
    say, zone = context.say, context.organisation.calendar.zone
    count = bells.rung_since(context.tx, resolve(local_day(context.now, zone), time(0), zone))
    if not count:
        return say("Vandaag ging er nog geen bel.")
    return say.plural("Vandaag ging de bel {n} keer.", "Vandaag ging de bel {n} keer.", count)


def _kept(context: Context, bell: Bell) -> tuple[Block, ...]:
    say, zone, ref = context.say, context.organisation.calendar.zone, cards.ref_of(bell)
    at = wall_time(bell.rings_at, zone)
    day = day_words(at.date(), local_day(context.now, zone), say.locale)
    words = " ".join(bell.text.split())
    short = words if len(words) <= WORDS_AT_MOST else f"{words[:WORDS_AT_MOST].rstrip()}…"
    line = say(
        "{dag} om {tijd} gaat jouw bel: “{tekst}”", dag=day[:1].upper() + day[1:], tijd=f"{at:%H:%M}", tekst=short
    )
    edit = Button(say("Aanpassen"), "bel.edit", ref, opens_form=True)
    return Small(line), buttons(edit, Button(say("Annuleren"), "bel.cancel", ref))
