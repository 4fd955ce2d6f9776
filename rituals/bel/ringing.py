"""From a typed text to a bell that is about to ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rituals.bel import cards, rules
from rituals.bel.changing import changed
from rituals.bel.deciding import said
from rituals.bel.moments import rung_today, when
from rituals.bel.onward import Typed, onward
from rituals.bel.public import readable
from rituals.bel.reach import audience, nowhere
from rituals.bel.settings import NEVER_HERE
from rituals.engine import showing
from rituals.engine.cards import Block, Option
from rituals.engine.clusters import cut
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormChanged, FormSubmitted, Value
from rituals.engine.filled import one
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, ShowForm
from rituals.engine.redact import find_private, without
from rituals.engine.tidy import says_something
from store import accounts, bells
from store.accounts import Person
from store.bells import Bell, Maker


def command(event: Command, context: Context) -> Outcome:
    """`/bel`, or `/bel <text>`."""
    people = context.mentioned(event.mentions)
    written = rules.written(event.text, people, lambda words: cards.shown_name(context, people[words]))
    if not event.text.strip():
        return Outcome(ShowForm(cards.form(context, None)))
    if event.picked:
        return _picked(context, written, people)
    if (problem := _problem(context, written.text or event.text)) is not None:
        return said(problem)
    named = [people[words] for words in written.mentioned]
    makers = (*{person.id: Maker(person.id, None) for person in named}.values(),)
    names = [name for person in named for name in (person.name, person.first)]
    if not written.text:
        return Outcome(ShowForm(cards.form(context, None, makers=_options(named))))
    removed = find_private(written.text) if event.public else ()
    text = without(written.text, removed) if removed else written.text
    return start(context, Typed.by(text, makers, names, public=event.public, removed=removed))


def _picked(context: Context, written: rules.Written, people: Mapping[str, Person]) -> Outcome:
    """A colleague's message is a first draft: whoever picked it still looks at it."""
    if (problem := _problem(context, "")) is not None:
        return said(problem)
    makers = _options([people[words] for words in written.mentioned])
    return Outcome(ShowForm(cards.form(context, None, cut(written.text, cards.FORM_HOLDS), makers)))


def _options(people: Sequence[Person]) -> tuple[Option, ...]:
    return tuple(Option(f"person:{person.id}", person.name) for person in people)


def _problem(context: Context, text: str) -> str | None:
    if len(text) > rules.HUGE:
        return context.say("Dat is te lang voor een bel. Vertel het in hooguit {n} tekens.", n=rules.HUGE)
    if context.place and context.setting(NEVER_HERE, context.place):
        return context.say("In dit kanaal gaat de bel niet. Luid hem in een ander kanaal.")
    return None


def form_button(_event: Action, context: Context) -> Outcome:
    """A [Luid de bel] anywhere."""
    return Outcome(ShowForm(cards.form(context, None)))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form: a new bell, or another text for one."""
    text = rules.written(one(event.values, "text")).text
    if not text:
        return Outcome(FormErrors({"text": context.say("Schrijf in één zin wat er is gelukt.")}))
    if (problem := _problem(context, text)) is not None:
        return Outcome(FormErrors({"text": problem}))
    heard = audience(context, _place_of(event, context))
    if not heard.places:
        return Outcome(FormErrors({"text": nowhere(context, heard.absent)}))
    makers, names = _makers(context, event.values.get("makers", ()))
    typed = Typed.by(text, makers, names)
    return changed(context, event.ref, typed) if event.ref else start(context, typed)


def preview(event: FormChanged, context: Context) -> tuple[Block, ...]:
    """How customers are called in it; numbers and addresses are asked about when it is sent."""
    text = rules.written(one(event.values, event.field)).text
    shortened = Typed.by(text, *_makers(context, event.values.get("makers", ()))).shortened
    return showing.changes(context.say, [(each.before, each.after) for each in shortened])


def _place_of(event: FormSubmitted, context: Context) -> int | None:
    """Where the bell of this form was, or is to be, rung."""
    bell = bells.get(context.tx, event.ref.number) if event.ref else None
    return bell.place_id if bell else _rung_in(context)


def _rung_in(context: Context) -> int | None:
    """A private chat is no place to ring in."""
    return context.place.id if context.place and context.place.kind != "chat" else None


def _makers(context: Context, value: Value) -> tuple[tuple[Maker, ...], tuple[str, ...]]:
    given = (value,) if isinstance(value, str) else value
    ids = [Ref("person", one.partition(":")[2]).number for one in given if one.startswith("person:")]
    people = accounts.many(context.tx, ids)
    words = [rules.written(one).text.rstrip(".")[:80] for one in given if not one.startswith("person:")]
    makers = [Maker(person_id, None) for person_id in dict.fromkeys(ids) if person_id in people]
    makers += [Maker(None, one) for one in dict.fromkeys(words) if one]
    names = tuple(name for person in people.values() for name in (person.name, person.first))
    return tuple(makers), (*names, *words)


def start(context: Context, typed: Typed) -> Outcome:
    """A new bell: shortened, looked over, and on its way."""
    text = typed.shown
    lately = rung_today(context, text)
    if lately.twin is not None and not _gave_way(context, lately.twin):
        return said(context.say("Deze bel is al onderweg. Eén keer luiden is genoeg."))
    if typed.removed and not says_something(text):
        return said("\n".join((context.say("Vertel het in één zin."), *readable(context, (), typed.removed))))
    state, rings_at = when(context, text, busy=lately.today >= rules.PER_DAY)
    place_id = _rung_in(context)
    heard = audience(context, place_id)
    if not heard.places:
        state, rings_at = "editing", context.now
    public = typed.public and state == "waiting" and heard.holds(place_id)
    rings_at = context.now if public else rings_at
    bell_id = bells.add(
        context.tx,
        context.person.id,
        place_id,
        text,
        context.sealer.seal(typed.text) if text != typed.text or state == "asking" else None,
        state,
        rings_at,
        typed.makers,
        context.now,
        public=public,
    )
    bell = Bell(bell_id, context.person.id, place_id, text, None, state, False, False, rings_at, None, context.now,
                public)  # fmt: skip
    return onward(context, bell, typed, heard)


def _gave_way(context: Context, twin: int) -> bool:
    """The same words, left lying because they could ring nowhere, make room for those that are typed again."""
    bell = bells.get(context.tx, twin)
    if bell is None or bell.state != "editing":
        return False
    bells.set_state(context.tx, bell, "cancelled")
    return True
