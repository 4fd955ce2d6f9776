"""The numbers that a monitoring system reads. No label holds a person, a place, a text or a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot import __version__
from bot.tally import Series, Tally
from rituals.engine.meter import Meter
from store.migrate import HEAD

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"
STATES = ("waiting", "claimed", "sending", "uncertain", "parked")
"""Of the outbox: what still has to go, or to be decided. What is over is not counted, for that takes a long look."""

_WAITING = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: a person is answered within three, and nothing waits longer than 2.5 for its turn."""
_WORK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
_LATE = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 10_800.0, 86_400.0)

SERIES = (
    Series("klantritme_build_info", "gauge", "1, for this version and schema", ("version", "schema", "database")),
    Series("klantritme_events", "counter",
           "events by what came of them: handled, repeated (delivered twice), busy (a person waited in vain), "
           "not stored, failed (a fault of ours)", ("kind", "outcome")),
    Series("klantritme_answer_seconds", "histogram", "from an event coming in until it may be answered", ("kind",),
           _WAITING),
    Series("klantritme_handler_seconds", "histogram", "in the handler of a ritual", ("kind",), _WORK),
    Series("klantritme_sends", "counter",
           "messages by what came of them: sent, taken down, wait (429, or our token is refused), retry, look up "
           "(perhaps sent), park, forget, cancel", ("platform", "outcome")),
    Series("klantritme_throttled", "counter", "times a platform said to wait (429), or refused our token",
           ("platform", "what")),
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
        self._tallies = {one.name: Tally(one) for one in SERIES}
        # By name, since each bell comes by here a dozen times.
        self._events, self._answers = self._of("events"), self._of("answer_seconds")
        self._handlers = self._of("handler_seconds")
        self._open, self._transactions = self._of("transactions_open"), self._of("transaction_seconds")

    def _of(self, name: str) -> Tally:
        return self._tallies[f"klantritme_{name}"]

    def built(self, database: str) -> None:
        """What this process is."""
        self._of("build_info").put(1, __version__, HEAD, database)

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        self._events.add(1, kind, outcome)
        self._answers.add(seconds, kind)

    def handled(self, kind: str, seconds: float) -> None:
        self._handlers.add(seconds, kind)

    def sent(self, platform: str, outcome: str) -> None:
        self._of("sends").add(1, platform, outcome)

    def throttled(self, platform: str, what: str) -> None:
        self._of("throttled").add(1, platform, what)

    def slot(self, outcome: str, late: float) -> None:
        self._of("slots").add(1, outcome)
        if outcome == "done":
            self._of("slot_late_seconds").add(max(late, 0.0))

    def connected(self, platform: str, up: bool) -> None:
        self._of("connected").put(int(up), platform)

    def opened(self, lane: str) -> None:
        """A transaction was asked for."""
        self._open.add(1, lane)

    def refused(self, lane: str) -> None:
        """It did not start in time."""
        self._of("transactions_refused").add(1, lane)

    def closed(self, lane: str, seconds: float) -> None:
        """It came to an end, one way or the other."""
        self._open.add(-1, lane)
        self._transactions.add(seconds, lane)

    def counted(self, census: Census | None) -> None:
        """What stands in the store now; None: it could not be read."""
        self._of("store_up").put(int(census is not None))
        if census is None:
            return
        for state in STATES:
            self._of("outbox_rows").put(census.states.get(state, 0), state)
        self._of("outbox_oldest_seconds").put(census.oldest)
        self._of("slots_due").put(census.slots_due)

    @cached_property
    def _registry(self) -> CollectorRegistry:
        # Loaded when the numbers are first asked for: the library brings an HTTP server along.
        from prometheus_client import CollectorRegistry, ProcessCollector

        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(self)
        return registry

    def collect(self) -> Iterator[Metric]:
        """For the library's registry."""
        return (tally.family() for tally in self._tallies.values())

    def exposition(self) -> bytes:
        """In the text format of Prometheus: CONTENT_TYPE."""
        from prometheus_client.exposition import generate_latest

        return generate_latest(self._registry)
