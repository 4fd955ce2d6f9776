"""The word of the month per team: what was seen through the customer's eyes and what came of it, never per person."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rituals.engine.cards import Block, Card, Small, Strong, Voice, text
from rituals.engine.context import Context, View
from rituals.engine.events import SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Slot
from rituals.engine.outcome import Effect, Outcome, Plan, Show
from rituals.engine.when import month_words
from rituals.klantpet.names import MONTH, NAME, key, seen_ref
from rituals.klantpet.settings import MONTHLY
from store import ideas, rotas
from store.rotas import Rota, Seen

TOLD_AT = time(10, 30)
AT_MOST = 6
STANDS_BY = timedelta(hours=5)


def plan(context: Context) -> tuple[Effect, ...]:
    """The first working day of this month, or of the next once that has passed."""
    calendar = context.organisation.calendar
    today = local_day(context.now, calendar.zone)
    first = _first_workday(context, today)
    day = first if first >= today else _first_workday(context, today.replace(day=1) + timedelta(days=32))
    slot = Slot(NAME, MONTH, "organisation", f"{day:%Y-%m}")
    return (Plan(slot, resolve(day, TOLD_AT, calendar.zone)),)


def _first_workday(view: View, day: date) -> date:
    return view.organisation.calendar.next_workday(day.replace(day=1) - timedelta(days=1))


def due(event: SlotDue, context: Context) -> Outcome:
    """To each team that shared something in the month before."""
    month = (date.fromisoformat(f"{event.slot.local}-01") - timedelta(days=1)).replace(day=1)
    effects = [one for rota in rotas.every(context.tx) for one in _shown(context, rota, month)]
    return Outcome(effects=tuple(effects))


def _shown(context: Context, rota: Rota, month: date) -> tuple[Effect, ...]:
    place = context.directory.places.get(rota.place_id)
    if place is None or place.shared or place.state != "open" or not context.setting(MONTHLY, place):
        return ()
    if context.hush(place) or not _seen(context, rota, month):
        return ()
    return (Show(key(MONTH, rota.id, f"{month:%Y-%m}"), place, until=context.now + STANDS_BY),)


def _seen(view: View, rota: Rota, month: date) -> list[Seen]:
    return rotas.shared(view.tx, rota.id, _begin(view, month), _begin(view, _next(month)))


def _begin(view: View, month: date) -> datetime:
    return resolve(month, time(0), view.organisation.calendar.zone)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def card(view: View, rota: Rota, month: str) -> Card | None:
    """Some of what was seen, how many ideas came of it, and how many of those somebody took up."""
    first = date.fromisoformat(f"{month}-01")
    seen = _seen(view, rota, first)
    if not seen:
        return None
    say = view.say
    today = local_day(view.now, view.organisation.calendar.zone)
    name = month_words(first, today, say.locale)
    blocks: list[Block] = [text(Strong(say("🧢 Dit zagen we in {maand} door de klantpet", maand=name)))]
    blocks += [Voice(one.text) for one in seen[-AT_MOST:]]
    return Card((*blocks, *_ideas(view, seen)))


def _ideas(view: View, seen: list[Seen]) -> tuple[Block, ...]:
    begun = [idea for one in seen for idea in ideas.begun_with(view.tx, str(seen_ref(one.id)))]
    live = [one for one in begun if one.state not in ("gone", "asked")]
    done = [one for one in live if one.state in ("done", "told")]
    if not live:
        return ()
    line = view.say.plural("Hieruit kwam {n} idee.", "Hieruit kwamen {n} ideeën.", len(live))
    if taken := sum(one.state in ("taken", "done", "told") for one in live):
        line = " ".join((line, view.say("Opgepakte ideeën: {n}.", n=taken)))
    effects = [text(view.say("Geregeld: {effect}", effect=one.effect)) for one in done if one.effect]
    return (Small(line), *effects[:AT_MOST])
