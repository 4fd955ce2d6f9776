"""Numbers by name: whether what a process has cached still holds, when we were last seen, which key encrypts, and how
many bells are deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, Connection, Text, bindparam, select

from store.schema import About, table
from store.statements import upsert
from store.tx import Tx

DIRECTORY = "directory"

version = table(
    "version",
    Column("name", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
    about=About(
        whose="nobody",
        why="tells every process that its cache is out of date, and whether it has the keys of the others; how many "
        "bells are deleted, so that the hundredth comes once",
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
    touch(tx)


def touch(tx: Tx) -> None:
    """This transaction added something: what it reads from here on is its own until it is committed."""
    tx.changed = True
    tx.kept.clear()


_COUNT_ON = upsert(
    lambda insert: (
        insert(version)
        .values(name=bindparam("name"), n=bindparam("more"))
        .on_conflict_do_update(index_elements=[version.c.name], set_={"n": version.c.n + bindparam("more")})
    )
)


def count_on(tx: Tx, name: str, more: int) -> None:
    """So many more."""
    if more:
        tx.run(_COUNT_ON, {"name": name, "more": more})


LAST_SEEN = "last seen"
_SEEN = upsert(
    lambda insert: (
        insert(version)
        .values(name=LAST_SEEN, n=bindparam("seconds"))
        .on_conflict_do_update(index_elements=[version.c.name], set_={"n": bindparam("seconds")})
    )
)


def see(tx: Tx, now: datetime) -> datetime | None:
    """Note that we are here; when that was noted before."""
    before = tx.scalar(_READ, {"name": LAST_SEEN})
    seconds = int(now.timestamp())
    if before is None or before < seconds:  # a clock set back must not make us forget how far we were
        tx.run(_SEEN, {"seconds": seconds})
    return None if before is None else datetime.fromtimestamp(before, UTC)


KEYS = "secret keys"
_NOTE_KEY = upsert(
    lambda insert: (
        insert(version)
        .values(name=KEYS, n=bindparam("mark"))
        .on_conflict_do_update(index_elements=[version.c.name], set_={"n": bindparam("mark")})
    )
)


def knows_key(reader: Tx | Connection, marks: Collection[int]) -> bool:
    """Whether the key that this database was last used with is among these; a mark gives no key away."""
    stored = reader.scalar(_READ, {"name": KEYS})
    return stored is None or stored in marks


def note_key(tx: Tx, mark: int) -> None:
    """The key with this mark encrypts from here on."""
    tx.run(_NOTE_KEY, {"mark": mark})
