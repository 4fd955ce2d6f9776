"""Delivery keeps to 70 % of what a platform allows, in every window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rituals.engine.names import Key
from rituals.engine.outcome import Show
from rituals.engine.pacing import SHARE, Bucket, Pace
from rituals.engine.platform import Limits, Rate
from store.base import Store
from store.outbox import Row
from tests.fakes.world import FakePlatform, World
from tests.rituals.engine.probe import Probe, do, place

rates = st.builds(Rate, st.integers(1, 100), st.floats(0.5, 120))
steps = st.lists(st.floats(0, 10), max_size=200)
WHEN = datetime(2026, 11, 23, tzinfo=UTC)


def a_row(place_id: int | None = 1, posted: str | None = None, person_id: int | None = None) -> Row:
    return Row(1, "probe:x", 1, place_id, person_id, None, "post", "at_least_once", None, "waiting", False, WHEN, WHEN,
               None, 0, posted, None)  # fmt: skip


@given(rates, steps)
@example(Rate(2, 4.0), [0.0, 3.0])
@example(Rate(9, 60.0), [0.0] * 9 + [58.0] + [0.0] * 9)
def test_no_window_holds_more_than_its_share(rate: Rate, waits: list[float]) -> None:
    bucket, at, spent = Bucket(rate), 0.0, list[float]()
    for wait in waits:
        at += wait
        if bucket.open(at):
            bucket.spend(at)
            spent.append(at)

    for start in spent:
        within = [one for one in spent if start <= one < start + rate.seconds - 1e-6]
        assert len(within) <= max(1, rate.count * SHARE)


def test_one_call_a_second_at_seventy_percent_is_one_in_a_second_and_a_half() -> None:
    bucket = Bucket(Rate(1, 1))
    bucket.spend(0.0)

    assert [bucket.open(at) for at in (0.0, 1.4, 1.5)] == [False, False, True]


def test_a_row_spends_of_every_bucket_it_needs_or_of_none() -> None:
    now = [0.0]
    pace = Pace(Limits(workspace=(Rate(3, 60),), place=(Rate(1, 60),)), lambda: now[0])

    assert [pace.take(a_row(1)), pace.take(a_row(1)), pace.take(a_row(2)), pace.take(a_row(3))] == [
        True, False, True, False,
    ]  # fmt: skip
    assert pace.shut == ["place:1", "place:2"]


def test_every_private_chat_has_a_bucket_of_its_own() -> None:
    pace = Pace(Limits(place=(Rate(1, 60),)), lambda: 0.0)
    one, other = a_row(None, person_id=1), a_row(None, person_id=2)

    assert [pace.take(one), pace.take(one), pace.take(other), pace.take(a_row(1))] == [True, False, True, True]
    assert pace.shut == ["person:1", "person:2", "place:1"]


def test_changes_have_a_bucket_of_their_own() -> None:
    pace = Pace(Limits(updates=(Rate(1, 60),)), lambda: 0.0)

    assert [pace.take(a_row(posted="m1")), pace.take(a_row(posted="m2")), pace.take(a_row())] == [True, False, True]


def test_a_platform_without_limits_is_not_held_up() -> None:
    pace = Pace(Limits(), lambda: 0.0)

    assert all(pace.take(a_row(n)) for n in range(1000))
    assert pace.shut == []


@pytest.mark.parametrize("posts", [12])
async def test_a_busy_place_does_not_hold_up_a_quiet_one(sqlite_store: Store, posts: int) -> None:
    probe = Probe()
    platform = FakePlatform(limits=Limits(place=(Rate(1, 1),)))
    world = await World(sqlite_store, rituals=(probe.ritual,), platform=platform).open()
    busy, quiet = await place(world, "algemeen"), await place(world, "mt")

    await do(world, probe, *(Show(Key("probe", str(n)), busy) for n in range(posts)), Show(Key("probe", "q"), quiet))
    await world.engine.settle()

    assert [one.place for one in platform.posted] == ["algemeen", "mt"]
    for _ in range(posts * 2):
        await world.walk(seconds=1)
    assert len(platform.standing("algemeen")) == posts
