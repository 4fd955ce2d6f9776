"""What is the matter with the calendar of a rota, and what helps: one sentence for each reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rituals.engine.cards import Block, Small
from rituals.engine.context import View
from rituals.engine.translate import mark
from store import calendars, pet_meetings
from store.rotas import Rota

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "gone": mark("Dit adres bestaat niet meer. Publiceer de agenda opnieuw, en plak het nieuwe adres."),
        "refused": mark("Ik mag deze agenda niet lezen. Publiceer hem opnieuw, of vraag het aan IT."),
        "unreadable": mark("Dit is geen agenda. Kopieer het adres waar ICS of iCal bij staat."),
        "too_big": mark("Deze agenda is te groot. Neem een agenda met alleen jullie overleg."),
        "unreachable": mark("Ik kan de agenda nu niet bereiken. Ik probeer het straks weer."),
        "slow": mark("De agenda antwoordt nu niet. Ik probeer het straks weer."),
    }
)


def reason(view: View, rota: Rota) -> str:
    """Why it cannot be read now; empty while it can, or while nobody knows."""
    calendar = calendars.get(view.tx, rota.calendar_id) if rota.calendar_id else None
    words = WORDS.get(calendar.trouble) if calendar and calendar.failing_since else None
    return view.say(words) if words else ""


def noted(view: View, rota: Rota) -> tuple[Block, ...]:
    """Beside the next turns: what is wrong, or why there are none yet."""
    if words := reason(view, rota):
        return (Small(words),)
    if rota.broken_at:
        words = view.say("De agenda is niet te lezen. Kies Aanpassen en plak het adres opnieuw, of typ een ritme.")
        return (Small(words),)
    return _empty(view, rota)


def _empty(view: View, rota: Rota) -> tuple[Block, ...]:
    calendar = calendars.get(view.tx, rota.calendar_id) if rota.calendar_id else None
    if calendar is None or pet_meetings.coming(view.tx, rota.id, view.now):
        return ()
    if calendar.checked_at is None:
        return (Small(view.say("Ik lees de agenda. Typ over een minuut nog eens {/klantpet}, dan zie je de beurten.")),)
    if rota.title_has:
        words = view.say(
            "De komende twee weken staat er geen overleg met ‘{woorden}’ in de agenda.", woorden=rota.title_has
        )
        return (Small(words),)
    return (Small(view.say("De komende twee weken staat er geen overleg in de agenda.")),)
