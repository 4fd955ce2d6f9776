"""A place is called as its own platform writes it, and in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rituals.engine.called import place_called
from rituals.engine.translate import Languages
from store.installations import Workspace
from store.places import Place
from tests.fakes.world import GENEROUS, FakePlatform, an_organisation

TEAMS = FakePlatform(name="teams", capabilities=replace(GENEROUS, before_place=""))
SLACK = FakePlatform(name="slack")


def place(name: str) -> Place:
    return Place(1, 1, "x", name, "channel", False, "open")


@pytest.mark.parametrize(
    ("platform", "name", "locale", "wanted"),
    [
        ("slack", "team-noord", "nl", "#team-noord"),
        ("teams", "Waterrand › Noord", "nl", "Waterrand › Noord"),
        ("teams", "Waterrand › Algemeen", "nl", "Waterrand › Algemeen"),
        ("teams", "Waterrand › Algemeen", "en", "Waterrand › General"),
        ("teams", "Algemeen", "en", "Algemeen"),
        ("teams", "Overleg over de lift", "en", "Overleg over de lift"),
        ("gone", "team-noord", "nl", "team-noord"),
    ],
)
def test_a_place_is_called_as_people_there_write_it(platform: str, name: str, locale: str, wanted: str) -> None:
    say = Languages(an_organisation()).say(locale)
    workspace = Workspace(1, platform, "w1", "Waterrand", "admitted")

    assert place_called(place(name), workspace, (SLACK, TEAMS), say) == wanted


def test_a_command_is_written_as_it_is_typed_where_it_is_read() -> None:
    languages = Languages(an_organisation(commands={"klant": "huis"}))

    assert languages.say("nl")("Typ {/klant} om te beginnen.") == "Typ /huis om te beginnen."
    assert languages.say("en", "@Klantritme ")("Typ {/klant} om te beginnen.") == "Type @Klantritme huis to begin."
