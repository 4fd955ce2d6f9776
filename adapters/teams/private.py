"""Private answers: in the personal chat as they are; elsewhere for one pair of eyes, or else in the personal chat.

Best effort: what perhaps was sent is not sent again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.teams import ids
from adapters.teams.activity import Spot
from adapters.teams.ids import Posted
from adapters.teams.limits import NAME, PERSONAL_LIVES, REFUSED_FOR, REPLY_SECONDS, TARGETED_LIVES
from adapters.teams.pace import Pace
from rituals.engine.cards import Card
from rituals.engine.errors import (
    DeliveryError,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)
from rituals.engine.platform import Parcel
from store import handles, installations
from store.errors import StoreError
from store.handles import Handle
from store.installations import Workspace
from store.tx import Tx

if TYPE_CHECKING:
    from adapters.teams.transport import Transport
    from rituals.engine.answer import Answer
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

_USES = 1_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """Where a private answer stands."""

    message: Posted
    targeted: bool


class Privately:
    """Sends private answers and keeps the handles with which they change."""

    def __init__(self, engine: Engine, transport: Transport) -> None:
        self._engine = engine
        self._transport = transport
        self._refused: dict[str, float] = {}
        self._workspaces: dict[str, Workspace] = {}
        self._new: list[Handle] = []
        self._one_at_a_time = asyncio.Lock()
        self._pace = Pace(engine.clock.elapsed)

    async def give(self, answer: Answer, said: Card, spot: Spot, *, again: bool = True) -> bool:
        """The answer: as a new message, or with `again` in the place of the one here that bore the same key.

        False when it may not stand there.
        """
        if not await self._pace.wait(spot.tenant):
            log.warning("too many private answers at once: one was not sent", tenant=spot.tenant)
            return False
        workspace = await self._workspace(spot.tenant)
        try:
            if again and workspace and await self._changed(answer, said, spot, workspace):
                return True
            given = await self._sent(answer, said, spot, workspace)
        except DeliveryError as error:
            log.warning("a private answer was not sent", error=type(error).__name__, detail=error.detail)
            await self._slowed(error, answer, workspace, targeted=False)
            return False
        if workspace:
            await self.keep(answer, given, workspace)
        return True

    async def replace(self, answer: Answer, said: Card, spot: Spot, pressed: str) -> None:
        """The card that was pressed becomes this one, for good and not only on the screen of the moment."""
        message = ids.posted(spot.conversation, pressed)
        targeted = spot.kind != "personal"
        workspace = await self._workspace(spot.tenant)
        if workspace is None:
            return
        handle = _handle(answer, Given(message, targeted), workspace, self._engine.clock.now() + TARGETED_LIVES)
        try:
            await self._transport.answer(handle, Parcel(handle.key, workspace, said))
        except DeliveryError as error:
            log.warning("a private answer was not changed", error=type(error).__name__, detail=error.detail)
            await self._slowed(error, answer, workspace, targeted=targeted)
            return
        await self.keep(answer, Given(message, targeted), workspace)

    async def keep(self, answer: Answer, given: Given, workspace: Workspace) -> None:
        """With a key it may change later."""
        if answer.key is None or answer.person_id is None:
            return
        lives: timedelta = TARGETED_LIVES if given.targeted else PERSONAL_LIVES
        self._new.append(_handle(answer, given, workspace, self._engine.clock.now() + lives))
        async with self._one_at_a_time:  # whoever waits here finds that another has written its handle too
            if self._new:
                await self._write()

    async def _write(self) -> None:
        some, self._new = self._new, []

        def write(tx: Tx) -> None:
            for one in some:
                handles.put(tx, one)

        try:
            await self._engine.store.transact(write)
        except StoreError as error:
            log.warning("private answers will not change", error=type(error).__name__, answers=len(some))

    async def _workspace(self, tenant: str) -> Workspace | None:
        """Its row stays the same for ever; nobody asks here whether it is admitted."""
        if tenant not in self._workspaces:
            try:
                found = await self._engine.store.read(lambda tx: installations.find(tx, NAME, tenant))
            except StoreError:
                return None
            if found is None:
                return None
            self._workspaces[tenant] = found
        return self._workspaces[tenant]

    async def _changed(self, answer: Answer, said: Card, spot: Spot, workspace: Workspace) -> bool:
        key, person_id = answer.key, answer.person_id
        if key is None or person_id is None:
            return False
        now = self._engine.clock.now()
        try:
            handle = await self._engine.store.read(lambda tx: handles.get(tx, key, person_id, now))
        except StoreError as error:  # then as a new message
            log.warning("a private answer will not be changed", error=type(error).__name__)
            return False
        if handle is None or handle.workspace_id != workspace.id or not self._in_sight(handle, spot):
            return False
        try:
            await self._transport.answer(handle, Parcel(key, workspace, said))
        except Vanished:
            return False
        return True

    def _in_sight(self, handle: Handle, spot: Spot) -> bool:
        """Whether an answer stands where this was asked: one that changes elsewhere is not seen."""
        targeted, _, name = handle.secret.decode(errors="replace").partition("|")
        message = Posted.parse(name)
        if message is None or (targeted != "t" and not self._may_target(spot.tenant)):
            return message is not None
        base, root = ids.split(spot.conversation)
        return message.base == base and (not root or message.thread == spot.conversation)

    async def _sent(self, answer: Answer, said: Card, spot: Spot, workspace: Workspace | None) -> Given:
        if spot.kind == "personal":
            return Given(await self._transport.say(spot.service_url, spot.conversation, said), False)
        if self._may_target(spot.tenant):
            try:
                return await self._targeted(said, spot)
            except Unacceptable as error:
                log.info("this tenant has no targeted messages: the personal chat it is", detail=error.detail)
                self._refused[spot.tenant] = self._engine.clock.elapsed()
            except Throttled as error:
                await self._slowed(error, answer, workspace, targeted=True)
            except (SurelyNotSent, Unreachable) as error:
                log.info("a targeted message was not sent: the personal chat it is", detail=error.detail)
        chat = await self._transport.chat_with(spot.tenant, spot.person, REPLY_SECONDS)
        return Given(await self._transport.say(chat.service_url, chat.conversation, said), False)

    async def _slowed(
        self, error: DeliveryError, answer: Answer, workspace: Workspace | None, *, targeted: bool
    ) -> None:
        """That Teams said to wait holds for delivery too: in that channel, or in the personal chat."""
        if isinstance(error, Throttled) and workspace:
            place = answer.place.id if targeted and answer.place else None
            try:
                await self._engine.slow_down(workspace.id, error, place, None if targeted else answer.person_id)
            except StoreError as away:
                log.warning("delivery does not know that Teams said to wait", error=type(away).__name__)

    async def _targeted(self, said: Card, spot: Spot) -> Given:
        message = await self._transport.say(spot.service_url, spot.conversation, said, spot.member)
        return Given(message, True)

    def _may_target(self, tenant: str) -> bool:
        refused = self._refused.get(tenant)
        return refused is None or self._engine.clock.elapsed() - refused >= REFUSED_FOR


def elsewhere(spot: Spot, answer: Answer) -> Spot:
    """A form's answer belongs to where the form was opened from, which need not be where it was sent from."""
    here = answer.place.external if answer.place else None
    if here is None or spot.kind == "personal" or spot.place == here:
        return spot
    return replace(spot, conversation=here)


def _handle(answer: Answer, given: Given, workspace: Workspace, until: datetime) -> Handle:
    secret = f"{'t' if given.targeted else 'p'}|{given.message}".encode()
    return Handle(answer.key or "", answer.person_id or 0, workspace.id, secret, _USES, until)
