"""What every store can do. The two that exist are in `sqlite` and `postgres`."""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeVar

from store.tx import DialectName, Tx

T = TypeVar("T")
Lane = Literal["people", "machines"]
# Called at "store.begin", "store.before-commit" and "store.after-commit"; tests stop the process there.
Reached = Callable[[str], None]

PATIENCE = 2.5  # seconds; a chat platform gives us three to answer


def ignore(_point: str) -> None:
    """The `reached` of every day: nobody is looking."""


class Store(Protocol):
    """Runs functions in transactions. An error that `work` raises reaches the caller, after a rollback."""

    @property
    def dialect(self) -> DialectName: ...

    async def transact(
        self,
        work: Callable[[Tx], T],
        *,
        lane: Lane = "machines",
        subjects: Sequence[str] = (),
        settle: Callable[[Tx], T | None] | None = None,
        ahead: Callable[[T], None] | None = None,
    ) -> T:
        """Run `work` as if nobody else were writing, and return when what it wrote is safe on disk.

        Two transactions with a `subject` in common follow each other. In the lane of people a transaction
        that did not start in time raises Busy and never runs. `settle` answers, in a new transaction, what
        came of the work when the connection was lost during the commit; None: it was not stored. `ahead` may be
        told, on the event loop, what the work returned while that is being stored: to prepare for it and no more.
        """

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on a committed snapshot; it can write nothing and waits for no writer."""

    async def ping(self) -> None:
        """Raise a StoreError when a small write cannot be done now."""

    async def close(self) -> None:
        """Finish what has started and answer the rest with Unavailable."""
