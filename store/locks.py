"""Two transactions that are about to write the same words: the second waits, and then sees what the first one wrote.

SQLite has one writer at a time, and needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from store.tx import Tx

_LOCK = text("SELECT CAST(pg_advisory_xact_lock(hashtextextended(:subject, 0)) AS text)")


def lock(tx: Tx, kind: str, subjects: Iterable[str]) -> None:
    """Held until the transaction ends; taken in one order, so that two of them do not wait for each other."""
    if tx.dialect == "postgresql":
        for subject in sorted(set(subjects)):
            tx.run(_LOCK, {"subject": f"{kind}:{subject}"})
