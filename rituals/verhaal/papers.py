"""Every two weeks a story for the papers of a meeting: a reminder to who makes them, and the page itself."""

from __future__ import annotations

from datetime import time, timedelta

from rituals.engine.cards import Block, Button, Card, Small, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, SlotDue
from rituals.engine.localtime import local_day
from rituals.engine.names import Key
from rituals.engine.outcome import Outcome, Private, Show
from rituals.engine.sentences import said
from rituals.verhaal import cards, rules
from rituals.verhaal.names import NAME, page_of, paper_ref
from rituals.verhaal.paper import markdown, paper_of
from rituals.verhaal.settings import PAPER, SHARE
from store import accounts, choices, stories
from store.accounts import Person
from store.stories import Story

ASKED_AT = time(9, 30)


def readers(context: Context) -> list[Person]:
    """Who makes the papers."""
    people = accounts.many(context.tx, choices.people_with(context.tx, NAME, PAPER.name)).values()
    return [one for one in people if one.active and context.may_person(one, SHARE)]


def due(event: SlotDue, context: Context) -> Outcome:
    """A word to who makes the papers, when there is a story that no meeting had."""
    if context.hush() or stories.not_given(context.tx) is None:
        return Outcome()
    key, until = Key(NAME, f"paper/{event.slot.local}"), context.now + timedelta(days=2)
    return Outcome(effects=tuple(Show(key, one, kind="nudge", until=until) for one in readers(context)))


def reminder(view: View) -> Card | None:
    """What they read; nothing when somebody has made the paper meanwhile."""
    story = stories.not_given(view.tx)
    return cards.for_the_meeting(view, story) if story else None


def pressed(_event: Action, context: Context) -> Outcome:
    """[Maak het stuk]."""
    return given(context)


def given(context: Context) -> Outcome:
    """The newest story that no meeting had; else the last one once more."""
    story = stories.not_given(context.tx)
    if story is not None:
        stories.give(context.tx, story.id, context.now)
        return Outcome(Private(_page(context, story, 1)))
    last = stories.last_given(context.tx)
    if last is None:
        words = context.say("Er is nog geen verhaal voor de vergaderstukken. Typ {/verhaal} om er een te vertellen.")
        return said(words)
    note = Small(context.say("Er is geen nieuw verhaal. Dit was het vorige."))
    return Outcome(Private(Card((note, *_page(context, last, 1).blocks))))


def turned(event: Action, context: Context) -> Outcome:
    """[Volgende deel]."""
    number, page = page_of(event.ref, "storypaper")
    story = stories.get(context.tx, number)
    if story is None or story.state != "ready" or story.given_at is None:
        return said(cards.gone(context))
    return Outcome(Private(_page(context, story, page)))


def _page(context: Context, story: Story, number: int) -> Card:
    """A part of the page, as Markdown to be pasted."""
    today = local_day(context.now, context.organisation.calendar.zone)
    pages = rules.pages(markdown(paper_of(context.tx, context.say, story, today)), rules.PASTED)
    number = min(number, len(pages))
    block: Block = text(rules.joined(pages[number - 1]))
    if number == len(pages):
        return Card((block, Small(context.say("Plak dit in de vergaderstukken."))))
    onward = Button(context.say("Volgende deel"), "verhaal.paper_page", paper_ref(story.id, number + 1))
    return Card((block, buttons(onward)))
