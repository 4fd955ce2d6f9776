"""A backup back into a database: all of it in one transaction, or nothing.

What happened between the backup and now is not known any more. So what may have been sent since is in doubt, and is
looked up or asked about and never sent blindly; and what may have been handled since is not handled again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import sleep

from sqlalchemy import Column, Connection, Table, and_, delete, false, func, insert, or_, select, text, update
from sqlalchemy.engine import make_url

from store import archive
from store.archive import Manifest
from store.backup import plain_tables
from store.errors import AlreadyRunning, BadBackup, NotEmpty
from store.leases import lease
from store.migrate import HEAD, check_schema, connected, create_all, held, require_current
from store.outbox import outbox
from store.slots import RESTORED, slot
from store.statements import one_of
from store.tables import metadata

_AT_ONCE = 500
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'klantritme'"
)
_LOOK_ANEW = text("SELECT pg_stat_clear_snapshot()")
_LOOKS, _BETWEEN = 20, 0.1
_IN_USE = "a process of Klantritme is connected to it"
_NOT_STANDING = and_(outbox.c.posted.is_(None), outbox.c.withdrawn.is_(False))
_ON_ITS_WAY = one_of(outbox.c.state, "claimed", "sending")


@dataclass(frozen=True)
class Restored:
    """What came of it: rows, messages in doubt, and moments that were perhaps handled since."""

    manifest: Manifest
    doubtful: int
    passed: int


def restore(url: str, path: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Raises a StoreError, and then the database is as it was."""
    manifest = archive.checked(path)
    _require_ours(path, manifest)
    with held(url):
        empty = check_schema(url) == "empty"
        if not empty:
            require_current(url)
        with connected(url) as connection:
            if empty:
                create_all(connection)
            _require_alone(connection, url)
            _make_room(connection, url, replace)
            for table in plain_tables():
                _load(connection, table, path)
            _finish(connection, path)
            return Restored(manifest, _doubt(connection, now), _pass_over(connection, now))


def _require_ours(path: Path, manifest: Manifest) -> None:
    if manifest.schema != HEAD:
        text = f"version {manifest.program} made it, with schema {manifest.schema}; this version has {HEAD}"
        raise BadBackup(path, text, "Restore it with the version that made it, and upgrade then.")
    ours = {one.name: tuple(one.columns.keys()) for one in plain_tables()}
    if dict(manifest.tables) != ours:
        raise BadBackup(path, "it has other tables or columns than this version")


def _require_alone(connection: Connection, url: str) -> None:
    """On SQLite the lock on the file says so. A connection that was just closed is seen for a moment longer."""
    if connection.dialect.name == "sqlite":
        return
    for _ in range(_LOOKS):
        connection.execute(_LOOK_ANEW)
        if not connection.scalar(_OTHERS):
            return
        sleep(_BETWEEN)
    raise AlreadyRunning(_where(url), _IN_USE)


def _make_room(connection: Connection, url: str, replace: bool) -> None:
    tables = plain_tables()
    if connection.dialect.name == "postgresql":
        names = ", ".join(one.name for one in tables)
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    filled = [one for one in reversed(tables) if connection.execute(select(one).limit(1)).first() is not None]
    if filled and not replace:
        raise NotEmpty(_where(url))
    for one in filled:
        connection.execute(delete(one))


def _load(connection: Connection, table: Table, path: Path) -> None:
    columns = list(table.columns.keys())
    rows = archive.rows(path, table.name)
    while some := [dict(zip(columns, row, strict=True)) for row in islice(rows, _AT_ONCE)]:
        connection.execute(insert(table), some)


def _finish(connection: Connection, path: Path) -> None:
    """Every row points at one that is there, and new rows get numbers of their own."""
    if connection.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            if table.autoincrement_column is not None:
                _count_on(connection, table, table.autoincrement_column)
    elif connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise BadBackup(path, "rows in it point nowhere")


def _count_on(connection: Connection, table: Table, column: Column[int]) -> None:
    highest = select(func.max(column)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))


def _doubt(connection: Connection, now: datetime) -> int:
    """What may have been sent since: looked up where that is possible, and else asked about; how many."""
    doubtful = or_(
        _ON_ITS_WAY,
        and_(outbox.c.state == "waiting", outbox.c.due <= now),
        and_(outbox.c.state == "uncertain", outbox.c.reason != "asked"),
    )
    n = connection.execute(
        update(outbox)
        .where(_NOT_STANDING, doubtful)
        .values(state="uncertain", policy="at_most_once", reason=RESTORED, again=false(), due=now)
    ).rowcount
    # Changing or taking away a message twice does no harm.
    connection.execute(update(outbox).where(_ON_ITS_WAY).values(state="waiting", again=false()))
    connection.execute(update(lease).values(until=0))
    return n


def _pass_over(connection: Connection, now: datetime) -> int:
    """What may have been handled since; how many."""
    past = and_(one_of(slot.c.state, "planned", "due"), slot.c.next_at <= now)
    return connection.execute(update(slot).where(past).values(reason=RESTORED)).rowcount


def _where(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
