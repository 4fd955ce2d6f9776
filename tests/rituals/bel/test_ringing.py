"""From `/bel` to a bell that hangs in every place of its audience, once."""

from __future__ import annotations

import pytest

from rituals.engine.cards import PersonField, TextField
from rituals.engine.errors import Unacceptable, Unreachable
from rituals.engine.fit import fit
from store import choices, places
from store.base import Store
from store.tx import Tx
from tests.fakes.world import GENEROUS, World, card_of, failing, form_of, labels, words_of
from tests.rituals.bel.steps import another, choose, errors_of, person_of, rung, state_of


async def test_a_bell_rings_where_it_was_rung_and_in_the_bell_places_once(store: Store) -> None:
    world = await World(store).open()

    answer = await world.say(
        "fatima", "team-noord", "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne @youssef"
    )

    assert "Over 10 seconden gaat de bel in #team-noord, #algemeen en #successen." in words_of(answer)
    assert "Van ‘Mevrouw Aziz’ maakte ik ‘mevrouw A.’." in words_of(answer)
    assert labels(card_of(answer)) == ["Nu luiden", "Aanpassen", "Annuleren", "Naam mag erbij"]
    await world.walk(seconds=9)
    assert world.platform.posted == []
    await world.walk(seconds=2)
    for place in ("team-noord", "algemeen", "successen"):
        (bell,) = world.platform.standing(place)
        assert bell.text.splitlines()[:3] == [
            "🔔 De bel gaat voor Sanne en Youssef!",
            "“Mevrouw A. belde om te bedanken voor de snelle reparatie.”",
            "Fatima luidde de bel.",
        ]
        assert labels(bell.card) == ["👏 Klap mee"]
    await world.walk(days=3)
    assert len(world.platform.posted) == 4


async def test_the_ringer_reads_where_it_rang(world: World) -> None:
    await rung(world)

    assert [message.text for message in world.platform.to("fatima")] == ["🔔 De bel ging in #successen en #algemeen."]


async def test_bel_alone_opens_a_form_of_two_fields_that_rings_where_it_was_typed(world: World) -> None:
    form = form_of(await world.say("fatima", "team-noord", "/bel"))
    sanne = await person_of(world, "sanne")

    answer = await world.submit("fatima", form, text="De lift doet het weer", makers=(f"person:{sanne.id}", "Kees"))

    assert [(type(field), field.label) for field in form.fields] == [
        (TextField, "Wat is gelukt?"),
        (PersonField, "Wie deden mee?"),
    ]
    assert "in #team-noord, #algemeen en #successen" in words_of(answer)
    await world.walk(seconds=11)
    assert world.platform.standing("team-noord")[0].text.startswith("🔔 De bel gaat voor Sanne en Kees!")


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\u202e\n"])
async def test_the_form_asks_for_a_sentence(world: World, text: str) -> None:
    form = form_of(await world.say("fatima", "team-noord", "/bel"))

    assert errors_of(await world.submit("fatima", form, text=text)) == {"text": "Schrijf in één zin wat er is gelukt."}


@pytest.mark.parametrize("makers", [("person:99999",), ("person:x y",), ("person:",), ("\ud800",), ("\u200b",)])
async def test_a_form_with_nonsense_for_people_rings_without_failing(world: World, makers: tuple[str, ...]) -> None:
    form = form_of(await world.say("fatima", "team-noord", "/bel"))

    answer = await world.submit("fatima", form, text="De lift doet het weer", makers=makers)

    assert "gaat de bel in" in words_of(answer)


async def test_only_a_mention_opens_the_form_with_that_colleague_in_it(world: World) -> None:
    form = form_of(await world.say("fatima", "team-noord", "/bel @sanne"))

    (makers,) = [field for field in form.fields if isinstance(field, PersonField)]
    assert [option.label for option in makers.value] == ["Sanne de Wit"]


async def test_a_mention_in_the_sentence_becomes_a_name_and_a_maker(world: World) -> None:
    bell = await rung(world, text="/bel @sanne belde de huurder dezelfde dag terug, met hulp van @youssef")

    assert bell.text.startswith(
        "🔔 De bel gaat voor Sanne en Youssef!\n“Sanne belde de huurder dezelfde dag terug, met hulp van Youssef.”"
    )


async def test_a_bell_for_nobody_in_particular(world: World) -> None:
    assert (await rung(world, text="/bel De lift doet het weer")).text.startswith("🔔 De bel gaat!\n")


async def test_a_bell_of_emoji_only(world: World) -> None:
    assert "“🎉🎉🎉”" in (await rung(world, text="/bel 🎉🎉🎉 @sanne")).text


async def test_over_500_signs_the_rest_stands_in_the_thread_whole(world: World) -> None:
    story = " ".join(f"woord{n}" for n in range(500))

    bell = await rung(world, text=f"/bel {story}")

    (rest,) = [one for one in world.platform.standing("successen") if one.thread]
    assert (rest.thread, bell.key) == (world.platform.standing("successen")[0].id, rest.key)
    head = world.platform.standing("successen")[0].text.splitlines()[1]
    assert len(head) < 510
    told = (head.strip("“”").removesuffix(" …") + " " + rest.text.removeprefix("… ")).split()
    assert told == ["Woord0", *story.split()[1:-1], "woord499."]
    assert fit(rest.card, GENEROUS).dropped == ()


async def test_a_text_that_is_no_bell_any_more_is_refused(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel " + "x" * 5001)

    assert words_of(answer) == "Dat is te lang voor een bel. Vertel het in hooguit 5000 tekens."


async def test_in_a_private_chat_it_rings_in_the_bell_places(world: World) -> None:
    assert "gaat de bel in #algemeen en #successen." in words_of(
        await world.say("fatima", None, "bel De lift is klaar")
    )


async def test_without_bell_places_it_rings_only_where_it_was_rung(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=())

    assert "gaat de bel in #team-noord." in words_of(await world.say("fatima", "team-noord", "/bel De lift is klaar"))


async def test_without_any_place_the_ringer_hears_what_to_do(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=())

    answer = await world.say("fatima", None, "/bel De lift is klaar")

    assert words_of(answer).splitlines()[0] == (
        "Er is nog geen kanaal waar elke bel gaat. Typ /klant instellingen bel in het kanaal waar elke bel moet gaan."
    )
    await world.walk(minutes=5)
    assert world.platform.posted == []


async def test_where_the_bot_is_absent_the_ringer_reads_how_to_add_it(world: World) -> None:
    answer = await world.say("fatima", "zonder-bot", "/bel De lift is klaar")

    assert "gaat de bel in #algemeen en #successen." in words_of(answer)
    assert "Ik zit nog niet in #zonder-bot. Voeg Klantritme daar toe." in words_of(answer)


async def test_a_place_where_no_bell_may_ring_refuses_and_is_passed_over(world: World) -> None:
    def never(tx: Tx) -> None:
        place = next(one for one in places.every(tx) if one.name == "algemeen")
        choices.put(tx, f"place:{place.id}", "bel", "never_here", True, None, world.now)

    await world.store.transact(never)

    there = await world.say("fatima", "algemeen", "/bel De lift is klaar")
    elsewhere = await world.say("fatima", "team-noord", "/bel De lift is klaar")

    assert words_of(there) == "In dit kanaal gaat de bel niet. Luid hem in een ander kanaal."
    assert "gaat de bel in #team-noord en #successen." in words_of(elsewhere)


async def test_a_channel_with_people_from_outside_has_no_bell(world: World) -> None:
    answer = await world.say("fatima", "partners", "/bel De lift is klaar")

    assert words_of(answer).startswith("In #partners zijn mensen van buiten.")
    await world.walk(minutes=1)
    assert world.platform.posted == []


async def test_a_guest_is_asked_to_let_a_colleague_ring(world: World) -> None:
    answer = await world.say("ron", "team-noord", "/bel De lift is klaar")

    assert words_of(answer) == ("Alleen collega's luiden de bel. Vraag er een om dat voor je te doen.")


async def test_two_people_with_one_first_name_are_named_in_full(world: World) -> None:
    await another(world, "sanne2", "Sanne Jansen")

    assert (await rung(world)).text.startswith("🔔 De bel gaat voor Sanne de Wit!")


async def test_who_is_not_celebrated_in_public_is_a_colleague(world: World) -> None:
    await choose(world, "sanne", "bel", "celebrate", False)
    await choose(world, "fatima", "bel", "celebrate", False)

    bell = await rung(world, text="/bel @sanne belde terug met @youssef")

    assert bell.text.splitlines()[:3] == [
        "🔔 De bel gaat voor een collega en Youssef!",
        "“Een collega belde terug met Youssef.”",
        "Een collega luidde de bel.",
    ]


async def test_the_own_words_of_the_organisation_stand_on_the_card(world: World) -> None:
    assert "Ook iets moois gelukt voor een huurder?" in (await rung(world)).text


async def test_a_bell_that_fails_in_one_place_rings_in_the_others_and_the_ringer_reads_it(world: World) -> None:
    world.platform.fails = failing(Unreachable("not in channel"), place="algemeen", times=99)

    await rung(world)

    assert world.platform.to("fatima")[-1].text == (
        "🔔 De bel ging in #successen.\nIn #algemeen lukt het niet: ik zit daar niet in. Voeg Klantritme daar toe."
    )
    assert await state_of(world) == "rung"


async def test_a_place_that_refuses_the_bell_is_not_asked_for_an_invitation(world: World) -> None:
    world.platform.fails = failing(Unacceptable("too long"), place="algemeen", times=99)

    await rung(world)

    assert world.platform.to("fatima")[-1].text == "🔔 De bel ging in #successen.\nIn #algemeen is het niet gelukt."
