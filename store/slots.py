"""Slots: the moments that rituals planned. `planned -> due -> done | skipped | failed`, or taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    Integer,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    func,
    literal_column,
    select,
    update,
)

from store.frozen import frozen
from store.schema import About, Id, Instant, partial, table
from store.statements import one_of, upsert
from store.tx import Tx

slot = table(
    "slot",
    Column("id", Id, primary_key=True),
    Column("ritual", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("local", Text, nullable=False),
    Column("due", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("ritual", "name", "subject", "local"),
    about=About(
        whose="nobody",
        why="the rituals happen on time, once",
        keep="a year after it ended",
        export="not personal",
        erase="not personal",
        age=("ended_at", timedelta(days=365)),
    ),
)
# Written into the statements, not bound: a partial index is only used for a value the planner can see.
_PLANNED = slot.c.state == literal_column("'planned'")
_MARKED = slot.c.state == literal_column("'due'")
partial("ix_slot_planned", slot.c.next_at, where=_PLANNED)
partial("ix_slot_due", slot.c.next_at, where=_MARKED)


RESTORED = "restored"
"""The reason of a slot from a backup whose time has passed since: perhaps it was handled, and that is not known."""


@frozen
class Due:
    """A slot as the schedule handles it. `next_at` is `due`, or the time of the next attempt."""

    id: int
    ritual: str
    name: str
    subject: str
    local: str
    due: datetime
    state: str
    attempts: int
    reason: str | None = None


_NOW = bindparam("now", type_=Instant())
_COLUMNS = (
    slot.c.id, slot.c.ritual, slot.c.name, slot.c.subject, slot.c.local, slot.c.due, slot.c.state, slot.c.attempts,
    slot.c.reason,
)  # fmt: skip
_IS = (
    slot.c.ritual == bindparam("of_ritual"),
    slot.c.name == bindparam("of_name"),
    slot.c.subject == bindparam("of_subject"),
    slot.c.local == bindparam("of_local"),
)
_PLAN = upsert(
    lambda insert: (new := insert(slot)).on_conflict_do_update(
        index_elements=[slot.c.ritual, slot.c.name, slot.c.subject, slot.c.local],
        set_={
            "due": new.excluded.due,
            "next_at": new.excluded.next_at,
            "state": "planned",
            "attempts": 0,
            "ended_at": None,
            # Planned anew for the same moment is no reason to forget that it was perhaps handled.
            "reason": case((slot.c.due == new.excluded.due, slot.c.reason), else_=None),
        },
        where=one_of(slot.c.state, "planned", "due", "taken back"),
    )
)
_UNPLAN = (
    update(slot)
    .where(*_IS, one_of(slot.c.state, "planned", "due"))
    .values(state="taken back", ended_at=bindparam("now"))
)
_MARK = (
    update(slot)
    .where(
        _PLANNED,
        slot.c.id.in_(
            select(slot.c.id)
            .where(_PLANNED, slot.c.next_at <= _NOW)
            .order_by(slot.c.next_at)
            .limit(bindparam("most", type_=Integer))
        ),
    )
    .values(state="due")
)
_DUE = select(*_COLUMNS).where(_MARKED).order_by(slot.c.next_at, slot.c.id).limit(bindparam("most"))
_GET = select(*_COLUMNS).where(slot.c.id == bindparam("id"))
_FIND = select(*_COLUMNS).where(*_IS)
_END = (
    update(slot)
    .where(slot.c.id == bindparam("of_id"), slot.c.state == "due")
    .values(state=bindparam("new_state"), reason=bindparam("new_reason"), ended_at=bindparam("now"))
)
_RETRY = (
    update(slot)
    .where(slot.c.id == bindparam("of_id"), slot.c.state == "due")
    .values(state="planned", next_at=bindparam("new_next"), attempts=slot.c.attempts + 1)
)
_HOW_MANY = select(func.count()).where(_MARKED).select_from(slot)
_NEXT = select(func.min(slot.c.next_at)).where(_PLANNED, slot.c.next_at > _NOW)


def plan(tx: Tx, ritual: str, name: str, subject: str, local: str, due: datetime) -> None:
    """Plan a slot, or move one that has not been handled yet."""
    tx.run(
        _PLAN,
        {
            "ritual": ritual, "name": name, "subject": subject, "local": local, "due": due, "next_at": due,
            "state": "planned", "reason": None, "attempts": 0, "ended_at": None,
        },
    )  # fmt: skip


def unplan(tx: Tx, ritual: str, name: str, subject: str, local: str, now: datetime) -> None:
    """Take a slot back that has not been handled yet."""
    tx.run(_UNPLAN, {"of_ritual": ritual, "of_name": name, "of_subject": subject, "of_local": local, "now": now})


def mark(tx: Tx, now: datetime, most: int) -> int:
    """Mark the planned slots whose time has come, oldest first; how many."""
    return tx.run(_MARK, {"now": now, "most": most})


def due(tx: Tx, most: int) -> list[Due]:
    """Marked slots, oldest first."""
    return tx.all(_DUE, Due, {"most": most})


def get(tx: Tx, slot_id: int) -> Due | None:
    """One slot."""
    return tx.one(_GET, Due, {"id": slot_id})


def find(tx: Tx, ritual: str, name: str, subject: str, local: str) -> Due | None:
    """One slot by its identity."""
    return tx.one(_FIND, Due, {"of_ritual": ritual, "of_name": name, "of_subject": subject, "of_local": local})


def end(tx: Tx, slot_id: int, state: str, now: datetime, reason: str | None = None) -> bool:
    """A due slot ends as done, skipped or failed; False when another has ended it."""
    return bool(tx.run(_END, {"of_id": slot_id, "new_state": state, "new_reason": reason, "now": now}))


def retry(tx: Tx, slot_id: int, at: datetime) -> None:
    """A due slot whose handler raised waits for its next attempt."""
    tx.run(_RETRY, {"of_id": slot_id, "new_next": at})


def how_many_due(tx: Tx) -> int:
    """Marked slots that have not been handled."""
    return int(tx.scalar(_HOW_MANY))


def next_due(tx: Tx, now: datetime) -> datetime | None:
    """When, after now, the first planned slot comes, if any."""
    value = tx.scalar(_NEXT, {"now": now})
    return value if isinstance(value, datetime) else None
