"""Somebody has an idea: typed, in a form, picked, twice, too long, or with a customer's number in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rituals.engine.cards import TextField, plain
from rituals.engine.events import Command
from rituals.engine.names import Ref
from store import idea_support, ideas
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.idee.steps import PLAN, errors_of, home_of, idea_of, person_id, quoted, told


async def test_a_typed_idea_is_kept_and_nothing_is_posted(world: World) -> None:
    card = await told(world)
    await world.walk(seconds=5)

    idea = await idea_of(world)
    assert (idea.what, idea.state, idea.about) == (f"{PLAN}.", "open", None)
    assert plain(card).startswith("Dank je wel! Je idee staat erbij.")
    assert home_of(world) == []


async def test_an_idea_about_a_quote_is_counted_on_its_card(world: World) -> None:
    posted = await quoted(world)

    form = form_of(await world.press("sanne", posted.card, "Ik heb een idee", place="team-noord"))
    await world.submit("sanne", form, what=PLAN, noticed="Minder wachten")
    await world.walk(seconds=3)

    idea = await idea_of(world)
    assert (idea.about, idea.noticed) == ("quote:1", "Minder wachten.")
    assert "1 ideeën" in world.platform.standing("team-noord")[0].text
    assert [field.label for field in form.fields] == ["Wat is je idee?", "Wat merkt de huurder ervan?"]


async def test_on_a_bell_it_stands_behind_the_rest(world: World) -> None:
    await world.say("fatima", "successen", "/bel De lift doet het weer")
    await world.walk(seconds=11)
    bell = world.platform.standing("successen")[0]

    menu = card_of(await world.more("sanne", bell.card, place="successen"))
    form = form_of(await world.press("sanne", menu, "Ik heb een idee", place="successen"))

    assert labels(bell.card) == ["👏 Klap mee"]
    assert form.ref == Ref("bell", "1")


async def test_a_picked_message_opens_the_form_with_its_words(world: World) -> None:
    typed = world.typed("fatima", "team-noord", f"/idee {PLAN}")
    assert isinstance(typed, Command)

    form = form_of(await world.engine.dispatch(replace(typed, picked=True)))

    assert isinstance(form.fields[0], TextField) and form.fields[0].value == PLAN


@pytest.mark.parametrize("words", ["💡", "...", "\u200b", "06-12345678"])
async def test_words_that_say_nothing_are_asked_for_again(world: World, words: str) -> None:
    form = form_of(await world.act("sanne", "idee.idea"))

    typed = await world.say("sanne", "team-noord", f"/klant idee {words}")
    sent = await world.submit("sanne", form, what=words)

    assert errors_of(sent) == {"what": "Schrijf je idee op in één zin."}
    if words != "\u200b":
        assert words_of(typed) == "Schrijf je idee op in één zin."
    assert await world.read(lambda tx: ideas.get(tx, 1)) is None


async def test_an_idea_of_three_thousand_signs_is_kept_whole_and_a_longer_one_stays_in_the_form(world: World) -> None:
    long = ("Bel even op. " * 230).strip()
    form = form_of(await world.act("sanne", "idee.idea"))

    typed = await world.say("sanne", "team-noord", f"/klant idee {long}{long}")
    refused = await world.submit("sanne", form, what=f"{long}{long}")
    kept = await world.submit("sanne", form, what=long)
    whole = words_of(await world.act("sanne", "idee.read", Ref("idea", "1")))

    assert words_of(typed) == "Dat is te lang voor een idee. Vertel het in hooguit 3000 tekens."
    assert errors_of(refused) == {"what": words_of(typed)}
    assert len((await idea_of(world)).what) == len(long)
    assert len(words_of(kept)) < 700
    assert whole.replace("\n", " ").split() == long.split()


async def test_a_customers_data_is_left_out_and_that_is_said(world: World) -> None:
    card = await told(world, words="Bel mevrouw Aziz op 06-12345678 terug")

    idea = await idea_of(world)
    assert (idea.what, "06-1234" in plain(card)) == ("Bel mevrouw A. op [telefoonnummer] terug.", False)
    assert "Gegevens van een huurder bewaar ik niet bij een idee." in plain(card)
    assert "‘mevrouw A.’ en ‘[telefoonnummer]’" in plain(card)


async def test_a_colleague_who_is_mentioned_keeps_the_name(world: World) -> None:
    await told(world, words="Vraag @youssef om even mee te kijken")

    assert (await idea_of(world)).what == "Vraag Youssef om even mee te kijken."


async def test_the_same_idea_twice_is_one(world: World) -> None:
    await told(world)

    again = words_of(await world.say("sanne", "team-noord", f"/klant idee {PLAN}"))

    assert again == "Dit idee van jou staat er al. Eén keer is genoeg."
    assert await world.read(lambda tx: ideas.get(tx, 2)) is None


async def test_an_idea_that_looks_like_another_is_asked_about_and_support_takes_its_place(world: World) -> None:
    await told(world)

    card = await told(world, "youssef", "Bel een dag van tevoren op wanneer wij komen")
    answer = await world.press("youssef", card, "Steun dit")

    assert labels(card) == ["Steun dit", "Toch mijn idee bewaren"]
    assert words_of(answer) == "Dank je wel! Je steunt dit idee."
    assert await world.read(lambda tx: ideas.get(tx, 2)) is None
    assert await world.read(lambda tx: idea_support.counts(tx, [1])) == {1: 1}


async def test_it_is_kept_all_the_same_when_its_author_says_so(world: World) -> None:
    await told(world)
    card = await told(world, "youssef", "Bel een dag van tevoren op wanneer wij komen")
    before = (await idea_of(world, 2)).state

    answer = await world.press("youssef", card, "Toch mijn idee bewaren")
    again = await world.press("youssef", card, "Toch mijn idee bewaren")

    assert (before, (await idea_of(world, 2)).state) == ("asked", "open")
    assert words_of(answer).startswith("Dank je wel! Je idee staat erbij.")
    assert words_of(again) == "Dit idee staat er al."


async def test_only_its_author_decides_about_an_idea_that_was_asked_about(world: World) -> None:
    await told(world)
    card = await told(world, "youssef", "Bel een dag van tevoren op wanneer wij komen")

    answer = await world.press("grace", card, "Toch mijn idee bewaren")

    assert words_of(answer).startswith("This idea is no longer there.")
    assert (await idea_of(world, 2)).state == "asked"


async def test_what_nobody_decided_on_is_gone_after_a_day(world: World) -> None:
    await told(world)
    await told(world, "youssef", "Bel een dag van tevoren op wanneer wij komen")

    await world.walk(days=2)

    assert await world.read(lambda tx: ideas.get(tx, 2)) is None
    assert (await idea_of(world)).state == "open"


async def test_support_counts_once_and_not_for_ones_own(world: World) -> None:
    await told(world)

    said = [words_of(await world.act(who, "idee.support", Ref("idea", "1"))) for who in ("youssef", "youssef", "sanne")]

    assert said == [
        "Dank je wel! Je steunt dit idee.",
        "Je steunt dit al. Fijn!",
        "Dit is je eigen idee. Anderen kunnen het steunen.",
    ]
    assert await world.read(lambda tx: idea_support.counts(tx, [1])) == {1: 1}


async def test_a_guest_has_no_button_and_is_told_what_to_do(world: World) -> None:
    posted = await quoted(world)

    menu = card_of(await world.more("ron", posted.card, place="team-noord"))
    said = words_of(await world.press("ron", posted.card, "Ik heb een idee", place="team-noord"))

    assert labels(menu) == []
    assert said == "Ideeën zijn voor collega's van de organisatie. Vertel je idee aan een van hen."


async def test_in_a_place_shared_with_others_nothing_is_kept(world: World) -> None:
    answer = await world.say("sanne", "partners", f"/klant idee {PLAN}")

    assert words_of(answer).startswith("In #partners zijn mensen van buiten.")
    assert await world.read(lambda tx: ideas.get(tx, 1)) is None


async def test_grace_has_her_idea_in_english(world: World) -> None:
    card = await told(world, "grace", "Call a day ahead to say when we come")

    assert plain(card).startswith("Thank you! Your idea is on the list.")
    assert labels(card)[:2] == ["I take this up", "All ideas"]
    assert (await idea_of(world)).author_id == await person_id(world, "grace")
