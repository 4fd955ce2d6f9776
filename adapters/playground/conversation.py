"""What one viewer sees of a conversation, read from the store and drawn for the page."""

from __future__ import annotations

from collections import defaultdict

from adapters.playground.parse import Where
from adapters.playground.render import Renderer
from store import playground
from store.base import Store
from store.playground import Message, Reacted
from store.tx import Tx

Drawn = dict[str, object]


class Conversation:
    """Reads and draws; it changes nothing."""

    def __init__(self, store: Store, renderer: Renderer) -> None:
        self._store = store
        self._renderer = renderer

    async def whole(self, spot: Where) -> list[Drawn]:
        """All that this viewer may see here, oldest first."""
        viewer = spot.who.account

        def read(tx: Tx) -> tuple[list[Message], list[Reacted]]:
            found = playground.of_channel(tx, spot.channel, viewer)
            return found, playground.reactions(tx, [one.id for one in found], viewer)

        return self._drawn(*await self._store.read(read))

    async def one(self, spot: Where, number: int) -> Drawn | None:
        """One message; None when it is gone, or not for this viewer."""
        viewer = spot.who.account

        def read(tx: Tx) -> tuple[list[Message], list[Reacted]]:
            message = visible(tx, spot, number)
            return ([message] if message else []), playground.reactions(tx, [number], viewer)

        drawn = self._drawn(*await self._store.read(read))
        return drawn[0] if drawn else None

    def _drawn(self, messages: list[Message], reactions: list[Reacted]) -> list[Drawn]:
        per_message: dict[int, list[Reacted]] = defaultdict(list)
        for reacted in reactions:
            per_message[reacted.message_id].append(reacted)
        return [
            {
                "id": message.id,
                "parent": message.parent,
                "html": self._renderer.message(message, per_message[message.id]),
            }
            for message in messages
        ]


def visible(tx: Tx, spot: Where, number: int) -> Message | None:
    """The message, if it stands in this conversation and this viewer may see it."""
    message = playground.get(tx, number)
    if message is None or message.channel != spot.channel:
        return None
    return message if message.viewer in (None, spot.who.account) else None
