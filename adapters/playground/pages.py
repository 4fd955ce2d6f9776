"""What the playground answers over HTTP: the page, its streams, and what people do on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.playground import parse, verify, words
from adapters.playground.answers import Answers, Told
from adapters.playground.conversation import visible
from adapters.playground.errors import Closed, Refused, Unclear
from adapters.playground.parse import Json, Where, Written
from adapters.playground.render import Renderer
from adapters.playground.streams import Streams
from adapters.playground.transport import Transport
from adapters.playground.verify import COOKIE, Gate
from adapters.playground.walking import Walker
from rituals.engine.events import HomeOpened, Search
from store import playground
from store.errors import StoreError
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

_STATIC = Path(__file__).parent / "static"
_BUSY = "Dat lukte even niet. Probeer het zo nog eens."
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """The routes; each settles who asks, then what is asked, and only then asks the engine."""

    def __init__(
        self,
        engine: Engine,
        transport: Transport,
        gate: Gate,
        renderer: Renderer,
        streams: Streams,
        answers: Answers,
        walker: Walker,
    ) -> None:
        self._engine = engine
        self._transport = transport
        self._gate = gate
        self._renderer = renderer
        self._streams = streams
        self._answers = answers
        self._walker = walker

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """Everything under / that is the playground's."""
        posts: Mapping[str, Callable[[Json], Awaitable[Told]]] = {
            "say": self._say,
            "press": self._press,
            "submit": self._submit,
            "close-form": self._close_form,
            "react": self._react,
            "clock": self._clock,
        }
        return [
            web.get("/", self._guarded(self._page, self._enter)),
            web.get("/playground/stream", self._guarded(self._stream)),
            web.get("/playground/search", self._guarded(self._search)),
            web.get("/playground/home", self._guarded(self._home)),
            web.get("/playground/words", self._guarded(self._words)),
            web.static("/playground/static", _STATIC),
            *(web.post(f"/playground/{name}", self._guarded(self._posted(do))) for name, do in posts.items()),
        ]

    def _guarded(self, handler: Handler, before: Handler | None = None) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                if before is not None and "token" in request.query:
                    return await before(request)
                self._gate.check(request)
                return await handler(request)
            except Refused as refused:
                return self._refused(request, refused)
            except StoreError:
                return self._refused(request, Refused(_BUSY, 503))

        return answer

    def _refused(self, request: web.Request, refused: Refused) -> web.Response:
        if request.path == "/":
            return _html(self._renderer.refusal(refused.sentence), refused.status)
        return _json({"refused": refused.sentence}, refused.status)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """The link with the token gives a cookie, and an address without the token."""
        token = request.query["token"]
        if self._gate.token is None:
            return web.Response(status=303, headers={"Location": "/"})
        if not self._gate.opens(token):
            raise Closed
        response = web.Response(status=303, headers={"Location": "/"})
        secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        response.set_cookie(
            COOKIE, self._gate.pass_for(token), httponly=True, samesite="Strict", secure=secure, path="/"
        )
        return response

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return _html(self._renderer.page(self._engine.usages("nl")))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        return await self._streams.serve(request, parse.where(request.query))

    async def _search(self, request: web.Request) -> web.StreamResponse:
        spot, query = parse.where(request.query), parse.query(request.query)
        event = Search(delivery="", at=self._engine.clock.now(), origin=spot.origin, query=query)
        options = await self._engine.search(event)
        return _json({"options": [{"value": one.value, "label": one.label} for one in options]})

    async def _home(self, request: web.Request) -> web.StreamResponse:
        spot = parse.where(request.query)
        event = HomeOpened(delivery="", at=self._engine.clock.now(), origin=spot.origin)
        return _json({"html": self._renderer.card(await self._engine.home(event))})

    async def _words(self, request: web.Request) -> web.StreamResponse:
        say = await self._engine.speaks(parse.where(request.query).origin)
        return _json({**words.of_dialogs(say)})

    def _posted(self, do: Callable[[Json], Awaitable[Told]]) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            return _json(await do(parse.load(await verify.body_of(request))))

        return answer

    async def _say(self, found: Json) -> Told:
        event, spot, delivery = (
            parse.said(found, self._engine.clock.now()),
            parse.where(found),
            parse.delivery(found),
        )
        if isinstance(event, Written):
            await self._write(event, spot, delivery)
            return {}
        return await self._answers.tell(await self._engine.dispatch(event), spot, delivery)

    async def _write(self, written: Written, spot: Where, delivery: str) -> None:
        now = self._engine.clock.now()

        def add(tx: Tx) -> int | None:
            if playground.marked(tx, spot.channel, delivery):
                return None
            return playground.add(tx, spot.channel, spot.who.account, written.text, now, marker=delivery)

        number = await self._transport.store.transact(add, lane="people", subjects=(delivery,))
        if number is not None:
            self._transport.hub.changed(spot.channel, number)

    async def _press(self, found: Json) -> Told:
        spot, number = parse.where(found), await self._visible(found)
        posted = None if number is None else str(number)
        event = parse.pressed(found, self._engine.clock.now(), posted)
        return await self._answers.tell(await self._engine.dispatch(event), spot, event.delivery, number)

    async def _submit(self, found: Json) -> Told:
        event = parse.submitted(found, self._engine.clock.now())
        return await self._answers.tell(await self._engine.dispatch(event), parse.where(found), event.delivery)

    async def _close_form(self, found: Json) -> Told:
        event = parse.closed(found, self._engine.clock.now())
        return await self._answers.tell(await self._engine.dispatch(event), parse.where(found), event.delivery)

    async def _react(self, found: Json) -> Told:
        spot, number = parse.where(found), await self._visible(found)
        if number is None:
            raise Refused("Dat bericht is er niet meer.")
        event = parse.reacted(found, self._engine.clock.now(), str(number))
        await self._transport.store.transact(
            lambda tx: playground.react(tx, number, spot.who.account, event.emoji, event.at, on=event.added),
            lane="people",
        )
        self._transport.hub.changed(spot.channel, number)
        return await self._answers.tell(await self._engine.dispatch(event), spot, event.delivery)

    async def _clock(self, found: Json) -> Told:
        return {"happened": await self._walker.walk(parse.walk(found), parse.delivery(found))}

    async def _visible(self, found: Json) -> int | None:
        """The message that is meant, if it is still there; somebody else's private one is refused."""
        spot, number = parse.where(found), parse.message(found)
        if number is None:
            return None

        def look(tx: Tx) -> int | None:
            if playground.get(tx, number) is None:
                return None
            return number if visible(tx, spot, number) else -1

        seen = await self._transport.store.read(look)
        if seen == -1:
            raise Unclear
        return seen


def _json(told: Told, status: int = 200) -> web.Response:
    return web.json_response(told, status=status, headers=_HEADERS)


def _html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", charset="utf-8", status=status, headers=_HEADERS)
