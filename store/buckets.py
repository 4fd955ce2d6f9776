"""What platforms told us to wait: a 429 is written here, so that whoever sends next knows it too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, ForeignKey, Text, bindparam, case, select, type_coerce

from store.frozen import frozen
from store.installations import workspace
from store.schema import About, Instant, table
from store.statements import upsert
from store.tx import Tx

bucket = table(
    "bucket",
    Column("workspace_id", ForeignKey(workspace.c.id), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("blocked_until", Instant, nullable=False),
    about=About(
        whose="nobody",
        why="to keep to the limits of Slack and Teams",
        keep="a day",
        export="not personal",
        erase="not personal",
        age=("blocked_until", timedelta(days=1)),
    ),
)


@frozen
class Blocked:
    """`name` is "workspace", "place:3", "person:5" (a private chat) or "updates"."""

    name: str
    until: datetime


def _later(new: Any) -> ColumnElement[bool]:
    return type_coerce(new.excluded.blocked_until, BigInteger) > type_coerce(bucket.c.blocked_until, BigInteger)


_PUT = upsert(
    lambda insert: (new := insert(bucket)).on_conflict_do_update(
        index_elements=[bucket.c.workspace_id, bucket.c.name],
        set_={"blocked_until": case((_later(new), new.excluded.blocked_until), else_=bucket.c.blocked_until)},
    )
)
_GET = select(bucket.c.name, bucket.c.blocked_until).where(
    bucket.c.workspace_id == bindparam("workspace_id"),
    bucket.c.blocked_until > bindparam("now", type_=Instant()),
)


def block(tx: Tx, workspace_id: int, name: str, until: datetime) -> None:
    """The platform said to wait; a shorter wait takes nothing away from a longer one."""
    tx.run(_PUT, {"workspace_id": workspace_id, "name": name, "blocked_until": until})


def blocked(tx: Tx, workspace_id: int, now: datetime) -> list[Blocked]:
    """What still has to wait."""
    return tx.all(_GET, Blocked, {"workspace_id": workspace_id, "now": now})
