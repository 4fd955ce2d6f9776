"""On Wednesday at two, only to who asked for it: plain words are the answer."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.workdays import Calendar
from rituals.quote.weekly import asks_on
from store import choices, quotes
from store.base import Store
from store.tx import Tx
from tests.fakes.world import Posted, World, card_of, form_of, labels, words_of
from tests.rituals.quote.steps import CRITICISM, a_world

QUESTION = "Wat zei een huurder deze week dat je bijbleef? Typ het gewoon hier."


async def volunteer(world: World, person_id: int = 3) -> None:
    """Youssef wants to be asked."""

    def choose(tx: Tx) -> None:
        choices.put(tx, f"person:{person_id}", "quote", "ask_me", True, person_id, world.now)

    await world.store.transact(choose)


def questions(world: World, who: str = "youssef") -> list[Posted]:
    return [one for one in world.platform.to(who) if one.key.startswith("quote:week/")]


async def waiting(world: World) -> list[str]:
    return [one.text for one in await world.read(lambda tx: quotes.to_look_at(tx, 100))]


async def test_only_a_volunteer_is_asked_on_wednesday_at_two(store: Store) -> None:
    world = await a_world(store)
    await volunteer(world)

    await world.walk(days=2, hours=4, minutes=59)
    before = questions(world)
    await world.walk(minutes=65)

    assert before == []
    assert [one.text for one in questions(world)] == [QUESTION]
    assert not any(questions(world, who) for who in ("sanne", "fatima", "anouk", "grace", "ron"))


async def test_the_next_plain_words_are_a_quote(store: Store) -> None:
    world = await a_world(store)
    await volunteer(world)
    await world.walk(days=2, hours=7)

    answer = await world.say("youssef", None, CRITICISM)

    assert words_of(answer).startswith("Dank je, genoteerd.")
    assert "Aanpassen" in labels(card_of(answer))
    assert await waiting(world) == [CRITICISM]
    form = form_of(await world.press("youssef", card_of(answer), "Aanpassen"))
    await world.submit("youssef", form, text="Ik moest het vier keer uitleggen.", side="critical")
    assert await waiting(world) == ["Ik moest het vier keer uitleggen."]


async def test_words_before_the_question_stands_there_are_no_answer(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await volunteer(world)

    answer = await world.say("youssef", None, CRITICISM)

    assert words_of(answer).startswith("Dat snap ik nog niet.")
    assert await waiting(world) == []


async def test_what_says_nothing_leaves_the_question_standing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await volunteer(world)
    await world.walk(days=2, hours=7)

    dots, long = await world.say("youssef", None, "..."), await world.say("youssef", None, "Lang. " * 600)
    await world.say("youssef", None, CRITICISM)

    assert words_of(dots) == "Typ wat de huurder zei, in gewone woorden."
    assert words_of(long).startswith("Dat is te lang voor een quote.")
    assert await waiting(world) == [CRITICISM]


async def test_in_a_pause_nobody_is_asked(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await volunteer(world)
    await world.say("fatima", "algemeen", "/klant pauzeer quote t/m 1 december")

    await world.walk(days=3)

    assert questions(world) == []


async def test_a_guest_and_who_changed_their_mind_are_not_asked(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await volunteer(world, 6)
    await volunteer(world)

    def no_more(tx: Tx) -> None:
        choices.put(tx, "person:3", "quote", "ask_me", False, 3, world.now)

    await sqlite_store.transact(no_more)
    await world.walk(days=3)

    assert questions(world) == questions(world, "ron") == []


@pytest.mark.parametrize(
    ("day", "free", "asks"),
    [
        (date(2026, 11, 25), (), True),
        (date(2026, 11, 24), (), False),
        (date(2026, 11, 24), (date(2026, 11, 25),), True),
        (date(2026, 11, 25), (date(2026, 11, 25),), False),
        (date(2026, 11, 20), (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)), True),
    ],
)
def test_on_wednesday_or_the_working_day_before_it(day: date, free: tuple[date, ...], asks: bool) -> None:
    assert asks_on(day, Calendar(ZoneInfo("Europe/Amsterdam"), free=frozenset(free))) is asks
