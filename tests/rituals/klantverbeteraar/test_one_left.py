"""While people vote the others withdraw: with one candidate there is nothing to choose, with none it begins again."""

from __future__ import annotations

import pytest

from rituals.klantverbeteraar.names import nomination_ref, round_ref
from store import candidates, nominations, votes
from store.base import Store
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import (
    CLOSES,
    NOVEMBER,
    VOTERS,
    everybody_votes,
    ids,
    nominees,
    open_ballot,
    posts,
    private_to,
    the_round,
    vote,
    walk_to,
)
from tests.rituals.klantverbeteraar.test_spotlight import CLOSED, TOLD, consents, leaves

TWO = ("De balie",)
ALONE = "Voor november is er nog één kandidaat. Stemmen is niet meer nodig."


async def hide_all(world: World) -> None:
    """Every text is hidden, one after the other."""
    for _ in await ids(world):
        page = card_of(await world.act("anouk", "klantverbeteraar.look", round_ref(NOVEMBER)))
        form = form_of(await world.press("anouk", page, "Verberg"))
        await world.submit("anouk", form, why="Hier staat te veel over de huurder.")


async def test_the_vote_ends_at_once_when_one_candidate_is_left(store: Store) -> None:
    world = await open_ballot(store, TWO, people=("youssef",))
    balie, youssef = await ids(world)
    await vote(world, "sanne", youssef)
    await vote(world, "grace", balie)
    key = (await the_round(world)).key
    assert key

    await leaves(world, "youssef")
    await world.walk(minutes=2)

    assert (await the_round(world)).state == "revealing"
    assert await world.read(lambda tx: votes.voted(tx, NOVEMBER)) == []
    assert world.desk.keyring.sealer(key) is None
    assert [one.won for one in await nominees(world)] == [True, False]
    assert posts(world, "vote")[0].text == "De stembus van november is dicht. Dank voor het meedoen."
    assert [one.text for one in private_to(world, "sanne", "changed")] == [f"{ALONE} Dank voor het meedoen."]
    assert len(private_to(world, "grace", "changed")) == 1
    (told,) = private_to(world, "anouk", "alone")
    assert told.text == f"{ALONE} De uitslag komt donderdag 26 november 10:00."


async def test_it_is_told_at_the_reveal_and_whoever_looks_after_it_heard_once(store: Store) -> None:
    world = await open_ballot(store, TWO, people=("youssef",))
    balie, _ = await ids(world)
    await store.transact(lambda tx: candidates.set_consent(tx, balie, "all", world.now))
    await consents(world, "youssef", "Liever niet meedoen")
    await walk_to(world, TOLD)

    (post,) = posts(world, "result")
    assert post.text.startswith("🏆 De klantverbeteraar van november is De balie!\nEr was één kandidaat.")
    assert len([one for one in world.platform.posted if one.account == "anouk" and one.key.endswith("/alone")]) == 1
    assert private_to(world, "anouk", "few") == []


async def test_a_text_that_was_hidden_can_come_back_until_the_close(store: Store) -> None:
    world = await open_ballot(store, TWO, people=("youssef",))
    await everybody_votes(world, (await ids(world))[:1])
    page = card_of(await world.act("anouk", "klantverbeteraar.look", round_ref(NOVEMBER)))
    form = form_of(await world.press("anouk", page, "Verberg"))
    await world.submit("anouk", form, why="Hier staat te veel over de huurder.")
    await world.walk(minutes=1)
    assert (await the_round(world)).state == "voting"

    await walk_to(world, CLOSED)

    assert (await the_round(world)).state == "revealing"
    assert [one.won for one in await nominees(world)] == [False, True]
    assert len(private_to(world, "anouk", "alone")) == 1


async def test_who_is_only_hidden_can_still_come_back_when_another_withdraws(store: Store) -> None:
    world = await open_ballot(store, TWO, people=("youssef", "fatima"))
    balie, _, fatima = await ids(world)
    await vote(world, "sanne", balie)
    written = await world.read(lambda tx: nominations.of_candidate(tx, balie))
    form = form_of(await world.act("anouk", "klantverbeteraar.hide", nomination_ref(written[0].id)))
    await world.submit("anouk", form, why="Hier staat te veel over de huurder.")

    await leaves(world, "youssef")
    await world.walk(minutes=2)
    assert (await the_round(world)).state == "voting"
    await world.act("anouk", "klantverbeteraar.unhide", nomination_ref(written[0].id))

    assert [one.id for one in await nominees(world) if one.state == "candidate"] == [balie, fatima]
    assert len(await world.read(lambda tx: votes.voted(tx, NOVEMBER))) == 1


async def test_with_nobody_left_nominating_begins_again_once_under_another_key(store: Store) -> None:
    world = await open_ballot(store, TWO, people=("youssef",))
    await everybody_votes(world, (await ids(world))[:1])
    before = (await the_round(world)).key
    assert before
    await hide_all(world)

    await walk_to(world, CLOSED)
    await world.walk(minutes=1)

    again = await the_round(world)
    assert (again.state, again.nominated_longer) == ("nominating", True)
    assert again.nominate_until > CLOSES
    assert await world.read(lambda tx: votes.voted(tx, NOVEMBER)) == []
    assert world.desk.keyring.sealer(before) is None
    assert len(posts(world, "longer")) == 1
    late = await world.act(VOTERS[0], "klantverbeteraar.vote", round_ref(NOVEMBER))
    assert words_of(late) == "Deze stembus is nog niet open."


async def test_the_next_vote_is_a_message_of_its_own(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store, TWO, people=("youssef",))
    (before,) = posts(world, "vote")
    await hide_all(world)
    await walk_to(world, CLOSED)
    await world.walk(minutes=1)
    assert posts(world, "vote") == []

    for name in ("De monteurs", "Team Wijkbeheer"):
        await world.say("sanne", "algemeen", f"/nomineer {name} omdat ze de huurder dezelfde dag terugbelden")
    await walk_to(world, (await the_round(world)).vote_from)
    await world.walk(minutes=1)

    (after,) = posts(world, "vote")
    assert after.id != before.id
    assert "(2 kandidaten)" in after.text


async def test_the_next_time_whoever_looks_after_it_hears_everything_anew(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store, TWO, people=("youssef",))
    await walk_to(world, CLOSED)
    await hide_all(world)
    await walk_to(world, TOLD)
    for name in ("De monteurs", "Team Wijkbeheer"):
        await world.say("sanne", "algemeen", f"/nomineer {name} omdat ze de huurder dezelfde dag terugbelden")

    await walk_to(world, (await the_round(world)).vote_until)
    await world.walk(minutes=1)

    before, look = private_to(world, "anouk", "look")
    assert before.text == "Even nakijken voor november is klaar. Dank je wel!"
    assert look.text.startswith("Even nakijken: 2 kandidaten voor november")
    before, asked = private_to(world, "anouk", "few")
    assert before.text == "Voor november zijn er geen kandidaten meer. Nomineren kan nog even."
    assert labels(asked.card) == ["Nog één dag", "Geen winnaar"]


@pytest.mark.parametrize("asked_for", ["few", "locked"])
async def test_what_was_asked_after_the_close_is_no_question_when_nobody_is_left(
    sqlite_store: Store, asked_for: str
) -> None:
    world = await open_ballot(sqlite_store, TWO, people=("youssef",))
    if asked_for == "locked":
        await everybody_votes(world, (await ids(world))[:1])
        world.desk.keyring.destroy(str((await the_round(world)).key))
    await walk_to(world, CLOSED)
    (asked,) = private_to(world, "anouk", asked_for)
    before = labels(asked.card)
    await hide_all(world)

    await walk_to(world, TOLD)

    (asked,) = private_to(world, "anouk", asked_for)
    assert before != []
    assert labels(asked.card) == []
    assert asked.text == "Voor november zijn er geen kandidaten meer. Nomineren kan nog even."
