"""Who is in which channel of Slack."""

from __future__ import annotations

import pytest

from adapters.slack import rosters
from rituals.engine import rosters as engine_rosters
from store import installations, members, places
from store.tx import Tx
from tests.adapters.slack.conftest import Tried
from tests.adapters.slack.test_membership import bring_up_to_date
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.faults import says, throttled


async def people(tried: Tried, channel: str = "C1") -> list[str]:
    def look(tx: Tx) -> list[str]:
        workspace = installations.find(tx, "slack", TEAM)
        place = places.find(tx, workspace.id, channel) if workspace else None
        return [one.first for one in members.of_place(tx, place.id)] if place else []

    return await tried.engine.store.read(look)


async def test_the_people_of_every_channel_with_the_bot_are_known_without_guests_and_bots(tried: Tried) -> None:
    tried.fake.channel("C9", "noord", ("U1", "U2", "U5", "U7"))
    tried.fake.channel("C8", "besloten", ("U1",), private=True)

    await bring_up_to_date(tried)

    assert await people(tried, "C9") == ["Fatima", "Sanne"]
    assert await people(tried, "C8") == ["Fatima"]
    assert await people(tried, "C2") == []


async def test_a_long_list_is_read_to_its_end(tried: Tried) -> None:
    some = [f"U9{number:03}" for number in range(450)]
    for user in some:
        tried.fake.person(user, f"Collega {user}")
    tried.fake.channel("C9", "noord", tuple(some))

    await bring_up_to_date(tried)

    assert len(await people(tried, "C9")) == 450


async def test_of_a_channel_that_is_too_large_nothing_is_kept_and_reading_stops(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (rosters, engine_rosters):
        monkeypatch.setattr(module, "MOST", 300)
    some = [f"U9{number:03}" for number in range(700)]
    for user in some:
        tried.fake.person(user, f"Collega {user}")
    tried.fake.channel("C9", "noord", tuple(some))
    await bring_up_to_date(tried)
    asked = [one for one in tried.fake.server.calls if one.method == "conversations.members"]

    assert await people(tried, "C9") == []
    assert len([one for one in asked if one.args["channel"] == "C9"]) == 2


async def test_a_channel_is_read_when_the_bot_is_invited(tried: Tried) -> None:
    await bring_up_to_date(tried)
    tried.fake.channel("C9", "noord", ("U1", "U2"), bot=False)

    await tried.fake.joins("C9", tried.fake.state.teams[TEAM].bot_user)
    await tried.slack.settled()

    assert await people(tried, "C9") == ["Fatima", "Sanne"]


async def test_who_comes_and_who_goes_is_known_at_once(tried: Tried) -> None:
    tried.fake.channel("C9", "noord", ("U1", "U2"))
    await bring_up_to_date(tried)
    tried.fake.person("U20", "Nieuwe Collega")

    await tried.fake.joins("C9", "U20")
    come = await people(tried, "C9")
    await tried.fake.joins("C9", "U1", left=True)

    assert (come, await people(tried, "C9")) == (["Fatima", "Nieuwe", "Sanne"], ["Nieuwe", "Sanne"])


async def test_who_joins_a_channel_without_the_bot_is_not_asked_after(tried: Tried) -> None:
    await bring_up_to_date(tried)
    tried.fake.channel("C9", "elders", bot=False)
    tried.fake.person("U20", "Nieuwe Collega")

    await tried.fake.joins("C9", "U20")

    assert tried.fake.count("users.info") == 0


async def test_what_the_bot_left_is_not_known_any_more(tried: Tried) -> None:
    tried.fake.channel("C9", "noord", ("U1", "U2"))
    await bring_up_to_date(tried)

    await tried.fake.kicks_bot("C9")

    assert await people(tried, "C9") == []


async def test_a_slack_that_asks_for_patience_gets_it(tried: Tried) -> None:
    tried.fake.channel("C9", "noord", ("U1", "U2"))
    tried.fake.next("conversations.members", throttled("1"))

    await bring_up_to_date(tried)

    assert await people(tried, "C9") == ["Fatima", "Sanne"]


async def test_a_channel_that_cannot_be_read_keeps_its_list_and_the_others_are_read(tried: Tried) -> None:
    tried.fake.channel("C9", "noord", ("U1", "U2"))
    await bring_up_to_date(tried)
    tried.fake.state.channels["C9"].members.add("U3")
    tried.fake.next("conversations.members", says("fetch_members_failed"))

    await bring_up_to_date(tried)

    assert "Sanne" in await people(tried, "C9")
    assert tried.fake.count("conversations.members") >= 2


async def test_a_workspace_that_tells_of_no_channel_is_asked_once(tried: Tried) -> None:
    tried.fake.always("conversations.members", says("missing_scope"))

    await bring_up_to_date(tried)

    assert tried.fake.count("conversations.members") == 1
    assert await people(tried) == []
