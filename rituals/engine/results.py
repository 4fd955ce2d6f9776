"""What came of sending a row: written down, and told to the ritual, in one transaction."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import structlog

from rituals.engine.desk import Desk
from rituals.engine.errors import DeliveryError, Throttled, verdict
from rituals.engine.events import Event, NotShown, Reason, Shown
from rituals.engine.names import Key
from rituals.engine.platform import Platform
from rituals.engine.ritual import Ritual
from store import accounts, buckets, sending
from store.accounts import Person
from store.installations import Workspace
from store.outbox import Row
from store.places import Place
from store.tx import Tx

log = structlog.get_logger(__name__)

QUARANTINE = timedelta(seconds=60)
ASKED = "asked"


class Results:
    """Moves rows on after sending."""

    def __init__(
        self, desk: Desk, platform: Platform, workspace: Workspace, tell: Callable[[Tx, Event, Ritual], None]
    ) -> None:
        self._desk = desk
        self._platform = platform
        self._workspace = workspace
        self._tell = tell

    async def done(self, row: Row, posted: str | None) -> None:
        """It stands there (`posted` is its id), or it was taken down."""

        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            if posted is None:
                sending.gone(tx, row.id, "taken down", now)
                return
            if sending.sent(tx, row.id, posted, now) and row.posted is None:
                self._shown(tx, row)
            self._desk.reached("delivery.writing-sent")

        await self._desk.store.transact(write, subjects=self._subjects(row))
        self._desk.reached("delivery.after-sent")

    async def failed(self, row: Row, error: DeliveryError | None) -> None:
        """It was not sent, or perhaps it was; no error means that nobody answered in time."""
        decided = verdict(error) if error else "look up"
        log.warning("not delivered", key=row.key, platform=self._platform.name, verdict=decided, detail=str(error))
        match decided:
            case "wait" if isinstance(error, Throttled):
                await self._wait(row, error)
            case "park":
                await self._write(row, "parked", str(error))
            case "cancel":
                await self._write(row, "refused", str(error))
            case "forget":
                await self._desk.store.transact(lambda tx: sending.gone(tx, row.id, "vanished", self._desk.clock.now()))
            case "look up" if row.posted is None:
                await self._doubt(row)
            case _:
                await self.again(row)

    async def again(self, row: Row) -> None:
        """Surely not sent: once more after 1, 2, 4, ... 60 s, a quarter more or less."""
        seconds = min(60.0, 2.0**row.attempts) * random.uniform(0.75, 1.25)  # noqa: S311  # spreads retries, no secret
        await self._back(row, "waiting", timedelta(seconds=seconds), "retry")

    async def unknowable(self, row: Row) -> None:
        """In doubt where nobody can be asked: the ritual's policy decides."""
        if row.kind == "answer":
            await self._doubt(row)
            return
        if row.policy == "at_least_once":
            await self.again(row)
            return

        def ask(tx: Tx) -> None:
            now = self._desk.clock.now()
            sending.back(tx, row.id, "uncertain", now, ASKED, now)
            self._hear(tx, row, "uncertain", "")

        await self._desk.store.transact(ask, subjects=self._subjects(row))

    def not_shown(self, tx: Tx, row: Row, reason: Reason) -> None:
        """It will not be sent; the ritual hears why."""
        sending.gone(tx, row.id, reason, self._desk.clock.now())
        self._hear(tx, row, reason, "")

    async def _doubt(self, row: Row) -> None:
        if row.kind == "answer":  # best effort: never asked about, never repeated
            await self._desk.store.transact(lambda tx: sending.gone(tx, row.id, "uncertain", self._desk.clock.now()))
        elif self._platform.capabilities.lookup and row.place_id is not None:
            await self._back(row, "uncertain", QUARANTINE, "perhaps sent")
        else:
            await self.unknowable(row)

    async def _wait(self, row: Row, error: Throttled) -> None:
        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            until = now + timedelta(seconds=error.retry_after)
            place = f"place:{row.place_id}" if error.scope == "place" and row.place_id else "workspace"
            buckets.block(tx, self._workspace.id, place, until)
            state = "uncertain" if row.state == "uncertain" else "waiting"
            sending.back(tx, row.id, state, until, "429", now, counts=False)

        await self._desk.store.transact(write)

    async def _write(self, row: Row, reason: Reason, detail: str) -> None:
        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            if reason == "parked":
                sending.back(tx, row.id, "parked", now, detail, now)
            else:
                sending.gone(tx, row.id, detail or reason, now)
            self._hear(tx, row, reason, detail)

        await self._desk.store.transact(write, subjects=self._subjects(row))

    async def _back(self, row: Row, state: str, after: timedelta, reason: str) -> None:
        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            sending.back(tx, row.id, state, now + after, reason, now)

        await self._desk.store.transact(write)

    def _shown(self, tx: Tx, row: Row) -> None:
        now = self._desk.clock.now()
        late = (now - row.not_before).total_seconds()
        to = self._target(tx, row)
        if to:
            event = Shown(delivery=f"shown:{row.id}", at=now, key=Key.parse(row.key), to=to, late_by=late)
            self._told(tx, event, event.key)

    def _hear(self, tx: Tx, row: Row, reason: Reason, detail: str) -> None:
        to = self._target(tx, row)
        if to and row.posted is None:
            key, now = Key.parse(row.key), self._desk.clock.now()
            event = NotShown(delivery=f"not-shown:{row.id}", at=now, key=key, to=to, reason=reason, detail=detail)
            self._told(tx, event, key)

    def _told(self, tx: Tx, event: Event, key: Key) -> None:
        if self._desk.has(key.ritual):
            self._tell(tx, event, self._desk.ritual(key.ritual))
            self._desk.wake()

    def _target(self, tx: Tx, row: Row) -> Place | Person | None:
        if row.place_id is not None:
            return self._desk.directory.snapshot(tx, self._desk.clock.now()).places.get(row.place_id)
        return accounts.get(tx, row.person_id) if row.person_id is not None else None

    def _subjects(self, row: Row) -> tuple[str, ...]:
        """The ritual hears of it inside this transaction, so it sees its subject locked, as in any handler."""
        key = Key.parse(row.key)
        subject = self._desk.ritual(key.ritual).subject if self._desk.has(key.ritual) else None
        ref = subject(key) if subject else None
        return (str(ref),) if ref else ()
