"""A vote that ends before its time, or without one: what came of it is certain, and of votes nothing stays."""

from __future__ import annotations

from rituals.engine.cards import Card
from rituals.engine.context import Context, View
from rituals.engine.outcome import Effect, Show
from rituals.engine.sentences import told
from rituals.klantverbeteraar.names import asked, key
from rituals.klantverbeteraar.places import to_holders
from rituals.klantverbeteraar.planning import destroying
from rituals.klantverbeteraar.words import moment_called, month_called
from store import candidates, rounds, votes
from store.rounds import Round
from store.tx import Tx


def certain(context: Context, of: Round) -> tuple[Effect, ...]:
    """What came of it is certain: it is told at the reveal, and the key is of no use any more."""
    rounds.set_state(context.tx, of.id, "revealing")
    return (destroying(of, context.now),)


def alone(context: Context, of: Round) -> tuple[Effect, ...]:
    """While people vote one candidate is left: then there is nothing to choose, as with one from the beginning. Who is
    only hidden can come back until the close.
    """
    standing = candidates.standing(context.tx, of.id)
    if of.state != "voting" or len(standing) != 1 or (context.now < of.vote_until and _is_one_hidden(context.tx, of)):
        return ()
    drop_votes(context.tx, of)
    candidates.set_winners(context.tx, [standing[0].id])
    redrawn = (Show(key(of.id, "vote"), None), *answered(of))
    return (*redrawn, *certain(context, of), *to_holders(context, key(of.id, "alone"), of.reveal))


def answered(of: Round) -> tuple[Effect, ...]:
    """What whoever looks after the round was asked says that it is no question any more."""
    return tuple(Show(asked(of.id, what, of.vote_until), None) for what in ("few", "locked"))


def redrawn(of: Round) -> tuple[Effect, ...]:
    """The card to vote with says how it stands, and what whoever looks after the round was asked."""
    return (Show(key(of.id, "vote"), None), *answered(of))


def _is_one_hidden(tx: Tx, of: Round) -> bool:
    return any(one.state == "hidden" for one in candidates.of_round(tx, of.id))


def drop_votes(tx: Tx, of: Round) -> None:
    """Of votes nothing stays, nor of candidates who turned out to be another one meanwhile."""
    for double in candidates.doubles(tx, of.id):
        candidates.drop(tx, double)
    votes.drop(tx, of.id)


def is_alone(view: View, of: Round) -> bool:
    """Whether a vote ended so, and the result was not told yet."""
    return of.state == "revealing" and of.turnout is None and len(candidates.standing(view.tx, of.id)) == 1


def done(view: View, of: Round) -> str:
    """In the place of a question or a word that is over."""
    return view.say("Voor {maand} hoef je niets meer te doen.", maand=month_called(view, of))


def alone_card(view: View, of: Round) -> Card:
    """To whoever looks after the round."""
    say, month = view.say, month_called(view, of)
    if not is_alone(view, of):
        return told(done(view, of))
    moment = moment_called(view, of.reveal)
    words = say(
        "Voor {maand} is er nog één kandidaat. Stemmen is niet meer nodig. De uitslag komt {moment}.",
        maand=month, moment=moment,
    )  # fmt: skip
    return told(words)
