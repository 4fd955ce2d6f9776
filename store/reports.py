"""What colleagues say is not right with something that was shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Index, Text, bindparam, func, insert, literal_column, select, update

from store.frozen import frozen
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered
from store.tx import Tx

report = table(
    "report",
    Column("id", Id, primary_key=True),
    Column("ref", Text, nullable=False),
    person_id("by", erase="null", nullable=True),
    Column("reason", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index("ix_report_ref", "ref"),
    about=About(
        whose="the colleague who reported",
        why="so that a curator or ritueelhouder can look whether something is not right",
        keep="90 days",
        export="all columns",
        erase="the person is emptied",
        age=("at", timedelta(days=90)),
    ),
)


@frozen
class Report:
    """Somebody said that something is not right. `ref` is the thing in words, as "quote:17".

    `settled_at` is when somebody looked and found that it may stay; None while nobody did.
    """

    ref: str
    reason: str
    text: str
    settled_at: datetime | None


_ADD = Numbered(insert(report))
_GET = select(report.c.ref, report.c.reason, report.c.text, report.c.settled_at).where(report.c.id == bindparam("id"))
_SETTLE = (
    update(report)
    .where(report.c.ref == bindparam("of_ref"), report.c.settled_at.is_(None))
    .values(settled_at=bindparam("now"))
    .returning(report.c.id, report.c.by)
)
_RECOGNISED = select(func.count()).where(
    report.c.ref == bindparam("ref"), report.c.reason == literal_column("'person'"), report.c.settled_at.is_(None)
)
_ABOUT = select(report.c.id).where(report.c.ref == bindparam("ref")).order_by(report.c.id)


def add(tx: Tx, ref: str, by: int | None, reason: str, text: str, now: datetime) -> int:
    """Somebody says that something is not right; the report's id."""
    return tx.add(_ADD, {"ref": ref, "by": by, "reason": reason, "text": text, "at": now})


def get(tx: Tx, number: int) -> Report | None:
    """One report."""
    return tx.one(_GET, Report, {"id": number})


def recognised(tx: Tx, ref: str) -> bool:
    """Whether somebody recognised a person in this thing, and nobody has looked yet."""
    return bool(tx.scalar(_RECOGNISED, {"ref": ref}))


def settle(tx: Tx, ref: str, now: datetime) -> list[tuple[int, int | None]]:
    """Somebody looked at this thing, and what was said of it is answered: each report, and the id of who made it."""
    return sorted(tx.all(_SETTLE, lambda number, by: (number, by), {"of_ref": ref, "now": now}))


def about(tx: Tx, ref: str) -> list[int]:
    """The reports about a thing, oldest first."""
    return tx.all(_ABOUT, int, {"ref": ref})
