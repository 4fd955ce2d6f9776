"""Two transactions that are about to write the same words: the second waits, and then sees what the first one wrote.

SQLite has one writer at a time, and needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from store.tx import Tx

_LOCK = text(
    "SELECT count(CAST(pg_advisory_xact_lock(hashtextextended(subject, 0)) AS text))"
    " FROM unnest(CAST(:subjects AS text[])) AS subject"
)


def lock(tx: Tx, kind: str, subjects: Iterable[str]) -> None:
    """Held until the transaction ends; taken in one order, so that two of them do not wait for each other."""
    if tx.dialect == "postgresql":
        tx.run(_LOCK, {"subjects": sorted({f"{kind}:{subject}" for subject in subjects})})
