"""The store on SQLite: one thread writes, others read from snapshots of their own."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import NullPool

from store.base import PATIENCE, Lane, Reached, ignore
from store.errors import Unavailable
from store.jobs import Job
from store.sqlite_file import SqliteFile
from store.sqlite_writer import Writer
from store.statements import Plans
from store.tx import DialectName, Tx

T = TypeVar("T")
READERS = 4
_WRITE = text("PRAGMA user_version = 1")


class SqliteStore:
    """With `path` None the database is in memory, and reads take their turn with the writer."""

    dialect: DialectName = "sqlite"

    def __init__(self, path: Path | None, *, reached: Reached = ignore, patience: float = PATIENCE) -> None:
        self._file = SqliteFile(path)
        self._patience = patience
        self._closed = False
        self._file.take()
        self._engine = create_engine("sqlite://", creator=self._file.connect, poolclass=NullPool)
        try:
            self._plans = Plans(self._engine.dialect)
            self._writer = Writer(self._file, self._engine, self._plans, reached)
        except BaseException:
            self._file.release()
            raise
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._idle: deque[Connection] = deque()

    async def transact(
        self,
        work: Callable[[Tx], T],
        *,
        lane: Lane = "machines",
        subjects: Sequence[str] = (),
        settle: Callable[[Tx], T | None] | None = None,
        ahead: Callable[[T], None] | None = None,
    ) -> T:
        # One writer: every subject is locked, and what came of a commit is always known.
        job = Job(work, self._file.where, self._patience if lane == "people" else None, ahead)
        self._writer.submit(job, lane)
        return cast(T, await job.outcome())

    async def read(self, work: Callable[[Tx], T]) -> T:
        if self._closed:
            raise Unavailable(self._file.where, "the store is closing")
        if self._file.path is None:
            return await self.transact(lambda tx: _without_writing(tx, work), lane="people")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, work)

    async def ping(self) -> None:
        await self.transact(lambda tx: tx.run(_WRITE), lane="people")

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writer.close()
        self._threads.shutdown()
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()
        self._file.release()

    def _read(self, work: Callable[[Tx], T]) -> T:
        self._file.check()
        connection = self._idle.pop() if self._idle else self._reader()
        cursor = connection.connection.cursor()
        try:
            self._begin(cursor)
            return work(Tx("sqlite", connection, cursor, self._plans, sqlite3.Error, self._file.translate))
        finally:
            connection.connection.rollback()
            cursor.close()
            self._idle.append(connection)

    def _begin(self, cursor: DBAPICursor) -> None:
        try:
            cursor.execute("BEGIN")
        except sqlite3.Error as error:
            raise self._file.translate(error) from error

    def _reader(self) -> Connection:
        connection = self._engine.connect()
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.exec_driver_sql("PRAGMA busy_timeout=5000")
        return connection


_CLOSE_PEN = text("PRAGMA query_only=ON")
_OPEN_PEN = text("PRAGMA query_only=OFF")


def _without_writing(tx: Tx, work: Callable[[Tx], T]) -> T:
    tx.run(_CLOSE_PEN)
    try:
        return work(tx)
    finally:
        tx.run(_OPEN_PEN)
