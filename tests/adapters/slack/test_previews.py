"""What is shown of Slack is what Slack is sent."""

from __future__ import annotations

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from adapters.slack import preview
from adapters.slack.forms import view
from adapters.slack.limits import CAPABILITIES
from adapters.slack.messages import private
from adapters.slack.render import message
from rituals.engine.cards import Card, Form, TextField, text
from rituals.engine.fit import fit, fit_form
from rituals.engine.organisation import Organisation
from rituals.engine.translate import Languages, Say
from rituals.engine.workdays import make_calendar

CARD = Card((text("De lift doet het weer & meer"),))
FORM = Form("bel.ring", "Luid de bel", (TextField("what", "Wat is gelukt?"),), "Luiden", draft="d")


@pytest.fixture
def say() -> Say:
    return Languages(Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))).say("nl")


def test_a_message_is_shown_as_it_is_posted(say: Say) -> None:
    shown = preview(CARD, say)

    assert (shown.title, shown.format) == ("Slack", "block kit")
    assert shown.sent == message(CARD, say)
    assert shown.dropped == ()


def test_a_private_answer_is_shown_as_it_is_given(say: Say) -> None:
    assert preview(CARD, say, private=True).sent == private(message(CARD, say), replaces=False)


def test_a_form_is_shown_as_the_dialog_that_opens(say: Say) -> None:
    assert preview(FORM, say).sent == view(fit_form(FORM, CAPABILITIES).form, say)


def test_what_does_not_fit_is_told_and_left_out(say: Say) -> None:
    long = Card((text("lang " * 5_000),))

    shown = preview(long, say)

    assert shown.dropped == fit(long, CAPABILITIES).dropped != ()
    assert shown.sent == message(fit(long, CAPABILITIES).card, say)


@pytest.mark.parametrize("folder", ["slack", "teams"])
def test_looking_takes_no_sdk(folder: str) -> None:
    code = f"import sys; from adapters.{folder} import previews; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()

    assert f"adapters.{folder}.previews" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {"slack_sdk", "slack_bolt", "botbuilder", "msrest"}
