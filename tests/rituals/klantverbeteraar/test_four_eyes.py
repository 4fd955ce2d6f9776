"""Four eyes: nobody looks over words about themselves, nor over a round they may still win."""

from __future__ import annotations

from rituals.engine.names import Ref
from rituals.klantverbeteraar.names import nomination_ref, round_ref
from store import nominations, roles
from store.base import Store
from store.roles import Given
from tests.fakes.world import words_of
from tests.rituals.klantverbeteraar.steps import NOVEMBER, a_world, nominated, person_id, walk_to
from tests.rituals.klantverbeteraar.test_spotlight import LOOKING, consents

ELSE = "Over deze ronde gaat nu een ander"


async def test_whoever_steps_back_while_they_can_come_back_leaves_it_to_another(store: Store) -> None:
    world = await a_world(store)
    await nominated(world, people=("anouk",))
    await walk_to(world, LOOKING)

    await consents(world, "anouk", "Liever niet meedoen")

    assert ELSE in words_of(await world.act("anouk", "klantverbeteraar.look", round_ref(NOVEMBER)))


async def test_where_everybody_is_a_candidate_nobody_looks_over_their_own_words(store: Store) -> None:
    world = await a_world(store)
    await world.store.transact(lambda tx: roles.give(tx, Given(person_id(tx, "grace"), "curator"), None, world.now))
    numbers = await nominated(world, (), people=("anouk", "fatima", "grace"))
    own, *_ = await world.read(lambda tx: nominations.of_candidate(tx, numbers[0]))
    await walk_to(world, LOOKING)

    pages = [
        words_of(await world.act("anouk", "klantverbeteraar.look", Ref("round", f"{NOVEMBER}/{page}")))
        for page in (1, 2)
    ]
    hide = await world.act("anouk", "klantverbeteraar.hide", nomination_ref(own.id))

    assert "Fatima Bouzid" in pages[0]
    assert "Anouk Visser" not in "".join(pages)
    assert "er gaat nu een ander over" in words_of(hide)
