"""Who is in which channel or chat of Teams."""

from __future__ import annotations

from store import installations, members, places
from store.tx import Tx
from tests.adapters.teams.conftest import Tried
from tests.fakes.teams import faults
from tests.fakes.teams.state import Conversation
from tests.fakes.teams.teams import TENANT


async def people(tried: Tried, where: Conversation) -> list[str]:
    def look(tx: Tx) -> list[str]:
        workspace = installations.find(tx, "teams", TENANT)
        place = places.find(tx, workspace.id, where.id) if workspace else None
        return [one.first for one in members.of_place(tx, place.id)] if place else []

    return await tried.engine.store.read(look)


async def test_a_standard_channel_has_the_members_of_its_team_without_guests(tried: Tried) -> None:
    assert await people(tried, tried.general) == ["Fatima", "Sanne"]
    assert await people(tried, tried.noord) == ["Fatima", "Sanne"]


async def test_a_group_chat_has_members_of_its_own(tried: Tried) -> None:
    kees = tried.fake.person("Kees Pronk")
    chat = tried.fake.group_chat("Overleg", tried.fatima, kees, installed=False)

    await tried.fatima.installs(chat)
    await tried.settle()

    assert await people(tried, chat) == ["Fatima", "Kees"]


async def test_who_joins_or_leaves_a_team_is_in_all_its_channels_or_in_none(tried: Tried) -> None:
    kees = tried.fake.person("Kees Pronk")

    await tried.fake.events.joins(tried.team, kees)
    await tried.settle()
    come = [await people(tried, one) for one in (tried.general, tried.noord)]
    await tried.fake.events.leaves(tried.team, tried.sanne)
    await tried.settle()

    assert come == [["Fatima", "Kees", "Sanne"]] * 2
    assert [await people(tried, one) for one in (tried.general, tried.noord)] == [["Fatima", "Kees"]] * 2


async def test_who_leaves_a_chat_is_still_in_the_team(tried: Tried) -> None:
    chat = tried.fake.group_chat("Overleg", tried.fatima, tried.sanne, installed=False)
    await tried.fatima.installs(chat)
    await tried.settle()

    await tried.fake.events.leaves(chat, tried.sanne)
    await tried.settle()

    assert (await people(tried, chat), await people(tried, tried.noord)) == (["Fatima"], ["Fatima", "Sanne"])


async def test_a_private_channel_has_members_of_its_own_and_no_newcomers_of_the_team(tried: Tried) -> None:
    mt = tried.fake.channel(tried.team, "MT")
    mt.type, mt.members = "private", [tried.fatima]
    await tried.teams.members.everywhere()

    await tried.fake.events.joins(tried.team, tried.fake.person("Kees Pronk"))
    await tried.settle()

    assert (await people(tried, mt), await people(tried, tried.noord)) == (["Fatima"], ["Fatima", "Kees", "Sanne"])


async def test_a_private_channel_that_does_not_tell_keeps_nobody_else_waiting(tried: Tried) -> None:
    mt = tried.fake.channel(tried.team, "MT")
    mt.type, mt.members = "private", [tried.fatima]
    tried.fake.connector.faults.always("members", faults.status(403), conversation=mt.id)

    await tried.teams.members.everywhere()

    assert (await people(tried, mt), await people(tried, tried.noord)) == ([], ["Fatima", "Sanne"])


async def test_a_list_that_breaks_off_changes_nothing(tried: Tried) -> None:
    tried.fake.connector.page = 1
    tried.fake.connector.faults.next("members", faults.status(500))

    await tried.fatima.says("<at>Klantritme</at> klant", tried.noord)
    await tried.teams.members.everywhere()

    assert await people(tried, tried.noord) == ["Fatima", "Sanne"]


async def test_a_team_without_the_bot_is_not_known_any_more(tried: Tried) -> None:
    await tried.fatima.installs(tried.team, action="remove")
    await tried.settle()

    assert await people(tried, tried.noord) == []
