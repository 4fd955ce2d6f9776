"""A new try-out is furnished: an adapter's folder may give a `seed` of choices and roles to begin with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rituals.engine.clock import Clock
from rituals.engine.ritual import Ritual
from store import accounts, choices, installations, places, roles
from store.base import Store
from store.roles import Given
from store.tx import Tx

HERE = "here"


def furnish(
    store: Store, clock: Clock, folders: Sequence[Any], rituals: Sequence[Ritual]
) -> Callable[[], Awaitable[None]]:
    """What to call once the adapters have made themselves known."""

    async def all_of_them() -> None:
        for folder in folders:
            if hasattr(folder, "seed"):
                await store.transact(lambda tx, folder=folder: _seed(tx, folder.NAME, folder.seed(), clock, rituals))  # type: ignore[misc]

    return all_of_them


def _seed(tx: Tx, workspace_name: str, seed: Any, clock: Clock, rituals: Sequence[Ritual]) -> None:
    """Only where nothing was chosen yet: a visitor's own choices stay."""
    workspace = installations.find(tx, workspace_name, workspace_name)
    if workspace is None or choices.shared(tx) or roles.every(tx):
        return
    now = clock.now()
    for ritual, external in seed.on_in:
        if place := places.find(tx, workspace.id, external):
            choices.put(tx, f"place:{place.id}", ritual, HERE, True, None, now)
    for one in rituals:
        if one.demo:
            one.demo(tx, now)
    given = [(one, "beheerder", None) for one in seed.beheerders] + [(one, "curator", None) for one in seed.curators]
    for external, role, ritual in [*given, *((one, "ritueelhouder", of) for one, of in seed.ritueelhouders)]:
        if known := accounts.find(tx, workspace.id, external):
            roles.give(tx, Given(known.person.id, role, ritual), None, now)
