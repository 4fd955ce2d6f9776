"""Calendars on this machine: ICS addresses, Microsoft Graph and Google in one server, that can fail and be hostile."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer

ICS_TYPE = "text/calendar; charset=utf-8"
LOGIN_PAGE = "<!DOCTYPE html><html><body><form>Meld je aan</form></body></html>"
EMPTY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//NL\r\nEND:VCALENDAR\r\n"
Json = dict[str, Any]


def ics(*events: str) -> str:
    """A calendar of these events; each is the lines of a VEVENT without its begin and end."""
    told = "".join(f"BEGIN:VEVENT\n{one.strip()}\nEND:VEVENT\n" for one in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//NL\n{told}END:VCALENDAR\n".replace("\n", "\r\n")


def event(uid: str = "een", when: str = "20261124T100000", hours: str = "1", **lines: str) -> str:
    """A meeting in Amsterdam; further lines by name: SUMMARY="...", RRULE="..."."""
    ends = f"{when[:9]}{int(when[9:11]) + int(hours):02}{when[11:]}"
    zone = ";TZID=Europe/Amsterdam"
    told = {"UID": uid, f"DTSTART{zone}": when, f"DTEND{zone}": ends, "SUMMARY": "Overleg", **lines}
    return "\n".join(f"{name}:{value}" for name, value in told.items())


@dataclass
class CalendarServer:
    """What it serves is changed by the test; `asked` are the requests it had, with their headers.

    `how` is called instead of serving, when it is set. `graph` and `google` are pages of events per mailbox.
    """

    body: str = EMPTY
    how: Callable[[web.Request], Any] | None = None
    etag: str = ""
    last_modified: str = ""
    graph: dict[str, list[Sequence[Json]]] = field(default_factory=dict)
    google: dict[str, list[Sequence[Json]]] = field(default_factory=dict)
    public_key: str = ""
    secret: str = "geheim-van-de-app"
    asked: list[web.BaseRequest] = field(default_factory=list)
    tokens: list[Mapping[str, Any]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    foreign_next: str = ""

    @property
    def address(self) -> str:
        """Of the ICS calendar."""
        return f"{self.url}/team.ics"

    @property
    def reads(self) -> list[web.BaseRequest]:
        """What was asked besides tokens."""
        return [one for one in self.asked if not one.path.endswith("/token")]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[CalendarServer]:
        """On a port of this machine."""
        application = web.Application(middlewares=[self._watched])
        application.add_routes([
            web.post("/{tenant}/oauth2/v2.0/token", self._graph_token), web.post("/token", self._google_token),
            web.get("/v1.0/users/{mailbox}/calendarView", self._graph),
            web.get("/calendar/v3/calendars/{mailbox}/events", self._google), web.get("/{path:.*}", self._ics),
        ])  # fmt: skip
        server = TestServer(application)
        await server.start_server()
        self.url = f"http://127.0.0.1:{server.port}"
        try:
            yield self
        finally:
            await server.close()

    @web.middleware
    async def _watched(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            told = self.how(request) if self.how and not request.path.endswith("/token") else handler(request)
            answer = await told if asyncio.iscoroutine(told) else told
            assert isinstance(answer, web.StreamResponse)
            return answer
        finally:
            self.at_once -= 1

    async def _ics(self, request: web.Request) -> web.Response:
        known = {"ETag": self.etag, "Last-Modified": self.last_modified}
        headers = {name: value for name, value in known.items() if value}
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304, headers=headers)
        if self.last_modified and request.headers.get("If-Modified-Since") == self.last_modified:
            return web.Response(status=304, headers=headers)
        return web.Response(body=self.body.encode(), headers={**headers, "Content-Type": ICS_TYPE})

    async def _graph_token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.tokens.append(form)
        if form.get("client_secret") != self.secret or form.get("grant_type") != "client_credentials":
            return web.json_response({"error": "invalid_client", "error_description": "AADSTS7000215"}, status=401)
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": f"t{len(self.tokens)}"})

    async def _graph(self, request: web.Request) -> web.Response:
        if not request.headers.get("Authorization", "").startswith("Bearer t"):
            return web.json_response({"error": {"code": "InvalidAuthenticationToken"}}, status=401)
        pages = self.graph.get(request.match_info["mailbox"])
        if pages is None:
            return web.json_response({"error": {"code": "ErrorInvalidUser"}}, status=404)
        number = int(request.query.get("$skip", "0"))
        told: Json = {"value": list(pages[number])}
        if number + 1 < len(pages):
            following = request.url.update_query({"$skip": str(number + 1)})
            told["@odata.nextLink"] = self.foreign_next or str(following)
        return web.json_response(told)

    async def _google_token(self, request: web.Request) -> web.Response:
        form = await request.post()
        try:
            told = jwt.decode(
                str(form["assertion"]), self.public_key, ["RS256"], audience=f"{self.url}/token",
                options={"verify_iat": False, "verify_exp": False},
            )  # fmt: skip
        except jwt.PyJWTError:
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.tokens.append(told)
        return web.json_response({"access_token": f"g-{told.get('sub', '')}", "expires_in": 3599})

    async def _google(self, request: web.Request) -> web.Response:
        mailbox = request.match_info["mailbox"]
        if request.headers.get("Authorization") != f"Bearer g-{mailbox}":
            return web.json_response({"error": {"code": 401}}, status=401)
        pages = self.google.get(mailbox)
        if pages is None:
            return web.json_response({"error": {"code": 404}}, status=404)
        number = int(request.query.get("pageToken", "0"))
        told: Json = {"items": list(pages[number])}
        if number + 1 < len(pages):
            told["nextPageToken"] = str(number + 1)
        return web.json_response(told)


def fails(status: int, **headers: str) -> Callable[[web.Request], web.Response]:
    """Answers with this status alone; `Retry_After="60"` is a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _request: web.Response(status=status, headers=named)


def moves(to: str) -> Callable[[web.Request], web.Response]:
    """Redirects there, always."""
    return lambda _request: web.Response(status=302, headers={"Location": to})


def says(body: str | bytes, **headers: str) -> Callable[[web.Request], web.Response]:
    """Answers with something else than a calendar."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body.encode() if isinstance(body, str) else body
    return lambda _request: web.Response(body=data, headers=named)


def packed_bomb(_request: web.Request) -> web.Response:
    """Half a megabyte that becomes five hundred."""
    bomb = gzip.compress(b"0" * (64 << 20)) * 8
    return web.Response(body=bomb, headers={"Content-Encoding": "gzip", "Content-Type": ICS_TYPE})


async def endless(request: web.Request) -> web.StreamResponse:
    """A body that does not end until nobody listens."""
    answer = web.StreamResponse(headers={"Content-Type": ICS_TYPE})
    await answer.prepare(request)
    while True:
        await answer.write(b"X-ONZIN:abcdefghijklmnopqrstuvwxyz\r\n" * 1000)


def endless_after(packed: bytes, more: bytes) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Something packed, and behind it what does not end until nobody listens."""

    async def answers(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": ICS_TYPE, "Content-Encoding": "gzip"})
        await answer.prepare(request)
        await answer.write(packed)
        while True:
            await answer.write(more * 1000)

    return answers


async def never(_request: web.Request) -> web.Response:
    """Takes longer than anybody waits."""
    await asyncio.sleep(60)
    return web.Response()
