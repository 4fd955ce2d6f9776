"""One page to whoever has its link: chat platforms fetch it from machines of theirs, without any cookie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from mimetypes import guess_type
from typing import TYPE_CHECKING, cast

from aiohttp import web

from rituals.engine import sentences
from rituals.engine.handing import PATH, SAMPLES
from rituals.engine.papers import Kind, Printed, Unprintable
from store.errors import StoreError

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

_TYPES: Mapping[Kind, str] = {"png": "image/png", "pdf": "application/pdf"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Resource-Policy": "cross-origin",  # a card stands on the platform's own pages
}


class Pages:
    """The route of all papers."""

    name = "papers"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        samples = web.get(SAMPLES + "/{ritual}/{name}", self._sample)
        return [
            samples,
            web.get(PATH + r"/{token:[A-Za-z0-9_-]{20,600}}/{name:[a-z0-9-]{1,200}}.{kind:png|pdf}", self._answer),
        ]

    async def start(self) -> None:
        """Nothing has to be known before."""

    async def run(self) -> None:
        """It only answers."""

    async def stop(self) -> None:
        """Nothing is open."""

    async def _sample(self, request: web.Request) -> web.Response:
        """A file to begin with, that is the same for everybody."""
        ritual, name = request.match_info["ritual"], request.match_info["name"]
        made = next(
            (one.samples[name] for one in self._engine.rituals if one.name == ritual and name in one.samples), None
        )
        if made is None:
            raise web.HTTPNotFound
        kind = guess_type(name)[0] or "application/octet-stream"
        named = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=made(), content_type=kind, headers={**_HEADERS, **named})

    async def _answer(self, request: web.Request) -> web.Response:
        engine = self._engine
        try:
            printed = await engine.papers.behind(request.match_info["token"])
        except Unprintable as error:
            return _told(404, error.sentence)
        except StoreError as error:
            return _told(503, engine.say(engine.organisation.locale)(sentences.of(error)))
        return _page(printed, cast(Kind, request.match_info["kind"]))


def _page(printed: Printed, kind: Kind) -> web.Response:
    """A PDF is saved and not shown: what is sandboxed opens in no reader of a browser."""
    how = "inline" if kind == "png" else "attachment"
    named = {"Content-Disposition": f'{how}; filename="{printed.name}.{kind}"'}
    return web.Response(body=printed.of(kind), content_type=_TYPES[kind], headers={**_HEADERS, **named})


def _told(status: int, sentence: str) -> web.Response:
    return web.Response(status=status, text=f"{sentence}\n", headers=_HEADERS)
