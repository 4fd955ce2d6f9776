"""Somebody has an idea: typed, in a form, or picked from a message."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.clusters import cut
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted, Value
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Refresh, ShowForm
from rituals.engine.sentences import said
from rituals.engine.tidy import tidy
from rituals.idee import cards, listing, loop, rules
from rituals.idee.keys import pair
from rituals.idee.rules import Clean
from rituals.idee.voices import voice_of
from store import idea_lists, idea_support, ideas
from store.ideas import Idea

ABOUT = frozenset({"quote", "bell", "seen"})
"""What an idea can begin with."""
UNDECIDED = timedelta(days=1)
"""So long an idea waits for its author to choose between it and one like it."""


def command(event: Command, context: Context) -> Outcome:
    """`/klant idee <tekst>`; without words the list."""
    people = context.mentioned(event.mentions)
    words = event.text
    for mention, person in people.items():
        words = words.replace(mention, cards.name_of(context, person.id))
    if event.picked:
        return Outcome(ShowForm(cards.form(context, None, cut(tidy(words), rules.LONGEST))))
    if not words.strip():
        return listing.listed(context, "open", 1)
    names = [name for person in people.values() for name in (person.name, person.first)]
    clean = rules.clean(words, names)
    if (problem := _problem(context, words, clean)) is not None:
        return said(problem)
    return _new(context, clean, Clean(""), None)


def form_button(event: Action, context: Context) -> Outcome:
    """[Ik heb een idee], on the card of a quote or bell, or anywhere."""
    return Outcome(ShowForm(cards.form(context, _about(event.ref))))


def from_seen(event: Action, context: Context) -> Outcome:
    """[Maak er een idee van]: with the words that were seen."""
    about = _about(event.ref)
    return Outcome(ShowForm(cards.form(context, about, cut(voice_of(context.tx, about) or "", rules.LONGEST))))


def _about(ref: Ref | None) -> Ref | None:
    return ref if ref and ref.kind in ABOUT and ref.number > 0 else None


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form."""
    words = text_of(event, "what")
    what, noticed = rules.clean(words), rules.clean(text_of(event, "noticed"))
    if (problem := _problem(context, words, what)) is not None:
        return Outcome(FormErrors({"what": problem}))
    return _new(context, what, noticed, _about(event.ref))


def text_of(event: FormSubmitted, name: str) -> str:
    """What was typed in a field."""
    value: Value = event.values.get(name, "")
    return value if isinstance(value, str) else ""


def _problem(context: Context, words: str, clean: Clean) -> str | None:
    if len(words) > rules.LONGEST:
        return context.say("Dat is te lang voor een idee. Vertel het in hooguit {n} tekens.", n=rules.LONGEST)
    return None if clean.text else context.say("Schrijf je idee op in één zin.")


def _new(context: Context, what: Clean, noticed: Clean, about: Ref | None) -> Outcome:
    """Kept at once, or asked about first when there is one like it."""
    tx, author = context.tx, context.person.id
    if ideas.twin(tx, author, what.text):
        return said(context.say("Dit idee van jou staat er al. Eén keer is genoeg."))
    ideas.forget(tx, author, what.text)
    alike = rules.alike(what.text, idea_lists.comparable(tx, rules.COMPARED))
    near = [one for of in alike if (one := ideas.get(tx, of))]
    here = context.place.id if context.place and context.place.kind != "chat" else None
    idea_id = ideas.add(
        tx, author, what.text, context.now, noticed=noticed.text, about=str(about) if about else None, place_id=here,
        state="asked" if near else "open",
    )  # fmt: skip
    idea, instead = _got(context, idea_id), tuple(dict.fromkeys((*what.instead, *noticed.instead)))
    if near:
        return Outcome(Private(cards.similar(context, idea, near, instead)))
    return Outcome(Private(cards.kept(context, idea, instead)), changed(context, idea))


def _got(context: Context, idea_id: int) -> Idea:
    idea = ideas.get(context.tx, idea_id)
    if idea is None:
        raise LookupError(f"idea {idea_id}")
    return idea


def changed(context: Context, idea: Idea) -> tuple[Effect, ...]:
    """The cards of what it began with say something else now."""
    return tuple(Refresh(ref) for ref in loop.abouts(context, idea))


def keep(event: Action, context: Context) -> Outcome:
    """[Toch mijn idee bewaren]."""
    idea = idea_at(event, context)
    if idea is None or idea.author_id != context.person.id:
        return said(context.say("Dit idee is er niet meer. Typ het gerust nog eens."))
    if not ideas.keep(context.tx, idea.id):
        return said(context.say("Dit idee staat er al."))
    return Outcome(Private(cards.kept(context, idea, ())), changed(context, idea))


def idea_at(event: Action | FormSubmitted, context: Context) -> Idea | None:
    """The idea that was pressed; one that was merged is the one it went on in."""
    idea = ideas.get(context.tx, event.ref.number) if event.ref and event.ref.kind == "idea" else None
    while idea and idea.state == "merged" and idea.merged_into:
        idea = ideas.get(context.tx, idea.merged_into)
    return idea if idea and idea.state not in ("merged", "gone") else None


def support(event: Action, context: Context) -> Outcome:
    """[Steun dit]."""
    return _supported(context, idea_at(event, context))


def join(event: Action, context: Context) -> Outcome:
    """[Steun dit], in place of one's own idea that says the same."""
    first, other = pair(event.ref)
    asked = ideas.get(context.tx, int(first)) if first.isascii() and first.isdecimal() else None
    if asked and asked.state == "asked" and asked.author_id == context.person.id:
        ideas.forget(context.tx, context.person.id, asked.what)
    return _supported(context, ideas.get(context.tx, other))


def _supported(context: Context, idea: Idea | None) -> Outcome:
    say = context.say
    if idea is None or idea.state in ("merged", "gone", "asked"):
        return said(say("Dit idee is er niet meer."))
    if idea.state in ("done", "told"):
        return said(say("Dit is al geregeld. Mooi, hè?"))
    if idea.author_id == context.person.id:
        return said(say("Dit is je eigen idee. Anderen kunnen het steunen."))
    if not idea_support.add(context.tx, idea.id, context.person.id, context.now):
        return said(say("Je steunt dit al. Fijn!"))
    return said(say("Dank je wel! Je steunt dit idee."))


def tidy_up(context: Context) -> None:
    """What authors were asked about and did not decide on is not kept."""
    ideas.abandon(context.tx, context.now - UNDECIDED)
