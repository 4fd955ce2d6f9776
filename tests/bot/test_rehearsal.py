"""The rehearsal meets what people meet, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters import Drawn
from bot.found import find_rituals
from bot.rehearsal import presses, registry, rehearse
from rituals.engine.cards import Card, Form, plain
from tests.bot.rehearsed import loaded, rehearsed
from tests.contracts.rituals import seen_of

AROUND_A_MEETING = {"klantpet.swap", "klantpet.reword"}
"""Opened from a card of the working day before a meeting, or from one after it."""


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return rehearsed()[0]


def without(*rituals: str) -> dict[str, dict[str, bool]]:
    return {name: {"enabled": False} for name in rituals}


def sayings(cards: tuple[Card, ...]) -> Iterator[str]:
    return (plain(card) for card in cards)


async def test_it_sees_the_bell_in_a_channel_and_in_private(drawn: Drawn) -> None:
    said = list(sayings(drawn.cards))

    assert any("De bel gaat" in one for one in said)
    assert any("Over 10 seconden" in one for one in said)
    assert any(form.name == "bel.ring" for form in drawn.forms)


OF_A_BALLOT = {"klantverbeteraar.vote", "klantverbeteraar.move", "klantverbeteraar.team"}
"""Forms that are there only while a round is under way: looked at in the contract of rituals."""


async def test_no_card_or_form_is_there_twice(drawn: Drawn) -> None:
    assert len(set(drawn.cards)) == len(drawn.cards)
    assert len(set(drawn.forms)) == len(drawn.forms)


def test_every_form_that_a_thorough_walk_finds_is_found_here_too(drawn: Drawn) -> None:
    for ritual in find_rituals():
        own = tuple(form for form in seen_of(ritual.name).forms if not form.name.startswith("tiny."))
        assert names(own) - AROUND_A_MEETING - OF_A_BALLOT <= names(drawn.forms)


async def test_every_button_that_there_is_was_drawn(drawn: Drawn) -> None:
    there = {one.action for card in drawn.cards for one in presses(card)}

    missed = {f"{ritual.name}.{name}" for ritual in find_rituals() for name in ritual.actions} - there
    # On the day of a meeting, on an open ballot, after a mishap: tested with the ritual.
    missed = {one for one in missed if not one.startswith(("klantpet.", "klantverbeteraar."))}
    # On a long quote, after a meeting, or when nobody can say whether a quote was sent: the same.
    assert missed <= {"verhaal.from_quote", "idee.from_seen", "quote.again"}


def names(forms: tuple[Form, ...]) -> set[str]:
    return {form.name for form in forms}


async def test_everybody_can_be_made_to_read_english(tmp_path: Path) -> None:
    others = without("idee", "klantpet", "klantverbeteraar", "quote", "verhaal")
    english = await rehearse(loaded(tmp_path, organisation={"language": "en"}, rituals=others), "en")

    assert {form.title for form in english.forms} >= {"My preferences", "Ring the bell", "Settings"}
    assert not any("De bel gaat" in one for one in sayings(english.cards))


def test_it_leaves_nothing_behind() -> None:
    _, left = rehearsed()

    assert left == ()


async def test_a_ritual_that_is_switched_off_is_not_rehearsed(tmp_path: Path) -> None:
    others = without("bel", "klantpet", "klantverbeteraar", "quote", "verhaal")
    found = await rehearse(loaded(tmp_path, rituals=others))

    assert {form.name.partition(".")[0] for form in found.forms} == {"idee", "klant"}


async def test_the_registry_has_the_words_of_the_organisation(tmp_path: Path) -> None:
    found = await registry(loaded(tmp_path, commands={"bel": "gong"}))

    assert found.usages[0].word == "gong"
    assert found.usages[0].example.startswith("/gong ")
    assert "bel" in {one.word for one in found.shortcuts}
    assert found.english[0][0].explanation != found.usages[0].explanation
    assert replace(found, english=((), ())).locale == "nl"
