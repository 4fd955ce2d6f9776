"""Reads a calendar of any kind: its meetings, or that nothing changed. Raises Failed."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from adapters.calendars import kinds
from adapters.calendars.errors import Failed
from adapters.calendars.window import Window
from store.calendars import Kind

if TYPE_CHECKING:
    from rituals.engine.engine import Engine
    from rituals.engine.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Marks:
    """What a server gave by which it knows what we have."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """`meetings` are None when nothing changed since the marks."""

    meetings: tuple[Meeting, ...] | None
    marks: Marks = Marks()


class Reader(Protocol):
    """One kind of calendar."""

    async def read(self, address: str, window: Window, marks: Marks) -> Read: ...

    async def close(self) -> None: ...


class Readers:
    """Those of every kind that is switched on, made when the first calendar is read: the network's library is slow."""

    def __init__(self, engine: Engine, environment: Mapping[str, str], allowed: AbstractSet[str] = frozenset()) -> None:
        self._engine = engine
        self._environment = environment
        self._allowed = allowed
        self._made: dict[str, Reader] = {}

    async def read(self, kind: Kind, address: str, window: Window, marks: Marks) -> Read:
        """Raises Failed."""
        if kind not in kinds(self._environment):
            raise Failed("refused", f"{kind} is not switched on")
        if kind not in self._made:
            self._made[kind] = self._make(kind)
        return await self._made[kind].read(address, window, marks)

    async def close(self) -> None:
        """Close every connection."""
        for reader in self._made.values():
            await reader.close()
        self._made.clear()

    def _make(self, kind: Kind) -> Reader:
        from adapters.calendars.google import Google
        from adapters.calendars.graph import Graph
        from adapters.calendars.ics_reader import Ics

        zone, clock = self._engine.organisation.calendar.zone, self._engine.clock
        match kind:
            case "ics":
                return Ics(clock, zone, self._allowed)
            case "graph":
                return Graph(clock, zone, self._environment)
            case "google":
                return Google(clock, zone, self._environment)
