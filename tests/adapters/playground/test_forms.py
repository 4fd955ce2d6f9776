"""What stands in the dialog of the playground."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from adapters.playground.render import Renderer
from rituals.engine.cards import ChoiceField, Form, Option
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
