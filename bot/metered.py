"""The store with a watch beside it: how long transactions take, and how many are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

from bot.metrics import Metrics
from store.base import Lane, Store
from store.errors import Busy
from store.tx import DialectName, Tx

T = TypeVar("T")


class MeteredStore:
    """A store like any other. What it measures is what callers wait for: their turn, the work and the commit."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics

    @property
    def dialect(self) -> DialectName:
        return self._store.dialect

    async def transact(
        self,
        work: Callable[[Tx], T],
        *,
        lane: Lane = "machines",
        subjects: Sequence[str] = (),
        settle: Callable[[Tx], T | None] | None = None,
        ahead: Callable[[T], None] | None = None,
    ) -> T:
        since = monotonic()
        self._metrics.opened(lane)
        try:
            return await self._store.transact(work, lane=lane, subjects=subjects, settle=settle, ahead=ahead)
        except Busy:
            self._metrics.refused(lane)
            raise
        finally:
            self._metrics.closed(lane, monotonic() - since)

    async def read(self, work: Callable[[Tx], T]) -> T:
        return await self._store.read(work)

    async def ping(self) -> None:
        await self._store.ping()

    async def close(self) -> None:
        await self._store.close()
