"""What is promised of Teams, on the application as it runs: signed requests in, calls to the connector out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.teams.house import House, bell_in, housed, nothing_breaks, read, rows
from tests.fakes.teams import faults
from tests.fakes.teams.reading import titles_of
from tests.fakes.teams.tokens import bearer, forged

BELL = "bel De lift doet het weer"
ONCE = {"Algemeen": 1, "Noord": 1}
NOWHERE = {"Algemeen": 0, "Noord": 0}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made


@pytest.mark.parametrize("typed", [BELL, f"/{BELL}", "Bel  De lift doet het weer"])
async def test_a_bell_from_the_personal_chat_rings_once_in_each_place_after_ten_seconds(
    house: House, typed: str
) -> None:
    reply = await house.sanne.says(typed)
    await house.walk(seconds=9)
    assert (reply.status, reply.text, house.hangs()) == (200, "", NOWHERE)

    await house.walk(seconds=2)
    assert house.hangs() == ONCE
    await house.walk(hours=3)

    assert house.hangs() == ONCE
    assert house.posts(house.general) == 1
    assert all("De lift doet het weer" in read(one) for one in house.general.posted())


async def test_what_the_ringer_reads_tells_what_will_happen_and_then_what_did(house: House) -> None:
    await house.sanne.says(BELL)
    (answer,) = await house.private(house.sanne)
    before = read(answer)

    await house.walk(seconds=11)

    assert "Over 10 seconden" in before
    assert {"Nu luiden", "Aanpassen", "Annuleren"} <= set(before.splitlines())
    (answer,) = await house.private(house.sanne)
    assert "De bel ging in" in read(answer)


async def test_a_mention_in_a_channel_rings_at_once_under_it_without_repeating_it(house: House) -> None:
    reply = await house.sanne.says(BELL, house.noord)
    await house.settle()
    (asked, bell) = house.noord.standing()
    at_once = house.hangs()
    await house.walk(seconds=11)

    assert (reply.status, reply.text, at_once) == (200, "", {"Algemeen": 0, "Noord": 1})
    assert (bell.root, "lift" in read(bell)) == (asked.id, False)
    assert "👏 Klap mee" in titles_of(bell.card or {})
    assert house.hangs() == ONCE
    (elsewhere,) = house.general.posted()
    assert "De lift doet het weer" in read(elsewhere)
    (told,) = await house.private(house.sanne, house.noord)
    assert "Waterrand › Algemeen" in read(told)


async def test_whoever_names_a_customer_for_all_to_read_hears_so_alone(house: House) -> None:
    await house.sanne.says("bel Mevrouw Aziz belde om te bedanken", house.noord)
    await house.walk(seconds=11)

    (told,) = await house.private(house.sanne, house.noord)
    assert "Pas het bericht zelf even aan" in read(told)
    assert "‘mevrouw A.’" in read(told)
    assert all("Aziz" not in read(one) for one in (*house.general.posted(), *house.noord.posted()))
    assert await house.private(house.fatima, house.noord) == []


async def test_a_mention_under_another_message_is_answered_in_that_thread(house: House) -> None:
    await house.fatima.says("bel De trap is schoon", house.noord)
    await house.settle()
    (root, *_) = house.noord.standing()

    await house.sanne.says(BELL, house.noord, under=root)
    await house.settle()

    assert [one.root for one in house.noord.posted()] == [root.id, root.id]


async def test_a_press_under_a_mention_keeps_the_card_as_it_was_drawn_there(house: House) -> None:
    await house.sanne.says(BELL, house.noord)
    await house.settle()
    (bell,) = house.noord.posted()

    pressed = await house.fatima.presses(bell, "👏 Klap mee")
    await house.walk(seconds=12)

    assert "👏 Klap mee · 1" in titles_of(pressed.body["value"])
    assert "lift" not in pressed.text
    assert "lift" not in read(house.noord.posted()[0])


@pytest.mark.parametrize("copies", [1, 50])
async def test_the_same_mention_many_times_at_once_rings_once(house: House, copies: int) -> None:
    replies = await house.fake.sender.deliver_at_once(house.sanne.saying(BELL, house.noord), copies)
    await house.walk(seconds=11)

    assert {(one.status, one.text) for one in replies} == {(200, "")}
    assert house.hangs() == ONCE


async def test_a_reset_after_a_mention_is_asked_about_as_well(house: House) -> None:
    broken = faults.accept_then_reset(applied=True), faults.accept_then_reset(applied=True)  # the answer, and the bell
    house.fake.connector.faults.next("post", *broken, conversation=house.noord.id)
    await house.sanne.says(BELL, house.noord)

    await house.walk(minutes=2)

    asked = [*await house.private(house.sanne, house.noord), *await house.private(house.sanne)]
    assert "Waterrand › Noord is geplaatst" in " ".join(read(one) for one in asked)
    assert house.hangs() == ONCE


async def test_a_reset_in_the_only_place_is_asked_about_as_well(house: House) -> None:
    await bell_in(house.parts, house.noord, on=False)
    house.fake.connector.faults.next("post", faults.accept_then_reset(applied=True), conversation=house.general.id)
    await house.sanne.says(BELL)

    await house.walk(minutes=2)

    (asked,) = await house.private(house.sanne)
    assert "Waterrand › Algemeen is geplaatst" in read(asked)
    assert {"Stuur nog eens", "Laat maar"} <= set(titles_of(asked.card or {}))


async def test_a_press_is_answered_with_the_card_drawn_anew_and_the_others_see_it_too(house: House) -> None:
    await house.sanne.says(BELL)
    await house.walk(seconds=11)
    (bell,) = house.noord.posted()

    pressed = await house.fatima.presses(bell, "👏 Klap mee")
    assert pressed.status == 200
    assert pressed.body["type"] == "application/vnd.microsoft.card.adaptive"
    assert "👏 Klap mee · 1" in titles_of(pressed.body["value"])
    await house.walk(seconds=3)

    assert [titles_of(one.card or {})[0] for one in (*house.general.posted(), *house.noord.posted())] == [
        "👏 Klap mee · 1"
    ] * 2


async def test_every_token_that_is_forged_or_odd_is_refused_and_nothing_happens(house: House) -> None:
    house.fake.publish_foreign_key()
    activity = house.fake.sender.message(house.fatima, house.noord, BELL, mention=True)
    before, asked = await house.read(rows), house.fake.counters.count("keys")
    every = list(forged(house.fake.signer()))

    with nothing_breaks():
        statuses = {one.name: (await house.fake.sender.deliver_forged(activity, one)).status for one in every}
        await house.walk(seconds=15)

    assert len(statuses) >= 80
    assert {name: status for name, status in statuses.items() if status != 401} == {}
    assert await house.read(rows) == before
    assert house.hangs() == NOWHERE
    assert house.fake.counters.count("keys") - asked <= 1


async def test_the_same_message_with_a_good_token_is_heard(house: House) -> None:
    """What the forged ones fail at is the token alone."""
    activity = house.fake.sender.message(house.fatima, house.general, "hulp", mention=True)

    reply = await house.fake.sender.deliver(activity)

    assert reply.status == 200
    assert len(await house.private(house.fatima, house.general)) == 1


async def test_a_key_that_was_rotated_costs_one_fetch_and_no_message(house: House) -> None:
    """Also in the first minute: the first fetch of all was not because of a key that nobody knew."""
    asked = house.fake.counters.count("keys")
    house.fake.login.keys.rotate()

    replies = [await house.sanne.says("hulp") for _ in range(5)]

    assert {one.status for one in replies} == {200}
    assert house.fake.counters.count("keys") - asked == 1


async def test_keys_that_nobody_knows_cost_one_fetch_a_minute(house: House) -> None:
    stranger = house.fake.login.keys.rotate(publish=False)
    forgery = bearer(house.fake.signer(stranger).token())
    activity = house.fake.sender.message(house.fatima, house.noord, BELL, mention=True)
    asked = house.fake.counters.count("keys")

    for _ in range(10):
        assert (await house.fake.sender.deliver(activity, headers=forgery)).status == 401
    assert house.fake.counters.count("keys") - asked == 1
    await house.walk(seconds=61)
    assert (await house.fake.sender.deliver(activity, headers=forgery)).status == 401

    assert house.fake.counters.count("keys") - asked == 2
    assert (await house.sanne.says("hulp")).status == 200


async def test_the_same_message_fifty_times_at_once_rings_once_and_is_answered_once(house: House) -> None:
    heard = (await house.read(rows))["inbox"]

    replies = await house.fake.sender.deliver_at_once(house.sanne.saying(BELL), 50)
    assert (await house.read(rows))["inbox"] == heard + 1
    answers = len(await house.private(house.sanne))
    await house.walk(seconds=11)
    again = await house.fake.sender.deliver_at_once(house.sanne.saying(BELL), 1)

    assert {(one.status, one.text) for one in (*replies, *again)} == {(200, "")}
    assert answers == 1
    assert house.hangs() == ONCE


async def test_the_same_press_fifty_times_at_once_claps_once_and_gets_one_answer(house: House) -> None:
    await house.sanne.says(BELL)
    await house.walk(seconds=11)
    (bell,) = house.general.posted()

    heard = (await house.read(rows))["inbox"]

    replies = await house.fake.sender.deliver_at_once(house.fatima.pressing(bell, "👏 Klap mee"), 50)
    assert (await house.read(rows))["inbox"] == heard + 1
    await house.walk(seconds=3)

    (answer,) = {(one.status, one.text) for one in replies}
    assert answer[0] == 200
    assert "👏 Klap mee · 1" in titles_of(replies[0].body["value"])
    assert titles_of(house.general.posted()[0].card or {})[0] == "👏 Klap mee · 1"


async def test_after_a_reset_the_ringer_is_asked_and_nothing_is_posted_twice(house: House) -> None:
    house.fake.connector.faults.next("post", faults.accept_then_reset(applied=True), conversation=house.general.id)
    await house.sanne.says(BELL)

    await house.walk(minutes=2)

    (asked,) = await house.private(house.sanne)
    assert "Waterrand › Algemeen is geplaatst" in read(asked)
    assert "Waterrand › Noord" in read(asked)
    await house.walk(hours=3)
    assert house.hangs() == ONCE
    assert house.posts(house.general) == 1


@pytest.mark.parametrize(("applied", "press", "stand"), [
    (False, "Stuur nog eens", 1), (True, "Laat maar", 1), (False, "Laat maar", 0),
])  # fmt: skip
async def test_the_ringer_decides_what_becomes_of_a_bell_in_doubt(
    house: House, applied: bool, press: str, stand: int
) -> None:
    house.fake.connector.faults.next("post", faults.accept_then_reset(applied=applied), conversation=house.general.id)
    await house.sanne.says(BELL)
    await house.walk(minutes=2)
    (asked,) = await house.private(house.sanne)

    await house.sanne.presses(asked, press)
    await house.walk(minutes=5)

    assert house.hangs() == {"Algemeen": stand, "Noord": 1}
