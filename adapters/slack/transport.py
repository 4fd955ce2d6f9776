"""The only file that imports Slack's SDKs: calls of the Web API, bolt's routing, and the socket.

The SDK sends a message again by itself after a dropped connection, opens a session per call, and looks its
logger's level up to decide whether to write whole messages down: here it gets no retries, one shared session and a
logger with a level of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.request import getproxies

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.answered import Answered, Written
from adapters.slack.grant import Granted, granted
from adapters.slack.payload import Json, Malformed
from adapters.slack.refusals import Refusals
from rituals.engine.clock import Clock
from rituals.engine.errors import (
    DeliveryError,
    Misfit,
    PerhapsSent,
    Scope,
    SurelyNotSent,
    Unacceptable,
    Vanished,
)

if TYPE_CHECKING:
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

log = structlog.get_logger(__name__)

API = "https://slack.com/api/"
TIMEOUT = 15.0
"""Seconds for a message on its way."""
CONNECT = 5.0
REPLY = 2.5
"""Seconds for what somebody is waiting for: Slack itself gives up after three."""
PING = 10.0
"""Seconds between two signs of life on the socket."""
How = Literal["json", "query", "form"]
Handle = Callable[[Json], Awaitable[Answered]]


class Web:
    """Calls Slack for any workspace, over one session. Raises a DeliveryError and never tries twice.

    Only a call whose token Slack refuses, which did nothing, is made anew when there is another token.
    """

    def __init__(self, clock: Clock, url: str = API) -> None:
        self._clock = clock
        self.url = url if url.endswith("/") else f"{url}/"
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}
        self._closed = False
        self.refusals = Refusals(self._works, lambda: clock.elapsed())  # a test gives the clock another hand

    @property
    def session(self) -> aiohttp.ClientSession:
        """Made when first needed: only inside the running loop. Raises SurelyNotSent when all has been closed."""
        if self._closed:
            raise SurelyNotSent("the application stops")
        if self._session is None or self._session.closed:
            self._clients.clear()
            connector = aiohttp.TCPConnector(limit=100, ttl_dns_cache=300)
            timeout = aiohttp.ClientTimeout(TIMEOUT, connect=CONNECT)
            # With trust_env aiohttp reads ~/.netrc and all variables anew for each request, in a thread.
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=bool(getproxies()))
        return self._session

    def client(self, token: str | None) -> AsyncWebClient:
        """The SDK's client for one token."""
        session = self.session
        found = self._clients.get(token or "")
        if found is None:
            found = AsyncWebClient(
                token, self.url, int(TIMEOUT), session=session, logger=_quiet("web"), retry_handlers=[]
            )
            found.proxy = None  # the session reads the variables itself, NO_PROXY too
            self._clients[token or ""] = found
        return found

    async def call(
        self, token: str | None, method: str, body: Mapping[str, object], *, scope: Scope = "workspace",
        how: How = "json", within: float = TIMEOUT,
    ) -> dict[str, Any]:  # fmt: skip
        """One call. Methods that only read, and the one that gives tokens, take no JSON."""
        return await self.refusals.through(token, lambda one: self._call(one, method, body, scope, how, within))

    async def _works(self, token: str) -> bool:
        try:
            await self._call(token, "auth.test", {}, "workspace", "json", CONNECT)
        except DeliveryError:
            return False
        return True

    async def _call(
        self, token: str | None, method: str, body: Mapping[str, object], scope: Scope, how: How, within: float
    ) -> dict[str, Any]:
        named = {"query": "params", "form": "data", "json": "json"}[how]
        given: dict[str, Any] = {named: dict(body), "http_verb": "GET" if how == "query" else "POST"}
        try:
            async with asyncio.timeout(within):
                answer = await self.client(token).api_call(method, **given)
        except SlackApiError as error:
            raise self._refused(error, scope) from None  # the SDK's error repeats the whole answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise SurelyNotSent(type(error).__name__) from error
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError, AttributeError) as error:
            # The SDK stumbles with an AttributeError over an answer that is text or a list.
            raise PerhapsSent(type(error).__name__) from error
        if not isinstance(answer.data, dict):
            raise PerhapsSent("an answer that is not Slack's")
        return answer.data

    async def respond(self, url: str, body: Mapping[str, object], *, within: float = TIMEOUT) -> None:
        """Send to a response_url, which is a secret and stands in no error of ours."""
        try:
            async with asyncio.timeout(within), self.session.post(url, json=body, allow_redirects=False) as answer:
                status, said = answer.status, (await answer.text())[:200].strip()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise SurelyNotSent(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise PerhapsSent(type(error).__name__) from None
        if 400 <= status < 500 and status != 429:
            # Worn out (404), or shut with its channel: that says nothing of the person, whom another way reaches.
            raise Vanished(f"the response_url takes nothing more: {status}")
        if status != 200:
            raise errors.of_answer(
                status, said if said in errors.TABLE else "", answer.headers, "place", self._clock.now()
            )

    async def close(self) -> None:
        """Close the session for good, and with it what is still under way."""
        self._closed = True
        if self._session is not None:
            await self._session.close()

    def _refused(self, error: SlackApiError, scope: Scope) -> DeliveryError:
        answer: Any = error.response
        status = int(getattr(answer, "status_code", None) or getattr(answer, "status", None) or 0)
        data = getattr(answer, "data", None)
        code = data.get("error") if isinstance(data, dict) else ""
        return errors.of_answer(
            status, code if isinstance(code, str) else "", answer.headers or {}, scope, self._clock.now()
        )


class Bolt:
    """bolt's routing with one catch-all, before it looks for a token: that, its context and each listener of its own
    would cost every request more than all the rest of bolt, and nothing of it is used.
    """

    def __init__(self, web: Web, handle: Handle) -> None:
        self._app = _App(
            name="klantritme",
            logger=_quiet("bolt"),
            client=web.client(None),
            before_authorize=_CatchAll(handle),
            authorize=_nobody_asks,
            process_before_response=True,  # acknowledged means stored; and it saves bolt's wait of 10 ms
            request_verification_enabled=False,  # settled before, on the raw bytes
            ssl_check_enabled=False,
            url_verification_enabled=False,  # the catch-all comes before it
            ignoring_self_events_enabled=False,  # `events` does, which also knows other bots
            ignoring_self_assistant_message_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )

    async def dispatch(self, body: dict[str, object]) -> Written:
        """A request that has been read already: bolt's own reading answers a broken one with 500."""
        request = _Read(body)
        await self._app.async_dispatch(request)
        return request.written


_FAILED, _MALFORMED = Written(b"", 500), Written(b"", 400)


class _App(AsyncApp):
    """bolt fills a context for each request, with a client of its own in it; the catch-all looks at the body alone."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        """Nothing is kept there."""


class _Read(AsyncBoltRequest):
    """A request of which we have the body, and in the end the answer. bolt would look through it nine times for who
    and where, which `parse` does, and stumble over odd ones; its answer is text, which would be written twice.
    """

    def __init__(self, body: dict[str, Any]) -> None:
        self.written = _FAILED
        self.raw_body, self.body, self.mode = "", body, "socket_mode"
        self.query, self.headers, self.content_type = {}, {}, None
        self.context = AsyncBoltContext()
        self.lazy_only, self.lazy_function_name = False, None


async def _nobody_asks() -> AuthorizeResult:
    """bolt wants to know how it is authorised; nothing comes so far. Who may do what the engine decides."""
    raise Misfit("the catch-all comes first")


class _CatchAll(AsyncMiddleware):
    """Hands us every request; lets nothing through."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        request = cast(_Read, req)
        try:
            answered = await self._handle(request.body)
            request.written = answered.written()
        except Malformed as odd:
            log.warning("a request of Slack's is malformed", detail=str(odd))
            request.written = _MALFORMED
        except Exception:  # the boundary: Slack gets a status and no trace, which is logged
            log.exception("a request of Slack's failed")
        return resp


class Grants:
    """bolt's installation flow. What it was given is not kept here: `finish` hands it over."""

    def __init__(
        self, web: Web, client: tuple[str, str], addresses: tuple[str | None, str | None], scopes: Sequence[str],
        states: tuple[Callable[[], Awaitable[str]], Callable[[str], Awaitable[bool]]],
    ) -> None:  # fmt: skip
        """`client` is the app's id and secret, `addresses` where Slack asks and where it sends back to, `states` how
        a state is given out and used up.
        """
        self._web = web
        self._flow = AsyncOAuthFlow(
            client=web.client(None),
            logger=_quiet("oauth"),
            settings=AsyncOAuthSettings(
                client_id=client[0], client_secret=client[1], scopes=list(scopes), user_scopes=[],
                authorization_url=addresses[0], redirect_uri=addresses[1], install_page_rendering_enabled=False,
                installation_store=AsyncInstallationStore(), state_store=_States(*states),
            ),
        )  # fmt: skip

    async def begin(self, query: str, headers: Mapping[str, str]) -> tuple[str, str]:
        """Where the browser goes, and the cookie that binds the state to it."""
        made = await self._flow.handle_installation(_request(query, headers))
        return made.headers["location"][0], made.headers["set-cookie"][0]

    async def finish(self, query: str, headers: Mapping[str, str]) -> Granted | str:
        """What was given, or in one word why not. Raises a DeliveryError when Slack does not answer."""
        flow, request = self._flow, _request(query, headers)
        given = {name: values[0] for name, values in request.query.items() if values}
        state, code = given.get("state"), given.get("code")
        if "error" in given:
            return "refused"
        if not flow.settings.state_utils.is_valid_browser(state, request.headers) or state is None:
            return "another browser"
        if not await flow.settings.state_store.async_consume(state):
            return "a used or old state"
        if not code:
            return "no code"
        settings = flow.settings
        body = {"client_id": settings.client_id, "client_secret": settings.client_secret, "code": code}
        back = {"redirect_uri": settings.redirect_uri} if settings.redirect_uri else {}
        try:
            # Not the flow's own way: it makes its headers with what aiohttp is about to drop.
            found = await self._web.call(None, "oauth.v2.access", {**body, **back}, how="form")
        except Unacceptable as error:
            return error.detail
        return granted(found) or "no token"


class _States(AsyncOAuthStateStore):
    def __init__(self, issue: Callable[[], Awaitable[str]], consume: Callable[[str], Awaitable[bool]]) -> None:
        self._issue = issue
        self._consume = consume

    async def async_issue(self, *_: Any, **__: Any) -> str:
        return await self._issue()

    async def async_consume(self, state: str) -> bool:
        return await self._consume(state)


def _request(query: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=query, headers=dict(headers))


class Socket:
    """One connection of Socket Mode. It is never mended: what has broken is closed and a new one is made."""

    def __init__(self, web: Web, token: str, bolt: Bolt, elapsed: Callable[[], float]) -> None:
        self._web = web
        self._token = token
        self._elapsed = elapsed
        self._bolt = bolt
        self._client = SocketModeClient(
            token, _quiet("socket"), web.client(None), auto_reconnect_enabled=False, ping_interval=PING
        )
        self._client.on_message_listeners.append(self._heard)
        self._client.socket_mode_request_listeners.append(self._asked)
        self._client.connect_to_new_endpoint = self._leave  # type: ignore[method-assign]  # it would replace itself
        self._pong: float | None = None
        self.heard_at = elapsed()
        self.leaving = False
        """Slack said that it will close this connection soon."""

    async def connect(self) -> None:
        """Raises a DeliveryError when that does not work at once."""
        client = self._client
        await client.aiohttp_client_session.close()  # it would not read the variables for a proxy
        client.aiohttp_client_session = aiohttp.ClientSession(trust_env=True)
        opened = await self._web.call(self._token, "apps.connections.open", {})
        try:
            client.current_session = await client.aiohttp_client_session.ws_connect(
                str(opened.get("url", "")), autoping=False, heartbeat=PING
            )
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise SurelyNotSent(type(error).__name__) from None  # its text holds the address, which is a secret
        client.current_session_monitor = asyncio.ensure_future(client.monitor_current_session())
        client.message_receiver = asyncio.ensure_future(client.receive_messages())
        self.heard_at = self._elapsed()

    @property
    def quiet_for(self) -> float:
        """Seconds since anything came, an answer to our ping included. No events is no sign of death."""
        if self._client.last_ping_pong_time != self._pong:
            self._pong = self._client.last_ping_pong_time
            self.heard_at = self._elapsed()
        return self._elapsed() - self.heard_at

    @property
    def closed(self) -> bool:
        """Whether the other side is gone."""
        session = self._client.current_session
        return session is None or session.closed

    async def close(self) -> None:
        """Close it with its session and tasks."""
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _heard(self, _message: object) -> None:
        self.heard_at = self._elapsed()

    async def _leave(self, force: bool = False) -> None:
        self.leaving = self.leaving or force

    async def _asked(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            answer = await self._bolt.dispatch(request.payload)
        except Malformed as odd:
            log.warning("an envelope of Slack's is malformed", detail=str(odd))
            return
        if answer.status == 200:  # else Slack sends it again
            said = json.loads(answer.body) if answer.body else None
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, said))


def _quiet(name: str) -> logging.Logger:
    """A logger that says only what is broken: at a lower level the SDK writes bodies and addresses down."""
    logger = logging.getLogger(f"klantritme.slack.{name}")
    logger.setLevel(logging.CRITICAL)
    return logger
