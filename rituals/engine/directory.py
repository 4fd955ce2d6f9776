"""Who, where and how: workspaces, places, choices, roles and hushes as one snapshot per process.

A snapshot holds as long as the version row says so; what is looked up one by one (accounts, people's own
choices) is kept inside it. A transaction that changed something itself reads a snapshot of its own, which nobody
else gets: it may still be rolled back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from store import accounts, choices, hushes, installations, places, roles, versions
from store.accounts import Known
from store.hushes import Hush
from store.installations import Workspace
from store.places import Place
from store.roles import Given
from store.tx import Tx

T = TypeVar("T")
_KEPT = 20_000
_KEPT_AS = "directory"


@dataclass(frozen=True)
class Snapshot:
    """What the directory held at one version."""

    version: int
    workspaces: dict[tuple[str, str], Workspace]
    places: dict[int, Place]
    choices: dict[tuple[str, str, str], Any]
    roles: dict[int, tuple[Given, ...]]
    hushes: tuple[Hush, ...]
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What was worked out from this snapshot and holds as long as it does."""
    _by_external: dict[tuple[int, str], Place] = field(default_factory=dict)
    _known: dict[tuple[int, str], Known] = field(default_factory=dict)
    _own: dict[int, dict[tuple[str, str], Any]] = field(default_factory=dict)
    _shared: dict[str, bool] = field(default_factory=dict)

    def worked_out(self, name: tuple[object, ...], make: Callable[[], T]) -> T:
        """What holds as long as this snapshot does, made when it is first asked for."""
        if name not in self.kept:
            self.kept[name] = make()
        made: T = self.kept[name]
        return made

    def workspace(self, workspace_id: int) -> Workspace | None:
        """A workspace by its row."""
        return next((one for one in self.workspaces.values() if one.id == workspace_id), None)

    def place_at(self, workspace_id: int, external: str) -> Place | None:
        """A place by the platform's id."""
        return self._by_external.get((workspace_id, external))

    def known(self, tx: Tx, workspace_id: int, external: str) -> Known | None:
        """An account with its person, from the cache or the store."""
        key = (workspace_id, external)
        if key not in self._known:
            found = accounts.find(tx, workspace_id, external)
            if found is None:
                return None
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = found
        return self._known[key]

    def cached(self, platform: str, workspace: str, external: str) -> Known | None:
        """An account only if it is in the cache: for choosing a lock before the transaction."""
        found = self.workspaces.get((platform, workspace))
        return self._known.get((found.id, external)) if found else None

    def own_choices(self, tx: Tx, person_id: int) -> dict[tuple[str, str], Any]:
        """What a person chose for themselves, by ritual and name."""
        if person_id not in self._own:
            if len(self._own) >= _KEPT:
                self._own.clear()
            self._own[person_id] = {(one.ritual, one.name): one.value for one in choices.of_person(tx, person_id)}
        return self._own[person_id]

    def namesakes(self, tx: Tx, firsts: Collection[str]) -> frozenset[str]:
        """Which of these first names more than one colleague has."""
        unknown = set(firsts) - self._shared.keys()
        if unknown:
            if len(self._shared) >= _KEPT:
                self._shared.clear()
            found = accounts.namesakes(tx, unknown)
            self._shared.update({first: first in found for first in unknown})
        return frozenset([first for first in firsts if self._shared.get(first)])


class Directory:
    """Gives the present snapshot; several threads may ask at once."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None

    @property
    def latest(self) -> Snapshot | None:
        """The snapshot that was read last, which may be out of date."""
        return self._snapshot

    def snapshot(self, tx: Tx, now: datetime) -> Snapshot:
        """The snapshot as this transaction sees it; read once per transaction, and again when it changed something."""
        seen = tx.kept.get(_KEPT_AS)
        if isinstance(seen, Snapshot):
            return seen
        version = versions.current(tx)
        held = self._snapshot
        if tx.changed:
            held = _read(tx, version, now)
        elif held is None or held.version != version:
            held = self._snapshot = _read(tx, version, now)
        tx.kept[_KEPT_AS] = held
        return held


def _read(tx: Tx, version: int, now: datetime) -> Snapshot:
    given: dict[int, list[Given]] = defaultdict(list)
    for one in roles.every(tx):
        given[one.person_id].append(one)
    workspaces = installations.every(tx)
    takes_part = {one.id for one in workspaces if one.state == "admitted"}
    all_places = [one if one.workspace_id in takes_part else _out_of_reach(one) for one in places.every(tx)]
    return Snapshot(
        version=version,
        workspaces={(one.platform, one.external): one for one in workspaces},
        places={one.id: one for one in all_places},
        choices={(one.scope, one.ritual, one.name): one.value for one in choices.shared(tx)},
        roles={person: tuple(some) for person, some in given.items()},
        hushes=tuple(hushes.running(tx, now)),
        _by_external={(one.workspace_id, one.external): one for one in all_places},
    )


def _out_of_reach(place: Place) -> Place:
    """Of a workspace that does not take part, or no more: as if the bot had been taken out of each of its places."""
    return replace(place, state="absent") if place.state == "open" else place
