"""What we are measured against: the driver alone, with the hand-off from event loop to thread that our store has."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Condition, Thread, local
from time import monotonic
from typing import Any, Protocol

import psycopg

Work = Callable[[Any], Any]
"""Is given a cursor of the driver."""

_GROUP = 0.02
_THREADS = 8
_LOCK = "SELECT count(pg_advisory_xact_lock(hashtextextended(subject, 0))::text) FROM unnest(%s::text[]) AS subject"


class Anchor(Protocol):
    """Runs work in durable transactions."""

    async def transact(self, work: Work, subjects: Sequence[str] = ()) -> Any:
        """What `work` returned, when it is on disk."""

    def close(self) -> None:
        """Stop the threads."""


class SqliteAnchor:
    """One writer thread; what waits is committed together, with a savepoint for each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._jobs: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._wake = Condition()
        self._closing = False
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._live)
        self._thread.start()

    async def transact(self, work: Work, subjects: Sequence[str] = ()) -> Any:
        """One writer: no subject needs a lock."""
        future: asyncio.Future[Any] = self._loop.create_future()
        with self._wake:
            self._jobs.append((work, future))
            self._wake.notify()
        return await future

    def close(self) -> None:
        """Wait for the thread."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _live(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None, cached_statements=512)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        cursor = connection.cursor()
        while self._work_is_there():
            done = self._group(cursor)
            self._loop.call_soon_threadsafe(_deliver, done)
        connection.close()

    def _work_is_there(self) -> bool:
        with self._wake:
            while not (self._jobs or self._closing):
                self._wake.wait()
            return not self._closing

    def _group(self, cursor: sqlite3.Cursor) -> list[tuple[asyncio.Future[Any], Any]]:
        done: list[tuple[asyncio.Future[Any], Any]] = []
        cursor.execute("BEGIN IMMEDIATE")
        until = monotonic() + _GROUP
        while self._jobs and monotonic() < until:
            work, future = self._jobs.popleft()
            if done:
                cursor.execute("SAVEPOINT member")
            result = work(cursor)
            if done:
                cursor.execute("RELEASE member")
            done.append((future, result))
        cursor.execute("COMMIT")
        return done


def _deliver(done: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in done:
        future.set_result(result)


class PostgresAnchor:
    """As many threads as our store has for people, a connection each."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._threads = ThreadPoolExecutor(_THREADS)
        self._own = local()
        self._all: list[psycopg.Connection[Any]] = []

    async def transact(self, work: Work, subjects: Sequence[str] = ()) -> Any:
        """The subjects are locked first, as our store does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work, list(subjects))

    def close(self) -> None:
        """Wait for the threads."""
        self._threads.shutdown()
        for connection in self._all:
            connection.close()

    def _run(self, work: Work, subjects: list[str]) -> Any:
        connection: psycopg.Connection[Any] | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = psycopg.connect(self._url)
            self._all.append(connection)
        with connection.cursor() as cursor:
            if subjects:
                cursor.execute(_LOCK, [subjects])
            result = work(cursor)
        connection.commit()
        return result
