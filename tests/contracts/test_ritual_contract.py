"""What every ritual promises, from the first day its folder exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from importlib import import_module
from importlib.util import find_spec

import pytest

from bot.found import adapter_names, find_rituals
from rituals.engine.cards import Button, Card, More, Offers, controls_of, plain
from rituals.engine.context import Drawing
from rituals.engine.fit import fit, fit_form
from rituals.engine.names import Key
from rituals.engine.platform import Capabilities
from rituals.engine.ritual import Ritual
from rituals.engine.routing import MENU
from rituals.engine.translate import LOCALES, Languages
from store.base import Store
from store.tx import Tx
from tests.contracts.rituals import STARTS, Seen, everyone, seen_of
from tests.fakes.world import GENEROUS, World, an_organisation

INSTALLED = find_rituals()
ALL = everyone()
TIGHT = replace(
    GENEROUS, max_text=2000, max_card=12_000, max_blocks=24, max_buttons=5, max_label=40, max_options=25, max_title=24,
    max_value=200,
)  # fmt: skip
"""Tighter than any platform is: the shortest title, button and value that one of them allows."""


def platforms() -> dict[str, Capabilities]:
    """What every adapter's limits.py declares, and the tightest there could be."""
    folders = [name for name in adapter_names() if find_spec(f"adapters.{name}.limits")]
    return {"tight": TIGHT} | {name: import_module(f"adapters.{name}.limits").CAPABILITIES for name in folders}


def name_of(ritual: Ritual) -> str:
    return ritual.name


each = pytest.mark.parametrize("ritual", ALL, ids=name_of)
each_installed = pytest.mark.parametrize("ritual", INSTALLED, ids=name_of)


@pytest.fixture(scope="module", params=ALL, ids=name_of)
def seen(request: pytest.FixtureRequest) -> Seen:
    ritual: Ritual = request.param
    return seen_of(ritual.name)


def test_words_and_things_belong_to_one_ritual() -> None:
    for kind in ("commands", "things"):
        words = [word for ritual in ALL for word in getattr(ritual, kind)]

        assert len(words) == len(set(words)), kind


@each
def test_names_are_unique_within_the_ritual(ritual: Ritual) -> None:
    for names in ([one.name for one in ritual.settings], [one.name for one in ritual.permissions],
                  [one.name for one in ritual.offers]):  # fmt: skip
        assert len(names) == len(set(names))


@each
def test_the_default_of_every_setting_fits_and_nonsense_does_not(ritual: Ritual) -> None:
    for setting in ritual.settings:
        assert setting.fits(setting.default), setting.name
        assert not setting.fits(object()), setting.name
        assert not setting.fits(None), setting.name


@each
def test_what_a_setting_excludes_is_a_yes_or_no_beside_it_that_excludes_it_too(ritual: Ritual) -> None:
    named = {one.name: one for one in ritual.settings}

    for one in ritual.settings:
        other = named[one.excludes] if one.excludes else None
        if other is not None:
            assert (type(one.default), type(other.default)) == (bool, bool)
            assert (other.excludes, other.scopes) == (one.name, one.scopes)


@each
def test_what_is_asked_of_people_is_a_permission_of_the_ritual_with_a_refusal(ritual: Ritual) -> None:
    asked = {one.permission for one in ritual.commands.values()}
    asked |= {one.permission for one in ritual.actions.values()} | {one.permission for one in ritual.forms.values()}
    asked |= {one.permission for one in ritual.answers.values()}

    assert asked - {None} <= set(ritual.permissions)
    assert all(one.roles and one.refusal.endswith(".") for one in ritual.permissions)


@each
def test_everything_people_do_asks_a_permission(ritual: Ritual) -> None:
    open_to_all = [
        name
        for handlers in (ritual.commands, ritual.actions, ritual.forms, ritual.answers)
        for name, one in handlers.items()
        if one.permission is None
    ]

    assert ritual.house or not open_to_all


@each
def test_every_usage_is_of_a_command_and_every_command_has_one(ritual: Ritual) -> None:
    assert {usage.word for usage in ritual.usages} == set(ritual.commands)
    assert all(usage.example.startswith(f"/{usage.word}") for usage in ritual.usages)


@each
def test_every_offer_has_its_action(ritual: Ritual) -> None:
    assert {offer.name for offer in ritual.offers} <= set(ritual.actions)


@each
async def test_a_message_that_never_was_is_not_drawn(ritual: Ritual, sqlite_store: Store) -> None:
    world = await World(sqlite_store, rituals=ALL).open()

    def draw(tx: Tx) -> Card | None:
        view = world.desk.view(tx, ritual)
        told = {one.name: getattr(view, one.name) for one in fields(view)}
        drawing = Drawing(**told, viewer=None, place=None, posted_at=None)
        return ritual.draw(drawing, Key(ritual.name, "999999"))

    if ritual.name != "tiny":  # all there is to know of its messages stands in the key
        assert await world.read(draw) is None


@each_installed
def test_what_a_ritual_declares_is_said_in_every_language(ritual: Ritual) -> None:
    texts = set(declared(ritual))
    languages = Languages(an_organisation())

    for locale in LOCALES:
        if locale != "nl":
            same = {text for text in texts if languages.say(locale)(text) == languages.say("nl")(text)}
            typed = {f"/{word}" for word in ritual.commands}
            assert same <= {ritual.title, "Nederlands", "English", f"/{ritual.name}", *typed}


def declared(ritual: Ritual) -> Iterator[str]:
    yield ritual.title
    for setting in ritual.settings:
        yield from filter(None, (setting.label, setting.hint, *setting.options.values()))
    for permission in ritual.permissions:
        yield permission.refusal
    for usage in ritual.usages:
        yield from (usage.example, usage.explanation)
    for offer in ritual.offers:
        yield offer.label
    for shortcut in ritual.shortcuts:
        yield shortcut.label


def test_the_walk_through_saw_the_ritual(seen: Seen, request: pytest.FixtureRequest) -> None:
    ritual: Ritual = request.node.callspec.params["seen"]
    opened = {form.name.partition(".")[2] for form in seen.forms if form.name.startswith(f"{ritual.name}.")}
    pressed = {
        one.action for card in seen.cards for one in controls_of(card)
        if isinstance(one, Button) and one.action.startswith(f"{ritual.name}.")
    }  # fmt: skip

    assert opened == set(ritual.forms)
    if ritual.name in STARTS:
        missed = {f"{ritual.name}.{name}" for name in ritual.actions} - pressed
        assert missed <= {
            "bel.again",
            "bel.idea",
            "bel.enough",
            "bel.only_here",
            "bel.retry",
            "idee.busy",
            "idee.cannot",
            "idee.from_seen",
            "idee.support",
            "idee.told",
            "quote.again",
            "klantverbeteraar.again",
            "klantverbeteraar.enough",
            "klantverbeteraar.revote",
            "klantverbeteraar.tell",
            "verhaal.back",
            "verhaal.from_quote",
            "verhaal.paper",
        }  # after a message in doubt, after weeks, or with colleagues: tested with the ritual


def test_every_watched_field_has_a_preview_and_every_preview_a_watched_field(
    seen: Seen, request: pytest.FixtureRequest
) -> None:
    ritual: Ritual = request.node.callspec.params["seen"]
    own = [form for form in seen.forms if form.name.startswith(f"{ritual.name}.")]
    watched = {form.name.partition(".")[2] for form in own for one in form.fields if getattr(one, "watched", False)}

    assert watched == set(ritual.previews)


def test_every_button_and_form_leads_somewhere(seen: Seen) -> None:
    actions = {MENU, *(f"{ritual.name}.{name}" for ritual in ALL for name in ritual.actions)}
    forms = {f"{ritual.name}.{name}" for ritual in ALL for name in ritual.forms}
    things = {thing for ritual in ALL for thing in ritual.things}

    for card in seen.cards:
        for control in controls_of(card):
            assert not isinstance(control, Offers)
            if isinstance(control, Button):
                assert control.action in actions
            if isinstance(control, More):
                assert control.ref.kind in things
    assert {form.name for form in seen.forms} <= forms


def test_a_button_that_brings_a_form_says_so(seen: Seen) -> None:
    assert seen.unannounced == set()


@each
def test_every_shortcut_is_a_command(ritual: Ritual) -> None:
    assert {shortcut.word for shortcut in ritual.shortcuts} <= set(ritual.commands)


@pytest.mark.parametrize("platform", platforms())
def test_every_card_and_form_fits_every_platform(seen: Seen, platform: str) -> None:
    capabilities = platforms()[platform]

    lost = [loss for card in seen.cards for loss in fit(card, capabilities).dropped]
    lost += [loss for form in seen.forms for loss in fit_form(form, capabilities).dropped]

    assert lost == []


def test_every_card_says_itself_in_words(seen: Seen) -> None:
    for card in seen.cards:
        assert plain(card).strip()
        assert "{" not in plain(card)


def test_a_card_in_a_place_has_at_most_two_buttons_and_the_rest(seen: Seen) -> None:
    for card in seen.posted:
        assert len([one for one in controls_of(card) if isinstance(one, Button)]) <= 2


def test_nothing_that_people_did_broke_a_ritual(seen: Seen) -> None:
    said = [plain(card) for card in seen.private] + seen.errors

    assert not [words for words in said if words.startswith(("Hier ging iets mis", "Something went wrong"))]
