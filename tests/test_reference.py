"""The generated parts of docs/ are what the code says now, and nothing is left out of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import click
import pytest

from bot.found import find_rituals
from rituals.engine import cards, events, outcome
from rituals.engine.errors import VERDICTS, DeliveryError
from scripts import capabilities, chat, command_line, configuration, errors, vocabulary
from scripts.generated import DOCS, Part, first_words, table
from scripts.reference import PARTS
from store.errors import StoreError
from tests.contracts.adapters import platform_names


def under(kind: type[object]) -> Iterable[type[object]]:
    for child in kind.__subclasses__():
        if child.__module__ == kind.__module__:
            yield child
            yield from under(child)


@pytest.mark.parametrize("part", [pytest.param(one, id=f"{one.page}-{one.name}") for one in PARTS])
def test_what_is_generated_is_up_to_date(part: Part) -> None:
    page = (DOCS / part.page).read_text(encoding="utf-8")

    assert page == part.filled(page), "run `python -m scripts.reference`"


@pytest.mark.parametrize("page", ["# Page\n", "<!-- a: begin -->", "<!-- a: end -->\n<!-- b: begin -->"])
def test_a_page_without_a_place_for_it_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="a: begin"):
        Part("a", "page.md", lambda: "words").filled(page)


def test_only_its_own_part_of_a_page_changes(tmp_path: Path) -> None:
    page = "before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n<!-- b: begin -->\n<!-- b: end -->\n"

    filled = Part("a", "page.md", lambda: "new").filled(page)

    assert filled == page.replace("old", "new")


def test_a_bar_in_a_cell_is_no_border() -> None:
    assert table(["head"], [["a|b"]]) == "| head |\n| --- |\n| a\\|b |"


def test_the_first_words_of_a_docstring_are_one_line() -> None:
    assert first_words("One\n    line.\n\n    And more.") == "One line."
    assert first_words(None) == ""


def test_every_platform_and_capability_is_in_the_matrix() -> None:
    assert set(capabilities.platforms()) == set(platform_names())
    assert capabilities.uncovered() == set()


def test_every_key_of_the_file_is_described_and_no_other() -> None:
    assert [name for name, _ in configuration.keys_of()] == list(configuration.KEYS)


def test_every_variable_is_described_and_no_other() -> None:
    described = {*configuration.HOUSE, *configuration.PLATFORMS, *configuration.CALENDARS}

    assert described == configuration.known_variables()
    assert set(configuration.DEFAULTS) <= described


def test_every_command_of_the_program_is_told_with_what_it_does() -> None:
    told = dict(command_line.commands_of())

    assert "klantritme run" in told
    assert {path for path, command in told.items() if not command.help} == set()
    assert {path for path, command in told.items() if isinstance(command, click.Group)} == set()


def test_every_option_says_what_it_is() -> None:
    silent = [
        (path, one.name)
        for path, command in command_line.commands_of()
        for one in command.params
        if isinstance(one, click.Option) and not one.help
    ]

    assert silent == []


def test_every_word_that_is_typed_is_told() -> None:
    page = (DOCS / "commands.md").read_text()

    assert {word for one in find_rituals() for word in one.commands if f"`/{word}" not in page} == set()


def test_every_permission_is_told_with_who_may() -> None:
    told = chat.permissions()

    named = {f"`{one.name}.{asked.name}`" for one in find_rituals() for asked in one.permissions}
    assert {name for name in named if name not in told} == set()


def test_a_beheerder_may_what_colleagues_may_but_does_not_stand_in_for_a_guest() -> None:
    bell = next(one for one in find_rituals() if one.name == "bel")
    ring = next(one for one in bell.permissions if one.name == "ring")

    assert chat.who_may(ring) == "lid, ritueelhouder, beheerder"
    assert chat.who_may(None) == "everybody"


def test_every_event_reply_and_effect_says_what_it_is() -> None:
    kinds = (*vocabulary.kinds_of_events(), *get_args(outcome.Reply), *get_args(outcome.Effect))

    assert {one.__name__ for one in (*kinds, *get_args(cards.Block)) if not vocabulary.documented(one)} == set()
    assert events.FromPerson not in kinds


def test_every_error_of_a_platform_and_of_the_store_is_told() -> None:
    page = (DOCS / "errors.md").read_text()

    kinds = {one.__name__ for base in (DeliveryError, StoreError) for one in under(base)}
    assert {name for name in kinds if not name.startswith("_") and f"`{name}`" not in page} == set()
    assert set(errors.DONE) == set(VERDICTS.values())
