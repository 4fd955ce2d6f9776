"""A chat in the browser on the real engine and the real store: for trying out without Slack or Teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters import House
from adapters.playground import demo
from adapters.playground.demo import Seed, seed
from adapters.playground.live import Hub
from adapters.playground.preview_open import OpenForms
from adapters.playground.transport import Transport
from rituals.engine.translate import Languages
from store import installations, places, playground, sightings
from store.tx import Tx

if TYPE_CHECKING:
    from aiohttp.web import AbstractRouteDef

__all__ = ["NAME", "Playground", "Seed", "build", "seed", "wanted"]

NAME = "playground"


def wanted(environment: Mapping[str, str]) -> bool:
    """It shows itself when no chat platform has been set up, and never beside one."""
    return not any(value and name.startswith(("SLACK_", "TEAMS_")) for name, value in environment.items())


def build(house: House) -> Playground:
    """The playground for this house."""
    return Playground(house)


class Playground(Transport):
    """The platform, the pages and what belongs to them."""

    def __init__(self, house: House) -> None:
        super().__init__(house.store, house.engine.clock, Hub())
        self.open_forms = OpenForms()
        self._house = house

    def routes(self) -> Sequence[AbstractRouteDef]:
        # Imported here: templates and the web server are not needed to know that the folder exists.
        from adapters.playground.answers import Answers
        from adapters.playground.conversation import Conversation
        from adapters.playground.doings import Doings
        from adapters.playground.pages import Pages
        from adapters.playground.preview_pages import Previews
        from adapters.playground.render import Renderer
        from adapters.playground.streams import Streams
        from adapters.playground.verify import Gate
        from adapters.playground.walking import Walker

        engine, store = self._house.engine, self._house.store
        languages = Languages(engine.organisation)
        renderer = Renderer(languages, engine.organisation.calendar.zone, demo.ORGANISATION)
        conversation = Conversation(store, renderer)
        answers = Answers(store, self.clock, self.hub, renderer, engine.speaks, self.open_forms)
        pages = Pages(
            engine,
            Gate(self._house.environment.get("PLAYGROUND_TOKEN") or None, self._hosts()),
            renderer,
            conversation,
            Streams(self.hub, conversation, self.clock),
            Doings(engine, self, answers, Walker(engine, self, renderer)),
            Previews(self._house.previewers, store, renderer, self.open_forms, engine.speaks),
        )
        return pages.routes()

    async def start(self) -> None:
        """The invented organisation makes itself known, and its clock goes on from the last message.

        A try-out begins in working hours, also for whoever tries it in the evening.
        """
        await self.store.transact(self._introduce)
        for room in demo.ROOMS:
            await self._house.engine.learn_members(NAME, demo.WORKSPACE, room.external, room.members, whole=True)
        newest = await self.store.read(playground.newest)
        self.clock.walk_to(newest or self._opening())

    async def run(self) -> None:
        """After a restart outside working hours: walk to the next morning, so that what is due on the way happens."""
        await self._house.engine.walk(self._opening())

    def _opening(self) -> datetime:
        return self._house.engine.organisation.calendar.next_opening(self.clock.now())

    async def stop(self) -> None:
        self.hub.close()

    def _introduce(self, tx: Tx) -> None:
        now = self.clock.now()
        workspace = installations.put(tx, demo.WORKSPACE, demo.WORKSPACE, demo.ORGANISATION, "admitted")
        for colleague in demo.COLLEAGUES:
            sightings.see(tx, workspace.id, colleague.seen(), now)
        for room in demo.ROOMS:
            places.see(tx, workspace.id, room.seen)

    def _hosts(self) -> frozenset[str]:
        host = urlsplit(self._house.environment.get("PUBLIC_URL", "")).hostname
        return frozenset({host} if host else ())
