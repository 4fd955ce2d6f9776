"""Private answers keep to a pace of their own."""

from __future__ import annotations

import pytest

from adapters.teams.pace import BURST, LONGEST, PER_SECOND, Pace


class Sleeper:
    """Counts the seconds instead of waiting."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


async def test_a_room_full_of_people_is_answered_at_once(sleeper: Sleeper) -> None:
    line = Pace(lambda: 100.0, sleeper.sleep)

    assert all([await line.wait("een") for _ in range(BURST)])
    assert sleeper.slept == []


async def test_more_than_that_waits_its_turn_and_no_other_tenant_does(sleeper: Sleeper) -> None:
    line = Pace(lambda: 100.0, sleeper.sleep)
    for _ in range(BURST):
        await line.wait("een")

    await line.wait("een")
    await line.wait("een")
    await line.wait("twee")

    assert sleeper.slept == pytest.approx([1 / PER_SECOND, 2 / PER_SECOND])


async def test_nobody_waits_for_ever(sleeper: Sleeper) -> None:
    line = Pace(lambda: 100.0, sleeper.sleep)
    answered = [await line.wait("een") for _ in range(1000)]

    assert sum(answered) == BURST + int(LONGEST * PER_SECOND)
    assert max(sleeper.slept) <= LONGEST


async def test_after_a_quiet_moment_a_room_is_answered_at_once_again(sleeper: Sleeper) -> None:
    at = [100.0]
    line = Pace(lambda: at[0], sleeper.sleep)
    for _ in range(BURST):
        await line.wait("een")
    at[0] += BURST / PER_SECOND

    assert all([await line.wait("een") for _ in range(BURST)])
    assert sleeper.slept == []
