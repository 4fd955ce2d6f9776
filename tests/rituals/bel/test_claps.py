"""Clapping along: once per person, by button or by emoji."""

from __future__ import annotations

from rituals.engine.names import Ref
from rituals.engine.outcome import Nothing
from store import bells
from store.base import Store
from tests.fakes.world import World, labels, words_of
from tests.rituals.bel.steps import rung


async def clapped(world: World) -> int:
    return await world.read(lambda tx: bells.claps(tx, 1))


async def test_claps_are_counted_on_every_card(store: Store) -> None:
    world = await World(store).open()
    bell = await rung(world)

    await world.press("youssef", bell.card, "👏")
    await world.press("anouk", bell.card, "👏")
    await world.walk(seconds=5)

    for place in ("successen", "algemeen"):
        assert labels(world.platform.standing(place)[0].card) == ["👏 Klap mee · 2"]


async def test_a_press_is_answered_with_the_card_drawn_anew(world: World) -> None:
    bell = await rung(world)

    answer = await world.act("youssef", "bel.clap", Ref("bell", "1"), posted=bell.id)

    assert isinstance(answer.reply, Nothing)
    assert answer.redrawn is not None
    assert labels(answer.redrawn) == ["👏 Klap mee · 1"]


async def test_an_impatient_second_press_means_nothing_and_a_later_one_takes_the_clap_back(world: World) -> None:
    bell = await rung(world)
    await world.press("youssef", bell.card, "👏")

    await world.walk(seconds=9)
    await world.press("youssef", bell.card, "👏")
    soon = await clapped(world)
    await world.walk(seconds=11)
    await world.press("youssef", bell.card, "👏")

    assert (soon, await clapped(world)) == (1, 0)


async def test_an_emoji_is_the_same_clap(world: World) -> None:
    bell = await rung(world)

    await world.press("youssef", bell.card, "👏")
    await world.react("youssef", bell, "👏🏽")
    both = await clapped(world)
    await world.react("youssef", bell, "👏🏽", added=False)

    assert (both, await clapped(world)) == (1, 0)


async def test_another_emoji_is_no_clap(world: World) -> None:
    bell = await rung(world)

    await world.react("youssef", bell, "🎉")
    await world.react("youssef", bell, "👏", added=False)

    assert await clapped(world) == 0


async def test_an_emoji_on_the_rest_in_the_thread_is_no_clap(world: World) -> None:
    await rung(world, text="/bel " + "woord " * 200)
    rest = next(one for one in world.platform.standing("successen") if one.thread)

    await world.react("youssef", rest, "👏")

    assert await clapped(world) == 0


async def test_guests_and_the_ringer_may_clap(world: World) -> None:
    bell = await rung(world)

    await world.press("ron", bell.card, "👏")
    await world.press("fatima", bell.card, "👏")

    assert await clapped(world) == 2


async def test_nobody_claps_for_a_bell_that_was_taken_down(world: World) -> None:
    bell = await rung(world)
    await world.act("fatima", "bel.take_back", Ref("bell", "1"))

    late = await world.press("youssef", bell.card, "👏")
    await world.react("youssef", bell, "👏")

    assert words_of(late) == "Deze bel hangt er niet meer."
    assert await clapped(world) == 0
