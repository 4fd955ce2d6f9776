"""Deletes what is past its age, for every table that says so in the register."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Delete, Select, Table, and_, bindparam, delete, select

from store import versions
from store.schema import About, metadata
from store.tx import Tx

Key = tuple[object, ...]


def aged() -> list[Table]:
    """The tables in use whose rows have an age."""
    return [one for one in metadata.sorted_tables[::-1] if one.info["about"].age is not None]


def old(tx: Tx, table: Table, now: datetime, limit: int = 500) -> list[Key]:
    """The primary keys of at most `limit` rows past their age; for a read connection, since it may scan."""
    about: About = table.info["about"]
    if about.age is None:
        return []
    return tx.all(_old(table, about.age[0]), lambda *key: key, {"before": now - about.age[1], "at_most": limit})


def drop(tx: Tx, table: Table, keys: Sequence[Key]) -> int:
    """Delete these rows; what is counted goes first, so that two who delete the same do not count it twice."""
    rows = [{f"k{n}": value for n, value in enumerate(key)} for key in keys]
    about: About = table.info["about"]
    counted = 0
    if about.counted is not None:
        column, name = about.counted
        counted = tx.run(_drop(table, column), rows)
        versions.count_on(tx, name, counted)
    return counted + tx.run(_drop(table), rows)


@cache
def _old(table: Table, column: str) -> Select[*tuple[object, ...]]:
    key = list(table.primary_key.columns)
    moment = table.c[column]
    return select(*key).where(moment < bindparam("before")).order_by(moment).limit(bindparam("at_most"))


@cache
def _drop(table: Table, filled: str = "") -> Delete:
    key = [column == bindparam(f"k{n}") for n, column in enumerate(table.primary_key.columns)]
    return delete(table).where(and_(*key, *([table.c[filled].is_not(None)] if filled else [])))
