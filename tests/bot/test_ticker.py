"""The ticker drives the schedule, and says how long ago."""

import asyncio
from datetime import datetime

from bot.ticker import Ticker, every
from rituals.engine.clock import Clock
from store.errors import Unavailable


class Schedule:
    """Counts its ticks; `broken` is a store that does not answer."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.ticks: list[datetime] = []
        self.ticked = asyncio.Event()

    async def tick(self, now: datetime) -> int:
        self.ticks.append(now)
        self.ticked.set()
        if self.broken:
            raise Unavailable("here")
        return 0


class Elapsed:
    """A real clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def ticked(schedule: Schedule) -> None:
    async with asyncio.timeout(10):
        await schedule.ticked.wait()
    await asyncio.sleep(0)
    schedule.ticked.clear()


async def test_a_tick_brings_the_clock_to_the_schedule() -> None:
    clock, schedule = Clock(), Schedule()
    ticker = Ticker(schedule, clock)

    ticker.start()
    await ticked(schedule)
    await ticked(schedule)
    await ticker.stop()

    assert schedule.ticks[0].utcoffset() is not None
    assert schedule.ticks[0] < schedule.ticks[1]


async def test_the_age_counts_from_the_last_tick_that_went_well() -> None:
    elapsed, schedule = Elapsed(), Schedule()
    ticker = Ticker(schedule, Clock(elapsed=elapsed))
    elapsed.seconds += 7
    assert ticker.age == 7

    ticker.start()
    await ticked(schedule)
    assert ticker.age == 0

    schedule.broken = True
    elapsed.seconds += 6
    await ticked(schedule)
    assert ticker.age == 6

    schedule.broken = False
    await ticked(schedule)
    assert ticker.age == 0
    await ticker.stop()


async def test_nothing_ticks_after_stop() -> None:
    schedule = Schedule()
    ticker = Ticker(schedule, Clock())
    ticker.start()
    await ticked(schedule)

    await ticker.stop()
    before = len(schedule.ticks)
    await asyncio.sleep(1.2)

    assert len(schedule.ticks) == before


async def test_a_ticker_that_never_started_can_stop() -> None:
    await Ticker(Schedule(), Clock()).stop()


async def test_every_goes_on_until_cancelled() -> None:
    times = 0
    enough = asyncio.Event()

    async def act() -> None:
        nonlocal times
        times += 1
        if times == 3:
            enough.set()

    task = asyncio.create_task(every(0, act))
    await enough.wait()
    task.cancel()

    assert times >= 3
