"""The list of ideas: open, taken up, done, one's own."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.cards import Block, Button, Card, More, Rule, Small, Strong, buttons, text
from rituals.engine.clusters import cut
from rituals.engine.context import Context
from rituals.engine.events import Action
from rituals.engine.outcome import Outcome, Private
from rituals.engine.sentences import said
from rituals.engine.translate import mark
from rituals.idee import cards
from rituals.idee.keys import list_ref, pair, ref_of
from rituals.idee.settings import SHARE
from store import idea_lists, idea_support, ideas
from store.frozen import frozen
from store.ideas import Idea

PER_PAGE = 4
TITLES = {
    "open": mark("Open ideeën"),
    "taken": mark("Opgepakt"),
    "done": mark("Geregeld"),
    "mine": mark("Van mij"),
}
TODAY_AT_MOST = 2


@frozen
class Support:
    """How many people support the ideas on a page, and which of them the reader does."""

    counts: dict[int, int]
    own: frozenset[int]


def show(event: Action, context: Context) -> Outcome:
    """[Alle ideeën], [Verder], ..."""
    which, page = pair(event.ref)
    return listed(context, which if which in TITLES else "open", max(1, min(page, 1000)))


def listed(context: Context, which: str, page: int) -> Outcome:
    """A page of the list."""
    found = idea_lists.page(context.tx, which, context.person.id, (page - 1) * PER_PAGE, PER_PAGE + 1)
    here, more = found[:PER_PAGE], len(found) > PER_PAGE
    ids = [one.id for one in here]
    support = Support(idea_support.counts(context.tx, ids), idea_support.given_by(context.tx, context.person.id, ids))
    say = context.say
    others = [Button(say(words), "idee.list", list_ref(name, 1)) for name, words in TITLES.items() if name != which]
    blocks: list[Block] = [text(Strong(say(TITLES[which]))), buttons(*others)]
    for one in here:
        blocks += [Rule(), *_entry(context, one, support)]
    if here:
        blocks.append(Rule())
    else:
        blocks.append(text(say("Hier staat nog niets. Waar zou een {klant} blij van worden?")))
    return Outcome(Private(Card((*blocks, _foot(context, which, page, more=more)))))


def _foot(context: Context, which: str, page: int, *, more: bool) -> Block:
    say = context.say
    back = (Button(say("Terug"), "idee.list", list_ref(which, page - 1)),) if page > 1 else ()
    on = (Button(say("Verder"), "idee.list", list_ref(which, page + 1)),) if more else ()
    return buttons(*back, *on, Button(say("Ik heb een idee"), "idee.idea", opens_form=True))


def _entry(context: Context, idea: Idea, support: Support) -> Sequence[Block]:
    say, ref = context.say, ref_of(idea.id)
    controls = []
    if idea.state == "open":
        controls.append(Button(say("Ik pak dit op"), "idee.take", ref))
    if _may_support(context, idea, support):
        controls.append(Button(say("Steun dit"), "idee.support", ref))
    if len(idea.what) > cards.SHORT:
        controls.append(Button(say("Lees alles"), "idee.read", ref))
    line = _line(context, idea, support.counts.get(idea.id, 0))
    small = (Small(line),) if line else ()
    return (text(cards.title(context, idea)), *small, buttons(*controls, More(ref)))


def _may_support(context: Context, idea: Idea, support: Support) -> bool:
    return idea.state in ("open", "taken") and idea.author_id != context.person.id and idea.id not in support.own


def _line(context: Context, idea: Idea, count: int) -> str:
    say = context.say
    said = [say("Dit merkt {de_klant}: {tekst}", tekst=cut(idea.noticed, cards.SHORT))] if idea.noticed else []
    if idea.effect:
        said = [idea.effect]
    if idea.state == "taken":
        said.append(say("Opgepakt door {naam}.", naam=cards.name_of(context, idea.owner_id)))
    if count and idea.state in ("open", "taken"):
        said.append(say("{n} keer gesteund.", n=count))
    return " ".join(said)


def read(event: Action, context: Context) -> Outcome:
    """[Lees alles]."""
    idea = ideas.get(context.tx, event.ref.number) if event.ref and event.ref.kind == "idea" else None
    if idea is None or not idea.what:
        return said(context.say("Dit idee is er niet meer."))
    return Outcome(Private(cards.whole(context, idea)))


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page."""
    if not context.may(SHARE):
        return ()
    new = Button(context.say("Ik heb een idee"), "idee.idea", opens_form=True)
    return new, Button(context.say("Alle ideeën"), "idee.list", list_ref("open", 1))


def today(context: Context) -> tuple[Block, ...]:
    """What one took up oneself."""
    if not context.may(SHARE):
        return ()
    blocks: list[Block] = []
    for one in idea_lists.of_owner(context.tx, context.person.id)[:TODAY_AT_MOST]:
        line = context.say("Jij hebt opgepakt: {titel}", titel=cards.title(context, one))
        blocks += [Small(line), buttons(*cards.owner_buttons(context, one))]
    return tuple(blocks)
