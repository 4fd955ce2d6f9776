"""The card of an answer, drawn and written while the answer is being stored: the disk takes as long as that."""

from __future__ import annotations

from pydantic_core import to_json

from adapters.slack import render
from adapters.slack.messages import private
from rituals.engine.answer import Answer
from rituals.engine.cards import Card
from rituals.engine.outcome import Private
from rituals.engine.translate import Say


class Ahead:
    """For one command. What comes of it may still be another answer, so its card is compared in the end."""

    def __init__(self, own_say: Say) -> None:
        self._own_say = own_say
        self._card: Card | None = None
        self._written = b""

    def draw(self, answer: Answer) -> None:
        """A card with words of ours on it waits: somebody's own language has to be looked up for it."""
        reply = answer.reply
        if isinstance(reply, Private) and not render.speaks(reply.card):
            self._card = reply.card
            self._written = to_json(private(render.message(reply.card, self._own_say), replaces=False))

    def of(self, card: Card) -> bytes | None:
        """As JSON; None when this card was not drawn."""
        return self._written if card is self._card else None
