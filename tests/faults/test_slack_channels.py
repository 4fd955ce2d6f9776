"""Channels that close, open, become private or get outsiders, while a bell is on its way to them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store import installations, places
from store.tx import Tx
from tests.adapters.slack.house import House, housed
from tests.fakes.slack import faults
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.people import Person

pytestmark = pytest.mark.faults

BELL = "/bel De lift doet het weer"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A bell goes where it is rung, in #team-noord, and in a channel that not everybody sees."""
    async with housed() as made:
        made.fake.channel("C8", "team-noord", ("U1", "U2"))
        made.fake.channel("C9", "besloten", ("U1", "U2"), private=True)
        await made.slack._people.bring_up_to_date(TEAM)
        await made.bell_in("C8", "C9")
        yield made


async def ringing(house: House, by: str = "U1") -> Person:
    ringer = house.fake.user(by)
    assert (await ringer.types(BELL, "C1")).status == 200
    return ringer


def hangs(house: House) -> list[int]:
    return [len(house.rung(one)) for one in ("C1", "C8", "C9")]


async def state(house: House, channel: str) -> tuple[str, bool]:
    def look(tx: Tx) -> tuple[str, bool]:
        workspace = installations.find(tx, "slack", TEAM)
        place = places.find(tx, workspace.id, channel) if workspace else None
        return (place.state, place.shared) if place else ("unknown", False)

    return await house.read(look)


@pytest.mark.parametrize("channel", ["C8", "C9"])
async def test_a_bot_that_was_put_out_rings_there_when_it_is_asked_back(house: House, channel: str) -> None:
    fatima = await ringing(house)
    await house.fake.kicks_bot(channel)
    await house.walk_slowly(15)
    before, told = hangs(house), fatima.private[-1].text

    await house.fake.joins(channel, house.fake.state.teams[TEAM].bot_user)
    await house.slack.settled()
    await house.walk_slowly(5)

    assert sum(before) == 2
    assert "ik zit daar niet in" in told
    assert hangs(house) == [1, 1, 1]


async def test_a_private_channel_that_is_open_again_gets_the_bell_that_waited_for_it(house: House) -> None:
    await ringing(house)
    await house.fake.archives("C9", "U1")
    await house.walk_slowly(15)
    before = hangs(house)

    await house.fake.archives("C9", "U1", undone=True)
    await house.walk_slowly(5)

    assert before == [1, 1, 0]
    assert hangs(house) == [1, 1, 1]


async def test_a_channel_that_was_made_private_rings_and_is_looked_in_as_before(house: House) -> None:
    house.fake.state.channels["C8"].private = True
    house.fake.next("chat.postMessage", faults.accept_then_reset(), channel="C8")
    await ringing(house)
    await house.walk_slowly(15)
    await house.walk(180)
    await house.slack._people.bring_up_to_date(TEAM)
    await ringing(house, "U2")
    await house.walk_slowly(15)

    assert hangs(house) == [2, 2, 2]


async def test_in_a_channel_with_outsiders_nothing_new_rings_until_they_left(house: House) -> None:
    await ringing(house)
    await house.walk_slowly(15)
    await house.fake.event({"type": "channel_shared", "channel": "C8", "connected_team_id": "T0BUREN"})

    await ringing(house, "U2")
    asked = await house.fake.user("U3").types(BELL, "C8")
    await house.walk_slowly(15)
    among, kept = hangs(house), await state(house, "C8")
    await house.fake.event({"type": "channel_unshared", "channel": "C8", "is_ext_shared": False})
    await ringing(house, "U3")
    await house.walk_slowly(15)

    assert (among, kept) == ([2, 1, 2], ("open", True))
    assert asked.status == 200
    assert hangs(house) == [3, 2, 3]
