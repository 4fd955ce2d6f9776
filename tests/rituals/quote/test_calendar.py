"""Nine o'clock is nine o'clock where people are, also on the days on which the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.platform import Parcel
from rituals.engine.workdays import Calendar
from store import choices, places
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, an_organisation
from tests.rituals.quote.steps import CRITICISM, PRAISE, ready

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVERY_DAY = frozenset(range(7))


@pytest.mark.parametrize(
    ("sunday", "hours"),
    [(date(2027, 3, 28), [8, 7, 7]), (date(2026, 10, 25), [7, 8, 8])],
    ids=["an hour less", "an hour more"],
)
async def test_around_the_change_it_comes_once_a_day_at_nine(store: Store, sunday: date, hours: list[int]) -> None:
    saturday = sunday.replace(day=sunday.day - 1)
    start = datetime.combine(saturday, time(6), AMSTERDAM).astimezone(UTC)
    calendar = Calendar(AMSTERDAM, weekdays=EVERY_DAY)
    world = await World(store, now=start, organisation=an_organisation(calendar=calendar)).open(bell_in=())
    moments: dict[str, datetime] = {}

    def remember(_call: str, parcel: Parcel) -> None:
        assert moments.setdefault(parcel.key, world.now) == world.now, "once"

    def here(tx: Tx) -> None:
        place = places.find(tx, 1, "algemeen")
        assert place
        choices.put(tx, f"place:{place.id}", "quote", "here", True, None, world.now)

    await store.transact(here)
    for number in range(3):
        await ready(world, f"{PRAISE} {number}", "positive")
        await ready(world, f"{CRITICISM} {number}", "critical")
    world.platform.afterwards = remember

    await world.walk(days=2, hours=12)

    posted = {key: at for key, at in moments.items() if key.startswith("quote:20")}
    assert [at.hour for at in posted.values()] == hours
    assert {at.astimezone(AMSTERDAM).time().replace(second=0, microsecond=0) for at in posted.values()} == {time(9)}
