"""The files of a submitted form, read before its transaction begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rituals.engine.desk import Desk
from rituals.engine.events import FormSubmitted
from rituals.engine.files import Files
from store import drafts
from store.tx import Tx


async def read(desk: Desk, files: Files, event: FormSubmitted) -> FormSubmitted:
    """With its files read, outside of any transaction: it takes seconds. Only of a form that we opened."""
    owner, _, form = event.form.partition(".")
    ritual = desk.ritual(owner) if desk.has(owner) else None
    reader = ritual.readers.get(form) if ritual else None

    def told(tx: Tx) -> Mapping[str, Any] | None:
        draft = drafts.get(tx, event.draft, desk.clock.now())
        known = ritual and reader and draft and draft.form == event.form
        return reader.args(desk.context(tx, ritual), event) if known and ritual and reader else None

    args = await desk.store.read(told)
    if reader is None or args is None:
        return replace(event, files={})
    found = {}
    for name, upload in event.files.items():
        reading = await files.read(reader.recipe, upload.data, args)
        found[name] = replace(upload, data=b"", reading=reading)
    return replace(event, files=found)
