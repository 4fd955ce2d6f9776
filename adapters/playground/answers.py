"""What the page is told after an event, and where a private answer is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.playground import demo
from adapters.playground.conversation import visible
from adapters.playground.live import Hub
from adapters.playground.parse import Where
from adapters.playground.preview_open import OpenForms
from adapters.playground.render import Renderer
from rituals.engine.cards import Card, plain
from rituals.engine.clock import Clock
from rituals.engine.codec import encode
from rituals.engine.events import Origin
from rituals.engine.outcome import FormErrors, Private, ShowForm
from rituals.engine.translate import Say
from store import handles, installations, playground
from store.base import Store
from store.handles import Handle
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.answer import Answer

KEPT = timedelta(days=30)
_USES = 1_000_000
Told = dict[str, object]
Speaks = Callable[[Origin], Awaitable[Say]]


class Answers:
    """Turns the engine's answers into what the page does next."""

    def __init__(
        self, store: Store, clock: Clock, hub: Hub, renderer: Renderer, speaks: Speaks, open_forms: OpenForms
    ) -> None:
        self._store = store
        self._clock = clock
        self._hub = hub
        self._renderer = renderer
        self._speaks = speaks
        self._open_forms = open_forms

    async def tell(self, answer: Answer, spot: Where, delivery: str, pressed: int | None = None) -> Told:
        """Keep a private answer in the conversation; a form, its errors and a redrawn card go to the page."""
        told: Told = {}
        match answer.reply:
            case Private():
                changed = await self._keep(answer, answer.reply.card, spot, delivery, pressed)
                if changed is not None:
                    told["changed"] = changed
            case ShowForm(form):
                self._open_forms.keep(spot.who.account, form)
                told["form"] = self._renderer.form(form, await self._speaks(spot.origin))
            case FormErrors(errors):
                told["errors"] = dict(errors)
        if answer.redrawn is not None and pressed is not None:
            await self._redraw(answer.redrawn, spot, pressed)
            told["redrawn"] = {"id": pressed, "html": self._renderer.card(answer.redrawn, spot.locale)}
        return told

    async def _keep(self, answer: Answer, card: Card, spot: Where, delivery: str, pressed: int | None) -> int | None:
        """One private card that changes instead of a row of them; the number of a changed one."""

        def keep(tx: Tx) -> tuple[list[int], int | None]:
            """The messages it touched, and the one it changed; None when there is a new one instead."""
            if playground.marked(tx, spot.channel, delivery):
                return [], None
            used = _private(tx, spot, pressed)
            old = _private(tx, spot, self._known(tx, answer)) or used
            if old is None:
                number = playground.add(
                    tx, spot.channel, demo.BOT, plain(card), self._clock.now(),
                    card=encode(card), viewer=spot.who.account, marker=delivery,
                )  # fmt: skip
                self._remember(tx, answer, number)
                return [number], None
            playground.replace(tx, old, plain(card), encode(card), delivery)
            self._remember(tx, answer, old)
            if used is None or used == old:
                return [old], old
            playground.remove(tx, used)
            return [old, used], old

        touched, changed = await self._store.transact(keep, subjects=(delivery,))
        tell = self._hub.came if changed is None else self._hub.changed
        for number in touched:
            tell(spot.channel, number, spot.who.account)
        return changed

    def _known(self, tx: Tx, answer: Answer) -> int | None:
        """The message that got an answer with this key before."""
        if answer.key is None or answer.person_id is None:
            return None
        handle = handles.get(tx, answer.key, answer.person_id, self._clock.now())
        return int(handle.secret) if handle else None

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


def _private(tx: Tx, spot: Where, number: int | None) -> int | None:
    """This message, if it stands here and only this viewer sees it."""
    message = visible(tx, spot, number) if number is not None else None
    return number if message and message.viewer is not None else None
