"""What stands in the dialog of the playground."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from adapters.playground.render import Renderer
from rituals.engine.cards import ChoiceField, Form, Option, TextField
from rituals.engine.translate import Languages
from tests.fakes.world import an_organisation


@pytest.mark.parametrize(("many", "folded"), [(4, False), (5, True)])
def test_many_answers_fold_into_a_list(many: int, folded: bool) -> None:
    options = tuple(Option(str(n), f"Keuze {n}") for n in range(many))
    languages = Languages(an_organisation())
    drawn = Renderer(languages, ZoneInfo("Europe/Amsterdam"), "Waterrand").form(
        Form("a.b", "T", (ChoiceField("c", "L", options, ("1",)),), "Ok"), languages.say("nl")
    )

    assert ("<select" in drawn) is folded
    assert ('<option value="1" selected>' in drawn) is folded


@pytest.mark.parametrize("watched", [True, False])
def test_only_under_a_watched_field_something_can_be_shown_politely(watched: bool) -> None:
    languages = Languages(an_organisation())
    form = Form("a.b", "T", (TextField("t", "L", watched=watched),), "Ok")
    drawn = Renderer(languages, ZoneInfo("Europe/Amsterdam"), "Waterrand").form(form, languages.say("nl"))

    assert (" data-watched" in drawn) is watched
    assert ('aria-live="polite"' in drawn) is watched
