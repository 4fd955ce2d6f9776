"""How a bell goes on: what its ringer is answered, and the Shows that will ring it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rituals.bel import answers, rules
from rituals.bel.cards import added
from rituals.bel.moments import rung_today, unhurried
from rituals.bel.public import readable, under_the_message
from rituals.bel.reach import NOWHERE, Audience, answer_key, audience, nowhere, ring_shows, slot_of
from rituals.engine.context import Context, View
from rituals.engine.outcome import Effect, Outcome, Plan, Private
from rituals.engine.redact import Found, Shortened, shorten_names
from store import accounts, bells
from store.bells import Bell, Maker
from store.frozen import frozen


@frozen
class Typed:
    """What somebody wants to ring: the text as typed and as it may be shown, and for whom."""

    text: str
    makers: tuple[Maker, ...]
    shown: str
    """The text without customers' names."""
    shortened: tuple[Shortened, ...]
    """What was made of those."""
    public: bool = False
    """Whether everybody in the place can read it already."""
    removed: tuple[Found, ...] = ()
    """What looked private in what everybody can read: `text` goes on without it."""

    @classmethod
    def by(
        cls, text: str, makers: tuple[Maker, ...], names: Sequence[str], *, public: bool = False,
        removed: tuple[Found, ...] = (),
    ) -> Typed:  # fmt: skip
        """`names` are those of colleagues, which are not shortened."""
        shown, shortened = shorten_names(text, keep=names)
        return cls(text, makers, shown, shortened, public, removed)


def onward(context: Context, bell: Bell, typed: Typed | None = None, heard: Audience | None = None) -> Outcome:
    """The reply to the ringer, and for a bell on its way the Shows that will ring it; `heard` where it can ring."""
    heard = heard or audience(context, bell.place_id)
    if not heard.places and bell.state in ("waiting", "editing"):
        bells.set_state(context.tx, bell, "editing", context.now)
        return Outcome(Private(answers.stuck(context, bell, nowhere(context, heard.absent)), answer_key(bell.id)))
    if bell.state != "waiting":
        return answered(context, bell, typed=typed)
    if bell.public and heard.holds(bell.place_id):
        removed = typed.removed if typed else ()
        return under_the_message(context, bell, heard, shortened_in(context, bell, typed), removed)
    return answered(context, bell, tuple(ring_shows(bell, heard.places)), typed, heard)


def go_on(context: Context, bell: Bell, typed: Typed | None = None) -> Outcome:
    """A changed bell goes the way it was going: kept ones stay kept."""
    if bell.state in ("offered", "kept"):
        return answered(context, bell, typed=typed)
    if rules.is_kept(bell.rings_at, context.now):
        bells.set_state(context.tx, bell, "kept")
        kept = replace(bell, state="kept")
        return answered(context, kept, (Plan(slot_of(bell), bell.rings_at),), typed)
    busy = rung_today(context, bell.text).today > rules.PER_DAY
    state, rings_at = unhurried(context, busy=busy and bell.state == "asking")
    bells.set_state(context.tx, bell, state, rings_at)
    return onward(context, replace(bell, state=state, rings_at=rings_at), typed)


def answered(
    context: Context, bell: Bell, effects: tuple[Effect, ...] = (), typed: Typed | None = None,
    heard: Audience = NOWHERE,
) -> Outcome:  # fmt: skip
    """What only the ringer reads, with what was decided."""
    shortened = shortened_in(context, bell, typed)
    names = [context.place_called(place) for place in heard.places]
    card = answers.answer(context, bell, shortened, names, heard.absent)
    if typed and typed.public:
        card = added(card, readable(context, shortened, typed.removed))
    return Outcome(Private(card, answer_key(bell.id)), effects)


def shortened_in(view: View, bell: Bell, typed: Typed | None = None) -> tuple[Shortened, ...]:
    """What became of names in the text as it was typed; without `typed` it is read from what was kept of it."""
    if typed is None and bell.original:
        names = _names_of(view, bells.makers(view.tx, bell.id))
        typed = Typed.by(view.sealer.open(bell.original) or bell.text, (), names)
    return () if typed is None or typed.text == bell.text else typed.shortened


def _names_of(view: View, makers: Sequence[Maker]) -> tuple[str, ...]:
    people = accounts.many(view.tx, bells.people_of(makers)).values()
    return tuple(name for person in people for name in (person.name, person.first))
