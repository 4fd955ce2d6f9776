"""What the documents say that people type in the chat is understood, and the first ten minutes go as told."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.found import find_rituals
from rituals.engine.outcome import Private
from store.base import Store
from tests.fakes.world import World, card_of, labels, words_of
from tests.test_docs import DOCS, PAGES, blocks, ticked
from tests.test_house import documents

MENTIONED = re.compile(r"@Klantritme (?=\w)")
# What is not understood, or not allowed to a beheerder, is answered with one of these.
LOST = (
    "Dat snap ik nog niet",
    "Ik ken",
    "Dat ritueel ken ik niet",
    "Dit mag alleen",
    "Tot wanneer?",
    "Typ bijvoorbeeld",
)
ROUTES = {"healthz", "readyz", "metrics", "data"}


def typed(page: Path) -> set[str]:
    """Everything on a page that begins as a command does; a mention of the bot is the same as a slash."""
    lines = [line for block in blocks(page, "") for line in block.splitlines()]
    found = (MENTIONED.sub("/", words) for words in (*ticked(page), *lines))
    return {words for words in found if re.match(r"/[a-z]+( |$)", words)}


def commands() -> set[str]:
    return {word for one in find_rituals() for word in one.commands}


def test_what_is_typed_in_the_chat_is_known() -> None:
    pages = [page for page in documents() if page.name != "add-a-ritual.md"]
    words = {one[1:].split()[0] for page in pages for one in typed(page)}

    assert words <= commands() | ROUTES


@pytest.mark.parametrize("page", PAGES)
async def test_what_is_typed_in_the_chat_is_understood(page: Path, sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    for words in sorted(typed(page)):
        if words[1:].split()[0] in commands():
            answer = await world.say("fatima", "successen", words)
            said = words_of(answer) if isinstance(answer.reply, Private) else ""
            assert not said.startswith(LOST), f"{words}: {said}"


async def test_what_nobody_understands_would_be_seen(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    for words in ("/klant dansen", "/klant stil tot ooit", "/klant instellingen gong", "/klant rol @piet geen"):
        assert words_of(await world.say("fatima", "successen", words)).startswith(LOST)
    assert words_of(await world.say("sanne", "successen", "/klant rol @anouk geen")).startswith(LOST)


@pytest.mark.parametrize("name", ["begin.md", "beginnen.md"])
async def test_the_first_ten_minutes_go_as_told(name: str, sqlite_store: Store) -> None:
    (line,) = blocks(DOCS / name, "")
    world = await World(sqlite_store).open()

    answer = await world.say("fatima", "successen", line.strip())
    assert "mevrouw A." in words_of(answer)
    await world.press("fatima", card_of(answer), "Nu luiden")
    await world.walk(seconds=1)
    (bell,) = world.platform.standing("successen")
    assert "De bel gaat voor Sanne" in bell.text

    await world.press("sanne", bell.card, "👏 Klap mee")
    await world.walk(seconds=3)
    assert "👏 Klap mee · 1" in labels(world.platform.standing("successen")[0].card)

    await world.walk(days=5)  # Saturday
    answer = await world.say("sanne", "successen", "/bel De lift doet het weer")
    kept = next(label for label in labels(card_of(answer)) if "09:00" in label)
    await world.press("sanne", card_of(answer), kept)
    await world.walk(days=2)
    assert len(world.platform.standing("successen")) == 2


@pytest.mark.parametrize("name", ["begin.md", "beginnen.md"])
async def test_what_an_organiser_sees_is_as_told(name: str, sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    lines = [words for words in ticked(DOCS / name) if words.startswith("/klant stil")]
    assert len(lines) == 2

    await world.say("anouk", "successen", lines[0])
    during = words_of(await world.say("sanne", "successen", "/bel De lift doet het weer"))
    await world.say("anouk", "successen", lines[1])
    await world.walk(seconds=timedelta(minutes=2).total_seconds())
    after = words_of(await world.say("sanne", "successen", "/bel De verwarming doet het weer"))

    assert during.startswith("Vandaag is het even stil.")
    assert after.startswith("🔔")
