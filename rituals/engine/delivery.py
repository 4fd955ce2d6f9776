"""Drains the outbox: wakes when something was written or its time has come, and has a courier per workspace."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence

import structlog

from rituals.engine.courier import Courier, Teller
from rituals.engine.desk import Desk
from rituals.engine.effects import LOOKS_BY_ITSELF
from rituals.engine.platform import platform_named
from store import sending
from store.errors import StoreError

log = structlog.get_logger(__name__)

IDLE = LOOKS_BY_ITSELF.total_seconds()
"""Seconds after which delivery looks by itself: another replica may have written."""
TOGETHER = 0.02
"""Seconds between being woken and looking: each event wakes us, and most have nothing to send yet."""


class Delivery:
    """One per process."""

    def __init__(self, desk: Desk, tell: Teller) -> None:
        self._desk = desk
        self._tell = tell
        self._holder = secrets.token_hex(8)
        self._couriers: dict[int, Courier] = {}
        self._awake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._stopping = False
        self.alive_at = desk.clock.elapsed()

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver until `stop`."""
        while not self._stopping:
            self._awake.clear()
            try:
                await self._let_go()
            except StoreError as error:
                log.warning("delivery waits for the store", error=type(error).__name__, detail=str(error))
            self.alive_at = self._desk.clock.elapsed()
            await self._rest()

    async def stop(self) -> None:
        """Finish what is being sent, at most its time-out, and let another process take over."""
        self._stopping = True
        self.wake()
        async with self._turn:
            await self._land()
            for courier in self._couriers.values():
                await courier.give_back()

    async def drain(self) -> int:
        """Send all that may go now, and what follows from that, to the end; how many rows were moved."""
        moved, more = 0, True
        while more:
            # What was on its way when a round began may have ended behind its back, so then there is one more.
            more = any(courier.under_way for courier in self._couriers.values())
            moved += await self._let_go()
            more = await self._land() or more
        return moved

    async def _land(self) -> bool:
        """Wait for what is on its way; whether there was anything."""
        under_way = [task for courier in self._couriers.values() for task in courier.under_way]
        if under_way:
            await asyncio.wait(under_way)
        return bool(under_way)

    async def _let_go(self) -> int:
        """Let go all that may go now; how many rows were moved."""
        moved = 0
        async with self._turn:
            while not self._stopping:
                ids = await self._with_work()
                couriers = [courier for one in ids if (courier := await self._courier(one))]
                step = await self._rounds(couriers)
                moved += step
                if not step:
                    break
        return moved

    async def _with_work(self) -> list[int]:
        busy = {one for one, courier in self._couriers.items() if courier.under_way}
        now = self._desk.clock.now()
        return await self._desk.store.read(lambda tx: sending.workspaces_with_work(tx, now, busy))

    async def _rounds(self, couriers: Sequence[Courier]) -> int:
        """One round of each: a fault of one workspace stops no other, and nobody's stops delivery."""
        found = await asyncio.gather(*(courier.round() for courier in couriers), return_exceptions=True)
        for one in found:
            if isinstance(one, StoreError):
                raise one
            if isinstance(one, BaseException):
                log.error("a round of delivery failed", error=type(one).__name__, exc_info=one)
        return sum(one for one in found if isinstance(one, int))

    async def _rest(self) -> None:
        now = self._desk.clock.now()
        try:
            due = await self._desk.store.read(lambda tx: sending.next_due(tx, now))
        except StoreError:
            due = None
        seconds = min(IDLE, max(0.05, (due - now).total_seconds())) if due else IDLE
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return
        await asyncio.sleep(TOGETHER)

    async def _courier(self, workspace_id: int) -> Courier | None:
        """None for a workspace that is not admitted, or whose platform is not configured here."""
        now = self._desk.clock.now()
        directory = await self._desk.store.read(lambda tx: self._desk.directory.snapshot(tx, now))
        workspace = directory.workspace(workspace_id)
        platform = platform_named(self._desk.platforms, workspace.platform) if workspace else None
        if workspace is None or platform is None or workspace.state != "admitted":
            return None
        if workspace_id not in self._couriers:
            self._couriers[workspace_id] = Courier(self._desk, platform, workspace, self._holder, self._tell)
        return self._couriers[workspace_id]
