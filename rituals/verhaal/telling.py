"""From what a colleague tells to a story that waits to be looked over."""

from __future__ import annotations

from rituals.engine import seen, showing
from rituals.engine.cards import Block, Button, Card, Small, Strong, buttons, text
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormChanged, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.sentences import said
from rituals.engine.tidy import says_something, tidy
from rituals.verhaal import cards, papers, rules
from rituals.verhaal.clean import Cleaned, cleaned, taken_out
from rituals.verhaal.forms import SHORT, as_read, story_form, words_of
from rituals.verhaal.names import key_of, ref_of
from rituals.verhaal.settings import LOOK
from store import quotes, stories
from store.frozen import frozen
from store.stories import NewStory, Story

_PAPER = frozenset({"stuk", "vergaderstuk", "paper"})


def command(event: Command, context: Context) -> Outcome:
    """`/verhaal` opens the form, `/verhaal stuk` gives a meeting paper, and any other words are a story."""
    words = event.text.strip()
    if event.picked or not words:
        return Outcome(ShowForm(story_form(context, words=rules.told(words)[: rules.LONGEST])))
    if words.casefold() in _PAPER:
        return papers.given(context)
    return told(context, words)


def told(context: Context, typed: str, about: Ref | None = None) -> Outcome:
    """Plain words are enough: a title can be added, and a curator looks at it."""
    words = rules.told(typed)
    if (wrong := problem(context, words)) is not None:
        return said(wrong)
    clean = cleaned(context, words)
    if stories.same_as(context.tx, clean.text) is not None:
        return said(known_already(context))
    number = stories.add(context.tx, _new(context, clean, _Label(), about), context.now)
    return _noted(context, number, clean)


def new(_event: Action, context: Context) -> Outcome:
    """[Vertel een verhaal]."""
    return Outcome(ShowForm(story_form(context)))


def change(event: Action, context: Context) -> Outcome:
    """[Aanpassen]: who told it while nobody looked yet, a curator always."""
    story = _changeable(context, event.ref)
    return Outcome(ShowForm(story_form(context, story))) if story else said(_looked_at(context))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form: a new story, or other words for one."""
    words = words_of(event.values)
    if (wrong := problem(context, words)) is not None:
        return Outcome(FormErrors({"text1": wrong}))
    clean, label = cleaned(context, words), _label(event, context)
    story = _changeable(context, seen.thing_of(event.ref))
    if event.ref and event.ref.kind == "story" and story is None:
        return said(_looked_at(context))
    if story and not seen.are_those(event.ref, *as_read(story)):
        changed = context.say("Dit verhaal is intussen veranderd. Open het opnieuw, dan zie je wat er nu staat.")
        return Outcome(FormErrors({"text1": changed}))
    twin = stories.same_as(context.tx, clean.text)
    if twin is not None and (story is None or twin.id != story.id):
        return Outcome(FormErrors({"text1": known_already(context)}))
    fresh = _new(context, clean, label, _grown_from(event.ref, context))
    if story is None:
        return _noted(context, stories.add(context.tx, fresh, context.now), clean)
    if not stories.rewrite(context.tx, story, fresh):
        return said(_looked_at(context))
    outcome = _noted(context, story.id, clean)
    return Outcome(outcome.reply, (Show(key_of(story.id), None),))


def preview(event: FormChanged, context: Context) -> tuple[Block, ...]:
    """What is taken out of the words so far."""
    return showing.changes(context.say, cleaned(context, rules.told(one(event.values, event.field))).changes)


@frozen
class _Label:
    """What may be told beside the story."""

    title: str = ""
    who: str = ""
    theme: str = ""


def _label(event: FormSubmitted, context: Context) -> _Label:
    def field(name: str, most: int) -> str:
        return cleaned(context, tidy(one(event.values, name))[:most]).text

    return _Label(field("title", rules.TITLE), field("people", SHORT), field("theme", SHORT))


def _new(context: Context, clean: Cleaned, label: _Label, about: Ref | None) -> NewStory:
    quote = quotes.get(context.tx, about.number) if about and about.kind == "quote" else None
    today = local_day(context.now, context.organisation.calendar.zone)
    return NewStory(
        title=label.title or rules.title_of(clean.text), text=clean.text, who=label.who,
        theme=label.theme or (quote.theme if quote else ""), month=(quote.month if quote else "") or f"{today:%Y-%m}",
        about=str(about) if about else None, giver_id=context.person.id,
    )  # fmt: skip


def _grown_from(ref: Ref | None, context: Context) -> Ref | None:
    """A quote becomes a story in the hands of a curator."""
    return ref if ref and ref.kind == "quote" and context.may(LOOK) else None


def problem(context: Context, words: str) -> str | None:
    """Why these words cannot be a story."""
    if len(words) > rules.LONGEST:
        return context.say("Dat is te lang voor een verhaal. Vertel het in hooguit {n} tekens.", n=rules.LONGEST)
    if says_something(words) and any(map(str.isalpha, words)):
        return None
    return context.say("Vertel in een paar zinnen wat er gebeurde.")


def known_already(context: Context) -> str:
    """The same words came before."""
    return context.say("Dit verhaal is al bewaard. Eén keer is genoeg.")


def _looked_at(context: Context) -> str:
    return context.say("Dit verhaal is al bekeken. Vraag een curator om het aan te passen.")


def _noted(context: Context, number: int, clean: Cleaned) -> Outcome:
    """What became of it, with what was taken out, and the way to add to it or to look it over."""
    story = stories.get(context.tx, number)
    if story is None:
        return Outcome()
    words, _ = rules.opening(story.text)
    blocks: list[Block] = [text(_thanks(context, story)), text(Strong(story.title)), text(words)]
    if clean.changes:
        blocks.append(Small(taken_out(context, clean)))
    if context.may(LOOK) and story.state == "new":
        blocks.append(cards.look_row(context, story))
    else:
        blocks.append(buttons(Button(context.say("Aanpassen"), "verhaal.change", ref_of(number), opens_form=True)))
    return Outcome(Private(Card(tuple(blocks))))


def _thanks(context: Context, story: Story) -> str:
    say = context.say
    if context.may(LOOK) or story.state != "new":
        return say("Dank je, genoteerd.")
    if not context.curators():
        return say("Dank je, genoteerd. Er is nog niemand die verhalen bekijkt: vraag je beheerder om een curator.")
    return say("Dank je, genoteerd. Een {collega} bekijkt je verhaal nog.")


def _changeable(context: Context, ref: Ref | None) -> Story | None:
    story = stories.get(context.tx, ref.number) if ref and ref.kind == "story" else None
    if story is None or story.state in ("gone", "refused"):
        return None
    own = story.state == "new" and story.giver_id == context.person.id
    return story if own or context.may(LOOK) else None
