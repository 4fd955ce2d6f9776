"""The one thread that writes to SQLite. Transactions that wait are committed together, with one fsync.

Each member of a group but the first has a savepoint of its own, so a failing one leaves the others alone.
Some errors (a full disk) end the whole transaction; then the members are run again, one by one.
"""

import sqlite3
from collections import deque
from contextlib import suppress
from threading import Condition, Thread
from time import monotonic

from sqlalchemy import Connection, Engine

from store.base import Lane, Reached, ignore
from store.errors import Full, StoreError, Unavailable
from store.jobs import Job, announce, resolve
from store.sqlite_file import SqliteFile, is_busy, is_io_error
from store.statements import Plans
from store.tx import Tx

GROUP = 0.02  # seconds of work in one group: people arriving now wait no longer than that
STARVED = 1.0  # seconds after which a machine's transaction goes first once
LOCKED = 0.02  # seconds between two looks whether a foreign process has let go
QUIET = 0.3  # seconds without work after which the log is copied into the database


class Writer:
    def __init__(self, file: SqliteFile, engine: Engine, plans: Plans, reached: Reached) -> None:
        self._file = file
        self._plans = plans
        self._reached = None if reached is ignore else reached
        self._connection: Connection = engine.connect()
        raw = self._connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for mypy: the engine is ours
        self._raw = raw
        self._cursor = raw.cursor()
        self._people: deque[Job] = deque()
        self._machines: deque[Job] = deque()
        self._kept: dict[str, object] = {}
        self._changed = False
        self._wake = Condition()
        self._closing = False
        self._copied = 0  # of all changes on this connection, those that are in the database and not in its log alone
        self._broken: StoreError | None = None
        self._thread = Thread(target=self._live, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job, lane: Lane) -> None:
        with self._wake:
            if self._closing:
                raise self._closed()
            if self._broken is not None:
                raise self._broken
            (self._people if lane == "people" else self._machines).append(job)
            self._wake.notify()

    def close(self) -> None:
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    # The thread.

    def _live(self) -> None:
        while self._work_is_there():
            members: list[Job] = []
            try:
                self._group(members)
            except BaseException as error:  # noqa: BLE001 - the thread must live on and everybody be answered
                self._fail(members, error)
        self._refuse_all(self._closed())
        self._connection.close()

    def _work_is_there(self) -> bool:
        while True:
            behind = self._raw.total_changes > self._copied
            with self._wake:
                if self._wake.wait_for(self._called, QUIET if behind else None):
                    return not self._closing
            self._catch_up()

    def _called(self) -> bool:
        return self._closing or bool(self._people or self._machines)

    def _catch_up(self) -> None:
        """Copy the log into the database now that nobody waits: it takes as long as ten commits."""
        self._copied = self._raw.total_changes
        with suppress(sqlite3.Error):  # the log still has it all; it is tried again after the next quiet moment
            self._cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _group(self, members: list[Job]) -> None:
        if not self._begin():
            return
        until = monotonic() + GROUP
        while (job := self._next(members)) is not None:
            members.append(job)
            if not self._attempt(job, savepoint=len(members) > 1):
                self._outer_died(members)
                return
            if monotonic() > until:
                break
        if not members:
            self._cursor.execute("ROLLBACK")
            return
        announce(members)
        error = self._commit()
        if isinstance(error, Full) and len(members) > 1:
            self._one_by_one(members)
            return
        for job in members:
            job.error = job.error or error
        resolve(members)

    def _outer_died(self, members: list[Job]) -> None:
        if len(members) == 1 and members[0].error is not None:
            resolve(members)  # it ran without savepoint: we ended the transaction ourselves
        else:
            self._one_by_one(members)

    def _one_by_one(self, members: list[Job]) -> None:
        for job in members:
            if self._begin(always=True):
                if self._attempt(job, savepoint=False):
                    job.error = self._commit()
                elif job.error is None:
                    job.error = Unavailable(self._file.where, "the database ended the transaction")
            else:
                job.error = self._closed()
            resolve([job])

    def _begin(self, *, always: bool = False) -> bool:
        """Wait until the database is ours; without `always` only as long as somebody wants it."""
        self._still_sound()
        while True:
            try:
                self._cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                if not is_busy(error):
                    raise self._told(error) from error
            else:
                self._kept, self._changed = {}, False
                self._reach("store.begin")
                return True
            with self._wake:
                self._wake.wait(LOCKED)
                if self._closing or not (always or self._anybody_waits()):
                    return False

    def _still_sound(self) -> None:
        if self._broken is not None:
            raise self._broken
        self._file.check()

    def _anybody_waits(self) -> bool:
        for queue in (self._people, self._machines):
            while queue and not queue[0].wanted():
                queue.popleft()
        return bool(self._people or self._machines)

    def _next(self, members: list[Job]) -> Job | None:
        first, second = self._people, self._machines
        if not members and second and second[0].since < monotonic() - STARVED:
            first, second = second, first
        for queue in (first, second):
            while queue:
                job = queue.popleft()
                if job.start():
                    return job
        return None

    def _attempt(self, job: Job, *, savepoint: bool) -> bool:
        """Run one member; whether the transaction around it still lives."""
        cursor = self._cursor
        job.result = job.error = None
        # What a member reads of the directory holds for the next, and what one changed is not committed for it either.
        tx = Tx(
            "sqlite", self._connection, cursor, self._plans, sqlite3.Error, self._told, self._kept,
            changed=self._changed,
        )  # fmt: skip
        try:
            if savepoint:
                cursor.execute("SAVEPOINT member")
            job.result = job.work(tx)
            if savepoint and self._raw.in_transaction:
                cursor.execute("RELEASE member")
        except BaseException as error:  # noqa: BLE001 - whatever the work raised belongs to its caller
            job.error = error
            self._kept = {}  # it may have read what it had changed itself
            self._undo(savepoint=savepoint)
        self._changed = tx.changed
        return self._raw.in_transaction

    def _undo(self, *, savepoint: bool) -> None:
        if not self._raw.in_transaction:
            return
        if savepoint:
            self._cursor.execute("ROLLBACK TO member")
            self._cursor.execute("RELEASE member")
        else:
            self._cursor.execute("ROLLBACK")

    def _commit(self) -> Exception | None:
        self._reach("store.before-commit")
        try:
            self._cursor.execute("COMMIT")
        except sqlite3.Error as error:
            told = self._told(error)
            self._undo(savepoint=False)
            return told
        self._reach("store.after-commit")
        return None

    def _told(self, error: Exception) -> Exception:
        told = self._file.translate(error)
        if is_io_error(error) and isinstance(told, StoreError):
            # After a failed fsync the system may have dropped our pages and the next one would succeed
            # without them. So this process writes nothing any more.
            self._broken = told
        return told

    def _fail(self, members: list[Job], error: BaseException) -> None:
        with suppress(sqlite3.Error):  # the first error is the one to tell
            self._undo(savepoint=False)
        for job in members:
            job.error = job.error or error
        resolve(members)
        if not members:
            self._refuse_all(error)

    def _refuse_all(self, error: BaseException) -> None:
        with self._wake:
            waiting = [*self._people, *self._machines]
            self._people.clear()
            self._machines.clear()
        refused = [job for job in waiting if job.start()]
        for job in refused:
            job.error = error
        resolve(refused)

    def _reach(self, point: str) -> None:
        if self._reached is not None:
            self._reached(point)

    def _closed(self) -> StoreError:
        return Unavailable(self._file.where, "the store is closing")
