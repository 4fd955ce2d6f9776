"""Words to the beheerder: something failed for good, or the bot was away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rituals.engine.cards import Card, Small, text
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Returned, SlotFailed
from rituals.engine.localtime import local_day, wall_time
from rituals.engine.names import Key
from rituals.engine.outcome import Outcome, Show
from rituals.engine.permissions import beheerders
from rituals.engine.when import day_words

KEPT = timedelta(days=2)


def slot_failed(event: SlotFailed, context: Context) -> Outcome:
    """Five attempts, and it still does not work."""
    return _tell(context, Key("klant", f"failed/{event.slot}"[:180]))


def returned(event: Returned, context: Context) -> Outcome:
    """Nobody misses the bot at night: only working hours count."""
    calendar = context.organisation.calendar
    if calendar.next_opening(event.since) >= event.at:
        return Outcome()
    span = f"{int(event.since.timestamp())}-{int(event.at.timestamp())}"
    return _tell(context, Key("klant", f"away/{span}"))


def _tell(context: Context, key: Key) -> Outcome:
    until = context.now + KEPT
    return Outcome(effects=tuple(Show(key, one, kind="task", until=until) for one in beheerders(context)))


def draw(drawing: Drawing, key: Key) -> Card | None:
    """The card of a notice, from its key alone."""
    kind, _, rest = key.rest.partition("/")
    say = drawing.say
    if kind == "failed":
        line = say("Er lukt iets niet, ook na vijf keer proberen. In het logboek staat waarom.")
        return Card((text(line), Small(rest)))
    if kind == "away":
        since, _, until = rest.partition("-")
        return Card((text(say("Ik was er even niet: {van} tot {tot}. Wat er nog kon, heb ik daarna gedaan.",
                              van=_moment(drawing, int(since)), tot=_moment(drawing, int(until)))),))  # fmt: skip
    return None


def _moment(drawing: Drawing, seconds: int) -> str:
    zone = drawing.organisation.calendar.zone
    at = datetime.fromtimestamp(seconds, UTC)
    day = day_words(local_day(at, zone), local_day(drawing.now, zone), drawing.say.locale)
    return f"{day} {wall_time(at, zone):%H:%M}"
