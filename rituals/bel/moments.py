"""When a bell rings: in ten seconds, or kept for the next morning that people work."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from rituals.bel.reach import answer_key, audience, ring_shows, slot_of
from rituals.bel.settings import KEPT_UNTIL, UNDO
from rituals.engine.context import Context
from rituals.engine.events import SlotDue, SlotSkipped
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Plan, Show
from rituals.engine.redact import find_private
from store import accounts, bells
from store.bells import Bell


def when(context: Context, text: str, *, busy: bool) -> tuple[bells.State, datetime]:
    """What becomes of a text: asked about, offered to be kept, or rung after the time to think again."""
    return ("asking", context.now) if find_private(text) else unhurried(context, busy=busy)


def unhurried(context: Context, *, busy: bool) -> tuple[bells.State, datetime]:
    """The same, of a text that need not be asked about; `busy`: its ringer rang enough for today."""
    calendar = context.organisation.calendar
    if context.hush(context.place) or busy or not calendar.is_open(context.now):
        return "offered", keep_until(context)
    return "waiting", context.now + timedelta(seconds=context.setting(UNDO))


def keep_until(context: Context) -> datetime:
    """When a kept bell rings: the next morning that people work, or the first one after the stilte."""
    calendar = context.organisation.calendar
    hush = context.hush(context.place)
    day = local_day(hush.until - timedelta(seconds=1) if hush else context.now, calendar.zone)
    at = time.fromisoformat(context.setting(KEPT_UNTIL))
    this_morning = resolve(day, at, calendar.zone)
    early = not hush and calendar.is_workday(day) and not calendar.is_open(context.now) and context.now < this_morning
    return this_morning if early else resolve(calendar.next_workday(day), at, calendar.zone)


def due(event: SlotDue, context: Context) -> Outcome:
    """A kept bell rings, unless it became quiet or a day off in the meantime: then the first working day after that."""
    bell = bells.get(context.tx, Ref.parse(event.slot.subject).number)
    if bell is None or bell.state != "kept" or bell.rings_at > max(context.now, event.due):
        return Outcome()
    place = context.directory.places.get(bell.place_id) if bell.place_id else None
    calendar = context.organisation.calendar
    if context.hush(place) or not calendar.is_workday(local_day(context.now, calendar.zone)):
        later = keep_until(context)
        bells.set_state(context.tx, bell, "kept", later)
        return Outcome(effects=(Plan(slot_of(replace(bell, rings_at=later)), later), *_tell_ringer(context, bell)))
    places = audience(context, bell.place_id).places
    bells.set_state(context.tx, bell, "waiting" if places else "lapsed", event.due)
    ringing = replace(bell, state="waiting", rings_at=event.due)
    return Outcome(effects=(*ring_shows(ringing, places), *_tell_ringer(context, bell)))


def skipped(event: SlotSkipped, context: Context) -> Outcome:
    """A kept bell whose moment was missed by over two hours does not ring; the ringer hears it."""
    bell = bells.get(context.tx, Ref.parse(event.slot.subject).number) if event.slot.name == "ring" else None
    if bell is None or bell.state != "kept":
        return Outcome()
    bells.set_state(context.tx, bell, "lapsed")
    return Outcome(effects=tuple(_tell_ringer(context, bell)))


def _tell_ringer(context: Context, bell: Bell) -> list[Effect]:
    ringer = accounts.get(context.tx, bell.ringer_id) if bell.ringer_id else None
    return [Show(answer_key(bell.id), ringer, kind="answer")] if ringer else []


def rung_today(context: Context, text: str) -> bells.Lately:
    """What the actor rang today, and whether this text came a moment ago."""
    zone = context.organisation.calendar.zone
    midnight = resolve(local_day(context.now, zone), time(0), zone)
    return bells.lately(context.tx, context.person.id, text, midnight, context.now)
