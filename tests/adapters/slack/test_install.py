"""Several workspaces: installing through Slack's own pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession

from adapters.slack.tokens import Team, Tokens
from rituals.engine import sentences
from store import installations, oauth, tokens
from store.base import Store
from store.errors import Busy, Unavailable
from store.tx import Tx
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.slack import fake_slack
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.faults import status

BUREN = "T0BUREN"


@pytest.fixture
async def several(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with fake_slack() as page:  # only for its address: the authorize page is a browser's
        given = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "geheim", "SLACK_AUTHORIZE_URL": page.authorize_url,
                 "PUBLIC_URL": "https://klantritme.example"}  # fmt: skip
        async with opened(sqlite_store, given) as tried:
            tried.fake.team(BUREN, "De Buren", "", installed=False)
            tried.fake.person("U90", "Bea Buur", team=BUREN)
            tried.fake.channel("C90", "buren", ("U90",), team=BUREN)
            yield tried


async def begin(tried: Tried) -> tuple[str, str]:
    """The state, and the cookie that binds it to the browser."""
    async with ClientSession() as browser, browser.get(address(tried, "install"), allow_redirects=False) as answer:
        assert answer.status == 302
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert asked["redirect_uri"] == ["https://klantritme.example/slack/oauth_redirect"]
        assert "chat:write" in asked["scope"][0].split(",")
        return asked["state"][0], answer.headers["Set-Cookie"].partition(";")[0]


async def finish(tried: Tried, state: str, cookie: str, code: str = "code-1", **more: str) -> tuple[int, str]:
    tried.fake.state.codes.setdefault("code-1", (BUREN, "U90"))
    query = {"state": state, "code": code} | more
    page = address(tried, "oauth_redirect")
    async with ClientSession() as browser, browser.get(page, params=query, headers={"Cookie": cookie}) as answer:
        return answer.status, await answer.text()


def address(tried: Tried, page: str) -> str:
    return tried.url.replace("/slack/events", f"/slack/{page}")


async def kept(tried: Tried) -> list[str]:
    return [one.workspace for one in await tried.engine.store.read(lambda tx: tokens.every(tx, "slack"))]


async def test_an_installation_is_kept_and_waits_to_be_admitted(several: Tried) -> None:
    code, page = await finish(several, *await begin(several))

    assert code == 200
    assert "De Buren" in page
    assert await kept(several) == [BUREN]
    found = await several.engine.store.read(lambda tx: installations.find(tx, "slack", BUREN))
    assert found is not None
    assert (found.name, found.state) == ("De Buren", "waiting")


async def test_the_token_lies_encrypted_and_works_once_the_workspace_is_admitted(several: Tried) -> None:
    await finish(several, *await begin(several))
    (row,) = await several.engine.store.read(lambda tx: tokens.every(tx, "slack"))
    assert b"xoxb" not in row.sealed

    await several.engine.store.transact(lambda tx: installations.set_state(tx, "slack", BUREN, "admitted"))
    await several.fake.user("U90").types("/proef Het lukte", "C90")
    await several.walk()

    assert len(several.fake.messages("C90")) == 1
    assert several.fake.messages("C1") == []


async def test_another_replica_finds_the_token(several: Tried, sqlite_store: Store) -> None:
    await finish(several, *await begin(several))
    several.slack._tokens.forget(BUREN)

    assert (await several.slack._tokens.of(BUREN) or "").startswith("xoxb-")


async def test_a_state_is_good_for_one_use(several: Tried) -> None:
    state, cookie = await begin(several)
    await finish(several, state, cookie)
    several.fake.state.codes["code-2"] = (BUREN, "U90")

    assert (await finish(several, state, cookie, "code-2"))[0] == 400
    assert several.fake.count("oauth.v2.access") == 1


async def test_a_state_is_good_for_ten_minutes(several: Tried) -> None:
    state, cookie = await begin(several)
    several.engine.clock.walk_to(several.engine.clock.now() + timedelta(seconds=601))

    assert (await finish(several, state, cookie))[0] == 400
    assert await kept(several) == []


@pytest.mark.parametrize("cookie", ["", "slack-app-oauth-state=iets-anders"])
async def test_a_state_is_good_in_one_browser(several: Tried, cookie: str) -> None:
    state, _ = await begin(several)

    assert (await finish(several, state, cookie))[0] == 400
    assert await kept(several) == []


async def test_what_nobody_began_cannot_be_finished(several: Tried) -> None:
    assert (await finish(several, "verzonnen", "slack-app-oauth-state=verzonnen"))[0] == 400
    assert several.fake.count("oauth.v2.access") == 0


@pytest.mark.parametrize("more", [{"error": "access_denied"}, {"code": ""}, {"code": "verkeerd"}])
async def test_who_says_no_or_brings_a_wrong_code_gets_a_sentence(several: Tried, more: dict[str, str]) -> None:
    code, page = await finish(several, *await begin(several), **more)

    assert code == 400
    assert "niet gelukt" in page
    assert await kept(several) == []


async def test_slack_being_away_is_said_and_can_be_begun_again(several: Tried) -> None:
    several.fake.next("oauth.v2.access", status(503))

    assert (await finish(several, *await begin(several)))[0] in (400, 503)
    assert (await finish(several, *await begin(several)))[0] == 200


async def test_a_workspace_that_takes_the_app_out_leaves_no_token(several: Tried) -> None:
    await finish(several, *await begin(several))

    await several.fake.uninstalls(BUREN)

    assert await kept(several) == []
    assert await several.slack._tokens.of(BUREN) is None
    assert await several.slack._tokens.of(TEAM) is not None


async def workspace_state(tried: Tried, workspace: str = BUREN) -> str:
    found = await tried.engine.store.read(lambda tx: installations.find(tx, "slack", workspace))
    return found.state if found else "unknown"


async def admitted(tried: Tried) -> None:
    await finish(tried, *await begin(tried))
    await tried.engine.store.transact(lambda tx: installations.set_state(tx, "slack", BUREN, "admitted"))


async def put_back(tried: Tried) -> str:
    """The app is installed again a minute later; the new token."""
    tried.engine.clock.walk_to(tried.engine.clock.now() + timedelta(seconds=60))
    tried.fake.state.codes["code-2"] = (BUREN, "U90")
    assert (await finish(tried, *await begin(tried), code="code-2"))[0] == 200
    return await tried.slack._tokens.of(BUREN) or ""


def failing(tried: Tried, monkeypatch: pytest.MonkeyPatch, *, lane: str | None = None, times: int = 1000) -> None:
    """The next times nothing (or nothing of one lane) can be stored."""
    whole, left = tried.engine.store.transact, [None] * times

    async def transact(work: Any, **more: Any) -> Any:
        if left and lane in (None, more.get("lane", "others")):
            left.pop()
            raise Busy("store")
        return await whole(work, **more)

    monkeypatch.setattr(tried.engine.store, "transact", transact)


async def test_an_uninstallation_that_is_told_again_after_the_app_was_put_back_does_no_harm(several: Tried) -> None:
    await admitted(several)
    await several.fake.uninstalls(BUREN)
    told = several.fake.last
    new = await put_back(several)
    several.fake.last = told

    (reply,) = await several.fake.redelivers()

    assert reply.status == 200
    assert await several.slack._tokens.of(BUREN) == new
    assert await kept(several) == [BUREN]
    assert await workspace_state(several) == "admitted"


async def test_an_uninstallation_that_could_not_be_stored_is_told_again(
    several: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    await admitted(several)
    with monkeypatch.context() as broken:
        failing(several, broken, lane="others", times=1)
        (reply,) = await several.fake.uninstalls(BUREN)
    assert reply.status == 503
    assert (await workspace_state(several), await kept(several)) == ("admitted", [BUREN])

    (reply,) = await several.fake.redelivers()

    assert reply.status == 200
    assert (await workspace_state(several), await kept(several)) == ("gone", [])


async def test_another_replica_takes_the_new_token_when_slack_refuses_the_old(several: Tried) -> None:
    await admitted(several)
    old = await several.slack._tokens.of(BUREN)
    await several.fake.uninstalls(BUREN)
    new = await put_back(several)
    several.slack._tokens.put(Team(BUREN, old or ""))  # as it is on a replica that heard of nothing

    await several.fake.user("U90").types("/proef Het lukte", "C90")
    await several.walk()

    assert len(several.fake.messages("C90")) == 1
    assert await several.slack._tokens.of(BUREN) == new


async def test_a_refused_token_is_looked_up_once_a_minute() -> None:
    looked, minutes = [], [0.0]

    async def load(workspace: str) -> Team:
        looked.append(workspace)
        return Team(BUREN, f"xoxb-{minutes[0]:g}")

    tokens_known = Tokens(None, load, lambda: minutes[0] * 60)
    assert await tokens_known.of(BUREN) == "xoxb-0"

    assert [await tokens_known.renewed("xoxb-0") for _ in range(3)] == [None] * 3
    minutes[0] = 1
    assert await asyncio.gather(*[tokens_known.renewed("xoxb-0") for _ in range(3)]) == ["xoxb-1"] * 3

    assert looked == [BUREN] * 3


async def test_what_is_for_a_workspace_of_which_the_token_is_not_there_goes_when_it_is(several: Tried) -> None:
    await admitted(several)
    team = Team(BUREN, await several.slack._tokens.of(BUREN) or "")
    await several.fake.user("U90").types("/proef Het lukte", "C90")
    (kept_there,) = await several.engine.store.read(lambda tx: tokens.every(tx, "slack"))
    await several.engine.store.transact(lambda tx: tokens.drop(tx, "slack", BUREN))
    several.slack._tokens.forget(BUREN)
    await several.walk(180)
    assert several.fake.messages("C90") == []

    now = several.engine.clock.now()
    await several.engine.store.transact(lambda tx: tokens.put(tx, "slack", kept_there, now))
    await several.walk(61)

    assert await several.slack._tokens.of(BUREN) == team.token
    assert len(several.fake.messages("C90")) == 1


async def test_the_own_workspace_lives_again_when_the_app_is_put_back(several: Tried) -> None:
    await several.fake.uninstalls(TEAM)
    several.engine.clock.walk_to(several.engine.clock.now() + timedelta(seconds=60))
    several.fake.state.codes["code-2"] = (TEAM, "U1")
    assert (await finish(several, *await begin(several), code="code-2"))[0] == 200

    await several.fake.user("U1").types("/proef Het lukte", "C1")
    await several.walk()

    assert len(several.fake.messages("C1")) == 1


async def test_an_installation_that_could_not_be_stored_is_not_said_to_stand(
    several: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = await begin(several)
    failing(several, monkeypatch, lane="people")

    code, page = await finish(several, *began)

    assert code == 503
    assert "niet gelukt" in page


async def test_who_begins_over_and_over_pushes_only_the_oldest_out(several: Tried) -> None:
    first = await begin(several)
    clock = several.engine.clock

    def flood(tx: Tx) -> None:
        for number in range(oauth.MOST):
            oauth.issue(tx, f"vloed-{number}", clock.now() + timedelta(seconds=1))

    await several.engine.store.transact(flood)
    clock.walk_to(clock.now() + timedelta(seconds=2))
    last = await begin(several)

    assert (await finish(several, *first))[0] == 400
    assert (await finish(several, *last))[0] == 200


async def test_who_types_while_the_store_is_away_reads_a_sentence(
    several: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    await admitted(several)
    several.slack._tokens.forget(BUREN)

    def away(*_: Any) -> Any:
        failing(several, monkeypatch)
        raise Unavailable("store")

    monkeypatch.setattr(tokens, "get", away)

    bea = several.fake.user("U90")
    assert (await bea.types("/proef ja", "C90")).status == 200

    (shown,) = bea.private
    assert shown.text == several.slack.own_say(sentences.BUSY)
