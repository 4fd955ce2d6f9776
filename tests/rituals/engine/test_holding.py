"""Nobody is disturbed in stilte, outside working hours, or more often than was promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.events import NotShown, Shown
from rituals.engine.names import Key
from rituals.engine.outcome import Kind, Show, Withdraw
from rituals.engine.workdays import make_calendar
from store import choices, hushes
from store.base import Store
from store.places import PlaceSeen
from tests.fakes.world import MONDAY, World
from tests.rituals.engine.probe import Probe, do, person, place

KEY = Key("probe", "hello")
EVENING = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def a_world(store: Store, probe: Probe, now: datetime = MONDAY, *, since: timedelta = 30 * DAY) -> World:
    """People were first seen `since` ago."""
    await World(store, rituals=(probe.ritual,), now=now - since).open()
    return World(store, rituals=(probe.ritual,), now=now)


async def hush(world: World, until: datetime, ritual: str | None = None, place_id: int | None = None) -> None:
    await world.store.transact(lambda tx: hushes.add(tx, ritual, place_id, world.now, until, None))


async def nudges(world: World, probe: Probe, *names: str, kind: Kind = "nudge") -> None:
    sanne = await person(world, "sanne")
    until = world.now + 7 * DAY
    await do(world, probe, *(Show(Key("probe", name), sanne, kind, until=until) for name in names))


def reasons(probe: Probe) -> list[str]:
    return [event.reason for event in probe.heard if isinstance(event, NotShown)]


async def test_nothing_is_posted_where_outsiders_came_in_after_it_was_decided(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=world.now + timedelta(seconds=10)))

    await world.engine.learn("fake", "w1", places=[PlaceSeen("algemeen", shared=True)])
    await world.walk(seconds=15)

    assert world.platform.posted == []
    assert reasons(probe) == ["refused"]


@pytest.mark.parametrize("ritual", [None, "probe"])
async def test_in_stilte_and_in_a_pause_nothing_is_posted_and_nothing_is_caught_up(
    store: Store, ritual: str | None
) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await hush(world, world.now + DAY, ritual)

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(days=3)

    assert world.platform.posted == []
    assert reasons(probe) == ["quiet"]


async def test_the_pause_of_one_ritual_is_not_that_of_another(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await hush(world, world.now + DAY, "other")

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    assert len(world.platform.posted) == 1


async def test_stilte_in_one_place_is_kept_there_alone(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    here, there = await place(world, "algemeen"), await place(world, "mt")
    await hush(world, world.now + DAY, None, here.id)

    await do(world, probe, Show(KEY, here), Show(KEY, there))
    await world.walk(seconds=5)

    assert [one.place for one in world.platform.posted] == ["mt"]


async def test_after_stilte_it_is_heard_again(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await hush(world, world.now + timedelta(hours=1))
    await world.walk(hours=1)

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    assert len(world.platform.posted) == 1


async def test_what_stands_there_is_kept_true_in_stilte_too(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)
    await hush(world, world.now + DAY)

    probe.words["hello"] = "Anders"
    await do(world, probe, Show(KEY, None))
    await world.walk(seconds=5)

    assert [one.text for one in world.platform.standing("algemeen")] == ["Anders"]


async def test_the_house_itself_is_heard_in_stilte(sqlite_store: Store) -> None:
    probe = Probe()
    probe.ritual = replace(probe.ritual, house=True)
    world = await a_world(sqlite_store, probe)
    await hush(world, world.now + DAY)

    await nudges(world, probe, "word", kind="task")
    await world.walk(seconds=5)

    assert len(world.platform.to("sanne")) == 1


@pytest.mark.parametrize("now", [EVENING, FRIDAY_EVENING])
async def test_an_answer_is_never_held(sqlite_store: Store, now: datetime) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, now)
    await hush(world, world.now + DAY)

    await nudges(world, probe, "one", "two", "three", "four", kind="answer")
    await world.walk(seconds=5)

    assert len(world.platform.to("sanne")) == 4


@pytest.mark.parametrize("kind", ["task", "nudge"])
@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (EVENING, datetime(2026, 11, 24, tzinfo=UTC)),
        (FRIDAY_EVENING, datetime(2026, 11, 30, tzinfo=UTC)),
        (datetime(2026, 4, 2, 18, 0, tzinfo=UTC), datetime(2026, 4, 7, tzinfo=UTC)),
    ],
    ids=["evening", "weekend", "easter"],
)
async def test_private_words_wait_for_the_next_working_morning(
    sqlite_store: Store, kind: Kind, now: datetime, morning: datetime
) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, now)
    world.desk.organisation = replace(world.desk.organisation, calendar=make_calendar(ZoneInfo("Europe/Amsterdam")))
    came: list[datetime] = []
    world.platform.afterwards = lambda _call, _parcel: came.append(world.now)

    await nudges(world, probe, "word", kind=kind)
    await world.walk(days=6)

    (moment,) = came
    assert morning < moment < morning + timedelta(hours=12)
    assert world.desk.organisation.calendar.next_allowed(moment) == moment


async def test_a_post_in_a_place_does_not_wait_for_the_morning(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, EVENING)

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(seconds=5)

    assert len(world.platform.posted) == 1


async def test_nobody_gets_more_than_two_nudges_a_day(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)

    await nudges(world, probe, "one", "two", "three", "four", "five")
    counted = []
    for _ in range(4):
        await world.walk(hours=8)
        counted.append(len(world.platform.to("sanne")))
        await world.walk(hours=16)

    assert counted == [2, 4, 5, 5]


async def test_on_somebody_s_first_day_there_is_one_nudge(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, since=timedelta(hours=1))

    await nudges(world, probe, "one", "two", "three")
    await world.walk(hours=6)

    assert len(world.platform.to("sanne")) == 1
    await world.walk(days=1)
    assert len(world.platform.to("sanne")) == 3


async def test_tasks_are_not_counted_and_not_counted_away(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    await nudges(world, probe, "one", "two")
    await nudges(world, probe, "first", "second", "third", kind="task")
    await world.walk(seconds=5)

    assert len(world.platform.to("sanne")) == 5


async def test_a_change_of_a_nudge_is_not_a_second_one(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    for _ in range(4):
        await nudges(world, probe, "one")
        await world.walk(seconds=5)
    await nudges(world, probe, "two")
    await world.walk(seconds=5)

    assert [(one.key, one.draws) for one in world.platform.to("sanne")] == [("probe:one", 4), ("probe:two", 1)]


async def test_the_budget_is_everybody_s_own(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await nudges(world, probe, "one", "two")
    await world.walk(seconds=5)

    await do(world, probe, Show(KEY, await person(world, "youssef"), "nudge", until=world.now + DAY))
    await world.walk(seconds=5)

    assert len(world.platform.to("youssef")) == 1


async def test_what_would_come_too_late_lapses_at_once_and_the_ritual_hears_it(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, EVENING)
    sanne = await person(world, "sanne")

    await do(world, probe, Show(KEY, sanne, "nudge", until=world.now + timedelta(hours=3)))
    await world.walk(seconds=5)

    assert reasons(probe) == ["lapsed"]
    await world.walk(days=2)
    assert world.platform.posted == []


async def test_a_message_that_waits_for_the_morning_can_still_be_withdrawn(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, EVENING)
    await nudges(world, probe, "word")
    await world.walk(hours=1)

    await do(world, probe, Withdraw(Key("probe", "word")))
    await world.walk(days=2)

    assert world.platform.posted == []


async def chosen(world: World, name: str, value: object) -> None:
    sanne = await person(world, "sanne")
    await world.store.transact(
        lambda tx: choices.put(tx, f"person:{sanne.id}", "klant", name, value, sanne.id, world.now)
    )


@pytest.mark.parametrize(
    ("name", "value", "when"),
    [
        ("free_days", ["mon"], datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        ("free_days", ["mon", "wed"], datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        ("away_until", "2026-11-25", datetime(2026, 11, 26, 7, 30, tzinfo=UTC)),
        ("away_until", "2026-11-22", MONDAY),
        ("free_days", ["mon", "tue", "wed", "thu", "fri"], MONDAY),
    ],
)
async def test_a_nudge_never_comes_on_somebodys_day_off(store: Store, name: str, value: object, when: datetime) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    await chosen(world, name, value)

    await nudges(world, probe, "hello")
    await world.walk(days=5)

    shown = [event.at.replace(second=0, microsecond=0) for event in probe.heard if isinstance(event, Shown)]
    assert shown == [when]


async def test_a_nudge_that_could_only_come_after_a_leave_lapses(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await chosen(world, "away_until", "2027-03-01")

    await nudges(world, probe, "hello")
    await world.walk(hours=1)

    assert world.platform.posted == []
    assert reasons(probe) == ["lapsed"]


@pytest.mark.parametrize("kind", ["task", "answer"])
async def test_what_somebody_has_to_do_or_asked_for_comes_on_a_day_off_too(sqlite_store: Store, kind: Kind) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await chosen(world, "free_days", ["mon"])

    await nudges(world, probe, "hello", kind=kind)
    await world.walk(minutes=1)

    assert len(world.platform.posted) == 1
