"""A command's card, drawn while the answer is being stored."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from adapters.slack import render
from adapters.slack.ahead import Ahead
from adapters.slack.messages import private
from rituals.engine.answer import Answer
from rituals.engine.cards import Button, Buttons, Card, More, text
from rituals.engine.names import Ref
from rituals.engine.organisation import Organisation
from rituals.engine.outcome import Nothing, Private, Reply
from rituals.engine.translate import Languages
from rituals.engine.workdays import make_calendar

SAY = Languages(Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))).say("nl")
RINGS = Card((text("Over 10 seconden gaat de bel — in #wonen & hier."), Buttons((Button("Annuleren", "bel.cancel"),))))


def drawn(reply: Reply) -> Ahead:
    ahead = Ahead(SAY)
    ahead.draw(Answer(reply))
    return ahead


def test_what_was_drawn_ahead_is_what_would_have_been_drawn_afterwards() -> None:
    written = drawn(Private(RINGS)).of(RINGS)

    assert written is not None
    assert json.loads(written) == private(render.message(RINGS, SAY), replaces=False)


def test_another_card_than_the_one_that_was_announced_is_not_taken_for_it() -> None:
    assert drawn(Private(RINGS)).of(Card((text("Het lukte niet."),))) is None


def test_a_card_with_words_of_our_own_waits_for_the_language_of_who_reads_it() -> None:
    card = Card((Buttons((More(Ref("bell", "17")),)),))

    assert drawn(Private(card)).of(card) is None


def test_of_an_answer_without_a_card_nothing_is_drawn() -> None:
    assert drawn(Nothing()).of(RINGS) is None
