"""Somebody takes it up: one at a time, asked after two and four weeks, free again after six."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rituals.engine.names import Ref
from store import hushes, ideas, quotes
from store.base import Store
from tests.fakes.world import PEOPLE, World, card_of, labels, words_of
from tests.rituals.idee.conftest import opened
from tests.rituals.idee.steps import choose, finished, idea_of, person_id, quoted, taken, told


def nudges(world: World, who: str = "sanne") -> list[str]:
    return [one.text for one in world.platform.to(who) if "/nudge/" in one.key]


async def test_who_takes_a_quote_up_stands_on_its_card(world: World) -> None:
    posted = await quoted(world)
    before = labels(posted.card)

    answer = await world.press("sanne", posted.card, "Ik pak dit op", place="team-noord")
    await world.walk(seconds=3)

    card = world.platform.standing("team-noord")[0]
    assert (before, labels(card.card)) == (["Ik heb een idee", "Ik pak dit op"], ["Ik heb een idee"])
    assert "opgepakt: Sanne" in card.text
    assert words_of(answer).startswith("Fijn dat je dit oppakt!")


async def test_of_two_at_once_one_takes_it_up_and_the_other_hears_who(store: Store) -> None:
    world = await opened(store)
    posted = await quoted(world)

    first = await world.press("sanne", posted.card, "Ik pak dit op", place="team-noord")
    second = await world.press("youssef", posted.card, "Ik pak dit op", place="team-noord")
    own = await world.press("sanne", posted.card, "Ik pak dit op", place="team-noord")

    assert words_of(first).startswith("Fijn")
    assert words_of(second) == "Sanne heeft dit al opgepakt. Heb je er een idee bij? Vertel het gerust."
    assert words_of(own) == "Dit heb jij al opgepakt. Fijn!"
    assert (await idea_of(world)).owner_id == await person_id(world, "sanne")


async def test_an_idea_of_the_list_is_taken_up_by_one_too(world: World) -> None:
    await told(world)

    await world.act("youssef", "idee.take", Ref("idea", "1"))
    late = words_of(await world.act("grace", "idee.take", Ref("idea", "1")))

    assert late == "Youssef took this up already. Do you have an idea for it? Do tell."
    assert (await idea_of(world)).owner_id == await person_id(world, "youssef")


async def test_an_owner_who_rather_is_not_named_is_a_colleague(world: World) -> None:
    await choose(world, "sanne", "named", False)
    await taken(world)
    await world.walk(seconds=3)

    other = words_of(await world.act("youssef", "idee.take", Ref("quote", "1")))

    assert "opgepakt: een collega" in world.platform.standing("team-noord")[0].text
    assert other.startswith("Een collega heeft dit al opgepakt.")


async def test_after_two_and_four_weeks_the_owner_is_asked_and_after_six_it_is_free(world: World) -> None:
    await taken(world)

    counts = []
    for days in (13, 1, 14):
        await world.walk(days=days)
        counts.append(len(nudges(world)))
    await world.walk(days=13)
    before = (await idea_of(world)).state
    await world.walk(days=2)

    assert counts == [0, 1, 2]
    assert (before, (await idea_of(world)).state) == ("taken", "open")
    assert world.platform.to("sanne")[-1].text.endswith("Ik zet dit weer open voor een ander. Geen probleem.")
    assert "opgepakt: -" in world.platform.standing("team-noord")[0].text


async def test_still_at_it_begins_the_weeks_anew(world: World) -> None:
    await taken(world)
    await world.walk(days=15)

    answer = await world.press("sanne", world.platform.to("sanne")[-1].card, "Nog bezig")
    await world.walk(days=28)

    assert words_of(answer) == "Top, ga rustig door. Over twee weken vraag ik het nog eens."
    assert len(nudges(world)) == 3
    assert (await idea_of(world)).state == "taken"


async def test_what_is_given_back_is_open_and_its_nudge_is_silent(world: World) -> None:
    await taken(world)

    answer = await world.act("sanne", "idee.give_back", Ref("idea", "1"))
    await world.walk(days=30)

    assert words_of(answer) == "Geen probleem. Het staat weer open voor een ander."
    assert (nudges(world), (await idea_of(world)).owner_id) == ([], None)


async def test_a_quote_that_was_given_back_is_taken_up_as_the_same_one(world: World) -> None:
    posted = await taken(world)
    await world.act("sanne", "idee.give_back", Ref("idea", "1"))

    await world.press("youssef", posted.card, "Ik pak dit op", place="team-noord")

    assert (await idea_of(world)).owner_id == await person_id(world, "youssef")


async def test_a_press_on_an_old_card_changes_nothing(world: World) -> None:
    await taken(world)
    await world.walk(days=15)
    old = world.platform.to("sanne")[-1].card
    await finished(world)

    said = [words_of(await world.press("sanne", old, label)) for label in ("Klaar", "Nog bezig", "Geef terug")]
    other = words_of(await world.press("youssef", old, "Geef terug"))

    assert said == ["Dit is al geregeld. Mooi, hè?"] * 3
    assert other == "Dit is al geregeld. Mooi, hè?"
    assert (await idea_of(world)).state == "told"


async def test_what_is_in_anothers_hands_cannot_be_given_back(world: World) -> None:
    await taken(world)

    answer = await world.act("youssef", "idee.give_back", Ref("idea", "1"))

    assert words_of(answer).startswith("Jij hebt dit nu niet opgepakt.")
    assert (await idea_of(world)).state == "taken"


async def test_what_a_leaver_had_in_hands_is_open_again(world: World) -> None:
    await taken(world)

    await world.engine.learn(world.platform.name, "w1", [replace(PEOPLE["sanne"], active=False)])
    await world.walk(days=45)

    assert (await idea_of(world)).state == "open"
    assert "opgepakt: -" in world.platform.standing("team-noord")[0].text
    assert [one for one in world.platform.to("sanne") if one.key.startswith("idee:")] == []


async def test_in_a_pause_nobody_is_nudged_and_nothing_is_taken_away_at_once(world: World) -> None:
    await taken(world)
    until = world.now + timedelta(days=60)
    await world.store.transact(lambda tx: hushes.add(tx, "idee", None, world.now, until, None))

    await world.walk(days=59)
    during = (len(nudges(world)), (await idea_of(world)).state)
    await world.walk(days=9)

    assert during == (0, "taken")
    assert (await idea_of(world)).state == "open"


async def test_what_one_has_in_hands_stands_under_klant(world: World) -> None:
    await taken(world)

    card = card_of(await world.say("sanne", "team-noord", "/klant"))

    assert "Jij hebt opgepakt: ‘Ik moest drie keer hetzelfde uitleggen’" in words_of(
        await world.say("sanne", "team-noord", "/klant")
    )
    assert [one for one in labels(card) if one in ("Klaar", "Geef terug")] == ["Klaar", "Geef terug"]


async def test_a_quote_that_was_taken_away_or_settled_is_not_taken_up(world: World) -> None:
    await taken(world)
    await finished(world)

    settled = await world.act("youssef", "idee.take", Ref("quote", "1"))
    await world.store.transact(lambda tx: quotes.set_state(tx, 1, "gone", None))
    gone = await world.act("youssef", "idee.take", Ref("quote", "1"))

    assert words_of(settled) == "Dit is al geregeld. Mooi, hè?"
    assert words_of(gone) == "Deze quote staat er niet meer."
    assert await world.read(lambda tx: ideas.get(tx, 2)) is None
