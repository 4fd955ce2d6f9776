"""Teams as the contract of all platforms tries it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from adapters.teams import ids
from adapters.teams.ids import Posted
from rituals.engine.cards import Card
from store import accounts, installations, places
from store.accounts import Account
from store.base import Store
from store.handles import Handle
from store.installations import Workspace
from store.places import Place
from store.tx import Tx
from tests.adapters.teams.conftest import Tried, opened
from tests.contracts.adapters import Standing, Subject
from tests.fakes.teams.reading import seen, titles_of
from tests.fakes.teams.state import Message
from tests.fakes.teams.teams import TENANT


class Watched:
    """The stand-in's own world, looked at from outside."""

    def __init__(self, tried: Tried) -> None:
        self.tried = tried

    async def standing(self, where: Place | Account) -> list[Standing]:
        world = self.tried.fake.world
        if isinstance(where, Place):
            return [_read(one) for one in world.conversations[where.external].posted()]
        return [_read(one) for one in world.personal(world.member(where.external)).posted()]

    async def answered(self, card: Card) -> Handle:
        tried = self.tried
        service_url = tried.fake.connector.service_url
        message = await tried.teams.say(service_url, tried.general.id, card, tried.sanne.id)
        until = tried.engine.clock.now() + timedelta(hours=1)
        return Handle("probe:1", 1, 1, f"t|{message}".encode(), 9, until)

    async def answer_of(self, handle: Handle) -> str:
        message = Posted.parse(handle.secret.decode().partition("|")[2])
        assert message
        found = self.tried.fake.world.conversations[message.base].find(message.activity)
        assert found
        return found.text

    async def leaves(self) -> None:
        await self.tried.fake.events.leaves(self.tried.team, self.tried.sanne)
        await self.tried.settle()


def _read(message: Message) -> Standing:
    conversation = message.conversation.id
    thread = str(ids.posted(conversation, message.root)) if message.root else None
    name = str(ids.posted(message.thread, message.id))
    if message.card is None:
        return Standing(name, message.text, message.text, frozenset({"words"}), thread)
    shown = seen(message.card)
    words = "\n".join((shown.words, *titles_of(message.card)))
    return Standing(name, message.text, words, shown.elements, thread)


@asynccontextmanager
async def subject(store: Store) -> AsyncIterator[Subject]:
    """A tenant with one team."""
    async with opened(store) as tried:
        watched = Watched(tried)

        def look(tx: Tx) -> tuple[Workspace, Place, Place, Account]:
            workspace = installations.find(tx, "teams", TENANT)
            assert workspace
            here, there = (places.find(tx, workspace.id, one.id) for one in (tried.general, tried.noord))
            known = accounts.find(tx, workspace.id, tried.sanne.aad)
            assert here and there and known
            return workspace, here, there, known.account

        workspace, here, there, somebody = await store.read(look)
        yield Subject(
            tried.teams, tried.engine.clock, workspace, here, there, somebody,
            watched.standing, watched.answered, watched.answer_of, tried.settle, watched.leaves,
        )  # fmt: skip
