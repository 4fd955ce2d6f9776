"""Leases on the database's own clock: who may drain a workspace or run the schedule.

Each time a lease changes hands its fence grows by one; what an earlier holder left behind is recognised by it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Text, bindparam, select, update

from store.schema import About, dbnow, table
from store.statements import upsert
from store.tx import Tx

lease = table(
    "lease",
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    about=About(
        whose="nobody",
        why="one process at a time sends to a workspace",
        keep="always",
        export="not personal",
        erase="not personal",
    ),
)

_FOR = bindparam("microseconds", type_=BigInteger)
_HOLDER = bindparam("holder", type_=Text)
_TAKE = upsert(
    lambda insert: (
        insert(lease)
        .values(name=bindparam("name"), holder=_HOLDER, fence=1, until=dbnow() + _FOR)
        .on_conflict_do_update(
            index_elements=[lease.c.name],
            set_={"holder": _HOLDER, "fence": lease.c.fence + 1, "until": dbnow() + _FOR},
            where=(lease.c.until < dbnow()) | (bindparam("force", type_=Integer) == 1),
        )
    )
)
_RENEW = (
    update(lease)
    .where(
        lease.c.name == bindparam("of_name"),
        lease.c.holder == bindparam("of_holder"),
        lease.c.until >= dbnow(),
    )
    .values(until=dbnow() + _FOR)
)
_FENCE = select(lease.c.fence).where(
    lease.c.name == bindparam("of_name"), lease.c.holder == bindparam("of_holder"), lease.c.until >= dbnow()
)
_GIVE = (
    update(lease).where(lease.c.name == bindparam("of_name"), lease.c.holder == bindparam("of_holder")).values(until=0)
)


def take(tx: Tx, name: str, holder: str, seconds: float, *, force: bool = False) -> int | None:
    """Take or renew a lease; its fence, or None when somebody else holds it.

    `force` takes it from whoever held it: right where a second process is impossible (SQLite's run lock).
    """
    span = round(seconds * 1_000_000)
    if not tx.run(_RENEW, {"of_name": name, "of_holder": holder, "microseconds": span}):
        tx.run(_TAKE, {"name": name, "holder": holder, "microseconds": span, "force": int(force)})
    fence = tx.scalar(_FENCE, {"of_name": name, "of_holder": holder})
    return None if fence is None else int(fence)


def give(tx: Tx, name: str, holder: str) -> None:
    """Give a lease back at a clean stop."""
    tx.run(_GIVE, {"of_name": name, "of_holder": holder})
