"""Two people who turn out to be one: everything that hangs on the one goes over to the other.

What hangs on somebody is every column that points at a person. Where both have the same thing (a clap for one bell,
a message of one key) it stays as it was with the person who stays; the second message is taken down. Nudges of one day
are added up: the promise of two a day is made to the person.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from itertools import chain

from sqlalchemy import (
    Column,
    Delete,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    Update,
    bindparam,
    delete,
    exists,
    update,
)
from sqlalchemy.sql.dml import UpdateBase

from store import attention
from store.accounts import account, person
from store.outbox import ANSWERED, outbox
from store.schema import Instant
from store.tx import Tx
from store.versions import bump

_NAMED = {"outbox": "target", "choice": "scope"}
"""Columns that call a person "person:5"."""
_ACCOUNT = update(account).where(account.c.id == bindparam("of_id")).values(confirmed=bindparam("new_confirmed"))
_SHELL = (
    update(person)
    .where(person.c.id == bindparam("of_id"))
    .values(name="", first="", locale="", member=False, active=False)
)
_twin = outbox.alias("twin")
_TWICE = (
    update(outbox)
    .where(
        outbox.c.target == bindparam("old"),
        outbox.c.state.in_(["sent", "waiting", "parked"]),
        outbox.c.posted != ANSWERED,
        exists().where(_twin.c.key == outbox.c.key, _twin.c.target == bindparam("new")),
    )
    .values(
        target=bindparam("aside"), withdrawn=True, state="waiting", again=False, until=None, attempts=0,
        due=bindparam("now", type_=Instant()), changed_at=bindparam("now", type_=Instant()),
    )
)  # fmt: skip


def merge(tx: Tx, account_id: int, lonely: int, stays: int, now: datetime, *, confirmed: bool) -> None:
    """`lonely` has this one account, which from here on is that of the person who `stays`.

    The row of `lonely` stays behind without a name: a message that is just being sent still speaks of it.
    """
    aside = {"old": f"person:{lonely}", "new": f"person:{stays}", "aside": f"twice:{lonely}", "now": now}
    tx.run(_TWICE, aside)
    attention.gather(tx, lonely, stays)
    for named in (True, False):
        prefix = "person:" if named else ""
        old, new = (f"{prefix}{lonely}", f"{prefix}{stays}") if named else (lonely, stays)
        for statement in _moves(named):
            tx.run(statement, {"old": old, "new": new})
    tx.run(_ACCOUNT, {"of_id": account_id, "new_confirmed": confirmed})
    tx.run(_SHELL, {"of_id": lonely})
    bump(tx)


@cache
def _moves(named: bool) -> tuple[UpdateBase, ...]:
    from store.tables import metadata  # only now are all of them there

    columns = [one for table in metadata.sorted_tables for one in _columns(table, named=named)]
    return tuple(chain.from_iterable([*_clashes(column), _move(column)] for column in columns))


def _columns(table: Table, *, named: bool) -> list[Column[object]]:
    """Those that point at a person, by name or by number."""
    if named:
        return [table.columns[_NAMED[table.name]]] if table.name in _NAMED else []
    return [one for one in table.columns if any(key.target_fullname == "person.id" for key in one.foreign_keys)]


def _clashes(column: Column[object]) -> list[Delete]:
    """What may be there once only, and is there already."""
    table = column.table
    assert isinstance(table, Table)  # noqa: S101  (what a column of the metadata belongs to)
    keys = [key for key in table.constraints if isinstance(key, PrimaryKeyConstraint | UniqueConstraint)]
    return [_clash(table, column, [one for one in key.columns if one is not column])
            for key in keys if column.name in key.columns]  # fmt: skip


def _clash(table: Table, column: Column[object], rest: list[Column[object]]) -> Delete:
    other = table.alias("other")
    same = [other.columns[one.name] == one for one in rest]
    there = exists().where(other.columns[column.name] == bindparam("new"), *same)
    return delete(table).where(column == bindparam("old"), there)


def _move(column: Column[object]) -> Update:
    table = column.table
    assert isinstance(table, Table)  # noqa: S101  (what a column of the metadata belongs to)
    return update(table).where(column == bindparam("old")).values({column: bindparam("new")})
