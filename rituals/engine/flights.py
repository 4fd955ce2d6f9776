"""What is on its way to a workspace: sends and look-ups that run on while the next rounds start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from store.outbox import Row


class Flights:
    """`landed` hears how each ended: an error, or None for well."""

    def __init__(self, landed: Callable[[Row, BaseException | None], None]) -> None:
        self._landed = landed
        self._rows: dict[asyncio.Task[None], Row] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def start(self, row: Row, work: Coroutine[None, None, None]) -> None:
        """Let it go; who starts it does not wait."""
        task = asyncio.create_task(work, name=f"delivery of {row.key}")
        self._rows[task] = row
        task.add_done_callback(self._end)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Of which the outcome is not known yet."""
        return tuple(self._rows.values())

    @property
    def tasks(self) -> tuple[asyncio.Task[None], ...]:
        """To wait for."""
        return tuple(self._rows)

    def _end(self, task: asyncio.Task[None]) -> None:
        row = self._rows.pop(task)
        if not task.cancelled():
            self._landed(row, task.exception())
