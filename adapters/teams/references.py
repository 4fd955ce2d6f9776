"""Conversation references: from each activity the newest address of its place and its person.

What was heard is used at once, and written down a moment later, many together: an activity does not wait for it.
What a crash loses of it the next activity tells again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Generic, TypeVar

from adapters.teams.activity import Spot
from adapters.teams.limits import NAME
from adapters.teams.notices import Member
from rituals.engine.clock import Clock
from store import accounts, installations, places, references
from store.base import Store
from store.references import Chat, Heard, PersonReference, PlaceReference
from store.tx import Tx

T = TypeVar("T")
Name = tuple[str, str]
"""The tenant, and the place or the person in it."""

_KEPT = 5_000
_FOR = 60.0
"""Seconds: another replica may have heard of a newer address."""
_AT_ONCE = 50
_NOBODY = PersonReference("", "", "")
_NOWHERE = PlaceReference("", "")


class _Memory(Generic[T]):
    """What was read, written or heard within a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: OrderedDict[Name, tuple[float, T]] = OrderedDict()

    def get(self, name: Name) -> T | None:
        held = self._held.get(name)
        return held[1] if held and self._clock.elapsed() - held[0] < _FOR else None

    def put(self, name: Name, thing: T) -> None:
        self._held[name] = (self._clock.elapsed(), thing)
        self._held.move_to_end(name)
        while len(self._held) > _KEPT:
            self._held.popitem(last=False)

    def drop(self, name: Name) -> None:
        self._held.pop(name, None)


class References:
    """Reads through a short memory."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._places: _Memory[PlaceReference] = _Memory(clock)
        self._people: _Memory[PersonReference] = _Memory(clock)
        self._told: _Memory[Name] = _Memory(clock)
        self._heard: dict[Name, Spot] = {}
        self._newest: dict[str, str] = {}
        self._flushing = False

    def note(self, spot: Spot) -> bool:
        """Take up what an activity tells; True when it has to be written down too."""
        self._newest[spot.tenant] = spot.service_url
        name, told = (spot.tenant, f"{spot.person} {spot.place}"), (spot.service_url, spot.conversation)
        if spot.place:
            told = (spot.service_url, spot.place)
        if self._told.get(name) == told:
            return False
        self._told.put(name, told)
        self._heard[name] = spot
        return True

    async def flush(self) -> None:
        """Write down what was heard, as far as accounts and places are known by now. Raises StoreError."""
        if self._flushing:
            return  # whoever is at it goes on until nothing is left
        self._flushing = True
        try:
            while self._heard:
                await self._flush(dict(list(self._heard.items())[:_AT_ONCE]))
        finally:
            self._flushing = False

    async def keep_members(self, tenant: str, service_url: str, members: tuple[Member, ...]) -> None:
        """Write down how the members of a team are reached; their personal chats stay known."""
        for start in range(0, len(members), _AT_ONCE):
            told = {
                one.seen.external: PersonReference(one.member, "", service_url) for one in members[start:][:_AT_ONCE]
            }
            await self._put(tenant, told, {})

    async def keep_places(self, tenant: str, service_url: str, team: str, externals: tuple[str, ...]) -> None:
        """Write down how the channels of a team are reached."""
        await self._put(tenant, {}, dict.fromkeys(externals, PlaceReference(service_url, team)))

    async def chat_opened(self, tenant: str, external: str, reference: PersonReference) -> None:
        """A personal chat was made."""
        await self._put(tenant, {external: reference}, {})
        self._people.put((tenant, external), reference)

    async def chat_closed(self, spot: Spot) -> None:
        """The bot was taken out of a personal chat."""
        name = (spot.tenant, spot.person)
        for heard in [one for one, its in self._heard.items() if (its.tenant, its.person) == name]:
            del self._heard[heard]
        gone = PersonReference(spot.member, "", spot.service_url)
        self._people.put(name, gone)

        def write(tx: Tx) -> None:
            workspace = installations.find(tx, NAME, spot.tenant)
            known = accounts.find(tx, workspace.id, spot.person) if workspace else None
            if known:
                references.put_people(tx, [(known.account.id, gone)], self._clock.now())

        await self._store.transact(write)

    async def place(self, tenant: str, external: str) -> PlaceReference | None:
        """How to reach a channel or chat; one that was never heard from, by the newest address of its tenant."""
        name = (tenant, external)
        held = self._places.get(name)
        if held is None:
            held = await self._store.read(lambda tx: references.place_of(tx, tenant, external))
            if held is not None:
                self._places.put(name, held)
        for spot in self._heard.values():
            if (spot.tenant, spot.place) == name:
                held = _place(spot, held or _NOWHERE)
        if held is not None:
            return held
        newest = await self._connector(tenant)
        return PlaceReference(newest, "") if newest else None

    async def person(self, tenant: str, external: str) -> PersonReference | None:
        """How to reach somebody; the directory's id will do as the id of a member."""
        name = (tenant, external)
        held = self._people.get(name)
        if held is None:
            held = await self._store.read(lambda tx: references.person_of(tx, tenant, external))
            if held is not None:
                self._people.put(name, held)
        for spot in self._heard.values():
            if (spot.tenant, spot.person) == name:
                held = _person(spot, held or _NOBODY)
        if held is not None:
            return held
        newest = await self._connector(tenant)
        return PersonReference(external, "", newest) if newest else None

    async def known_as(self, tenant: str, members: list[str]) -> dict[str, str]:
        """From Teams' ids of people to the ids we know them by."""
        if not members:
            return {}
        return await self._store.read(lambda tx: references.by_member(tx, tenant, members))

    async def known(self, tenant: str, member: str) -> str:
        """Whoever comes without the directory's id as we know them; a stranger goes by Teams' own id."""
        return (await self.known_as(tenant, [member])).get(member, member)

    async def of_team(self, tenant: str, team: str, *, absent: bool = True) -> list[str]:
        """The channels of a team that were seen, with those that the bot is not in any more unless told otherwise."""
        return await self._store.read(lambda tx: references.of_team(tx, tenant, team, absent=absent))

    async def every(self) -> list[Heard]:
        """All open places, the one heard from last first."""
        return await self._store.read(references.every)

    async def lost(self) -> list[Heard]:
        """Places that were not found when something was sent there."""
        return await self._store.read(references.lost)

    async def is_absent(self, tenant: str, external: str) -> bool:
        """Whether a place is known, and the bot is not in it any more as far as we know."""
        return await self._store.read(lambda tx: _is_absent(tx, tenant, external))

    async def chats(self) -> list[Chat]:
        """The personal chats that there are."""
        return await self._store.read(references.chats)

    async def _connector(self, tenant: str) -> str | None:
        if tenant not in self._newest:
            heard = [one for one in await self.every() if one.tenant == tenant]
            if not heard:
                return None
            self._newest[tenant] = heard[0].service_url
        return self._newest[tenant]

    async def _flush(self, some: dict[Name, Spot]) -> None:
        """What could not be written is told again within a minute."""
        try:
            await self._keep(list(some.values()))
        finally:
            for name, spot in some.items():
                if self._heard.get(name) is spot:
                    del self._heard[name]

    async def _keep(self, some: list[Spot]) -> None:
        for tenant in {one.tenant for one in some}:
            own = [one for one in some if one.tenant == tenant]
            people: dict[str, PersonReference] = {}
            here: dict[str, PlaceReference] = {}
            for spot in own:
                people[spot.person] = _person(spot, people.get(spot.person, _NOBODY))
                if spot.place:
                    here[spot.place] = _place(spot, here.get(spot.place, _NOWHERE))
            await self._put(tenant, people, here)

    async def _put(self, tenant: str, people: dict[str, PersonReference], here: dict[str, PlaceReference]) -> None:
        """Looks first, without holding up the writer: most of it is known."""
        news = await self._store.read(lambda tx: _news(tx, tenant, people, here))
        if news:
            await self._store.transact(lambda tx: self._write(tx, tenant, people, here))
            for external in people:
                self._people.drop((tenant, external))
            for external in here:
                self._places.drop((tenant, external))

    def _write(
        self, tx: Tx, tenant: str, people: dict[str, PersonReference], here: dict[str, PlaceReference]
    ) -> None:  # fmt: skip
        workspace = installations.find(tx, NAME, tenant)
        if workspace is None:
            return
        changed = []
        for external, told in people.items():
            known = accounts.find(tx, workspace.id, external)
            held = references.person_of(tx, tenant, external) or _NOBODY
            if known and (new := _over(told, held)) != held:
                changed.append((known.account.id, new))
        references.put_people(tx, changed, self._clock.now())
        for external, place in here.items():
            found = places.find(tx, workspace.id, external)
            if found:
                references.put_place(tx, found.id, place, self._clock.now())


def _is_absent(tx: Tx, tenant: str, external: str) -> bool:
    workspace = installations.find(tx, NAME, tenant)
    found = places.find(tx, workspace.id, external) if workspace else None
    return found is not None and found.state == "absent"


def _news(tx: Tx, tenant: str, people: dict[str, PersonReference], here: dict[str, PlaceReference]) -> bool:
    for external, told in people.items():
        held = references.person_of(tx, tenant, external) or _NOBODY
        if _over(told, held) != held:
            return True
    return any(references.place_of(tx, tenant, external) != place for external, place in here.items())


def _over(told: PersonReference, held: PersonReference) -> PersonReference:
    """The newest address; a personal chat stays known to who only sees somebody in a channel."""
    return replace(told, conversation=told.conversation or held.conversation)


def _person(spot: Spot, held: PersonReference) -> PersonReference:
    conversation = spot.conversation if spot.kind == "personal" else ""
    return _over(PersonReference(spot.member, conversation, spot.service_url), held)


def _place(spot: Spot, held: PlaceReference) -> PlaceReference:
    return PlaceReference(spot.service_url, spot.team or held.team)
