"""The faults of botbuilder 4.17.1 that the adapter goes round, shown in botbuilder itself.

When one of these fails after an upgrade, the fault is gone, and what we do instead can go as well.
"""

from __future__ import annotations

import inspect
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import ConversationParameters
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import JwtTokenExtractor, MicrosoftAppCredentials, VerifyOptions
from botframework.connector.auth.jwt_token_extractor import _OpenIdMetadata
from botframework.connector.models import ErrorResponseException
from msrest.universal_http.requests import ClientRetryPolicy

from adapters.teams.transport import wire
from tests.fakes.teams.keys import SigningKey, signing_key

ISSUER = "https://api.botframework.com"
HELLO = {
    "type": "message", "id": "1", "text": "hoi", "channelId": "msteams", "serviceUrl": "https://kwaad.example/",
    "from": {"id": "29:1"}, "recipient": {"id": "28:app"}, "conversation": {"id": "a:1"},
}  # fmt: skip


class Configuration:
    """Without an app id, as somebody has it who only tries something out."""

    APP_ID = ""
    APP_PASSWORD = ""
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class Bot(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
    """Answers every invoke with a body."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        self.heard.append(turn_context.activity.text)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        return InvokeResponse(status=200, body={"statusCode": 200, "type": "x", "value": {"type": "AdaptiveCard"}})


async def answered(bot: Bot, activity: dict[str, Any]) -> int:
    """The status that botbuilder gives to an activity without any token."""
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))

    async def messages(request: web.Request) -> web.StreamResponse:
        response: web.StreamResponse = await adapter.process(request, bot)
        return response

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    async with TestClient(TestServer(application)) as client, client.post("/api/messages", json=activity) as response:
        return response.status


async def test_an_invoke_with_a_body_is_answered_with_500() -> None:
    """Trap 8: the body is serialised twice. So invokes are answered by us."""
    invoke = {**HELLO, "type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": "x"}}}

    assert await answered(Bot(), invoke) == 500


async def test_without_an_app_id_everybody_may_post() -> None:
    """Trap 12. So the adapter does not start without one."""
    bot = Bot()

    assert await answered(bot, HELLO) == 201
    assert bot.heard == ["hoi"]


def test_every_client_works_out_its_list_of_status_codes_by_looking_through_another_list() -> None:
    """Trap 9: a thousand codes, each looked up in a list of five hundred. So no client of botbuilder's is made."""
    made = [ConnectorClient(MicrosoftAppCredentials("app", ""), "https://x.example/") for _ in range(2)]
    first, second = (one.config.retry_policy.policy.status_forcelist for one in made)

    assert isinstance(ClientRetryPolicy.safe_codes, list)
    assert (len(ClientRetryPolicy.safe_codes), len(first)) == (501, 498)
    assert first == second
    assert first is not second


def extractor(metadata: _OpenIdMetadata) -> JwtTokenExtractor:
    options = VerifyOptions(issuer=[ISSUER], audience=None, clock_tolerance=300, ignore_expiration=False)
    made = JwtTokenExtractor(options, "https://nergens.example/", ["RS256"])
    made.open_id_metadata = metadata
    return made


class Fetched(_OpenIdMetadata):  # type: ignore[misc]  # botbuilder has no types
    """Metadata with one key, and a count of its fetches."""

    def __init__(self, key: SigningKey) -> None:
        super().__init__("https://nergens.example/")
        self.key = key
        self.fetches = 0

    async def _refresh(self) -> None:
        from datetime import datetime

        self.fetches += 1
        self.last_updated = datetime.now()  # noqa: DTZ005  (as botbuilder does)
        self.keys = [self.key.jwk]


async def test_an_unknown_key_is_an_index_error_and_the_keys_are_never_fetched_again() -> None:
    """Trap 10. So the keys are ours."""
    metadata = Fetched(signing_key(1))
    stranger = jwt.encode({"iss": ISSUER}, signing_key(2).private, "RS256", {"kid": signing_key(2).kid})

    with pytest.raises(IndexError):
        await extractor(metadata).get_identity("Bearer", stranger, "msteams")

    assert metadata.fetches == 1


async def test_a_token_without_an_end_is_believed() -> None:
    """Trap 10. So the token is checked by us."""
    key = signing_key(1)
    endless = jwt.encode({"iss": ISSUER}, key.private, "RS256", {"kid": key.kid})

    identity = await extractor(Fetched(key)).get_identity("Bearer", endless, "msteams")

    assert identity.is_authenticated


async def test_a_key_without_endorsements_may_sign_for_every_channel() -> None:
    """So a key of ours has to name the channel."""
    key = signing_key(1, ())
    token = jwt.encode({"iss": ISSUER}, key.private, "RS256", {"kid": key.kid})

    assert (await extractor(Fetched(key)).get_identity("Bearer", token, "msteams")).is_authenticated


def test_the_keys_are_fetched_by_a_blocking_call_without_a_time_out() -> None:
    """Trap 10: inside the event loop, so that a hanging key server stops the whole bot."""
    source = inspect.getsource(_OpenIdMetadata._refresh)

    assert inspect.iscoroutinefunction(_OpenIdMetadata._refresh)
    assert "requests.get(self.url)" in source
    assert "timeout" not in source


async def test_a_refusal_for_too_much_traffic_is_raised_at_once_without_its_retry_after() -> None:
    """Trap 11. So the calls are ours, and delivery waits as long as it is told."""
    calls = []

    async def busy(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.json_response({"error": {"code": "x", "message": "x"}}, status=429, headers={"Retry-After": "7"})

    application = web.Application()
    application.router.add_post("/{tail:.*}", busy)
    async with TestServer(application) as server:
        client = ConnectorClient(MicrosoftAppCredentials("", ""), str(server.make_url("/")))
        with pytest.raises(ErrorResponseException) as told:
            await client.conversations.send_to_conversation("a:1", {"type": "message", "text": "hoi"})

    assert len(calls) == 1
    assert not hasattr(told.value, "retry_after")


def test_a_name_that_the_connector_spells_otherwise_is_put_right() -> None:
    assert ConversationParameters._attribute_map["tenant_id"]["key"] == "tenantID"
    assert wire(ConversationParameters(tenant_id="t", is_group=False)) == {"isGroup": False, "tenantId": "t"}
