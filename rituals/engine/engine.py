"""The engine as adapters see it: hand in events, ask for options and pages, walk the clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from rituals.engine import people, sentences, walk
from rituals.engine.answer import Answer
from rituals.engine.cards import Block, Buttons, Card, Option, Strong, text
from rituals.engine.clock import Clock
from rituals.engine.context import Context
from rituals.engine.delivery import Delivery
from rituals.engine.desk import Desk, Follower
from rituals.engine.dispatch import Dispatcher
from rituals.engine.errors import Throttled
from rituals.engine.events import Event, FormChanged, HomeOpened, Origin, Search
from rituals.engine.fit import fit
from rituals.engine.handing import Handing
from rituals.engine.language import locale_of
from rituals.engine.organisation import Organisation
from rituals.engine.platform import Platform, platform_named
from rituals.engine.previews import Previews
from rituals.engine.ritual import Ritual, Shortcut, Usage
from rituals.engine.rosters import Roster
from rituals.engine.schedule import Schedule
from rituals.engine.seal import Sealer
from rituals.engine.translate import Say
from store import accounts as known_accounts
from store import buckets
from store.accounts import AccountSeen
from store.base import Store
from store.places import PlaceSeen
from store.tx import Tx

T = TypeVar("T")


class Engine:
    """Dispatch, delivery and schedule around one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dispatcher = Dispatcher(desk)
        self.delivery = Delivery(desk, self._dispatcher.tell)
        self.schedule = Schedule(desk, self._dispatcher)
        self.papers = Handing(desk)
        self._previews = Previews(desk)
        desk.wake = self.delivery.wake

    @property
    def clock(self) -> Clock:
        """The only clock."""
        return self._desk.clock

    @property
    def store(self) -> Store:
        """The only store."""
        return self._desk.store

    @property
    def organisation(self) -> Organisation:
        """Whose deployment this is."""
        return self._desk.organisation

    @property
    def sealer(self) -> Sealer:
        """Encrypts what an adapter has to keep: tokens and handles that give power."""
        return self._desk.sealer

    @property
    def rituals(self) -> tuple[Ritual, ...]:
        """The installed rituals."""
        return self._desk.rituals

    @property
    def platforms(self) -> list[Platform]:
        """The platforms delivery sends to; the composition root adds them."""
        return self._desk.platforms

    @property
    def followers(self) -> list[Follower]:
        """What keeps up when the clock walks; adapters add themselves."""
        return self._desk.followers

    def dispatch(self, event: Event, ahead: Callable[[Answer], None] | None = None) -> Coroutine[Any, Any, Answer]:
        """Handle one event; see `Dispatcher.dispatch`."""
        return self._dispatcher.dispatch(event, ahead)

    async def within(self, ritual: str, work: Callable[[Context], T]) -> T:
        """Run `work` in one transaction with a ritual's context and nobody as actor: for the command line."""
        desk = self._desk
        return await self.store.transact(lambda tx: work(desk.context(tx, desk.ritual(ritual))))

    async def at_home(self, platform: str, workspace: str, name: str) -> None:
        """The token that the operator gave is of this workspace, which takes part by that. Raises StoreError."""
        await self.store.transact(
            lambda tx: self._dispatcher.membership.admit(tx, platform, workspace, name, "admitted")
        )

    async def learn(
        self, platform: str, workspace: str, accounts: Sequence[AccountSeen] = (), places: Sequence[PlaceSeen] = ()
    ) -> None:
        """What the platform says of people and places without anybody having done something.

        A renamed or archived channel, the bot invited or sent away, a new or closed colleague, the nightly list. Told
        twice it changes nothing; a workspace that is not admitted is ignored. Raises StoreError.
        """
        await self._dispatcher.membership.learn(platform, workspace, accounts, places)

    async def learn_members(
        self, platform: str, workspace: str, place: str, here: Collection[str] = (), gone: Collection[str] = (),
        *, whole: bool = False,
    ) -> None:  # fmt: skip
        """Who is in a place, by the platform's ids of accounts: all of them when `whole`, else who came or went.

        Told twice it changes nothing. Accounts and places that are not known are left out, so tell of those first; a
        whole list of nobody, or of more than `rosters.MOST`, means that it is not known. Raises StoreError.
        """
        told = Roster(platform, workspace, place, frozenset(here), frozenset(gone), whole)
        await self._dispatcher.rosters.learn(told)

    async def slow_down(
        self, workspace_id: int, error: Throttled, place_id: int | None = None, person_id: int | None = None
    ) -> None:
        """A reply was refused because of too much traffic: delivery waits as well.

        With a place it was for that place; else for the private chat with the person.
        """
        until = self.clock.now() + timedelta(seconds=error.retry_after)
        bucket = error.bucket(place_id, person_id)
        if bucket is not None:
            await self.store.transact(lambda tx: buckets.block(tx, workspace_id, bucket, until))
        latest = self._desk.directory.latest
        workspace = latest.workspace(workspace_id) if latest else None
        if workspace is not None:
            self._desk.meter.throttled(workspace.platform, "replies")

    def connected(self, platform: str, *, up: bool) -> None:
        """An adapter that has to keep a connection open tells whether it has one."""
        self._desk.meter.connected(platform, up)

    async def walk(self, until: datetime, on_step: Callable[[datetime], None] | None = None) -> int:
        """Walk the clock forward; see `walk.walk`."""
        return await walk.walk(self._desk, self.schedule, self.delivery, until, on_step)

    async def settle(self) -> None:
        """Do all that is due now."""
        await walk.settle(self._desk, self.schedule, self.delivery)

    async def search(self, event: Search) -> tuple[Option, ...]:
        """People for a person field: value "person:3". Only colleagues get them."""

        def find(tx: Tx) -> tuple[Option, ...]:
            asks = self._admitted(tx, event.origin)
            if asks is None or not (asks.known.person.member and asks.known.person.active):
                return ()
            found = known_accounts.search(tx, event.query)
            return tuple(Option(f"person:{person.id}", person.name) for person in found)

        return await self.store.read(find)

    async def preview(self, event: FormChanged) -> tuple[Block, ...] | None:
        """What stands under a watched field while it is typed; None: leave what stands there. Never raises."""
        return await self._previews.of(event)

    def usages(self, locale: str) -> tuple[Usage, ...]:
        """All commands, in the language of the reader."""
        say = self._desk.languages.say(locale)
        own = self.organisation
        return tuple(
            Usage(own.typed(one.word), sentences.example(say, one, own), say(one.explanation))
            for ritual in self.rituals
            for one in ritual.usages
        )

    def shortcuts(self, locale: str) -> tuple[Shortcut, ...]:
        """What can be picked from menus and on messages, in the language of the reader."""
        say = self._desk.languages.say(locale)
        return tuple(replace(one, label=say(one.label)) for ritual in self.rituals for one in ritual.shortcuts)

    def say(self, locale: str) -> Say:
        """The words of a language, for the command line."""
        return self._desk.languages.say(locale)

    async def speaks(self, origin: Origin) -> Say:
        """The language of whoever this is, for the few words that an adapter has of its own."""
        locale = await self.store.read(lambda tx: self._locale(tx, origin))
        return self._desk.say(locale or origin.account.locale, origin.platform)

    def _locale(self, tx: Tx, origin: Origin) -> str:
        directory = self._desk.directory.snapshot(tx, self.clock.now())
        workspace = directory.workspaces.get((origin.platform, origin.workspace))
        known = directory.known(tx, workspace.id, origin.account.external) if workspace else None
        return locale_of(tx, directory, known.person if known else None)

    def _admitted(self, tx: Tx, origin: Origin) -> people.Sight | None:
        """Who this is, when we know them and their workspace is admitted; nothing is recorded."""
        now = self.clock.now()
        directory = self._desk.directory.snapshot(tx, now)
        workspace = directory.workspaces.get((origin.platform, origin.workspace))
        if workspace is None or workspace.state != "admitted":
            return None
        known = directory.known(tx, workspace.id, origin.account.external)
        return people.Sight(now, workspace, known, None) if known else None

    async def home(self, event: HomeOpened) -> Card:
        """The bot's own page for somebody: what each ritual has to say and offer there."""
        platform = platform_named(self.platforms, event.origin.platform)
        card = await self.store.read(lambda tx: self._home(tx, event))
        return fit(card, platform.capabilities).card if platform else card

    def _home(self, tx: Tx, event: HomeOpened) -> Card:
        desk = self._desk
        seen = self._admitted(tx, event.origin)
        if seen is None:
            say = desk.say(event.origin.account.locale, event.origin.platform)
            return sentences.told(say("Typ {/klant} om te beginnen."))
        blocks: list[Block] = []
        for ritual in self.rituals:
            context = desk.context(tx, ritual, seen, event.origin)
            today = ritual.today(context) if ritual.today else ()
            buttons = ritual.home(context) if ritual.home else ()
            if today or buttons:
                own = [Buttons(buttons)] if buttons else []
                blocks += [text(Strong(context.say(ritual.title))), *today, *own]
        return Card(tuple(blocks))
