"""Private answers come where they were asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from rituals.engine.cards import Button, Card, buttons, text
from rituals.engine.context import Context, Drawing
from rituals.engine.names import Key
from rituals.engine.outcome import Outcome, Private, Show
from rituals.engine.ritual import Handled, Ritual
from store.base import Store
from tests.adapters.teams.conftest import Tried, opened
from tests.adapters.teams.test_conversation import read
from tests.fakes.teams.state import Conversation, Message

ASK = buttons(Button("Bekijk", "probe.look"))
LIST = Key("probe", "list")


def shows(_event: object, context: Context) -> Outcome:
    return Outcome(effects=(Show(Key("probe", "post"), context.place or context.person),))


def looks(_event: object, context: Context) -> Outcome:
    words = "in het kanaal" if context.place else "in de chat"
    return Outcome(Private(Card((text(f"De lijst, gevraagd {words}"), ASK)), LIST))


def draws(_drawing: Drawing, _key: Key) -> Card:
    return Card((text("Er staat wat klaar."), ASK))


PROBE = Ritual(
    name="probe", title="probe", draw=draws, commands={"probe": Handled(shows)}, actions={"look": Handled(looks)}
)


@pytest.fixture
async def tried(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store, (PROBE,)) as made:
        yield made


async def posted(tried: Tried, place: Conversation) -> Message:
    """What stands there with a button to press."""
    await tried.sanne.says("probe", None if place.kind == "personal" else place)
    await tried.settle()
    return place.posted()[-1]


async def test_what_was_asked_in_one_channel_is_not_answered_in_another(tried: Tried) -> None:
    await tried.sanne.presses(await posted(tried, tried.noord), "Bekijk")
    await tried.settle()

    await tried.sanne.presses(await posted(tried, tried.general), "Bekijk")

    assert len(await tried.private(tried.sanne, tried.general)) == 1
    assert [one.edits for one in await tried.private(tried.sanne, tried.noord)] == [0]


async def test_what_was_asked_in_the_personal_chat_is_not_answered_in_a_channel(tried: Tried) -> None:
    await tried.sanne.presses(await posted(tried, tried.noord), "Bekijk")
    await tried.settle()

    await tried.sanne.presses(await posted(tried, tried.sanne.chat()), "Bekijk")

    assert "gevraagd in de chat" in read((await tried.private(tried.sanne))[-1])


async def test_what_was_asked_in_a_channel_is_not_answered_in_the_personal_chat(tried: Tried) -> None:
    await tried.sanne.presses(await posted(tried, tried.sanne.chat()), "Bekijk")
    await tried.settle()

    await tried.sanne.presses(await posted(tried, tried.noord), "Bekijk")

    (answer,) = await tried.private(tried.sanne, tried.noord)
    assert "gevraagd in het kanaal" in read(answer, tried.sanne)


async def test_asked_twice_in_one_place_the_answer_changes(tried: Tried) -> None:
    post = await posted(tried, tried.noord)
    for _ in range(2):
        await tried.sanne.presses(post, "Bekijk")
        await tried.settle()

    assert len(await tried.private(tried.sanne, tried.noord)) == 1
