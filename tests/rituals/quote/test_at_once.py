"""The same words at the same moment: the database decides who was first, and the other hears that they are there."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator

import psycopg
import pytest

from store import quotes, stories
from store.open import open_store
from tests.fakes.world import card_of, form_of, words_of
from tests.rituals.quote.steps import CRITICISM, a_world
from tests.rituals.quote.test_files_sending import LIST, sent

TOLD = "Mevrouw belde drie keer. Pas de vierde keer nam iemand op, en die hielp haar meteen."
_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


class Meeting:
    """Nobody commits before everybody has decided, or waits for whoever has: as bad as two at once can be."""

    def __init__(self, url: str, people: int) -> None:
        self._url, self._people = url, people
        self._decided = 0
        self._turn = threading.Lock()
        self.open = False
        self.store = open_store(url, reached=self)

    def __call__(self, point: str) -> None:
        """On SQLite there is one at a time, and nobody to wait for."""
        if not self.open or point != "store.before-commit" or self._url.startswith("sqlite"):
            return
        with self._turn:
            self._decided += 1
        with psycopg.connect(self._url, autocommit=True) as connection:
            until = time.monotonic() + 5
            while self._decided + self._waiting(connection) < self._people and time.monotonic() < until:
                time.sleep(0.01)

    @staticmethod
    def _waiting(connection: psycopg.Connection[tuple[int]]) -> int:
        row = connection.execute(_WAITING).fetchone()
        return row[0] if row else 0


@pytest.fixture
async def meeting(store_url: str) -> AsyncIterator[Meeting]:
    """Of two, once it is open."""
    made = Meeting(store_url, 2)
    yield made
    await made.store.close()


@pytest.mark.parametrize("how", ["typed", "form"])
async def test_two_who_bring_the_same_words_at_once_make_one_quote(meeting: Meeting, how: str) -> None:
    world = await a_world(meeting.store)
    forms = {who: form_of(await world.act(who, "quote.new")) for who in ("youssef", "anouk")}

    meeting.open = True
    if how == "typed":
        both = (world.say(who, None, f"/quote {CRITICISM}") for who in forms)
    else:
        both = (world.submit(who, form, text=CRITICISM, tells="nobody") for who, form in forms.items())
    answers = await asyncio.gather(*both)

    assert len(await world.read(lambda tx: quotes.recent_texts(tx, 10))) == 1
    assert sum("Deze quote is al bewaard en wordt nog bekeken." in str(one.reply) for one in answers) == 1


async def test_a_list_and_a_colleague_with_the_same_words_at_once_make_one_quote(meeting: Meeting) -> None:
    world = await a_world(meeting.store)
    preview = card_of(await sent(world, LIST))

    meeting.open = True
    listed, _ = await asyncio.gather(
        world.press("sanne", preview, "Zet 3 klaar"),
        world.say("youssef", None, "/quote De monteur was er binnen een dag"),
    )

    assert len(await world.read(lambda tx: quotes.recent_texts(tx, 10))) == 3
    assert "bewaard." in words_of(listed)


async def test_two_who_tell_the_same_story_at_once_make_one(meeting: Meeting) -> None:
    world = await a_world(meeting.store)

    meeting.open = True
    answers = await asyncio.gather(*(world.say(who, None, f"/verhaal {TOLD}") for who in ("youssef", "anouk")))

    assert await world.read(stories.waiting) == 1
    assert sum("Dit verhaal is al bewaard." in words_of(one) for one in answers) == 1
