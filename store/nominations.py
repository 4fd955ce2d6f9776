"""What colleagues wrote about whom they nominate, in a round of `store.rounds`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Column, ForeignKey, Index, Text, UniqueConstraint, bindparam, delete, insert, select, update

from store.candidates import candidate
from store.frozen import frozen
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, word
from store.tx import Tx

NominationState = Literal["stands", "asking", "hidden", "withdrawn"]
"""`asking`: whoever wrote it still says whether a number or an address may stay."""

nomination = table(
    "nomination",
    Column("id", Id, primary_key=True),
    Column("candidate_id", ForeignKey("candidate.id", ondelete="CASCADE"), nullable=False),
    person_id("nominator_id", erase="null", nullable=True),
    Column("text", Text, nullable=False),
    Column("evidence", Text),
    Column("behaviour", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("hidden_for", Text, nullable=False),
    UniqueConstraint("candidate_id", "nominator_id"),
    Index("ix_nomination_at", "at"),
    about=About(
        whose="the colleague who nominated, and the one it is about",
        why="to tell a colleague what they did well, in the words of others",
        keep="12 months",
        export="what somebody wrote, and what was written about them",
        erase="the nominator is emptied and shown as a colleague",
        age=("at", timedelta(days=365)),
    ),
)


@frozen
class Nomination:
    """What a colleague wrote about a candidate; `evidence` is the ref of a bell or quote.

    `hidden_for` says why it was hidden.
    """

    id: int
    candidate_id: int
    nominator_id: int | None
    text: str
    evidence: str | None
    behaviour: str
    state: NominationState
    at: datetime
    hidden_for: str


_NOMINATION = (
    nomination.c.id, nomination.c.candidate_id, nomination.c.nominator_id, nomination.c.text, nomination.c.evidence,
    nomination.c.behaviour, nomination.c.state, nomination.c.at, nomination.c.hidden_for,
)  # fmt: skip
_ADD = Numbered(insert(nomination))
_GET = select(*_NOMINATION).where(nomination.c.id == bindparam("id"))
_WRITTEN_BY = select(*_NOMINATION).where(
    nomination.c.candidate_id == bindparam("candidate_id"), nomination.c.nominator_id == bindparam("nominator_id")
)
_OF_ROUND = (
    select(*_NOMINATION)
    .join(candidate, candidate.c.id == nomination.c.candidate_id)
    .where(candidate.c.round_id == bindparam("round_id"))
    .order_by(nomination.c.candidate_id, nomination.c.id)
)
_OF_CANDIDATE = (
    select(*_NOMINATION).where(nomination.c.candidate_id == bindparam("candidate_id")).order_by(nomination.c.id)
)
_NOMINATORS = (
    select(nomination.c.nominator_id)
    .distinct()
    .join(candidate, candidate.c.id == nomination.c.candidate_id)
    .where(
        candidate.c.round_id == bindparam("round_id"),
        nomination.c.nominator_id.is_not(None),
        nomination.c.state != word("withdrawn"),
    )
)
_IS = update(nomination).where(nomination.c.id == bindparam("of_id"))
_STATE = _IS.values(state=bindparam("new_state"), hidden_for=bindparam("new_hidden_for"))
_REWRITE = _IS.values(
    text=bindparam("new_text"), evidence=bindparam("new_evidence"), behaviour=bindparam("new_behaviour"),
    state=bindparam("new_state"), hidden_for=word(""),
)  # fmt: skip
_BY = (
    select(*_NOMINATION)
    .join(candidate, candidate.c.id == nomination.c.candidate_id)
    .where(candidate.c.round_id == bindparam("round_id"), nomination.c.nominator_id == bindparam("nominator_id"))
    .order_by(nomination.c.id)
)
_MOVE = _IS.values(candidate_id=bindparam("new_candidate"))
_DROP = delete(nomination).where(nomination.c.id == bindparam("id"))


def add(
    tx: Tx, candidate_id: int, nominator: int | None, text: str, now: datetime, *,
    evidence: str | None = None, behaviour: str = "", state: NominationState = "stands",
) -> int:  # fmt: skip
    """Words about a candidate; its id."""
    return tx.add(_ADD, {
        "candidate_id": candidate_id, "nominator_id": nominator, "text": text, "evidence": evidence,
        "behaviour": behaviour, "state": state, "at": now, "hidden_for": "",
    })  # fmt: skip


def get(tx: Tx, nomination_id: int) -> Nomination | None:
    """One nomination."""
    return tx.one(_GET, Nomination, {"id": nomination_id})


def written_by(tx: Tx, candidate_id: int, nominator: int) -> Nomination | None:
    """What this colleague wrote about this candidate."""
    return tx.one(_WRITTEN_BY, Nomination, {"candidate_id": candidate_id, "nominator_id": nominator})


def of_round(tx: Tx, round_id: str) -> list[Nomination]:
    """Of a whole round, by candidate, the first first."""
    return tx.all(_OF_ROUND, Nomination, {"round_id": round_id})


def of_candidate(tx: Tx, candidate_id: int) -> list[Nomination]:
    """Of one candidate, the first first."""
    return tx.all(_OF_CANDIDATE, Nomination, {"candidate_id": candidate_id})


def nominators(tx: Tx, round_id: str) -> list[int]:
    """Who nominated in this round."""
    return sorted(tx.all(_NOMINATORS, int, {"round_id": round_id}))


def of_nominator(tx: Tx, round_id: str, nominator: int) -> list[Nomination]:
    """What a colleague wrote in this round, the first first."""
    return tx.all(_BY, Nomination, {"round_id": round_id, "nominator_id": nominator})


def set_state(tx: Tx, nomination_id: int, state: NominationState, *, hidden_for: str = "") -> None:
    """A text is hidden, withdrawn, or stands again."""
    tx.run(_STATE, {"of_id": nomination_id, "new_state": state, "new_hidden_for": hidden_for})


def rewrite(
    tx: Tx, nomination_id: int, text: str, *, evidence: str | None = None, behaviour: str = "",
    state: NominationState = "stands",
) -> None:  # fmt: skip
    """Other words; it stands, unless something is asked about them first."""
    tx.run(_REWRITE, {
        "of_id": nomination_id, "new_text": text, "new_evidence": evidence, "new_behaviour": behaviour,
        "new_state": state,
    })  # fmt: skip


def move(tx: Tx, nomination_id: int, candidate_id: int) -> None:
    """The words are about another candidate, who turned out to be the same colleague."""
    tx.run(_MOVE, {"of_id": nomination_id, "new_candidate": candidate_id})


def drop(tx: Tx, nomination_id: int) -> None:
    """The words go."""
    tx.run(_DROP, {"id": nomination_id})
