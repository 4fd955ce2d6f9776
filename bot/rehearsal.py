"""A throw-away house in memory, in which invented colleagues try everything: every card and form that there is.

They type every example, press every button once and send every form, as beheerder, ritueelhouder, colleague and
guest, by day and in the evening. Nothing of it reaches a platform or a database that lasts.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters import Drawn, Registry
from bot.app import build
from bot.config import Loaded
from bot.serve import Parts
from bot.stage import BEHEERDER, DOMAIN, KEEPER, NAME, PEOPLE, PLACES, SECOND, Stage, seed
from rituals.engine.answer import Answer
from rituals.engine.cards import (
    Button,
    Card,
    ChoiceField,
    DateField,
    Field,
    FileField,
    Form,
    More,
    PersonField,
    TextField,
    controls_of,
)
from rituals.engine.clock import Clock
from rituals.engine.engine import Engine
from rituals.engine.events import (
    Action,
    Command,
    Event,
    FormSubmitted,
    HomeOpened,
    Installed,
    Mention,
    Origin,
    Reaction,
    Value,
)
from rituals.engine.files import Upload
from rituals.engine.names import Ref
from rituals.engine.outcome import Private, ShowForm
from rituals.engine.routing import MENU
from store.accounts import AccountSeen
from store.migrate import create_all

_BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_PRESSES = 500
"""Of all colleagues together: a card that makes new cards is pressed for a while and not for ever."""
_LIST = b"tekst;cijfer\nDe trap is eindelijk schoon.;9\n;3\nNiemand belde terug.;2\n"
_LONG = "Een lang verhaal over wat er bij de klant gebeurde. " * 56
_REASON = "reason"
"""Why something is not right: the first reason takes it away at once, and nobody could go on."""
_CLAP = "👏"


@asynccontextmanager
async def throwaway(loaded: Loaded, clock: Clock | None = None) -> AsyncIterator[Parts]:
    """The house as it is configured, with an empty database in memory, keys that go with it, and no platform."""
    with TemporaryDirectory(prefix="klantritme-") as keys:
        own = replace(
            loaded.environment, database_url="sqlite://", key_dir=Path(keys), secret_keys=(os.urandom(32),), values={}
        )
        parts = build(loaded.settings, own, clock=clock)
        try:
            await parts.store.transact(lambda tx: create_all(tx.connection))
            yield parts
        finally:
            await parts.store.close()


async def registry(loaded: Loaded) -> Registry:
    """What people can type and pick, in the organisation's language and in English."""
    async with throwaway(loaded) as parts:
        engine = parts.engine
        own = engine.organisation
        return Registry(
            organisation=own.name,
            locale=own.locale,
            usages=engine.usages(own.locale),
            shortcuts=engine.shortcuts(own.locale),
            english=(engine.usages("en"), engine.shortcuts("en")),
        )


async def rehearse(loaded: Loaded, language: str = "") -> Drawn:
    """Everything that people can get to see: each scene in a house of its own.

    `language` is what all of them chose, if anything.
    """
    cards: dict[Card, None] = {}
    forms: dict[Form, None] = {}
    ours = replace(loaded, settings=loaded.settings.model_copy(update={"mail_domains": (DOMAIN,)}))
    played = (_Rehearsal.days, _Rehearsal.mornings, _Rehearsal.evening, _Rehearsal.in_doubt)
    scenes = (*((scene, PLACES) for scene in played), (_Rehearsal.nowhere, ()))
    for scene, places in scenes:
        clock = Clock(wall=lambda: _BEGIN)
        async with throwaway(ours, clock) as parts:
            stage = Stage()
            parts.engine.platforms[:] = [stage]
            house = partial(seed, rituals=parts.engine.rituals, places=places, now=clock.now(), language=language)
            await parts.store.transact(house)
            drawn = await scene(_Rehearsal(parts.engine, stage))
            cards |= dict.fromkeys(drawn.cards)
            forms |= dict.fromkeys(drawn.forms)
    return Drawn(tuple(cards), tuple(forms))


class _Rehearsal:
    def __init__(self, engine: Engine, stage: Stage) -> None:
        self._engine = engine
        self._stage = stage
        self._numbers = count(1)
        self._cards: dict[Card, None] = {}
        self._forms: dict[Form, None] = {}
        self._pressed: set[tuple[str, str, Ref | None]] = set()
        self._files_sent = 0
        self._waiting: list[tuple[str, Card]] = []

    async def days(self) -> Drawn:
        """By day, in the evening, and how it all looks weeks later."""
        await self._join()
        await self._meet_again()
        for hours in (8, 0):
            for who in PEOPLE:
                await self._type(who)
                await self._press_all()
            await self._let_pass(timedelta(hours=hours))
        await self._let_pass(timedelta(days=20))
        return self._drawn()

    async def mornings(self) -> Drawn:
        """What comes by itself from Monday to Friday; what is pressed in the evening arrives on Monday."""
        for days in (4, 3, 1):
            await self._let_pass(timedelta(days=days))
        return self._drawn()

    async def evening(self) -> Drawn:
        """A colleague types it all after hours, on a day on which nothing else happened."""
        await self._let_pass(timedelta(hours=9))
        for usage in self._engine.usages("nl"):
            await self._command(KEEPER, usage.word, usage.example.partition(" ")[2])
        return self._drawn()

    async def in_doubt(self) -> Drawn:
        """The platform breaks off while it is sent something, and cannot be asked what came of that.

        Somebody else says the same for all to see, as nobody did before.
        """
        self._stage.breaks_off = 1
        for usage in self._engine.usages("nl"):
            await self._command(KEEPER, usage.word, usage.example.partition(" ")[2])
            await self._command(BEHEERDER, usage.word, usage.example.partition(" ")[2], public=True)
        await self._let_pass(timedelta(minutes=5))
        return self._drawn()

    async def nowhere(self) -> Drawn:
        """Somebody in the private chat, before anybody has chosen a place."""
        for usage in self._engine.usages("nl"):
            await self._command(KEEPER, usage.word, usage.example.partition(" ")[2], alone=True)
        await self._press_all()
        return self._drawn()

    def _drawn(self) -> Drawn:
        self._cards |= dict.fromkeys(self._stage.shown)
        return Drawn(tuple(self._cards), tuple(self._forms))

    async def _meet_again(self) -> None:
        """A colleague with a role is in the organisation's second workspace as well: by the address it is the same."""
        other = next(replace(one, external="other") for one in PEOPLE if one.external == KEEPER)
        await self._engine.learn(NAME, SECOND, [other])
        await self._let_pass(timedelta(seconds=3))

    async def _join(self) -> None:
        """Another workspace asks to take part."""
        stranger = Origin(NAME, "elsewhere", AccountSeen("stranger", "Iemand Anders", kind="member"))
        await self._do(BEHEERDER, lambda id, at: Installed(delivery=id, at=at, origin=stranger, name="Elders"))
        await self._let_pass(timedelta(seconds=3))

    async def _type(self, who: AccountSeen) -> None:
        """Every example, every command bare, with a long story and picked from a menu; and the home page."""
        for text in self._texts():
            word, _, rest = text[1:].partition(" ")
            await self._command(who.external, word, rest)
        for usage in self._engine.usages("nl"):  # with a mention, so that the words stand there for all to see
            await self._command(who.external, usage.word, usage.example.partition(" ")[2], public=True)
        for one in self._engine.shortcuts("nl"):
            await self._command(who.external, one.word, "Dit ging goed." if one.on_message else "", picked=True)
        home = await self._engine.home(HomeOpened(delivery=self._id(), at=self._now, origin=_origin(who.external)))
        self._see(who.external, home)
        self._stage.able = False  # once more, where a form only opens from a button
        for word in dict.fromkeys(usage.word for usage in self._engine.usages("nl")):
            await self._command(who.external, word, "")
        self._stage.able = True

    def _texts(self) -> Iterator[str]:
        usages = self._engine.usages("nl")
        yield from (usage.example for usage in usages)
        for word in dict.fromkeys(usage.word for usage in usages):
            yield from (f"/{word}", f"/{word} help", f"/{word} De lift is klaar 06-12345678")
            yield f"/{word} {_LONG}"

    async def _command(
        self, who: str, word: str, text: str, *, picked: bool = False, public: bool = False, alone: bool = False
    ) -> None:
        origin = replace(_origin(who), message=self._id() if public else None, place=None if alone else PLACES[0])
        mentions = tuple(Mention(f"@{one.external}", one.external) for one in PEOPLE if f"@{one.external}" in text)
        await self._do(
            who,
            lambda id, at: Command(
                delivery=id,
                at=at,
                origin=origin,
                word=word,
                text=text,
                mentions=mentions,
                picked=picked,
                public=public,
            ),
        )

    async def _press_all(self) -> None:
        while self._waiting and len(self._pressed) < _PRESSES:
            who, card = self._waiting.pop()
            for one in presses(card):
                if (who, one.action, one.ref) not in self._pressed:
                    self._pressed.add((who, one.action, one.ref))
                    await self._press(who, one.action, one.ref)

    async def _press(self, who: str, action: str, ref: Ref | None) -> None:
        await self._do(who, lambda id, at: Action(delivery=id, at=at, origin=_origin(who), action=action, ref=ref))

    async def _let_pass(self, span: timedelta) -> None:
        """Time passes; whoever gets something looks at it, claps, and presses what is on it."""
        await self._engine.walk(self._now + span)
        for posted, (account, card) in list(self._stage.standing.items()):
            for who in [account] if account else [one.external for one in PEOPLE]:
                self._see(who, card)
            if account is None:
                await self._clap(posted)
        await self._press_all()

    async def _clap(self, posted: str) -> None:
        await self._do(
            KEEPER,
            lambda id, at: Reaction(delivery=id, at=at, origin=_origin(KEEPER), emoji=_CLAP, added=True, posted=posted),
        )

    async def _do(self, who: str, event: Callable[[str, datetime], Event]) -> None:
        await self._take(who, await self._engine.dispatch(event(self._id(), self._now)))

    async def _take(self, who: str, answer: Answer) -> None:
        match answer.reply:
            case Private(card):
                self._see(who, card)
            case ShowForm(form):
                self._forms[replace(form, draft="")] = None
                await self._fill_in(who, form)

    async def _fill_in(self, who: str, form: Form) -> None:
        """Empty first, and then with something in every field."""
        for values in ({one.name: "" for one in form.fields}, {one.name: filler(one) for one in form.fields}):
            await self._do(who, lambda id, at, values=values: _sent(id, at, who, form, values))  # type: ignore[misc]
        files = {one.name: Upload("lijst.csv", _LIST) for one in form.fields if isinstance(one, FileField)}
        if files and self._files_sent < 2:  # what it brings can be taken or left; reading one takes a while
            self._files_sent += 1
            await self._do(who, lambda id, at: replace(_sent(id, at, who, form, {}), files=files))
        await self._engine.walk(self._now + timedelta(seconds=3))

    def _see(self, who: str, card: Card) -> None:
        self._cards[card] = None
        self._waiting.append((who, card))

    def _id(self) -> str:
        return f"{NAME}:{next(self._numbers)}"

    @property
    def _now(self) -> datetime:
        return self._engine.clock.now()


def _origin(who: str) -> Origin:
    return Origin(NAME, NAME, next(one for one in PEOPLE if one.external == who), PLACES[0])


def _sent(delivery: str, at: datetime, who: str, form: Form, values: dict[str, Value]) -> FormSubmitted:
    return FormSubmitted(
        delivery=delivery, at=at, origin=_origin(who), form=form.name, draft=form.draft, values=values, ref=form.ref
    )


def presses(card: Card) -> Iterator[Button]:
    """All that can be pressed on a card; [⋯] is a button as well."""
    for control in controls_of(card):
        if isinstance(control, Button):
            yield control
        elif isinstance(control, More):
            yield Button("⋯", MENU, control.ref)


def filler(of: Field) -> Value:
    """Something for every field: what stands there already, the example of its hint, or what fits."""
    match of:
        case TextField(value=value, hint=hint):
            return value or hint.partition(": ")[2].partition(".")[0] or "De trap is geveegd"
        case ChoiceField(name=name, value=value, options=options):
            chosen = options[-1:] if name == _REASON else options[:1]
            return value or tuple(option.value for option in chosen)
        case PersonField():
            return ("person:1", "person:3", "person:4", "Kees")
        case DateField(value=value):
            return value or "2026-11-27"
        case FileField():
            return ""
