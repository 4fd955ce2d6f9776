"""Who is in which channel or chat: from the lists that `members` reads, and from who comes and goes.

A standard channel has the members of its team; a private or shared one has members of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from adapters.teams.activity import Spot
from adapters.teams.limits import NAME
from adapters.teams.notices import Notice
from adapters.teams.references import References
from store import installations, places
from store.places import Place, PlaceSeen
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.engine import Engine


class Rosters:
    """Tells the engine. Raises StoreError."""

    def __init__(self, engine: Engine, references: References) -> None:
        self._engine = engine
        self._references = references

    async def whole(self, tenant: str, somewhere: Collection[str], here: Collection[str]) -> None:
        """These people are in these places, and nobody else; a list without anybody in it is none."""
        for place in somewhere if here else ():
            await self._engine.learn_members(NAME, tenant, place, here, whole=True)

    async def moved(self, spot: Spot, notice: Notice) -> None:
        """Who joins a team is in its standard channels; who leaves it is in none of them."""
        came = tuple(one.seen.external for one in notice.members)
        into, out = await self._where(spot, notice)
        for place in into if came else ():
            await self._engine.learn_members(NAME, spot.tenant, place, came)
        known = await self._references.known_as(spot.tenant, list(notice.gone))
        for place in out if notice.gone else ():
            await self._engine.learn_members(
                NAME, spot.tenant, place, gone=tuple(known.get(one, one) for one in notice.gone)
            )

    async def _where(self, spot: Spot, notice: Notice) -> tuple[list[str], list[str]]:
        if not spot.team or notice.of_channel:
            alone = [spot.place] if spot.place else []
            return alone, alone
        known = await self._references.of_team(spot.tenant, spot.team)
        return await self._engine.store.read(lambda tx: _standard(tx, spot.tenant, known)), known


def has_own_members(seen: PlaceSeen | Place) -> bool:
    """A private or shared channel."""
    return seen.kind == "private" or bool(seen.shared)


def _standard(tx: Tx, tenant: str, externals: Collection[str]) -> list[str]:
    workspace = installations.find(tx, NAME, tenant)
    some = [places.find(tx, workspace.id, one) for one in externals] if workspace else []
    return [one.external for one in some if one and not has_own_members(one)]
