"""Nothing that somebody typed in a form is lost, and nobody sees what another typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from rituals.engine import sentences
from rituals.engine.cards import ChoiceField, DateField, Field, FileField, Form, Option, PersonField, TextField
from rituals.engine.context import Context
from rituals.engine.events import FormClosed, FormSubmitted, Origin, Search, Value
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Nothing, Outcome, ShowForm
from rituals.engine.ritual import Permission
from store import drafts, installations
from store.accounts import AccountSeen
from store.base import Store
from store.installations import WorkspaceState
from tests.fakes.world import World, as_read, form_of
from tests.rituals.bel.steps import another
from tests.rituals.engine.probe import Probe, answer

CHOICES = (Option("a", "Appel"), Option("b", "Banaan"))
FIELDS: tuple[Field, ...] = (
    TextField("what", "Wat?"),
    TextField("why", "Waarom?", value="Zomaar."),
    ChoiceField("which", "Welke?", CHOICES, ("a",)),
    DateField("day", "Welke dag?", required=False),
    PersonField("who", "Wie?"),
)
FORM = Form("probe.form", "Een formulier", FIELDS, "Verstuur")


async def a_world(store: Store, form: Form = FORM) -> tuple[World, Probe]:
    probe = Probe()

    def does(event: object, _context: Context) -> Outcome:
        return Outcome(answer("Dank je.")) if isinstance(event, FormSubmitted) else Outcome(ShowForm(form))

    probe.does = does
    return await World(store, rituals=(probe.ritual,)).open(), probe


async def opened(world: World, who: str = "fatima") -> Form:
    return form_of(await world.say(who, "algemeen", "/probe"))


async def close(world: World, form: Form, by: str = "fatima", **values: Value) -> None:
    event = FormClosed(
        delivery=world.delivery(), at=world.now, origin=world.origin(by), form=form.name, draft=form.draft,
        values=values, ref=form.ref,
    )  # fmt: skip
    assert (await world.engine.dispatch(event)).reply == Nothing()


def values_of(form: Form) -> Mapping[str, object]:
    return {field.name: field.value for field in form.fields if not isinstance(field, FileField)}


async def test_every_form_that_opens_has_a_draft_of_its_own(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)

    first, second = await opened(world), await opened(world)

    assert first.draft != second.draft
    assert len(first.draft) >= 20
    assert replace(first, draft="") == FORM


async def test_what_was_typed_in_a_closed_form_stands_there_again(store: Store) -> None:
    world, _ = await a_world(store)
    await close(world, await opened(world), what="Halverwege", which=("b",), day="2026-12-01")

    again = await opened(world)

    assert {"what": "Halverwege", "which": ("b",), "day": "2026-12-01"}.items() <= values_of(again).items()


async def test_people_who_were_chosen_stand_there_again_by_name(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    search = Search(delivery=world.delivery(), at=world.now, origin=world.origin("fatima"), query="sanne")
    (sanne,) = await world.engine.search(search)
    await close(world, await opened(world), who=(sanne.value, "de monteur", "person:99"))

    assert sanne.label == "Sanne de Wit"
    assert values_of(await opened(world))["who"] == (sanne, Option("de monteur", "de monteur"))


async def found(world: World, origin: Origin, query: str = "") -> list[str]:
    search = Search(delivery=world.delivery(), at=world.now, origin=origin, query=query)
    return [option.label for option in await world.engine.search(search)]


@pytest.mark.parametrize("state", ["waiting", "gone"])
async def test_only_colleagues_in_an_admitted_workspace_find_people(sqlite_store: Store, state: WorkspaceState) -> None:
    world, _ = await a_world(sqlite_store)
    await sqlite_store.transact(lambda tx: installations.put(tx, "fake", "w2", "Elders", state))
    fatima = world.origin("fatima")

    assert "Sanne de Wit" in await found(world, fatima)
    assert await found(world, replace(fatima, workspace="w2")) == []
    assert await found(world, replace(fatima, workspace="nowhere")) == []
    assert await found(world, replace(fatima, account=AccountSeen("spy", kind="outsider"))) == []
    assert await found(world, world.origin("ron")) == []


async def test_people_are_found_whatever_letters_their_name_has(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    await another(world, "oz", "Özlem Çelik")

    assert [await found(world, world.origin("fatima"), words) for words in ("Özlem", "ÇELIK")] == [["Özlem Çelik"]] * 2


async def test_words_typed_as_if_they_were_a_person_do_not_lock_the_form(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)

    await close(world, await opened(world), who=("person: Jan", "person:", "de monteur"))

    assert values_of(await opened(world))["who"] == (Option("de monteur", "de monteur"),)


async def test_a_form_that_was_closed_empty_leaves_nothing_behind(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    form = await opened(world)
    await close(world, form, what="", who=())

    assert replace(await opened(world), draft="") == FORM
    assert await world.read(lambda tx: drafts.get(tx, form.draft, world.now)) is None


async def test_what_was_typed_is_kept_when_the_form_is_refused(sqlite_store: Store) -> None:
    world, probe = await a_world(sqlite_store)
    form = await opened(world)
    probe.decides(reply=FormErrors({"what": "Dat kan niet."}))
    await world.submit("fatima", form, what="Geweigerd")
    probe.decides(reply=ShowForm(FORM))

    assert values_of(await opened(world))["what"] == "Geweigerd"


async def test_what_was_typed_is_kept_for_somebody_who_may_not_send_it(sqlite_store: Store) -> None:
    probe = Probe()
    probe.decides(reply=ShowForm(FORM))
    sending = Permission("send", frozenset({"ritueelhouder"}), "Dit kan jij niet versturen.")
    asking = replace(probe.ritual, forms=probe.asks(sending).forms)
    world = await World(sqlite_store, rituals=(asking,)).open()
    form = await opened(world, "sanne")

    told = await world.submit("sanne", form, what="Toch getypt")

    assert told.reply == FormErrors({"": sending.refusal})
    assert values_of(await opened(world, "sanne"))["what"] == "Toch getypt"


async def test_a_refused_form_can_be_sent_again(sqlite_store: Store) -> None:
    world, probe = await a_world(sqlite_store)
    form = await opened(world)
    probe.decides(reply=FormErrors({"what": "Dat kan niet."}))
    await world.submit("fatima", form, what="Geweigerd")
    probe.decides(reply=answer("Dank je."))

    assert (await world.submit("fatima", form, what="Beter")).reply == answer("Dank je.")


async def test_a_form_that_was_sent_opens_empty_the_next_time(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    await world.submit("fatima", await opened(world), what="Verstuurd")

    assert replace(await opened(world), draft="") == FORM


async def test_a_form_can_be_sent_once(sqlite_store: Store) -> None:
    world, probe = await a_world(sqlite_store)
    form = await opened(world)
    await world.submit("fatima", form, what="Een")

    second = await world.submit("fatima", form, what="Twee")

    assert second.reply == FormErrors({"": sentences.NO_FORM})
    assert [one.values for one in probe.handled if isinstance(one, FormSubmitted)] == [{"what": "Een"}]


@pytest.mark.parametrize(("hours", "accepted"), [(23.9, True), (24, False)])
async def test_a_form_stays_open_for_a_day(sqlite_store: Store, hours: float, accepted: bool) -> None:
    world, _ = await a_world(sqlite_store)
    form = await opened(world)
    await world.walk(hours=hours)

    told = await world.submit("fatima", form, what="Laat")

    assert told.reply == (answer("Dank je.") if accepted else FormErrors({"": sentences.NO_FORM}))


async def test_what_was_typed_over_a_day_ago_is_not_filled_in(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    await close(world, await opened(world), what="Gisteren")
    await world.walk(hours=25)

    assert replace(await opened(world), draft="") == FORM


async def test_somebody_else_can_neither_send_nor_change_nor_see_a_draft(sqlite_store: Store) -> None:
    world, probe = await a_world(sqlite_store)
    form = await opened(world)
    await close(world, form, what="Van Fatima")

    sent = await world.submit("sanne", form, what="Van Sanne")
    await close(world, form, "sanne", what="Van Sanne")

    assert sent.reply == FormErrors({"": sentences.NO_FORM})
    assert replace(await opened(world, "sanne"), draft="") == FORM
    assert values_of(await opened(world))["what"] == "Van Fatima"
    assert not any(isinstance(event, FormSubmitted) for event in probe.handled)


async def test_a_draft_of_one_form_does_not_send_another(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    form = await opened(world)

    told = await world.submit("fatima", replace(form, name="probe.other"), what="Anders")

    assert told.reply == FormErrors({"": as_read(sentences.NO_BUTTON)})


async def test_what_the_command_brought_along_is_newer_than_what_was_typed_before(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    await close(world, await opened(world), why="Omdat het kan.")

    assert values_of(await opened(world))["why"] == "Zomaar."


async def test_a_change_to_a_thing_that_was_not_sent_stands_there_again(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store, replace(FORM, ref=Ref("thing", "1")))
    await close(world, await opened(world), why="Omdat het kan.")

    assert values_of(await opened(world))["why"] == "Omdat het kan."


async def test_what_was_typed_about_one_thing_is_not_filled_in_for_another(sqlite_store: Store) -> None:
    world, probe = await a_world(sqlite_store, replace(FORM, ref=Ref("thing", "1")))
    await close(world, await opened(world), what="Over een")
    probe.decides(reply=ShowForm(replace(FORM, ref=Ref("thing", "2"))))

    assert values_of(await opened(world)) == values_of(FORM)


@pytest.mark.parametrize("draft", ["", "unknown", "' OR 1=1 --"])
async def test_a_form_without_a_draft_of_ours_is_refused(sqlite_store: Store, draft: str) -> None:
    world, probe = await a_world(sqlite_store)

    told = await world.submit("fatima", replace(FORM, draft=draft), what="Iets")

    assert told.reply == FormErrors({"": sentences.NO_FORM})
    assert probe.handled == []
