"""Who can win without an account and was never asked: whoever looks after the round reads so before people vote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.klantverbeteraar.names import nomination_ref, slot
from store import nominations, slots
from store.base import Store
from tests.fakes.world import World, card_of, form_of
from tests.rituals.klantverbeteraar.steps import (
    NOVEMBER,
    VOTING,
    a_world,
    ids,
    nominated,
    posts,
    private_to,
    the_round,
    vote,
    walk_to,
)
from tests.rituals.klantverbeteraar.test_nominating import nominate
from tests.rituals.klantverbeteraar.test_spotlight import LOOKING, TOLD

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


@pytest.mark.parametrize("looked", [True, False])
async def test_after_an_outage_until_the_vote_candidates_are_asked_and_nothing_is_shared_before_they_answer(
    store: Store, *, looked: bool
) -> None:
    world = await a_world(store)
    await nominated(world, ("De balie",), people=("youssef",))
    if not looked:
        await _drop_the_look(world)
    world.clock.walk_to(VOTING + timedelta(hours=1))
    await world.walk(minutes=1)

    asked = [one.text for one in private_to(world, "youssef", "consent")]
    balie, youssef = await ids(world)
    await vote(world, "youssef", balie)
    for who in ("fatima", "sanne", "anouk", "grace"):
        await vote(world, who, youssef)
    await walk_to(world, TOLD)

    assert asked == ["Collega's hebben je genomineerd. Als je wint, wat mogen we dan delen?"]
    assert all("Youssef" not in one.text for one in posts(world, "result"))
    assert len(private_to(world, "youssef", "consent")) == 1


async def test_whoever_was_hidden_until_people_voted_is_asked_once_they_stand(store: Store) -> None:
    world = await a_world(store)
    _, _, _, hidden = await nominated(world, people=("youssef",))
    (written,) = await world.read(lambda tx: nominations.of_candidate(tx, hidden))
    form = form_of(await world.act("anouk", "klantverbeteraar.hide", nomination_ref(written.id)))
    await world.submit("anouk", form, why="Hier staat te veel over de huurder.")
    await walk_to(world, VOTING + timedelta(minutes=1))
    before = private_to(world, "youssef", "consent")

    await world.act("anouk", "klantverbeteraar.unhide", nomination_ref(written.id))
    await world.walk(minutes=1)

    assert before == []
    assert len(private_to(world, "youssef", "consent")) == 1


async def _drop_the_look(world: World) -> None:
    """The moment at which nominating ended never came."""
    of = await the_round(world)
    at = slot("look", NOVEMBER, of.nominate_until)
    await world.store.transact(lambda tx: slots.unplan(tx, at.ritual, at.name, at.subject, at.local, world.now))
