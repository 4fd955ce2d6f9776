"""The login and the key server answer as Entra and the Bot Framework do, and count who asks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientError, ClientTimeout

from tests.fakes.teams import faults
from tests.fakes.teams.client import Bot, Json, listening, words
from tests.fakes.teams.teams import running


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as fake, listening(fake) as bot:
        yield bot


async def keys(bot: Bot) -> list[Json]:
    async with bot.session.get(bot.fake.login.metadata_address) as answer:
        address = (await answer.json())["jwks_uri"]
    async with bot.session.get(address) as answer:
        return list((await answer.json())["keys"])


@pytest.mark.parametrize(
    ("changed", "status", "error", "number"),
    [
        ({"client_secret": "fout"}, 401, "invalid_client", 7000215),
        ({"client_id": "iemand anders"}, 400, "unauthorized_client", 700016),
        ({"scope": "https://graph.microsoft.com/.default"}, 400, "invalid_scope", 70011),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"tenant": "elders"}, 400, "invalid_request", 90002),
    ],
)
async def test_a_wrong_request_for_a_token_is_refused_as_entra_does(
    bot: Bot, changed: dict[str, str], status: int, error: str, number: int
) -> None:
    found, body = await bot.ask_token(**changed)

    assert (found, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")


async def test_an_expired_secret_is_refused(bot: Bot) -> None:
    bot.fake.login.registration.secret_expired = True

    assert (await bot.ask_token())[1]["error_codes"] == [7000222]


async def test_every_token_that_was_asked_is_counted(bot: Bot) -> None:
    await bot.ask_token()

    assert bot.fake.counters.count("token") == 2


async def test_a_revoked_token_opens_nothing(bot: Bot) -> None:
    place = bot.fake.team("Wonen", bot.fake.person("Sanne")).general
    bot.fake.login.revoke()

    answer = await bot.call("POST", f"conversations/{place.id}/activities", words("hoi"))

    assert (answer.status, place.messages) == (401, [])


async def test_a_token_lives_an_hour_of_the_given_clock() -> None:
    begin = datetime(2026, 11, 23, 9, tzinfo=UTC)
    moments = [begin]
    async with running(lambda: moments[-1]) as fake, listening(fake) as bot:
        place = fake.team("Wonen", fake.person("Sanne")).general
        await bot.post(place.id, words("hoi"))

        moments.append(begin + timedelta(hours=1))

        assert (await bot.call("POST", f"conversations/{place.id}/activities", words("hoi"))).status == 401


async def test_the_keys_are_those_that_sign(bot: Bot) -> None:
    found = await keys(bot)

    assert [one["kid"] for one in found] == [one.kid for one in bot.fake.login.keys.published]
    assert all(one["endorsements"] == ["msteams"] and one["kty"] == "RSA" and one["n"] for one in found)
    assert bot.fake.signer().key.kid in {one["kid"] for one in found}


async def test_rotation_brings_a_new_key_and_drops_the_oldest(bot: Bot) -> None:
    before = [one["kid"] for one in await keys(bot)]

    fresh = bot.fake.login.keys.rotate()

    assert [one["kid"] for one in await keys(bot)] == [before[1], fresh.kid]
    assert bot.fake.signer().key.kid == fresh.kid
    assert (bot.fake.counters.count("metadata"), bot.fake.counters.count("keys")) == (2, 2)


async def test_the_key_server_can_fail_and_hang(bot: Bot) -> None:
    bot.fake.login.faults.next("metadata", faults.status(500), faults.silence())

    async with bot.session.get(bot.fake.login.metadata_address) as answer:
        assert answer.status == 500
    with pytest.raises(asyncio.TimeoutError):
        await bot.session.get(bot.fake.login.metadata_address, timeout=ClientTimeout(total=0.05))
    assert len(await keys(bot)) == 2


async def test_a_server_can_be_away_and_come_back_at_the_same_address(bot: Bot) -> None:
    await bot.fake.login.server.away()
    with pytest.raises(ClientError):
        await bot.ask_token()

    await bot.fake.login.server.start()

    assert (await bot.ask_token())[0] == 200
