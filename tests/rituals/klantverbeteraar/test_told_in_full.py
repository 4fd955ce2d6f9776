"""Nothing that was written or given is lost on its way: long lists of words, late thanks, a voter who left."""

from __future__ import annotations

from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from store import candidates, nominations
from store.base import Store
from store.tx import Tx
from tests.fakes.world import card_of, form_of
from tests.rituals.klantverbeteraar.steps import (
    NOVEMBER,
    a_world,
    everybody_votes,
    ids,
    nominated,
    open_ballot,
    posts,
    private_to,
    the_round,
    vote,
    walk_to,
)
from tests.rituals.klantverbeteraar.test_nominating import choose
from tests.rituals.klantverbeteraar.test_spotlight import CLOSED, LOOKING, TOLD, consents, leaves, won_by


async def test_words_of_many_colleagues_come_in_full_in_as_many_messages_as_they_need(store: Store) -> None:
    world = await won_by(store)
    *_, youssef = await ids(world)

    def more(tx: Tx) -> None:
        for number in range(2, 8):
            nominations.add(tx, youssef, None, f"Verhaal nummer {number}. {'Heel lang. ' * 60}", world.now)

    await store.transact(more)
    await walk_to(world, TOLD)

    told = private_to(world, "youssef", "words")
    read = "\n".join(one.text for one in told)
    assert len(told) == 2
    assert all(f"Verhaal nummer {number}. {'Heel lang. ' * 60}".strip() in read for number in range(2, 8))
    assert read.count("Jij bent de klantverbeteraar") == 1


async def test_a_winner_who_agrees_later_is_told_of_with_thanks_to_the_others_who_agreed(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    balie, _ = await ids(world)
    await sqlite_store.transact(lambda tx: candidates.set_consent(tx, balie, "all", world.now))
    await walk_to(world, TOLD)
    assert "De balie" not in posts(world, "result")[0].text

    await consents(world, "youssef", "Alles")
    await world.walk(minutes=1)

    (late,) = [one for one in world.platform.standing("algemeen") if "/sun/" in one.key]
    assert "Ook genomineerd: De balie." in late.text


async def test_the_vote_of_somebody_who_left_stays_and_the_turnout_makes_sense(store: Store) -> None:
    world = await open_ballot(store)
    await everybody_votes(world, await ids(world))

    await leaves(world, "sanne")
    await vote(world, "fatima", (await ids(world))[1])
    await world.walk(seconds=5)
    assert "5 van 5 stemden" in posts(world, "vote")[0].text
    await walk_to(world, CLOSED)

    closed = await the_round(world)
    assert (closed.turnout, closed.electorate) == (5, 5)


async def test_a_reason_that_is_too_long_is_answered_in_the_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await nominated(world)
    await walk_to(world, LOOKING)
    page = card_of(await world.act("anouk", "klantverbeteraar.look", Ref("round", NOVEMBER)))
    form = form_of(await world.press("anouk", page, "Verberg"))

    long = await world.submit("anouk", form, why="Te veel over de huurder. " * 20)

    assert long.reply == FormErrors({"why": "Schrijf in een paar woorden waarom, in hooguit 300 tekens."})


async def test_an_afdeling_is_named_when_somebody_of_its_channel_is_nominated(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await choose(world, "organisation", "teams", ["Noord", "Verhuur"])
    await world.engine.learn_members("fake", "w1", "team-noord", ("youssef", "sanne"), whole=True)
    await nominated(world, people=("youssef",))
    await walk_to(world, LOOKING)

    (look,) = private_to(world, "anouk", "look")

    assert "Nog niet genoemd: Verhuur." in look.text
