"""What may be shared, answered or changed after the result was told: the places say what is true."""

from __future__ import annotations

import pytest

from rituals.klantverbeteraar.names import round_ref
from store import candidates
from store.base import Store
from store.places import find
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import (
    LAST_DAY,
    NOVEMBER,
    a_world,
    ids,
    nominated,
    nominees,
    open_ballot,
    posts,
    private_to,
    vote,
    walk_to,
)
from tests.rituals.klantverbeteraar.test_spotlight import LOOKING, TOLD, consents, won_by


async def only_in(world: World, who: str, place: str) -> None:
    """[Alleen met mijn team]."""
    (asked,) = private_to(world, who, "consent")
    form = form_of(await world.press(who, asked.card, "Alleen met mijn team"))
    found = await world.read(lambda tx: find(tx, 1, place))
    assert found
    await world.submit(who, form, team=(str(found.id),))
    await world.walk(minutes=1)


def named_in(world: World, place: str) -> bool:
    """Whether the winner is read about there, in the result or in a post of its own."""
    return any("Youssef el Amrani" in one.text for one in world.platform.standing(place))


async def test_the_same_answer_once_more_after_the_reveal_changes_nothing(store: Store) -> None:
    world = await won_by(store)
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)
    (before,) = posts(world, "result")

    await consents(world, "youssef", "Alles")
    await world.walk(minutes=1)

    (after,) = posts(world, "result")
    assert after.text == before.text
    assert "Youssef el Amrani" in after.text


@pytest.mark.parametrize("choice", ["Alles", "Liever niet meedoen"])
async def test_what_somebody_chose_is_said_once(sqlite_store: Store, choice: str) -> None:
    world = await won_by(sqlite_store)
    (asked,) = private_to(world, "youssef", "consent")

    first = await world.press("youssef", asked.card, choice)
    again = await world.press("youssef", asked.card, choice)
    await world.walk(minutes=1)

    read = [words_of(first), *(one.text for one in world.platform.to("youssef"))]
    assert [one.count("Je koos: ") for one in read if "Je koos: " in one] == [1]
    assert words_of(first) == words_of(again) == "Dank je wel! Ik heb je keuze bewaard."


async def test_first_the_team_and_after_the_reveal_everybody_is_told_everywhere(store: Store) -> None:
    world = await won_by(store)
    await only_in(world, "youssef", "team-noord")
    await walk_to(world, TOLD)
    assert not named_in(world, "algemeen")

    await consents(world, "youssef", "Alles")
    await world.walk(minutes=1)

    assert named_in(world, "algemeen")
    assert named_in(world, "team-noord")


async def test_silent_then_the_team_and_then_everybody_is_told_everywhere(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await walk_to(world, TOLD)
    await only_in(world, "youssef", "team-noord")
    assert not named_in(world, "algemeen")

    await consents(world, "youssef", "Alles")
    await world.walk(minutes=1)

    assert named_in(world, "algemeen")
    assert named_in(world, "team-noord")


async def test_first_everybody_and_after_the_reveal_only_the_team(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)

    await only_in(world, "youssef", "team-noord")

    assert not named_in(world, "algemeen")
    assert named_in(world, "team-noord")
    assert "viert het met het eigen team" in posts(world, "result", "algemeen")[0].text


@pytest.mark.parametrize("label", ["Ron de Boer vindt het goed", "Liever niet"])
async def test_of_a_winner_without_an_account_the_nominator_may_say_it_after_the_reveal(
    sqlite_store: Store, label: str
) -> None:
    world = await a_world(sqlite_store, now=LAST_DAY)
    why = "omdat hij de lift dezelfde dag repareerde voor mevrouw A."
    await world.say("sanne", "algemeen", f"/nomineer Ron de Boer {why}")
    await walk_to(world, TOLD)
    (post,) = posts(world, "result")
    assert "zodra we het zelf hebben kunnen vragen" in post.text
    (asked,) = private_to(world, "sanne", "vouch")

    await world.press("sanne", asked.card, label)
    await world.walk(minutes=1)

    named = [one for one in world.platform.standing("algemeen") if "Ron de Boer" in one.text]
    assert len(named) == (1 if "goed" in label else 0)
    assert "zodra we" not in posts(world, "result")[0].text


async def test_changed_words_about_somebody_without_an_account_ask_again_and_are_not_passed_on(
    sqlite_store: Store,
) -> None:
    world = await a_world(sqlite_store)
    await world.say("sanne", "algemeen", "/nomineer Ron de Boer omdat hij de lift dezelfde dag repareerde")

    again = await world.say("sanne", "algemeen", "/nomineer Ron de Boer omdat hij de lift voor iedereen liet maken")

    assert labels(card_of(again)) == ["Wijzig", "Trek in", "Ron de Boer vindt het goed", "Liever niet"]


async def test_a_no_of_whoever_is_hidden_for_the_moment_is_kept(store: Store) -> None:
    world = await a_world(store)
    await nominated(world, people=("youssef",))
    await walk_to(world, LOOKING)
    *_, youssef = await ids(world)
    await store.transact(lambda tx: candidates.set_state(tx, youssef, "hidden"))

    await consents(world, "youssef", "Liever niet meedoen")

    own = next(one for one in await nominees(world) if one.id == youssef)
    assert (own.state, own.consent) == ("withdrawn", "not")


async def test_a_candidate_whose_text_is_hidden_while_people_vote_is_told_of_alike(store: Store) -> None:
    world = await open_ballot(store)
    first, second, _ = await ids(world)
    await vote(world, "sanne", first)
    await vote(world, "youssef", second)
    page = card_of(await world.act("anouk", "klantverbeteraar.look", round_ref(NOVEMBER)))
    form = form_of(await world.press("anouk", page, "Verberg"))

    await world.submit("anouk", form, why="Hier staat te veel over de huurder.")
    await world.walk(minutes=1)

    told = [private_to(world, who, "changed") for who in ("sanne", "youssef")]
    assert [len(one) for one in told] == [1, 1]
    assert told[0][0].text == told[1][0].text
