"""A time-out on the way: on a chat that can be asked, and on one that cannot, the quote stands once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rituals.engine.errors import PerhapsSent, SurelyNotSent
from rituals.engine.names import Ref
from rituals.engine.platform import Parcel
from store import places, roles
from store.base import Store
from store.roles import Given
from tests.fakes.world import GENEROUS, FakePlatform, Posted, World, failing, labels, words_of
from tests.rituals.quote.steps import CRITICISM, PRAISE, a_world, cards_in, ready

TIMED_OUT = PerhapsSent("no answer within ten seconds")


def blind() -> FakePlatform:
    """A chat that cannot be asked whether a message stands there."""
    return FakePlatform(capabilities=replace(GENEROUS, lookup=False))


async def timed_out(store: Store, platform: FakePlatform, *, applied: bool) -> World:
    """Nobody knows whether the quote of nine o'clock was posted in #algemeen."""
    world = await a_world(store, platform)
    await ready(world, PRAISE, "positive")
    fault = failing(TIMED_OUT, place="algemeen")
    if applied:
        platform.afterwards = fault
    else:
        platform.fails = fault
    await world.walk(hours=1, minutes=10)
    return world


def asked(world: World) -> list[Posted]:
    return [one for one in world.platform.to("fatima") if one.key.startswith("quote:missed/")]


@pytest.mark.parametrize("applied", [True, False])
async def test_a_chat_that_can_be_asked_is_asked_and_it_stands_once(store: Store, *, applied: bool) -> None:
    world = await timed_out(store, FakePlatform(), applied=applied)

    assert (len(cards_in(world)), len(cards_in(world, "team-noord"))) == (1, 1)
    assert asked(world) == []


@pytest.mark.parametrize("applied", [True, False])
async def test_where_nobody_can_be_asked_it_is_not_sent_again_by_itself(store: Store, *, applied: bool) -> None:
    world = await timed_out(store, blind(), applied=applied)
    await ready(world, CRITICISM, "critical")

    await world.walk(days=1)

    assert len([one for one in cards_in(world) if PRAISE in one.text]) == int(applied)
    assert [one.key for one in cards_in(world)][-1] == "quote:2026-11-24", "the next day takes the next turn"
    (question,) = asked(world)
    assert question.text.startswith("Ik weet niet zeker of de quote van vandaag in #algemeen staat.")
    assert labels(question.card) == ["Stuur nog eens"]


async def test_a_press_sends_it_once_more_and_no_more_than_that(sqlite_store: Store) -> None:
    world = await timed_out(sqlite_store, blind(), applied=False)
    (question,) = asked(world)

    first = await world.press("fatima", question.card, "Stuur nog eens")
    await world.walk(minutes=1)
    second = await world.press("fatima", question.card, "Stuur nog eens")
    await world.walk(minutes=1)

    assert words_of(first) == "Goed, ik stuur hem nog een keer."
    assert words_of(second) == "Dit is al gedaan. Dank je!"
    assert (len(cards_in(world)), len(cards_in(world, "team-noord"))) == (1, 1)


async def test_after_the_morning_it_is_too_late_for_that(sqlite_store: Store) -> None:
    world = await timed_out(sqlite_store, blind(), applied=False)
    (question,) = asked(world)
    await world.walk(hours=3)

    answer = await world.press("fatima", question.card, "Stuur nog eens")
    await world.walk(minutes=1)

    assert words_of(answer) == "De ochtend is voorbij. Morgen komt er weer een quote."
    assert cards_in(world) == []


async def test_a_private_message_in_doubt_is_sent_once_more(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, blind())
    await sqlite_store.transact(lambda tx: roles.give(tx, Given(3, "curator"), None, world.now))
    await world.say("anouk", None, f"/klant quote {CRITICISM}")
    world.platform.fails = _first_of("quote:look/2026-11-23")

    await world.walk(hours=4)

    looked = [one for one in world.platform.posted if one.key == "quote:look/2026-11-23"]
    assert len(looked) == 1


def _first_of(key: str) -> Callable[[str, Parcel], None]:
    left = [2]

    def fail(_call: str, parcel: Parcel) -> None:
        if parcel.key == key and left[0]:
            left[0] -= 1
            raise TIMED_OUT

    return fail


async def test_who_looks_after_the_quote_in_one_place_sends_it_there_once_more(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, blind())
    place = await world.read(lambda tx: places.find(tx, 1, "algemeen"))
    assert place
    given = Given(3, "ritueelhouder", "quote", place.id)
    await sqlite_store.transact(lambda tx: roles.give(tx, given, None, world.now))
    await ready(world, PRAISE, "positive")
    world.platform.fails = failing(TIMED_OUT, place="algemeen")
    await world.walk(hours=1, minutes=10)
    (question,) = [one for one in world.platform.to("youssef") if one.key.startswith("quote:missed/")]

    other = await world.press("anouk", question.card, "Stuur nog eens")
    answer = await world.press("youssef", question.card, "Stuur nog eens")
    await world.walk(minutes=1)

    assert words_of(other) == "Dit kan alleen degene die de quotes bekijkt."
    assert words_of(answer) == "Goed, ik stuur hem nog een keer."
    assert len(cards_in(world)) == 1


async def test_where_it_does_not_stand_yet_nobody_reads_that_it_was_taken_away(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, PRAISE, "positive")
    world.platform.fails = failing(SurelyNotSent("down"), times=1000, place="algemeen")
    await world.walk(hours=1, minutes=2)
    assert (len(cards_in(world)), len(cards_in(world, "team-noord"))) == (0, 1)

    await world.act("sanne", "quote.away", Ref("quote", "1"))
    world.platform.fails = lambda _call, _parcel: None
    await world.walk(hours=1)

    assert cards_in(world) == []
    assert [one.text for one in cards_in(world, "team-noord")] == ["Deze quote hebben we weggehaald."]
