"""Delivery to one workspace: take the lease, claim what may go, draw it, commit, send, write down what came of it.

waiting -> claimed      in one transaction: surely not sent
claimed -> sending      a commit just before the first byte, only under a running lease
sending -> sent         or waiting (surely not sent), uncertain (perhaps sent), parked, cancelled

A round ends when its messages are on their way. A row in `sending` under our fence is not claimed again, so a slow
message holds up neither the others nor the next rounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from rituals.engine import holding
from rituals.engine.cards import Card
from rituals.engine.desk import Desk
from rituals.engine.errors import DeliveryError, Throttled, Unacceptable, Unreachable
from rituals.engine.events import Event, Reason
from rituals.engine.fit import fit
from rituals.engine.flights import Flights
from rituals.engine.names import Key
from rituals.engine.pacing import Pace
from rituals.engine.platform import Parcel, Platform
from rituals.engine.results import QUARANTINE, SELDOM, TRIES, Results
from rituals.engine.ritual import Ritual
from store import accounts, buckets, handles, leases, sending
from store.accounts import Known
from store.errors import StoreError
from store.frozen import frozen
from store.handles import Handle
from store.installations import Workspace
from store.outbox import ANSWERED, Row
from store.tx import Tx

log = structlog.get_logger(__name__)

BATCH = 50
"""A round takes no more than this, and starts when no more than this are on their way."""
LEASE = 20.0
"""Seconds on the database's clock: longer than the slowest send, so that a slow one does not cost the lease."""
FRESH = 10.0
"""Seconds on our own clock between claiming a row and sending it; what took longer waits again."""
TIMEOUT = 15.0

Teller = Callable[[Tx, Event, Ritual], None]


@frozen
class Drawn:
    """A claimed row with what must stand there: a card, or nothing."""

    row: Row
    parcel: Parcel
    show: bool
    handle: Handle | None


@frozen
class Claim:
    """What one round may do."""

    fence: int
    at: float
    rows: list[Row]
    doubtful: list[Row]
    given_up: list[tuple[Row, Reason]]
    settled: int = 0
    """Rows put off or given up. Their rituals heard it, and may want something sent about that."""


class Courier:
    """Sends to one workspace; one process at a time does, under a lease."""

    def __init__(self, desk: Desk, platform: Platform, workspace: Workspace, holder: str, tell: Teller) -> None:
        self._desk = desk
        self._platform = platform
        self._workspace = workspace
        self._holder = holder
        self._lease = f"delivery:{workspace.id}"
        self._pace = Pace(platform.limits, desk.clock.elapsed)
        self._fence = 0
        self._anew = True
        """Something may have been left behind: a new fence finds it, as after a crash."""
        self._flights = Flights(self._landed)
        self._tell = tell

    @property
    def under_way(self) -> tuple[asyncio.Task[None], ...]:
        """Sends and look-ups that have not ended yet."""
        return self._flights.tasks

    async def round(self) -> int:
        """Let go what may go now; how many rows it moved."""
        if len(self._flights) > BATCH:
            return 0
        anew, self._anew = self._anew, False
        try:
            return await self._round(anew)
        except BaseException:  # cancelled as well: what was claimed may have been left behind
            self._anew = True
            raise

    async def _round(self, anew: bool) -> int:
        # Taken here: the claim is made in another thread, while flights end in this one.
        flying = self._flights.rows
        claim = await self._desk.store.transact(lambda tx: self._claim(tx, flying, anew))
        if claim is None:
            return 0
        self._fence = claim.fence
        results = Results(self._desk, self._platform, self._workspace, self._tell, claim.fence)
        for row, reason in claim.given_up:
            await results.give_up(row, reason)
        self._desk.reached("delivery.after-claim")
        for row in claim.doubtful:
            self._flights.start(row, self._look_up(row, results))
        if not claim.rows:
            return len(claim.doubtful) + claim.settled
        drawn = await self._desk.store.read(lambda tx: [self._draw(tx, row) for row in claim.rows])
        ours = await self._commit(claim, [one for one in drawn if one is not None])
        self._desk.reached("delivery.after-sending")
        for one in ours:
            self._flights.start(one.row, self._send(one, results))
        return len(claim.rows) + len(claim.doubtful)

    def _landed(self, row: Row, error: BaseException | None) -> None:
        if isinstance(error, StoreError):
            log.warning("what came of a message was not written down", key=row.key, error=type(error).__name__)
            self._anew = True
        elif error is not None:
            log.error("delivery of a message failed", key=row.key, exc_info=error)
            self._anew = True
        self._desk.wake()

    async def give_back(self) -> None:
        """Let another process send, at a clean stop."""
        await self._desk.store.transact(lambda tx: leases.give(tx, self._lease, self._holder))

    def _claim(self, tx: Tx, flying: Sequence[Row], anew: bool) -> Claim | None:
        desk, now = self._desk, self._desk.clock.now()
        if anew:
            leases.give(tx, self._lease, self._holder)
        # SQLite's run lock leaves no other holder alive, so what a dead one held need not lapse first.
        fence = leases.take(tx, self._lease, self._holder, LEASE, force=tx.dialect == "sqlite" and anew)
        if fence is None:
            return None
        if fence != self._fence:
            sending.recover(tx, self._workspace.id, fence, now + QUARANTINE)
        given_up: list[tuple[Row, Reason]] = [(row, "lapsed") for row in sending.lapsed(tx, self._workspace.id, now)]
        blocked = {one.name for one in buckets.blocked(tx, self._workspace.id, now)}
        if "workspace" in blocked:
            return Claim(fence, desk.clock.elapsed(), [], [], given_up, len(given_up))
        # Under a new fence, or when somebody pressed again, a row may be free that is still on its way from here.
        away = {row.id for row in flying}
        doubtful = [row for row in sending.uncertain(tx, self._workspace.id, now) if row.id not in away]
        shut = {*(name for name in blocked if name.startswith(("place:", "person:"))), *self._pace.shut}
        updates = "updates" not in blocked and self._pace.updates_open
        waiting = sending.candidates(tx, self._workspace.id, now, BATCH, sorted(shut), updates=updates)
        found = [row for row in waiting if row.id not in away]
        nudged = {row.person_id for row in flying if _is_nudge(row)}
        may_go = [self._may_go(tx, row, fence, nudged) for row in found]
        rows = [row for row, may in zip(found, may_go, strict=True) if may is True]
        given_up += [(row, may) for row, may in zip(found, may_go, strict=True) if isinstance(may, str)]
        sending.claim(tx, rows, fence)
        desk.reached("delivery.claiming")
        return Claim(fence, desk.clock.elapsed(), rows, doubtful, given_up, len(given_up) + may_go.count(None))

    def _may_go(self, tx: Tx, row: Row, fence: int, nudged: set[int | None]) -> bool | Reason | None:
        """True: it goes. False: it has to wait its turn. None: it was put off. A reason: it is given up."""
        key, now = Key.parse(row.key), self._desk.clock.now()
        if not self._desk.has(key.ritual) and row.posted is None:
            return True  # nothing will be drawn for it
        if not self._desk.has(key.ritual):  # switched off: what stands there is left as it is
            sending.back(tx, row.id, fence, "waiting", now + timedelta(days=1), "switched off", now, counts=False)
            return None
        held = holding.hold(self._desk.view(tx, self._desk.ritual(key.ritual)), row)
        if held is not None and held.until:
            sending.back(tx, row.id, fence, "waiting", held.until, held.reason, now, counts=False)
            return None
        if held is not None:
            return held.reason
        # The attention budget counts what was shown, so only one nudge per person is on its way at a time.
        nudge = _is_nudge(row)
        if (nudge and row.person_id in nudged) or not self._pace.take(row):
            return False
        if nudge:
            nudged.add(row.person_id)
        return True

    def _draw(self, tx: Tx, row: Row) -> Drawn | None:
        """None when drawing failed: the row goes back and is tried again."""
        desk = self._desk
        parcel = self._parcel(tx, row)
        viewer = accounts.get(tx, row.person_id) if row.person_id else None
        try:
            place, since, there = parcel.place, row.posted_at, self._platform
            card = None if row.withdrawn else desk.draw(tx, Key.parse(row.key), viewer, place, since, there)
        except Exception:  # a ritual's fault in one card must not stop the others; logged with its trace
            log.exception("draw failed", key=row.key)
            return None
        if card:
            parcel = replace(parcel, card=fit(card, self._platform.capabilities).card)
        handle = handles.get(tx, row.key, viewer.id, desk.clock.now()) if viewer else None
        ours = handle if handle and handle.workspace_id == row.workspace_id else None
        return Drawn(row, parcel, card is not None, ours)

    def _parcel(self, tx: Tx, row: Row) -> Parcel:
        """The row on its way, still without a card."""
        directory = self._desk.directory.snapshot(tx, self._desk.clock.now())
        known = _account(tx, row)
        return Parcel(
            key=row.key,
            workspace=self._workspace,
            card=Card(()),
            place=directory.places.get(row.place_id) if row.place_id else None,
            account=known.account if known else None,
            posted=row.posted,
            thread=row.under or sending.parent_of(tx, row),
            aloud=row.under is not None,
        )

    async def _commit(self, claim: Claim, drawn: Sequence[Drawn]) -> list[Drawn]:
        """claimed -> sending for what is still ours; what could not be drawn, or came too late, waits again."""
        desk = self._desk
        if desk.clock.elapsed() - claim.at > FRESH:
            drawn = []

        def commit(tx: Tx) -> set[int]:
            now = desk.clock.now()
            ready = [one.row.id for one in drawn if one.show or one.row.posted]
            ours = set(sending.commit_to_send(tx, ready, self._lease, claim.fence, now))
            for one in drawn:
                if not one.show and not one.row.posted:
                    sending.gone(tx, one.row.id, claim.fence, "nothing to show", now)
                elif one.handle is not None and one.row.id in ours:
                    handles.use(tx, one.handle.key, one.handle.person_id)
            for row in claim.rows:
                if row.id not in {one.row.id for one in drawn}:
                    later = SELDOM if row.attempts >= TRIES else timedelta(minutes=1)
                    sending.back(tx, row.id, claim.fence, "waiting", now + later, "not drawn", now)
            desk.reached("delivery.committing")
            return ours

        ours = await desk.store.transact(commit)
        return [one for one in drawn if one.row.id in ours]

    async def _send(self, one: Drawn, results: Results) -> None:
        """One message; whatever comes of it is written down."""
        try:
            async with asyncio.timeout(TIMEOUT):
                posted = await self._hand_over(one)
        except TimeoutError:
            await results.failed(one.row, None)
        except DeliveryError as error:
            await results.failed(one.row, error)
        except Exception as error:  # an adapter's fault: nobody knows whether it was sent
            log.exception("send failed", key=one.row.key, platform=self._platform.name, error=type(error).__name__)
            await results.failed(one.row, None)
        else:
            self._desk.reached("delivery.after-send")
            await results.done(one.row, posted if one.show else None)

    async def _hand_over(self, one: Drawn) -> str:
        posted = one.row.posted if one.row.posted != ANSWERED else None
        if not one.show:
            if posted:  # an answer has no id to take it down by
                await self._platform.remove(one.parcel)
            return ""
        if posted:  # sent as a message, and perhaps asked for again since: then both stand there
            await self._platform.update(one.parcel)
        if one.handle is not None:
            await self._platform.answer(one.handle, one.parcel)
            return posted or ANSWERED
        return posted or await self._platform.post(one.parcel)

    async def _look_up(self, row: Row, results: Results) -> None:
        """A row in doubt: ask the platform whether it stands there."""
        if not self._platform.capabilities.lookup or row.place_id is None:
            await results.unknowable(row)
            return
        parcel = await self._desk.store.read(lambda tx: self._parcel(tx, row))
        try:
            async with asyncio.timeout(TIMEOUT):
                posted = await self._platform.find(parcel, (row.drawn_at or row.not_before) - timedelta(minutes=1))
        except Throttled as error:
            await results.failed(row, error)
            return
        except (Unreachable, Unacceptable) as error:
            log.warning("look-up refused", key=row.key, error=type(error).__name__)
            await results.unknowable(row)
            return
        except (DeliveryError, TimeoutError) as error:
            log.warning("look-up failed", key=row.key, error=type(error).__name__)
            await results.ask_later(row)
            return
        except Exception:  # an adapter's fault; logged with its trace
            log.exception("look-up failed", key=row.key, platform=self._platform.name)
            await results.ask_later(row)
            return
        self._desk.reached("delivery.after-lookup")
        await (results.done(row, posted) if posted else results.again(row))


def _is_nudge(row: Row) -> bool:
    return row.kind == "nudge" and row.posted is None


def _account(tx: Tx, row: Row) -> Known | None:
    everyone = accounts.of_person(tx, row.person_id) if row.person_id is not None else []
    return next((known for known in everyone if known.account.id == row.account_id), None)
