"""A colleague looks over what was told, before anybody sees it."""

from __future__ import annotations

from datetime import time, timedelta

from rituals.engine import seen
from rituals.engine.cards import Card, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, SlotDue
from rituals.engine.localtime import local_day
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, Private, Show
from rituals.engine.sentences import said
from rituals.verhaal import cards
from rituals.verhaal.names import NAME
from store import stories
from store.stories import State, Story

LOOK_AT = time(13)
AT_ONCE = 3
NOW = Key(NAME, "look/now")


def due(event: SlotDue, context: Context) -> Outcome:
    """One message a day to the curators; nothing when nothing waits."""
    if context.hush() or not stories.waiting(context.tx):
        return Outcome()
    key, until = Key(NAME, f"look/{event.slot.local}"), context.now + timedelta(days=1)
    return Outcome(effects=tuple(Show(key, person, kind="task", until=until) for person in context.curators()))


def card(view: View) -> Card:
    """The oldest few that wait; drawn anew after each press."""
    return cards.to_look_at(view, stories.to_look_at(view.tx, AT_ONCE), stories.waiting(view.tx))


def look(_event: Action, context: Context) -> Outcome:
    """[Bekijk ze]."""
    return Outcome(Private(card(context), NOW))


def good(event: Action, context: Context) -> Outcome:
    """[Goed]."""
    return _decide(event, context, "ready")


def refuse(event: Action, context: Context) -> Outcome:
    """[Niet doen]."""
    return _decide(event, context, "refused")


def _decide(event: Action, context: Context, state: State) -> Outcome:
    """Only about the words that stood beside the button."""
    story = waiting(event.ref, context)
    if story and not seen.are_those(event.ref, story.title, story.text, story.who):
        changed = text(context.say("Dit verhaal is intussen veranderd. Lees het nog een keer."))
        return Outcome(Private(Card((changed, *card(context).blocks)), NOW))
    if story is None or not stories.decide(context.tx, story, state, context.person.id):
        return said(context.say("Dit verhaal is al bekeken. Dank je!"))
    today = local_day(context.now, context.organisation.calendar.zone)
    return Outcome(Private(card(context), NOW), (Show(Key(NAME, f"look/{today.isoformat()}"), None),))


def waiting(ref: Ref | None, context: Context) -> Story | None:
    """The story that was pressed, while nobody decided about it."""
    thing = seen.thing_of(ref)
    story = stories.get(context.tx, thing.number) if thing and thing.kind == "story" else None
    return story if story and story.state == "new" else None
