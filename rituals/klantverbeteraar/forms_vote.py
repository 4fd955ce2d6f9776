"""The personal form to vote with, and the stories of the candidates as pages to read."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.cards import Block, Button, Card, ChoiceField, Form, Option, Small, Strong, Voice, buttons, text
from rituals.engine.clusters import cut
from rituals.engine.context import Context, View
from rituals.engine.events import Action
from rituals.engine.names import Ref
from rituals.engine.outcome import Outcome, Private
from rituals.engine.sentences import told
from rituals.klantverbeteraar import ballot
from rituals.klantverbeteraar.names import ballot_ref, page_of, page_ref, round_of
from rituals.klantverbeteraar.words import NAMED, candidates_called
from store import bells, candidates, nominations, quotes, rounds
from store.candidates import Candidate
from store.nominations import Nomination
from store.rounds import Round

CHOICE = "choice"
"""The names of the fields begin so; there are as many as the list is long."""
AT_ONCE = 25
"""Candidates in one field: every platform shows as many."""
INTRO = 1600
"""Characters above the fields that every platform shows."""
SHORTEST = 100
"""Characters of a story below which it is no story: then only the pages have them."""
PAGE = 3
"""Candidates on one page."""
STORY = 600
"""Characters of what one colleague wrote, on a page."""
VOICES = 3
"""Stories of one candidate on a page."""


def vote_form(context: Context, of: Round, offered: Sequence[Candidate]) -> Form:
    """Names to tick, under what colleagues wrote about them. It is never filled in beforehand."""
    say, names = context.say, candidates_called(context, offered, NAMED)
    parts = [offered[start : start + AT_ONCE] for start in range(0, len(offered), AT_ONCE)]
    last = say(
        "Tot de sluiting kan de beheerder van de server nog achterhalen op wie je stemde. Daarna kan niemand dat meer."
    )
    few = say("Bij minder dan vijf stemmen sluit de stembus pas na een besluit over de ronde.")
    fields = tuple(
        ChoiceField(
            f"{CHOICE}{number}",
            say("Kies er één, twee of drie") if number == 1 else say("Of kies uit deze namen"),
            tuple(Option(str(one.id), names[one.id]) for one in part),
            multiple=True,
            required=len(parts) == 1,
            hint=f"{last} {few}" if number == len(parts) else "",
        )
        for number, part in enumerate(parts, 1)
    )
    return Form(
        "klantverbeteraar.vote", say("Stem op een {collega}"), fields, say("Stem"),
        ballot_ref(of.id, context.person.id), _intro(context, of, offered, names),
    )  # fmt: skip


def _intro(context: Context, of: Round, offered: Sequence[Candidate], names: dict[int, str]) -> str:
    room = INTRO // len(offered) - max(map(len, names.values())) - 4
    if room < SHORTEST:
        return context.say("Lees eerst hun verhalen: daarvoor is een knop op de kaart.")
    stories = _stories(context, of)
    lines = (f"{names[one.id]}: {cut(_told(context, stories.get(one.id, ())), room)}" for one in offered)
    return "\n\n".join(lines)


def _told(view: View, some: Sequence[Nomination]) -> str:
    """The words, with what they are about in one line."""
    return " · ".join(line for one in some for line in (one.text, evidence(view, one)) if line)


def _stories(view: View, of: Round) -> dict[int, list[Nomination]]:
    found: dict[int, list[Nomination]] = {}
    for one in nominations.of_round(view.tx, of.id):
        if one.state == "stands":
            found.setdefault(one.candidate_id, []).append(one)
    return found


def evidence(view: View, of: Nomination) -> str:
    """What was rung or said, while it still stands."""
    ref = Ref.parse(of.evidence) if of.evidence else None
    if ref is None:
        return ""
    if ref.kind == "quote":
        quote = quotes.get(view.tx, ref.number)
        return view.say("Een {klant} zei: “{tekst}”", tekst=quote.text) if quote and quote.state == "ready" else ""
    bell = bells.get(view.tx, ref.number)
    return view.say("De bel ging: “{tekst}”", tekst=bell.text) if bell and bell.state == "rung" else ""


def read(event: Action, context: Context) -> Outcome:
    """[Lees de verhalen]: in the order of this voter, three candidates to a page."""
    of = rounds.get(context.tx, round_of(event.ref))
    sealer = ballot.sealer_of(context, of) if of else None
    if of is None or of.state != "voting" or sealer is None:
        return Outcome(Private(told(context.say("Deze verhalen kun je nu niet lezen."))))
    standing = ballot.shuffled(sealer, context.person.id, candidates.standing(context.tx, of.id))
    return Outcome(Private(page(context, of, standing, page_of(event.ref))))


def page(context: Context, of: Round, standing: Sequence[Candidate], number: int) -> Card:
    """One page of it."""
    say, names, stories = context.say, candidates_called(context, standing), _stories(context, of)
    pages = max(1, -(-len(standing) // PAGE))
    number = min(number, pages)
    blocks: list[Block] = []
    for one in standing[(number - 1) * PAGE : number * PAGE]:
        blocks.append(text(Strong(names[one.id])))
        for story in stories.get(one.id, ())[:VOICES]:
            blocks.append(Voice(cut(story.text, STORY)))
            proof = evidence(context, story)
            blocks += [Small(cut(proof, STORY))] if proof else []
    where = (Small(say("Bladzijde {n} van {allen}", n=number, allen=pages)),) if pages > 1 else ()
    onward = Button(say("Verder"), "klantverbeteraar.stories", page_ref(of.id, number % pages + 1))
    vote = Button(say("Stem"), "klantverbeteraar.vote", ballot_ref(of.id), "primary", opens_form=True)
    return Card((*blocks, *where, buttons(vote, *((onward,) if pages > 1 else ()))))
