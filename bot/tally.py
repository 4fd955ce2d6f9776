"""Counting that costs next to nothing: a bell passes here a dozen times, and the numbers are asked for now and then."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from prometheus_client.core import Metric

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True)
class Series:
    """One metric as operators read of it; a counter's name gets `_total` behind it."""

    name: str
    kind: Kind
    about: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    """Upper bounds, in seconds; only a histogram has them."""


MANY = 500
"""So much is noted before it is added up: in one go it takes a fraction of the time, and of a bell's."""


class Tally:
    """The numbers of one series, by their labels. Several threads may count at once."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self._noted: deque[tuple[tuple[str, ...], float]] = deque()
        self._lock = Lock()
        self._numbers: defaultdict[tuple[str, ...], float] = defaultdict(float)
        self._spread: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * (len(series.buckets) + 1))

    def add(self, n: float, *labels: str) -> None:
        """Count on, or back; of a histogram, one more that took so many seconds."""
        self._noted.append((labels, n))
        if len(self._noted) >= MANY:
            with self._lock:
                self._add_up()

    def put(self, n: float, *labels: str) -> None:
        """From now on it is this."""
        with self._lock:
            self._add_up()
            self._numbers[labels] = n

    def _add_up(self) -> None:
        """Under the lock; what others note meanwhile may wait."""
        spreads, buckets = self.series.kind == "histogram", self.series.buckets
        for _ in range(len(self._noted)):
            labels, n = self._noted.popleft()
            self._numbers[labels] += n
            if spreads:
                self._spread[labels][bisect_left(buckets, n)] += 1

    def family(self) -> Metric:
        """As the library wants it, which is loaded with the first one."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

        one, (numbers, spread) = self.series, self._now()
        if one.kind == "histogram":
            histogram = HistogramMetricFamily(one.name, one.about, labels=one.labels)
            for labels, total in numbers.items():
                histogram.add_metric(labels, list(self._buckets(spread[labels])), total)
            return histogram
        family = (CounterMetricFamily if one.kind == "counter" else GaugeMetricFamily)(
            one.name, one.about, labels=one.labels
        )
        for labels, n in numbers.items():
            family.add_metric(labels, n)
        return family

    def _now(self) -> tuple[dict[tuple[str, ...], float], dict[tuple[str, ...], list[int]]]:
        with self._lock:
            self._add_up()
            return dict(self._numbers), {labels: list(spread) for labels, spread in self._spread.items()}

    def _buckets(self, spread: list[int]) -> Iterator[tuple[str, float]]:
        below = 0
        for bound, n in zip((*self.series.buckets, float("inf")), spread, strict=True):
            below += n
            yield "+Inf" if bound == float("inf") else str(bound), below
