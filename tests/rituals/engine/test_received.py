"""What another system tells is heard once, and not acknowledged when it was not handled; forms may carry a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rituals.engine.cards import FileField, Form
from rituals.engine.context import Context
from rituals.engine.events import Command, Entry, FormSubmitted, Received
from rituals.engine.files import Upload
from rituals.engine.outcome import Outcome, ShowForm
from rituals.engine.ritual import Handled, Ritual
from store.base import Store
from tests.fakes.world import GENEROUS, FakePlatform, World, form_of, words_of


def a_ritual(hear: Callable[[Any, Context], Outcome], sent: list[FormSubmitted] | None = None) -> Ritual:
    """Listens, and asks for a file."""

    def ask(_event: Command, _context: Context) -> Outcome:
        form = Form("lijst.file", "Een lijst", (FileField("file", "Welke?", ("csv",)),), "Stuur")
        return Outcome(ShowForm(form))

    def keep(event: FormSubmitted, _context: Context) -> Outcome:
        (sent if sent is not None else []).append(event)
        return Outcome()

    return Ritual(
        "lijst", "Een lijst", lambda *_: None, commands={"lijst": Handled(ask)}, forms={"file": Handled(keep)},
        listens={Received: hear},
    )  # fmt: skip


def told(world: World, delivery: str = "hook:x:1") -> Received:
    """Something that a customer said."""
    return Received(delivery=delivery, at=world.now, source="x", entries=(Entry(text="Fijn"),))


async def test_what_another_system_tells_is_heard_once(sqlite_store: Store) -> None:
    heard: list[Received] = []

    def hear(event: Received, _context: Context) -> Outcome:
        heard.append(event)
        return Outcome()

    world = await World(sqlite_store, rituals=[a_ritual(hear)]).open()

    answers = [await world.engine.dispatch(told(world)) for _ in range(2)]

    assert [one.stored for one in answers] == [True, True]
    assert len(heard) == 1


async def test_a_fault_in_hearing_it_is_no_acknowledgement_and_it_can_come_again(sqlite_store: Store) -> None:
    faults = [ZeroDivisionError()]

    def hear(_event: Received, _context: Context) -> Outcome:
        if faults:
            raise faults.pop()
        return Outcome()

    world = await World(sqlite_store, rituals=[a_ritual(hear)]).open()

    answers = [await world.engine.dispatch(told(world)) for _ in range(2)]

    assert [one.stored for one in answers] == [False, True]


async def test_a_platform_that_carries_no_files_is_told_who_can(sqlite_store: Store) -> None:
    poor = FakePlatform(capabilities=replace(GENEROUS, files=False))
    world = await World(sqlite_store, rituals=[a_ritual(lambda *_: Outcome())], platform=poor).open()

    answer = await world.say("fatima", None, "/lijst")

    assert words_of(answer) == (
        "Hier kan ik geen bestand van je aannemen. Wie mij beheert kan het wel voor je inlezen."
    )


async def test_a_file_that_nobody_reads_is_not_kept(sqlite_store: Store) -> None:
    sent: list[FormSubmitted] = []
    world = await World(sqlite_store, rituals=[a_ritual(lambda *_: Outcome(), sent)]).open()
    form = form_of(await world.say("fatima", None, "/lijst"))

    await world.send("fatima", form, {}, {"file": Upload("x.csv", b"tekst\nGoed\n")})

    assert [one.files for one in sent] == [{}]
