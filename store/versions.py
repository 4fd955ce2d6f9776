"""One number that says whether what a process has cached of people, places and settings still holds."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text, bindparam, select

from store.schema import About, table
from store.statements import upsert
from store.tx import Tx

DIRECTORY = "directory"

version = table(
    "version",
    Column("name", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    about=About(
        whose="nobody",
        why="tells every process that its cache is out of date",
        keep="always",
        export="not personal",
        erase="not personal",
    ),
)

_READ = select(version.c.n).where(version.c.name == bindparam("name"))
_BUMP = upsert(
    lambda insert: (
        insert(version)
        .values(name=bindparam("name"), n=1)
        .on_conflict_do_update(index_elements=[version.c.name], set_={"n": version.c.n + 1})
    )
)


def current(tx: Tx, name: str = DIRECTORY) -> int:
    """0 before the first change."""
    return int(tx.scalar(_READ, {"name": name}) or 0)


def bump(tx: Tx, name: str = DIRECTORY) -> None:
    """Something that processes cache has changed."""
    tx.run(_BUMP, {"name": name})
