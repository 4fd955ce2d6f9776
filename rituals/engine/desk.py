"""What dispatch, delivery and schedule share: the rituals, and views of the world for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from rituals.engine import handing
from rituals.engine.cards import Button, Buttons, Card, Control, More, Offers, Sheet
from rituals.engine.clock import Clock
from rituals.engine.context import Context, Drawing, View
from rituals.engine.directory import Directory
from rituals.engine.errors import Misfit
from rituals.engine.events import Origin
from rituals.engine.keyring import Keyring, MemoryKeyring
from rituals.engine.language import locale_of
from rituals.engine.meter import Meter
from rituals.engine.names import Key, Ref
from rituals.engine.organisation import Organisation
from rituals.engine.papers import Paper
from rituals.engine.people import Sight
from rituals.engine.platform import Platform, platform_named
from rituals.engine.presence import Presence
from rituals.engine.ritual import Ritual
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages, Say
from store.accounts import Person
from store.base import Store, ignore
from store.drafts import Draft
from store.places import Place
from store.tx import Tx

BESIDE_MORE = 2
"""So many buttons stand beside a [⋯] at most."""


class Follower(Protocol):
    """Something outside the schedule that has to keep up when the clock walks."""

    async def follow(self) -> int:
        """Do what this moment asks for; how much that was. Asked again at the same moment it is nothing."""

    async def next_moment(self) -> datetime | None:
        """Where a walk has to stop for it, later than now."""


@dataclass
class Desk:
    """Built once by the composition root. `platforms` and `followers` are filled when the adapters exist."""

    store: Store
    clock: Clock
    organisation: Organisation
    rituals: tuple[Ritual, ...]
    sealer: Sealer
    reached: Callable[[str], None] = ignore
    meter: Meter = field(default_factory=Meter)
    public_url: str | None = None
    """Where our pages can be seen from outside, when they can."""
    platforms: list[Platform] = field(default_factory=list)
    followers: list[Follower] = field(default_factory=list)
    keyring: Keyring = field(default_factory=MemoryKeyring)
    wake: Callable[[], None] = lambda: None
    """Tells delivery that there may be something to send."""

    def __post_init__(self) -> None:
        self.directory = Directory()
        self.presence = Presence()
        self.languages = Languages(self.organisation)
        self._by_name = {ritual.name: ritual for ritual in self.rituals}

    def ritual(self, name: str) -> Ritual:
        """An installed ritual by name."""
        if name not in self._by_name:
            raise Misfit(f"no ritual is called {name}")
        return self._by_name[name]

    def has(self, name: str) -> bool:
        """Whether a ritual of this name is installed."""
        return name in self._by_name

    def say(self, locale: str, platform: str = "") -> Say:
        """A language, with commands as they are typed on a platform."""
        found = platform_named(self.platforms, platform)
        return self.languages.say(locale, found.capabilities.before_command if found else "/")

    def view(self, tx: Tx, ritual: Ritual, locale: str = "", platform: Platform | None = None) -> View:
        """The world for a ritual, in the words of a language and of the platform where they will stand."""
        now = self.clock.now()
        directory = self.directory.snapshot(tx, now)
        say = self.say(locale or self.organisation.locale, platform.name if platform else "")
        return View(
            tx, now, self.organisation, directory, ritual, self.rituals, say, self.sealer, self.platforms, self.keyring
        )

    def context(
        self, tx: Tx, ritual: Ritual, seen: Sight | None = None, origin: Origin | None = None,
        draft: Draft | None = None, at: datetime | None = None,
    ) -> Context:  # fmt: skip
        """The world for a handler, at the moment of what was seen, or `at` that moment."""
        person = seen.known.person if seen else None
        now = at or (seen.at if seen else self.clock.now())
        directory = self.directory.snapshot(tx, now)
        locale = locale_of(tx, directory, person) or self.organisation.locale
        return Context(
            tx=tx,
            now=now,
            organisation=self.organisation,
            directory=directory,
            ritual=ritual,
            rituals=self.rituals,
            say=self.say(locale, origin.platform if origin else ""),
            sealer=self.sealer,
            platforms=self.platforms,
            keyring=self.keyring,
            actor=person,
            known=seen.known if seen else None,
            place=seen.place if seen else None,
            origin=origin,
            draft=draft,
            offered=lambda of, ref: self.offered(of, person, ref),
        )

    def draw(
        self, tx: Tx, key: Key, viewer: Person | None, place: Place | None, posted_at: datetime | None,
        platform: Platform | None = None,
    ) -> Card | None:  # fmt: skip
        """A message as it looks now, with the offers of others filled in; None: nothing must stand there."""
        if not self.has(key.ritual):
            return None
        drawing = self._drawing(tx, key, viewer, place, posted_at, platform)
        card = drawing.ritual.draw(drawing, key)
        return self.filled(drawing, card, viewer, platform) if card else None

    def paper(self, tx: Tx, key: Key, viewer: Person | None) -> Paper | None:
        """A paper as it looks now; None when it is not there, or not for this viewer."""
        draws = self.ritual(key.ritual).paper if self.has(key.ritual) else None
        return draws(self._drawing(tx, key, viewer, None, None), key) if draws else None

    def _drawing(
        self, tx: Tx, key: Key, viewer: Person | None, place: Place | None, posted_at: datetime | None,
        platform: Platform | None = None,
    ) -> Drawing:  # fmt: skip
        view = self.view(tx, self.ritual(key.ritual), self._locale(tx, viewer), platform)
        return Drawing(**_fields(view), viewer=viewer, place=place, posted_at=posted_at)  # type: ignore[arg-type]

    def speaks(self, tx: Tx, person: Person | None) -> Say:
        """The language of somebody; the organisation's for everybody."""
        return self.languages.say(self._locale(tx, person) or self.organisation.locale)

    def _locale(self, tx: Tx, person: Person | None) -> str:
        return locale_of(tx, self.directory.snapshot(tx, self.clock.now()), person)

    def filled(self, view: View, card: Card, viewer: Person | None, platform: Platform | None = None) -> Card:
        """The card with the buttons of the rituals that offer something there, and papers as they are handed over."""
        if any(isinstance(block, Sheet) for block in card.blocks):
            card = handing.laid_out(card, view, viewer, platform, self.public_url)
        if handing.has_own_links(card):
            card = handing.addressed(card, platform, self.public_url)
        if not _has_offers(card):
            return card
        rows = (self._filled(view, block, viewer) if isinstance(block, Buttons) else block for block in card.blocks)
        return replace(card, blocks=tuple(row for row in rows if row != Buttons(())))

    def _filled(self, view: View, row: Buttons, viewer: Person | None) -> Buttons:
        """Beside a [⋯] is room for two buttons: what else is lent stands behind it."""
        folds = any(isinstance(control, More) for control in row.controls)
        controls: list[Control] = []
        for control in row.controls:
            if isinstance(control, Offers):
                room = max(0, BESIDE_MORE - len(controls)) if folds else None
                controls += self.offered(view, viewer, control.ref, folds=folds)[:room]
            else:
                controls.append(control)
        return Buttons(tuple(controls))

    def offered(
        self, view: View, viewer: Person | None, ref: Ref, *, folds: bool = False
    ) -> tuple[Button, ...]:  # fmt: skip
        """No button before its action exists: absent and switched-off rituals offer nothing."""
        return tuple(
            Button(view.say(offer.label), f"{ritual.name}.{offer.name}", ref, opens_form=offer.opens_form)
            for ritual in self.rituals
            for offer in ritual.offers
            if ref.kind in offer.on
            and not (folds and ref.kind in offer.behind)
            and offer.name in ritual.actions
            and offer.allowed(self.view(view.tx, ritual, view.say.locale), viewer, ref)
        )


def _has_offers(card: Card) -> bool:
    for block in card.blocks:
        if isinstance(block, Buttons):
            for control in block.controls:
                if isinstance(control, Offers):
                    return True
    return False


def _fields(view: View) -> dict[str, object]:
    return {name: getattr(view, name) for name in View.__dataclass_fields__}
