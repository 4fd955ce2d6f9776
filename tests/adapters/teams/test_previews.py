"""What is shown of Teams is what Teams is sent."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from adapters.teams import preview
from adapters.teams.answers import _shown
from adapters.teams.forms import Forms
from adapters.teams.transport import message_of
from rituals.engine.cards import Button, Card, Form, TextField, buttons, text
from rituals.engine.names import Ref
from rituals.engine.organisation import Organisation
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages, Say
from rituals.engine.workdays import make_calendar

CARD = Card((text("De lift doet het weer"), buttons(Button("Klap mee", "bel.clap", Ref("bell", "17")))))
FORM = Form("bel.ring", "Luid de bel", (TextField("what", "Wat is gelukt?"),), "Luiden", draft="d")


@pytest.fixture
def say() -> Say:
    return Languages(Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))).say("nl")


def test_a_message_is_shown_as_it_is_posted(say: Say) -> None:
    shown = preview(CARD, say)

    assert (shown.title, shown.format) == ("Microsoft Teams", "adaptive card")
    assert shown.sent == message_of(CARD, "message")
    assert shown.dropped == ()


def test_a_private_answer_is_shown_as_it_is_given(say: Say) -> None:
    assert preview(CARD, say, private=True).sent == message_of(CARD, "own")


def test_a_form_is_shown_as_the_dialog_that_opens(say: Say) -> None:
    own = Sealer([b"k" * 32])
    opened = _shown(Forms(own).card(FORM, say), FORM.title)
    sent = json.loads(opened.text or "")

    shown = preview(FORM, say).sent

    assert without_seal(shown) == without_seal(sent)


def test_a_form_that_was_looked_at_cannot_be_sent_in(say: Say) -> None:
    shown = preview(FORM, say).sent

    assert Forms(Sealer([b"k" * 32])).read(submit_of(shown)["data"]) is None


def test_what_does_not_fit_is_told(say: Say) -> None:
    assert preview(Card((text("lang " * 5_000),)), say).dropped


def submit_of(sent: object) -> dict[str, dict[str, str]]:
    card = json.loads(json.dumps(sent))["task"]["value"]["card"]["content"]
    found: dict[str, dict[str, str]] = card["body"][-1]["actions"][0]
    return found


def without_seal(sent: object) -> str:
    return json.dumps(sent).replace(submit_of(sent)["data"]["form"], "")
