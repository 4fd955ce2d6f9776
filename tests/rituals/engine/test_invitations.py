"""Where typed words cannot open a form, a button does; picked from a menu, a form opens by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rituals.engine import sentences
from rituals.engine.answer import Answer
from rituals.engine.cards import Button, Form, TextField, controls_of
from rituals.engine.context import Context
from rituals.engine.events import Command, FormClosed, FormSubmitted
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, ShowForm
from store.base import Store
from tests.fakes.world import GENEROUS, FakePlatform, World, as_read, card_of, form_of, words_of
from tests.rituals.engine.probe import Probe, answer

FORM = Form("probe.form", "Een formulier", (TextField("what", "Wat?"), TextField("why", "Waarom?")), "Verstuur")


async def a_world(store: Store) -> tuple[World, Probe]:
    probe = Probe()

    def does(event: object, context: Context) -> Outcome:
        if isinstance(event, FormSubmitted):
            refused = FormErrors({"what": "Vertel meer."}) if event.values.get("what") == "?" else answer("Dank je.")
            return Outcome(refused)
        typed = event.text if isinstance(event, Command) else ""
        fields = (TextField("what", "Wat?", value=typed), *FORM.fields[1:])
        return Outcome(ShowForm(replace(FORM, fields=fields)))

    probe.does = does
    platform = FakePlatform(capabilities=replace(GENEROUS, form_from_command=False, form_from_words=False))
    return await World(store, rituals=(probe.ritual,), platform=platform).open(), probe


async def invited(world: World, text: str = "/probe Het is gelukt") -> Answer:
    return await world.say("fatima", "algemeen", text)


async def opened(world: World, invitation: Answer, who: str = "fatima", place: str | None = None) -> Answer:
    return await world.press(who, card_of(invitation), "Invullen", place=place)


def values_of(answer: Answer) -> Mapping[str, str]:
    return {field.name: field.value for field in form_of(answer).fields if isinstance(field, TextField)}


async def test_the_card_has_one_button_that_says_it_opens_a_form(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)

    card = card_of(await invited(world))

    (button,) = controls_of(card)
    assert isinstance(button, Button) and button.opens_form
    assert "Een formulier" in words_of(await invited(world))


async def test_the_button_opens_the_form_as_it_was_meant(store: Store) -> None:
    world, _ = await a_world(store)
    invitation = await invited(world)

    form = await opened(world, invitation, place="team-noord")

    assert values_of(form) == {"what": "Het is gelukt", "why": ""}
    assert form.place and form.place.name == "algemeen"
    sent = await world.submit("fatima", form_of(form), what="Nog beter")
    assert words_of(sent) == "Dank je."
    assert sent.place and sent.place.name == "algemeen"


async def test_what_was_typed_in_it_is_there_when_it_is_opened_again(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    invitation = await invited(world)
    form = form_of(await opened(world, invitation))
    closed = FormClosed(delivery=world.delivery(), at=world.now, origin=world.origin("fatima"), form=form.name,
                        draft=form.draft, values={"what": "Anders", "why": "Daarom"})  # fmt: skip

    await world.engine.dispatch(closed)

    assert values_of(await opened(world, invitation)) == {"what": "Anders", "why": "Daarom"}


async def test_a_form_that_was_refused_still_has_what_was_typed(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    invitation = await invited(world)
    form = form_of(await opened(world, invitation))

    await world.submit("fatima", form, what="?", why="Daarom")

    assert values_of(await opened(world, invitation)) == {"what": "?", "why": "Daarom"}


async def test_the_button_is_of_no_use_to_somebody_else_or_once_it_was_sent(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    invitation = await invited(world)

    assert words_of(await opened(world, invitation, "sanne")) == as_read(sentences.NO_BUTTON)
    await world.submit("fatima", form_of(await opened(world, invitation)), what="Goed")
    assert words_of(await opened(world, invitation)) == as_read(sentences.NO_BUTTON)
    assert words_of(await world.act("fatima", "open", Ref("form", "verzonnen"))) == as_read(sentences.NO_BUTTON)
    assert words_of(await world.act("fatima", "open")) == as_read(sentences.NO_BUTTON)


async def test_plain_words_in_private_get_the_button_too(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)

    form = await opened(world, await world.say("fatima", None, "probe Het is gelukt"))

    assert values_of(form)["what"] == "Het is gelukt"
    assert form.place is None


async def test_a_press_and_a_pick_open_the_form_at_once(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    typed = world.typed("fatima", "algemeen", "/probe help")
    assert isinstance(typed, Command)

    picked = await world.engine.dispatch(replace(typed, picked=True))
    pressed = await world.act("fatima", "probe.act", place="algemeen")

    assert values_of(picked)["what"] == "help"
    assert form_of(pressed).name == "probe.form"
