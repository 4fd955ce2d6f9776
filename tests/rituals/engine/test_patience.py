"""What cannot be sent, or looked up, is tried for hours and then left to people; it is never sent twice for that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from rituals.engine.errors import (
    DeliveryError,
    PerhapsSent,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)
from rituals.engine.outcome import Show
from rituals.engine.platform import Parcel
from rituals.engine.ritual import Policy
from store.base import Store
from store.outbox import outbox
from tests.fakes.world import World, failing
from tests.rituals.engine.probe import Probe, do, place, row
from tests.rituals.engine.test_delivery import KEY, a_world, reasons, standing


async def attempted(world: World, times: int) -> None:
    """As if the row had been tried so often."""
    await world.store.transact(lambda tx: tx.run(update(outbox).values(attempts=times), {}))


async def test_what_fails_for_very_long_is_still_counted(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(SurelyNotSent(), 2)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await attempted(world, 1100)

    await world.walk(minutes=5)

    assert standing(world) == ["hello"]


async def test_what_cannot_be_sent_for_six_hours_is_parked_and_the_ritual_hears_it(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(SurelyNotSent("login"), 10_000)
    here = await place(world, "algemeen")
    await do(world, probe, Show(KEY, here))

    await world.walk(hours=5, minutes=50)
    before = reasons(probe)
    await world.walk(minutes=20)
    tried = len(world.platform.calls)
    await world.walk(days=2)

    assert (before, reasons(probe)) == ([], ["parked"])
    assert len(world.platform.calls) == tried
    world.platform.fails = failing(SurelyNotSent(), 0)
    await do(world, probe, Show(KEY, here))
    await world.walk(seconds=5)
    assert standing(world) == ["hello"]


async def test_what_lay_still_for_a_day_is_not_parked_at_its_first_fault(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    world.platform.fails = failing(SurelyNotSent(), 3)

    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=world.now - timedelta(days=1)))
    await world.walk(minutes=2)

    assert standing(world) == ["hello"]
    assert reasons(probe) == []


async def test_what_stands_there_is_changed_once_it_can_be_however_late(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await do(world, probe, Show(KEY, await place(world, "algemeen"), not_before=world.now - timedelta(days=1)))
    await world.walk(seconds=5)
    world.platform.fails = failing(SurelyNotSent(), 1, call="update")
    probe.words["hello"] = "Anders"
    await do(world, probe, Show(KEY, None))
    await attempted(world, 1100)

    await world.walk(minutes=50)
    before = standing(world)
    await world.walk(minutes=20)

    assert (before, standing(world)) == (["hello"], ["Anders"])


class Doubtful:
    """The post got through without an answer; the look-up that follows fails so many times."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.left, self.looked = error, times, 0

    def fails(self, call: str, _parcel: Parcel) -> None:
        self.looked += call == "find"
        if call == "find" and self.left:
            self.left -= 1
            raise self.error


def doubted(world: World, error: Exception, times: int = 3) -> Doubtful:
    doubtful = Doubtful(error, times)
    world.platform.fails = doubtful.fails
    world.platform.afterwards = failing(PerhapsSent())
    return doubtful


@pytest.mark.parametrize(
    "error",
    [SurelyNotSent(), PerhapsSent(), Vanished(), Throttled(30), TimeoutError(), ZeroDivisionError()],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("policy", ["at_least_once", "at_most_once"])
async def test_a_look_up_that_fails_is_done_again_and_is_no_reason_to_post_twice(
    sqlite_store: Store, error: Exception, policy: Policy
) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy=policy)
    doubted(world, error)

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=5)

    assert standing(world) == ["hello"]
    assert [call for call, _ in world.platform.calls] == ["post", "find", "find", "find", "find"]
    assert ((await row(world, KEY)).state, reasons(probe)) == ("sent", [])


async def test_a_look_up_that_fails_for_six_hours_is_left_to_people(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy="at_most_once")
    doubtful = doubted(world, SurelyNotSent(), 10_000)
    await do(world, probe, Show(KEY, await place(world, "algemeen")))

    await world.walk(hours=5, minutes=50)
    before = reasons(probe)
    await world.walk(minutes=20)
    looked = doubtful.looked
    await world.walk(hours=5)

    assert (before, reasons(probe)) == ([], ["uncertain"])
    assert doubtful.looked == looked
    assert standing(world) == ["hello"]


@pytest.mark.parametrize("error", [Unreachable("gone"), Unacceptable("no such method")])
async def test_a_look_up_that_is_refused_is_not_repeated(sqlite_store: Store, error: DeliveryError) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe, policy="at_most_once")
    doubtful = doubted(world, error, 10_000)

    await do(world, probe, Show(KEY, await place(world, "algemeen")))
    await world.walk(minutes=5)

    assert (doubtful.looked, reasons(probe)) == (1, ["uncertain"])
