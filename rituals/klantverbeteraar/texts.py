"""De teksten: all words of a round, a few to a page, for whoever looks after it; each can be hidden from there."""

from __future__ import annotations

from rituals.engine.cards import Block, Button, Card, Rule, Small, Strong, Voice, buttons, text
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action
from rituals.engine.names import Ref
from rituals.engine.outcome import Outcome, Private
from rituals.engine.redaction import redact
from rituals.engine.sentences import told
from rituals.klantverbeteraar.names import NAME, key, nomination_ref, page_of, round_of
from rituals.klantverbeteraar.watching import is_watcher
from rituals.klantverbeteraar.words import candidates_called, month_called
from store import candidates, nominations, rounds
from store.accounts import Person
from store.candidates import Candidate
from store.nominations import Nomination
from store.rounds import Round

PAGE = 2
"""Texts on one page."""
_WARNED = 5


def look(event: Action, context: Context) -> Outcome:
    """[Bekijk de teksten]: all words, a few to a page."""
    of = rounds.get(context.tx, round_of(event.ref))
    if of is None:
        return Outcome(Private(told(context.say("Deze ronde is voorbij."))))
    return Outcome(_answered(context, of, page_of(event.ref)))


def anew(context: Context, of: Round, nomination: Nomination, sentence: str) -> Private:
    """The page on which a text stands as it is now, under what was done: it takes the place of the page before."""
    numbers = [one.id for one in _read_by(context, of, context.person)]
    at = numbers.index(nomination.id) if nomination.id in numbers else 0
    return _answered(context, of, at // PAGE + 1, sentence)


def _answered(context: Context, of: Round, number: int, sentence: str = "") -> Private:
    first = (text(sentence),) if sentence else ()
    shown = _page(context, of, context.person, number)
    return Private(Card((*first, *shown.blocks)), key(of.id, f"texts/{number}"))


def card(drawing: Drawing, of: Round, rest: str) -> Card | None:
    """The same page, when its answer is asked for again."""
    viewer = drawing.viewer
    if viewer is None or not is_watcher(drawing, viewer, of.id):
        return None
    return _page(drawing, of, viewer, Ref("page", rest).number)


def _read_by(view: View, of: Round, reader: Person) -> list[Nomination]:
    """All there is to read; never about whoever reads it."""
    others = {one.id for one in candidates.of_round(view.tx, of.id) if one.person_id != reader.id}
    written = nominations.of_round(view.tx, of.id)
    return [one for one in written if one.state in ("stands", "hidden") and one.candidate_id in others]


def _page(view: View, of: Round, reader: Person, number: int) -> Card:
    """One page: words with what looks private in them, and who they are about."""
    say, every = view.say, _read_by(view, of, reader)
    people = {one.id: one for one in candidates.of_round(view.tx, of.id)}
    names = candidates_called(view, [*people.values()])
    pages = max(1, -(-len(every) // PAGE))
    number = (number - 1) % pages + 1
    if not every:
        return told(say("Er is nog niets te lezen voor {maand}.", maand=month_called(view, of)))
    blocks: list[Block] = [text(Strong(say("De teksten voor {maand}", maand=month_called(view, of))))]
    blocks += [Small(say("Bladzijde {n} van {allen}", n=number, allen=pages))] if pages > 1 else []
    for one in every[(number - 1) * PAGE : number * PAGE]:
        blocks += _looked_at(view, one, names[one.candidate_id], people[one.candidate_id])
    onward = Button(say("Verder"), f"{NAME}.look", Ref("round", f"{of.id}/{number + 1}"))
    return Card((*blocks, *((Rule(), buttons(onward)) if pages > 1 else ())))


def _looked_at(view: View, of: Nomination, name: str, candidate: Candidate) -> tuple[Block, ...]:
    say, ref = view.say, nomination_ref(of.id)
    found = redact(of.text, keep=(view.organisation.name, *name.split(), name)).findings[:_WARNED]
    private = [of.text[one_.start : one_.end] for one_ in found]
    warning = say("Let op: {gevonden}", gevonden=say.names([f"‘{words}’" for words in private])) if private else ""
    aside = {
        "thanked": say("Wordt bedankt, en is geen kandidaat: was net klantverbeteraar."),
        "withdrawn": say("Doet niet mee."),
    }.get(candidate.state, "")
    button = (
        Button(say("Laat weer zien"), f"{NAME}.unhide", ref)
        if of.state == "hidden"
        else Button(say("Verberg"), f"{NAME}.hide", ref, opens_form=True)
    )
    hidden = say("Verborgen. De reden: {reden}", reden=of.hidden_for) if of.state == "hidden" else ""
    notes = tuple(Small(words) for words in (aside, warning, hidden) if words)
    return (Rule(), text(Strong(name)), Voice(of.text), *notes, buttons(button))
