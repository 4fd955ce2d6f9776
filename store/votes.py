"""Votes, sealed while people vote and gone afterwards; then only who took part, never for whom.

Two tables instead of one would not keep the secret: rows written together share their order and place in the log. So
a vote is one row with who and a sealed part of always the same length, and without a time.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, LargeBinary, bindparam, delete, func, insert, select, update

from store.accounts import person
from store.frozen import frozen
from store.schema import About, person_id, table
from store.statements import upsert
from store.tx import Tx

ballot = table(
    "ballot",
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    # Two people who turn out to be one keep one vote. Which is the newer nobody can say, for there is no time.
    person_id(erase="row", primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    about=About(
        whose="the colleague who votes",
        why="one vote per colleague, which can be changed until the ballot closes",
        keep="until the ballot closes",
        export="that somebody voted; for whom is sealed",
        erase="the row goes",
    ),
)

participant = table(
    "participant",
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    person_id(erase="row", primary_key=True),
    about=About(
        whose="the colleague who voted",
        why="to be able to show that everybody had one vote",
        keep="until the colleague asks to be forgotten; written when the ballot closes, without for whom",
        export="all columns",
        erase="the row goes",
    ),
)


@frozen
class Ballot:
    """One vote, sealed."""

    person_id: int
    sealed: bytes


_PUT = upsert(
    lambda insert: insert(ballot).on_conflict_do_nothing(index_elements=[ballot.c.round_id, ballot.c.person_id])
)
_CHANGE = (
    update(ballot)
    .where(ballot.c.round_id == bindparam("of_round"), ballot.c.person_id == bindparam("of_person"))
    .values(sealed=bindparam("new_sealed"))
)
_COUNT = select(func.count()).select_from(ballot).where(ballot.c.round_id == bindparam("round_id"))
_ALL = (
    select(ballot.c.person_id, ballot.c.sealed)
    .where(ballot.c.round_id == bindparam("round_id"))
    .order_by(ballot.c.person_id)
)
_DROP = delete(ballot).where(ballot.c.round_id == bindparam("round_id"))
_TOOK_PART = insert(participant)
_PARTICIPANTS = (
    select(participant.c.person_id)
    .where(participant.c.round_id == bindparam("round_id"))
    .order_by(participant.c.person_id)
)
_ELECTORATE = select(func.count()).select_from(person).where(person.c.member, person.c.active)


def put(tx: Tx, round_id: str, voter: int, sealed: bytes) -> bool:
    """A vote, in the place of an earlier one of this person; whether there was one."""
    if tx.run(_PUT, {"round_id": round_id, "person_id": voter, "sealed": sealed}):
        return False
    return bool(tx.run(_CHANGE, {"of_round": round_id, "of_person": voter, "new_sealed": sealed}))


def count(tx: Tx, round_id: str) -> int:
    """How many have voted until now."""
    return int(tx.scalar(_COUNT, {"round_id": round_id}) or 0)


def voted(tx: Tx, round_id: str) -> list[Ballot]:
    """Every vote, sealed, in the order of people and not of time."""
    return tx.all(_ALL, _ballot, {"round_id": round_id})


def drop(tx: Tx, round_id: str) -> None:
    """The ballot is closed, or votes that cannot be opened any more go."""
    tx.run(_DROP, {"round_id": round_id})


def took_part(tx: Tx, round_id: str, people: Iterable[int]) -> None:
    """Who voted, once nothing else is known of it, in the order of people."""
    tx.run(_TOOK_PART, [{"round_id": round_id, "person_id": one} for one in sorted(people)])


def participants(tx: Tx, round_id: str) -> list[int]:
    """Who voted in a round that is closed."""
    return tx.all(_PARTICIPANTS, int, {"round_id": round_id})


def electorate(tx: Tx) -> int:
    """How many colleagues can vote."""
    return int(tx.scalar(_ELECTORATE) or 0)


def _ballot(voter: int, sealed: bytes) -> Ballot:
    return Ballot(voter, bytes(sealed))
