"""What the playground answers over HTTP: the page, its streams, and the way to what people do on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.playground import demo, parse, tongue, verify
from adapters.playground.answers import Told
from adapters.playground.conversation import Conversation
from adapters.playground.doings import Doings
from adapters.playground.errors import Closed, Refused
from adapters.playground.parse import Json, Where
from adapters.playground.preview_pages import Page, Previews
from adapters.playground.render import Renderer
from adapters.playground.streams import Streams
from adapters.playground.verify import COOKIE, Gate
from rituals.engine.events import HomeOpened, Search
from rituals.engine.translate import mark
from store.errors import StoreError

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

_STATIC = Path(__file__).parent / "static"
_BUSY = mark("Dat lukte even niet. Probeer het zo nog eens.")
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
        gate: Gate,
        renderer: Renderer,
        conversation: Conversation,
        streams: Streams,
        doings: Doings,
        previews: Previews,
    ) -> None:
        self._engine = engine
        self._gate = gate
        self._renderer = renderer
        self._conversation = conversation
        self._streams = streams
        self._doings = doings
        self._previews = previews

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """Everything under / that is the playground's."""
        return [
            web.get("/", self._guarded(self._page, self._enter)),
            web.get("/playground/stream", self._guarded(self._stream)),
            web.get("/playground/earlier", self._guarded(self._earlier)),
            web.get("/playground/search", self._guarded(self._search)),
            web.get("/playground/home", self._guarded(self._home)),
            web.static("/playground/static", _STATIC),
            *(web.get(path, self._guarded(self._drawn(page))) for path, page in self._previews.pages().items()),
            *(
                web.post(f"/playground/{name}", self._guarded(self._posted(do)))
                for name, do in self._doings.by_name().items()
            ),
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
        locale = tongue.of(request)
        sentence = self._renderer.say(locale)(refused.sentence)
        if request.path == "/" or request.path.endswith("/preview"):
            return _html(self._renderer.refusal(sentence, locale), refused.status)
        return _json({"refused": sentence}, refused.status)

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

    async def _page(self, request: web.Request) -> web.StreamResponse:
        engine, locale, chosen = self._engine, tongue.of(request), tongue.chosen(request)
        installed = [ritual.name for ritual in engine.rituals]
        page = self._renderer.page(
            locale, engine.usages(locale), engine.shortcuts(locale), installed, self._previews.addresses
        )
        response = _html(page)
        if chosen:
            tongue.keep(response, chosen)
        return response

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        spot = _where(request)
        # The bot speaks the language of the page to whoever looks, also when it begins itself.
        await self._engine.learn(demo.WORKSPACE, demo.WORKSPACE, [spot.who.seen(spot.locale)])
        return await self._streams.serve(request, spot)

    async def _earlier(self, request: web.Request) -> web.StreamResponse:
        return _json(await self._conversation.earlier(_where(request), parse.before(request.query)))

    async def _search(self, request: web.Request) -> web.StreamResponse:
        spot, query = _where(request), parse.query(request.query)
        event = Search(delivery="", at=self._engine.clock.now(), origin=spot.origin, query=query)
        options = await self._engine.search(event)
        return _json({"options": [{"value": one.value, "label": one.label} for one in options]})

    async def _home(self, request: web.Request) -> web.StreamResponse:
        spot = _where(request)
        event = HomeOpened(delivery="", at=self._engine.clock.now(), origin=spot.origin)
        return _json({"html": self._renderer.card(await self._engine.home(event), spot.locale)})

    @staticmethod
    def _drawn(page: Page) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            return _html(await page(request))

        return answer

    def _posted(self, do: Callable[[Json], Awaitable[Told]]) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            found = parse.load(await verify.body_of(request))
            return _json(await do({**found, "locale": tongue.of(request)}))

        return answer


def _where(request: web.Request) -> Where:
    return parse.where({**request.query, "locale": tongue.of(request)})


def _json(told: Told, status: int = 200) -> web.Response:
    return web.json_response(told, status=status, headers=_HEADERS)


def _html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", charset="utf-8", status=status, headers=_HEADERS)
