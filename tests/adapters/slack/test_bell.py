"""The bell itself, in Slack: the real rituals, from the keyboard to what stands in the channels."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.found import find_rituals
from store.base import Store
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.slack import faults

TEXT = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie <@U2|sanne>"


@pytest.fixture
async def house(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store, rituals=find_rituals()) as tried:
        await tried.slack._people.bring_up_to_date("T0WATERRAND")
        yield tried
        assert tried.fake.state.refused == []


def said(tried: Tried, channel: str = "C1") -> list[str]:
    return [one.text for one in tried.fake.messages(channel)]


async def test_a_bell_rings_once_after_ten_seconds_with_the_name_shortened(house: Tried) -> None:
    done = await house.fake.user("U1").types(TEXT, "C1", raw=True)
    await house.walk(9)
    assert said(house) == []

    await house.walk(3)

    assert done.status == 200
    (bell,) = said(house)
    assert "Sanne" in bell
    assert "mevrouw A. belde" in bell.lower() or "Mevrouw A. belde" in bell
    assert "Aziz" not in bell


async def test_who_thinks_again_stops_the_bell_and_sees_so_in_the_same_place(house: Tried) -> None:
    fatima = house.fake.user("U1")
    await fatima.types(TEXT, "C1", raw=True)
    await house.slack.settled()

    await fatima.presses(fatima.private[-1], "Annuleren")
    await house.walk(15)

    assert said(house) == []
    assert len(fatima.private) == 1


async def test_ringing_now_rings_now(house: Tried) -> None:
    fatima = house.fake.user("U1")
    await fatima.types(TEXT, "C1", raw=True)
    await house.slack.settled()

    await fatima.presses(fatima.private[-1], "Nu luiden")
    await house.walk(1)

    assert len(said(house)) == 1


async def test_without_words_a_form_opens_and_what_it_brings_rings_where_it_was_opened(house: Tried) -> None:
    fatima = house.fake.user("U1")
    await fatima.types("/bel", "C1")
    await house.slack.settled()

    done = await fatima.submits(fatima.view, {"text": "Het dak is dicht"})
    await house.walk(12)

    assert done.status == 200
    assert ["Het dak is dicht" in one for one in said(house)] == [True]


async def test_everybody_claps_once_by_button_or_emoji(house: Tried) -> None:
    await house.fake.user("U1").types(TEXT, "C1", raw=True)
    await house.walk(12)
    (bell,) = house.fake.messages("C1")

    await house.fake.user("U3").presses(bell, "👏")
    await house.fake.user("U3").reacts(bell, "clap")
    await house.fake.user("U4").reacts(bell, "clap::skin-tone-3")
    await house.walk(5)

    (bell,) = house.fake.messages("C1")
    assert "· 2" in str(bell.blocks)


async def test_a_reset_after_slack_took_it_leaves_one_bell(house: Tried) -> None:
    house.fake.next("chat.postMessage", faults.accept_then_reset())
    await house.fake.user("U1").types(TEXT, "C1", raw=True)

    await house.walk(120)

    assert len(said(house)) == 1


async def test_slack_saying_to_wait_delays_the_bell_and_no_more(house: Tried) -> None:
    house.fake.next("chat.postMessage", faults.throttled("30"))
    await house.fake.user("U1").types(TEXT, "C1", raw=True)

    await house.walk(30)
    assert said(house) == []
    await house.walk(20)

    assert len(said(house)) == 1


async def test_fifty_deliveries_of_the_same_command_ring_once(house: Tried) -> None:
    await house.fake.user("U1").times(50, retried=True).types(TEXT, "C1", raw=True)
    await house.walk(15)

    assert len(said(house)) == 1
