"""Who was nominated in a round, what may be shared of them, and what came of it.

Votes are not here: while people vote they lie sealed in `store.votes`, and only their totals come to a candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from store.frozen import frozen
from store.places import place
from store.rounds import round_
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, word
from store.tx import Tx

CandidateState = Literal["candidate", "thanked", "withdrawn", "hidden"]
"""`thanked`: won lately, and is thanked instead of elected."""
Consent = Literal["none", "all", "team", "not"]
"""What may be shared of somebody who wins; `none` while they have not answered, `not`: rather nothing."""

candidate = table(
    "candidate",
    Column("id", Id, primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    person_id(erase="row", nullable=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("asked_at", Instant),
    Column("answered_at", Instant),
    Column("total", Integer),
    Column("won", Boolean, nullable=False),
    Column("team_id", ForeignKey(place.c.id)),
    Index("ix_candidate_round_id", "round_id"),
    Index("ix_candidate_person_id", "person_id"),
    about=About(
        whose="the colleague who was nominated",
        why="to name and thank in public (the spotlight) somebody who did well for a customer, if they want that",
        keep="until the colleague asks to be forgotten; the number of votes is shown to nobody",
        export="the rounds in which somebody was nominated, without numbers of votes",
        erase="the row goes, with the words about them",
    ),
)


@frozen
class Candidate:
    """Somebody who was nominated; `name` is of somebody without an account, or of an afdeling.

    `total` is empty until the ballot is closed. `team_id` is the only place where it may be shared, for who chose so.
    """

    id: int
    round_id: str
    person_id: int | None
    name: str
    state: CandidateState
    consent: Consent
    asked_at: datetime | None
    answered_at: datetime | None
    total: int | None
    won: bool
    team_id: int | None = None


_COLUMNS = (
    candidate.c.id, candidate.c.round_id, candidate.c.person_id, candidate.c.name, candidate.c.state,
    candidate.c.consent, candidate.c.asked_at, candidate.c.answered_at, candidate.c.total, candidate.c.won,
    candidate.c.team_id,
)  # fmt: skip
_ADD = Numbered(insert(candidate))
_GET = select(*_COLUMNS).where(candidate.c.id == bindparam("id"))
_OF_ROUND = select(*_COLUMNS).where(candidate.c.round_id == bindparam("round_id")).order_by(candidate.c.id)
_STANDING_IDS = (
    select(candidate.c.id)
    .where(
        candidate.c.round_id == bindparam("round_id"),
        candidate.c.state == word("candidate"),
        or_(candidate.c.person_id.is_(None), candidate.c.person_id != bindparam("voter")),
    )
    .order_by(candidate.c.id)
)
_OF_PERSON = select(*_COLUMNS).where(candidate.c.person_id == bindparam("person_id")).order_by(candidate.c.id)
_EARLIER = (
    select(round_.c.id)
    .where(
        round_.c.state == word("done"),
        round_.c.reveal < bindparam("before", type_=Instant()),
        exists().where(candidate.c.round_id == round_.c.id, candidate.c.won),
    )
    .order_by(round_.c.reveal.desc())
    .limit(bindparam("most", type_=Integer))
)
_WINNERS = select(*_COLUMNS).where(candidate.c.won, candidate.c.round_id.in_(bindparam("rounds", expanding=True)))
_OF = update(candidate).where(candidate.c.id == bindparam("of_id"))
_STATE = _OF.values(state=bindparam("new_state"))
_ASKED = _OF.values(asked_at=bindparam("now", type_=Instant()))
_CONSENT = _OF.values(
    consent=bindparam("new_consent"), answered_at=bindparam("now", type_=Instant()), team_id=bindparam("new_team_id")
)
_ADOPT = _OF.values(
    person_id=bindparam("new_person"), name=word(""), consent=word("none"), asked_at=None, answered_at=None
)
_TOTAL = _OF.values(total=bindparam("new_total"))
_WON = _OF.values(won=bindparam("has_won"))
_DROP = delete(candidate).where(candidate.c.id == bindparam("id"))


def add(tx: Tx, round_id: str, person: int | None, name: str = "", *, state: CandidateState = "candidate") -> int:
    """Somebody is nominated for the first time in this round; the candidate's id."""
    values = {"round_id": round_id, "person_id": person, "name": name, "state": state, "consent": "none", "won": False}
    return tx.add(_ADD, values)


def get(tx: Tx, candidate_id: int) -> Candidate | None:
    """One candidate."""
    return tx.one(_GET, Candidate, {"id": candidate_id})


def of_round(tx: Tx, round_id: str) -> list[Candidate]:
    """Everybody who was nominated, whatever became of it."""
    return tx.all(_OF_ROUND, Candidate, {"round_id": round_id})


def standing(tx: Tx, round_id: str) -> list[Candidate]:
    """Those one can vote for."""
    return [one for one in of_round(tx, round_id) if one.state == "candidate"]


def offered_to(tx: Tx, round_id: str, voter: int) -> list[int]:
    """The ids of those whom this person can vote for: everybody who stands, but oneself."""
    return tx.all(_STANDING_IDS, int, {"round_id": round_id, "voter": voter})


def of_person(tx: Tx, person: int) -> list[Candidate]:
    """The rounds in which somebody was nominated."""
    return tx.all(_OF_PERSON, Candidate, {"person_id": person})


def earlier_winners(tx: Tx, before: datetime, most: int) -> list[Candidate]:
    """Who won the last `most` rounds that had a winner and were told before a moment."""
    latest = tx.all(_EARLIER, str, {"before": before, "most": most})
    return tx.all(_WINNERS, Candidate, {"rounds": latest}) if latest else []


def set_state(tx: Tx, candidate_id: int, state: CandidateState) -> None:
    """A candidate withdraws, is thanked, is hidden, or stands again."""
    tx.run(_STATE, {"of_id": candidate_id, "new_state": state})


def asked(tx: Tx, candidate_id: int, now: datetime) -> None:
    """A candidate was asked what may be shared."""
    tx.run(_ASKED, {"of_id": candidate_id, "now": now})


def set_consent(tx: Tx, candidate_id: int, consent: Consent, now: datetime, *, team: int | None = None) -> None:
    """A candidate said what may be shared, and with which place alone."""
    tx.run(_CONSENT, {"of_id": candidate_id, "new_consent": consent, "now": now, "new_team_id": team})


def adopt(tx: Tx, candidate_id: int, person: int) -> None:
    """A name turns out to be of somebody with an account: what may be shared is theirs to say."""
    tx.run(_ADOPT, {"of_id": candidate_id, "new_person": person})


def doubles(tx: Tx, round_id: str) -> dict[int, int]:
    """Candidates who turned out to be another one while people voted: by id, the one who stands for both."""
    every = [one for one in of_round(tx, round_id) if one.person_id]
    first: dict[int | None, int] = {}
    for one in sorted(every, key=lambda one: (one.state != "candidate", one.id)):
        first.setdefault(one.person_id, one.id)
    return {one.id: first[one.person_id] for one in every if first[one.person_id] != one.id}


def drop(tx: Tx, candidate_id: int) -> None:
    """Nobody has words about them any more."""
    tx.run(_DROP, {"id": candidate_id})


def set_totals(tx: Tx, totals: Mapping[int, int]) -> None:
    """How many voted for each candidate."""
    tx.run(_TOTAL, [{"of_id": one, "new_total": total} for one, total in sorted(totals.items())])


def set_winners(tx: Tx, candidate_ids: Collection[int], *, won: bool = True) -> None:
    """Who won."""
    tx.run(_WON, [{"of_id": one, "has_won": won} for one in sorted(candidate_ids)])
