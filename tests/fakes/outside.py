"""The world outside, which outlives our process: a journal that every run appends to and reads back.

What reached the platform is one line; what a person was answered is another. A line is one write with O_APPEND,
so it stands there whole or not at all, whatever ends the process.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from rituals.engine.cards import Button, controls_of, plain
from rituals.engine.clock import Clock
from rituals.engine.platform import Parcel
from store.base import ignore
from store.handles import Handle
from tests.fakes.world import GENEROUS, FakePlatform


class Journal:
    """Lines of JSON that survive a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **line: Any) -> None:
        """One line, in one write."""
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, (json.dumps(line) + "\n").encode())
        finally:
            os.close(handle)

    def lines(self) -> list[dict[str, Any]]:
        """All of it, oldest first."""
        return [json.loads(line) for line in self._path.read_text().splitlines()] if self._path.exists() else []


@dataclass
class Standing:
    """A message on the platform, as the journal tells it."""

    id: str
    key: str
    place: str | None
    account: str | None
    text: str
    labels: tuple[str, ...]
    gone: bool = False


def standing(journal: Journal) -> list[Standing]:
    """Every message that was ever posted, in its last shape."""
    found: dict[str, Standing] = {}
    for line in journal.lines():
        match line["call"]:
            case "post":
                found[line["id"]] = Standing(
                    line["id"], line["key"], line["place"], line["account"], line["text"], tuple(line["labels"])
                )
            case "update":
                found[line["id"]].text = line["text"]
                found[line["id"]].labels = tuple(line["labels"])
            case "remove":
                found[line["id"]].gone = True
    return list(found.values())


@dataclass
class Outside(FakePlatform):
    """A platform that is not in our process: it keeps what reached it when we are killed."""

    journal: Journal = field(default_factory=lambda: Journal(Path(os.devnull)))
    reached: Callable[[str], None] = ignore

    async def post(self, parcel: Parcel) -> str:
        posted = uuid4().hex
        await self._put(parcel, "post", posted)
        return posted

    async def update(self, parcel: Parcel) -> None:
        await self._put(parcel, "update", str(parcel.posted))

    async def remove(self, parcel: Parcel) -> None:
        await self._put(parcel, "remove", str(parcel.posted))

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        await asyncio.sleep(0)

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        await asyncio.sleep(0)
        place = parcel.place.external if parcel.place else None
        return next((one.id for one in standing(self.journal) if (one.key, one.place) == (parcel.key, place)), None)

    async def _put(self, parcel: Parcel, call: str, posted: str) -> None:
        await asyncio.sleep(0)
        self.reached("outside.receiving")
        place = parcel.place.external if parcel.place else None
        account = parcel.account.external if parcel.account and not place else None
        labels = [one.label for one in controls_of(parcel.card) if isinstance(one, Button)]
        self.journal.write(
            call=call, id=posted, key=parcel.key, place=place, account=account, text=plain(parcel.card), labels=labels
        )
        self.reached("outside.received")
        await asyncio.sleep(0)


def outside(folder: Path, *, lookup: bool, reached: Callable[[str], None] = ignore) -> Outside:
    """The platform of a folder; `lookup` as on Slack, without as on Teams."""
    capabilities = replace(GENEROUS, lookup=lookup)
    return Outside(capabilities=capabilities, journal=Journal(folder / "platform"), reached=reached)


class RememberedClock(Clock):
    """A walked clock that goes on where the process before it was killed."""

    def __init__(self, path: Path, start: datetime) -> None:
        self._path = path
        begin = datetime.fromisoformat(path.read_text()) if path.exists() else start
        super().__init__(lambda: begin)

    def walk_to(self, moment: datetime) -> None:
        super().walk_to(moment)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(self.now().astimezone(UTC).isoformat())
        fresh.replace(self._path)
