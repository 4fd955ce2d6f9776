"""While somebody types in a dialog: the updates that show what becomes of it, over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.found import find_rituals
from store.base import Store
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.slack.faults import Fault, says, throttled
from tests.fakes.slack.people import Person
from tests.fakes.slack.screen import values, words
from tests.fakes.slack.state import View

SHOWN = "Zo laat ik het zien: Jan de Vries → [naam]"
JAN = "De buurman, Jan de Vries, wacht al weken"


@pytest.fixture
async def house(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store, rituals=find_rituals()) as tried:
        await tried.slack._people.bring_up_to_date("T0WATERRAND")
        yield tried
        assert tried.fake.state.refused == []


async def the_form(house: Tried) -> tuple[Person, View]:
    fatima = house.fake.user("U1")
    await fatima.picks("quote/1")
    await house.slack.settled()
    return fatima, fatima.view


async def test_what_is_taken_out_stands_under_the_field_and_all_that_was_filled_in_stays(house: Tried) -> None:
    fatima, view = await the_form(house)
    fatima.fills_in(view, {"side": "critical"})
    about = view.body["private_metadata"]

    done = await fatima.types_in(view, "text", JAN)
    await house.slack.settled()

    assert (done.status, done.reply.json) == (200, {})
    names = [block["block_id"] for block in view.blocks]
    assert names[names.index("text") + 1] == "text/preview/0"
    assert SHOWN in words(view)
    assert values(view)["text"]["value"]["value"] == JAN
    assert values(view)["side"]["value"]["selected_option"]["value"] == "critical"
    assert view.body["private_metadata"] == about
    assert view.body["notify_on_close"] is True


async def test_it_goes_again_with_what_it_was_about_and_nothing_to_say_is_no_call(house: Tried) -> None:
    fatima, view = await the_form(house)

    await fatima.types_in(view, "text", "Ik moest drie keer hetzelfde uitleggen")
    await house.slack.settled()
    assert house.fake.count("views.update") == 0
    await fatima.types_in(view, "text", JAN)
    await house.slack.settled()
    await fatima.types_in(view, "text", JAN + " al")
    await house.slack.settled()
    assert house.fake.count("views.update") == 1
    await fatima.types_in(view, "text", "De buurman")
    await house.slack.settled()

    assert "Zo laat ik het zien" not in words(view)
    assert [one.get("block_id") for one in view.blocks if "preview" in str(one.get("block_id"))] == []


async def test_typed_words_can_still_be_sent_and_their_answer_tells_the_same(house: Tried) -> None:
    fatima, view = await the_form(house)
    await fatima.types_in(view, "text", JAN)
    await house.slack.settled()

    done = await fatima.submits(view)
    await house.slack.settled()

    assert done.view is None
    assert "‘Jan de Vries’ ‘[naam]’" in "\n".join(one.text for one in fatima.private) + "\n".join(
        one.text for one in house.fake.messages(fatima.chat.id)
    )


async def test_signs_that_follow_each_other_end_in_what_belongs_to_the_last(house: Tried) -> None:
    fatima, view = await the_form(house)

    await asyncio.gather(
        *(fatima.types_in(view, "text", f"De buurman, {who}, wacht") for who in ("Jan", "Jan de", "Jan de Vries"))
    )
    await house.slack.settled()

    assert SHOWN in words(view)


async def test_a_dialog_that_is_another_one_by_now_stays_as_it_is(house: Tried) -> None:
    fatima, view = await the_form(house)
    house.fake.next("views.update", says("hash_conflict"))

    await fatima.types_in(view, "text", JAN)
    await house.slack.settled()
    before = words(view)
    await fatima.types_in(view, "text", JAN + ".")
    await house.slack.settled()

    assert "Zo laat ik het zien" not in before
    assert SHOWN in words(view)


async def test_too_much_typing_keeps_no_message_waiting(house: Tried) -> None:
    fatima, view = await the_form(house)
    house.fake.next("views.update", throttled("30"))

    await fatima.types_in(view, "text", JAN)
    await house.slack.settled()
    await fatima.types_in(view, "text", JAN + ".")
    await house.slack.settled()
    assert house.fake.count("views.update") == 1
    await fatima.types("/bel De lift is klaar", "C1")
    await house.walk(12)
    assert len(house.fake.messages("C1")) == 1

    await house.walk(30)
    await fatima.types_in(view, "text", JAN + "!")
    await house.slack.settled()
    assert SHOWN in words(view)


async def test_a_form_that_opens_with_words_in_it_shows_it_at_once(house: Tried) -> None:
    sanne, fatima = house.fake.user("U2"), house.fake.user("U1")
    message = sanne.stands(JAN, "C1")

    await fatima.picks("quote/0", on=message)
    await house.slack.settled()

    assert SHOWN in words(fatima.view)
    assert values(fatima.view)["text"]["value"]["value"] == JAN


async def bare(_request: web.Request, _answer: web.Response) -> web.Response:
    """A stand-in that says yes and no more."""
    return web.json_response({"ok": True})


async def test_an_update_that_tells_no_hash_stops_nothing(house: Tried) -> None:
    fatima, view = await the_form(house)
    house.fake.always("views.update", Fault("bare", bare, applies=False))

    for number in range(4):
        await fatima.types_in(view, "text", JAN + "." * number)
        await house.slack.settled()
    house.fake.always("views.update", None)
    await fatima.types_in(view, "text", JAN)
    await house.slack.settled()

    assert SHOWN in words(view)
