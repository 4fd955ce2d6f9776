"""Walks through a ritual as colleagues would: types, presses every button, sends every form, and keeps what it saw.

A new ritual is walked through from its first day, by its usages alone; `STARTS` adds what a usage does not show.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from sqlalchemy import bindparam, select

from bot.found import find_rituals
from bot.rehearsal import filler, presses
from rituals.engine.answer import Answer
from rituals.engine.cards import Card, FileField, Form
from rituals.engine.events import FormClosed, Installed
from rituals.engine.files import Upload
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Private, ShowForm
from rituals.engine.ritual import Ritual
from store import candidates, choices, installations, keepsakes, nominations, places, quotes, rotas, rounds
from store.base import Store
from store.expected import expected
from store.migrate import create_all
from store.open import open_store
from store.quotes import NewQuote
from store.rotas import Member, NewRota
from store.rounds import Dates
from store.schema import Instant
from store.tx import Tx
from tests.fakes import idle, tiny
from tests.fakes.world import PEOPLE as PEOPLE_SEEN
from tests.fakes.world import World

PEOPLE = ("fatima", "anouk", "sanne", "grace", "ron")
PRESSES = 400
STARTS: Mapping[str, tuple[str, ...]] = {
    "bel": (
        "/bel",
        "/bel Mevrouw Aziz belde om te bedanken @youssef",
        "/bel Meneer Boer van 06-12345678 belde",
        "/bel De lift is klaar",
        "/bel De trap is klaar",
        "/bel " + "Een lang verhaal. " * 100,
    ),
    "quote": (
        "/quote",
        "/quote Ik moest drie keer hetzelfde uitleggen",
        "/quote Mevrouw Aziz zei: wat fijn dat jullie er zo snel waren",
        "/quote " + "Een lang verhaal over de lift. " * 40,
    ),
    "idee": (
        "/idee",
        "/idee Bel een dag van tevoren even op wanneer we komen",
        "/idee Zet de deur van het kantoor open voor wie te vroeg is",
        "/idee Schrijf brieven zonder moeilijke woorden. " + "En kort. " * 40,
        "/idee Koop een bankje voor bij de lift",
        "/idee Koop een bankje voor beneden bij de lift",
    ),
    "verhaal": (
        "/verhaal",
        "/klant",
        "/bel Mevrouw Aziz belde om te bedanken @sanne",
        "/verhaal stuk",
        "/verhaal De monteur zag de dozen staan. Hij hielp ze mee naar boven dragen.",
        "/verhaal " + "De trap was glad en niemand kwam, zei Jan de Vries. " * 130,
    ),
    "klantverbeteraar": (
        "/stem",
        "/klant",
        "/nomineer",
        "/nomineer @youssef en Ron Bakker omdat ze mevrouw Aziz dezelfde dag terugbelden",
        "/nomineer Bo de Boer omdat Bo de lift dezelfde dag nog maakte",
        "/nomineer @anouk want zij belde 06-12345678 zelf terug om te helpen",
        "/verbeteraars",
        "/verbeteraars mij",
        "/proefronde",
    ),
    "klant": ("/klant", "/klant blorp", "/klant stil", "/klant", "/klant stil klaar", "/klant rol"),
}


@dataclass
class Seen:
    """Every card and form somebody got to see; `posted` are the cards that stood in places."""

    private: list[Card] = field(default_factory=list)
    posted: list[Card] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unannounced: set[str] = field(default_factory=set)
    """Buttons that brought a form without saying so beforehand."""

    @property
    def cards(self) -> list[Card]:
        """Each once, however often it was shown."""
        return list(dict.fromkeys(self.private + self.posted))


A_LIST = b"tekst;cijfer\nDe trap is eindelijk schoon.;9\n;3\nNiemand belde terug.;2\n"

Press = tuple[str, str, Ref | None]
_ASKED = select(expected.c.person_id).where(expected.c.until > bindparam("now", type_=Instant()))


def everyone() -> tuple[Ritual, ...]:
    """What is installed, and two small ones that show what a ritual may leave out."""
    return (*find_rituals(), tiny.ritual(), idle.ritual())


@cache
def seen_of(name: str) -> Seen:
    """Everything a ritual shows, in a house where all the others live too; walked through once for whoever asks."""
    rituals = everyone()
    return asyncio.run(walked_through(next(one for one in rituals if one.name == name), rituals))


async def walked_through(ritual: Ritual, others: tuple[Ritual, ...]) -> Seen:
    store = open_store("sqlite://")
    try:
        await store.transact(lambda tx: create_all(tx.connection))
        return await _Walk(await _house(store, ritual, others), ritual.name).through(ritual)
    finally:
        await store.close()


async def _house(store: Store, ritual: Ritual, others: tuple[Ritual, ...]) -> World:
    rest = tuple(one for one in others if one.name != ritual.name)
    world = await World(store, rituals=(ritual, *rest)).open()
    for workspace in ("w8", "w9"):
        origin = replace(world.origin("fatima"), workspace=workspace)
        asks = Installed(delivery=world.delivery(), at=world.now, origin=origin, name=f"Buren {workspace}")
        await world.engine.dispatch(asks)
    await store.transact(lambda tx: installations.put(tx, world.platform.name, "w2", "Tweede", "admitted"))
    await world.engine.learn(world.platform.name, "w2", [replace(PEOPLE_SEEN["anouk"], external="A2")])
    await store.transact(lambda tx: _switch_on(tx, ritual, world))
    return world


def _switch_on(tx: Tx, ritual: Ritual, world: World) -> None:
    """A ritual that comes by itself has to be wanted somewhere."""
    place = places.find(tx, 1, "team-noord")
    if place and ritual.plan and any(one.name == "here" and "place" in one.scopes for one in ritual.settings):
        choices.put(tx, f"place:{place.id}", ritual.name, "here", True, None, world.now)
    if ritual.name == "quote":
        _some_quotes(tx, world)
    if ritual.name == "klantpet":
        _a_rota(tx, world)
    if ritual.name == "klantverbeteraar":
        _an_open_ballot(tx, world)


def _a_rota(tx: Tx, world: World) -> None:
    """A team that wears it tomorrow, in a channel where nobody stops it."""
    place = places.find(tx, 1, "algemeen")
    if place:
        new = NewRota("Weekstart", "1 10:00 60 1 - -", host_id=4, minute=True, opening=True)
        rota = rotas.add(tx, place.id, new, "on", world.now)
        rotas.put_members(tx, [Member(rota, number, True, 0, 2, None, 0) for number in range(1, 6)])


def _some_quotes(tx: Tx, world: World) -> None:
    """What was brought in and looked over before the walk begins, and what a curator has to think about."""
    day = world.now.date()
    choices.put(tx, "organisation", "quote", "small_afdelingen", ["Balie"], None, world.now)
    for number in range(8):
        praise = NewQuote(f"Snel geholpen, al {number} keer.", "test", day, side="positive", ready=True)
        critical = NewQuote(f"Al {number} keer gebeld.", "test", day, side="critical", ready=True)
        quotes.add(tx, praise, world.now)
        quotes.add(tx, critical, world.now)
    held = NewQuote("Aan de balie wachtte ik een uur.", "test", day, side="critical", afdeling="Balie")
    quotes.add(tx, held, world.now)


def _an_open_ballot(tx: Tx, world: World) -> None:
    """A round in which people vote today."""
    days = [world.now + timedelta(days=n) for n in (-20, -10, -5, 0, 2)]
    dates = Dates(days[0], days[1], days[2], days[3] + timedelta(hours=6), days[4])
    rounds.add(tx, "2026-11", dates, "2026-11-walk", state="voting")
    world.desk.keyring.make("2026-11-walk")
    for name in ("Monteurs Noord", "De balie", "Team Wijkbeheer met een heel lange naam", "Ron Bakker"):
        number = candidates.add(tx, "2026-11", None, name)
        nominations.add(tx, number, None, "Belde dezelfde dag nog terug. " * 30, world.now)
    for person in (1, 3):
        number = candidates.add(tx, "2026-11", person)
        nominations.add(tx, number, 4, "Hielp een huurder met alle papieren. " * 25, world.now)
        candidates.asked(tx, number, world.now)
        keepsakes.put(tx, person, 4, f"nomination:{90 + person}", "2026-10", "Bleef tot het klaar was.", world.now)


class _Walk:
    def __init__(self, world: World, ritual: str) -> None:
        self.world, self.ritual = world, ritual
        self.seen = Seen()
        self.pressed: set[Press] = set()
        self.waiting: list[tuple[str, Card]] = []
        self.files_sent = 0

    async def through(self, ritual: Ritual) -> Seen:
        starts = STARTS.get(ritual.name) or (*(f"/{word}" for word in ritual.commands),
                                             *(usage.example for usage in ritual.usages))  # fmt: skip
        for hour in ("day", "evening"):
            for who in PEOPLE:
                for typed in starts:
                    self._take(who, await self.world.say(who, "team-noord", f"{typed}".strip()))
                await self._press_all()
            if hour == "day":
                await self.world.walk(hours=8)
        for days in (9, 11, 1):  # what was pressed in the evening arrives the next morning
            await self.world.walk(days=days)
            self._look()
            await self._answer_all()
            await self._press_all()
        return self.seen

    async def _answer_all(self) -> None:
        """In plain words, whoever was asked something."""
        asked = await self.world.read(lambda tx: tx.all(_ASKED, int, {"now": self.world.now}))
        for number, who in enumerate(PEOPLE_SEEN, 1):
            if number in asked:
                self._take(who, await self.world.say(who, None, "Niemand noemde de wachttijd"))

    def _take(self, who: str, answer: Answer) -> list[Form]:
        match answer.reply:
            case Private(card):
                self.seen.private.append(card)
                self.waiting.append((who, card))
            case ShowForm(form):
                self.seen.forms.append(form)
                return [form]
            case FormErrors(errors):
                self.seen.errors += errors.values()
        return []

    def _look(self) -> None:
        for number, message in enumerate(self.world.platform.posted):
            if message.gone:
                continue
            everybody = PEOPLE if number % 2 else PEOPLE[::-1]  # who takes it away may come last
            (self.seen.posted if message.place else self.seen.private).append(message.card)
            for who in everybody if message.place else (message.account or PEOPLE[0],):
                self.waiting.append((who, message.card))

    async def _press_all(self) -> None:
        while self.waiting and len(self.pressed) < PRESSES:
            who, card = self.waiting.pop()
            for one in presses(card):
                press = self._press(who, one.action, one.ref)
                if press in self.pressed:
                    continue
                self.pressed.add(press)
                for form in self._take(who, await self.world.act(who, one.action, one.ref, place="team-noord")):
                    self.seen.unannounced |= set() if one.opens_form else {one.action}
                    await self._fill_in(who, form)
            if not self.waiting:
                await self.world.walk(seconds=11)
                self._look()
                self.waiting = [one for one in self.waiting if self._is_new(*one)]

    def _press(self, who: str, action: str, ref: Ref | None) -> Press:
        """Of other rituals' buttons each is pressed once: the rest is for their own walk."""
        own = action.partition(".")[0] in (self.ritual, "menu", "open")
        return (who, action, ref) if own else ("", action, None)

    def _is_new(self, who: str, card: Card) -> bool:
        return any(self._press(who, one.action, one.ref) not in self.pressed for one in presses(card))

    async def _fill_in(self, who: str, form: Form) -> None:
        self._take(who, await self.world.submit(who, form, **{one.name: "" for one in form.fields}))
        self._take(who, await self.world.submit(who, form, **{one.name: filler(one) for one in form.fields}))
        await self._send_a_file(who, form)
        await self.world.walk(seconds=3)  # before somebody takes away again what it was about
        self._look()
        closed = FormClosed(delivery=self.world.delivery(), at=self.world.now, origin=self.world.origin(who),
                            form=form.name, draft=form.draft)  # fmt: skip
        await self.world.engine.dispatch(closed)

    async def _send_a_file(self, who: str, form: Form) -> None:
        """Twice, for what it brings can be taken or left; reading one takes a while."""
        files = {one.name: Upload("lijst.csv", A_LIST) for one in form.fields if isinstance(one, FileField)}
        if files and self.files_sent < 2:
            self.files_sent += 1
            self._take(who, await self.world.send(who, form, {}, files))
