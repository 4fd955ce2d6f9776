"""How a story grows: from a bell, told by who made it ring, and from a long quote, by a curator.

The bell and the quote know nothing of it: each day the makers of the bells that rang are looked up in the store, and
the two buttons are offered.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from rituals.engine.cards import Card
from rituals.engine.context import Context, View
from rituals.engine.events import Action, Said, SlotDue
from rituals.engine.localtime import resolve
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Expect, Outcome, Private, Show, ShowForm
from rituals.engine.ritual import Offer
from rituals.engine.sentences import said
from rituals.engine.translate import mark
from rituals.verhaal import cards, rules, telling
from rituals.verhaal.forms import story_form
from rituals.verhaal.names import NAME
from rituals.verhaal.posting import audience
from rituals.verhaal.settings import ASK_HOW, LOOK, SHARE
from store import accounts, bells, quotes, stories
from store.accounts import Person
from store.bells import Bell

ASKED_AT = time(15, 30)
WAITS = timedelta(days=4)
"""So long words are taken for the answer."""
ANSWER = "how"


def may_tell_how(view: View, person: Person | None, ref: Ref) -> bool:
    """Only who made the bell ring, while it stands."""
    return person is not None and _rung(view, ref.number) is not None and person.id in _makers(view, ref.number)


def may_grow(view: View, person: Person | None, ref: Ref) -> bool:
    """A curator, from a quote that is too long for a card."""
    if person is None or not view.may_person(person, LOOK):
        return False
    quote = quotes.get(view.tx, ref.number)
    long = quote is not None and quote.state == "ready" and len(quote.text) > rules.GROWS_FROM
    return long and not stories.told_of(view.tx, str(ref))


HOW = Offer("how", mark("Vertel hoe"), frozenset({"bell"}), may_tell_how, behind=frozenset({"bell"}))
FROM_QUOTE = Offer(
    "from_quote", mark("Maak er een verhaal van"), frozenset({"quote"}), may_grow, opens_form=True,
    behind=frozenset({"quote"}),
)  # fmt: skip


def _rung(view: View, bell_id: int) -> Bell | None:
    bell = bells.get(view.tx, bell_id)
    return bell if bell and bell.state == "rung" else None


def _makers(view: View, bell_id: int) -> list[int]:
    return bells.people_of(bells.makers(view.tx, bell_id))


def how(event: Action, context: Context) -> Outcome:
    """[Vertel hoe]: asked at once, and the next plain words are the answer."""
    bell = _rung(context, event.ref.number) if event.ref and event.ref.kind == "bell" else None
    if bell is None or context.person.id not in _makers(context, bell.id):
        return said(context.say("Dit kan alleen als de bel voor jou luidde en nog hangt."))
    return Outcome(Private(cards.how(context, bell.text)), (_expect(context, context.person, bell.id),))


def _expect(context: Context, person: Person, bell_id: int) -> Expect:
    return Expect(person, ANSWER, Ref("bell", str(bell_id)), context.now + WAITS)


def due(event: SlotDue, context: Context) -> Outcome:
    """Each maker of a bell since the last time is asked about one of them: the newest of which no story is told."""
    calendar = context.organisation.calendar
    day = date.fromisoformat(event.slot.local)
    since = resolve(calendar.previous_workday(day), ASKED_AT, calendar.zone)
    if context.hush() or not audience(context):
        return Outcome()
    asked: dict[int, int] = {}
    for bell in bells.rung_between(context.tx, since, event.due):
        if not stories.told_of(context.tx, f"bell:{bell.id}"):
            asked |= dict.fromkeys(_makers(context, bell.id), bell.id)
    people = accounts.many(context.tx, asked)
    until = context.now + timedelta(days=1)
    return Outcome(effects=tuple(
        Show(Key(NAME, f"how/{asked[number]}"), person, kind="nudge", until=until)
        for number, person in sorted(people.items()) if _wants(context, person)
    ))  # fmt: skip


def _wants(context: Context, person: Person) -> bool:
    return person.active and context.may_person(person, SHARE) and context.setting(ASK_HOW, person=person)


def question(view: View, bell_id: int) -> Card | None:
    """What a maker reads; nothing when the bell was taken down."""
    bell = _rung(view, bell_id)
    return cards.how(view, bell.text) if bell else None


def asked(context: Context, key: Key, to: Person) -> Outcome:
    """Only from when the question stands there are words an answer to it."""
    bell_id = Ref("bell", key.rest.removeprefix("how/")).number
    return Outcome(effects=(_expect(context, to, bell_id),))


def answered(event: Said, context: Context) -> Outcome:
    """How they did it; what cannot be taken in leaves the question standing."""
    outcome = telling.told(context, event.text, event.ref)
    if telling.problem(context, rules.told(event.text)) is None or event.ref is None:
        return outcome
    return Outcome(outcome.reply, (_expect(context, context.person, event.ref.number),))


def from_quote(event: Action, context: Context) -> Outcome:
    """[Maak er een verhaal van]: the form, filled in."""
    if event.ref is None or event.ref.kind != "quote" or not may_grow(context, context.person, event.ref):
        return said(context.say("Van deze quote kan nu geen verhaal worden gemaakt."))
    quote = quotes.get(context.tx, event.ref.number)
    words = rules.told(quote.text) if quote else ""
    return Outcome(ShowForm(story_form(context, words=words, about=event.ref)))
