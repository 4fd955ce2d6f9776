"""Two ideas that are one, and an idea that is taken away."""

from __future__ import annotations

import pytest

from rituals.engine.answer import Answer
from rituals.engine.cards import Button, ChoiceField, controls_of
from rituals.engine.names import Ref
from store import idea_support, ideas
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.idee.quotes import WORDS, Quotes
from tests.rituals.idee.steps import (
    EFFECT,
    PLAN,
    errors_of,
    finished,
    home_of,
    idea_of,
    person_id,
    quoted,
    taken,
    told,
)

OTHER = "Stuur een berichtje als de monteur eraan komt"
REMOVED = (
    "Het idee dat jij had opgepakt, is weggehaald. Je hoeft er niets meer voor te doen. "
    "Dank je wel dat je ermee bezig was!"
)


async def two(world: World) -> None:
    """Sanne's idea, and one of Youssef's that Grace supports."""
    await told(world)
    await told(world, "youssef", OTHER)
    await world.act("grace", "idee.support", Ref("idea", "2"))


async def merged(world: World, who: str = "youssef", into: str = "1") -> Answer:
    """Idea 2 is said to belong to another."""
    form = form_of(await world.act(who, "idee.merge", Ref("idea", "2")))
    answer = await world.submit(who, form, into=(into,))
    await world.walk(seconds=5)
    return answer


async def test_support_adds_up_and_both_authors_hear_it(world: World) -> None:
    await two(world)

    answer = await merged(world, "anouk")

    assert words_of(answer).startswith("Gedaan. De twee ideeën gaan samen verder")
    assert await world.read(lambda tx: idea_support.counts(tx, [1])) == {1: 2}
    for who in ("sanne", "youssef"):
        assert world.platform.to(who)[-1].text.startswith("Twee ideeën gaan samen verder.")


async def test_an_author_who_merges_it_is_not_told_twice(world: World) -> None:
    await two(world)

    await merged(world)

    assert world.platform.to("youssef") == []
    assert len(world.platform.to("sanne")) == 1


async def test_the_form_offers_the_other_ideas_only(world: World) -> None:
    await two(world)

    field = form_of(await world.act("youssef", "idee.merge", Ref("idea", "2"))).fields[0]

    assert isinstance(field, ChoiceField)
    assert [one.value for one in field.options] == ["1"]


async def test_somebody_else_cannot_merge_or_take_away(world: World) -> None:
    await two(world)

    menu = card_of(await world.act("grace", "menu", Ref("idea", "2")))
    said = [words_of(await world.act("grace", action, Ref("idea", "2"))) for action in ("idee.merge", "idee.remove")]

    assert labels(menu) == ["All ideas"]
    assert said == ["Only those who look after the ideas can do this."] * 2
    assert (await idea_of(world, 2)).state == "open"


async def test_a_press_on_what_was_merged_counts_for_the_other(world: World) -> None:
    await two(world)
    await merged(world)

    await world.act("fatima", "idee.support", Ref("idea", "2"))

    assert await world.read(lambda tx: idea_support.counts(tx, [1])) == {1: 3}


async def test_an_idea_goes_on_in_no_idea_that_is_gone(world: World) -> None:
    await two(world)
    form = form_of(await world.act("youssef", "idee.merge", Ref("idea", "2")))
    await world.act("sanne", "idee.remove", Ref("idea", "1"))

    for into in (("1",), ("2",), (), ("x",)):
        answer = await world.submit("youssef", form, into=into)
        assert errors_of(answer) == {"into": "Kies een idee dat nog openstaat of is opgepakt."}
    assert (await idea_of(world, 2)).state == "open"


async def test_what_was_merged_comes_home_too(world: World) -> None:
    await taken(world)  # idea 1, about the quote
    await told(world, "youssef", OTHER)
    await world.act("anouk", "idee.merge", Ref("idea", "2"))
    first, second = await idea_of(world), await idea_of(world, 2)
    await world.store.transact(lambda tx: ideas.merge(tx, second, first, world.now))

    await finished(world)

    assert [one.text.splitlines()[0] for one in home_of(world)] == ["Weet je nog?"]


def told_done(world: World, who: str) -> list[str]:
    """What somebody read about their idea that is done."""
    return [one.text for one in world.platform.to(who) if one.text.startswith("Jouw idee is geregeld!")]


async def test_whoever_had_an_idea_that_went_on_in_another_hears_once_that_it_is_done(world: World) -> None:
    await two(world)
    await told(world, "fatima", "Bel als de monteur later is")
    await merged(world)
    form = form_of(await world.act("fatima", "idee.merge", Ref("idea", "3")))
    await world.submit("fatima", form, into=("1",))

    await world.act("anouk", "idee.take", Ref("idea", "1"))
    await finished(world, "anouk")
    await world.walk(days=2)

    assert [len(told_done(world, who)) for who in ("sanne", "youssef", "fatima", "grace", "anouk")] == [1, 1, 1, 0, 0]
    assert [PLAN in told_done(world, "sanne")[0], OTHER in told_done(world, "youssef")[0]] == [True, True]
    assert (EFFECT in told_done(world, "youssef")[0], PLAN in told_done(world, "youssef")[0]) == (True, False)


async def test_whoever_had_both_ideas_hears_it_once_and_whoever_did_the_work_does_not(world: World) -> None:
    await told(world)
    await told(world, "sanne", OTHER)
    await told(world, "youssef", "Bel als de monteur later is")
    for who, number in (("sanne", "2"), ("youssef", "3")):
        form = form_of(await world.act(who, "idee.merge", Ref("idea", number)))
        await world.submit(who, form, into=("1",))

    await world.act("youssef", "idee.take", Ref("idea", "1"))
    await finished(world, "youssef")
    await world.walk(days=2)

    assert [len(told_done(world, who)) for who in ("sanne", "youssef")] == [1, 0]


async def test_two_ideas_never_go_on_in_each_other(world: World) -> None:
    await two(world)
    first, second = await idea_of(world), await idea_of(world, 2)

    done = await world.store.transact(
        lambda tx: [ideas.merge(tx, first, second, world.now), ideas.merge(tx, second, first, world.now)]
    )

    assert done == [True, False]


async def test_what_its_author_takes_away_is_gone_with_its_words(world: World) -> None:
    await told(world)

    menu = card_of(await world.act("sanne", "menu", Ref("idea", "1")))
    await world.press("sanne", menu, "Haal weg")
    late = words_of(await world.act("youssef", "idee.take", Ref("idea", "1")))

    idea = await idea_of(world)
    assert (idea.state, idea.what) == ("gone", "")
    assert late == "Dit idee is er niet meer."


async def test_whoever_takes_an_idea_away_is_asked_about_support_only_where_there_is_some(world: World) -> None:
    await told(world)

    async def asked() -> list[str | None]:
        menu = card_of(await world.act("sanne", "menu", Ref("idea", "1")))
        return [one.confirm for one in controls_of(menu) if isinstance(one, Button) and one.label == "Haal weg"]

    before = await asked()
    await world.act("youssef", "idee.support", Ref("idea", "1"))

    assert before == ["Zal ik dit idee weghalen?"]
    assert await asked() == ["Zal ik dit idee weghalen, met alle steun?"]


@pytest.mark.parametrize("who", ["sanne", "anouk"])
async def test_who_was_at_work_on_it_hears_once_that_an_idea_was_taken_away(world: World, who: str) -> None:
    await told(world)
    await world.act("youssef", "idee.take", Ref("idea", "1"))
    await world.act("youssef", "idee.busy", Ref("idea", "1"))

    await world.act(who, "idee.remove", Ref("idea", "1"))
    await world.act("anouk", "idee.remove", Ref("idea", "1"))
    await world.walk(days=60)

    assert [one.text for one in world.platform.to("youssef")] == [REMOVED]


async def test_the_word_that_an_idea_was_taken_away_tells_what_it_began_with(world: World) -> None:
    await taken(world, "youssef")

    await world.act("anouk", "idee.remove", Ref("idea", "1"))
    await world.walk(seconds=5)

    assert [one.text for one in world.platform.to("youssef")] == [f"{REMOVED}\nHet begon met:\n“{WORDS}”"]


@pytest.mark.parametrize("taker", [None, "sanne"])
async def test_nobody_is_told_what_they_did_themselves_or_had_not_taken_up(world: World, taker: str | None) -> None:
    await told(world)
    if taker:
        await world.act(taker, "idee.take", Ref("idea", "1"))

    await world.act("sanne", "idee.remove", Ref("idea", "1"))
    await world.walk(days=1)

    assert [one for one in world.platform.posted if one.account] == []


async def test_a_ritueelhouder_takes_away_what_came_home(world: World) -> None:
    await taken(world)
    await finished(world)

    await world.act("anouk", "idee.remove", Ref("idea", "1"))
    await world.walk(seconds=5)

    assert home_of(world) == []


async def test_what_was_merged_twice_comes_home_and_its_quote_says_so(world: World, quotes: Quotes) -> None:
    await quotes.through(await person_id(world, "fatima"))
    posted = await quoted(world, "algemeen")
    form = form_of(await world.press("sanne", posted.card, "Ik heb een idee", place="algemeen"))
    await world.submit("sanne", form, what=PLAN)
    await told(world, "youssef", OTHER)
    await told(world, "grace", "Zet de openingstijden groter op de website")
    await world.submit("sanne", form_of(await world.act("sanne", "idee.merge", Ref("idea", "1"))), into=("2",))
    await merged(world, into="3")

    await world.act("grace", "idee.take", Ref("idea", "3"))
    await world.walk(seconds=5)
    quote = world.platform.standing("algemeen")[0]
    taken_up = quote.text, labels(quote.card)
    form = form_of(await world.act("grace", "idee.done", Ref("idea", "3")))
    await world.submit("grace", form, effect=EFFECT, hears=("contact",))
    await world.walk(seconds=5)
    await world.press("fatima", world.platform.to("fatima")[-1].card, "Gedaan")
    await world.walk(seconds=5)

    assert "1 ideeën, opgepakt: Grace" in taken_up[0]
    assert "Ik pak dit op" not in taken_up[1]
    assert [one.text.splitlines()[:2] for one in home_of(world, "algemeen")] == [["Weet je nog?", f"“{WORDS}”"]]
    assert "Ik pak dit op" not in labels(quote.card)


async def test_two_ideas_about_one_quote_that_go_on_together_are_one(world: World) -> None:
    posted = await quoted(world)
    for who, words in (("sanne", PLAN), ("youssef", "Zet de openingstijden groter op de website")):
        form = form_of(await world.press(who, posted.card, "Ik heb een idee", place="team-noord"))
        await world.submit(who, form, what=words)

    await merged(world)

    assert "1 ideeën" in world.platform.standing("team-noord")[0].text
