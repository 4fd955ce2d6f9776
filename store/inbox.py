"""Deliveries that were handled: a hash of the platform's id, and for ten minutes the answer, or how to draw it anew."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, LargeBinary, Text, bindparam, select, update

from store.frozen import frozen
from store.schema import About, Instant, table
from store.statements import upsert
from store.tx import Tx

ANSWER_KEPT = timedelta(minutes=10)

inbox = table(
    "inbox",
    Column("hash", LargeBinary, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("answer", Text),
    Index("ix_inbox_at", "at"),
    about=About(
        whose="nobody: a hash of the platform's own delivery id",
        why="so that a delivery that comes twice is handled once and gets the same answer",
        keep="30 days; the answer 10 minutes",
        export="not personal",
        erase="the answers are emptied at once",
        age=("at", timedelta(days=30)),
    ),
)


@frozen
class Handled:
    """An earlier delivery. `answer` is None once it is too old."""

    at: datetime
    answer: str | None


_PUT = upsert(lambda insert: insert(inbox).on_conflict_do_nothing(index_elements=[inbox.c.hash]))
_GET = select(inbox.c.at, inbox.c.answer).where(inbox.c.hash == bindparam("hash"))
_EMPTY = update(inbox).where(inbox.c.answer.is_not(None), inbox.c.at < bindparam("before")).values(answer=None)


def digest(delivery: str) -> bytes:
    """The inbox never keeps the platform's id itself."""
    return hashlib.sha256(delivery.encode("utf-8", "surrogatepass")).digest()


def put(tx: Tx, delivery: str, now: datetime, answer: str) -> bool:
    """Record a handled delivery; False when it was there already."""
    return bool(tx.run(_PUT, {"hash": digest(delivery), "at": now, "answer": answer}))


def get(tx: Tx, delivery: str) -> Handled | None:
    """How a delivery was handled before."""
    return tx.one(_GET, Handled, {"hash": digest(delivery)})


def empty_answers(tx: Tx, now: datetime) -> int:
    """Answers older than ten minutes are nobody's business any more."""
    return tx.run(_EMPTY, {"before": now - ANSWER_KEPT})
