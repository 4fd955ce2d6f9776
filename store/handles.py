"""Handles of private answers: what a platform needs to change an answer that only one person sees."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Integer, LargeBinary, Text, bindparam, delete, select, update

from store.frozen import frozen
from store.schema import About, Instant, person_id, table
from store.statements import upsert
from store.tx import Tx

handle = table(
    "handle",
    Column("key", Text, primary_key=True),
    person_id(erase="row", nullable=False, primary_key=True),
    Column("workspace_id", Integer, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("until", Instant, nullable=False),
    about=About(
        whose="the colleague who got the answer",
        why="so that a private answer can change instead of being repeated",
        keep="until it no longer works, at most a day",
        export="not given out: it is a key of the platform",
        erase="the row goes",
        age=("until", timedelta(days=1)),
    ),
)


@frozen
class Handle:
    """`secret` is whatever the adapter needs, encrypted where it gives power."""

    key: str
    person_id: int
    workspace_id: int
    secret: bytes
    uses_left: int
    until: datetime


_PUT = upsert(
    lambda insert: (new := insert(handle)).on_conflict_do_update(
        index_elements=[handle.c.key, handle.c.person_id],
        set_={
            "workspace_id": new.excluded.workspace_id,
            "secret": new.excluded.secret,
            "uses_left": new.excluded.uses_left,
            "until": new.excluded.until,
        },
    )
)
_GET = select(
    handle.c.key,
    handle.c.person_id,
    handle.c.workspace_id,
    handle.c.secret,
    handle.c.uses_left,
    handle.c.until,
).where(handle.c.key == bindparam("key"), handle.c.person_id == bindparam("person_id"))
_USE = (
    update(handle)
    .where(
        handle.c.key == bindparam("of_key"),
        handle.c.person_id == bindparam("of_person"),
        handle.c.uses_left > 0,
    )
    .values(uses_left=handle.c.uses_left - 1)
)
_DROP = delete(handle).where(handle.c.key == bindparam("of_key"), handle.c.person_id == bindparam("of_person"))


def put(tx: Tx, *new: Handle) -> None:
    """Keep handles; the newest of a key and person wins."""
    tx.run(
        _PUT,
        [
            {
                "key": one.key, "person_id": one.person_id, "workspace_id": one.workspace_id, "secret": one.secret,
                "uses_left": one.uses_left, "until": one.until,
            }
            for one in new
        ],
    )  # fmt: skip


def get(tx: Tx, key: str, person_id: int, now: datetime) -> Handle | None:
    """A handle that still works."""
    found = tx.one(_GET, Handle, {"key": key, "person_id": person_id})
    return found if found and found.uses_left > 0 and found.until > now else None


def use(tx: Tx, key: str, person_id: int) -> bool:
    """Count one use; False when there was none left."""
    return bool(tx.run(_USE, {"of_key": key, "of_person": person_id}))


def drop(tx: Tx, key: str, person_id: int) -> None:
    """The platform no longer knows it."""
    tx.run(_DROP, {"of_key": key, "of_person": person_id})
