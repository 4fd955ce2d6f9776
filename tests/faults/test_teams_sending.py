"""Teams that breaks off, stalls, refuses and moves: on the real adapter a bell hangs once, or somebody is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.teams import limits
from rituals.engine import courier
from store import outbox
from store.tx import Tx
from tests.adapters.teams.house import House, housed, nothing_breaks, read
from tests.fakes.teams import faults
from tests.fakes.teams.faults import Fault
from tests.fakes.teams.tokens import OTHER_TENANT, bearer

pytestmark = pytest.mark.faults

BELL = "bel De lift doet het weer"
ONCE = {"Algemeen": 1, "Noord": 1}
LATER = {"Algemeen": 0, "Noord": 1}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made


async def ring(house: House) -> None:
    assert (await house.sanne.says(BELL)).status == 200
    await house.teams.settle()


async def told(house: House) -> str:
    """What the ringer reads."""
    (answer,) = await house.private(house.sanne)
    return read(answer)


@pytest.mark.parametrize(
    "fault",
    [
        faults.accept_then_reset(applied=True), faults.accept_then_reset(applied=False), faults.half(),
        faults.half(applied=False), faults.status(500), faults.status(502, applied=True), faults.status(502),
        faults.status(503), faults.status(504, applied=True), faults.status(504),
    ],
    ids=lambda one: f"{one.status or one.ending}-{'after' if one.applied else 'before'}",
)  # fmt: skip
async def test_a_post_of_which_nobody_can_know_is_asked_about_and_never_repeated(house: House, fault: Fault) -> None:
    house.fake.connector.faults.next("post", fault, conversation=house.general.id)
    await ring(house)

    await house.walk(seconds=90)
    assert "Waterrand › Algemeen is geplaatst" in await told(house)
    await house.walk(hours=3)

    assert house.posts(house.general) == 1
    assert house.hangs() == {"Algemeen": int(fault.applied), "Noord": 1}


@pytest.mark.parametrize("fault", [faults.silence(), faults.silence(applied=False), faults.drip(pause=0.05)])
async def test_an_answer_that_does_not_come_in_time_is_asked_about(
    house: House, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    whole = asyncio.timeout
    monkeypatch.setattr(asyncio, "timeout", lambda given: whole(0.2 if given == courier.TIMEOUT else given))
    house.fake.connector.faults.next("post", fault, conversation=house.general.id)
    await ring(house)

    await house.walk(minutes=5)

    assert "Ik weet niet zeker" in await told(house)
    assert house.posts(house.general) == 1


async def test_a_call_has_a_deadline_of_its_own() -> None:
    """So that nothing waits without end where delivery does not watch: reading members, private answers."""
    assert limits.SEND_SECONDS <= courier.TIMEOUT
    assert limits.REPLY_SECONDS < 3


@pytest.mark.parametrize("fault", [faults.status(412), faults.throttled("1")])
async def test_what_teams_says_to_try_again_is_tried_again_and_hangs_once(house: House, fault: Fault) -> None:
    house.fake.connector.faults.next("post", fault, fault, fault, conversation=house.general.id)
    await ring(house)

    await house.walk(minutes=3)

    assert house.hangs() == ONCE
    assert house.posts(house.general) == 4
    assert "weet niet zeker" not in await told(house)


@pytest.mark.parametrize(
    ("header", "waits"),
    [
        ("1", 1), ("30", 30), ("600", 600), ("0", 1), ("Mon, 23 Nov 2026 09:01:10 GMT", 60), (None, 30), ("-1", 30),
        ("abc", 30), ("7200", 3600), ("1e9", 30), ("", 30),
    ],
)  # fmt: skip
async def test_a_channel_that_says_wait_gets_it_no_sooner_and_the_other_does_not_wait(
    house: House, header: str | None, waits: float
) -> None:
    house.fake.connector.faults.next("post", faults.throttled(header), conversation=house.general.id)
    await ring(house)

    await house.walk(seconds=10)
    assert house.hangs() == LATER
    await house.walk(seconds=waits - 1 if waits > 1 else 0)
    assert house.hangs() == LATER
    await house.walk(seconds=3)

    assert house.hangs() == ONCE
    assert house.posts(house.general) == 2


async def test_a_private_chat_that_says_wait_delays_no_channel(house: House) -> None:
    chat = house.sanne.chat()
    await ring(house)
    house.fake.connector.faults.always("update", faults.throttled("600"), conversation=chat.id)
    await house.walk(seconds=11)

    await house.fatima.says("bel De trap is schoon")
    await house.walk(seconds=15)

    assert house.hangs() == {"Algemeen": 2, "Noord": 2}


async def test_while_one_channel_says_wait_new_bells_ring_in_the_other(house: House) -> None:
    house.fake.connector.faults.always("post", faults.throttled("600"), conversation=house.general.id)
    await ring(house)
    await house.walk(seconds=11)

    await house.fatima.says("bel De trap is schoon")
    await house.walk(seconds=15)

    assert house.hangs() == {"Algemeen": 0, "Noord": 2}
    assert house.posts(house.general) == 1


@pytest.mark.parametrize("times", [3, 10])
async def test_a_connector_that_is_away_gets_everything_in_order_when_it_is_back(house: House, times: int) -> None:
    await ring(house)
    await house.fake.connector.server.away()
    for _ in range(times):
        await house.walk(minutes=1)
    assert house.hangs() == {"Algemeen": 0, "Noord": 0}
    await house.fake.connector.server.start()

    await house.walk(minutes=2)

    assert house.hangs() == ONCE
    assert "weet niet zeker" not in await told(house)


async def test_without_a_token_everything_waits_and_nothing_is_lost(house: House) -> None:
    await ring(house)
    house.fake.login.registration.secret_expired = True
    house.fake.login.revoke()
    await house.walk(minutes=5)
    assert house.hangs() == {"Algemeen": 0, "Noord": 0}
    house.fake.login.registration.secret_expired = False

    await house.walk(minutes=2)

    assert house.hangs() == ONCE


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(403, code="BotNotInConversationRoster"), faults.blocked(),
        faults.status(404, code="ConversationNotFound"),
    ],
)  # fmt: skip
async def test_a_channel_that_is_closed_to_us_is_told_to_the_ringer_and_left_alone(house: House, fault: Fault) -> None:
    house.fake.connector.faults.always("post", fault, conversation=house.general.id)
    await ring(house)

    await house.walk(hours=3)

    assert "Waterrand › Algemeen lukt het niet: ik zit daar niet in" in await told(house)
    assert house.posts(house.general) == 1
    house.fake.connector.faults.healed()
    await house.fatima.says("bel De trap is schoon")
    await house.walk(seconds=15)
    assert house.posts(house.general) == 1


async def test_a_channel_where_we_are_back_is_rung_in_again(house: House) -> None:
    house.fake.connector.faults.next("post", faults.status(403), conversation=house.general.id)
    await ring(house)
    await house.walk(minutes=1)

    await house.fatima.installs(house.team)
    await house.fatima.says("bel De trap is schoon")
    await house.walk(seconds=90)

    assert "De trap is schoon" in " ".join(read(one) for one in house.general.posted())


async def test_a_card_that_is_too_large_for_teams_comes_as_words(house: House) -> None:
    house.fake.connector.faults.next(
        "post", faults.status(413, code="MessageSizeTooBig"), conversation=house.general.id
    )
    await ring(house)

    await house.walk(seconds=15)

    (bell,) = house.general.posted()
    assert bell.card is None
    assert "De lift doet het weer" in bell.text


async def test_words_that_are_too_large_as_well_are_told_to_the_ringer(house: House) -> None:
    house.fake.connector.faults.always("post", faults.status(413, code="MessageSizeTooBig"), house.general.id)
    await ring(house)

    await house.walk(hours=1)

    assert "Waterrand › Algemeen is het niet gelukt" in await told(house)
    assert house.posts(house.general) == 2


async def test_a_change_that_went_wrong_is_made_later(house: House) -> None:
    await ring(house)
    await house.walk(seconds=11)
    (bell,) = house.general.posted()
    house.fake.connector.faults.next("update", *[faults.status(502)] * 2, conversation=house.general.id)

    await house.fatima.presses(bell, "👏 Klap mee")
    await house.walk(minutes=2)

    assert all("👏 Klap mee · 1" in read(one) for one in (*house.general.posted(), *house.noord.posted()))


async def test_a_bell_that_somebody_took_away_in_teams_is_not_put_back(house: House) -> None:
    await ring(house)
    await house.walk(seconds=11)
    (bell,), (other,) = house.general.posted(), house.noord.posted()
    bell.deleted = True

    await house.fatima.presses(other, "👏 Klap mee")
    await house.walk(minutes=5)

    assert house.hangs() == {"Algemeen": 0, "Noord": 1}
    assert "👏 Klap mee · 1" in read(other)


async def test_a_connector_that_moves_is_followed(house: House) -> None:
    await ring(house)
    house.fake.connector.region = "amer"
    await house.sanne.says("hulp")
    await house.fatima.says("hulp", house.general)
    await house.fatima.says("hulp", house.noord)
    await house.teams.settle()

    await house.walk(seconds=15)

    assert house.hangs() == ONCE


ELSEWHERE = (
    "https://kwaad.example/emea/", "http://127.0.0.1:1/emea/", "http://localhost/emea/", "http://169.254.169.254/",
    "https://smba.trafficmanager.net.kwaad.example/", "https://smba.trafficmanager.net@kwaad.example/",
    "http://smba.trafficmanager.net/emea/", "https://kwaadsmba.trafficmanager.net/", "file:///etc/passwd", "//kwaad",
)  # fmt: skip


async def test_a_connector_that_is_not_on_the_list_is_refused_even_when_signed(house: House) -> None:
    for elsewhere in ELSEWHERE:
        activity = house.sanne.saying(BELL) | {"serviceUrl": elsewhere}
        signed = bearer(house.fake.signer().token(serviceurl=elsewhere))
        assert (await house.fake.sender.deliver(activity, headers=signed)).status == 401, elsewhere
    await house.walk(seconds=15)

    assert house.hangs() == {"Algemeen": 0, "Noord": 0}


async def test_another_tenant_is_refused_and_leaves_no_trace(house: House) -> None:
    activity = house.fake.sender.message(house.fatima, house.noord, BELL, mention=True)
    activity["channelData"]["tenant"]["id"] = activity["conversation"]["tenantId"] = OTHER_TENANT

    with nothing_breaks() as logged:
        assert (await house.fake.sender.deliver(activity)).status == 401

    assert any("tenant" in str(one.get("detail")) for one in logged)
    await house.walk(seconds=15)
    assert house.hangs() == {"Algemeen": 0, "Noord": 0}


async def test_a_press_whose_answer_came_too_late_and_comes_again_claps_once(house: House) -> None:
    await ring(house)
    await house.walk(seconds=11)
    (bell,) = house.general.posted()
    press = house.fatima.pressing(bell, "👏 Klap mee")

    first = await house.fake.sender.deliver(press)
    later = []
    for _ in range(2):
        await house.walk(seconds=15)
        later.append(await house.fake.sender.deliver(press))

    assert [one.text for one in later] == [first.text] * 2
    assert "👏 Klap mee · 1" in read(house.general.posted()[0])


async def test_a_form_that_came_too_late_and_comes_again_rings_once(house: House) -> None:
    await house.sanne.says("bel")
    (invitation,) = await house.private(house.sanne)
    form = house.sanne.submitting(await house.sanne.opens_dialog(invitation, "Invullen"), text="De lift doet het weer")

    replies = []
    for _ in range(3):
        replies.append(await house.fake.sender.deliver(form))
        await house.walk(seconds=5)
    await house.walk(seconds=15)

    assert {(one.status, one.text) for one in replies} == {(200, "")}
    assert house.hangs() == ONCE


async def test_nothing_is_left_half_sent_when_all_is_done(house: House) -> None:
    """Whatever went wrong on the way, every row ends somewhere."""
    for fault in (faults.status(502), faults.throttled("5"), faults.half(), faults.status(412)):
        house.fake.connector.faults.next("post", fault)
    await ring(house)

    await house.walk(hours=3)

    def states(tx: Tx) -> list[Any]:
        return list(tx.connection.execute(outbox.outbox.select().with_only_columns(outbox.outbox.c.state)).scalars())

    assert set(await house.read(states)) <= {"sent", "uncertain", "cancelled", "parked"}
