"""Every word, button and form comes to the ritual it is for."""

from __future__ import annotations

import pytest

from rituals import bel, klant
from rituals.engine.events import Action, Command, FormSubmitted, FromPerson, HomeOpened, Origin, Said
from rituals.engine.names import Ref
from rituals.engine.ritual import Ritual
from rituals.engine.routing import Router, split, wants_help
from store.accounts import AccountSeen
from store.base import Store
from tests.fakes import tiny
from tests.fakes.world import MONDAY, World, an_organisation, form_of, words_of

RITUALS: tuple[Ritual, ...] = (bel.ritual(), klant.ritual(), tiny.ritual())
WHO = Origin("fake", "w1", AccountSeen("fatima", "Fatima Bouzid"))


def typed(word: str, text: str = "") -> Command:
    return Command(delivery="d", at=MONDAY, origin=WHO, word=word, text=text)


def said(text: str) -> Said:
    return Said(delivery="d", at=MONDAY, origin=WHO, text=text)


def found(event: FromPerson, **words: str) -> tuple[str, str, str] | None:
    route = Router(RITUALS, words).find(event)
    if route is None:
        return None
    assert isinstance(route.event, Command)
    return route.ritual.name, route.event.word, route.event.text


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (typed("bel", "Het lukte"), ("bel", "bel", "Het lukte")),
        (typed("BEL", "Het lukte"), ("bel", "bel", "Het lukte")),
        (typed("klant", "bel Het lukte"), ("bel", "bel", "Het lukte")),
        (typed("klant", "  Bel   Het lukte "), ("bel", "bel", "Het lukte")),
        (typed("klant", "bel"), ("bel", "bel", "")),
        (typed("klant", "stil tot morgen"), ("klant", "klant", "stil tot morgen")),
        (typed("klant", "klant stil"), ("klant", "klant", "klant stil")),
        (typed("klant"), ("klant", "klant", "")),
        (typed("quote", "van de dag"), ("klant", "klant", "quote van de dag")),
        (said("bel Het lukte"), ("bel", "bel", "Het lukte")),
        (said("/bel Het lukte"), ("bel", "bel", "Het lukte")),
        (said("klant bel Het lukte"), ("bel", "bel", "Het lukte")),
        (said("Dank je wel!"), ("klant", "klant", "dank je wel!")),
        (said(""), ("klant", "klant", "")),
    ],
)
def test_words_come_to_their_ritual(event: FromPerson, expected: tuple[str, str, str]) -> None:
    route = found(event)

    assert route is not None
    assert (route[0], route[1], route[2].lower()) == (expected[0], expected[1], expected[2].lower())


@pytest.mark.parametrize("event", [typed("succes", "Het lukte"), typed("klant", "Succes Het lukte")])
def test_an_organisation_s_own_word_is_that_command(event: FromPerson) -> None:
    assert found(event, bel="succes") == ("bel", "bel", "Het lukte")
    assert found(event) != ("bel", "bel", "Het lukte")


async def test_an_organisation_s_own_word_stands_in_every_explanation(sqlite_store: Store) -> None:
    world = await World(sqlite_store, organisation=an_organisation(commands={"bel": "succes"})).open()

    told = [words_of(await world.say("fatima", "algemeen", text)) for text in ("/succes help", "/klant help")]

    assert all("/succes Mevrouw Aziz" in words and "/bel Mevrouw" not in words for words in told)
    assert {"succes", "klant"} <= {usage.word for usage in world.engine.usages("nl")}
    assert any(usage.example.startswith("/succes ") for usage in world.engine.usages("nl"))


async def test_an_explanation_names_other_commands_as_they_are_typed_here(sqlite_store: Store) -> None:
    own = an_organisation(commands={"idee": "plan", "klant": "huis"})
    world = await World(sqlite_store, organisation=own).open()

    told = words_of(await world.say("fatima", "algemeen", "/huis help"))

    assert "Alleen /plan laat alle ideeën zien." in told
    assert "Eerder terug? Typ dan: /huis terug." in told
    assert "/idee" not in told and "/klant " not in told


@pytest.mark.parametrize("word", ["bel", "succes", "Succes"])
async def test_a_ritual_is_known_by_its_own_name_and_by_the_organisation_s(sqlite_store: Store, word: str) -> None:
    world = await World(sqlite_store, organisation=an_organisation(commands={"bel": "succes"})).open()

    told = words_of(await world.say("fatima", "algemeen", f"/klant pauzeer {word} tot vrijdag"))
    form = form_of(await world.say("fatima", "algemeen", f"/klant instellingen {word}"))

    assert "is gepauzeerd" in told
    assert form.ref == Ref("ritual", "bel")


@pytest.mark.parametrize(
    ("name", "ritual"),
    [
        ("bel.clap", "bel"),
        ("tiny.keep", "tiny"),
        ("bel.unknown", None),
        ("gone.clap", None),
        ("clap", None),
        ("", None),
    ],
)
def test_a_button_comes_to_the_ritual_it_names(name: str, ritual: str | None) -> None:
    route = Router(RITUALS, {}).find(Action(delivery="d", at=MONDAY, origin=WHO, action=name))

    assert (route.ritual.name if route else None) == ritual


@pytest.mark.parametrize(("name", "ritual"), [("bel.ring", "bel"), ("bel.clap", None), ("tiny.note", "tiny")])
def test_a_form_comes_to_the_ritual_it_names(name: str, ritual: str | None) -> None:
    route = Router(RITUALS, {}).find(FormSubmitted(delivery="d", at=MONDAY, origin=WHO, form=name, draft="x"))

    assert (route.ritual.name if route else None) == ritual


def test_things_belong_to_one_ritual() -> None:
    router = Router(RITUALS, {})

    assert [owner.name if (owner := router.ritual_of(thing)) else None for thing in ("bell", "note", "hush", "x")] == [
        "bel", "tiny", None, None,
    ]  # fmt: skip


def test_what_is_only_read_is_not_handled() -> None:
    assert Router(RITUALS, {}).find(HomeOpened(delivery="d", at=MONDAY, origin=WHO)) is None


def test_without_the_house_an_unknown_word_is_nobody_s() -> None:
    assert Router((bel.ritual(),), {}).find(typed("quote")) is None


@pytest.mark.parametrize(("text", "helps"), [("help", True), (" Hulp ", True), ("?", True), ("help mij", False)])
def test_asking_for_help_is_one_word(text: str, helps: bool) -> None:
    assert wants_help(typed("bel", text)) is helps


@pytest.mark.parametrize(
    "typed", ["bel De lift is klaar", "/bel\nDe lift is klaar", "bel: De lift is klaar ", " bel\tDe lift is klaar"]
)
def test_a_space_a_new_line_and_a_colon_end_a_word(typed: str) -> None:
    assert split(typed) == ("bel", "De lift is klaar")
