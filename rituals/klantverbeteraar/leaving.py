"""Somebody leaves the round: a candidate who rather does not take part, or a colleague who leaves the organisation."""

from __future__ import annotations

from rituals.engine.context import Context
from rituals.engine.events import MemberLeft
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.klantverbeteraar import rules
from rituals.klantverbeteraar.ending import alone
from rituals.klantverbeteraar.names import key
from store import accounts, candidates, keepsakes, rounds, votes
from store.candidates import Candidate
from store.rounds import Round


def left(event: MemberLeft, context: Context) -> Outcome:
    """A colleague left: no candidate any more, and what was theirs alone goes. What they wrote and voted stays."""
    workspace = context.directory.workspaces.get((event.platform, event.workspace))
    known = accounts.find(context.tx, workspace.id, event.account) if workspace else None
    if known is None or known.person.active:
        return Outcome()
    keepsakes.drop_all(context.tx, known.person.id)
    effects: list[Effect] = []
    for one in candidates.of_person(context.tx, known.person.id):
        of = rounds.take(context.tx, one.round_id)
        effects += withdraw(context, of, one) if of else ()
    return Outcome(effects=tuple(effects))


def withdraw(context: Context, of: Round, candidate: Candidate) -> tuple[Effect, ...]:
    """No candidate any more; a result is never made up."""
    if of.state == "done":
        return (Show(key(of.id, "result"), None),)
    if candidate.state not in ("candidate", "hidden"):
        return ()
    candidates.set_state(context.tx, candidate.id, "withdrawn")
    if of.state == "revealing":
        _again(context, of)
    changed = list_changed(context, of, candidate) if candidate.state == "candidate" else ()
    return (*changed, *alone(context, of))


def list_changed(context: Context, of: Round, candidate: Candidate) -> tuple[Effect, ...]:
    """While people vote, everybody who did reads the same word, whomever they voted for."""
    if of.state != "voting":
        return ()
    people = accounts.many(context.tx, [one.person_id for one in votes.voted(context.tx, of.id)])
    word = key(of.id, f"changed/{candidate.id}")
    told = (Show(word, one, kind="task", until=of.vote_until) for _, one in sorted(people.items()) if one.active)
    return (Show(key(of.id, "vote"), None), *told)


def _again(context: Context, of: Round) -> None:
    """Counted, and not told yet: whoever has most of those who stand. With one candidate there was no count."""
    every = candidates.of_round(context.tx, of.id)
    totals = {one.id: one.total for one in every if one.total is not None and one.state == "candidate"}
    candidates.set_winners(context.tx, [one.id for one in every], won=False)
    candidates.set_winners(context.tx, rules.winners(totals))
