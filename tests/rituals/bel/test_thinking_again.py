"""What only the ringer sees before it rings: names, numbers, and the buttons to think again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rituals.engine.cards import PersonField, TextField
from rituals.engine.names import Ref
from rituals.engine.outcome import Private
from store.base import Store
from store.bells import State, makers, set_state
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.bel.steps import bell_of, choose, errors_of, ref_in, rung, state_of

NUMBER = "/bel Mevrouw Aziz op 06-12345678 is blij @sanne"


async def test_ring_now_rings_now(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")

    pressed = await world.press("fatima", card_of(answer), "Nu luiden")
    await world.walk(seconds=1)

    assert words_of(pressed) == "🔔 De bel gaat nu in #successen en #algemeen."
    assert labels(card_of(pressed)) == []
    assert len(world.platform.standing("successen")) == 1
    await world.walk(minutes=5)
    assert len(world.platform.standing("successen")) == 1


async def test_a_cancelled_bell_never_rings(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")

    pressed = await world.press("fatima", card_of(answer), "Annuleren")
    await world.walk(days=2)

    assert words_of(pressed) == "Goed, deze bel gaat niet."
    assert world.platform.posted == []


async def test_after_a_cancelled_bell_the_same_text_may_ring(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    await world.press("fatima", card_of(answer), "Annuleren")

    assert "gaat de bel in" in words_of(await world.say("fatima", "successen", "/bel De lift is klaar"))


@pytest.mark.parametrize("label", ["Nu luiden", "Annuleren", "Naam mag erbij"])
async def test_a_button_that_came_too_late_says_that_the_bell_has_rung(world: World, label: str) -> None:
    answer = await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij")
    await world.walk(seconds=11)

    pressed = await world.press("fatima", card_of(answer), label)
    await world.walk(minutes=1)

    assert words_of(pressed) == "De bel is al gegaan."
    assert world.platform.standing("successen")[0].text.splitlines()[1] == "“Mevrouw A. is blij.”"


@pytest.mark.parametrize("label", ["Nu luiden", "Aanpassen"])
async def test_a_button_of_a_cancelled_bell_says_so(world: World, label: str) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    await world.press("fatima", card_of(answer), "Annuleren")

    assert words_of(await world.press("fatima", card_of(answer), label)) == "Deze bel gaat niet meer."


async def test_a_bell_that_is_being_changed_waits_for_the_new_text(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij @sanne")

    form = form_of(await world.press("fatima", card_of(answer), "Aanpassen"))
    await world.walk(minutes=5)

    assert [one for one in world.platform.posted if one.place] == []
    assert world.platform.to("fatima")[-1].text.startswith("De bel wacht op je nieuwe tekst.")
    text, people = form.fields
    assert isinstance(text, TextField) and text.value == "Mevrouw Aziz is blij."
    assert isinstance(people, PersonField) and [option.label for option in people.value] == ["Sanne de Wit"]
    changed = await world.submit("fatima", form, text="Meneer Boer is blij", makers=("Kees",))
    assert "Van ‘Meneer Boer’ maakte ik ‘meneer B.’." in words_of(changed)
    await world.walk(seconds=11)
    bell = world.platform.standing("successen")[0].text
    assert bell.startswith("🔔 De bel gaat voor Kees!\n“Meneer B. is blij.”")
    assert "(bewerkt)" not in bell


async def test_a_bell_whose_change_is_abandoned_can_ring_as_it_was(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    await world.press("fatima", card_of(answer), "Aanpassen")
    await world.walk(seconds=3)

    await world.press("fatima", world.platform.to("fatima")[-1].card, "Luiden zoals het was")
    await world.walk(seconds=1)

    assert "“De lift is klaar.”" in world.platform.standing("successen")[0].text


async def test_the_name_stays_when_the_ringer_says_so(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij")

    pressed = await world.press("fatima", card_of(answer), "Naam mag erbij")
    await world.walk(seconds=11)

    assert "Naam mag erbij" not in labels(card_of(pressed))
    assert "“Mevrouw Aziz is blij.”" in world.platform.standing("successen")[0].text


async def test_the_name_is_kept_sealed_and_only_until_it_has_rung(world: World) -> None:
    await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij")

    before = (await bell_of(world)).original
    await world.walk(seconds=11)

    assert before is not None
    assert b"Aziz" not in before
    assert (await bell_of(world)).original is None


async def test_the_name_of_a_colleague_is_not_shortened(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel Meneer Boer bedankt mevrouw @sanne")

    assert "‘meneer B.’" in words_of(answer)
    assert words_of(answer).count("‘") == 2


async def test_a_number_is_asked_about_before_anything_rings(world: World) -> None:
    answer = await world.say("fatima", "successen", NUMBER)
    await world.walk(hours=1)

    assert words_of(answer) == "In je tekst staat ‘06-12345678’. Zal ik dat weghalen voordat de bel gaat?"
    assert labels(card_of(answer)) == ["Haal weg", "Mag erbij", "Aanpassen", "Annuleren"]
    assert world.platform.posted == []


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Haal weg", "“Mevrouw A. op [telefoonnummer] is blij.”"),
        ("Mag erbij", "“Mevrouw A. op 06-12345678 is blij.”"),
    ],
)
async def test_the_ringer_decides_about_the_number_and_still_hears_about_the_name(
    world: World, label: str, shown: str
) -> None:
    answer = await world.say("fatima", "successen", NUMBER)

    decided = await world.press("fatima", card_of(answer), label)
    await world.walk(seconds=11)

    assert "Van ‘Mevrouw Aziz’ maakte ik ‘mevrouw A.’." in words_of(decided)
    assert "Naam mag erbij" in labels(card_of(decided))
    assert shown in world.platform.standing("successen")[0].text


async def test_a_name_allowed_after_a_number_went_does_not_bring_the_number_back(world: World) -> None:
    answer = await world.say("fatima", "successen", NUMBER)
    stripped = await world.press("fatima", card_of(answer), "Haal weg")

    await world.press("fatima", card_of(stripped), "Naam mag erbij")
    await world.walk(seconds=11)

    assert "“Mevrouw Aziz op [telefoonnummer] is blij.”" in world.platform.standing("successen")[0].text


@pytest.mark.parametrize("action", ["bel.now", "bel.silent", "bel.keep"])
async def test_no_button_of_another_card_gets_round_the_question_about_a_number(world: World, action: str) -> None:
    answer = await world.say("fatima", "successen", "/bel Het huisnummer is Dorpsstraat 12 in Zwolle")
    ref = ref_in(card_of(answer))

    pressed = await world.act("fatima", action, ref)
    await world.walk(minutes=5)

    assert words_of(pressed).startswith("In je tekst staat ‘")
    assert world.platform.posted == []


async def test_a_name_that_may_stay_does_not_answer_the_question_about_a_number(world: World) -> None:
    answer = await world.say("fatima", "successen", NUMBER)

    pressed = await world.act("fatima", "bel.name", ref_in(card_of(answer)))
    await world.walk(minutes=5)

    assert words_of(pressed).startswith("In je tekst staat ‘06-12345678’")
    assert await state_of(world) == "asking"
    assert world.platform.posted == []


async def test_a_form_left_with_the_question_about_a_number_open_asks_it_again(world: World) -> None:
    answer = await world.say("fatima", "successen", NUMBER)
    await world.press("fatima", card_of(answer), "Aanpassen")

    pressed = await world.act("fatima", "bel.now", ref_in(card_of(answer)))
    await world.walk(minutes=5)

    assert words_of(pressed).startswith("In je tekst staat ‘06-12345678’")
    assert [one for one in world.platform.posted if one.place] == []


@pytest.mark.parametrize("action", ["bel.name", "bel.strip", "bel.allow"])
async def test_a_button_of_an_older_card_does_not_ring_under_the_open_form(world: World, action: str) -> None:
    answer = await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij")
    await world.press("fatima", card_of(answer), "Aanpassen")

    pressed = await world.act("fatima", action, ref_in(card_of(answer)))
    await world.walk(minutes=5)

    assert words_of(pressed) == "De bel wacht op je nieuwe tekst."
    assert [one for one in world.platform.posted if one.place] == []


async def test_a_cancelled_bell_keeps_no_name_and_no_number(store: Store) -> None:
    world = await World(store).open()
    answer = await world.say("fatima", "successen", NUMBER)

    pressed = await world.press("fatima", card_of(answer), "Annuleren")

    assert words_of(pressed) == "Goed, deze bel gaat niet."
    assert ((await bell_of(world)).text, (await bell_of(world)).original) == ("", None)


@pytest.mark.parametrize("state", ["cancelled", "withdrawn", "lapsed"])
async def test_a_bell_that_ended_without_ringing_keeps_no_name(world: World, state: State) -> None:
    await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij")
    bell = await bell_of(world)

    await world.store.transact(lambda tx: set_state(tx, bell, state))

    assert ((await bell_of(world)).text, (await bell_of(world)).original) == ("Mevrouw A. is blij.", None)


async def test_a_bell_that_nobody_decides_about_is_cleared_away_after_a_day(store: Store) -> None:
    world = await World(store).open()
    answer = await world.say("fatima", "successen", NUMBER)

    await world.walk(hours=16)
    waits = await state_of(world)
    await world.walk(hours=24)

    assert (waits, await state_of(world)) == ("asking", "cancelled")
    assert ((await bell_of(world)).text, (await bell_of(world)).original) == ("", None)
    assert words_of(await world.press("fatima", card_of(answer), "Mag erbij")) == "Deze bel gaat niet meer."


async def test_a_number_that_comes_in_with_a_change_is_asked_about(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    form = form_of(await world.press("fatima", card_of(answer), "Aanpassen"))

    changed = await world.submit("fatima", form, text="De lift van 06-12345678 is klaar")

    assert labels(card_of(changed))[:2] == ["Haal weg", "Mag erbij"]


@pytest.mark.parametrize(
    "action", ["now", "silent", "keep", "cancel", "edit", "strip", "allow", "name", "again", "enough"]
)
@pytest.mark.parametrize("text", ["/bel Mevrouw Aziz is blij @sanne", NUMBER])
async def test_a_private_button_pressed_by_somebody_else_changes_nothing(world: World, action: str, text: str) -> None:
    answer = await world.say("fatima", "successen", text)
    ref = ref_in(card_of(answer))
    before = await bell_of(world), await world.read(lambda tx: makers(tx, 1))

    pressed = await world.act("youssef", f"bel.{action}", ref)

    assert isinstance(pressed.reply, Private)
    assert "Aziz" not in words_of(pressed)
    assert (await bell_of(world), await world.read(lambda tx: makers(tx, 1))) == before


async def test_a_form_sent_for_the_bell_of_somebody_else_changes_nothing(world: World) -> None:
    bell = await rung(world)
    own = form_of(await world.say("youssef", "successen", "/bel"))
    before = await bell_of(world)

    answer = await world.submit("youssef", replace(own, ref=Ref("bell", "1")), text="Gekaapt")
    await world.walk(seconds=5)

    assert "Deze bel kun je niet meer aanpassen." in errors_of(answer).values()
    assert await bell_of(world) == before
    assert "Gekaapt" not in bell.text


@pytest.mark.parametrize("number", ["0", "99", "-1", "9" * 40, "1e3", "x", "١"])
async def test_a_button_of_a_bell_that_never_was_answers_kindly(world: World, number: str) -> None:
    for action in ("now", "cancel", "clap", "take_back", "wrong", "leave", "again"):
        assert "?" not in words_of(await world.act("fatima", f"bel.{action}", Ref("bell", number)))


async def test_the_same_text_rings_once_within_a_minute_and_again_after_it(world: World) -> None:
    await world.say("fatima", "successen", "/bel De lift is klaar")

    twice = await world.say("fatima", "successen", "/bel  De lift is klaar. ")
    other = await world.say("sanne", "successen", "/bel De lift is klaar")
    await world.walk(seconds=61)
    later = await world.say("fatima", "successen", "/bel De lift is klaar")

    assert words_of(twice) == "Deze bel is al onderweg. Eén keer luiden is genoeg."
    assert "gaat de bel in" in words_of(other)
    assert "gaat de bel in" in words_of(later)
    assert len(world.platform.standing("successen")) == 2


async def test_without_time_to_think_again_it_rings_at_once(world: World) -> None:
    await choose(world, None, "bel", "undo_seconds", 0)

    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    await world.walk(seconds=1)

    assert words_of(answer) == "🔔 De bel gaat nu in #successen en #algemeen."
    assert await state_of(world) == "rung"


async def test_a_text_of_which_nothing_is_left_is_to_be_told_in_a_sentence(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel 06-12345678")

    stripped = await world.press("fatima", card_of(answer), "Haal weg")
    await world.walk(minutes=1)

    assert words_of(stripped) == "Vertel het in één zin."
    assert labels(card_of(stripped)) == ["Aanpassen", "Annuleren"]
    assert world.platform.posted == []


async def test_several_numbers_are_those(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel Bel 06-12345678 of 06-87654321, de lift is klaar")

    assert words_of(answer) == (
        "In je tekst staan ‘06-12345678’ en ‘06-87654321’. Zal ik die weghalen voordat de bel gaat?"
    )
