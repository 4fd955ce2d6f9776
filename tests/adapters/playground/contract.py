"""The playground as the contract of all platforms tries it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html.parser import HTMLParser

from adapters.playground import Playground, demo
from adapters.playground.render import Renderer
from rituals.engine.cards import Card, plain
from rituals.engine.codec import encode
from rituals.engine.translate import Languages
from store import accounts, installations, places, playground
from store.accounts import Account
from store.base import Store
from store.handles import Handle
from store.installations import Workspace
from store.places import Place
from store.playground import Message
from store.tx import Tx
from tests.adapters.playground.conftest import opened
from tests.contracts.adapters import Standing, Subject

SOMEBODY = "sanne"


class Eyes(HTMLParser):
    """Reads a page as a browser does: its words, and the elements and handlers it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.elements.update(name for name, _ in attrs if name.startswith("on"))
        self.words.extend(value or "" for name, value in attrs if name in ("alt", "aria-label"))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Watched:
    """The playground's own store, looked at from outside."""

    def __init__(self, platform: Playground, renderer: Renderer) -> None:
        self.platform = platform
        self.renderer = renderer

    async def standing(self, where: Place | Account) -> list[Standing]:
        channel = where.external if isinstance(where, Place) else demo.private_chat(where.external)
        found = await self.platform.store.read(lambda tx: playground.of_channel(tx, channel, SOMEBODY))
        return [self._seen(one) for one in found if one.viewer is None]

    def _seen(self, message: Message) -> Standing:
        eyes = Eyes(self.renderer.message(message, ()))
        return Standing(str(message.id), message.text, "".join(eyes.words), frozenset(eyes.elements), message.parent)

    async def answered(self, card: Card) -> Handle:
        clock = self.platform.clock

        def add(tx: Tx) -> int:
            return playground.add(
                tx, "algemeen", demo.BOT, plain(card), clock.now(), card=encode(card), viewer=SOMEBODY
            )

        number = await self.platform.store.transact(add)
        return Handle("probe:1", 1, 1, str(number).encode(), 9, clock.now() + timedelta(days=1))

    async def answer_of(self, handle: Handle) -> str:
        found = await self.platform.store.read(lambda tx: playground.get(tx, int(handle.secret)))
        assert found
        return found.text

    async def listed(self) -> None:
        """It told when it began."""


@asynccontextmanager
async def subject(store: Store) -> AsyncIterator[Subject]:
    """A furnished playground."""
    async with opened(store, {}) as tried:
        zone = tried.engine.organisation.calendar.zone
        watched = Watched(tried.playground, Renderer(Languages(tried.engine.organisation), zone, demo.ORGANISATION))

        def look(tx: Tx) -> tuple[Workspace, Place, Place, Account]:
            workspace = installations.find(tx, demo.WORKSPACE, demo.WORKSPACE)
            assert workspace
            here, there = (places.find(tx, workspace.id, name) for name in ("algemeen", "successen"))
            known = accounts.find(tx, workspace.id, SOMEBODY)
            assert here and there and known
            return workspace, here, there, known.account

        workspace, here, there, somebody = await store.read(look)
        yield Subject(
            tried.playground, tried.engine.clock, workspace, here, there, somebody,
            watched.standing, watched.answered, watched.answer_of, watched.listed,
        )  # fmt: skip
