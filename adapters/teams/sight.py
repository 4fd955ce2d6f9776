"""Who somebody is, asked when they first do something: most activities do not tell a guest from a colleague."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

import structlog

from adapters.teams.activity import Json, Spot, within, word
from adapters.teams.connector import Connector
from adapters.teams.limits import NAME
from adapters.teams.members import Members
from rituals.engine.errors import DeliveryError, Unreachable
from store import accounts, installations
from store.errors import StoreError
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

FIRST_SIGHT = 1.2
"""Seconds that somebody who is new waits for Teams to tell who they are; an invoke has five."""
_TOLD = ("name", "email", "userPrincipalName", "userRole", "tenantId")
_AGAIN = 60.0
"""Seconds before a connector that did not tell is asked for the same account once more."""
_KEPT = 50_000
_NOBODY: Json = {}
Name = tuple[str, str]
"""The tenant, and the person in it."""


class Sight:
    """Asks once for each account."""

    def __init__(self, engine: Engine, connector: Connector, members: Members) -> None:
        self._engine = engine
        self._connector = connector
        self._members = members
        self._known: OrderedDict[Name, float] = OrderedDict()
        """Until when nobody need be asked."""
        self._sought: dict[Name, asyncio.Task[Json]] = {}

    async def introduced(self, found: Json, spot: Spot) -> Json:
        """The activity, with in it what Teams tells of whoever did it; what it tells too late is learnt later."""
        name = (spot.tenant, spot.person)
        if name not in self._sought and not await self._is_new(name):
            return found
        task = self._sought.get(name) or self._seek(name, spot)
        await asyncio.wait({task}, timeout=FIRST_SIGHT)
        told = task.result() if task.done() and not task.cancelled() else _NOBODY
        more = {one: text for one in _TOLD if (text := word(told, one))}
        return {**found, "from": {**within(found, "from"), **more}} if more else found

    async def settle(self) -> None:
        """What was asked has been answered."""
        while self._sought:
            await asyncio.wait(set(self._sought.values()))

    async def stop(self) -> None:
        """Ask nothing any more."""
        asked = set(self._sought.values())
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    async def _is_new(self, name: Name) -> bool:
        """An address only comes from Teams' list of members, so whoever has one was asked for."""
        if self._engine.clock.elapsed() < self._known.get(name, float("-inf")):
            return False
        try:
            state = await self._engine.store.read(lambda tx: _state(tx, *name))
        except StoreError:
            return False
        if state == "known":
            self._remember(name, float("inf"))
        return state == "new"

    def _seek(self, name: Name, spot: Spot) -> asyncio.Task[Json]:
        task = self._sought[name] = asyncio.create_task(self._ask(spot), name="asking who somebody is")
        task.add_done_callback(lambda _: self._sought.pop(name, None))
        return task

    async def _ask(self, spot: Spot) -> Json:
        name = (spot.tenant, spot.person)
        self._remember(name, self._engine.clock.elapsed() + _AGAIN)
        try:
            told = await self._profile(spot)
            self._remember(name, float("inf"))
            await self._members.told(spot.tenant, spot.service_url, told)
        except DeliveryError as error:
            log.info("Teams did not tell who somebody is", error=type(error).__name__, detail=error.detail)
            return _NOBODY
        except StoreError as error:
            log.warning("who somebody is was not kept", error=type(error).__name__)
        return told

    async def _profile(self, spot: Spot) -> Json:
        """Whoever is only in a private or shared channel is not in the list of its team."""
        where = spot.team or spot.place or spot.conversation
        try:
            return await self._connector.member(spot.service_url, where, spot.member)
        except Unreachable:
            if spot.place in (None, where):
                raise
        return await self._connector.member(spot.service_url, spot.place or where, spot.member)

    def _remember(self, name: Name, until: float) -> None:
        self._known[name] = until
        self._known.move_to_end(name)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)


def _state(tx: Tx, tenant: str, person: str) -> str:
    """A tenant that is not admitted is asked nothing; one that nobody knows yet is just installing."""
    workspace = installations.find(tx, NAME, tenant)
    if workspace is None:
        return "new"
    if workspace.state != "admitted":
        return "strange"
    found = accounts.find(tx, workspace.id, person)
    return "known" if found and found.account.email else "new"
