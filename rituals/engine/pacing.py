"""How fast delivery may go: 70 % of each limit of the platform, on the real clock."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable

from rituals.engine.platform import Limits, Rate
from store.outbox import Row

SHARE = 0.7


class Bucket:
    """Lets at most a share of `rate` through: never more than that in any window, bursts included."""

    def __init__(self, rate: Rate) -> None:
        self._most = max(1, int(rate.count * SHARE))
        # One call a second at 70 % is one in 1.43 s: whole calls, so the window stretches; it never shrinks.
        self._seconds = rate.seconds * max(1.0, self._most / (rate.count * SHARE))
        self._spent: deque[float] = deque()

    def open(self, at: float) -> bool:
        """Whether one more call may go now."""
        while self._spent and self._spent[0] <= at - self._seconds:
            self._spent.popleft()
        return len(self._spent) < self._most

    def spend(self, at: float) -> None:
        """One call goes."""
        self._spent.append(at)


class Pace:
    """All buckets of one workspace."""

    def __init__(self, limits: Limits, elapsed: Callable[[], float]) -> None:
        self._limits = limits
        self._elapsed = elapsed
        self._workspace = [Bucket(rate) for rate in limits.workspace]
        self._updates = [Bucket(rate) for rate in limits.updates]
        self._targets: dict[str, list[Bucket]] = defaultdict(lambda: [Bucket(rate) for rate in limits.place])

    def take(self, row: Row) -> bool:
        """Spend a token of every bucket this row needs; False, and nothing spent, when one has none."""
        at = self._elapsed()
        buckets = self._needed(row)
        if not all(bucket.open(at) for bucket in buckets):
            return False
        for bucket in buckets:
            bucket.spend(at)
        return True

    @property
    def shut(self) -> list[str]:
        """Places and private chats that have no token now."""
        at = self._elapsed()
        return [target for target, some in self._targets.items() if not all(one.open(at) for one in some)]

    @property
    def updates_open(self) -> bool:
        """Whether something that stands may be changed now."""
        at = self._elapsed()
        return all(bucket.open(at) for bucket in self._updates)

    def _needed(self, row: Row) -> list[Bucket]:
        target = self._targets[row.target] if self._limits.place else []
        return [*self._workspace, *target, *(self._updates if row.posted else [])]
