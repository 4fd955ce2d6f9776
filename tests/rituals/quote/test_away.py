"""What was taken away is gone wherever its words stood, and the rest of the conversation stays."""

from __future__ import annotations

import pytest

from rituals.engine.names import Ref
from store import choices, places, stories
from store.base import Store
from store.stories import NewStory
from store.tx import Tx
from tests.fakes.world import Posted, World, form_of, labels, words_of
from tests.rituals.quote.steps import PRAISE, a_world, cards_in, ready

LONG = "Ik belde, en er kwam meteen iemand die ook echt luisterde. " * 12
GONE = "Deze quote hebben we weggehaald."


async def with_a_story(world: World) -> Ref:
    """A long quote stands there on Monday, and on Friday the story that grew from it."""
    number = await ready(world, LONG.strip(), "positive")
    about = Ref("quote", str(number))

    def grow(tx: Tx) -> None:
        for name in ("algemeen", "team-noord"):
            place = places.find(tx, 1, name)
            assert place
            choices.put(tx, f"place:{place.id}", "verhaal", "here", True, None, world.now)
        new = NewStory("Iemand luisterde", LONG.strip(), month="2026-11", about=str(about), giver_id=2)
        stories.add(tx, new, world.now, state="ready")

    await world.store.transact(grow)
    return about


def stories_in(world: World, place: str = "algemeen") -> list[str]:
    return [one.text for one in world.platform.standing(place) if one.key.startswith("verhaal:")]


async def test_a_story_is_hidden_comes_back_and_goes_with_the_quote_it_grew_from(store: Store) -> None:
    world = await a_world(store)
    about = await with_a_story(world)
    await world.walk(days=4, hours=6)
    (before,) = stories_in(world)

    form = form_of(await world.act("anouk", "quote.wrong", about))
    await world.submit("anouk", form, reason="person")
    await world.walk(seconds=10)
    hidden = stories_in(world)
    await world.act("sanne", "quote.back", about)
    await world.walk(seconds=10)
    back = stories_in(world)
    await world.act("sanne", "quote.away", about)
    await world.walk(seconds=10)

    assert "Ik belde" in before
    assert hidden == ["Dit verhaal kijken we even na."]
    assert back == [before]
    heard = "Dank je voor je melding. We hebben ernaar gekeken, en de quote blijft staan."
    assert heard in [one.text for one in world.platform.to("anouk")]
    assert stories_in(world) == stories_in(world, "team-noord") == ["Dit verhaal hebben we weggehaald."]
    read = await world.act("youssef", "verhaal.read", Ref("storypage", "1/1"))
    assert words_of(read) == "Dit verhaal hebben we weggehaald."


STORY = Ref("story", "1")


async def recognised(world: World) -> Posted:
    """Somebody is recognised in the story; what the curator reads."""
    form = form_of(await world.act("anouk", "verhaal.wrong", STORY))
    await world.submit("anouk", form, reason="person")
    await world.walk(seconds=10)
    return next(one for one in world.platform.to("sanne") if one.key.startswith("verhaal:report"))


async def test_a_quote_is_hidden_and_comes_back_with_the_story_that_grew_from_it(store: Store) -> None:
    world = await a_world(store)
    await with_a_story(world)
    await world.walk(days=4, hours=6)
    (quote,), (story,) = cards_in(world), stories_in(world)
    before = quote.text

    told = await recognised(world)
    hidden, telling = (quote.text, stories_in(world)), told.text
    answer = await world.press("sanne", told.card, "Laat staan")
    await world.walk(seconds=10)

    assert hidden == ("Deze quote kijken we even na.", ["Dit verhaal kijken we even na."])
    assert "Het is nu even niet te zien, en de quote waar het uit groeide ook niet." in telling
    assert words_of(answer) == "Goed, het verhaal blijft staan, en de quote ook."
    assert (quote.text, stories_in(world)) == (before, [story])
    assert labels(told.card) == []
    heard = "Dank je voor je melding. We hebben ernaar gekeken, en het verhaal blijft staan."
    assert heard in [one.text for one in world.platform.to("anouk")]


@pytest.mark.parametrize(("hidden", "left"), [(True, GONE), (False, LONG.strip()[:30])])
async def test_a_quote_goes_with_the_story_only_when_somebody_is_recognised_in_it(
    sqlite_store: Store, hidden: bool, left: str
) -> None:
    world = await a_world(sqlite_store)
    await with_a_story(world)
    await world.walk(days=4, hours=6)
    if hidden:
        await recognised(world)

    answer = await world.act("sanne", "verhaal.away", STORY)
    await world.walk(seconds=10)

    assert stories_in(world) == ["Dit verhaal hebben we weggehaald."]
    assert left in cards_in(world)[0].text
    assert words_of(answer).endswith("De quote waar het uit groeide, is ook weg.") is hidden


async def test_a_report_about_the_one_is_settled_with_the_other(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    about = await with_a_story(world)
    await world.walk(days=4, hours=6)
    told = await recognised(world)

    await world.act("sanne", "quote.back", about)
    await world.walk(seconds=10)

    assert told.text.startswith("Een collega herkende iemand in dit verhaal. Het is bekeken en staat er weer.")
    assert labels(told.card) == []
    assert "Ik belde" in stories_in(world)[0]


async def test_a_quote_that_is_gone_does_not_come_back_with_its_story(store: Store) -> None:
    world = await a_world(store)
    about = await with_a_story(world)
    await world.walk(days=4, hours=6)
    story = await world.read(lambda tx: stories.get(tx, 1))
    await recognised(world)
    await world.act("sanne", "quote.away", about)
    assert story

    await world.store.transact(lambda tx: stories.put_back(tx, story, 2))
    await world.store.transact(lambda tx: stories.hide(tx, story))
    await world.walk(seconds=10)

    assert cards_in(world)[0].text == GONE
    assert stories_in(world) == ["Dit verhaal hebben we weggehaald."]


async def test_a_story_whose_quote_is_gone_is_never_posted_nor_given_to_a_meeting(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    about = await with_a_story(world)
    await world.act("sanne", "quote.away", about)

    await world.walk(days=5)

    assert stories_in(world) == []
    paper = words_of(await world.say("sanne", None, "/verhaal stuk"))
    assert paper.startswith("Er is nog geen verhaal")


async def test_the_thread_stays_and_a_private_compliment_repeats_the_quote_no_more(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, PRAISE, "positive")
    await world.walk(hours=2)
    (posted,) = cards_in(world)
    form = form_of(await world.press("sanne", posted.card, "Geef een compliment", place="algemeen"))
    await world.submit("sanne", form, to=("person:3",), text="Klasse.")
    await world.walk(seconds=5)
    (private,) = world.platform.to("youssef")
    assert PRAISE in private.text

    await world.act("sanne", "quote.away", Ref("quote", "1"))
    await world.walk(seconds=10)

    assert private.text.startswith("Sanne geeft je een compliment:\n“Klasse.”")
    assert PRAISE not in private.text
    assert [one.text for one in world.platform.standing("algemeen")] == [
        GONE,
        "Sanne geeft een compliment aan Youssef:\n“Klasse.”",
    ]
