"""What goes wrong on command goes wrong once, where it was asked, and before or after the message stood."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientError, ClientPayloadError

from tests.fakes.teams import faults
from tests.fakes.teams.client import Bot, listening, words
from tests.fakes.teams.faults import Fault
from tests.fakes.teams.state import Conversation
from tests.fakes.teams.teams import running

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as fake, listening(fake) as bot:
        yield bot


@pytest.fixture
def channel(bot: Bot) -> Conversation:
    return bot.fake.team("Wonen", bot.fake.person("Sanne")).general


@pytest.mark.parametrize("applied", [True, False])
async def test_a_reset_leaves_the_message_there_or_not(bot: Bot, channel: Conversation, applied: bool) -> None:
    bot.fake.connector.faults.next("post", faults.accept_then_reset(applied=applied))

    with pytest.raises(ClientError):
        await bot.post(channel.id, words("De bel gaat"))

    assert len(channel.posted()) == int(applied)
    assert await bot.post(channel.id, words("Nog een keer"))


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("status", [412, 500, 502, 503, 504])
async def test_a_status_comes_before_or_after_the_work(
    bot: Bot, channel: Conversation, status: int, applied: bool
) -> None:
    bot.fake.connector.faults.next("post", faults.status(status, applied=applied))

    answer = await bot.call("POST", f"conversations/{channel.id}/activities", words("De bel gaat"))

    assert (answer.status, len(channel.posted())) == (status, int(applied))


@pytest.mark.parametrize("name", faults.retry_afters(MORNING))
async def test_every_spelling_of_retry_after_arrives(bot: Bot, channel: Conversation, name: str) -> None:
    value = faults.retry_afters(MORNING)[name]
    bot.fake.connector.faults.next("post", faults.throttled(value))

    answer = await bot.call("POST", f"conversations/{channel.id}/activities", words("De bel gaat"))

    assert (answer.status, answer.headers.get("Retry-After"), channel.posted()) == (429, value, [])


def test_the_date_of_retry_after_is_half_a_minute_ahead() -> None:
    assert faults.retry_afters(MORNING)["date"] == "Mon, 23 Nov 2026 09:00:30 GMT"


async def test_half_a_body_is_announced_whole(bot: Bot, channel: Conversation) -> None:
    bot.fake.connector.faults.next("post", faults.half())

    with pytest.raises(ClientPayloadError):
        await bot.call("POST", f"conversations/{channel.id}/activities", words("De bel gaat"))

    assert len(channel.posted()) == 1


@pytest.mark.parametrize("fault", [faults.silence(), faults.drip(), faults.delay(30)], ids=["silence", "drip", "delay"])
async def test_who_waits_too_long_gives_up_and_the_server_still_stops(
    bot: Bot, channel: Conversation, fault: Fault
) -> None:
    bot.fake.connector.faults.next("post", fault)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await bot.call("POST", f"conversations/{channel.id}/activities", words("De bel gaat"))


async def test_what_drips_is_whole_at_last(bot: Bot, channel: Conversation) -> None:
    bot.fake.connector.faults.next("post", faults.drip(pause=0.001))

    made = await bot.post(channel.id, words("De bel gaat"))

    assert [one.id for one in channel.posted()] == [made]


async def test_a_fault_of_one_conversation_leaves_the_others_alone(bot: Bot, channel: Conversation) -> None:
    other = bot.fake.team("Wijken", bot.fake.person("Sanne")).general
    bot.fake.connector.faults.always("post", faults.throttled(), conversation=channel.id)

    assert await bot.post(other.id, words("De bel gaat"))
    for _ in range(2):
        answer = await bot.call("POST", f"conversations/{channel.id}/activities", words("De bel gaat"))
        assert answer.status == 429
    bot.fake.connector.faults.healed("post")
    assert await bot.post(channel.id, words("De bel gaat"))


async def test_faults_come_in_the_order_they_were_scripted(bot: Bot, channel: Conversation) -> None:
    bot.fake.connector.faults.next("post", faults.status(502), faults.blocked(), faults.delay(0.01))
    path = f"conversations/{channel.id}/activities"

    answers = [await bot.call("POST", path, words("De bel gaat")) for _ in range(3)]

    assert [one.status for one in answers] == [502, 403, 201]
    assert "MessageWritesBlocked" in await answers[1].text()


async def test_a_whole_server_can_fail_until_it_is_healed(bot: Bot, channel: Conversation) -> None:
    bot.fake.connector.faults.always(faults.EVERY, faults.status(503))

    answers = [
        await bot.call("GET", f"teams/{channel.id}"),
        await bot.call("GET", f"conversations/{channel.id}/pagedmembers"),
    ]
    bot.fake.connector.faults.healed()

    assert [one.status for one in answers] == [503, 503]
    assert await bot.post(channel.id, words("De bel gaat"))
