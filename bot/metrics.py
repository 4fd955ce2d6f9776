"""The numbers that a monitoring system reads. No label holds a person, a place, a text or a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot import __version__
from rituals.engine.meter import Meter
from store.migrate import HEAD

CONTENT_TYPE = CONTENT_TYPE_LATEST
STATES = ("waiting", "claimed", "sending", "uncertain", "parked")
"""Of the outbox: what still has to go, or to be decided. What is over is not counted, for that takes a long look."""

Kind = Literal["counter", "gauge", "histogram"]
_MAKERS: Mapping[Kind, Any] = {"counter": Counter, "gauge": Gauge, "histogram": Histogram}
_WAITING = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: a person is answered within three, and nothing waits longer than 2.5 for its turn."""
_WORK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
_LATE = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 10_800.0, 86_400.0)


@dataclass(frozen=True)
class Series:
    """One metric as operators read of it; a counter's name gets `_total` behind it."""

    name: str
    kind: Kind
    about: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


SERIES = (
    Series("klantritme_build_info", "gauge", "1, for this version and schema", ("version", "schema", "database")),
    Series("klantritme_events", "counter",
           "events by what came of them: handled, repeated (delivered twice), busy (a person waited in vain), "
           "not stored, failed (a fault of ours)", ("kind", "outcome")),
    Series("klantritme_answer_seconds", "histogram", "from an event coming in until it may be answered", ("kind",),
           _WAITING),
    Series("klantritme_handler_seconds", "histogram", "in the handler of a ritual", ("kind",), _WORK),
    Series("klantritme_sends", "counter",
           "messages by what came of them: sent, taken down, wait (429), retry, look up (perhaps sent), park, "
           "forget, cancel", ("platform", "outcome")),
    Series("klantritme_throttled", "counter", "times a platform said to wait (429)", ("platform", "what")),
    Series("klantritme_connected", "gauge",
           "whether a connection that a platform has to keep is there; Slack's Socket Mode has one", ("platform",)),
    Series("klantritme_slots", "counter", "planned moments by how they ended: done, skipped, tried again, failed",
           ("outcome",)),
    Series("klantritme_slot_late_seconds", "histogram", "how late a moment was handled", (), _LATE),
    Series("klantritme_transaction_seconds", "histogram",
           "a transaction of the store: its turn, the work and the commit", ("lane",), _WAITING),
    Series("klantritme_transactions_open", "gauge", "transactions that wait for their turn or run", ("lane",)),
    Series("klantritme_transactions_refused", "counter", "transactions that did not start in time and never ran",
           ("lane",)),
    Series("klantritme_store_up", "gauge", "whether the numbers below could be read from the store"),
    Series("klantritme_outbox_rows", "gauge", "messages that still have to go, or to be decided", ("state",)),
    Series("klantritme_outbox_oldest_seconds", "gauge", "how long the message that waits longest is due"),
    Series("klantritme_slots_due", "gauge", "moments that are due and not handled"),
)  # fmt: skip


@dataclass(frozen=True)
class Census:
    """What is counted in the store when somebody asks for the numbers."""

    states: Mapping[str, int]
    oldest: float
    slots_due: int


class Metrics(Meter):
    """All of SERIES, and what the library tells of the process itself (`process_*`)."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._made = {one.name.removeprefix("klantritme_"): _make(one, self._registry) for one in SERIES}

    def built(self, database: str) -> None:
        """What this process is."""
        self._made["build_info"].labels(__version__, HEAD, database).set(1)

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        self._made["events"].labels(kind, outcome).inc()
        self._made["answer_seconds"].labels(kind).observe(seconds)

    def handled(self, kind: str, seconds: float) -> None:
        self._made["handler_seconds"].labels(kind).observe(seconds)

    def sent(self, platform: str, outcome: str) -> None:
        self._made["sends"].labels(platform, outcome).inc()

    def throttled(self, platform: str, what: str) -> None:
        self._made["throttled"].labels(platform, what).inc()

    def slot(self, outcome: str, late: float) -> None:
        self._made["slots"].labels(outcome).inc()
        if outcome == "done":
            self._made["slot_late_seconds"].observe(max(late, 0.0))

    def connected(self, platform: str, up: bool) -> None:
        self._made["connected"].labels(platform).set(int(up))

    def opened(self, lane: str) -> None:
        """A transaction was asked for."""
        self._made["transactions_open"].labels(lane).inc()

    def refused(self, lane: str) -> None:
        """It did not start in time."""
        self._made["transactions_refused"].labels(lane).inc()

    def closed(self, lane: str, seconds: float) -> None:
        """It came to an end, one way or the other."""
        self._made["transactions_open"].labels(lane).dec()
        self._made["transaction_seconds"].labels(lane).observe(seconds)

    def counted(self, census: Census | None) -> None:
        """What stands in the store now; None: it could not be read."""
        self._made["store_up"].set(int(census is not None))
        if census is None:
            return
        for state in STATES:
            self._made["outbox_rows"].labels(state).set(census.states.get(state, 0))
        self._made["outbox_oldest_seconds"].set(census.oldest)
        self._made["slots_due"].set(census.slots_due)

    def exposition(self) -> bytes:
        """In the text format of Prometheus."""
        return generate_latest(self._registry)


def _make(series: Series, registry: CollectorRegistry) -> Any:
    more = {"buckets": series.buckets} if series.buckets else {}
    return _MAKERS[series.kind](series.name, series.about, series.labels, registry=registry, **more)
