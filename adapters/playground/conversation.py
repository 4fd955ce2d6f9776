"""What one viewer sees of a conversation, read from the store and drawn for the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from adapters.playground import demo
from adapters.playground.parse import Where
from adapters.playground.render import Renderer
from store import playground
from store.base import Store
from store.playground import Message, Reacted
from store.tx import Tx

PAGE = 100
Drawn = dict[str, object]


class Conversation:
    """Reads and draws; it changes nothing."""

    def __init__(self, store: Store, renderer: Renderer) -> None:
        self._store = store
        self._renderer = renderer

    async def newest(self, spot: Where) -> Drawn:
        """The newest messages that this viewer may see here, and the newest of each of their conversations."""
        account = spot.who.account
        latest = await self._store.read(lambda tx: playground.latest(tx, demo.channels_of(account), account))
        return {**await self._page(spot, None), "latest": latest}

    async def earlier(self, spot: Where, before: int) -> Drawn:
        """The messages before this one."""
        return await self._page(spot, before)

    async def one(self, spot: Where, number: int) -> Drawn | None:
        """One message; None when it is gone, or not for this viewer."""

        def find(tx: Tx) -> list[Message]:
            message = visible(tx, spot, number)
            return [message] if message else []

        found = await self._read(spot, find)
        return found[0] if found else None

    async def elsewhere(self, number: int) -> Drawn | None:
        """What can be told of a new message in another conversation: not its text."""
        message = await self._store.read(lambda tx: playground.get(tx, number))
        return _about(message) if message else None

    async def _page(self, spot: Where, before: int | None) -> Drawn:
        """One more is read than is shown, to know whether there are more."""

        def find(tx: Tx) -> list[Message]:
            return playground.of_channel(tx, spot.channel, spot.who.account, PAGE + 1, before)

        found = await self._read(spot, find)
        return {"messages": found[-PAGE:], "more": len(found) > PAGE}

    async def _read(self, spot: Where, find: Callable[[Tx], list[Message]]) -> list[Drawn]:
        def read(tx: Tx) -> tuple[list[Message], list[Reacted]]:
            found = find(tx)
            return found, playground.reactions(tx, [one.id for one in found], spot.who.account)

        messages, reactions = await self._store.read(read)
        per_message: dict[int, list[Reacted]] = defaultdict(list)
        for reacted in reactions:
            per_message[reacted.message_id].append(reacted)
        draw = self._renderer.message
        return [{**_about(one), "html": draw(one, per_message[one.id], spot.locale)} for one in messages]


def visible(tx: Tx, spot: Where, number: int) -> Message | None:
    """The message, if it stands in this conversation and this viewer may see it."""
    message = playground.get(tx, number)
    if message is None or message.channel != spot.channel:
        return None
    return message if message.viewer in (None, spot.who.account) else None


def _about(message: Message) -> Drawn:
    """`ritual` is whose message it is, from our key on it; `at` in milliseconds."""
    public = message.author == demo.BOT and message.viewer is None
    return {
        "id": message.id,
        "place": message.channel,
        "parent": message.parent,
        "author": message.author,
        "private": message.viewer is not None,
        "at": message.at.timestamp() * 1000,
        "ritual": (message.marker or "").partition(":")[0] if public else "",
    }
