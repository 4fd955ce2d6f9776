"""Any message, and any form that is open, as every platform would show it, beside each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import urlencode

from aiohttp import web

from adapters import Previewer
from adapters.playground import parse
from adapters.playground.conversation import visible
from adapters.playground.errors import Refused
from adapters.playground.parse import Where
from adapters.playground.preview_draw import Drawer, Frame
from adapters.playground.preview_open import OpenForms
from adapters.playground.preview_words import NO_FORM, NO_MESSAGE
from adapters.playground.render import Renderer
from rituals.engine.cards import Card, text
from rituals.engine.codec import Undecodable, decode
from rituals.engine.events import Origin
from rituals.engine.translate import Say
from store.base import Store
from store.playground import Message

Page = Callable[[web.Request], Awaitable[str]]
_WHEN = "EEE d MMM HH:mm"


class Previews:
    """Two pages; whoever may not see the message or the form gets neither."""

    def __init__(
        self,
        previewers: Sequence[Previewer],
        store: Store,
        renderer: Renderer,
        open_forms: OpenForms,
        speaks: Callable[[Origin], Awaitable[Say]],
    ) -> None:
        self._previewers = previewers
        self._store = store
        self._renderer = renderer
        self._open_forms = open_forms
        self._speaks = speaks
        self._drawer = Drawer()

    @property
    def addresses(self) -> Mapping[str, str]:
        """Where a message and an open form are shown, with {id} in it; nothing when no platform can show itself."""
        return {"message": "/messages/{id}/preview", "form": "/forms/{id}/preview"} if self._previewers else {}

    def pages(self) -> Mapping[str, Page]:
        """What is answered where; nothing when no platform can show itself."""
        if not self._previewers:
            return {}
        return {r"/messages/{number:\d{1,15}}/preview": self._message, "/forms/{draft}/preview": self._form}

    async def _message(self, request: web.Request) -> str:
        spot, number = parse.where(request.query), int(request.match_info["number"])
        message = await self._store.read(lambda tx: visible(tx, spot, number))
        if message is None:
            raise Refused(NO_MESSAGE, 404)
        say, card, private = await self._speaks(spot.origin), _card(message), message.viewer is not None
        previews = [preview(card, say, private=private) for preview in self._previewers]
        time = self._renderer.moment(message.at, _WHEN, say.locale)
        frame = Frame("message", self._renderer.card(card, say.locale), private, time, _host(request), _back(spot))
        return self._drawer.page(previews, frame, say)

    async def _form(self, request: web.Request) -> str:
        spot = parse.where(request.query)
        form = self._open_forms.of(spot.who.account, request.match_info["draft"])
        say = await self._speaks(spot.origin)
        if form is None:
            raise Refused(NO_FORM, 404)
        previews = [preview(form, say) for preview in self._previewers]
        frame = Frame("form", self._renderer.form(form, say), False, "", _host(request), _back(spot))
        return self._drawer.page(previews, frame, say)


def _card(message: Message) -> Card:
    """What somebody typed, or what a later version wrote, is shown in its words."""
    try:
        found = decode(message.card) if message.card else None
    except Undecodable:
        found = None
    return found if isinstance(found, Card) else Card((text(message.text),))


def _host(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}/"


def _back(spot: Where) -> str:
    return f"/?{urlencode({'als': spot.who.account, 'plek': spot.channel})}"
