"""A nomination is noted: for whom, in which round, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from rituals.engine.context import Context, View
from rituals.engine.names import Ref
from rituals.engine.redact import find_private, shorten_names, without
from rituals.klantverbeteraar import month, rules
from rituals.klantverbeteraar.planning import key_name
from rituals.klantverbeteraar.settings import IN_THE_SUN, ONESELF
from rituals.klantverbeteraar.spoken import same_name
from store import accounts, candidates, nominations, rounds
from store.accounts import Person
from store.candidates import Candidate, CandidateState
from store.frozen import frozen
from store.nominations import Nomination, NominationState
from store.rounds import Round
from store.tx import Tx

Kind = Literal["new", "again", "self", "guest", "thanked", "private", "outside"]
"""`again`: the second of a month changes the first; `private`: they rather stay out of the sun; `outside`: somebody
without an account, or an afdeling.
"""
_AHEAD = 4


@frozen
class Who:
    """Somebody we know, or a name that was typed."""

    person: Person | None
    name: str


@frozen
class Words:
    """What they did; `evidence` is the ref of a bell or quote."""

    text: str
    evidence: str | None = None
    behaviour: str = ""


@frozen
class Noted:
    """What became of one nomination; without `id` nothing was stored."""

    kind: Kind
    name: str
    id: int = 0


def open_round(context: Context) -> Round | None:
    """The round one nominates for: the one under way, else the next. Whoever asks has it alone until the commit."""
    at = context.now
    for of in rounds.under_way(context.tx):
        if of.state == "nominating" and of.nominate_until > at:
            return rounds.take(context.tx, of.id)
    for _ in range(_AHEAD):
        found = month.coming(at, context.organisation.calendar)
        if found is None:
            return None
        round_id, dates = found
        rounds.add(context.tx, round_id, dates, key_name(round_id))
        of_next = rounds.take(context.tx, round_id)
        if of_next and of_next.state == "nominating" and of_next.nominate_until > context.now:
            return of_next
        at = dates.nominate_until
    return None


def is_open(view: View, of: Round) -> bool:
    """Whether words about somebody can still be written or changed."""
    return of.state == "nominating" and view.now <= of.nominate_until


def is_read(of: Nomination) -> bool:
    """Whether it stands, or will once somebody said whether a number may stay."""
    return of.state in ("stands", "asking")


def has_words(tx: Tx, candidate_id: int) -> bool:
    """Whether anything about a candidate can be read; without that nobody can vote for them."""
    return any(is_read(one) for one in nominations.of_candidate(tx, candidate_id))


def whos(context: Context, values: Iterable[str]) -> list[Who]:
    """From what was chosen or typed; the same one once."""
    found: dict[object, Who] = {}
    for value in values:
        who = _who(context, value)
        found.setdefault(who.person.id if who.person else who.name.casefold(), who)
    return list(found.values())


def _who(context: Context, value: str) -> Who:
    if value.startswith("person:"):
        person = accounts.get(context.tx, Ref("person", value.removeprefix("person:")).number)
        return Who(person, person.name if person else "")
    same = [one for one in accounts.search(context.tx, value, 50) if same_name(one.name, value)]
    first = same or [one for one in accounts.search(context.tx, value, 50) if same_name(one.first, value)]
    return Who(first[0], first[0].name) if len(first) == 1 else Who(None, without(value, find_private(value)))


def namesakes(context: Context, name: str) -> list[Person]:
    """Colleagues who could be meant by a first name that several have."""
    found = [one for one in accounts.search(context.tx, name, 50) if same_name(one.first, name)]
    return found if len(found) > 1 else []


def note(context: Context, of: Round, who: Who, words: Words) -> Noted:
    """Stored, in the one nomination that somebody writes about somebody in a month."""
    name = context.called([who.person])[who.person.id] if who.person else who.name
    if who.person and (refused := _refused(context, who.person)):
        return Noted(refused, name)
    candidate = candidate_for(context, of, who)
    state: NominationState = "asking" if find_private(words.text) else "stands"
    kind = _kind(candidate)
    state = "withdrawn" if kind == "private" else state
    earlier = nominations.written_by(context.tx, candidate.id, context.person.id)
    if earlier is None:
        number = nominations.add(
            context.tx, candidate.id, context.person.id, words.text, context.now, evidence=words.evidence,
            behaviour=words.behaviour, state=state,
        )  # fmt: skip
        return Noted(kind, name, number)
    nominations.rewrite(
        context.tx, earlier.id, words.text, evidence=words.evidence or earlier.evidence,
        behaviour=words.behaviour or earlier.behaviour, state=state,
    )  # fmt: skip
    return Noted("again" if kind == "new" else kind, name, earlier.id)


def _refused(context: Context, person: Person) -> Kind | None:
    if person.id == context.person.id and not context.setting(ONESELF):
        return "self"
    return "guest" if not person.member or not person.active else None


def _kind(candidate: Candidate) -> Kind:
    if candidate.state == "withdrawn":
        return "private"
    if candidate.state == "thanked":
        return "thanked"
    return "new" if candidate.person_id else "outside"


def candidate_for(context: Context, of: Round, who: Who) -> Candidate:
    """The candidate that somebody is in this round, made at the first nomination."""
    for one in candidates.of_round(context.tx, of.id):
        if (one.person_id == who.person.id) if who.person else (not one.person_id and same_name(one.name, who.name)):
            if one.state == "hidden":
                candidates.set_state(context.tx, one.id, "candidate")
            return one
    state = state_of(context, who.person.id) if who.person else "candidate"
    number = candidates.add(
        context.tx, of.id, who.person.id if who.person else None, "" if who.person else who.name, state=state
    )
    return candidates.get(context.tx, number) or _lost(number)


def _lost(number: int) -> Candidate:
    raise LookupError(f"candidate {number} was not stored")


def state_of(view: View, person_id: int) -> CandidateState:
    """Who rather stays out of the sun is none, and whoever won lately is thanked."""
    person = accounts.get(view.tx, person_id)
    if person is None or not person.active or not view.setting(IN_THE_SUN, person=person):
        return "withdrawn"
    won = {one.person_id for one in candidates.earlier_winners(view.tx, view.now, rules.COOL_DOWN)}
    return "thanked" if person_id in won else "candidate"


def shortened(text: str, people: Iterable[Who]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Names of customers become initials; what was made of them."""
    keep = [name for one in people for name in (one.name, one.person.first if one.person else "") if name]
    words, changes = shorten_names(text, keep=keep)
    return words, tuple((one.before, one.after) for one in changes)
