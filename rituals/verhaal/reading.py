"""What colleagues do with a story: read all of it, say that something is wrong, and take it away."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Refresh, Show, ShowForm
from rituals.engine.sentences import said
from rituals.engine.tidy import tidy
from rituals.engine.wrong import reasons, report_form, settled
from rituals.verhaal import cards
from rituals.verhaal.clean import cleaned
from rituals.verhaal.names import NAME, key_of, page_of, ref_of
from rituals.verhaal.settings import LOOK
from store import reports, stories
from store.stories import Story


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """The [⋯] of a story."""
    story, say = _story(ref, context), context.say
    if story is None or story.state != "ready":
        return ()
    wrong = Button(say("Er klopt iets niet"), "verhaal.wrong", ref, opens_form=True)
    if not context.may(LOOK):
        return (wrong,)
    sure = say("Zal ik dit verhaal overal weghalen, voor iedereen?")
    change = Button(say("Aanpassen"), "verhaal.change", ref, opens_form=True)
    return (wrong, change, Button(say("Haal weg"), "verhaal.away", ref, "danger", sure))


def read(event: Action, context: Context) -> Outcome:
    """[Lees verder]; who told it and a curator read it before it stands anywhere."""
    number, page = page_of(event.ref, "storypage")
    story = stories.get(context.tx, number)
    if story is None or not _may_read(context, story):
        return said(cards.gone(context))
    return Outcome(Private(cards.page(context, story, page)))


def _may_read(context: Context, story: Story) -> bool:
    if story.state == "ready" and story.posted_at:
        return True
    early = story.giver_id == context.person.id or context.may(LOOK)
    return early and story.state in ("new", "ready", "checked")


def wrong(event: Action, context: Context) -> Outcome:
    """[Er klopt iets niet]."""
    story = _story(event.ref, context)
    if story is None or event.ref is None or story.state != "ready":
        return said(cards.gone(context))
    return Outcome(ShowForm(report_form(context, "verhaal.report", event.ref)))


def report(event: FormSubmitted, context: Context) -> Outcome:
    """Only that somebody is recognised hides it at once; the curators hear all of it, and not from whom."""
    story, reason = _story(event.ref, context), one(event.values, "reason")
    if story is None or story.state not in ("ready", "checked"):
        return said(cards.gone(context))
    if reason not in reasons(context):
        return Outcome(FormErrors({"reason": context.say("Kies wat er mis is.")}))
    words = cleaned(context, tidy(one(event.values, "text"))[:1000]).text
    number = reports.add(context.tx, str(ref_of(story.id)), context.person.id, reason, words, context.now)
    until = context.now + timedelta(days=7)
    key = Key(NAME, f"report/{number}")
    effects: tuple[Effect, ...] = tuple(Show(key, each, kind="task", until=until) for each in context.curators())
    thanks = context.say("Dank je. Een curator kijkt ernaar.")
    if reason == "person":
        stories.hide(context.tx, story)
        effects += _anew(story)
        thanks = context.say("Dank je. Het verhaal is nu even niet te zien, en een curator kijkt ernaar.")
    return Outcome(Private(cards.sentence(thanks)), effects)


def away(event: Action, context: Context) -> Outcome:
    """[Haal weg]: every card says so, and the curator reads where it stood."""
    story = _story(event.ref, context)
    if story is None or story.state == "gone":
        return said(context.say("Dit verhaal hebben we al weggehaald."))
    places = context.directory.places
    rows = [row for row in context.where(key_of(story.id)) if row.posted and row.place_id in places]
    stood = list(dict.fromkeys(context.place_called(places[row.place_id]) for row in rows if row.place_id))
    quote_too = story.quote_id is not None and reports.recognised(context.tx, str(ref_of(story.id)))
    stories.take_away(context.tx, story, context.person.id, quote_too=quote_too)
    words = context.say("Weggehaald. Het stond nog nergens.")
    if stood:
        words = context.say("Weggehaald. Het stond in {plekken}.", plekken=context.say.names(stood))
    if quote_too:
        words = " ".join((words, context.say("De quote waar het uit groeide, is ook weg.")))
    return Outcome(Private(cards.sentence(words)), _anew(story))


def back(event: Action, context: Context) -> Outcome:
    """[Laat staan]: looked at, and well."""
    story = _story(event.ref, context)
    if story is None or story.state not in ("ready", "checked"):
        return said(context.say("Dit verhaal hebben we al weggehaald."))
    stories.put_back(context.tx, story, context.person.id)
    told = settled(context, _refs(story))
    words = context.say("Goed, het verhaal blijft staan.")
    if story.quote_id is not None:
        words = context.say("Goed, het verhaal blijft staan, en de quote ook.")
    return Outcome(Private(cards.sentence(words)), (*_anew(story), *told))


def _refs(story: Story) -> tuple[Ref, ...]:
    """The story, and the quote it grew from: in the words of the same customer."""
    quote = (Ref("quote", str(story.quote_id)),) if story.quote_id is not None else ()
    return (ref_of(story.id), *quote)


def _anew(story: Story) -> tuple[Effect, ...]:
    return tuple(Refresh(ref) for ref in _refs(story))


def _story(ref: Ref | None, context: Context) -> Story | None:
    return stories.get(context.tx, ref.number) if ref and ref.kind == "story" else None
