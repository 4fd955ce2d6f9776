"""Two candidates turn out to be one colleague: by an account, or by a name that was typed before there was one.

All words about them come under one candidate, each writer once. While people vote the other row stays behind, off the
list: votes for it are sealed, and count for the one who stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.context import Context
from rituals.engine.events import Joined
from rituals.engine.outcome import Effect, Outcome, Withdraw
from rituals.klantverbeteraar.consent import ask
from rituals.klantverbeteraar.ending import alone
from rituals.klantverbeteraar.leaving import list_changed, withdraw
from rituals.klantverbeteraar.names import key
from rituals.klantverbeteraar.noting import has_words, is_read, state_of
from rituals.klantverbeteraar.settings import ONESELF
from rituals.klantverbeteraar.spoken import same_name
from store import accounts, candidates, nominations, rounds
from store.accounts import Person
from store.candidates import Candidate, CandidateState
from store.rounds import Round
from store.tx import Tx


def joined(event: Joined, context: Context) -> Outcome:
    """In every round of which the result was not told yet."""
    effects: list[Effect] = []
    for one in rounds.under_way(context.tx):
        of = rounds.take(context.tx, one.id)
        effects += together(context, of, event.person_id) if of else ()
    return Outcome(effects=tuple(effects))


def with_account(context: Context, of: Round, person: Person) -> None:
    """While people nominate: whoever was nominated by this full name is this colleague, where nobody shares it."""
    named = [
        one for one in candidates.of_round(context.tx, of.id) if not one.person_id and same_name(one.name, person.name)
    ]
    if not named or [one.id for one in called(context.tx, person.name)] != [person.id]:
        return
    for one in named:
        candidates.adopt(context.tx, one.id, person.id)
    together(context, of, person.id)


def called(tx: Tx, name: str) -> list[Person]:
    """The colleagues with this full name."""
    return [one for one in accounts.search(tx, name, 50) if same_name(one.name, name)]


def together(context: Context, of: Round, person_id: int) -> tuple[Effect, ...]:
    """One candidate for one colleague."""
    own = [one for one in candidates.of_round(context.tx, of.id) if one.person_id == person_id]
    if not own:
        return ()
    kept, *others = sorted(own, key=lambda one: (not one.won, one.state != "candidate", one.id))
    effects = [effect for other in others for effect in _into(context, of, other, kept)]
    if not context.setting(ONESELF):
        _drop_own(context.tx, kept)
    effects += _as_one(context, of, kept, own)
    left = rounds.get(context.tx, of.id)
    return (*effects, *(alone(context, left) if left else ()))


def _into(context: Context, of: Round, other: Candidate, kept: Candidate) -> tuple[Effect, ...]:
    tx = context.tx
    for one in nominations.of_candidate(tx, other.id):
        earlier = nominations.written_by(tx, kept.id, one.nominator_id) if one.nominator_id else None
        # Words that nobody reads, hidden or written in private, never take the place of words that stand.
        old = min((one, earlier), key=lambda each: (is_read(each), each.at)) if earlier else None
        if old:
            nominations.drop(tx, old.id)
        if old is not one:
            nominations.move(tx, one.id, kept.id)
    asked = Withdraw(key(of.id, f"consent/{other.id}"))  # the same question stands there for the one who stands
    if of.state != "voting":
        candidates.drop(tx, other.id)
        return (asked,)
    candidates.set_state(tx, other.id, "withdrawn")
    return (asked, *(list_changed(context, of, other) if other.state == "candidate" else ()))


def _drop_own(tx: Tx, of: Candidate) -> None:
    """Nobody nominates themselves by turning out to be another."""
    own = nominations.written_by(tx, of.id, of.person_id) if of.person_id else None
    if own:
        nominations.drop(tx, own.id)


def _as_one(context: Context, of: Round, kept: Candidate, own: Sequence[Candidate]) -> tuple[Effect, ...]:
    """What they answered last holds, and they stand, are thanked or step back as one."""
    last = max(own, key=lambda one: one.answered_at or of.opens)
    if last.answered_at and last.id != kept.id:
        candidates.set_consent(context.tx, kept.id, last.consent, last.answered_at, team=last.team_id)
    written = nominations.of_candidate(context.tx, kept.id)
    if not written and of.state in ("nominating", "looking"):
        candidates.drop(context.tx, kept.id)
        return ()
    if not written or last.consent == "not":
        return withdraw(context, of, kept)
    state = kept.state if of.state == "revealing" else _state(context, kept)
    asked = ask(context, of) if of.state in ("looking", "voting") else ()
    if state == kept.state:
        return asked
    candidates.set_state(context.tx, kept.id, state)
    return (*asked, *(list_changed(context, of, kept) if "candidate" in (state, kept.state) else ()))


def _state(context: Context, of: Candidate) -> CandidateState:
    if of.state == "withdrawn" or of.person_id is None:
        return of.state
    state = state_of(context, of.person_id)
    hidden = not has_words(context.tx, of.id)
    return "hidden" if hidden and state == "candidate" else state
