"""A conversation that Teams does not find for a moment: whatever shows that it is there brings it back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from adapters.teams import members
from store import installations, places
from store.tx import Tx
from tests.adapters.teams.house import House, bell_in, housed
from tests.fakes.teams import faults
from tests.fakes.teams.state import Conversation
from tests.fakes.teams.teams import TENANT

pytestmark = pytest.mark.faults

NOT_FOUND = faults.status(404, code="ConversationNotFound")
Sign = Callable[[House], Awaitable[object]]


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr(members, "_PAUSE", 0.0)
    monkeypatch.setattr(members, "_PAUSE_OF_ONE", 0.0)
    async with housed() as made:
        yield made


async def state(house: House, where: Conversation) -> str:
    def look(tx: Tx) -> str:
        workspace = installations.find(tx, "teams", TENANT)
        place = places.find(tx, workspace.id, where.id) if workspace else None
        return place.state if place else "unknown"

    return await house.read(look)


async def lost(house: House, *conversations: Conversation) -> None:
    """A bell hangs there; the next one finds nothing there, and a moment later all is as it was."""
    await house.sanne.says("bel De lift doet het weer")
    await house.walk(seconds=15)
    for one in conversations:
        house.fake.connector.faults.next("post", NOT_FOUND, conversation=one.id)
    await house.fatima.says("bel De trap is schoon")
    await house.walk(seconds=15)
    assert [await state(house, one) for one in conversations] == ["absent"] * len(conversations)


async def somebody_joins(house: House) -> None:
    await house.fake.events.joins(house.team, house.fake.person("Kees Pronk"))


async def somebody_leaves(house: House) -> None:
    await house.fake.events.leaves(house.team, house.ron)


SIGNS: dict[str, Sign] = {
    "a mention": lambda house: house.sanne.says("hulp", house.general),
    "a press": lambda house: house.sanne.presses(house.general.posted()[0], "👏 Klap mee"),
    "a reaction": lambda house: house.sanne.reacts(house.general.posted()[0]),
    "another name": lambda house: house.fake.events.renames(house.general, "Voor allen"),
    "somebody who joins": somebody_joins,
    "somebody who leaves": somebody_leaves,
}


@pytest.mark.parametrize("sign", SIGNS)
async def test_a_channel_that_shows_a_sign_of_life_gets_the_bell_that_waited(house: House, sign: str) -> None:
    await lost(house, house.general)

    await SIGNS[sign](house)
    await house.settle()
    await house.walk(seconds=10)

    assert await state(house, house.general) == "open"
    assert len(house.general.posted()) == 2


async def test_a_team_of_which_no_channel_was_found_is_looked_at_at_night(house: House) -> None:
    await lost(house, house.general, house.noord)

    await house.teams.members.everywhere()
    await house.walk(seconds=10)

    assert [await state(house, one) for one in (house.general, house.noord)] == ["open", "open"]
    await house.somebody().says("bel De deur klemt niet meer")  # the one before it reached nobody, and was given up
    await house.walk(seconds=15)
    assert house.hangs() == {"Algemeen": 2, "Noord": 2}


async def test_a_chat_that_was_not_found_is_looked_at_at_night(house: House) -> None:
    chat = house.fake.group_chat("Rooster", house.sanne, house.fatima)
    await house.sanne.installs(chat)
    await house.settle()
    await bell_in(house.parts, chat)
    await house.walk(minutes=2)
    await house.fatima.says("hulp", chat)
    await lost(house, chat)
    before = len(chat.posted())

    await house.teams.members.everywhere()
    await house.walk(seconds=10)

    assert await state(house, chat) == "open"
    assert len(chat.posted()) == before + 1


async def test_a_team_that_the_bot_was_taken_out_of_stays_so_at_night(house: House) -> None:
    await house.sanne.installs(house.team, action="remove")
    await house.settle()

    await house.teams.members.everywhere()

    assert [await state(house, one) for one in (house.general, house.noord)] == ["absent", "absent"]
