"""Voting: the card in the channel, the personal form, and the vote that is sealed before it is stored.

What somebody chooses goes from the form into the sealed row and nowhere else: it is in no answer, no draft, no log,
and the form is never opened filled in.
"""

from __future__ import annotations

from collections.abc import Mapping

from rituals.engine.cards import Button, Card, More, Small, Strong, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, Command, FormSubmitted, Value
from rituals.engine.filled import several
from rituals.engine.outcome import FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.seal import Sealer
from rituals.engine.sentences import told
from rituals.klantverbeteraar import ballot, closing, rules
from rituals.klantverbeteraar.ending import is_alone
from rituals.klantverbeteraar.forms_vote import CHOICE, vote_form
from rituals.klantverbeteraar.names import ballot_ref, key, page_ref, round_of, round_ref
from rituals.klantverbeteraar.words import moment_called, month_called
from store import candidates, rounds, votes
from store.candidates import Candidate
from store.rounds import Round


def card(view: View, of: Round) -> Card:
    """The invitation, with how many voted from five on; afterwards that it is closed."""
    say, month = view.say, month_called(view, of)
    if not is_open(view, of):
        return Card((text(say("De stembus van {maand} is dicht. Dank voor het meedoen.", maand=month)),))
    standing = candidates.standing(view.tx, of.id)
    title = say("Stem op de klantverbeteraar van {maand} ({n} kandidaten)", maand=month, n=len(standing))
    until = say("Stemmen kan tot {moment}.", moment=moment_called(view, of.vote_until))
    vote = Button(say("Stem"), "klantverbeteraar.vote", ballot_ref(of.id), "primary", opens_form=True)
    read = Button(say("Lees de verhalen"), "klantverbeteraar.stories", page_ref(of.id, 1))
    return Card((text(Strong(title)), Small(until), *_turnout(view, of), buttons(vote, read, More(round_ref(of.id)))))


def _turnout(view: View, of: Round) -> tuple[Small, ...]:
    voted = votes.count(view.tx, of.id)
    if voted < rules.FEWEST:
        return ()
    could = max(voted, votes.electorate(view.tx))  # whoever voted and left has no vote to give any more, but gave one
    return (Small(view.say("{n} van {allen} stemden", n=voted, allen=could)),)


def is_open(view: View, of: Round) -> bool:
    """Whether a vote that comes now still counts."""
    return of.state == "voting" and view.now <= of.vote_until


def command(_event: Command, context: Context) -> Outcome:
    """`/stem`: the invitation, in private."""
    found = [one for one in rounds.under_way(context.tx) if is_open(context, one)]
    if not found:
        return Outcome(Private(told(context.say("Er is nu geen stembus open. Zodra het kan, lees je het hier."))))
    return Outcome(Private(card(context, found[0])))


def ask(event: Action, context: Context) -> Outcome:
    """[Stem]: the form, in the order of this voter, and never filled in."""
    of = rounds.get(context.tx, round_of(event.ref))
    if of is None or not is_open(context, of):
        return Outcome(Private(told(closed(context, of))))
    sealer = ballot.sealer_of(context, of)
    if sealer is None:
        return Outcome(Private(told(unreachable(context))), closing.locked(context, of))
    offered = for_voter(context, of, sealer)
    if not offered:
        return Outcome(Private(told(context.say("Jij bent zelf de kandidaat. Stemmen doen de anderen."))))
    return Outcome(ShowForm(vote_form(context, of, offered)))


def for_voter(context: Context, of: Round, sealer: Sealer) -> list[Candidate]:
    """Everybody but oneself, by lot."""
    standing = [one for one in candidates.standing(context.tx, of.id) if one.person_id != context.person.id]
    return ballot.shuffled(sealer, context.person.id, standing)


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """A vote, or another one in its place. It counts by when we received it, while the ballot is not counted."""
    of = rounds.for_vote(context.tx, round_of(event.ref))
    if of is None or of.state != "voting" or event.at > of.vote_until:
        return _refused(closed(context, of))
    sealer = ballot.sealer_of(context, of)
    if sealer is None:
        return Outcome(FormErrors({"": unreachable(context)}), closing.locked(context, of))
    choice = rules.choice_of(_ticked(event.values), candidates.offered_to(context.tx, of.id, context.person.id))
    if choice is None:
        return _refused(context.say("Kies één, twee of drie namen van de lijst."), CHOICE)
    changed = votes.put(context.tx, of.id, context.person.id, ballot.sealed(sealer, choice))
    return Outcome(Private(told(_thanks(context, of, changed=changed))), (Show(key(of.id, "vote"), None),))


def _ticked(values: Mapping[str, Value]) -> list[str]:
    return [one for name in sorted(values) if name.startswith(CHOICE) for one in several(values, name)]


def _refused(sentence: str, field: str = "") -> Outcome:
    return Outcome(FormErrors({f"{field}1" if field else "": sentence}))


def _thanks(context: Context, of: Round, *, changed: bool) -> str:
    say, until = context.say, moment_called(context, of.vote_until)
    if changed:
        return say(
            "Je stem is veranderd. Dat mag nog tot {moment}. Daarna kan niemand meer zien op wie je stemde.",
            moment=until,
        )
    return say(
        "Je stem telt. Je mag je stem veranderen tot {moment}. Daarna kan niemand meer zien op wie je stemde.",
        moment=until,
    )


def closed(view: View, of: Round | None) -> str:
    """To somebody who comes too early or too late."""
    if of is None or of.state in ("nominating", "looking"):
        return view.say("Deze stembus is nog niet open.")
    return view.say("De stembus van {maand} is dicht. Stemmen kan niet meer.", maand=month_called(view, of))


def unreachable(view: View) -> str:
    """The key is not here."""
    return view.say("Ik kan nu even niet bij de stembus. Er is niets gebeurd: probeer het later nog eens.")


def again_card(view: View, of: Round) -> Card:
    """To somebody whose vote was lost."""
    say = view.say
    if not is_open(view, of):
        return Card((text(closed(view, of)),))
    words = say(
        "De sleutel van de stembus is kwijt, en je stem daarmee ook. Dat spijt me. Wil je nog één keer stemmen? Dat "
        "kan tot {moment}.",
        moment=moment_called(view, of.vote_until),
    )
    vote = Button(say("Stem"), "klantverbeteraar.vote", ballot_ref(of.id), "primary", opens_form=True)
    return Card((text(words), buttons(vote)))


def changed_card(view: View, of: Round) -> Card:
    """The same private word for everybody who voted: who withdrew, and why, is not told."""
    say, month = view.say, month_called(view, of)
    if is_alone(view, of):
        words = say("Voor {maand} is er nog één kandidaat. Stemmen is niet meer nodig. Dank voor het meedoen.",
                    maand=month)  # fmt: skip
        return told(words)
    if not is_open(view, of):
        return Card((text(say("De stembus van {maand} is dicht. Dank voor het meedoen.", maand=month)),))
    words = say(
        "De lijst met kandidaten van {maand} is veranderd. Je stem blijft staan. Wil je hem veranderen? Dat kan tot "
        "{moment}.",
        maand=month, moment=moment_called(view, of.vote_until),
    )  # fmt: skip
    vote = Button(say("Stem"), "klantverbeteraar.vote", ballot_ref(of.id), "primary", opens_form=True)
    return Card((text(words), buttons(vote)))
