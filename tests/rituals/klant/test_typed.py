"""What is typed after `/klant`, or in plain words in the private chat."""

from __future__ import annotations

import pytest

from rituals.engine.outcome import Nothing, Private
from rituals.engine.sentences import BROKEN
from store.base import Store
from tests.fakes.world import World, an_organisation, card_of, form_of, labels, words_of


async def test_klant_alone_is_a_menu_of_what_this_person_can_do(world: World) -> None:
    card = card_of(await world.say("sanne", "team-noord", "/klant"))

    assert labels(card) == ["Luid de bel", "Mijn voorkeuren", "Zo typ je het"]


async def test_who_looks_after_a_ritual_sees_the_way_to_its_settings(world: World) -> None:
    for who in ("anouk", "fatima"):
        card = card_of(await world.say(who, "team-noord", "/klant"))

        assert labels(card)[-2:] == ["Stil of pauze", "Instellingen van de bel"]


async def test_a_guest_is_offered_nothing_that_would_be_refused(world: World) -> None:
    assert labels(card_of(await world.say("ron", "team-noord", "/klant"))) == ["Mijn voorkeuren", "Zo typ je het"]


@pytest.mark.parametrize("word", ["blorp", "blorp blorp", "bel?", "{0.__class__}", "\u202e", "'); DROP", "<!channel>"])
async def test_an_unknown_word_is_met_with_what_may_be_meant(world: World, word: str) -> None:
    card = card_of(await world.say("sanne", "team-noord", f"/klant {word}"))

    assert words_of(await world.say("sanne", None, word)) == "Dat snap ik nog niet. Bedoel je:"
    assert labels(card) == ["Luid de bel", "Alles zien"]


async def test_everything_is_one_press_away(world: World) -> None:
    unknown = card_of(await world.say("sanne", None, "blorp"))

    assert "Mijn voorkeuren" in labels(card_of(await world.press("sanne", unknown, "Alles zien")))


@pytest.mark.parametrize(
    "words",
    ["ok", "Oké", "okay!", "dankjewel", "Dank je wel!", "dank u", "bedankt", "top, bedankt!", "ok dankjewel", "thanks",
     "Thank you", "👍", "👍🏽", "👍👍👍", "🙏 🎉", "prima.", "ja hoor", "❤️"],
)  # fmt: skip
async def test_thanks_are_met_with_silence(world: World, words: str) -> None:
    assert isinstance((await world.say("sanne", None, words)).reply, Nothing)


async def test_a_long_row_of_thumbs_is_read_in_a_moment(world: World) -> None:
    answer = await world.say("sanne", None, "👍" * 5000 + "x")

    assert isinstance(answer.reply, Private)
    assert BROKEN not in words_of(answer)


@pytest.mark.parametrize("words", ["help", "hulp", "?", "uitleg"])
async def test_help_shows_how_everything_is_typed(world: World, words: str) -> None:
    text = words_of(await world.say("sanne", None, f"klant {words}"))

    assert "/bel Mevrouw Aziz belde om te bedanken" in text
    assert "/klant stil tot morgen" in text


async def test_a_command_may_bear_another_name(sqlite_store: Store) -> None:
    world = await World(sqlite_store, organisation=an_organisation(commands={"bel": "succes"})).open()

    help_text = words_of(await world.say("sanne", None, "klant help"))

    assert "/succes Mevrouw Aziz" in help_text
    assert form_of(await world.say("sanne", "team-noord", "/succes")).name == "bel.ring"
    assert form_of(await world.say("sanne", "team-noord", "/klant succes")).name == "bel.ring"
    assert form_of(await world.say("anouk", "team-noord", "/klant instellingen succes")).name == "klant.settings"
    assert "gepauzeerd" in words_of(await world.say("anouk", None, "/klant pauzeer succes t/m vrijdag"))


async def test_klant_stands_before_any_command(world: World) -> None:
    assert "gaat de bel in" in words_of(await world.say("sanne", "team-noord", "/klant bel De lift is klaar"))
