"""A transaction on its way from the event loop that asked for it to the thread that runs it."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any

from store.errors import Busy
from store.tx import Tx


class Job:
    """Started at most once: its one ticket goes to the thread that runs it, or to the timer that drops it."""

    __slots__ = ("_ticket", "ahead", "deadline", "error", "future", "loop", "result", "since", "where", "work")

    def __init__(
        self, work: Callable[[Tx], Any], where: str, patience: float | None, ahead: Callable[[Any], None] | None = None
    ) -> None:
        self.work = work
        self.ahead = ahead
        self.where = where
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.since = monotonic()
        self.result: Any = None
        self.error: BaseException | None = None
        self.deadline = None if patience is None else self.since + patience
        self._ticket = [True]

    async def outcome(self) -> Any:
        if self.deadline is None:
            return await self.future
        timer = self.loop.call_later(self.deadline - self.since, self._drop)
        try:
            return await self.future
        finally:
            timer.cancel()

    def wanted(self) -> bool:
        return bool(self._ticket) and not self.future.cancelled()

    def start(self) -> bool:
        """Whether the caller of this method is the one that must run the work."""
        if self.future.cancelled() or not self._claim():
            return False
        if self.deadline is None or monotonic() <= self.deadline:
            return True
        self.error = Busy(self.where)
        resolve([self])
        return False

    def _claim(self) -> bool:
        # A list gives each element away once, whatever the number of threads that ask.
        try:
            return self._ticket.pop()
        except IndexError:
            return False

    def _drop(self) -> None:
        if self._claim() and not self.future.done():
            self.future.set_exception(Busy(self.where))


def resolve(jobs: Iterable[Job]) -> None:
    """Hand the outcomes to their event loops."""
    _hand_over(jobs, _deliver)


def announce(jobs: Iterable[Job]) -> None:
    """Tell what is about to be stored to those who want to prepare for it."""
    _hand_over((job for job in jobs if job.ahead is not None and job.error is None), _tell_ahead)


def _hand_over(jobs: Iterable[Job], to: Callable[[list[Job]], None]) -> None:
    """With one wake-up for each loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, group in by_loop.items():
        with suppress(RuntimeError):  # that loop has ended, nobody waits there any more
            loop.call_soon_threadsafe(to, group)


def _tell_ahead(jobs: list[Job]) -> None:
    for job in jobs:
        if job.ahead is not None and not job.future.done():
            job.ahead(job.result)


def _deliver(jobs: list[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is None:
            job.future.set_result(job.result)
        elif isinstance(job.error, StopIteration):  # a future refuses it
            job.future.set_exception(RuntimeError("the work raised StopIteration"))
        else:
            job.future.set_exception(job.error)
