"""Who is in Teams and what its channels are called: read when the bot is added somewhere, and every night.

The list of members of botbuilder 4 that comes at once is being withdrawn, and held to five a minute; this one comes
in pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.teams.activity import Json, Spot, objects, word
from adapters.teams.connector import Connector
from adapters.teams.limits import NAME
from adapters.teams.notices import Member, Notice, channels_of, member_of
from adapters.teams.references import References
from adapters.teams.rosters import Rosters, has_own_members
from rituals.engine.errors import DeliveryError, Unreachable
from rituals.engine.localtime import local_day, resolve
from store.errors import StoreError
from store.places import PlaceSeen
from store.references import Heard

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

NIGHT = time(3, 30)
_PAGES = 200
_PAUSE = 1.0
_PAUSE_OF_ONE = 0.1
_AGAIN = 60.0
_OFTEN = 3_600.0


Name = tuple[str, str]


class Members:
    """Keeps people and places in step, as far as the connector tells."""

    def __init__(self, engine: Engine, connector: Connector, references: References, bot: str) -> None:
        self._engine = engine
        self._connector = connector
        self._references = references
        self._rosters = Rosters(engine, references)
        self._bot = bot
        self._read: dict[Name, float] = {}
        self._told: dict[Name, float] = {}
        """When the connector told of each channel and chat."""

    async def learn(
        self, tenant: str, service_url: str, conversation: str, team: str, *, changed: bool = False
    ) -> None:
        """Read a team or a chat; what cannot be read now is read at night."""
        now, name = self._engine.clock.elapsed(), (tenant, team or conversation)
        if not changed and now - self._read.get(name, -_AGAIN) < _AGAIN:
            return  # Teams tells of an installation twice
        self._read[name] = now
        await self._read_all(tenant, service_url, conversation, team)

    def forget(self, spot: Spot) -> None:
        """The bot was taken out: when it comes back, all is read anew."""
        self._read.pop((spot.tenant, spot.team or spot.place or spot.conversation), None)

    def knows(self, spot: Spot) -> bool:
        """Whether we were told of this channel or chat, and who is in it, within the hour."""
        told = self._told.get((spot.tenant, spot.place or spot.conversation), -_OFTEN)
        return self._engine.clock.elapsed() - told < _OFTEN

    async def _read_all(self, tenant: str, service_url: str, conversation: str, team: str) -> set[Name]:
        """Whom was read of."""
        met: set[Name] = set()
        try:
            channels = await self._channels(tenant, service_url, team) if team else ()
            here = await self._everybody(tenant, service_url, team or conversation)
            met |= {(tenant, one) for one in here}
            of_team = [one.external for one in channels if not has_own_members(one)]
            await self._rosters.whole(tenant, of_team if team else [conversation], here)
            known = [one.external for one in channels] or [conversation]
            self._told |= dict.fromkeys(((tenant, one) for one in known), self._engine.clock.elapsed())
            await self._apart(tenant, service_url, [one.external for one in channels if has_own_members(one)])
        except DeliveryError as error:
            log.warning("members of a team not read", error=type(error).__name__, detail=error.detail)
        except StoreError as error:
            log.warning("members of a team not kept", error=type(error).__name__)
        return met

    async def _everybody(self, tenant: str, service_url: str, conversation: str) -> set[str]:
        """All who are in a team, channel or chat, by the ids we know them by."""
        return {one.seen.external async for page in self._people(tenant, service_url, conversation) for one in page}

    async def _apart(self, tenant: str, service_url: str, channels: Sequence[str]) -> None:
        """Private and shared channels; of one that does not tell nothing changes."""
        for channel in channels:
            try:
                here = await self._everybody(tenant, service_url, channel)
            except DeliveryError as error:
                log.info("members of a channel not read", error=type(error).__name__, detail=error.detail)
            else:
                await self._rosters.whole(tenant, [channel], here)

    async def moved(self, spot: Spot, notice: Notice) -> None:
        """Who came is asked for first, so that we know them. That it is told at all shows that we are there."""
        if notice.members:
            where = (not notice.of_channel and spot.team) or spot.place or spot.conversation
            await self.greet(spot.tenant, spot.service_url, where, [one.member for one in notice.members])
        try:
            await self._there(spot.tenant, spot.place or spot.conversation)
            await self._rosters.moved(spot, notice)
        except StoreError as error:
            log.warning("members of a team not kept", error=type(error).__name__)

    async def greet(self, tenant: str, service_url: str, conversation: str, members: Sequence[str]) -> None:
        """These people came in: Teams tells only their ids, so each one is asked for."""
        try:
            for one in members:
                await self._greet(tenant, service_url, conversation, one)
        except DeliveryError as error:
            log.warning("somebody new not read", error=type(error).__name__, detail=error.detail)
        except StoreError as error:
            log.warning("somebody new not kept", error=type(error).__name__)

    async def _greet(self, tenant: str, service_url: str, conversation: str, member: str) -> None:
        """Somebody who is gone already keeps out no other."""
        try:
            somebody = await self._connector.member(service_url, conversation, member)
        except Unreachable as error:
            log.info("somebody new is not there", detail=error.detail)
        else:
            await self.told(tenant, service_url, somebody)

    async def told(self, tenant: str, service_url: str, somebody: Json) -> None:
        """This is who it is. Raises StoreError."""
        whole = member_of(somebody, tenant, self._bot)
        await self.meet(tenant, service_url, (whole,) if whole else ())

    async def every_night(self) -> None:
        """Until cancelled."""
        delay = self._until_night()
        while True:
            await asyncio.sleep(delay)
            delay = self._until_night() if await self._read_everywhere() else _AGAIN

    def _until_night(self) -> float:
        return (self._next_night() - self._engine.clock.now()).total_seconds()

    async def _read_everywhere(self) -> bool:
        """False when the store was away: a bot does not stop for that."""
        try:
            await self.everywhere()
        except StoreError as error:
            log.warning("members not read tonight: once more in a minute", error=type(error).__name__)
            return False
        return True

    async def everywhere(self) -> None:
        """Each team once, and each chat; then whoever is in none of them and is known from a personal chat."""
        seen: set[Name] = set()
        met: set[Name] = set()
        for one in await self._references.every():
            name = (one.tenant, one.team or one.external)
            if name not in seen:
                seen.add(name)
                met |= await self._read_all(one.tenant, one.service_url, one.external, one.team)
                await asyncio.sleep(_PAUSE)  # nobody waits for it, and others share the limits
        for one in await self._references.lost():
            await self._look_for(one)
            await asyncio.sleep(_PAUSE_OF_ONE)
        for chat in await self._references.chats():
            if (chat.tenant, chat.external) not in met:
                await self.greet(chat.tenant, chat.service_url, chat.conversation, (chat.member,))
                await asyncio.sleep(_PAUSE_OF_ONE)

    async def _look_for(self, one: Heard) -> None:
        """What Teams did not find for a moment may be there again."""
        try:
            await self._connector.members(one.service_url, one.external, "")
        except DeliveryError as error:
            log.info("still not there", error=type(error).__name__, detail=error.detail)
        else:
            await self._there(one.tenant, one.external)

    async def _there(self, tenant: str, external: str) -> None:
        if await self._references.is_absent(tenant, external):
            await self._engine.learn(NAME, tenant, places=[PlaceSeen(external, kind=None, state="open")])

    def _next_night(self) -> datetime:
        zone, now = self._engine.organisation.calendar.zone, self._engine.clock.now()
        today = local_day(now, zone)
        tonight = resolve(today, NIGHT, zone)
        return tonight if tonight > now else resolve(today + timedelta(days=1), NIGHT, zone)

    async def _channels(self, tenant: str, service_url: str, team: str) -> tuple[PlaceSeen, ...]:
        told = await self._connector.team(service_url, team)
        listed = await self._connector.channels(service_url, team)
        places = channels_of(listed, team, word(told, "name"))
        await self._engine.learn(NAME, tenant, places=places)
        await self._references.keep_places(tenant, service_url, team, tuple(one.external for one in places))
        return places

    async def _people(
        self, tenant: str, service_url: str, conversation: str
    ) -> AsyncIterator[tuple[Member, ...]]:  # fmt: skip
        token = ""
        for _ in range(_PAGES):
            page = await self._connector.members(service_url, conversation, token)
            listed = [member_of(one, tenant, self._bot) for one in objects(page, "members", 1_000)]
            found = tuple(one for one in listed if one)
            await self.meet(tenant, service_url, found)
            yield found
            token = word(page, "continuationToken")
            if not token:
                return

    async def meet(self, tenant: str, service_url: str, members: tuple[Member, ...]) -> None:
        """These people are there."""
        if members:
            await self._engine.learn(NAME, tenant, accounts=tuple(one.seen for one in members))
            await self._references.keep_members(tenant, service_url, members)
