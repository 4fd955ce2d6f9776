"""A secret that Microsoft takes no more, as each does when it is a year or two old: nothing is lost by it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from store import sending
from tests.adapters.teams.house import House, housed, read
from tests.fakes.teams import faults

pytestmark = pytest.mark.faults

BELL = "bel De lift doet het weer"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made


def secret_expired(house: House, expired: bool) -> None:
    house.fake.login.registration.secret_expired = expired
    if expired:
        house.fake.login.revoke()


async def ring(house: House) -> None:
    assert (await house.sanne.says(BELL)).status == 200
    await house.teams.settle()


async def test_what_waited_while_the_secret_had_expired_arrives_by_itself(house: House) -> None:
    await ring(house)
    secret_expired(house, True)
    await house.walk(hours=1)

    secret_expired(house, False)
    await house.walk(minutes=2)

    assert house.hangs() == {"Algemeen": 1, "Noord": 1}


async def test_a_bell_of_many_hours_ago_is_told_of_once_the_secret_is_good_again(house: House) -> None:
    """Longer than one message is tried: what fails for all is nobody's own fault."""
    await ring(house)
    secret_expired(house, True)
    await house.walk(hours=12)
    parked = await house.read(lambda tx: "parked" in sending.states(tx))

    secret_expired(house, False)
    await house.walk(minutes=2)

    assert not parked
    assert house.hangs() == {"Algemeen": 0, "Noord": 0}
    assert "Daar gaat deze bel niet meer." in read((await house.private(house.sanne))[-1])


async def test_an_expired_secret_is_told_once_and_microsoft_is_asked_once_a_minute(house: House) -> None:
    secret_expired(house, True)
    before = house.fake.counters.count("token")
    with capture_logs() as logged:
        for _ in range(3):
            await ring(house)
        for _ in range(60):
            await house.walk(seconds=10)

    told = [one for one in logged if "remedy" in one]
    assert [one["number"] for one in told] == [7000222]
    assert "The client secret has expired" in told[0]["remedy"]
    assert 5 <= house.fake.counters.count("token") - before <= 11


async def test_a_login_that_is_away_for_a_moment_locks_nobody_out(house: House) -> None:
    house.fake.login.revoke()
    house.fake.login.faults.next("token", faults.status(503))
    await ring(house)

    await house.walk(seconds=40)

    assert house.hangs() == {"Algemeen": 1, "Noord": 1}
