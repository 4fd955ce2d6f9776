"""Every card and every form that the product can bring is one that Slack takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.slack import forms, render
from adapters.slack.limits import CAPABILITIES
from bot.found import find_rituals
from rituals.engine.fit import fit, fit_form
from rituals.engine.ritual import Ritual
from tests.adapters.slack.test_render import SAY
from tests.contracts.rituals import Seen, seen_of
from tests.fakes.slack.blocks import check_blocks, check_view

ALL = find_rituals()


@pytest.fixture(scope="module", params=ALL, ids=lambda ritual: ritual.name)
def seen(request: pytest.FixtureRequest) -> Seen:
    ritual: Ritual = request.param
    return seen_of(ritual.name)


def test_every_card_is_taken_as_a_message_and_on_the_home_page(seen: Seen) -> None:
    assert seen.cards
    for card in seen.cards:
        drawn = render.blocks(fit(card, CAPABILITIES).card, SAY)

        assert check_blocks(drawn) == []
        assert check_blocks(drawn, "home") == []


def test_every_form_is_taken_as_a_dialog(seen: Seen) -> None:
    for form in seen.forms:
        assert check_view(forms.view(fit_form(replace(form, draft="d" * 24), CAPABILITIES).form, SAY)) == []
