"""The moment of the day: which quote takes its turn, where it goes, and what delivery has to say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from rituals.engine.context import Context
from rituals.engine.events import Action, NotShown, Reaction, Shown, SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Kind, Outcome, Plan, Show
from rituals.engine.sentences import said
from rituals.quote import rules, weekly
from rituals.quote.looking import LOOK_AT
from rituals.quote.names import day_key, key_of, slot, stream_of
from rituals.quote.settings import HERE, LOOK, OWN, SMALL, TIME, protected_until
from store import quote_days, quote_stock, quotes
from store.accounts import Person
from store.places import Place
from store.quote_days import ORGANISATION, Day
from store.quotes import Side

LAST = time(12)
"""After this a quote of the day comes no more."""


def plan(context: Context) -> Outcome:
    """Today's moments, if it is a working day."""
    quotes.forget_originals(context.tx, context.now)
    calendar = context.organisation.calendar
    today = local_day(context.now, calendar.zone)
    if not calendar.is_workday(today):
        return Outcome()
    at = time.fromisoformat(context.setting(TIME))
    return Outcome(effects=(
        Plan(slot("daily", today), resolve(today, at, calendar.zone)),
        Plan(slot("look", today), resolve(today, LOOK_AT, calendar.zone)),
        *weekly.plans(context, today),
    ))  # fmt: skip


def due(event: SlotDue, context: Context) -> Outcome:
    """One quote for the whole organisation, and one for each place with a stream of its own."""
    day, places = date.fromisoformat(event.slot.local), audience(context)
    if context.hush() or not places:
        return Outcome()
    streams: dict[str, list[Place]] = {}
    for place in places:
        streams.setdefault(f"place:{place.id}" if context.setting(OWN, place) else ORGANISATION, []).append(place)
    effects: list[Effect] = []
    taken: set[int] = set()
    for stream, some in sorted(streams.items()):
        effects += _turn(context, stream, day, some, taken)
    return Outcome(effects=tuple(effects))


def audience(context: Context) -> list[Place]:
    """The places where the quote comes; not where people of other organisations read along."""
    return [place for place in context.places_with(HERE) if place.state == "open" and not place.shared]


def _turn(context: Context, stream: str, day: date, places: Sequence[Place], taken: set[int]) -> list[Effect]:
    """`taken` are the quotes that other streams have today: they come twice only when there is nothing else."""
    past = quote_days.past(context.tx, stream)
    turn = rules.wanted(past)
    choice = rules.choose(turn, pools(context, day, taken), past) or rules.choose(turn, pools(context, day), past)
    if choice is None:
        return _nothing_left(context, day, places)
    taken.add(choice.candidate.id)
    quote_days.add(context.tx, stream, day, choice.candidate.id, choice.side)
    until = resolve(day, LAST, context.organisation.calendar.zone)
    shows: list[Effect] = [Show(day_key(stream, day), place, until=until) for place in places]
    return shows + (_tell_short(context, rules.OTHER[choice.side], day) if choice.missing else [])


def pools(context: Context, day: date, but: Collection[int] = ()) -> dict[Side, list[quote_stock.Candidate]]:
    """What may be used today, of every kind of words; not those in `but`."""
    small, until, before = context.setting(SMALL), protected_until(context), rules.rested(day)
    sides: tuple[Side, ...] = ("positive", "critical", "mixed")

    def of(side: Side) -> list[quote_stock.Candidate]:
        return quote_stock.candidates(
            context.tx, side, before, lambda afdeling: rules.is_protected(side, afdeling, small, until, day), but
        )

    return {side: of(side) for side in sides}


def _nothing_left(context: Context, day: date, places: Sequence[Place]) -> list[Effect]:
    """At most once a week everybody is asked what they heard."""
    key, until = Key("quote", f"ask/{_week(day)}"), resolve(day, LAST, context.organisation.calendar.zone)
    return [Show(key, place, until=until) for place in places]


def _tell_short(context: Context, side: Side, day: date) -> list[Effect]:
    """The curators hear once a week that praise or criticism ran out."""
    key, until = Key("quote", f"short/{side}/{_week(day)}"), context.now + timedelta(days=2)
    return [Show(key, person, kind="nudge", until=until) for person in context.curators()]


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def shown(event: Shown, context: Context) -> Outcome:
    """It stands somewhere: now its turn is taken, and it rests. Or it was a question, which waits for an answer."""
    day = day_of(event.key, context)
    if day is not None:
        _had_its_turn(context, day)
    return Outcome(effects=weekly.asked(event, context))


def _had_its_turn(context: Context, day: Day) -> None:
    quote_days.posted(context.tx, day, context.now)
    quotes.shown(context.tx, day.quote_id, day.day)


def not_shown(event: NotShown, context: Context) -> Outcome:
    """A place that missed it: whoever looks after the quote hears so, unless it was meant.

    Where nobody knows whether it stands, it counts as shown: it must not come back tomorrow.
    """
    if isinstance(event.to, Person):
        return _once_more(event, event.to, context)
    day = day_of(event.key, context)
    if day is None or event.reason in ("withdrawn", "held"):
        return Outcome()
    if event.reason == "uncertain":
        _had_its_turn(context, day)
    key = Key("quote", f"missed/{event.to.id}/{event.reason}/{event.key.rest}")
    until = context.now + timedelta(days=1)
    return Outcome(effects=tuple(Show(key, one, kind="nudge", until=until) for one in context.holders(event.to)))


def _once_more(event: NotShown, person: Person, context: Context) -> Outcome:
    """In private a message that perhaps came twice does no harm, and one that never came does."""
    rows = [row for row in context.where(event.key) if row.person_id == person.id and row.until]
    if event.reason != "uncertain" or not rows:
        return Outcome()
    kind: Kind = "task" if rows[0].kind == "task" else "nudge"
    later = context.now + timedelta(minutes=1)
    return Outcome(effects=(Show(event.key, person, kind, not_before=later, until=rows[0].until, resend=True),))


def again(event: Action, context: Context) -> Outcome:
    """[Stuur nog eens]: where nobody knows whether the quote of a day was posted; by who looks after it there."""
    key = Key("quote", event.ref.id) if event.ref and event.ref.kind == "quoteday" else None
    day = day_of(key, context) if key else None
    places = context.directory.places
    rows = [row for row in context.where(key) if row.state == "uncertain"] if key else []
    doubtful = [places[row.place_id] for row in rows if row.place_id in places]
    if key is None or day is None or not doubtful:
        return said(context.say("Dit is al gedaan. Dank je!"))
    theirs = [place for place in doubtful if context.may(LOOK, place)]
    if not theirs:
        return said(context.say(LOOK.refusal))
    until = resolve(day.day, LAST, context.organisation.calendar.zone)
    if context.now >= until:
        return said(context.say("De ochtend is voorbij. Morgen komt er weer een quote."))
    shows = tuple(Show(key, place, until=until, resend=True) for place in theirs)
    return replace(said(context.say("Goed, ik stuur hem nog een keer.")), effects=shows)


def reaction(event: Reaction, context: Context) -> Outcome:
    """Emoji count as taking part; whose they are is not kept."""
    day = day_of(event.key, context) if event.key else None
    if day is not None:
        quote_days.react(context.tx, day, 1 if event.added else -1)
    return Outcome()


def day_of(key: Key, context: Context) -> Day | None:
    """The day whose card this is."""
    found = stream_of(key.rest)
    return quote_days.get(context.tx, *found) if found else None


def where_it_stands(context: Context, quote_id: int) -> list[tuple[Key, Place]]:
    """Every card of a quote that stands somewhere now."""
    places = context.directory.places
    keys = [key_of(day) for day in quote_days.of_quote(context.tx, quote_id)]
    return [(key, places[row.place_id]) for key in keys for row in context.where(key)
            if row.posted and row.place_id in places]  # fmt: skip
