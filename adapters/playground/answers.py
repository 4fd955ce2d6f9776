"""What the page is told after an event, and where a private answer is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.playground import demo
from adapters.playground.live import Hub
from adapters.playground.parse import Where
from adapters.playground.render import Renderer
from rituals.engine.cards import Card, plain
from rituals.engine.clock import Clock
from rituals.engine.codec import encode
from rituals.engine.outcome import FormErrors, Private, ShowForm
from store import handles, installations, playground
from store.base import Store
from store.handles import Handle
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.dispatch import Answer

KEPT = timedelta(days=30)
_USES = 1_000_000
Told = dict[str, object]


class Answers:
    """Turns the engine's answers into what the page does next."""

    def __init__(self, store: Store, clock: Clock, hub: Hub, renderer: Renderer) -> None:
        self._store = store
        self._clock = clock
        self._hub = hub
        self._renderer = renderer

    async def tell(self, answer: Answer, spot: Where, delivery: str, pressed: int | None = None) -> Told:
        """Keep a private answer in the conversation; a form, its errors and a redrawn card go to the page."""
        told: Told = {}
        match answer.reply:
            case Private():
                await self._keep(answer, answer.reply.card, spot, delivery)
            case ShowForm(form):
                told["form"] = self._renderer.form(form)
            case FormErrors(errors):
                told["errors"] = dict(errors)
        if answer.redrawn is not None and pressed is not None:
            await self._redraw(answer.redrawn, spot, pressed)
            told["redrawn"] = {"id": pressed, "html": self._renderer.card(answer.redrawn)}
        return told

    async def _keep(self, answer: Answer, card: Card, spot: Where, delivery: str) -> None:
        viewer, now = spot.who.account, self._clock.now()

        def add(tx: Tx) -> int | None:
            if playground.marked(tx, spot.channel, delivery):
                return None
            number = playground.add(
                tx,
                spot.channel,
                demo.BOT,
                plain(card),
                now,
                card=encode(card),
                viewer=viewer,
                marker=delivery,
            )
            self._remember(tx, answer, number)
            return number

        number = await self._store.transact(add, subjects=(delivery,))
        if number is not None:
            self._hub.changed(spot.channel, number, viewer)

    def _remember(self, tx: Tx, answer: Answer, number: int) -> None:
        workspace = installations.find(tx, demo.WORKSPACE, demo.WORKSPACE)
        if answer.key is None or answer.person_id is None or workspace is None:
            return
        until = self._clock.now() + KEPT
        secret = str(number).encode()
        handles.put(tx, Handle(answer.key, answer.person_id, workspace.id, secret, _USES, until))

    async def _redraw(self, card: Card, spot: Where, pressed: int) -> None:
        """A card for everybody is only redrawn on the presser's own page; a private one for good."""

        def change(tx: Tx) -> bool:
            message = playground.get(tx, pressed)
            if message is None or message.viewer != spot.who.account:
                return False
            return playground.change(tx, pressed, plain(card), encode(card))

        if await self._store.transact(change):
            self._hub.changed(spot.channel, pressed, spot.who.account)
