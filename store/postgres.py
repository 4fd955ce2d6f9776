"""The store on PostgreSQL: READ COMMITTED, and a lock on every subject before the work looks at it.

People and machines have threads of their own, so that nobody waits behind bulk work.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TypeVar, cast

from sqlalchemy import text

from store.base import PATIENCE, Lane, Reached, ignore
from store.errors import Busy, ReadOnly, Unavailable
from store.jobs import Job, resolve
from store.postgres_server import Again, Lost, PostgresServer, Transaction
from store.tx import DialectName, Tx

T = TypeVar("T")
PEOPLE, MACHINES, READERS = 8, 4, 4
RERUNS = 3
_NUMBER = text("SELECT CAST(pg_current_xact_id() AS text)")  # a transaction number is only given to writers
_READ_ONLY = text("SELECT current_setting('transaction_read_only')")


class PostgresStore:
    dialect: DialectName = "postgresql"

    def __init__(self, url: str, *, reached: Reached = ignore, patience: float = PATIENCE) -> None:
        self._server = PostgresServer(url, PEOPLE + MACHINES + READERS)
        self._reached = None if reached is ignore else reached
        self._patience = patience
        self._lanes = {
            "people": ThreadPoolExecutor(PEOPLE, thread_name_prefix="store-people"),
            "machines": ThreadPoolExecutor(MACHINES, thread_name_prefix="store-machines"),
        }
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._closed = False

    async def transact(
        self,
        work: Callable[[Tx], T],
        *,
        lane: Lane = "machines",
        subjects: Sequence[str] = (),
        settle: Callable[[Tx], T | None] | None = None,
        ahead: Callable[[T], None] | None = None,
    ) -> T:
        self._still_open()
        # Nobody is told ahead: the other lanes keep the event loop busy while one of them commits.
        job = Job(work, self._server.where, self._patience if lane == "people" else None)
        self._lanes[lane].submit(self._run, job, sorted(set(subjects)), settle)
        return cast(T, await job.outcome())

    async def read(self, work: Callable[[Tx], T]) -> T:
        self._still_open()
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def ping(self) -> None:
        await self.transact(self._write, lane="people")

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._close)

    def _close(self) -> None:
        for threads in (*self._lanes.values(), self._readers):
            threads.shutdown()
        self._server.close()

    def _still_open(self) -> None:
        if self._closed:
            raise Unavailable(self._server.where, "the store is closing")

    # In the threads.

    def _run(self, job: Job, subjects: list[str], settle: Callable[[Tx], object] | None) -> None:
        if not job.start():
            return
        try:
            if self._closed:
                self._still_open()
            job.result = self._with_reruns(job, subjects, settle)
        except BaseException as error:  # noqa: BLE001 - whatever the work raised belongs to its caller
            job.error = error
        resolve([job])

    def _with_reruns(self, job: Job, subjects: list[str], settle: Callable[[Tx], object] | None) -> object:
        for run in range(RERUNS + 1):
            try:
                return self._once(job, subjects)
            except Lost as lost:
                if lost.during_commit and settle is not None:
                    settled = self._settle(settle, subjects)
                    if settled is not None:
                        return settled
                if run == RERUNS:
                    raise Unavailable(lost.where, lost.detail) from lost
            except Again as again:
                if run == RERUNS:
                    raise Busy(again.where, again.detail) from again
        raise AssertionError("the last run returns or raises")

    def _once(self, job: Job, subjects: list[str]) -> object:
        left = None if job.deadline is None else max(job.deadline - monotonic(), 0.001)
        with self._server.transaction() as transaction:
            transaction.lock(subjects, left)
            self._reach("store.begin")
            result: object = job.work(transaction.tx)
            self._reach("store.before-commit")
            transaction.commit()
        self._reach("store.after-commit")
        return result

    def _settle(self, settle: Callable[[Tx], object], subjects: list[str]) -> object:
        # The lock is ours only when the lost transaction has ended, one way or the other.
        for run in range(RERUNS + 1):
            try:
                with self._server.transaction() as transaction:
                    transaction.lock(subjects, None)
                    return settle(transaction.tx)
            except (Lost, Again) as error:
                if run == RERUNS:
                    raise Unavailable(error.where, f"unknown whether it was stored: {error.detail}") from error
        raise AssertionError("the last run returns or raises")

    def _read(self, work: Callable[[Tx], T]) -> T:
        for run in range(RERUNS + 1):
            try:
                with self._server.transaction() as transaction:
                    _snapshot(transaction)
                    return work(transaction.tx)
            except (Lost, Again) as error:
                if run == RERUNS:
                    raise Unavailable(error.where, error.detail) from error
        raise AssertionError("the last run returns or raises")

    def _write(self, tx: Tx) -> None:
        if tx.scalar(_READ_ONLY) == "on":
            raise ReadOnly(self._server.where, "the server is a standby, or set to read-only")
        tx.run(_NUMBER)

    def _reach(self, point: str) -> None:
        if self._reached is not None:
            self._reached(point)


def _snapshot(transaction: Transaction) -> None:
    transaction.say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
