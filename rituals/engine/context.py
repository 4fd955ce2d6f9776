"""What a handler and a draw are given: the transaction, the time, who and where, settings, words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from rituals.engine import absence, permissions
from rituals.engine.called import Named, place_called
from rituals.engine.cards import Button
from rituals.engine.directory import Snapshot
from rituals.engine.errors import Misfit
from rituals.engine.events import Mention, Origin
from rituals.engine.keyring import Keyring
from rituals.engine.localtime import local_day
from rituals.engine.names import Key, Ref
from rituals.engine.organisation import Organisation
from rituals.engine.ritual import Permission, Ritual, Setting
from rituals.engine.seal import Sealer
from rituals.engine.translate import Say
from rituals.engine.workdays import Calendar
from store import accounts, members, outbox
from store.accounts import Known, Person
from store.choices import ORGANISATION
from store.drafts import Draft
from store.frozen import frozen
from store.hushes import Hush
from store.outbox import Row
from store.places import Place
from store.tx import Tx

V = TypeVar("V", bool, int, str, tuple[str, ...])


@frozen
class View:
    """The world as one transaction sees it, for one ritual and in one language."""

    tx: Tx
    now: datetime
    organisation: Organisation
    directory: Snapshot
    ritual: Ritual
    rituals: tuple[Ritual, ...]
    say: Say
    sealer: Sealer
    platforms: Sequence[Named]
    keyring: Keyring

    def setting(self, setting: Setting[V], place: Place | None = None, person: Person | None = None) -> V:
        """The person's or place's choice, else the organisation's from chat, else config.yaml's, else the default."""
        return self.setting_of(self.ritual, setting, place, person)

    def setting_of(
        self, ritual: Ritual, setting: Setting[V], place: Place | None = None, person: Person | None = None
    ) -> V:
        """The same, of any ritual."""
        if person is not None:
            own: V | None = _chosen_as(self.directory.own_choices(self.tx, person.id).get((ritual.name, setting.name)))
            if own is not None:
                return own
        kept, name = self.directory.kept, (ritual.name, setting.name, place.id if place else None)
        if name not in kept:
            kept[name] = self.sourced(ritual, setting, place)[0]
        value: V = kept[name]
        return value

    def sourced(
        self, ritual: Ritual, setting: Setting[V], place: Place | None = None, person: Person | None = None
    ) -> tuple[V, str]:
        """A setting's value, and where it comes from."""
        if not any(setting is one for one in ritual.settings):
            raise Misfit(f"{ritual.name} has no setting {setting.name}")
        for scope, found in self._chosen(ritual.name, setting.name, place, person):
            if found is not None:
                return _chosen_as(found), scope
        return setting.default, "default"

    def _chosen(self, ritual: str, name: str, place: Place | None, person: Person | None) -> Iterator[tuple[str, Any]]:
        chosen = self.directory.choices
        if person:
            yield "person", self.directory.own_choices(self.tx, person.id).get((ritual, name))
        if place:
            yield "place", chosen.get((f"place:{place.id}", ritual, name))
        yield ORGANISATION, chosen.get((ORGANISATION, ritual, name))
        yield "config.yaml", self.organisation.configured.get(ritual, {}).get(name)

    def places_with(self, setting: Setting[bool]) -> tuple[Place, ...]:
        """The places where this switch is on."""
        every = self.directory.places.values()
        return self.directory.worked_out(
            (self.ritual.name, setting.name, "places"),
            lambda: tuple(place for place in every if self.setting(setting, place)),
        )

    def where(self, key: Key) -> list[Row]:
        """Where a message stands or is to stand, and how that goes."""
        return outbox.of_key(self.tx, str(key))

    def stands(self, ref: Ref) -> list[Place]:
        """The places of our own where messages about a thing stand, or stood."""
        owners = [ritual for ritual in self.rituals if ritual.keys and ref.kind in ritual.things]
        keys = [key for ritual in owners if ritual.keys for key in ritual.keys(self, ref)]
        posted = {row.place_id for key in keys for row in self.where(key) if row.posted_at}
        return [place for place in self.directory.places.values() if place.id in posted and not place.shared]

    def members(self, place: Place) -> list[Person] | None:
        """The colleagues who are in a place, by name; None when that is not known. Guests are left out."""
        return members.of_place(self.tx, place.id) or None

    def hush(self, place: Place | None = None, ritual: str | None = None) -> Hush | None:
        """The stilte or pause that this ritual has to keep here, now."""
        name = ritual or self.ritual.name
        place_id = place.id if place else None
        return next((one for one in self.directory.hushes if one.holds(name, place_id, self.now)), None)

    def calendar_of(self, person_id: int) -> Calendar:
        """The working days of somebody: the organisation's, without their own days off."""
        calendar = self.organisation.calendar
        return absence.calendar_of(self.tx, self.directory, calendar, person_id, local_day(self.now, calendar.zone))

    def working(self, person_id: int, day: date) -> bool:
        """Whether somebody works on this day, as far as they told."""
        return self.calendar_of(person_id).is_workday(day)

    def called(self, people: Collection[Person]) -> dict[int, str]:
        """How cards call people: by first name, in full where two people share it."""
        shared = self.directory.namesakes(self.tx, {person.first for person in people})
        return {person.id: person.name if person.first in shared else person.first for person in people}

    def place_called(self, place: Place) -> str:
        """A place as people write it on its own platform, in this language."""
        workspace = self.directory.workspace
        return self.directory.worked_out(
            ("called", place.id, place.name, self.say.locale),
            lambda: place_called(place, workspace(place.workspace_id), self.platforms, self.say),
        )

    def may_person(self, known: Known | Person, permission: Permission, place: Place | None = None) -> bool:
        """Whether somebody has this permission of this ritual, here."""
        return permissions.may(self, known, permission, place)

    def holders(self, place: Place | None = None) -> list[Person]:
        """Who looks after this ritual; the beheerders when nobody does."""
        return permissions.holders(self, place)

    def colleagues(self) -> frozenset[str]:
        """The full names of everybody in the organisation, by which they could be recognised."""
        return self.directory.worked_out(("colleagues",), lambda: accounts.names(self.tx))

    def curators(self) -> list[Person]:
        """Who looks over what customers say; those who look after this ritual when nobody does."""
        return permissions.curators(self)


@frozen
class Drawing(View):
    """What a card is drawn with. `viewer` is None for everybody in a place."""

    viewer: Person | None
    place: Place | None
    posted_at: datetime | None
    """When this message was first posted here; None while it has not been."""

    @property
    def shown_from(self) -> datetime:
        """The moment this message came, or comes now, to stand here."""
        return self.posted_at or self.now


@frozen
class Context(View):
    """What a handler is given. The clock's and delivery's events have no actor."""

    actor: Person | None
    known: Known | None
    place: Place | None
    origin: Origin | None
    draft: Draft | None
    offered: Callable[[View, Ref], tuple[Button, ...]]

    @property
    def person(self) -> Person:
        """The actor of an event that a person made."""
        if self.actor is None:
            raise Misfit("this event has no actor")
        return self.actor

    def may(self, permission: Permission, place: Place | None = None) -> bool:
        """Whether the actor has this permission, here."""
        return self.actor is not None and self.may_person(self.known or self.actor, permission, place or self.place)

    def mentioned(self, mentions: Collection[Mention]) -> dict[str, Person]:
        """The people mentioned in a text, by the words as they stand there; strangers are left out."""
        if self.known is None:
            return {}
        workspace_id = self.known.account.workspace_id
        found: dict[str, Person] = {}
        for one in mentions:
            known = self.directory.known(self.tx, workspace_id, one.account)
            if known and known.account.kind != "bot":
                found[one.words] = known.person
        return found


def _chosen_as(value: Any) -> Any:
    """What the store keeps as a list is a tuple to the rituals."""
    return tuple(value) if isinstance(value, list) else value
