"""What came of sending a row: written down, and told to the ritual, in one transaction."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from rituals.engine import holding, people
from rituals.engine.desk import Desk
from rituals.engine.errors import DeliveryError, Throttled, verdict
from rituals.engine.events import Event, NotShown, Reason, Shown
from rituals.engine.names import Key
from rituals.engine.platform import Platform
from rituals.engine.ritual import Ritual
from store import accounts, buckets, handles, places, sending
from store.accounts import Known, Person
from store.errors import is_of_store
from store.installations import Workspace
from store.outbox import ANSWERED, Row
from store.places import Place, PlaceSeen
from store.tx import Tx

log = structlog.get_logger(__name__)

QUARANTINE = timedelta(seconds=60)
PATIENCE = timedelta(hours=6)
"""What could not be sent, or looked up, for so long is left to people."""
TRIES = 240
"""And no sooner than after so many times, about four hours' worth: a process that stood still did not try."""
SELDOM = timedelta(hours=1)
"""From then on, between two attempts to change or take down what stands there."""
ASKED = "asked"


class Results:
    """Moves rows on after sending. `fence` is that of the lease under which they were sent."""

    def __init__(
        self,
        desk: Desk,
        platform: Platform,
        workspace: Workspace,
        tell: Callable[[Tx, Event, Ritual], None],
        fence: int,
    ) -> None:
        self._desk = desk
        self._platform = platform
        self._workspace = workspace
        self._tell = tell
        self._fence = fence

    async def done(self, row: Row, posted: str | None) -> None:
        """It stands there (`posted` is its id), or it was taken down."""

        def write(tx: Tx) -> Event | None:
            now = self._desk.clock.now()
            if posted is None:
                sending.gone(tx, row.id, self._fence, "taken down", now)
                return None
            first = sending.sent(tx, row.id, posted, now) and row.posted is None
            self._desk.reached("delivery.writing-sent")
            return self._shown(tx, row) if first else None

        await self._settle(row, write)
        self._desk.meter.sent(self._platform.name, "taken down" if posted is None else "sent")
        self._desk.reached("delivery.after-sent")

    async def failed(self, row: Row, error: DeliveryError | None) -> None:
        """It was not sent, or perhaps it was; no error means that nobody answered in time."""
        decided = verdict(error) if error else "look up"
        self._desk.meter.sent(self._platform.name, decided)
        log.warning("not delivered", key=row.key, platform=self._platform.name, verdict=decided, detail=str(error))
        match decided:
            case "wait" if isinstance(error, Throttled):
                await self._wait(row, error)
            case "park":
                await self._park(row, str(error))
            case "cancel":
                await self._refuse(row, str(error))
            case "forget":
                await self._forget(row)
            case "look up" if row.posted is None:
                await self._doubt(row)
            case _:
                await self._try_on(row, str(error or ""))

    async def give_up(self, row: Row, reason: Reason) -> None:
        """It will not be sent; the ritual hears why."""

        def write(tx: Tx) -> Event | None:
            sending.gone(tx, row.id, self._fence, reason, self._desk.clock.now())
            return self._missed(tx, row, reason)

        await self._settle(row, write)

    async def _settle(self, row: Row, write: Callable[[Tx], Event | None]) -> None:
        """Write down what came of a row and tell its ritual, in one transaction under the lock of its subject.

        A ritual that cannot bear to hear it must not undo what is true: then it is written down all the same.
        """

        def told(tx: Tx) -> None:
            event = write(tx)
            ritual = Key.parse(row.key).ritual
            if event is not None and self._desk.has(ritual):
                self._tell(tx, event, self._desk.ritual(ritual))

        subjects = self._subjects(row)
        try:
            await self._desk.store.transact(told, subjects=subjects)
        except Exception as error:  # a ritual's fault; logged with its trace
            if is_of_store(error):
                raise
            log.exception("ritual failed on a report", key=row.key)
            await self._desk.store.transact(lambda tx: write(tx) and None, subjects=subjects)
        self._desk.wake()

    async def again(self, row: Row) -> None:
        """Surely not sent: once more after 1, 2, 4, ... 60 s, a quarter more or less."""
        await self._back(row, "waiting", _pause(row), "retry")

    async def _try_on(self, row: Row, detail: str) -> None:
        """Again, but not for ever: a password that is wrong on Friday is wrong all weekend."""
        if not self._long_enough(row, row.not_before):
            await self.again(row)
        elif row.posted is not None:
            await self._back(row, "waiting", SELDOM, "retry")
        else:
            await self._set_aside(row, detail)

    def _long_enough(self, row: Row, since: datetime) -> bool:
        return row.attempts >= TRIES and self._desk.clock.now() - since >= PATIENCE

    async def ask_later(self, row: Row) -> None:
        """The platform could not say whether it stands there. That is no reason to send it a second time."""
        if self._long_enough(row, row.drawn_at or row.not_before):
            await self.unknowable(row)
        else:
            await self._back(row, "uncertain", _pause(row), "not looked up")

    async def unknowable(self, row: Row) -> None:
        """In doubt where nobody can be asked: the ritual's policy decides."""
        if row.kind == "answer":
            await self._doubt(row)
            return
        if row.policy == "at_least_once":
            await self.again(row)
            return

        def ask(tx: Tx) -> Event | None:
            now = self._desk.clock.now()
            sending.back(tx, row.id, self._fence, "uncertain", now, ASKED, now)
            return self._missed(tx, row, "uncertain")

        await self._settle(row, ask)

    async def _doubt(self, row: Row) -> None:
        if row.kind == "answer":  # best effort: never asked about, never repeated
            now = self._desk.clock.now()
            await self._desk.store.transact(lambda tx: sending.gone(tx, row.id, self._fence, "uncertain", now))
        elif self._platform.capabilities.lookup and row.place_id is not None:
            await self._back(row, "uncertain", QUARANTINE, "perhaps sent")
        else:
            await self.unknowable(row)

    async def _wait(self, row: Row, error: Throttled) -> None:
        self._desk.meter.throttled(self._platform.name, "delivery")

        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            until = now + timedelta(seconds=error.retry_after)
            if (bucket := error.bucket(row.place_id, row.person_id)) is not None:
                buckets.block(tx, self._workspace.id, bucket, until)
            state = "uncertain" if row.state == "uncertain" else "waiting"
            sending.back(tx, row.id, self._fence, state, until, "429", now, counts=False)

        await self._desk.store.transact(write)

    async def _set_aside(self, row: Row, detail: str) -> None:
        """It waits until it is shown anew, or its place or account is reachable again; the ritual hears it."""

        def write(tx: Tx) -> Event | None:
            now = self._desk.clock.now()
            sending.back(tx, row.id, self._fence, "parked", now, detail, now)
            return self._missed(tx, row, "parked", detail)

        await self._settle(row, write)

    async def _park(self, row: Row, detail: str) -> None:
        """Nobody can be reached there: it goes to another account of theirs, or waits until the place is open again, or
        the account is used again.
        """

        def write(tx: Tx) -> Event | None:
            now = self._desk.clock.now()
            if other := self._another(tx, row):
                sending.move(tx, row.id, self._fence, other.account, now)
                self._block(tx, row)
                return None
            sending.back(tx, row.id, self._fence, "parked", now, detail, now)
            event = self._missed(tx, row, "parked", detail)
            place = self._target(tx, row)
            if isinstance(place, Place) and place.state == "open":
                places.see(tx, place.workspace_id, PlaceSeen(place.external, state="absent"))
            self._block(tx, row)
            return event

        await self._settle(row, write)

    def _another(self, tx: Tx, row: Row) -> Known | None:
        """Another way to whoever refuses this message, in a tool where they refuse none."""
        if row.kind == "answer" or row.posted:
            return None
        directory = self._desk.directory.snapshot(tx, self._desk.clock.now())
        return people.reached(tx, directory, row.person_id, besides=row.account_id)

    def _block(self, tx: Tx, row: Row) -> None:
        known = accounts.account_by_id(tx, row.account_id) if row.account_id is not None else None
        if known is not None and not known.account.blocked:
            accounts.block(tx, known.account.id, blocked=True)

    async def _refuse(self, row: Row, detail: str) -> None:
        """What stands there goes on standing there as it was: forgotten, it would come a second time."""

        def write(tx: Tx) -> Event | None:
            now = self._desk.clock.now()
            if row.posted is not None and row.posted != ANSWERED:
                sending.sent(tx, row.id, row.posted, now)
                return None
            sending.gone(tx, row.id, self._fence, detail or "refused", now)
            return self._missed(tx, row, "refused", detail)

        await self._settle(row, write)

    async def _forget(self, row: Row) -> None:
        """The message is not there any more; a private answer whose handle has worn out is sent anew."""

        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            if row.kind == "answer" and row.person_id is not None and handles.get(tx, row.key, row.person_id, now):
                handles.drop(tx, row.key, row.person_id)
                sending.back(tx, row.id, self._fence, "waiting", now, "handle worn out", now)
            else:
                sending.gone(tx, row.id, self._fence, "vanished", now)

        await self._desk.store.transact(write)

    async def _back(self, row: Row, state: str, after: timedelta, reason: str) -> None:
        def write(tx: Tx) -> None:
            now = self._desk.clock.now()
            sending.back(tx, row.id, self._fence, state, now + after, reason, now)

        await self._desk.store.transact(write)

    def _shown(self, tx: Tx, row: Row) -> Event | None:
        now, key = self._desk.clock.now(), Key.parse(row.key)
        if self._desk.has(key.ritual):
            holding.count(self._desk.view(tx, self._desk.ritual(key.ritual)), row)
        to = self._target(tx, row)
        return Shown(delivery=f"shown:{row.id}", at=now, key=key, to=to) if to else None

    def _missed(self, tx: Tx, row: Row, reason: Reason, detail: str = "") -> Event | None:
        to = self._target(tx, row)
        if to is None or row.posted is not None:
            return None
        key, now = Key.parse(row.key), self._desk.clock.now()
        return NotShown(delivery=f"not-shown:{row.id}", at=now, key=key, to=to, reason=reason, detail=detail)

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


def _pause(row: Row) -> timedelta:
    """Twice as long each time, up to a minute; the exponent is bounded, for a float is too."""
    seconds = min(60.0, 2.0 ** min(row.attempts, 6))
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311  # spreads retries, no secret
