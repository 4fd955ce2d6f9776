"""What can go wrong goes wrong as asked: before or after the call took effect, once or always, here or everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack import faults as go_wrong
from tests.fakes.slack.fake import BOT_TOKEN
from tests.fakes.slack.faults import Fault

POST = "chat.postMessage"


class Wall:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def fake(wall: Wall) -> AsyncIterator[FakeSlack]:
    async with fake_slack(wall) as fake:
        yield fake


async def post(fake: FakeSlack, channel: str = "C1", seconds: float = 5.0) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers of one message."""
    body: dict[str, Any] = {"channel": channel, "text": "een"}
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with fake.session.post(fake.api_url + POST, json=body, headers=headers, timeout=timeout) as answer:
        return answer.status, await answer.text(), dict(answer.headers)


@pytest.mark.parametrize("applied", [True, False])
async def test_a_reset_comes_after_or_instead_of_the_effect(fake: FakeSlack, applied: bool) -> None:
    fake.next(POST, go_wrong.accept_then_reset(applied=applied))

    with pytest.raises(aiohttp.ClientError):
        await post(fake)

    assert len(fake.messages("C1")) == int(applied)
    assert fake.count(POST) == 1


async def test_half_a_body_is_no_answer(fake: FakeSlack) -> None:
    fake.next(POST, go_wrong.half_body())

    with pytest.raises(aiohttp.ClientPayloadError):
        await post(fake)

    assert len(fake.messages("C1")) == 1


@pytest.mark.parametrize("fault", [go_wrong.never_answers(), go_wrong.trickles(0.1)])
async def test_some_answers_never_end(fake: FakeSlack, fault: Fault) -> None:
    fake.next(POST, fault)

    with pytest.raises(TimeoutError):
        await post(fake, seconds=0.3)

    assert len(fake.messages("C1")) == 1


@pytest.mark.parametrize(
    ("fault", "status", "stands"),
    [
        (go_wrong.status(500), 500, 0),
        (go_wrong.status(502, applied=True), 502, 1),
        (go_wrong.says("internal_error", applied=True), 200, 1),
        (go_wrong.says("fatal_error"), 200, 0),
        (go_wrong.not_json(), 200, 0),
        (go_wrong.throttled(), 429, 0),
        (go_wrong.delay(0.01), 200, 1),
    ],
    ids=lambda one: getattr(one, "name", one),
)
async def test_an_answer_is_apart_from_the_effect(fake: FakeSlack, fault: Fault, status: int, stands: int) -> None:
    fake.next(POST, fault)

    answer = await post(fake)

    assert answer[0] == status
    assert len(fake.messages("C1")) == stands


@pytest.mark.parametrize("spelling", ["1", "30", "600", "0", "Wed, 21 Oct 2026 07:28:00 GMT", None, "-1", "abc"])
async def test_retry_after_is_spelt_as_asked(fake: FakeSlack, spelling: str | None) -> None:
    fake.next(POST, go_wrong.throttled(spelling))

    assert (await post(fake))[2].get("Retry-After") == spelling


async def test_faults_come_in_order_and_then_it_works(fake: FakeSlack) -> None:
    fake.next(POST, go_wrong.status(500), go_wrong.throttled())

    assert [(await post(fake))[0] for _ in range(3)] == [500, 429, 200]
    assert fake.server.script.waiting == 0


async def test_a_fault_can_be_of_one_channel_or_stay(fake: FakeSlack) -> None:
    fake.always(POST, go_wrong.throttled(), channel="C1")
    both = [(await post(fake, channel))[0] for channel in ("C1", "C3", "C1")]
    fake.always(POST, None, channel="C1")

    assert both == [429, 200, 429]
    assert (await post(fake))[0] == 200


async def test_a_message_can_show_in_the_history_later(fake: FakeSlack, wall: Wall) -> None:
    fake.next(POST, go_wrong.accept_then_reset(late=timedelta(seconds=30)))
    with pytest.raises(aiohttp.ClientError):
        await post(fake)

    at_once = len(fake.messages("C1"))
    wall.time += timedelta(seconds=30)

    assert (at_once, len(fake.messages("C1")), len(fake.messages("C1", hidden=True))) == (0, 1, 1)


async def test_a_call_can_be_held_before_its_effect(fake: FakeSlack) -> None:
    gate, reached = asyncio.Event(), asyncio.Event()
    fake.next(POST, go_wrong.held(gate, before=True, reached=reached))
    waiting = asyncio.ensure_future(post(fake))
    await reached.wait()
    await post(fake)
    stands = len(fake.messages("C1"))

    gate.set()
    await waiting

    assert (stands, len(fake.messages("C1"))) == (1, 2)
    assert fake.server.most_in_flight == 2
