"""What happens to teams, channels and their members, in the shapes and the order in which Teams may tell it."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from adapters.teams import members
from store import installations, places
from store.tx import Tx
from tests.adapters.teams.conftest import Tried
from tests.adapters.teams.test_rosters import people
from tests.fakes.teams import faults
from tests.fakes.teams.state import Conversation
from tests.fakes.teams.teams import TENANT


async def state(tried: Tried, where: Conversation) -> str:
    def look(tx: Tx) -> str:
        workspace = installations.find(tx, "teams", TENANT)
        place = places.find(tx, workspace.id, where.id) if workspace else None
        return place.state if place else "unknown"

    return await tried.engine.store.read(look)


async def told(tried: Tried, where: Conversation, event: str, data: dict[str, Any] | None = None, **fields: Any) -> int:
    """Teams tells something of a channel in which the bot is."""
    channel = {"id": where.id, "name": where.name, "type": where.type}
    found = tried.fake.events.update(where, tried.fatima, event, {"channel": channel, **(data or {})}, **fields)
    reply = await tried.fake.sender.deliver(found)
    await tried.settle()
    return reply.status


def shared(tried: Tried) -> Conversation:
    channel = tried.fake.channel(tried.team, "Ketenpartners")
    channel.type, channel.members = "shared", [tried.fatima, tried.sanne]
    return channel


async def test_a_channel_that_is_not_shared_with_another_team_any_more_is_still_there(tried: Tried) -> None:
    channel = shared(tried)
    await told(tried, channel, "channelShared", {"sharedWithTeams": [{"id": "19:elders@thread.tacv2"}]})

    await told(tried, channel, "channelUnshared", {"unsharedFromTeams": [{"id": "19:elders@thread.tacv2"}]})

    assert await state(tried, channel) == "open"


async def test_the_bot_put_out_of_one_channel_is_still_in_the_others(tried: Tried) -> None:
    channel = shared(tried)
    await told(tried, channel, "channelMemberAdded", membersAdded=[dict(tried.fake.sender.bot)])

    await told(tried, channel, "channelMemberRemoved", membersRemoved=[dict(tried.fake.sender.bot)])

    assert [await state(tried, one) for one in (channel, tried.noord, tried.general)] == ["absent", "open", "open"]


async def test_the_bot_let_into_a_channel_knows_who_is_in_it(tried: Tried) -> None:
    channel = shared(tried)
    await tried.engine.settle()

    await told(tried, channel, "channelMemberAdded", membersAdded=[dict(tried.fake.sender.bot)])

    assert (await state(tried, channel), await people(tried, channel)) == ("open", ["Fatima", "Sanne"])


async def test_whoever_leaves_is_known_by_teams_own_id_alone(tried: Tried) -> None:
    await told(tried, tried.general, "teamMemberRemoved", membersRemoved=[{"id": tried.sanne.id}])

    assert await people(tried, tried.noord) == ["Fatima"]


async def test_one_newcomer_whom_teams_does_not_know_keeps_out_no_other(tried: Tried) -> None:
    gone, kees = tried.fake.person("Weer Weg"), tried.fake.person("Kees Pronk")
    tried.team.members.append(kees)
    added = [{"id": one.id, "aadObjectId": one.aad} for one in (gone, kees)]

    await told(tried, tried.general, "teamMemberAdded", membersAdded=added)

    assert await people(tried, tried.noord) == ["Fatima", "Kees", "Sanne"]


async def test_a_bot_that_is_taken_out_and_put_back_at_once_is_in_all_channels(tried: Tried) -> None:
    await tried.fatima.installs(tried.team, action="remove")
    await tried.settle()
    gone = [await state(tried, one) for one in (tried.general, tried.noord)]

    await tried.fatima.installs(tried.team)
    await tried.settle()

    assert gone == ["absent", "absent"]
    assert [await state(tried, one) for one in (tried.general, tried.noord)] == ["open", "open"]
    assert await people(tried, tried.noord) == ["Fatima", "Sanne"]


async def test_a_channel_that_was_deleted_does_not_come_back_with_its_team(tried: Tried) -> None:
    await tried.fake.events.deletes(tried.noord)
    await tried.fake.events.archives(tried.team)

    await tried.fake.events.unarchives(tried.team)
    await tried.settle()

    assert [await state(tried, one) for one in (tried.general, tried.noord)] == ["open", "absent"]


async def test_a_list_without_anybody_in_it_empties_no_channel(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "_PAUSE", 0)
    tried.fake.connector.faults.always("members", faults.status(200))

    await tried.teams.members.everywhere()

    assert await people(tried, tried.noord) == ["Fatima", "Sanne"]


async def test_under_a_message_that_was_taken_back_the_bell_goes_beside_it(tried: Tried) -> None:
    await tried.switch_on(tried.general, tried.noord)
    await tried.fatima.says("bel De lift doet het weer", tried.noord)
    tried.noord.messages[-1].deleted = True

    await tried.walk(seconds=15)

    assert [len(one.posted()) for one in (tried.general, tried.noord)] == [1, 1]
    assert await state(tried, tried.noord) == "open"


async def test_a_card_that_somebody_deleted_leaves_its_channel_open(tried: Tried) -> None:
    await tried.switch_on(tried.general, tried.noord)
    await tried.fatima.says("bel De lift doet het weer", tried.general)
    await tried.walk(seconds=15)
    (bell,) = tried.noord.posted()
    (other,) = tried.general.posted()
    bell.deleted = True
    tried.fake.connector.faults.always("update", faults.status(403), conversation=tried.noord.id)

    await tried.sanne.presses(other, "👏 Klap mee")
    await tried.walk(minutes=1)

    assert await state(tried, tried.noord) == "open"


async def test_a_team_is_not_read_anew_for_each_who_speaks_in_it(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    start, before = monotonic(), tried.fake.counters.count("members")

    for minutes in (2, 4):
        monkeypatch.setattr(tried.engine.clock, "elapsed", lambda minutes=minutes: start + 60 * minutes)
        await tried.fatima.says("hulp", tried.general)
        await tried.settle()
    known = tried.fake.counters.count("members") - before
    fresh = tried.fake.channel(tried.team, "Nieuw")
    await tried.fatima.says("hulp", fresh)
    await tried.settle()

    assert known == 0
    assert await people(tried, fresh) == ["Fatima", "Sanne"]


async def test_a_channel_that_is_new_or_comes_back_has_the_members_of_its_team(tried: Tried) -> None:
    made = await tried.fake.events.creates(tried.team, "Nieuw")
    await tried.fake.events.deletes(tried.noord)
    await tried.settle()
    gone = await people(tried, tried.noord)

    await tried.fake.events.restores(tried.noord)
    await tried.settle()

    assert gone == []
    assert [await people(tried, one) for one in (made, tried.noord)] == [["Fatima", "Sanne"]] * 2


async def test_a_chat_without_a_name_is_not_called_by_its_number(tried: Tried) -> None:
    chat = tried.fake.group_chat("", tried.fatima, tried.sanne)
    await tried.fatima.installs(chat)
    await tried.settle()
    await tried.switch_on(chat, tried.noord)

    await tried.sanne.says("bel De lift doet het weer")

    (answer,) = await tried.private(tried.sanne)
    assert answer.text.splitlines()[0] == "🔔 Over 10 seconden gaat de bel in Waterrand › Noord en een groepschat."


async def test_a_chat_in_which_nobody_said_anything_yet_is_read_at_night(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_PAUSE", 0)
    chat, kees = tried.fake.group_chat("Overleg", tried.fatima, tried.sanne), tried.fake.person("Kees Pronk")
    await tried.sanne.installs(chat)
    await tried.settle()
    chat.members.append(kees)

    await tried.teams.members.everywhere()

    assert await people(tried, chat) == ["Fatima", "Kees", "Sanne"]
