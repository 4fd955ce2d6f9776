"""Who supports an idea: one support per person, of which only the sum is shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, bindparam, func, select

from store.schema import About, Instant, person_id, table
from store.statements import upsert
from store.tx import Tx

support = table(
    "idea_support",
    Column("idea_id", ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True),
    person_id(erase="row", primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_idea_support_person_id", "person_id"),
    about=About(
        whose="the colleague who supports an idea",
        why="one support per person; only the sum is shown",
        keep="as long as the idea",
        export="all columns",
        erase="the row goes",
    ),
)

_ADD = upsert(
    lambda insert: insert(support).on_conflict_do_nothing(index_elements=[support.c.idea_id, support.c.person_id])
)
_OF_THESE = support.c.idea_id.in_(bindparam("ids", expanding=True))
_COUNTS = select(support.c.idea_id, func.count()).where(_OF_THESE).group_by(support.c.idea_id)
_GIVEN_BY = select(support.c.idea_id).where(_OF_THESE, support.c.person_id == bindparam("person_id"))
_GIVEN_TO = select(support.c.person_id, support.c.at).where(support.c.idea_id == bindparam("id"))


def add(tx: Tx, idea_id: int, person_id: int, at: datetime) -> bool:
    """One per person; False when it was given before."""
    return bool(tx.run(_ADD, {"idea_id": idea_id, "person_id": person_id, "at": at}))


def counts(tx: Tx, ids: Collection[int]) -> dict[int, int]:
    """How many people support these ideas; one that nobody supports is left out."""
    return dict(tx.all(_COUNTS, lambda of, count: (of, count), {"ids": sorted(ids)})) if ids else {}


def given_by(tx: Tx, person_id: int, ids: Collection[int]) -> frozenset[int]:
    """Which of these ideas somebody supports."""
    return frozenset(tx.all(_GIVEN_BY, int, {"ids": sorted(ids), "person_id": person_id})) if ids else frozenset()


def given_to(tx: Tx, idea_id: int) -> list[tuple[int, datetime]]:
    """Who supports an idea, and since when."""
    return tx.all(_GIVEN_TO, lambda person, at: (person, at), {"id": idea_id})
