"""Deletes what is past its age, for every table that says so in the register."""

from datetime import datetime
from functools import cache

from sqlalchemy import Delete, Table, bindparam, delete, select, tuple_

from store.schema import About
from store.tx import Tx


def expire(tx: Tx, table: Table, now: datetime, limit: int = 500) -> int:
    """Delete at most `limit` rows, the oldest first; call again until it returns less than that."""
    about: About = table.info["about"]
    if about.age is None:
        return 0
    return tx.run(_oldest(table, about.age[0]), {"before": now - about.age[1], "at_most": limit})


@cache
def _oldest(table: Table, column: str) -> Delete:
    key = list(table.primary_key.columns)
    moment = table.c[column]
    old = select(*key).where(moment < bindparam("before")).order_by(moment).limit(bindparam("at_most"))
    return delete(table).where(tuple_(*key).in_(old) if len(key) > 1 else key[0].in_(old))
