"""Slack as the contract of all platforms tries it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from adapters.slack.markup import unescaped
from adapters.slack.render import message as drawn
from rituals.engine.cards import Card
from store import installations, places, sightings
from store.accounts import Account, AccountSeen
from store.base import Store
from store.handles import Handle
from store.installations import Workspace
from store.places import Place, PlaceSeen
from store.tx import Tx
from tests.adapters.slack.conftest import Tried, opened
from tests.adapters.slack.test_render import SAY
from tests.contracts.adapters import Standing, Subject
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.state import Message

SOMEBODY = "U2"


def words_of(found: Any) -> list[str]:
    """Everything that can be read on a message, as it is drawn."""
    if isinstance(found, list):
        return [word for one in found for word in words_of(one)]
    if not isinstance(found, dict):
        return []
    own = [str(found[name]) for name in ("text", "alt_text") if isinstance(found.get(name), str)]
    return own + [word for name, one in found.items() if name != "confirm" for word in words_of(one)]


def elements_of(found: Any) -> set[str]:
    """The kinds of things it is drawn with; what is live in Slack has a kind of its own."""
    if isinstance(found, list):
        return {kind for one in found for kind in elements_of(one)}
    if not isinstance(found, dict):
        return set()
    own = {str(found["type"])} if isinstance(found.get("type"), str) else set()
    return own | {kind for one in found.values() for kind in elements_of(one)}


class Watched:
    """What people see in Slack."""

    def __init__(self, tried: Tried) -> None:
        self.tried = tried

    async def standing(self, where: Place | Account) -> list[Standing]:
        fake = self.tried.fake
        channel = where.external if isinstance(where, Place) else fake.user(where.external).chat.id
        return [self._seen(one) for one in fake.messages(channel)]

    def _seen(self, message: Message) -> Standing:
        thread = f"{message.channel}:{message.thread_ts}" if message.thread_ts else None
        return Standing(
            f"{message.channel}:{message.ts}", unescaped(message.text), "".join(words_of(message.blocks)),
            frozenset(elements_of(message.blocks)), thread,
        )  # fmt: skip

    async def answered(self, card: Card) -> Handle:
        """A private message that was pressed: the response_url of the press may change it."""
        tried, key = self.tried, "probe:1"
        fake = tried.fake
        shown = Message(fake.state.ts(), "C9", fake.state.teams[TEAM].bot_user, "", bot=True, only_for=SOMEBODY)
        shown.text = drawn(card, SAY)["text"]
        fake.state.add(shown)
        hook = fake.state.hook(SOMEBODY, "C9", shown)
        tried.slack._keeper.keep(TEAM, key, 1, f"={fake.url}{hook.path}", 1)
        handle = await tried.slack._keeper.known(key, 1)
        assert handle
        return handle

    async def answer_of(self, _handle: Handle) -> str:
        (shown,) = self.tried.fake.user(SOMEBODY).private
        return unescaped(shown.text)

    async def listed(self) -> None:
        await self.tried.slack._people.bring_up_to_date(TEAM)

    async def leaves(self) -> None:
        await self.tried.fake.joins("C9", SOMEBODY, left=True)


@asynccontextmanager
async def subject(store: Store) -> AsyncIterator[Subject]:
    """The workspace of the tests, with the bot in two channels."""
    async with opened(store) as tried:
        fake = tried.fake
        fake.channel("C9", "hier", ("U1", SOMEBODY))
        watched = Watched(tried)

        def furnish(tx: Tx) -> tuple[Workspace, Place, Place, Account]:
            workspace = installations.find(tx, "slack", TEAM)
            assert workspace
            here = places.see(tx, workspace.id, PlaceSeen("C9", "hier", "channel", state="open"))
            there = places.see(tx, workspace.id, PlaceSeen("C1", "successen", "channel", state="open"))
            known = sightings.see(tx, workspace.id, AccountSeen(SOMEBODY, "Sanne de Wit"), tried.engine.clock.now())
            return workspace, here, there, known.account

        workspace, here, there, somebody = await store.transact(furnish)
        yield Subject(
            tried.slack, tried.engine.clock, workspace, here, there, somebody,
            watched.standing, watched.answered, watched.answer_of, watched.listed, watched.leaves,
        )  # fmt: skip
