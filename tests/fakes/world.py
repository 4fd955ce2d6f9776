"""A whole organisation in memory: the real engine and store, a platform that remembers, and a clock that walks.

Reads as the tests do: `await world.say("fatima", "successen", "/bel Het is gelukt")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.found import find_rituals
from rituals.engine.answer import Answer
from rituals.engine.cards import Button, Card, Form, More, controls_of, plain
from rituals.engine.clock import Clock
from rituals.engine.desk import Desk
from rituals.engine.engine import Engine
from rituals.engine.errors import DeliveryError
from rituals.engine.events import Action, Command, FormSubmitted, Mention, Origin, Reaction, Said, Value
from rituals.engine.files import Upload
from rituals.engine.names import Ref
from rituals.engine.organisation import ConfiguredRoles, Organisation, Word
from rituals.engine.outcome import Private, ShowForm
from rituals.engine.platform import Capabilities, Limits, Parcel
from rituals.engine.ritual import Ritual
from rituals.engine.seal import Sealer
from rituals.engine.workdays import Calendar
from store import choices, installations, places, roles, sightings
from store.accounts import AccountSeen
from store.base import Store, ignore
from store.handles import Handle
from store.places import PlaceSeen
from store.roles import Given
from store.tx import Tx

T = TypeVar("T")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A quiet working day: ten o'clock in Amsterdam."""

GENEROUS = Capabilities(
    private_in_place=True, form_from_command=True, form_from_words=True, press_redraws=True, reactions=True,
    threads=True, lookup=True, silent=True, files=True, previews=True, before_command="/", before_place="#",
    max_text=3000, max_card=40_000, max_blocks=50, max_buttons=25,
    max_label=75, max_options=100,
    max_title=75, max_value=2000,
)  # fmt: skip

PEOPLE: Mapping[str, AccountSeen] = {
    one.external: one
    for one in (
        AccountSeen("fatima", "Fatima Bouzid", "fatima@waterrand.example", locale="nl"),
        AccountSeen("sanne", "Sanne de Wit", "sanne@waterrand.example", locale="nl"),
        AccountSeen("youssef", "Youssef el Amrani", "youssef@waterrand.example", locale="nl"),
        AccountSeen("anouk", "Anouk Visser", "anouk@waterrand.example", locale="nl"),
        AccountSeen("grace", "Grace Mensah", "grace@waterrand.example", locale="en-GB"),
        AccountSeen("ron", "Ron Bakker", "ron@elders.example", "guest", "nl"),
    )
}
PLACES: Mapping[str, PlaceSeen] = {
    one.external: one
    for one in (
        PlaceSeen("algemeen", "algemeen", state="open"),
        PlaceSeen("successen", "successen", state="open"),
        PlaceSeen("team-noord", "team-noord", state="open"),
        PlaceSeen("mt", "mt", "private", state="open"),
        PlaceSeen("partners", "partners", shared=True, state="open"),
        PlaceSeen("zonder-bot", "zonder-bot", state="absent"),
    )
}


@dataclass
class Posted:
    """A message as it stands on the platform; `gone` once it was taken down."""

    id: str
    place: str | None
    account: str | None
    key: str
    card: Card
    thread: str | None = None
    gone: bool = False
    draws: int = 1

    @property
    def text(self) -> str:
        """All of its words."""
        return plain(self.card)


@dataclass
class FakePlatform:
    """Remembers what was sent. `fails` is asked before each call and may raise, `afterwards` after it."""

    name: str = "fake"
    capabilities: Capabilities = GENEROUS
    limits: Limits = field(default_factory=Limits)
    posted: list[Posted] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    fails: Callable[[str, Parcel], None] = lambda _call, _parcel: None
    afterwards: Callable[[str, Parcel], None] = lambda _call, _parcel: None
    answered: dict[str, Card] = field(default_factory=dict)

    async def post(self, parcel: Parcel) -> str:
        self._call("post", parcel)
        place = parcel.place.external if parcel.place else None
        account = parcel.account.external if parcel.account and not place else None
        message = Posted(f"m{len(self.posted) + 1}", place, account, parcel.key, parcel.card, parcel.thread)
        self.posted.append(message)
        self.afterwards("post", parcel)
        return message.id

    async def update(self, parcel: Parcel) -> None:
        self._call("update", parcel)
        message = self.message(parcel.posted)
        message.card, message.draws = parcel.card, message.draws + 1
        self.afterwards("update", parcel)

    async def remove(self, parcel: Parcel) -> None:
        self._call("remove", parcel)
        self.message(parcel.posted).gone = True

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        self._call("answer", parcel)
        self.answered[parcel.key] = parcel.card

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        self._call("find", parcel)
        place = parcel.place.external if parcel.place else None
        return next((one.id for one in self.posted if (one.key, one.place) == (parcel.key, place)), None)

    def message(self, posted: str | None) -> Posted:
        """The message with this id."""
        return next(one for one in self.posted if one.id == posted)

    def _call(self, call: str, parcel: Parcel) -> None:
        self.calls.append((call, parcel.key))
        self.fails(call, parcel)

    def standing(self, place: str) -> list[Posted]:
        """What stands in a place now."""
        return [one for one in self.posted if one.place == place and not one.gone]

    def to(self, account: str) -> list[Posted]:
        """What somebody got in private."""
        return [one for one in self.posted if one.account == account and not one.gone]


def failing(error: DeliveryError, times: int = 1, *, call: str = "post", place: str | None = None) -> Any:
    """A `fails` (or `afterwards`) that raises so many times."""
    left = [times]

    def fail(called: str, parcel: Parcel) -> None:
        here = parcel.place.external if parcel.place else None
        if called == call and left[0] and place in (None, here):
            left[0] -= 1
            raise error

    return fail


class World:
    """The engine with people and places in it. `store` must have the schema."""

    def __init__(
        self, store: Store, *, rituals: Sequence[Ritual] | None = None, now: datetime = MONDAY,
        platform: FakePlatform | None = None, reached: Callable[[str], None] = ignore,
        organisation: Organisation | None = None,
    ) -> None:  # fmt: skip
        self._moment = now
        self._ids = count(1)
        self.elapsed = 0.0
        self.clock = Clock(lambda: self._moment, lambda: self.elapsed)
        self.platform = platform or FakePlatform()
        self.desk = Desk(
            store=store,
            clock=self.clock,
            organisation=organisation or an_organisation(),
            rituals=tuple(rituals) if rituals is not None else find_rituals(),
            sealer=Sealer([b"k" * 32]),
            reached=reached,
        )
        self.engine = Engine(self.desk)
        self.engine.platforms.append(self.platform)
        self.store = store

    async def open(self, *, bell_in: Sequence[str] = ("algemeen", "successen")) -> World:
        """People, places, the bell switched on, Anouk looks after it and Fatima after everything."""

        def furnish(tx: Tx) -> None:
            workspace = installations.put(tx, self.platform.name, "w1", "Waterrand", "admitted")
            known = {name: sightings.see(tx, workspace.id, one, self.now) for name, one in PEOPLE.items()}
            for one in PLACES.values():
                place = places.see(tx, workspace.id, one)
                if place.external in bell_in:
                    choices.put(tx, f"place:{place.id}", "bel", "here", True, None, self.now)
            roles.give(tx, Given(known["anouk"].person.id, "ritueelhouder", "bel"), None, self.now)
            roles.give(tx, Given(known["fatima"].person.id, "beheerder"), None, self.now)

        await self.store.transact(furnish)
        return self

    @property
    def now(self) -> datetime:
        """What the engine takes the time to be."""
        return self.clock.now()

    def origin(self, who: str, place: str | None = None) -> Origin:
        """Somebody somewhere."""
        return Origin(self.platform.name, "w1", PEOPLE[who], PLACES[place] if place else None)

    def delivery(self) -> str:
        """A new delivery id."""
        return f"delivery-{next(self._ids)}"

    async def say(self, who: str, place: str | None, text: str, *, delivery: str | None = None) -> Answer:
        """Type a command ("/bel tekst") or, in private, plain words."""
        return await self.engine.dispatch(self.typed(who, place, text, delivery))

    def typed(self, who: str, place: str | None, text: str, delivery: str | None = None) -> Command | Said:
        """The event of typed words; "@voornaam" of a colleague is a mention."""
        people = {f"@{one.name.split()[0].lower()}": one.external for one in PEOPLE.values()}
        mentions = tuple(Mention(words, account) for words, account in people.items() if words in text)
        delivery, origin = delivery or self.delivery(), self.origin(who, place)
        if not text.startswith("/"):
            return Said(delivery=delivery, at=self.now, origin=origin, text=text, mentions=mentions)
        word, _, rest = text[1:].partition(" ")
        return Command(delivery=delivery, at=self.now, origin=origin, word=word, text=rest, mentions=mentions)

    async def press(self, who: str, card: Card, label: str, *, place: str | None = None) -> Answer:
        """Press the button whose label begins with these words."""
        found = [c for c in controls_of(card) if isinstance(c, Button) and c.label.startswith(label)]
        assert found, f"no button {label!r} on: {[getattr(c, 'label', '⋯') for c in controls_of(card)]}"
        return await self.act(who, found[0].action, found[0].ref, place=place)

    async def more(self, who: str, card: Card, *, place: str | None = None) -> Answer:
        """Press the [⋯]."""
        found = [control for control in controls_of(card) if isinstance(control, More)]
        assert found, "no [⋯] on this card"
        return await self.act(who, "menu", found[0].ref, place=place)

    async def act(
        self, who: str, action: str, ref: Ref | None = None, *, place: str | None = None,
        posted: str | None = None, delivery: str | None = None,
    ) -> Answer:  # fmt: skip
        """Press any button, also one that was never shown."""
        event = Action(
            delivery=delivery or self.delivery(), at=self.now, origin=self.origin(who, place), action=action,
            ref=ref, posted=posted,
        )  # fmt: skip
        return await self.engine.dispatch(event)

    async def submit(self, who: str, form: Form, /, **values: Value) -> Answer:
        """Send a form."""
        return await self.send(who, form, values)

    async def send(
        self, who: str, form: Form, values: Mapping[str, Value], files: Mapping[str, Upload] | None = None
    ) -> Answer:
        """Send a form, perhaps with files."""
        event = FormSubmitted(
            delivery=self.delivery(), at=self.now, origin=self.origin(who), form=form.name, draft=form.draft,
            values=values, ref=form.ref, files=files or {},
        )  # fmt: skip
        return await self.engine.dispatch(event)

    async def react(self, who: str, posted: Posted, emoji: str, *, added: bool = True) -> Answer:
        """Put an emoji on a message, or take it off."""
        event = Reaction(
            delivery=self.delivery(), at=self.now, origin=self.origin(who, posted.place), emoji=emoji,
            added=added, posted=posted.id,
        )  # fmt: skip
        return await self.engine.dispatch(event)

    async def walk(self, **span: float) -> int:
        """Let time pass: `seconds=10`, `days=3`."""
        self.elapsed += timedelta(**span).total_seconds()
        return await self.engine.walk(self.now + timedelta(**span))

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Look into the store."""
        return await self.store.read(work)


def as_read(sentence: str) -> str:
    """One of the engine's sentences, where commands are typed with a slash."""
    return sentence.replace("{/klant}", "/klant")


def an_organisation(**changes: Any) -> Organisation:
    """Woonstichting Waterrand."""
    given: dict[str, Any] = {
        "name": "Woonstichting Waterrand",
        "calendar": Calendar(ZoneInfo("Europe/Amsterdam")),
        "customer": Word("huurder", "huurders", "de"),
        "roles": ConfiguredRoles(),
        "mail_domains": frozenset({"waterrand.example"}),
    }
    return Organisation(**{**given, **changes})


def card_of(answer: Answer) -> Card:
    """The private card of an answer."""
    assert isinstance(answer.reply, Private), answer.reply
    return answer.reply.card


def words_of(answer: Answer) -> str:
    """What a private answer says."""
    return plain(card_of(answer))


def form_of(answer: Answer) -> Form:
    """The form of an answer."""
    assert isinstance(answer.reply, ShowForm), answer.reply
    return answer.reply.form


def labels(card: Card) -> list[str]:
    """The buttons of a card."""
    return [control.label for control in controls_of(card) if isinstance(control, Button)]
