"""Keeps the handles of private answers: those that come at about the same time go into the store together."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from adapters.slack.limits import RESPONSE_SECONDS, RESPONSE_USES
from adapters.slack.messages import CHANGES
from adapters.slack.parse import NAME
from rituals.engine.clock import Clock
from rituals.engine.seal import Sealer
from store import handles, installations
from store.errors import StoreError
from store.handles import Handle

if TYPE_CHECKING:
    from store.base import Store
    from store.tx import Tx

log = structlog.get_logger(__name__)

_New = tuple[str, str, int, str, int]
WORKS, LASTING = timedelta(seconds=RESPONSE_SECONDS), timedelta(days=1)
_FOREVER = 1_000_000
TOGETHER = 0.1
"""Seconds in which handles are gathered for one transaction: nobody presses sooner than that."""
AT_HAND = 5_000
"""So many ways back are also at hand, so that a form that was opened here needs no look in the store."""


class Keeper:
    """A handle that is lost only means that an answer comes anew instead of changing."""

    def __init__(self, store: Store, clock: Clock, sealer: Sealer) -> None:
        self._store = store
        self._clock = clock
        self._sealer = sealer
        self._workspaces: dict[str, int] = {}
        self._new: list[_New] = []
        self._gone: list[tuple[str, int]] = []
        self._at_hand: OrderedDict[tuple[str, int], tuple[str, datetime]] = OrderedDict()
        self._writing: asyncio.Task[None] | None = None
        self._at_once = asyncio.Event()

    def keep(self, workspace: str, key: str, person_id: int, secret: str, used: int = 0) -> None:
        """Remember by which way an answer can change. `secret` begins with what it does."""
        self._new.append((workspace, key, person_id, secret, used))
        self._at_hand[key, person_id] = secret, self._clock.now()
        while len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
        self._write_soon()

    async def known(self, key: str, person_id: int) -> Handle | None:
        """A handle that still works, with what is being written."""
        await self.settled()
        now = self._clock.now()
        return await self._store.read(lambda tx: handles.get(tx, key, person_id, now))

    async def secret(self, key: str, person_id: int) -> str | None:
        """The way itself, while it still works."""
        secret, since = self._at_hand.get((key, person_id), ("", None))
        if since is not None and self._clock.now() - since < WORKS:
            return secret
        try:
            handle = await self.known(key, person_id)
        except StoreError as error:  # then the answer goes another way
            log.warning("a way to change an answer was not found", error=type(error).__name__)
            return None
        return self._sealer.open(handle.secret) if handle else None

    def drop(self, key: str, person_id: int) -> None:
        """It was used up, or is kept under another key from now on."""
        self._at_hand.pop((key, person_id), None)
        self._gone.append((key, person_id))
        self._write_soon()

    async def settled(self) -> None:
        """Everything that was handed in has been written, or could not be."""
        if self._writing is not None and not self._writing.done():
            self._at_once.set()
            await asyncio.shield(self._writing)

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="slack handles")

    async def _write(self) -> None:
        while self._new or self._gone:
            await self._gathered()
            new, gone = self._new, self._gone
            self._new, self._gone = [], []
            try:
                await self._store.transact(partial(self._put, new=new, gone=gone))
            except StoreError as error:
                log.warning("ways to change answers are lost", count=len(new), error=type(error).__name__)

    async def _gathered(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(TOGETHER):
                await self._at_once.wait()
        self._at_once.clear()

    def _put(self, tx: Tx, new: list[_New], gone: list[tuple[str, int]]) -> None:
        now = self._clock.now()
        made = []
        for workspace, key, person_id, secret, used in new:
            workspace_id = self._workspace(tx, workspace)
            if workspace_id is None:
                continue
            lasts = secret.startswith(CHANGES)
            until = now + (LASTING if lasts else WORKS)
            uses = _FOREVER if lasts else RESPONSE_USES - used
            made.append(Handle(key, person_id, workspace_id, self._sealer.seal(secret), uses, until))
        handles.put(tx, *made)
        for key, person_id in gone:
            handles.drop(tx, key, person_id)

    def _workspace(self, tx: Tx, external: str) -> int | None:
        if external not in self._workspaces:
            found = installations.find(tx, NAME, external)
            if found is None:
                return None
            self._workspaces[external] = found.id
        return self._workspaces[external]
