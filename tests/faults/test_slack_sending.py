"""Slack that breaks off, stalls, refuses and forgets: on the real adapter every bell still hangs once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.slack import transport
from store import sending
from tests.adapters.slack.house import House, housed, until
from tests.fakes.slack import faults
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.people import Person

pytestmark = pytest.mark.faults

BELL = "/bel De lift doet het weer"
EVERYWHERE = {"C1": 1, "C8": 1, "C9": 1}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A bell goes in three channels."""
    async with housed() as made:
        made.fake.channel("C8", "team-noord", ("U1",))
        made.fake.channel("C9", "team-zuid", ("U1",))
        await made.slack._people.bring_up_to_date(TEAM)
        await made.bell_in("C8", "C9")
        yield made


async def ringing(house: House) -> Person:
    fatima = house.fake.user("U1")
    assert (await fatima.types(BELL, "C1")).status == 200
    return fatima


def hangs(house: House) -> dict[str, int]:
    return {channel: len(house.rung(channel)) for channel in EVERYWHERE}


def hurried(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The fifteen seconds that Slack gets for a message become fewer."""
    whole = asyncio.timeout
    monkeypatch.setattr(asyncio, "timeout", lambda given: whole(seconds if given == transport.TIMEOUT else given))


@pytest.mark.parametrize(
    "fault",
    [
        faults.accept_then_reset(), faults.accept_then_reset(applied=False), faults.half_body(),
        faults.half_body(applied=False), faults.not_json(), faults.says("internal_error", applied=True),
        faults.says("internal_error"), faults.says("fatal_error", applied=True), faults.status(500),
        faults.status(503), faults.status(502, applied=True), faults.status(504, applied=True),
    ],
    ids=lambda fault: f"{fault.name}-{'after' if fault.applies else 'before'}",
)  # fmt: skip
async def test_a_post_of_which_nobody_knows_whether_it_was_done_hangs_once(house: House, fault: Fault) -> None:
    house.fake.next("chat.postMessage", fault, channel="C8")
    await ringing(house)

    await house.walk_slowly(15)
    assert {**hangs(house), "C8": 1} == EVERYWHERE
    await house.walk(180)

    assert hangs(house) == EVERYWHERE
    assert house.fake.count("chat.postMessage") - len(EVERYWHERE) <= 1


@pytest.mark.parametrize("applied", [True, False])
async def test_a_call_that_is_never_answered_is_looked_up_later(
    house: House, monkeypatch: pytest.MonkeyPatch, applied: bool
) -> None:
    hurried(monkeypatch, 0.1)
    house.fake.next("chat.postMessage", faults.never_answers(applied=applied), channel="C8")
    await ringing(house)

    await house.walk_slowly(15)
    await house.walk(180)

    assert hangs(house) == EVERYWHERE


async def test_an_answer_that_comes_byte_by_byte_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried(monkeypatch, 0.2)
    house.fake.next("chat.postMessage", faults.trickles(0.05), channel="C8")
    await ringing(house)

    await house.walk_slowly(15)
    await house.walk(180)

    assert hangs(house) == EVERYWHERE
    assert len(house.fake.server.times("conversations.history", "C8")) == 1


@pytest.mark.parametrize(
    ("header", "waits"),
    [
        ("1", 1), ("30", 30), ("600", 600), ("0", 1), ("Mon, 23 Nov 2026 09:01:10 GMT", 59), (None, 30), ("-1", 30),
        ("abc", 30), ("7200", 3600), ("1e9", 30), ("", 30),
    ],
)  # fmt: skip
async def test_a_channel_that_says_wait_gets_it_no_sooner_and_the_others_do_not_wait(
    house: House, header: str | None, waits: float
) -> None:
    house.fake.next("chat.postMessage", faults.throttled(header), channel="C8")
    await ringing(house)

    await house.walk(10)
    asked = house.fake.server.times("chat.postMessage", "C8")
    await house.walk(waits - 1)
    others = {channel: count for channel, count in hangs(house).items() if channel != "C8"}
    before = house.fake.server.times("chat.postMessage", "C8")
    await house.walk(5)

    assert others == {"C1": 1, "C9": 1}
    assert len(asked) == len(before) == 1
    assert hangs(house) == EVERYWHERE


async def test_a_channel_that_answers_late_holds_up_no_other(house: House) -> None:
    gate, reached = asyncio.Event(), asyncio.Event()
    house.fake.next("chat.postMessage", faults.held(gate, before=True, reached=reached), channel="C8")
    await ringing(house)

    walking = asyncio.create_task(house.walk(12))
    await reached.wait()
    await until(lambda: len(house.rung("C1")) + len(house.rung("C9")) == 2)
    held = hangs(house)
    gate.set()
    await walking

    assert held == {**EVERYWHERE, "C8": 0}
    assert hangs(house) == EVERYWHERE


@pytest.mark.parametrize("away", ["http://127.0.0.1:9/api/", "https://127.0.0.1:{port}/api/"])
async def test_ten_minutes_without_slack_lose_nothing_and_double_nothing(house: House, away: str) -> None:
    web, there = house.slack._web, house.slack._web.url
    web.url = away.replace("{port}", house.fake.url.rpartition(":")[2])
    web._clients.clear()
    await ringing(house)
    await house.walk(600)
    assert hangs(house) == dict.fromkeys(EVERYWHERE, 0)

    web.url = there
    web._clients.clear()
    await house.walk(76)

    assert hangs(house) == EVERYWHERE
    assert house.fake.count("chat.postMessage") == 3


async def test_a_post_that_shows_in_the_history_only_after_half_a_minute_is_not_sent_again(house: House) -> None:
    late = timedelta(seconds=30)
    house.fake.next("chat.postMessage", faults.accept_then_reset(late=late), channel="C8")
    await ringing(house)

    await house.walk(300)

    assert hangs(house) == EVERYWHERE


async def test_a_history_that_says_wait_is_asked_again_later(house: House) -> None:
    house.fake.next("chat.postMessage", faults.accept_then_reset(), channel="C8")
    house.fake.next("conversations.history", faults.throttled("100"))
    await ringing(house)

    await house.walk(300)

    assert hangs(house) == EVERYWHERE
    assert house.fake.count("chat.postMessage") == 3


async def test_a_history_that_says_wait_keeps_no_other_channel_waiting(house: House) -> None:
    house.fake.next("chat.postMessage", faults.accept_then_reset(), channel="C8")
    house.fake.always("conversations.history", faults.throttled("600"))
    await ringing(house)
    await house.walk(90)

    assert (await house.fake.user("U2").types("/bel Nog een lift doet het weer", "C1")).status == 200
    await house.walk_slowly(20)

    assert {channel: len(house.rung(channel)) for channel in ("C1", "C9")} == {"C1": 2, "C9": 2}


@pytest.mark.parametrize("wanted", [True, False])
async def test_where_no_history_may_be_read_the_ringer_decides(house: House, wanted: bool) -> None:
    house.fake.next("chat.postMessage", faults.accept_then_reset(applied=False), channel="C8")
    house.fake.always("conversations.history", faults.says("missing_scope"))
    fatima = await ringing(house)
    await house.walk(120)
    question = fatima.private[-1]
    assert "Ik weet niet zeker of de bel in #team-noord is geplaatst" in question.text

    await fatima.presses(question, "Stuur nog eens" if wanted else "Laat maar")
    await house.walk(120)

    assert hangs(house) == {**EVERYWHERE, "C8": int(wanted)}


@pytest.mark.parametrize("stands", [True, False], ids=["thread taken", "thread gone"])
async def test_a_thread_that_is_gone_is_not_looked_in_for_hours(house: House, stands: bool) -> None:
    fatima = house.fake.user("U1")
    house.fake.next("chat.postMessage", faults.accept_then_reset(applied=False), channel="C1")
    if not stands:
        house.fake.always("chat.postMessage", faults.says("thread_not_found"), channel="C1")
    said = (await fatima.mentions("bel De lift doet het weer", "C1")).shown
    assert said
    await house.walk(10)

    await fatima.takes_away(said)
    await house.walk(7200)

    assert house.fake.count("conversations.replies") == 1
    assert len(house.rung()) == int(stands)
    assert await house.read(sending.open_rows) == {}


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(404, text="used_url"), faults.status(404, text="expired_url"),
        faults.status(410, text="channel_is_archived"), faults.status(403, text="action_prohibited"),
        faults.status(403, text="user_not_found"), faults.status(500),
    ],
)  # fmt: skip
async def test_a_way_back_that_has_worn_out_is_replaced_by_the_private_chat(house: House, fault: Fault) -> None:
    house.fake.always("response_url", fault)
    fatima = await ringing(house)

    await house.walk(300)

    assert hangs(house) == EVERYWHERE
    assert [one.text for one in house.fake.messages(fatima.chat.id)] == (
        ["🔔 De bel ging in #successen, #team-noord en #team-zuid."] if fault.name != "status 500" else []
    )


async def test_after_half_an_hour_the_way_back_is_not_tried_any_more(house: House) -> None:
    house.fake.always("chat.postMessage", faults.throttled("1860"), channel="C1")
    house.fake.always("chat.postMessage", faults.throttled("1860"), channel="C8")
    house.fake.always("chat.postMessage", faults.throttled("1860"), channel="C9")
    fatima = await ringing(house)
    await house.walk(60)
    tried = house.fake.count("response_url")
    for channel in EVERYWHERE:
        house.fake.always("chat.postMessage", None, channel=channel)
    await house.walk(1900)

    assert hangs(house) == EVERYWHERE
    assert house.fake.count("response_url") == tried
    assert "De bel ging in" in house.fake.messages(fatima.chat.id)[-1].text


@pytest.mark.parametrize("hours", [1, -1, 24, -24, 40 * 365 * 24])
@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
async def test_a_clock_that_jumps_while_a_bell_is_sent_doubles_nothing(house: House, hours: int, lost: bool) -> None:
    gate, reached = asyncio.Event(), asyncio.Event()
    house.fake.next("chat.postMessage", faults.held(gate, reached=reached), channel="C8")
    if lost:
        house.fake.next("chat.postMessage", faults.accept_then_reset(), channel="C9")
    await ringing(house)

    walking = asyncio.create_task(house.walk(12))
    await reached.wait()
    house.wall[0] += timedelta(hours=hours)
    gate.set()
    await walking
    calls = house.fake.count()
    await house.walk(180)
    if hours < 0:
        await house.walk(-hours * 3600)

    assert hangs(house) == EVERYWHERE
    assert house.fake.count() - calls < 20
