"""What a form shows while somebody types: read on a snapshot, with nothing kept, counted or logged of what is typed."""

from __future__ import annotations

import asyncio

import structlog

from rituals.engine import forms
from rituals.engine.cards import Block, Card
from rituals.engine.desk import Desk
from rituals.engine.events import FormChanged, Value
from rituals.engine.fit import fit
from rituals.engine.people import Sight
from rituals.engine.permissions import may
from rituals.engine.platform import platform_named
from store import drafts
from store.errors import StoreError
from store.tx import Tx

log = structlog.get_logger(__name__)

LONGEST = 12_000
"""Characters in the fields of a form together: all of the longest story; more is looked at when it is sent."""


class Previews:
    """One at a time for everybody: it may never be in the way of what people send. The newest of a form counts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()
        self._newest: dict[tuple[str, str], FormChanged] = {}

    async def of(self, event: FormChanged) -> tuple[Block, ...] | None:
        """What stands under the field now; None when that is not known, or no longer matters. Never raises."""
        typist = (event.origin.account.external, event.draft)
        self._newest[typist] = event
        try:
            async with self._turn:
                if self._newest.get(typist) is not event:
                    return None
                blocks = await self._looked_at(event)
            return blocks if self._newest.get(typist) is event else None
        finally:
            if self._newest.get(typist) is event:
                del self._newest[typist]

    async def _looked_at(self, event: FormChanged) -> tuple[Block, ...] | None:
        if sum(map(_length, event.values.values())) > LONGEST:
            return ()
        try:
            return await self._desk.store.read(lambda tx: self._read(tx, event))
        except StoreError as error:
            log.info("no preview", form=event.form, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - a ritual's fault; its trace could hold what was typed
            log.warning("no preview", form=event.form, error=type(error).__name__)
        return None

    def _read(self, tx: Tx, event: FormChanged) -> tuple[Block, ...] | None:
        """None where this person has no such form open, or may not send it."""
        desk, origin = self._desk, event.origin
        owner, _, form = event.form.partition(".")
        seen, ritual = self._seen(tx, event), desk.ritual(owner) if desk.has(owner) else None
        draft = drafts.get(tx, event.draft, desk.clock.now())
        if seen is None or ritual is None or draft is None:
            return None
        if draft.person_id != seen.known.person.id or draft.form != event.form:
            return None
        preview, handled = ritual.previews.get(form), ritual.forms.get(form)
        if preview is None or handled is None:
            return None
        context = desk.context(tx, ritual, forms.where(seen, draft, desk, tx), origin, draft)
        if handled.permission and not may(context, seen.known, handled.permission, context.place):
            return None
        platform, card = platform_named(desk.platforms, origin.platform), Card(preview(event, context))
        return (fit(card, platform.capabilities).card if platform else card).blocks

    def _seen(self, tx: Tx, event: FormChanged) -> Sight | None:
        """Whoever opened the form was met there; nothing is recorded here."""
        now, origin = self._desk.clock.now(), event.origin
        directory = self._desk.directory.snapshot(tx, now)
        workspace = directory.workspaces.get((origin.platform, origin.workspace))
        if workspace is None or workspace.state != "admitted":
            return None
        known = directory.known(tx, workspace.id, origin.account.external)
        return Sight(now, workspace, known, None) if known and known.account.active else None


def _length(value: Value) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))
