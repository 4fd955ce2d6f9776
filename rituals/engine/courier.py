"""Delivery to one workspace: take the lease, claim what may go, draw it, commit, send, write down what came of it.

waiting -> claimed      in one transaction: surely not sent
claimed -> sending      a commit just before the first byte, only under a running lease
sending -> sent         or waiting (surely not sent), uncertain (perhaps sent), parked, cancelled
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from rituals.engine import holding
from rituals.engine.cards import Card
from rituals.engine.desk import Desk
from rituals.engine.errors import DeliveryError, Throttled
from rituals.engine.events import Event
from rituals.engine.fit import fit
from rituals.engine.names import Key
from rituals.engine.pacing import Pace
from rituals.engine.platform import Parcel, Platform
from rituals.engine.results import Results
from rituals.engine.ritual import Ritual
from store import accounts, buckets, handles, leases, sending
from store.accounts import Known
from store.errors import StoreError
from store.handles import Handle
from store.installations import Workspace
from store.outbox import Row
from store.tx import Tx

log = structlog.get_logger(__name__)

BATCH = 50
LEASE = 10.0
"""Seconds on the database's clock, and as long on ours between claiming a row and sending it."""
QUARANTINE = timedelta(seconds=60)
TIMEOUT = 15.0

Tell = Callable[[Tx, Event, Ritual], None]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A claimed row with what must stand there: a card, or nothing."""

    row: Row
    parcel: Parcel
    show: bool
    handle: Handle | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one round may do."""

    fence: int
    at: float
    rows: list[Row]
    doubtful: list[Row]
    settled: int = 0
    """Rows put off or given up. Their rituals heard it, and may want something sent about that."""


class Courier:
    """Sends to one workspace; one process at a time does, under a lease."""

    def __init__(self, desk: Desk, platform: Platform, workspace: Workspace, holder: str, tell: Tell) -> None:
        self._desk = desk
        self._platform = platform
        self._workspace = workspace
        self._holder = holder
        self._lease = f"delivery:{workspace.id}"
        self._pace = Pace(platform.limits, desk.clock.elapsed)
        self._fence = 0
        self._results = Results(desk, platform, workspace, tell)
        self._tell = tell

    async def round(self) -> int:
        """Send what may go now; how many rows it moved."""
        try:
            return await self._round()
        except StoreError:
            # What came of the rows in hand was not written down: a new fence finds them, as after a crash.
            self._fence = 0
            raise

    async def _round(self) -> int:
        claim = await self._desk.store.transact(self._claim)
        if claim is None:
            return 0
        self._fence = claim.fence
        self._desk.reached("delivery.after-claim")
        await asyncio.gather(*(self._look_up(row) for row in claim.doubtful))
        if not claim.rows:
            return len(claim.doubtful) + claim.settled
        drawn = await self._desk.store.read(lambda tx: [self._draw(tx, row) for row in claim.rows])
        ours = await self._commit(claim, [one for one in drawn if one is not None])
        self._desk.reached("delivery.after-sending")
        await asyncio.gather(*(self._send(one) for one in ours))
        return len(claim.rows) + len(claim.doubtful)

    async def give_back(self) -> None:
        """Let another process send, at a clean stop."""
        await self._desk.store.transact(lambda tx: leases.give(tx, self._lease, self._holder))

    def _claim(self, tx: Tx) -> Claim | None:
        desk, now = self._desk, self._desk.clock.now()
        if not self._fence:
            leases.give(tx, self._lease, self._holder)
        # SQLite's run lock leaves no other holder alive, so what a dead one held need not lapse first.
        fence = leases.take(tx, self._lease, self._holder, LEASE, force=tx.dialect == "sqlite" and not self._fence)
        if fence is None:
            return None
        if fence != self._fence:
            sending.recover(tx, self._workspace.id, fence, now + QUARANTINE)
        lapsed = sending.lapsed(tx, self._workspace.id, now)
        for row in lapsed:
            self._results.not_shown(tx, row, "lapsed")
        blocked = {one.name for one in buckets.blocked(tx, self._workspace.id, now)}
        if "workspace" in blocked:
            return Claim(fence, desk.clock.elapsed(), [], [], len(lapsed))
        doubtful = sending.uncertain(tx, self._workspace.id, now)
        shut = {int(name.partition(":")[2]) for name in blocked}
        shut.update(self._pace.shut_places(self._pace.known_places))
        found = sending.candidates(tx, self._workspace.id, now, BATCH, sorted(shut))
        may_go = [self._may_go(tx, row) for row in found]
        rows = [row for row, may in zip(found, may_go, strict=True) if may]
        sending.claim(tx, rows, fence)
        desk.reached("delivery.claiming")
        return Claim(fence, desk.clock.elapsed(), rows, doubtful, len(lapsed) + may_go.count(None))

    def _may_go(self, tx: Tx, row: Row) -> bool | None:
        """None: it was put off or given up."""
        key = Key.parse(row.key)
        if not self._desk.has(key.ritual):
            return self._pace.take(row)
        view = self._desk.view(tx, self._desk.ritual(key.ritual))
        held = holding.hold(view, row)
        if held is None:
            if not self._pace.take(row):
                return False
            holding.count(view, row)
            return True
        if held.until:
            sending.back(tx, row.id, "waiting", held.until, held.reason, view.now, counts=False)
        else:
            self._results.not_shown(tx, row, held.reason)
        return None

    def _draw(self, tx: Tx, row: Row) -> Drawn | None:
        """None when drawing failed: the row goes back and is tried again."""
        desk = self._desk
        directory = desk.directory.snapshot(tx, desk.clock.now())
        place = directory.places.get(row.place_id) if row.place_id else None
        viewer = accounts.get(tx, row.person_id) if row.person_id else None
        known = _account(tx, row)
        try:
            card = None if row.withdrawn else desk.draw(tx, Key.parse(row.key), viewer, place, row.posted_at)
        except Exception:  # a ritual's fault in one card must not stop the others; logged with its trace
            log.exception("draw failed", key=row.key)
            return None
        parcel = Parcel(
            key=row.key,
            workspace=self._workspace,
            card=fit(card, self._platform.capabilities).card if card else Card(()),
            place=place,
            account=known.account if known else None,
            posted=row.posted,
            thread=sending.parent_of(tx, row),
        )
        handle = handles.get(tx, row.key, viewer.id, desk.clock.now()) if viewer else None
        return Drawn(row, parcel, card is not None, handle)

    async def _commit(self, claim: Claim, drawn: Sequence[Drawn]) -> list[Drawn]:
        """claimed -> sending for what is still ours; what could not be drawn, or came too late, waits again."""
        desk = self._desk
        if desk.clock.elapsed() - claim.at > LEASE:
            drawn = []

        def commit(tx: Tx) -> set[int]:
            now = desk.clock.now()
            ready = [one.row.id for one in drawn if one.show or one.row.posted]
            ours = set(sending.commit_to_send(tx, ready, self._lease, claim.fence, now))
            for one in drawn:
                if not one.show and not one.row.posted:
                    sending.gone(tx, one.row.id, "nothing to show", now)
            for row in claim.rows:
                if row.id not in {one.row.id for one in drawn}:
                    sending.back(tx, row.id, "waiting", now + timedelta(minutes=1), "not drawn", now)
            desk.reached("delivery.committing")
            return ours

        ours = await desk.store.transact(commit)
        return [one for one in drawn if one.row.id in ours]

    async def _send(self, one: Drawn) -> None:
        """One message; whatever comes of it is written down."""
        try:
            async with asyncio.timeout(TIMEOUT):
                posted = await self._hand_over(one)
        except TimeoutError:
            await self._results.failed(one.row, None)
        except DeliveryError as error:
            await self._results.failed(one.row, error)
        except Exception as error:  # an adapter's fault: nobody knows whether it was sent
            log.exception("send failed", key=one.row.key, platform=self._platform.name, error=type(error).__name__)
            await self._results.failed(one.row, None)
        else:
            self._desk.reached("delivery.after-send")
            await self._results.done(one.row, posted if one.show else None)

    async def _hand_over(self, one: Drawn) -> str:
        if not one.show:
            await self._platform.remove(one.parcel)
            return ""
        if one.handle is not None:
            await self._platform.answer(one.handle, one.parcel)
            return ANSWERED
        if one.row.posted and one.row.posted != ANSWERED:
            await self._platform.update(one.parcel)
            return one.row.posted
        return await self._platform.post(one.parcel)

    async def _look_up(self, row: Row) -> None:
        """A row in doubt: ask the platform whether it stands there."""
        drawn = await self._desk.store.read(lambda tx: self._draw(tx, row))
        if drawn is None or not self._platform.capabilities.lookup or row.place_id is None:
            await self._results.unknowable(row)
            return
        try:
            async with asyncio.timeout(TIMEOUT):
                posted = await self._platform.find(drawn.parcel, row.not_before - timedelta(minutes=1))
        except Throttled as error:
            await self._results.failed(row, error)
            return
        except (DeliveryError, TimeoutError) as error:
            log.warning("look-up failed", key=row.key, error=type(error).__name__)
            await self._results.unknowable(row)
            return
        self._desk.reached("delivery.after-lookup")
        await (self._results.done(row, posted) if posted else self._results.again(row))


def _account(tx: Tx, row: Row) -> Known | None:
    everyone = accounts.of_person(tx, row.person_id) if row.person_id is not None else []
    return next((known for known in everyone if known.account.id == row.account_id), None)


ANSWERED = "answer"
"""Stands in `posted` for a private answer that is changed through its handle: it has no id to go by."""
