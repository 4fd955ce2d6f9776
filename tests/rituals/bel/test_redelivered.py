"""A bell that a platform delivers twice rings once, and its answer is drawn anew."""

from __future__ import annotations

import pytest

from rituals.engine.outcome import Private
from store import inbox
from tests.fakes.world import World, card_of, words_of

TEXTS = (
    "/bel De lift is klaar @sanne",
    "/bel Mevrouw Aziz belde om te bedanken @sanne",
    "/bel Mevrouw Aziz en meneer Boer zijn blij",
    "/bel Mevrouw Aziz op 06-12345678 is blij @sanne",
)


@pytest.mark.parametrize("text", TEXTS)
async def test_a_redelivered_bell_gets_the_same_answer(world: World, text: str) -> None:
    first = await world.say("fatima", "team-noord", text, delivery="twice")

    second = await world.say("fatima", "team-noord", text, delivery="twice")

    assert isinstance(first.reply, Private)
    assert first == second
    assert second.repeated


async def test_a_bell_offered_for_the_morning_gets_the_same_answer(world: World) -> None:
    await world.walk(hours=10)
    first = await world.say("fatima", "team-noord", TEXTS[1], delivery="twice")

    second = await world.say("fatima", "team-noord", TEXTS[1], delivery="twice")

    assert "Het is buiten werktijd." in words_of(first)
    assert first == second


async def test_a_bell_that_was_cancelled_meanwhile_says_so(world: World) -> None:
    first = await world.say("fatima", "team-noord", TEXTS[0], delivery="twice")
    await world.press("fatima", card_of(first), "Annuleren")

    second = await world.say("fatima", "team-noord", TEXTS[0], delivery="twice")

    assert words_of(second) == "Goed, deze bel gaat niet."


async def test_no_words_of_a_bell_are_kept_for_a_redelivery(world: World) -> None:
    await world.say("fatima", "team-noord", TEXTS[0], delivery="twice")

    kept = await world.read(lambda tx: inbox.get(tx, "twice"))

    assert kept is not None
    assert kept.answer is not None
    assert "lift" not in kept.answer
