"""Nobody stands on the list without a word that can be read, and nobody is off it who has one."""

from __future__ import annotations

import pytest

from rituals.engine.names import Ref
from rituals.klantverbeteraar.names import candidate_ref, nomination_ref, round_ref
from store import candidates, nominations
from store.base import Store
from store.nominations import NominationState
from tests.fakes.world import World, form_of
from tests.rituals.klantverbeteraar.steps import NOVEMBER, a_world, nominated, nominees, person_id, walk_to
from tests.rituals.klantverbeteraar.test_spotlight import LOOKING


async def hide(world: World, nomination_id: int) -> None:
    """By whoever looks after the round."""
    form = form_of(await world.act("anouk", "klantverbeteraar.hide", nomination_ref(nomination_id)))
    await world.submit("anouk", form, why="Hier staat te veel over de huurder.")


async def two_wrote(store: Store, second: NominationState = "stands") -> tuple[World, Ref, Ref]:
    """Grace and Fatima about Youssef, while everybody nominates; the two nominations."""
    world = await a_world(store)
    (of,) = await nominated(world, (), people=("youssef",))
    words = "Belde de huurder op 06-12345678 terug."
    number = await world.store.transact(
        lambda tx: nominations.add(tx, of, person_id(tx, "fatima"), words, world.now, state=second)
    )
    (first, *_) = await world.read(lambda tx: nominations.of_candidate(tx, of))
    return world, nomination_ref(first.id), nomination_ref(number)


async def state_of(world: World) -> str:
    (one,) = await nominees(world)
    return one.state


@pytest.mark.parametrize("press", ["klantverbeteraar.strip", "klantverbeteraar.allow"])
async def test_words_that_only_wait_for_their_writer_keep_somebody_on_the_list(store: Store, press: str) -> None:
    world, first, _ = await two_wrote(store, "asking")

    await hide(world, first.number)
    await world.act("fatima", press, round_ref(NOVEMBER))

    assert await state_of(world) == "candidate"


async def test_with_the_last_words_that_can_be_read_somebody_goes_off_the_list(store: Store) -> None:
    world, first, second = await two_wrote(store)
    await hide(world, first.number)

    await world.act("fatima", "klantverbeteraar.take_back", second)
    gone = await state_of(world)
    await world.act("anouk", "klantverbeteraar.unhide", first)

    assert gone == "hidden"
    assert await state_of(world) == "candidate"


async def test_who_comes_back_stays_off_the_list_while_all_words_are_hidden(store: Store) -> None:
    world = await a_world(store)
    of, _ = await nominated(world, ("Monteurs Noord",), people=("youssef",))
    number = next(one.id for one in await nominees(world) if one.person_id)
    await walk_to(world, LOOKING)
    (written,) = await world.read(lambda tx: nominations.of_candidate(tx, number))
    await hide(world, written.id)

    await world.act("youssef", "klantverbeteraar.share_not", candidate_ref(number))
    await world.act("youssef", "klantverbeteraar.share_all", candidate_ref(number))

    assert [one.id for one in await world.read(lambda tx: candidates.standing(tx, NOVEMBER))] == [of]
