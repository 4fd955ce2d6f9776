"""Where the bot asked something, the next plain words in the private chat are the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals import klant
from rituals.engine.cards import Card, text
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Command, Said
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Expect, Nothing, Outcome, Private
from rituals.engine.ritual import Handled, Permission, Ritual, Usage
from store import expected
from store.base import Store
from store.expected import Expected
from store.merging import merge
from tests.fakes.world import World, words_of

WAITS = timedelta(hours=2)
ASK = Permission("ask", frozenset({"lid"}), "Dit is voor collega's.")


def asking(name: str) -> Ritual:
    """`/name subject` asks something about that; the answer says whose it is, and about what."""

    def command(event: Command, context: Context) -> Outcome:
        asked = Expect(context.person, "told", Ref("subject", event.text or "none"), context.now + WAITS)
        return Outcome(Private(Card((text("Vertel"),))), (asked,))

    def told(event: Said, _context: Context) -> Outcome:
        return Outcome(Private(Card((text(f"{name} over {event.ref}: {event.text}"),))))

    return Ritual(
        name=name,
        title=name,
        draw=_draw,
        commands={name: Handled(command)},
        usages=(Usage(name, f"/{name}", name),),
        answers={"told": Handled(told, ASK)},
        permissions=(ASK,),
    )


def _draw(_drawing: Drawing, _key: Key) -> Card | None:
    return None


async def a_world(store: Store) -> World:
    return await World(store, rituals=(asking("eerst"), asking("dan"), klant.ritual())).open()


async def test_the_next_plain_words_are_the_answer_once(store: Store) -> None:
    world = await a_world(store)
    await world.say("sanne", None, "/eerst lift")

    answer = await world.say("sanne", None, "We belden haar terug")
    again = await world.say("sanne", None, "We belden haar terug")

    assert words_of(answer) == "eerst over subject:lift: We belden haar terug"
    assert words_of(again).startswith("Dat snap ik nog niet.")


async def test_a_redelivered_answer_is_one_answer(store: Store) -> None:
    world = await a_world(store)
    await world.say("sanne", None, "/eerst lift")

    first = await world.say("sanne", None, "We belden haar terug", delivery="d-1")
    await world.say("sanne", None, "/dan trap")
    second = await world.say("sanne", None, "We belden haar terug", delivery="d-1")

    assert second.repeated
    assert words_of(second) == words_of(first)
    assert words_of(await world.say("sanne", None, "Iets over de trap")) == "dan over subject:trap: Iets over de trap"


async def test_of_two_questions_the_newer_one_is_answered(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", None, "/eerst lift")
    await world.say("sanne", None, "/dan trap")

    answers = [words_of(await world.say("sanne", None, "Zo ging het die dag")) for _ in range(2)]

    assert answers[0] == "dan over subject:trap: Zo ging het die dag"
    assert answers[1].startswith("Dat snap ik nog niet.")


@pytest.mark.parametrize("typed", ["klant", "/klant voorkeuren", "hulp", "alles", "stil", "/nonsens", "klant rol"])
async def test_a_command_in_between_leaves_the_question_standing(sqlite_store: Store, typed: str) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", None, "/eerst lift")

    await world.say("sanne", None, typed)

    assert words_of(await world.say("sanne", None, "Zo ging het")) == "eerst over subject:lift: Zo ging het"


@pytest.mark.parametrize("typed", ["ok", "OK!", "dankjewel", "👍", "👍🏽", "bedankt", "Thanks", "Dank je wel!!"])
async def test_thanks_is_met_with_silence_and_is_no_answer(sqlite_store: Store, typed: str) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", None, "/eerst lift")

    answer = await world.say("sanne", None, typed)

    assert answer.reply == Nothing()
    assert words_of(await world.say("sanne", None, "Zo ging het")) == "eerst over subject:lift: Zo ging het"


async def test_after_its_time_words_are_just_words(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", None, "/eerst lift")

    await world.walk(hours=2)

    assert words_of(await world.say("sanne", None, "Zo ging het")).startswith("Dat snap ik nog niet.")


async def test_words_of_somebody_else_or_in_a_channel_are_no_answer(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", None, "/eerst lift")

    others = [await world.say("youssef", None, "Zo ging het"), await world.say("sanne", "algemeen", "Zo ging het")]

    assert all(words_of(one).startswith("Dat snap ik nog niet.") for one in others)
    assert words_of(await world.say("sanne", None, "Zo ging het")) == "eerst over subject:lift: Zo ging het"


async def test_an_answer_asks_its_permission(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("ron", None, "/eerst lift")

    assert words_of(await world.say("ron", None, "Zo ging het")) == "Dit is voor collega's."


async def test_a_question_of_a_ritual_that_is_gone_is_forgotten(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    asked = Expected("weg", "told", None, world.now + WAITS)
    await sqlite_store.transact(lambda tx: expected.put(tx, 2, asked))

    assert words_of(await world.say("sanne", None, "Zo ging het")).startswith("Dat snap ik nog niet.")


@pytest.mark.parametrize(("both", "left"), [(False, "lonely"), (True, "stays")])
async def test_two_people_who_are_one_keep_one_question(store: Store, both: bool, left: str) -> None:
    world = await a_world(store)

    def ask(name: str) -> Expected:
        return Expected("eerst", name, None, world.now + WAITS)

    await store.transact(lambda tx: expected.put(tx, 3, ask("lonely")))
    if both:
        await store.transact(lambda tx: expected.put(tx, 2, ask("stays")))

    await store.transact(lambda tx: merge(tx, 3, 3, 2, world.now, confirmed=True))

    found = await store.transact(lambda tx: expected.take(tx, 2, world.now))
    assert found == ask(left)
