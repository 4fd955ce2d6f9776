"""The forged tokens: a careful reader refuses each of them and takes the right one, a careless one takes some."""

import json
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest

from tests.fakes.teams.client import Bot, listening
from tests.fakes.teams.keys import SigningKey
from tests.fakes.teams.sender import changed
from tests.fakes.teams.teams import APP_ID, TENANT, FakeTeams, running
from tests.fakes.teams.tokens import Forged, Headers, bearer, forged


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as fake, listening(fake) as bot:
        fake.publish_foreign_key()
        yield bot


def careful(headers: Headers, activity: dict[str, Any], published: list[SigningKey], issuer: str) -> bool:
    """Believes what the rules let it believe."""
    found = [value for name, value in headers if name.lower() == "authorization"]
    words = found[0].split(" ") if len(found) == 1 else []
    if len(words) != 2 or words[0] != "Bearer":
        return False
    try:
        head = jwt.get_unverified_header(words[1])
        key = next(one for one in published if one.kid == head.get("kid"))
        claims = jwt.decode(
            words[1], key.pem, ["RS256"], {"require": ["exp", "iss", "aud"]}, audience=APP_ID, issuer=issuer, leeway=300
        )
    except (jwt.PyJWTError, StopIteration, ValueError, OverflowError, TypeError):
        return False
    tenant = activity["channelData"]["tenant"]["id"]
    return (
        claims.get("serviceurl") == activity.get("serviceUrl")
        and str(claims["serviceurl"]).startswith("http://127.0.0.1:")
        and "msteams" in key.endorsements
        and tenant == TENANT
    )


def believed(fake: FakeTeams, one: Forged) -> bool:
    activity = changed(fake.person("Sanne").saying("bel hoera"), one.changed)
    return careful(one.headers, activity, fake.login.keys.published, fake.login.issuer)


def _late(fake: FakeTeams, seconds: int) -> str:
    return fake.signer().token(exp=int(fake.now().timestamp()) + seconds)


async def test_every_forged_token_is_refused_by_a_careful_reader(bot: Bot) -> None:
    assert [one.name for one in forged(bot.fake.signer()) if believed(bot.fake, one)] == []


async def test_the_right_token_is_taken_by_a_careful_reader(bot: Bot) -> None:
    assert believed(bot.fake, Forged("right", bearer(bot.fake.signer().token())))
    assert believed(bot.fake, Forged("four minutes late", bearer(_late(bot.fake, -240))))
    assert not believed(bot.fake, Forged("six minutes late", bearer(_late(bot.fake, -360))))


async def test_there_are_more_than_thirty_each_with_a_name_of_its_own(bot: Bot) -> None:
    names = [one.name for one in forged(bot.fake.signer())]

    assert len(names) == len(set(names)) >= 30


async def test_forged_tokens_travel_as_they_are(bot: Bot) -> None:
    activity = bot.fake.person("Sanne").saying("bel hoera")
    for one in forged(bot.fake.signer()):
        bot.headers.clear()

        reply = await bot.fake.sender.deliver_forged(activity, one)

        sent = [value.strip() for name, value in one.headers if name == "Authorization"]
        assert (reply.status, len(bot.headers[0])) == (200, len(sent)), one.name


async def test_an_activity_can_be_forged_with_a_right_token(bot: Bot) -> None:
    activity = bot.fake.person("Sanne").saying("bel hoera")
    other = next(one for one in forged(bot.fake.signer()) if one.name == "another tenant")

    await bot.fake.sender.deliver_forged(activity, other)

    assert bot.heard[-1]["channelData"]["tenant"]["id"] != TENANT
    assert json.dumps(activity) != json.dumps(bot.heard[-1])
