"""The server: Web API methods, response_urls, the authorize page and the sockets, each call counted."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.slack import chat, conversations, directory, modals, uploads
from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.faults import Fault, Script
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.state import Json, SlackError, State, Token

METHODS: Mapping[str, tuple[Method, str]] = (
    {**chat.METHODS, **conversations.METHODS, **directory.METHODS, **modals.METHODS, **uploads.METHODS}
)  # fmt: skip
WITHOUT_TOKEN = frozenset({"oauth.v2.access"})
# These read only a form or the query: of a JSON body they see nothing.
NO_JSON = frozenset({
    "bots.info", "conversations.history", "conversations.info", "conversations.list", "conversations.members",
    "conversations.replies", "files.getUploadURLExternal",
    "oauth.v2.access", "team.info", "users.conversations", "users.info", "users.list",
    "users.lookupByEmail",
})  # fmt: skip


@dataclass(frozen=True)
class Called:
    """One call as it came in, with the error it was answered with; None: it was done."""

    method: str
    token: str
    args: Json
    at: datetime
    elapsed: float
    error: str | None = None
    fault: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """Answers as Slack does, or as the script of faults says."""

    state: State
    sockets: Sockets
    elapsed: Callable[[], float]
    script: Script = field(default_factory=Script)
    calls: list[Called] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    most_connections: int = 0
    approving: tuple[str, str] | None = None
    """Who says yes on the authorize page: (team, user); None: the person says no."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What people sent in dialogs, by name."""
    base: str = ""
    connections: Callable[[], int] = field(default=int)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._method),
            web.post("/hooks/commands/{team}/{number}/{secret}", self._hook),
            web.get("/oauth/v2/authorize", self._authorize),
            web.get("/link/", self.sockets.serve),
            web.get("/files-pri/{name}", self._file),
            web.post("/upload/v1/{number}", self._upload),
        ]

    def count(self, method: str | None = None, token: str | None = None) -> int:
        """How often a method was called, with a token or any."""
        return sum(1 for one in self.calls if method in (None, one.method) and token in (None, one.token))

    def per_token(self) -> Counter[str]:
        return Counter(one.token for one in self.calls)

    def times(self, method: str, channel: str | None = None) -> list[datetime]:
        """When a method was called, for one channel or any, by the clock given."""
        return [one.at for one in self.calls if one.method == method and channel in (None, one.args.get("channel"))]

    async def _file(self, request: web.Request) -> web.Response:
        """A file that somebody sent, for whoever shows the app's token."""
        secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
        held = self.state.tokens.get(secret)
        data = self.files.get(request.match_info["name"])
        if held is None or "files:read" not in held.scopes or data is None:
            return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(body=data)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, at the address that was given out; counted as the method `upload`."""
        uploaded, data = self.state.uploads.get(request.match_info["number"]), await request.read()

        def do() -> Json:
            right = uploaded is not None and uploaded.length == len(data)
            if uploaded is not None and right:
                uploaded.data = data
            return {"ok": right, "_status": 200 if right else 400, "_body": f"OK - {len(data)}" if right else "no"}

        return await self._counted(request, "upload", "", {}, do)

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request, json_too=method not in NO_JSON)
        shown = request.headers.get("Authorization", "")
        if shown.startswith("Basic "):
            args |= _basic(request)
            shown = ""
        secret = shown.removeprefix("Bearer ").strip() or str(args.pop("token", ""))
        return await self._counted(request, method, secret, args, lambda: self._do(method, secret, args))

    async def _counted(
        self, request: web.Request, method: str, secret: str, args: Json, do: Callable[[], Json]
    ) -> web.StreamResponse:
        """Run one call under its fault, and write it down."""
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self.most_connections = max(self.most_connections, self.connections())
        fault = self.script.take(method, args.get("channel"))
        at, elapsed = self.state.now(), self.elapsed()
        try:
            if fault and fault.before:
                await fault.before()
            body = do() if fault is None or fault.applies else {"ok": False, "error": "not_applied"}
            self._late(fault, body)
            error = None if body.get("ok", True) else str(body.get("error"))
            name = fault.name if fault else None
            self.calls.append(Called(method, secret, args, at, elapsed, error, name, dict(request.headers)))
            if fault:
                return await fault.answering(request, self._answer(secret, body))
            return self._answer(secret, body)
        finally:
            self.in_flight -= 1

    def _answer(self, secret: str, body: Json) -> web.Response:
        if "_status" in body:
            return web.Response(status=body["_status"], text=body["_body"])
        response = web.json_response(body)
        if token := self.state.tokens.get(secret):
            response.headers["X-OAuth-Scopes"] = ",".join(sorted(token.scopes))
        return response

    def _late(self, fault: Fault | None, body: Json) -> None:
        if fault and fault.late > timedelta() and body.get("ok") and "ts" in body:
            message = self.state.message(body["channel"], body["ts"])
            message.visible_from = self.state.now() + fault.late

    def _do(self, method: str, secret: str, args: Json) -> Json:
        found = METHODS.get(method)
        try:
            if found is None:
                raise SlackError("unknown_method", req_method=method)
            token = Token("", "") if method in WITHOUT_TOKEN else self._token(secret, found[1])
            told = {"ok": True, **found[0](Call(self.state, token, args, self.base))}
        except SlackError as error:
            return {"ok": False, "error": error.error, **error.more}
        if method == "apps.connections.open":
            self.sockets.tickets.add(told["url"].split("ticket=")[1].split("&")[0])
        return told

    def _token(self, secret: str, scope: str) -> Token:
        if not secret:
            raise SlackError("not_authed")
        token = self.state.tokens.get(secret)
        if token is None:
            raise SlackError("invalid_auth")
        if token.error:
            raise SlackError(token.error)
        if scope and scope not in token.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(token.scopes)))
        return token

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        """A post to a response_url; counted as the method `response_url`."""
        body = await request.json()
        path = request.path

        def do() -> Json:
            done = chat.respond(self.state, path, body)
            return {"ok": done.status == 200, "error": done.body, "_status": done.status, "_body": done.body}

        return await self._counted(request, "response_url", "", {**body, "url": path}, do)

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page where somebody installs the app, with the button pressed already."""
        query = {"state": request.query.get("state", "")}
        if self.approving is None:
            query["error"] = "access_denied"
        else:
            query["code"] = f"code.{self.state.number()}"
            self.state.codes[query["code"]] = self.approving
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{urlencode(query)}")


async def _arguments(request: web.Request, *, json_too: bool) -> Json:
    """From the query, a form or JSON."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        if not json_too:
            return args
        found: Any = json.loads(await request.read() or b"{}")
        return args | (found if isinstance(found, dict) else {})
    return args | {name: str(value) for name, value in (await request.post()).items()}


def _basic(request: web.Request) -> Json:
    shown = request.headers["Authorization"].removeprefix("Basic ")
    client_id, _, secret = base64.b64decode(shown).decode().partition(":")
    return {"client_id": client_id, "client_secret": secret}
