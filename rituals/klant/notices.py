"""Words to the beheerder: something failed for good, the bot was away, or nobody is curator any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rituals.engine.cards import Card, Small, text
from rituals.engine.context import Context, Drawing
from rituals.engine.events import MemberLeft, Returned, SlotFailed
from rituals.engine.localtime import local_day, wall_time
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.engine.permissions import beheerders, no_curator, was_curator
from rituals.engine.when import day_words
from store import accounts
from store.accounts import Person

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


def member_left(event: MemberLeft, context: Context) -> Outcome:
    """The last curator left: what colleagues bring in would lie there unseen."""
    workspace = context.directory.workspaces.get((event.platform, event.workspace))
    known = accounts.find(context.tx, workspace.id, event.account) if workspace else None
    if known is None or known.person.active or not was_curator(context, known):
        return Outcome()
    return Outcome(effects=without_curator(context, known.person))


def without_curator(context: Context, person: Person) -> tuple[Effect, ...]:
    """A word to the beheerders, when this was the last one."""
    if not no_curator(context):
        return ()
    return _tell(context, Key("klant", f"curator/{person.id}/{int(context.now.timestamp())}")).effects


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
    return _curator(drawing, Ref("person", rest.partition("/")[0]).number) if kind == "curator" else None


def _curator(drawing: Drawing, person_id: int) -> Card | None:
    """Nothing when somebody else got the role meanwhile."""
    person = accounts.get(drawing.tx, person_id)
    if person is None or (drawing.posted_at is None and not no_curator(drawing)):
        return None
    line = drawing.say(
        "{naam} is geen curator meer, en een ander is er niet. Maak een collega curator: {/klant} rol @sanne curator.",
        naam=person.name,
    )
    return Card((text(line), Small(drawing.say("Tot dan komen nieuwe quotes bij wie over de rituelen gaat."))))


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
