"""Two candidates, or two who wrote, turn out to be one colleague: one candidate, each writer once, votes are right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rituals.klantverbeteraar.names import candidate_ref
from store import candidates, nominations
from store.accounts import AccountSeen
from store.base import Store
from store.tx import Tx
from tests.fakes.world import PEOPLE, World
from tests.rituals.klantverbeteraar.steps import (
    LAST_DAY,
    NOVEMBER,
    VOTING,
    a_world,
    form_for,
    ids,
    nominated,
    nominees,
    offered,
    person_id,
    posts,
    private_to,
    the_round,
    vote,
    walk_to,
)
from tests.rituals.klantverbeteraar.test_nominating import WHY, choose, nominate, written
from tests.rituals.klantverbeteraar.test_spotlight import CLOSED, LOOKING

SECOND = AccountSeen("tweede", "Joes Amrani", locale="nl")
"""An account of which the address is not known yet."""
KARIN = AccountSeen("karin", "Karin de Boer", "karin@waterrand.example", locale="nl")


async def learns(world: World, *seen: AccountSeen) -> None:
    await world.engine.learn("fake", "w1", seen)
    await world.walk(minutes=1)


async def turns_out_to_be(world: World, who: str) -> None:
    """The second account has the address of a colleague."""
    await learns(world, replace(SECOND, email=PEOPLE[who].email))


async def a_world_with_two(store: Store) -> World:
    world = await a_world(store)
    await learns(world, SECOND)
    return world


async def test_two_candidates_become_one_with_the_words_of_each_writer_once(store: Store) -> None:
    world = await a_world_with_two(store)
    await nominate(world, "sanne", f"@youssef {WHY}")
    await world.walk(minutes=1)
    await nominate(world, "sanne", "Joes Amrani omdat hij de lift liet maken voor de hele flat")
    await nominate(world, "grace", "Joes Amrani omdat hij alle sleutels langsbracht")
    assert len(await nominees(world)) == 2

    await turns_out_to_be(world, "youssef")

    (one,) = await nominees(world)
    assert one.person_id == await world.read(lambda tx: person_id(tx, "youssef"))
    assert sorted(await written(world)) == [
        "Omdat hij alle sleutels langsbracht.",
        "Omdat hij de lift liet maken voor de hele flat.",
    ]


async def test_two_who_wrote_about_one_colleague_count_once(store: Store) -> None:
    world = await a_world_with_two(store)
    await nominated(world, (), people=("youssef",))
    (number,) = await ids(world)

    def both(tx: Tx) -> None:
        nominations.add(tx, number, person_id(tx, "sanne"), "Eerst.", world.now)
        nominations.add(tx, number, person_id(tx, "tweede"), "Later.", world.now)

    await store.transact(both)

    await turns_out_to_be(world, "sanne")

    assert sorted(await written(world)) == ["Belde de huurder terug (1).", "Eerst."]


@pytest.mark.parametrize("allowed", [False, True])
async def test_nobody_nominates_themselves_by_turning_out_to_be_one(sqlite_store: Store, *, allowed: bool) -> None:
    world = await a_world_with_two(sqlite_store)
    await choose(world, "organisation", "oneself", allowed)
    await nominate(world, "youssef", f"Joes Amrani {WHY}")

    await turns_out_to_be(world, "youssef")

    assert len(await nominees(world)) == len(await written(world)) == allowed


async def test_votes_for_both_count_for_the_one_who_stands_and_nobodys_for_themselves(store: Store) -> None:
    world = await a_world_with_two(store)
    await nominated(world, ("De balie", "De monteurs"), people=("youssef", "tweede"))
    await walk_to(world, VOTING)
    await world.walk(seconds=3)
    balie, monteurs, youssef, second = await ids(world)
    for who, chosen in (
        ("sanne", (youssef, second)), ("fatima", (second,)), ("anouk", (youssef,)), ("grace", (balie,)),
        ("youssef", (second, monteurs)),
    ):  # fmt: skip
        await vote(world, who, *chosen)

    await turns_out_to_be(world, "youssef")

    assert sorted(offered(await form_for(world, "sanne"))) == [balie, monteurs, youssef]
    assert "(3 kandidaten)" in posts(world, "vote")[0].text
    assert [len(private_to(world, who, "changed")) for who in ("sanne", "grace")] == [1, 1]
    stories = await world.read(lambda tx: nominations.of_candidate(tx, youssef))
    assert len(stories) == 1
    await walk_to(world, CLOSED)
    assert [(one.id, one.total, one.won) for one in await nominees(world)] == [
        (balie, 1, False), (monteurs, 1, False), (youssef, 3, True),
    ]  # fmt: skip
    assert (await the_round(world)).turnout == 5


async def test_where_only_two_stood_who_are_one_there_is_one_candidate(sqlite_store: Store) -> None:
    world = await a_world_with_two(sqlite_store)
    await nominated(world, (), people=("youssef", "tweede"))
    await walk_to(world, VOTING)
    await world.walk(seconds=3)
    youssef, second = await ids(world)
    await vote(world, "sanne", second)

    await turns_out_to_be(world, "youssef")

    assert (await the_round(world)).state == "revealing"
    assert [(one.id, one.won) for one in await nominees(world)] == [(youssef, True)]


async def test_the_last_answer_of_both_holds(sqlite_store: Store) -> None:
    world = await a_world_with_two(sqlite_store)
    await nominated(world, ("De balie", "De monteurs"), people=("youssef", "tweede"))
    await walk_to(world, LOOKING)
    *_, youssef, second = await ids(world)
    await sqlite_store.transact(lambda tx: candidates.set_consent(tx, youssef, "all", LAST_DAY))
    await sqlite_store.transact(lambda tx: candidates.set_consent(tx, second, "not", world.now))

    await turns_out_to_be(world, "youssef")

    *_, one = await nominees(world)
    assert (one.id, one.state, one.consent) == (youssef, "withdrawn", "not")


async def test_of_two_cards_that_ask_what_may_be_shared_one_stays_and_either_counts(store: Store) -> None:
    world = await a_world_with_two(store)
    await nominated(world, ("De balie", "De monteurs"), people=("youssef", "tweede"))
    await walk_to(world, VOTING)
    await world.walk(seconds=3)
    *_, youssef, second = await ids(world)
    await turns_out_to_be(world, "youssef")

    assert [one.key for one in world.platform.to("tweede") if "/consent/" in one.key] == []
    await world.act("youssef", "klantverbeteraar.share_all", candidate_ref(second))
    allowed = [(one.id, one.consent) for one in await nominees(world)]
    await world.act("youssef", "klantverbeteraar.share_not", candidate_ref(second))

    assert (youssef, "all") in allowed
    kept = await world.read(lambda tx: candidates.get(tx, youssef))
    assert kept and (kept.state, kept.consent) == ("withdrawn", "not")


async def test_hidden_words_never_take_the_place_of_words_that_stand(sqlite_store: Store) -> None:
    world = await a_world_with_two(sqlite_store)
    await nominated(world, ("De balie", "De monteurs"), people=("youssef",))
    await world.walk(minutes=1)
    await nominated(world, (), people=("tweede",))
    *_, second = await ids(world)

    def hide(tx: Tx) -> None:
        (later,) = nominations.of_candidate(tx, second)
        nominations.set_state(tx, later.id, "hidden", hidden_for="Te veel over de huurder.")

    await sqlite_store.transact(hide)

    await turns_out_to_be(world, "youssef")

    *_, kept = await nominees(world)
    (words,) = await world.read(lambda tx: nominations.of_candidate(tx, kept.id))
    assert (kept.state, words.state) == ("candidate", "stands")


@pytest.mark.parametrize("again", [False, True])
async def test_a_typed_name_is_whose_account_it_is_by_now(store: Store, *, again: bool) -> None:
    world = await a_world(store)
    await nominate(world, "sanne", f"karin de boer {WHY}")
    await nominate(world, "anouk", f"Karin de Boer {WHY}")
    await learns(world, KARIN)
    if again:
        await nominate(world, "grace", f"Karin de Boer {WHY}")
        assert len(await nominees(world)) == 1

    await walk_to(world, LOOKING)

    (one,) = await nominees(world)
    assert (one.person_id, one.consent) == (await world.read(lambda tx: person_id(tx, "karin")), "none")
    assert one.asked_at is not None
    assert len(await world.read(lambda tx: nominations.of_round(tx, NOVEMBER))) == (3 if again else 2)


async def test_a_name_that_two_colleagues_have_stays_a_name(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await nominate(world, "sanne", f"Karin de Boer {WHY}")
    await learns(world, KARIN, replace(KARIN, external="karin2", email="k.deboer@waterrand.example"))

    await walk_to(world, LOOKING)

    (one,) = await nominees(world)
    assert (one.person_id, one.name) == (None, "Karin de Boer")
