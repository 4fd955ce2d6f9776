"""It is done: who hears it, and how it comes home."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.cards import ChoiceField, PersonField, TextField
from rituals.engine.names import Ref
from store import bells
from tests.fakes.world import PLACES, World, card_of, form_of, labels, words_of
from tests.rituals.idee.quotes import WORDS, Quotes
from tests.rituals.idee.steps import (
    EFFECT,
    PLAN,
    choose,
    errors_of,
    finished,
    home_of,
    idea_of,
    person_id,
    quoted,
    taken,
    told,
)


async def hearers(world: World) -> list[str]:
    form = form_of(await world.act("sanne", "idee.done", Ref("idea", "1")))
    field = form.fields[1]
    assert isinstance(field, ChoiceField)
    return [one.label for one in field.options]


async def test_an_anonymous_quote_comes_home_at_once_as_a_new_post(world: World) -> None:
    posted = await taken(world)
    choices = await hearers(world)

    answer = await finished(world)

    (home,) = home_of(world)
    assert choices == ["Alle huurders", "Kan niet: anoniem"]
    assert home.id != posted.id and not posted.gone
    assert home.text.splitlines() == ["Weet je nog?", f"“{WORDS}”", f"{EFFECT}.", "Met dank aan Sanne."]
    assert words_of(answer).startswith("Geregeld! Dat is mooi werk.")


async def test_it_comes_home_in_every_place_where_the_quote_stood_and_nowhere_else(world: World) -> None:
    await quoted(world, "algemeen")
    await quoted(world, "successen")
    await taken(world)
    await world.engine.learn(world.platform.name, "w1", [], [replace(PLACES["successen"], shared=True)])

    await finished(world, hears="all")

    assert [len(home_of(world, place)) for place in ("algemeen", "team-noord", "successen")] == [1, 1, 0]
    assert home_of(world)[0].text.endswith("We vertellen het aan alle huurders.")


async def test_the_contact_tells_the_customer_and_then_it_comes_home(world: World, quotes: Quotes) -> None:
    await quotes.through(await person_id(world, "fatima"))
    await taken(world)
    choices = await hearers(world)

    answer = await finished(world, hears="contact")
    task = world.platform.to("fatima")[-1]
    before = (home_of(world), (await idea_of(world)).state)
    said = words_of(await world.press("fatima", task.card, "Gedaan"))
    await world.walk(seconds=3)

    assert choices[0] == "De huurder, via Fatima"
    assert words_of(answer).endswith("Ik vraag Fatima om het de huurder te vertellen.")
    assert task.text.startswith(f"Dit is geregeld: {EFFECT}. Vertel jij het de huurder?")
    assert before == ([], "done")
    assert said == "Dank je wel! Nu weet de huurder het ook."
    assert home_of(world)[0].text.endswith("Fatima heeft het de huurder verteld.")


async def test_who_did_it_and_knows_the_customer_is_asked_so(world: World, quotes: Quotes) -> None:
    await quotes.through(await person_id(world, "sanne"))
    await taken(world)

    answer = await finished(world, hears="contact")

    assert words_of(answer) == "Geregeld! Dat is mooi werk. Nu hoef jij het alleen nog aan de huurder te vertellen."
    assert labels(world.platform.to("sanne")[-1].card) == ["Gedaan", "Lukt niet"]


async def test_when_it_cannot_be_told_it_comes_home_all_the_same(world: World, quotes: Quotes) -> None:
    await quotes.through(await person_id(world, "fatima"))
    await taken(world)
    await finished(world, hears="contact")
    task = world.platform.to("fatima")[-1]

    await world.press("fatima", task.card, "Lukt niet")
    await world.walk(seconds=3)

    assert home_of(world)[0].text.endswith("Met dank aan Sanne.")


async def test_without_an_answer_it_comes_home_after_a_week_and_a_late_one_is_added(
    world: World, quotes: Quotes
) -> None:
    await quotes.through(await person_id(world, "fatima"))
    await taken(world)
    await finished(world, hears="contact")
    task = world.platform.to("fatima")[-1]

    await world.walk(days=6)
    early = len(home_of(world))
    await world.walk(days=2)
    (home,) = [one for one in home_of(world) if "week" not in one.key]
    first = home.text
    await world.press("fatima", task.card, "Gedaan")
    await world.walk(seconds=5)

    assert early == len([one for one in home_of(world) if "week" in one.key])
    assert first.endswith("Met dank aan Sanne.")
    assert home.text.endswith("Fatima heeft het de huurder verteld.")


async def test_nobody_else_says_that_the_customer_knows(world: World, quotes: Quotes) -> None:
    await quotes.through(await person_id(world, "fatima"))
    await taken(world)
    await finished(world, hears="contact")

    answer = await world.act("youssef", "idee.told", Ref("idea", "1"))

    assert words_of(answer) == "Een ander vertelt dit. Jij hoeft niets te doen."
    assert (await idea_of(world)).told_at is None


async def test_a_quote_that_was_taken_away_is_not_repeated(world: World, quotes: Quotes) -> None:
    await taken(world)
    await quotes.take_away()

    listed = words_of(await world.act("youssef", "idee.list", Ref("ideas", "taken/1")))
    await finished(world)

    assert "Een uitspraak die we hebben weggehaald" in listed
    assert home_of(world)[0].text.splitlines()[:2] == ["Dit is geregeld!", f"{EFFECT}."]
    assert WORDS not in home_of(world)[0].text


async def test_an_idea_about_a_bell_comes_home_where_the_bell_hung(world: World) -> None:
    await world.say("fatima", "successen", "/bel De lift doet het weer")
    await world.walk(seconds=11)
    menu = card_of(await world.more("sanne", world.platform.standing("successen")[0].card, place="successen"))
    form = form_of(await world.press("sanne", menu, "Ik heb een idee", place="successen"))
    await world.submit("sanne", form, what=PLAN)
    await world.act("sanne", "idee.take", Ref("idea", "1"))

    await finished(world)

    assert [len(home_of(world, place)) for place in ("algemeen", "successen", "team-noord")] == [1, 1, 0]
    assert "“De lift doet het weer.”" in home_of(world, "successen")[0].text


async def test_a_bell_that_is_taken_back_is_gone_from_what_came_home_too(world: World) -> None:
    await world.say("fatima", "successen", "/bel De lift doet het weer")
    await world.walk(seconds=11)
    menu = card_of(await world.more("sanne", world.platform.standing("successen")[0].card, place="successen"))
    form = form_of(await world.press("sanne", menu, "Ik heb een idee", place="successen"))
    await world.submit("sanne", form, what=PLAN)
    await world.act("sanne", "idee.take", Ref("idea", "1"))
    await finished(world)
    before = home_of(world, "successen")[0].text

    await world.act("fatima", "bel.take_back", Ref("bell", "1"))
    await world.walk(seconds=5)

    assert "lift" in before
    assert "lift" not in home_of(world, "successen")[0].text


async def test_an_idea_out_of_the_blue_comes_home_where_it_was_typed_and_its_author_hears(world: World) -> None:
    await told(world, "youssef")
    await world.act("sanne", "idee.take", Ref("idea", "1"))

    await finished(world)
    await world.walk(seconds=5)

    assert home_of(world)[0].text.splitlines()[:2] == ["Weet je nog?", f"“{PLAN}.”"]
    assert world.platform.to("youssef")[-1].text.startswith(f"Jouw idee is geregeld! {EFFECT}.")


async def test_an_idea_from_a_private_chat_comes_home_nowhere(world: World) -> None:
    await world.say("youssef", None, f"idee {PLAN}")
    await world.act("sanne", "idee.take", Ref("idea", "1"))

    await finished(world)

    assert (await idea_of(world)).state == "told"
    assert [one.key for one in world.platform.posted if one.place] == []


async def test_the_bell_can_be_rung_for_it_with_the_form_filled_in(world: World) -> None:
    await taken(world)
    await finished(world)
    home = home_of(world)[0]

    form = form_of(await world.press("youssef", home.card, "🔔 Luid de bel", place="team-noord"))

    text, makers = form.fields
    assert isinstance(text, TextField) and text.value == f"{EFFECT}."
    assert isinstance(makers, PersonField) and [one.label for one in makers.value] == ["Sanne de Wit"]
    await world.submit("youssef", form, text=text.value, makers=tuple(one.value for one in makers.value))
    assert await world.read(lambda tx: bells.get(tx, 1)) is not None


async def test_before_it_came_home_there_is_no_bell_to_ring(world: World) -> None:
    await told(world)

    menu = card_of(await world.more("sanne", await told(world, "sanne", "Zet de deur open voor wie te vroeg komt")))

    assert "🔔 Luid de bel" not in labels(menu)


async def test_an_owner_who_rather_is_not_named_is_thanked_as_a_colleague(world: World) -> None:
    await choose(world, "sanne", "named", False)
    await taken(world)

    await finished(world, thanks="planning")

    assert home_of(world)[0].text.endswith("Met dank aan een collega en planning.")


async def test_what_the_customer_notices_has_to_be_said_without_a_customers_data(world: World) -> None:
    await taken(world)
    form = form_of(await world.act("sanne", "idee.done", Ref("idea", "1")))

    empty = await world.submit("sanne", form, effect=" ", hears=("all",))
    nobody = await world.submit("sanne", form, effect=EFFECT, hears=())
    answer = await world.submit("sanne", form, effect="We bellen 06-12345678 nu terug", hears=("all",))

    assert errors_of(empty) == {"effect": "Schrijf in één zin wat de huurder nu merkt."}
    assert errors_of(nobody) == {"hears": "Kies wie dit hoort."}
    assert (await idea_of(world)).effect == "We bellen [telefoonnummer] nu terug."
    assert "‘[telefoonnummer]’" in words_of(answer)


async def test_in_english_the_owner_reads_english(world: World) -> None:
    posted = await quoted(world)
    taken_up = await world.press("grace", posted.card, "Ik pak dit op", place="team-noord")

    answer = await finished(world, "grace", hears="all")

    assert words_of(taken_up).startswith("Great that you take this up!")
    assert words_of(answer) == "Done! That is good work. I will tell it where it began."
    assert home_of(world)[0].text.startswith("Weet je nog?")


async def test_who_is_thanked_is_named_without_numbers(world: World) -> None:
    await taken(world)

    await finished(world, thanks="planning, Piet 06-12345678")

    assert home_of(world)[0].text.endswith("Met dank aan Sanne, planning en Piet [telefoonnummer].")
