"""The bell picked from a menu or on a message: a form opens, filled in."""

from __future__ import annotations

from dataclasses import replace

from rituals import bel
from rituals.engine.answer import Answer
from rituals.engine.cards import PersonField, TextField
from rituals.engine.events import Command
from rituals.engine.ritual import Shortcut
from store import choices, places
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, form_of, words_of


async def picked(world: World, text: str, place: str | None = "team-noord") -> Answer:
    typed = world.typed("fatima", place, f"/bel {text}")
    assert isinstance(typed, Command)
    return await world.engine.dispatch(replace(typed, picked=True))


async def test_the_form_holds_the_message_and_who_it_names(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    form = form_of(await picked(world, "Mevrouw Aziz belde om te bedanken. Dankzij @sanne\n@youssef"))

    text, makers = form.fields
    assert isinstance(text, TextField) and text.value == "Mevrouw Aziz belde om te bedanken. Dankzij Sanne Youssef."
    assert isinstance(makers, PersonField)
    assert [one.label for one in makers.value] == ["Sanne de Wit", "Youssef el Amrani"]


async def test_an_empty_pick_opens_an_empty_form_and_help_is_only_a_word(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    fields = [form_of(await picked(world, text)).fields[0] for text in ("", "help")]

    assert [field.value for field in fields if isinstance(field, TextField)] == ["", "Help."]


async def test_a_message_that_is_far_too_long_is_cut_and_loses_nothing_else(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    form = form_of(await picked(world, "Een lang verhaal. " * 1000))

    assert isinstance(form.fields[0], TextField)
    assert 2900 < len(form.fields[0].value) <= form.fields[0].max_length


async def test_where_the_bell_never_rings_it_says_so_at_once(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    def never(tx: Tx) -> None:
        here = next(one for one in places.every(tx) if one.name == "team-noord")
        choices.put(tx, f"place:{here.id}", "bel", "never_here", True, None, world.now)

    await sqlite_store.transact(never)

    assert words_of(await picked(world, "Gelukt")).startswith("In dit kanaal gaat de bel niet.")


async def test_what_can_be_picked_is_said_in_the_language_of_the_reader(sqlite_store: Store) -> None:
    world = await World(sqlite_store, rituals=[bel.ritual()]).open()

    assert world.engine.shortcuts("nl") == (
        Shortcut("bel", "Luid hier de bel voor", on_message=True),
        Shortcut("bel", "Luid de bel"),
    )
    assert [one.label for one in world.engine.shortcuts("en-GB")] == ["Ring the bell for this", "Ring the bell"]
