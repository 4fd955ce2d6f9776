"""How many unasked private messages somebody had on a day: the attention budget."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Column, Integer, Text, bindparam, exists, select, update

from store.schema import About, Instant, person_id, table
from store.statements import upsert
from store.tx import Tx

attention = table(
    "attention",
    person_id(erase="row", nullable=False, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("nudges", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    about=About(
        whose="the colleague who gets private messages",
        why="nobody gets more than two unasked private messages a day",
        keep="7 days",
        export="all columns",
        erase="the row goes",
        age=("at", timedelta(days=7)),
    ),
)

_GET = select(attention.c.nudges).where(
    attention.c.person_id == bindparam("person_id"), attention.c.day == bindparam("day")
)
_COUNT = upsert(
    lambda insert: (
        insert(attention)
        .values(person_id=bindparam("person_id"), day=bindparam("day"), nudges=1, at=bindparam("at"))
        .on_conflict_do_update(
            index_elements=[attention.c.person_id, attention.c.day], set_={"nudges": attention.c.nudges + 1}
        )
    )
)
_old = attention.alias("old")
_SAME_DAY = (_old.c.person_id == bindparam("old"), _old.c.day == attention.c.day)
_GATHER = (
    update(attention)
    .where(attention.c.person_id == bindparam("new"), exists().where(*_SAME_DAY))
    .values(nudges=attention.c.nudges + select(_old.c.nudges).where(*_SAME_DAY).scalar_subquery())
)


def nudges(tx: Tx, person_id: int, day: date) -> int:
    """How many nudges this person had on this day."""
    return int(tx.scalar(_GET, {"person_id": person_id, "day": day.isoformat()}) or 0)


def gather(tx: Tx, old: int, new: int) -> None:
    """Two people turn out to be one: what the old one had that day the new one had as well."""
    tx.run(_GATHER, {"old": old, "new": new})


def count(tx: Tx, person_id: int, day: date, now: datetime) -> None:
    """One more."""
    tx.run(_COUNT, {"person_id": person_id, "day": day.isoformat(), "at": now})
