"""Everybody reads their own language, with the organisation's own words in it."""

from __future__ import annotations

from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.organisation import Word
from rituals.engine.themes import theme_words
from rituals.engine.translate import LOCALES, Languages, Say
from tests.fakes.world import an_organisation


def languages(**organisation: object) -> Languages:
    return Languages(an_organisation(**organisation))


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("nl", "nl"), ("nl-NL", "nl"), ("en_GB", "en"), ("EN-us", "en"), ("de-DE", "nl"), ("", "nl"), ("x", "nl")],
)
def test_a_language_that_is_not_spoken_gives_that_of_the_organisation(asked: str, spoken: str) -> None:
    assert languages().say(asked).locale == spoken


def test_an_organisation_that_speaks_english_speaks_it_to_strangers() -> None:
    assert languages(locale="en").say("de").locale == "en"


def test_a_text_without_a_translation_is_said_in_dutch() -> None:
    assert languages().say("en")("Deze zin staat nergens, {naam}.", naam="Grace") == "Deze zin staat nergens, Grace."


def test_the_organisation_s_own_words_are_filled_in() -> None:
    say = languages(customer=Word("huurder", "huurders", "de"), colleague=Word("maat", "maten", "de")).say("nl")

    assert say("{klant}, {klanten}, {collega}, {collegas}") == "huurder, huurders, maat, maten"


def test_in_another_language_they_are_that_language_s_words() -> None:
    assert languages().say("en")("{klant}, {klanten}") == "customer, customers"


def test_what_is_filled_in_is_not_read_as_a_pattern() -> None:
    assert languages().say("nl")("Dag {naam}", naam="{0.__class__} {klant} %s") == "Dag {0.__class__} {klant} %s"


@pytest.mark.parametrize(("n", "expected"), [(0, "0 bellen"), (1, "1 bel"), (2, "2 bellen"), (100, "100 bellen")])
def test_a_number_chooses_its_form(n: int, expected: str) -> None:
    assert languages().say("nl").plural("{n} bel", "{n} bellen", n) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["Sanne"], "Sanne"),
        (["Sanne", "Youssef"], "Sanne en Youssef"),
        (["Sanne", "Youssef", "Kees"], "Sanne, Youssef en Kees"),
        (["{naam}", "%s"], "{naam} en %s"),
    ],
)
def test_names_are_summed_up(names: list[str], expected: str) -> None:
    assert languages().say("nl").names(names) == expected


@given(st.lists(st.text(ascii_letters, min_size=1), max_size=6), st.sampled_from(LOCALES))
def test_no_name_is_lost(names: list[str], locale: str) -> None:
    summed = languages().say(locale).names(names)

    assert all(name in summed for name in names)


def test_a_language_is_read_once() -> None:
    spoken = languages()

    assert spoken.say("en") is spoken.say("en-GB")
    assert isinstance(spoken.say("nl"), Say)


def test_only_the_themes_it_began_with_are_translated() -> None:
    english = Languages(an_organisation()).say("en")

    assert [theme_words(english, one) for one in ("reparaties", "onze eigen {woorden}", "")] == [
        "repairs", "onze eigen {woorden}", "",
    ]  # fmt: skip
