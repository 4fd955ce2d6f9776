"""Response_urls wear out, belong to a message or to none; and an app is installed through its code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.state import Json


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


async def test_a_response_url_works_five_times(fake: FakeSlack) -> None:
    url = fake.url + fake.state.hook("U1", "C1").path
    statuses = []
    for _ in range(6):
        async with fake.session.post(url, json={"text": "een"}) as answer:
            statuses.append((answer.status, await answer.text()))

    assert statuses[:5] == [(200, "ok")] * 5
    assert statuses[5] == (404, '{"ok":false,"error":"used_url"}')
    assert len(fake.user("U1").private) == 5


async def test_a_response_url_works_half_an_hour(fake: FakeSlack, wall: Wall) -> None:
    url = fake.url + fake.state.hook("U1", "C1").path
    wall.time += timedelta(minutes=31)

    async with fake.session.post(url, json={"text": "een"}) as answer:
        assert (answer.status, "expired_url" in await answer.text()) == (404, True)
    assert fake.user("U1").private == []
    assert fake.count("response_url") == 1


async def test_a_response_url_replaces_and_removes_the_message_it_belongs_to(fake: FakeSlack) -> None:
    async with fake.session.post(fake.url + fake.state.hook("U1", "C1").path, json={"text": "een"}):
        whisper = fake.user("U1").private[0]
    url = fake.url + fake.state.hook("U1", "C1", whisper).path

    async with fake.session.post(url, json={"text": "twee", "replace_original": True}):
        replaced = [one.text for one in fake.user("U1").private]
    async with fake.session.post(url, json={"delete_original": True}):
        pass

    assert replaced == ["twee"]
    assert fake.user("U1").private == []


async def test_the_response_url_of_a_command_has_nothing_to_replace(fake: FakeSlack) -> None:
    url = fake.url + fake.state.hook("U1", "C1").path
    for text in ("een", "twee"):
        async with fake.session.post(url, json={"text": text, "replace_original": True}):
            pass

    assert [one.text for one in fake.user("U1").private] == ["een", "twee"]


async def test_a_code_becomes_a_token_once(fake: FakeSlack) -> None:
    fake.team("T2", "Elders", "", installed=False)
    fake.state.codes["code.1"] = ("T2", "U1")

    told = await redeemed(fake, "code.1")
    again = await redeemed(fake, "code.1")

    assert told["team"]["id"] == "T2"
    assert fake.state.tokens[told["access_token"]].team == "T2"
    assert again["error"] == "invalid_code"


async def redeemed(fake: FakeSlack, code: str) -> Json:
    """Without the library: its own way here warns about what it uses of aiohttp."""
    form = {"client_id": "1.2", "client_secret": "geheim", "code": code}
    async with fake.session.post(f"{fake.api_url}oauth.v2.access", data=form) as answer:
        return dict(await answer.json())


async def test_the_authorize_page_sends_the_person_back(fake: FakeSlack) -> None:
    fake.server.approving = (TEAM, "U1")
    query = {"client_id": "1.2", "scope": "chat:write", "state": "s1", "redirect_uri": "http://here.example/back"}
    async with fake.session.get(fake.authorize_url, params=query, allow_redirects=False) as answer:
        where = answer.headers["Location"]

    assert where.startswith("http://here.example/back?state=s1&code=code.")
