"""Walking the clock forward: to each due slot and outbox time in order, and on.

A jump would make every catch-up rule skip; a walk lets each thing happen at its own moment. The playground and
`simulate` walk, and so do tests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rituals.engine.delivery import Delivery
from rituals.engine.desk import Desk
from rituals.engine.schedule import Schedule
from store import sending, slots
from store.tx import Tx


async def walk(
    desk: Desk, schedule: Schedule, delivery: Delivery, until: datetime,
    on_step: Callable[[datetime], None] | None = None,
) -> int:  # fmt: skip
    """Walk to `until`; how many moments there were something to do at."""
    steps = 0
    await settle(desk, schedule, delivery)
    while (moment := await _next(desk, schedule)) <= until:
        desk.clock.walk_to(moment)
        await settle(desk, schedule, delivery)
        steps += 1
        if on_step:
            on_step(moment)
    desk.clock.walk_to(until)
    await settle(desk, schedule, delivery)
    return steps


async def settle(desk: Desk, schedule: Schedule, delivery: Delivery) -> None:
    """Do all that is due at this moment, and what follows from it."""
    while await schedule.tick(desk.clock.now()) + await delivery.drain() + await _followed(desk):
        continue


async def _followed(desk: Desk) -> int:
    return sum([await one.follow() for one in desk.followers])


async def _next(desk: Desk, schedule: Schedule) -> datetime:
    now = desk.clock.now()

    def find(tx: Tx) -> list[datetime | None]:
        return [slots.next_due(tx, now), sending.next_due(tx, now), sending.next_doubt(tx, now)]

    others = [await one.next_moment() for one in desk.followers]
    found = [moment for moment in [*await desk.store.read(find), *others] if moment is not None]
    return min([*found, schedule.next_plan(now)])
