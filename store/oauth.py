"""Installations that were begun and not finished: each state is good for one use, on any replica."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Column, LargeBinary, bindparam, delete, insert, select

from store.schema import About, Instant, table
from store.tx import Tx

GOOD_FOR = timedelta(seconds=600)
MOST = 1_000
"""Whoever asks for the page begins an installation: the oldest make room."""

oauth_state = table(
    "oauth_state",
    Column("hash", LargeBinary, primary_key=True),
    Column("until", Instant, nullable=False),
    about=About(
        whose="nobody",
        why="so that nobody can have somebody else finish an installation that they began",
        keep="ten minutes",
        export="not personal",
        erase="not personal",
        age=("until", timedelta()),
    ),
)

_ADD = insert(oauth_state)
_NEWEST = select(oauth_state.c.hash).order_by(oauth_state.c.until.desc(), oauth_state.c.hash).limit(MOST)
_TRIM = delete(oauth_state).where(oauth_state.c.hash.not_in(_NEWEST))
_USE = delete(oauth_state).where(
    oauth_state.c.hash == bindparam("of_hash"), oauth_state.c.until > bindparam("now", type_=Instant())
)


def issue(tx: Tx, state: str, now: datetime) -> None:
    """An installation begins."""
    tx.run(_ADD, {"hash": _hashed(state), "until": now + GOOD_FOR})
    tx.run(_TRIM)


def consume(tx: Tx, state: str, now: datetime) -> bool:
    """Whether this state was given out by us, is not too old, and is used for the first time."""
    return bool(tx.run(_USE, {"of_hash": _hashed(state), "now": now}))


def _hashed(state: str) -> bytes:
    return hashlib.sha256(state.encode("utf-8", "replace")).digest()
