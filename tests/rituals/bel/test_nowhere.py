"""A bell that has no place to ring in: nothing that was typed is lost."""

from __future__ import annotations

import pytest

from rituals.engine.cards import Form, PersonField, TextField, plain
from rituals.engine.errors import Unreachable
from store import choices, places
from store.base import Store
from store.places import PlaceSeen
from store.tx import Tx
from tests.fakes.world import PLACES, World, card_of, failing, form_of, labels, words_of
from tests.rituals.bel.steps import errors_of, state_of

TEXT = "bel Mevrouw Aziz is blij met de lift @sanne"


@pytest.fixture
async def bare(sqlite_store: Store) -> World:
    """No channel where every bell rings."""
    return await World(sqlite_store).open(bell_in=())


async def a_bell_channel(world: World) -> None:
    def choose(tx: Tx) -> None:
        place = next(one for one in places.every(tx) if one.name == "successen")
        choices.put(tx, f"place:{place.id}", "bel", "here", True, None, world.now)

    await world.store.transact(choose)


async def invited(world: World, name: str) -> None:
    here = PLACES[name]
    await world.engine.learn("fake", "w1", places=(PlaceSeen(here.external, here.name, state="open"),))


def typed_in(form: Form) -> tuple[str, list[str]]:
    text, makers = form.fields
    assert isinstance(text, TextField)
    assert isinstance(makers, PersonField)
    return text.value, [one.label for one in makers.value]


async def test_typed_words_are_kept_behind_a_button_with_the_names_in_full(bare: World) -> None:
    answer = await bare.say("fatima", None, TEXT)

    form = form_of(await bare.press("fatima", card_of(answer), "Aanpassen"))

    assert labels(card_of(answer)) == ["Luid hem nog eens", "Aanpassen", "Annuleren"]
    assert typed_in(form) == ("Mevrouw Aziz is blij met de lift.", ["Sanne de Wit"])


async def test_once_there_is_a_channel_it_rings_after_all(bare: World) -> None:
    answer = await bare.say("fatima", None, TEXT)
    still = await bare.press("fatima", card_of(answer), "Luid hem nog eens")
    await a_bell_channel(bare)

    again = await bare.press("fatima", card_of(still), "Luid hem nog eens")
    await bare.walk(seconds=11)

    assert words_of(still).startswith("Er is nog geen kanaal")
    assert "Over 10 seconden gaat de bel in #successen." in words_of(again)
    assert "Mevrouw A. is blij met de lift." in bare.platform.standing("successen")[0].text


async def test_the_same_words_typed_again_ring_once(bare: World) -> None:
    stuck = await bare.say("fatima", None, TEXT)
    await a_bell_channel(bare)

    again = await bare.say("fatima", None, TEXT)
    late = await bare.press("fatima", card_of(stuck), "Luid hem nog eens")
    await bare.walk(seconds=11)

    assert "Over 10 seconden" in words_of(again)
    assert words_of(late) == "Deze bel gaat niet meer."
    assert len(bare.platform.standing("successen")) == 1


async def test_a_number_in_it_is_still_asked_about_before_it_rings(bare: World) -> None:
    answer = await bare.say("fatima", None, "bel De lift van 06-12345678 is klaar")
    await a_bell_channel(bare)

    again = await bare.press("fatima", card_of(answer), "Luid hem nog eens")

    assert words_of(again).startswith("In je tekst staat ‘06-12345678’.")


async def test_a_form_stays_open_and_says_what_is_missing(bare: World) -> None:
    form = form_of(await bare.say("sanne", None, "bel"))

    answer = await bare.submit("sanne", form, text="De lift is klaar", makers=())

    assert errors_of(answer) == {
        "text": "Er is nog geen kanaal waar elke bel gaat. Luid hem in een kanaal waar ik ook zit."
    }


async def test_in_a_channel_without_the_bot_the_remedy_is_said_at_once(bare: World) -> None:
    answer = await bare.say("sanne", "zonder-bot", "/bel De lift is klaar")
    await invited(bare, "zonder-bot")

    again = await bare.press("sanne", card_of(answer), "Luid hem nog eens")
    await bare.walk(seconds=11)

    assert words_of(answer).splitlines()[0] == (
        "Ik zit nog niet in #zonder-bot. Voeg Klantritme daar toe. Luid de bel dan nog eens."
    )
    assert "gaat de bel in #zonder-bot." in words_of(again)
    assert len(bare.platform.standing("zonder-bot")) == 1


async def test_a_bell_refused_by_its_only_place_can_be_rung_once_more(bare: World) -> None:
    bare.platform.fails = failing(Unreachable("not_in_channel"), place="team-noord")
    await bare.say("sanne", "team-noord", "/bel De lift is klaar")
    await bare.walk(seconds=11)
    (told,) = bare.platform.to("sanne")
    card = told.card
    await invited(bare, "team-noord")

    await bare.press("sanne", card, "Luid hem nog eens", place="team-noord")
    await bare.walk(seconds=11)

    assert plain(card) == "In #team-noord lukt het niet: ik zit daar niet in. Voeg Klantritme daar toe."
    assert len(bare.platform.standing("team-noord")) == 1
    assert await state_of(bare) == "rung"


async def test_a_stranger_cannot_ring_somebody_elses_bell(bare: World) -> None:
    answer = await bare.say("sanne", None, TEXT)
    await a_bell_channel(bare)

    await bare.press("youssef", card_of(answer), "Luid hem nog eens")
    await bare.walk(seconds=11)

    assert bare.platform.posted == []
