"""The key server hangs, fails or is away: whoever is known stays known, and nobody waits for anybody else's token."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.teams import keys
from tests.adapters.teams.house import House, housed
from tests.fakes.teams import faults
from tests.fakes.teams.tokens import bearer

pytestmark = pytest.mark.faults


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made


BROKEN = (faults.silence(), faults.status(500), faults.half(), faults.drip(), faults.status(404))


async def test_old_keys_stay_good_while_the_key_server_is_not(house: House) -> None:
    await house.walk(hours=25)
    for route in ("metadata", "keys"):
        for fault in BROKEN:
            house.fake.login.faults.healed()
            house.fake.login.faults.always(route, fault)
            await house.walk(minutes=2)
            assert (await house.sanne.says("hulp")).status == 200, (route, fault)


async def test_keys_of_two_days_are_trusted_no_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SECONDS", 0.05)
    house.fake.login.faults.always("metadata", faults.silence())

    await house.walk(hours=49)

    assert (await house.sanne.says("hulp")).status == 401


async def test_while_a_fetch_hangs_others_are_answered(house: House) -> None:
    """The one with the unknown key waits; nobody else does."""
    house.fake.login.faults.always("metadata", faults.silence())
    stranger = house.fake.login.keys.rotate(publish=False)
    activity = house.sanne.saying("hulp")
    forged = bearer(house.fake.signer(stranger).token())
    waiting = asyncio.create_task(house.fake.sender.deliver(activity, headers=forged))
    await house.fake.until(lambda: house.fake.counters.under_way == 1)

    replies = [await house.fatima.says("hulp") for _ in range(20)]

    assert {one.status for one in replies} == {200}
    assert not waiting.done()
    house.fake.login.server.closing.set()
    assert (await waiting).status == 401


async def test_when_the_key_server_is_back_a_new_key_is_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SECONDS", 0.05)
    house.fake.login.faults.always("metadata", faults.silence())
    house.fake.login.keys.rotate()
    assert (await house.sanne.says("hulp")).status == 401
    house.fake.login.faults.healed()

    await house.walk(seconds=61)

    assert (await house.sanne.says("hulp")).status == 200
