"""Everything in the database into one file, while others go on writing: what is read is one moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, select

from store.archive import Row, Writing, writing
from store.errors import BadBackup
from store.migrate import HEAD, connected, require_current
from store.schema import Instant
from store.tables import metadata

_AT_ONCE = 1000


def backup(url: str, path: Path, program: str, now: datetime) -> int:
    """Write a backup of all tables; how many rows. The file has its name once it is complete and on disk.

    Keys are in no table, so none is in it: what is encrypted in the rows stays so.
    """
    require_current(url)
    if path.exists():
        raise BadBackup(path, "there is a file of that name", "Give another name.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        _make_private(unfinished)
        with connected(url, reading=True) as connection:
            n = _write(connection, unfinished, program, now)
        unfinished.rename(path)
    except OSError as error:
        raise BadBackup(path, f"it cannot be written: {error.strerror or error}", "Give another path.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return n


def plain_tables() -> list[Table]:
    """Every table, those that others point at first, with values as both databases keep them."""
    own = MetaData()
    return [_plain(table, own) for table in metadata.sorted_tables]


def _plain(table: Table, own: MetaData) -> Table:
    kinds = {one.name: BigInteger() if isinstance(one.type, Instant) else one.type for one in table.columns}
    return Table(table.name, own, *(Column(name, kind) for name, kind in kinds.items()))


def _write(connection: Connection, path: Path, program: str, now: datetime) -> int:
    with writing(path) as file:
        made = Writing(file)
        n = sum(made.add(one.name, list(one.columns.keys()), _rows(connection, one)) for one in plain_tables())
        made.finish(program, HEAD, now)
    with path.open("rb") as written:
        os.fsync(written.fileno())
    return n


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    yield from connection.execute(select(table), execution_options={"yield_per": _AT_ONCE})


def _make_private(path: Path) -> None:
    """It holds what is said of people: for the one who makes it alone."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600))
