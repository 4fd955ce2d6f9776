"""Deze week geregeld: on Thursday at three, once, and only when something was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.names import Ref
from rituals.engine.workdays import Calendar
from rituals.idee.rules import telling_days
from store import hushes
from tests.fakes.world import Posted, World
from tests.rituals.idee.quotes import WORDS
from tests.rituals.idee.steps import EFFECT, finished, home_of, taken, told

THURSDAY = date(2026, 11, 26)


def weeks(world: World, place: str = "team-noord") -> list[Posted]:
    return [one for one in home_of(world, place) if ":week/" in one.key]


async def test_what_was_done_is_told_on_thursday_at_three_in_the_places_where_it_began(world: World) -> None:
    await taken(world)
    await finished(world, thanks="planning")

    await world.walk(days=3, hours=4)
    early = weeks(world)
    await world.walk(hours=2)

    (post,) = weeks(world)
    assert early == []
    assert post.text.splitlines() == [
        f"Deze week geregeld: {EFFECT}.",
        f"Het begon met: ‘{WORDS}’ Met dank aan Sanne en planning.",
    ]
    assert weeks(world, "algemeen") == []


async def test_nothing_is_posted_when_nothing_was_done_and_nothing_is_told_twice(world: World) -> None:
    await told(world)
    await world.walk(days=4)
    none = weeks(world)
    await taken(world)
    await finished(world, number=2)

    await world.walk(days=14)

    assert (none, len(weeks(world))) == ([], 1)


async def test_after_a_pause_the_next_one_tells_it(world: World) -> None:
    await taken(world)
    await finished(world)
    until = world.now + timedelta(days=5)
    await world.store.transact(lambda tx: hushes.add(tx, "idee", None, world.now, until, None))

    await world.walk(days=4)
    during = weeks(world)
    await world.walk(days=7)

    assert (during, len(weeks(world))) == ([], 1)


async def test_when_thursday_is_a_holiday_it_is_told_on_wednesday_and_not_again(world: World) -> None:
    calendar = replace(world.desk.organisation.calendar, free=frozenset({THURSDAY}))
    object.__setattr__(world.desk.organisation, "calendar", calendar)
    await taken(world)
    await finished(world)

    await world.walk(days=2, hours=4)
    early = weeks(world)
    await world.walk(hours=2)
    (post,) = weeks(world)
    await world.walk(days=9)

    assert early == []
    assert post.key == "idee:week/2026-11-25"
    assert len(weeks(world)) == 1


async def test_paused_over_a_thursday_that_is_a_holiday_it_is_told_the_week_after(world: World) -> None:
    calendar = replace(world.desk.organisation.calendar, free=frozenset({THURSDAY}))
    object.__setattr__(world.desk.organisation, "calendar", calendar)
    await taken(world)
    await finished(world)
    await world.say("fatima", "algemeen", "/klant pauzeer idee t/m 26 november")

    await world.walk(days=5)
    during = weeks(world)
    await world.walk(days=7)

    assert (during, [one.key for one in weeks(world)]) == ([], ["idee:week/2026-12-03"])


async def test_what_was_taken_away_is_no_longer_told(world: World) -> None:
    await taken(world)
    await finished(world)
    await world.act("anouk", "idee.remove", Ref("idea", "1"))

    await world.walk(days=4)

    assert weeks(world) == []


@pytest.mark.parametrize(
    ("today", "free", "expected"),
    [
        (date(2026, 11, 23), (), [THURSDAY, date(2026, 12, 3)]),
        (THURSDAY, (), [THURSDAY, date(2026, 12, 3)]),
        (date(2026, 11, 27), (), [date(2026, 12, 3)]),
        (date(2026, 11, 23), (THURSDAY,), [date(2026, 11, 25), date(2026, 12, 3)]),
        (date(2026, 11, 23), (THURSDAY, date(2026, 11, 25)), [date(2026, 11, 24), date(2026, 12, 3)]),
    ],
)
def test_when_thursday_is_none_it_is_the_working_day_before(
    today: date, free: tuple[date, ...], expected: list[date]
) -> None:
    calendar = Calendar(ZoneInfo("Europe/Amsterdam"), free=frozenset(free))

    assert telling_days(today, calendar) == expected


async def test_an_idea_that_is_taken_away_afterwards_leaves_that_post_too(world: World) -> None:
    await told(world)
    await world.act("sanne", "idee.take", Ref("idea", "1"))
    await finished(world)
    await world.walk(days=4)
    stood = [one.text for one in weeks(world)]

    await world.act("anouk", "idee.remove", Ref("idea", "1"))
    await world.walk(seconds=10)

    assert [EFFECT in one for one in stood] == [True]
    assert home_of(world) == []
