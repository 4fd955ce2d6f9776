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
        ritual = next((one for one in drawing.rituals if one.name == rest.partition("/")[0]), None)
        line = say(
            "{ritueel}: er lukt iets niet, ook na vijf keer proberen. Vraag wie mij op de server beheert om te kijken.",
            ritueel=say(ritual.title if ritual else "Klantritme"),
        )
        return Card((text(line), Small(say("In het logboek heet het {naam}.", naam=rest))))
    if kind == "away":
        since, _, until = rest.partition("-")
        return Card((text(_away(drawing, int(since), int(until))),))
    return None


def _away(drawing: Drawing, since: int, until: int) -> str:
    say = drawing.say
    (day, left), (last, back) = _moment(drawing, since), _moment(drawing, until)
    if day == last:
        span = say("Ik was er {dag} van {van} tot {tot} niet.", dag=day, van=left, tot=back)
    else:
        span = say("Ik was er niet van {van} tot {tot}.", van=f"{day} {left}", tot=f"{last} {back}")
    return say("{zin} Wat nog kon, heb ik daarna gedaan.", zin=span)


def _moment(drawing: Drawing, seconds: int) -> tuple[str, str]:
    """The day in words, and the time."""
    zone = drawing.organisation.calendar.zone
    at = datetime.fromtimestamp(seconds, UTC)
    day = day_words(local_day(at, zone), local_day(drawing.now, zone), drawing.say.locale)
    return day, f"{wall_time(at, zone):%H:%M}"
