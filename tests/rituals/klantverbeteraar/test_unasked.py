"""Who can win without an account and was never asked: whoever looks after the round reads so before people vote."""

from __future__ import annotations

from store.base import Store
from tests.fakes.world import card_of
from tests.rituals.klantverbeteraar.steps import a_world, nominated, private_to, walk_to
from tests.rituals.klantverbeteraar.test_nominating import nominate
from tests.rituals.klantverbeteraar.test_spotlight import LOOKING

LINE = "Nog niet gevraagd:"


async def test_who_was_never_asked_is_named_to_whoever_looks_over_the_texts_and_nobody_else(store: Store) -> None:
    world = await a_world(store)
    await nominate(world, "sanne", "Pietje omdat hij de lift dezelfde dag repareerde")
    await nominated(world, (), people=("youssef",))
    await walk_to(world, LOOKING)

    (look,) = private_to(world, "anouk", "look")

    assert f"{LINE} Pietje." in look.text
    assert "Sanne" not in look.text
    assert [one.account for one in world.platform.posted if LINE in one.text] == ["anouk"]


async def test_an_answer_takes_the_name_away_without_a_new_message(store: Store) -> None:
    world = await a_world(store)
    answer = await nominate(world, "sanne", "Pietje omdat hij de lift dezelfde dag repareerde")
    refused = await nominate(world, "sanne", "Klaas omdat hij de deur dezelfde dag repareerde")
    await nominated(world, (), people=("youssef",))
    await walk_to(world, LOOKING)
    (before,) = private_to(world, "anouk", "look")
    assert f"{LINE} Klaas en Pietje." in before.text

    await world.press("sanne", card_of(refused), "Liever niet")
    await world.walk(minutes=1)
    (between,) = private_to(world, "anouk", "look")
    assert f"{LINE} Pietje." in between.text
    await world.press("sanne", card_of(answer), "Pietje vindt het goed")
    await world.walk(minutes=1)

    (after,) = private_to(world, "anouk", "look")
    assert LINE not in after.text
    assert after.id == before.id
