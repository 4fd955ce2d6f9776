"""Slots that are due become events; what fails is tried again; and every day the rituals plan ahead.

`tick` is called once a second. Marking is one indexed statement per batch; handling is one transaction per
slot in the lane of machines, so that people who wait go first.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta

import structlog

from rituals.engine import housekeeping
from rituals.engine.desk import Desk
from rituals.engine.dispatch import Dispatcher
from rituals.engine.events import Returned, SlotDue, SlotFailed, SlotSkipped
from rituals.engine.localtime import local_day, resolve, wall_time
from rituals.engine.names import Slot
from rituals.engine.permissions import looked_after
from rituals.engine.ritual import CatchUp, Ritual, SlotRule
from store import slots, versions
from store.errors import is_of_store
from store.slots import Due
from store.tx import Tx

log = structlog.get_logger(__name__)

MARKED_AT_ONCE = 2000
READ_AT_ONCE = 400
HANDLED_AT_ONCE = 32
RETRIES = (1, 5, 15, 60)
"""Minutes to the next attempt; after the last one the slot has failed."""
AWAY = timedelta(minutes=5)
PLANS_AT = time(0, 5)


class Schedule:
    """One per process; several replicas may tick, a slot's own state keeps them apart."""

    def __init__(self, desk: Desk, dispatcher: Dispatcher) -> None:
        self._desk = desk
        self._dispatcher = dispatcher
        self._planned: tuple[date, object] | None = None
        self._emptied = self._expired = desk.clock.now()
        self._turn = asyncio.Lock()

    async def tick(self, now: datetime) -> int:
        """Handle what is due; how many slots."""
        async with self._turn:
            await self._plan_ahead(now)
            await self._mark(now)
            handled = await self._handle_all()
            await self._tidy(now)
        if handled:
            self._desk.wake()
        return handled

    async def _tidy(self, now: datetime) -> None:
        # A clock that was set back counts as well: it may have been years ahead.
        if abs(now - self._emptied) >= timedelta(minutes=1):
            self._emptied = now
            await self._desk.store.transact(lambda tx: versions.see(tx, now))
            await housekeeping.empty_answers(self._desk)
            await housekeeping.tell_presence(self._desk)
        if abs(now - self._expired) >= timedelta(hours=1):
            self._expired = now
            await housekeeping.expire(self._desk)

    async def present(self) -> None:
        """Called at start: who looks after the bot hears when it was away for over five minutes."""

        def note(tx: Tx) -> None:
            now = self._desk.clock.now()
            before = versions.see(tx, now)
            if before is not None and now - before > AWAY:
                returned = Returned(delivery=f"returned:{now.isoformat()}", at=now, since=before)
                self._dispatcher.tell_all(tx, returned)

        await self._desk.store.transact(note)
        if await self._desk.store.read(self._is_orphaned):
            log.warning("nobody looks after the bot: name a colleague under roles.beheerder in config.yaml")
        self._desk.wake()

    def _is_orphaned(self, tx: Tx) -> bool:
        view = self._desk.view(tx, self._desk.rituals[0])
        joined = any(one.state == "admitted" for one in view.directory.workspaces.values())
        return joined and not looked_after(view)

    async def _plan_ahead(self, now: datetime) -> None:
        """Every ritual plans the slots that come back: at start, each day, and after a change of settings."""
        directory = await self._desk.store.read(lambda tx: self._desk.directory.snapshot(tx, now))
        wanted = (self._plan_day(now), directory.choices)
        if wanted == self._planned:
            return
        for ritual in self._desk.rituals:
            await self._plan_one(ritual)
        self._planned = wanted

    async def _plan_one(self, ritual: Ritual) -> None:
        if ritual.plan is None:
            return
        try:
            await self._desk.store.transact(lambda tx: self._plan(tx, ritual))
        except Exception as error:  # a ritual's fault must not stop the schedule; logged with its trace
            if is_of_store(error):
                raise
            log.exception("not planned", ritual=ritual.name)

    def next_plan(self, now: datetime) -> datetime:
        """When the rituals plan ahead again."""
        zone = self._desk.organisation.calendar.zone
        return resolve(self._plan_day(now) + timedelta(days=1), PLANS_AT, zone)

    def _plan_day(self, now: datetime) -> date:
        """The day that was begun at five past midnight, or at the first moment after it that the clock shows."""
        zone = self._desk.organisation.calendar.zone
        day = local_day(now, zone)
        return day if now >= resolve(day, PLANS_AT, zone) else day - timedelta(days=1)

    def _plan(self, tx: Tx, ritual: Ritual) -> None:
        if ritual.plan is None:
            return
        context = self._desk.context(tx, ritual)
        self._dispatcher.apply(context, ritual.plan(context).effects)

    async def _mark(self, now: datetime) -> None:
        while await self._desk.store.transact(lambda tx: slots.mark(tx, now, MARKED_AT_ONCE)) == MARKED_AT_ONCE:
            continue

    async def _handle_all(self) -> int:
        handled = 0
        gate = asyncio.Semaphore(HANDLED_AT_ONCE)

        async def one(due: Due) -> None:
            async with gate:
                await self._handle(due)

        while batch := await self._desk.store.read(lambda tx: slots.due(tx, READ_AT_ONCE)):
            await asyncio.gather(*(one(due) for due in batch))
            handled += len(batch)
        return handled

    async def _handle(self, due: Due) -> None:
        subjects = tuple(sorted({due.subject, f"slot:{due.id}"}))
        try:
            ended = await self._desk.store.transact(lambda tx: self._run(tx, due.id), subjects=subjects)
        except Exception as error:  # a ritual's fault must not stop the schedule; logged with its trace
            if is_of_store(error):
                raise
            log.exception("slot failed", slot=str(_slot(due)), attempt=due.attempts + 1)
            name = type(error).__name__
            ended = await self._desk.store.transact(lambda tx: self._failed(tx, due.id, name), subjects=subjects)
        if ended is not None:
            self._desk.meter.slot(ended, (self._desk.clock.now() - due.due).total_seconds())

    def _run(self, tx: Tx, slot_id: int) -> str | None:
        """How it ended; None when another process has handled it."""
        due = slots.get(tx, slot_id)
        if due is None or due.state != "due":
            return None
        # The clock of another process may have said that its time has come; to its handler it has, also on this one.
        now = max(self._desk.clock.now(), due.due)
        rule = self._rule(due)
        if rule is None:
            slots.end(tx, slot_id, "skipped", now, "nobody handles it")
            return "skipped"
        ritual = self._desk.ritual(due.ritual)
        if self._too_late(rule.catch_up, due.due, now) or _perhaps_handled(rule.catch_up, due):
            slots.end(tx, slot_id, "skipped", now, "late")
            skipped = SlotSkipped(delivery=f"slot:{due.id}", at=now, slot=_slot(due), due=due.due)
            self._dispatcher.tell(tx, skipped, ritual)
            return "skipped"
        context = self._desk.context(tx, ritual, at=now)
        event = SlotDue(delivery=f"slot:{due.id}", at=now, slot=_slot(due), due=due.due)
        slots.end(tx, slot_id, "done", now)
        self._dispatcher.apply(context, rule.handle(event, context).effects)
        self._desk.reached("schedule.handled")
        return "done"

    def _failed(self, tx: Tx, slot_id: int, error: str) -> str | None:
        due = slots.get(tx, slot_id)
        if due is None or due.state != "due":
            return None
        now = self._desk.clock.now()
        if due.attempts < len(RETRIES):
            slots.retry(tx, slot_id, now + timedelta(minutes=RETRIES[due.attempts]))
            return "tried again"
        slots.end(tx, slot_id, "failed", now, error)
        failed = SlotFailed(delivery=f"slot-failed:{due.id}", at=now, slot=_slot(due), error=error)
        self._dispatcher.tell_all(tx, failed)
        return "failed"

    def _rule(self, due: Due) -> SlotRule | None:
        if not self._desk.has(due.ritual):
            return None
        return self._desk.ritual(due.ritual).slots.get(due.name)

    def _too_late(self, rule: CatchUp, due: datetime, now: datetime) -> bool:
        if rule.late is not None and now - due > rule.late:
            return True
        if rule.before is None:
            return False
        zone = self._desk.organisation.calendar.zone
        here = wall_time(now, zone)
        return here.date() > local_day(due, zone) or here.time() > rule.before


def _perhaps_handled(rule: CatchUp, due: Due) -> bool:
    """Before a restore. What must always happen happens all the same."""
    return due.reason == slots.RESTORED and rule != CatchUp()


def _slot(due: Due) -> Slot:
    return Slot(due.ritual, due.name, due.subject, due.local)
