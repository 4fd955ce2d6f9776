"""People and places as Slack knows them: at first sight, from events, and by the nightly list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from adapters.slack import events
from adapters.slack.answered import Answered
from adapters.slack.events import Learned, Moved
from adapters.slack.pages import pages
from adapters.slack.parse import NAME
from adapters.slack.payload import Json, Malformed, part, rows
from adapters.slack.rosters import NEVER, Rosters
from adapters.slack.tokens import Tokens
from adapters.slack.transport import Web
from rituals.engine.errors import DeliveryError
from store import accounts, installations, places
from store.accounts import AccountSeen
from store.errors import StoreError
from store.places import Place, PlaceSeen
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

FIRST_SIGHT = 1.2
"""Seconds that somebody who is new waits for Slack to tell who they are: of the three that Slack gives us."""
T = TypeVar("T")
_MOST_NAMES = 50_000
_Sought = tuple[asyncio.Task[AccountSeen | None], float]
"""Who is being asked for, and until when others wait for it."""


class People:
    """`names` are those of the accounts seen by this process, for mentions that come without a name."""

    def __init__(self, engine: Engine, web: Web, tokens: Tokens) -> None:
        self._engine = engine
        self._web = web
        self._tokens = tokens
        self._rosters = Rosters(engine, web, tokens)
        self.names: dict[str, str] = {}
        self._adopted: set[str] = set()
        self._asking: set[asyncio.Task[Any]] = set()
        self._sought: dict[tuple[str, str], _Sought] = {}
        self._mute: set[str] = set()
        """Workspaces in which Slack, or what stands in for it, never tells of a person: it is not asked for each."""

    async def at_sight(self, workspace: str, account: AccountSeen, called: str) -> AccountSeen:
        """Somebody who does something. Whoever is new here is asked after first, for a guest is no colleague.

        `called` is the name in the request, for as long as Slack does not tell their own.
        """
        user = account.external
        if user in self.names:
            return account
        try:
            name = await self._engine.store.read(lambda tx: _known_name(tx, workspace, user))
        except StoreError:
            return account
        if name is not None:
            self._remember(user, name)
            return account
        told = await self._told(workspace, user)
        if told is None:
            return replace(account, name=called)
        return replace(told, kind=account.kind or told.kind)

    async def _told(self, workspace: str, user: str) -> AccountSeen | None:
        """What Slack says of somebody, if it says so at once; else it is learnt when it comes."""
        who = (workspace, user)
        if workspace in self._mute or not await self._can_ask(workspace):
            return None
        if who not in self._sought:
            task = self._later(self._ask_person(workspace, user))
            self._sought[who] = task, self._engine.clock.elapsed() + FIRST_SIGHT
            task.add_done_callback(lambda _: self._sought.pop(who, None))
        task, until = self._sought[who]
        await asyncio.wait({task}, timeout=max(0.0, until - self._engine.clock.elapsed()))
        return task.result() if task.done() and not task.cancelled() else None

    async def _can_ask(self, workspace: str) -> bool:
        try:
            return await self._tokens.of(workspace) is not None
        except DeliveryError:
            return False

    async def learn(self, workspace: str, learned: Learned) -> Answered:
        """What an event tells; what cannot be stored is sent again by Slack."""
        try:
            await self._engine.learn(NAME, workspace, learned.accounts, await self._ours(workspace, learned))
            if learned.moved:
                await self._move(workspace, learned.moved)
        except StoreError as error:
            log.warning("not stored", error=type(error).__name__)
            return Answered(status=503)
        for account in learned.accounts:
            self._remember(account.external, account.name)
        for channel in learned.ask:
            self._later(self._ask_channel(workspace, channel))
        return Answered()

    async def _move(self, workspace: str, moved: Moved) -> None:
        """Slack tells of channels that are not ours too; whoever is new in one of ours is asked after first."""
        known = await self._engine.store.read(lambda tx: _known_places(tx, workspace))
        if moved.channel not in known:
            return
        if moved.here:
            await self.at_sight(workspace, AccountSeen(moved.user), "")
        await self._rosters.move(workspace, moved)

    async def _ours(self, workspace: str, learned: Learned) -> Sequence[PlaceSeen]:
        if learned.entered or not learned.places:
            return learned.places
        known = await self._engine.store.read(lambda tx: _known_places(tx, workspace))
        return [place for place in learned.places if place.external in known]

    async def adopt(self, workspace: str) -> None:
        """Slack could not tell yet whose token ours is: a signed request says so too."""
        if workspace in self._adopted:
            return
        self._adopted.add(workspace)

        def put(tx: Tx) -> None:
            if installations.find(tx, NAME, workspace) is None:
                installations.put(tx, NAME, workspace, workspace, "admitted")

        try:
            await self._engine.store.transact(put, subjects=[f"workspace:{NAME}/{workspace}"])
        except StoreError:
            self._adopted.discard(workspace)

    async def bring_up_to_date(self, workspace: str) -> None:
        """The whole list of people and channels; what Slack does not tell is left as it is."""
        for read in (self._people, self._places, self._members):
            try:
                await read(workspace)
            except (DeliveryError, Malformed, StoreError) as error:
                log.warning("Slack's list could not be read", what=read.__name__.strip("_"), detail=str(error))

    async def settled(self) -> None:
        """What was asked has been answered."""
        while self._asking:
            await asyncio.gather(*self._asking, return_exceptions=True)

    def stop(self) -> None:
        """Ask nothing any more."""
        for task in self._asking:
            task.cancel()

    async def _people(self, workspace: str) -> None:
        async for page in self._pages(workspace, "users.list", "members", {"include_locale": True}):
            seen = [one for user in page if (one := _readable(user, workspace)) and one.kind != "bot"]
            await self._engine.learn(NAME, workspace, seen, ())
            for account in seen:
                self._remember(account.external, account.name)

    async def _places(self, workspace: str) -> None:
        """Only where the bot is or was: a large organisation has thousands of channels."""
        known = await self._engine.store.read(lambda tx: _known_places(tx, workspace))
        seen: list[PlaceSeen] = []
        what = {"types": "public_channel,private_channel"}
        async for page in self._pages(workspace, "conversations.list", "channels", what):
            listed = [events.channel_of(channel) for channel in page]
            seen += [place for place in listed if place.state == "open" or place.external in known]
        if seen:
            await self._engine.learn(NAME, workspace, (), seen)

    async def _members(self, workspace: str) -> None:
        """Of channels only: group chats would need a permission that we do not ask for."""
        known = await self._engine.store.read(lambda tx: _places_of(tx, workspace))
        channels = [one.external for one in known if one.state == "open" and one.kind != "chat"]
        await self._rosters.read_all(workspace, channels)

    async def _pages(self, workspace: str, method: str, key: str, what: dict[str, Any]) -> AsyncIterator[list[Json]]:
        async for found in pages(self._web, self._tokens, workspace, method, what):
            yield rows(found, key)

    async def _ask_person(self, workspace: str, user: str) -> AccountSeen | None:
        body = {"user": user, "include_locale": True}
        try:
            found = await self._web.call(await self._tokens.of(workspace), "users.info", body, how="query")
        except DeliveryError as error:
            if error.detail in NEVER:
                self._mute.add(workspace)
            raise
        seen = events.account_of(part(found, "user"), workspace)
        self._remember(user, seen.name)
        await self._engine.learn(NAME, workspace, [seen], ())
        return seen

    async def _ask_channel(self, workspace: str, channel: str) -> None:
        found = await self._web.call(await self._tokens.of(workspace), "conversations.info", {"channel": channel},
                                     how="query")  # fmt: skip
        seen = events.channel_of(part(found, "channel"))
        await self._engine.learn(NAME, workspace, (), [seen])
        if seen.state == "open" and seen.kind != "chat":
            await self._rosters.read(workspace, channel)

    def _later(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T | None]:
        task = asyncio.create_task(self._guarded(work), name="slack asks")
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, T]) -> T | None:
        try:
            return await work
        except (DeliveryError, Malformed, StoreError) as error:
            log.info("Slack told no more", error=type(error).__name__, detail=str(error))
            return None

    def _remember(self, user: str, name: str) -> None:
        if len(self.names) >= _MOST_NAMES:
            self.names.clear()
        self.names[user] = name or user


def _readable(user: Json, workspace: str) -> AccountSeen | None:
    """One odd row of a long list must not hide the others."""
    try:
        return events.account_of(user, workspace)
    except Malformed as odd:
        log.warning("somebody in Slack's list is left out", detail=str(odd))
        return None


def _known_name(tx: Tx, workspace: str, user: str) -> str | None:
    found = installations.find(tx, NAME, workspace)
    known = accounts.find(tx, found.id, user) if found else None
    return known.account.name if known else None


def _places_of(tx: Tx, workspace: str) -> list[Place]:
    found = installations.find(tx, NAME, workspace)
    return [one for one in places.every(tx) if found and one.workspace_id == found.id]


def _known_places(tx: Tx, workspace: str) -> frozenset[str]:
    return frozenset(one.external for one in _places_of(tx, workspace))
