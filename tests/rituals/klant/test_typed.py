"""What is typed after `/klant`, or in plain words in the private chat."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from rituals.engine.cards import TextField, plain
from rituals.engine.organisation import ConfiguredRoles
from rituals.engine.outcome import Nothing, Private, ShowForm
from rituals.engine.sentences import BROKEN
from store import roles
from store.base import Store
from store.tx import Tx
from tests.fakes.world import World, an_organisation, card_of, form_of, labels, words_of

NOBODY = "Er is nog geen beheerder."


async def test_klant_alone_is_a_menu_of_what_this_person_can_do(world: World) -> None:
    card = card_of(await world.say("sanne", "team-noord", "/klant"))

    assert labels(card) == ["Luid de bel", "Mijn voorkeuren", "Zo typ je het"]


async def orphaned(store: Store, beheerder: tuple[str, ...] = ()) -> World:
    """A world in which nobody was made beheerder in chat."""
    world = await World(store, organisation=an_organisation(roles=ConfiguredRoles(beheerder=beheerder))).open()

    def take(tx: Tx) -> None:
        for one in roles.every(tx):
            if one.role == "beheerder":
                roles.take(tx, one)

    await store.transact(take)
    return world


async def test_without_a_beheerder_colleagues_read_in_the_menu_what_has_to_be_done(sqlite_store: Store) -> None:
    world = await orphaned(sqlite_store)

    lines = {who: plain(card_of(await world.say(who, None, "klant"))) for who in ("sanne", "ron")}

    assert NOBODY in lines["sanne"]
    assert NOBODY not in lines["ron"]


@pytest.mark.parametrize("beheerder", [("wie.nog.komt@waterrand.example",), ("fatima@waterrand.example",)])
async def test_who_config_yaml_names_is_enough(sqlite_store: Store, beheerder: tuple[str, ...]) -> None:
    world = await orphaned(sqlite_store, beheerder)

    with capture_logs() as logs:
        await world.engine.schedule.present()

    assert NOBODY not in words_of(await world.say("sanne", None, "klant"))
    assert logs == []


async def test_at_start_the_operator_reads_that_nobody_looks_after_the_bot(sqlite_store: Store) -> None:
    world = await orphaned(sqlite_store)

    with capture_logs() as logs:
        await world.engine.schedule.present()

    assert [one["event"] for one in logs] == [
        "nobody looks after the bot: name a colleague under roles.beheerder in config.yaml"
    ]


async def test_with_a_beheerder_nothing_is_said_about_it(world: World) -> None:
    with capture_logs() as logs:
        await world.engine.schedule.present()

    assert NOBODY not in words_of(await world.say("sanne", None, "klant"))
    assert logs == []


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
     "Thank you", "👍", "👍🏽", "👍👍👍", "🙏 🎉", "prima.", "ja hoor", "❤️", "Dank je wel!!", "top 👍", "bedankt hè",
     "thanks a lot", "Thank you so much!", "heel erg bedankt", "hartelijk dank!", "super bedankt 🙏🏽", "thx :)"],
)  # fmt: skip
async def test_thanks_are_met_with_silence(world: World, words: str) -> None:
    assert isinstance((await world.say("sanne", None, words)).reply, Nothing)


async def test_a_long_row_of_thumbs_is_read_in_a_moment(world: World) -> None:
    answer = await world.say("sanne", None, "👍" * 5000 + "x")

    assert isinstance(answer.reply, Private)
    assert BROKEN not in words_of(answer)


@pytest.mark.parametrize("words", ["je", "a lot", "bedankt voor de bel", "goed nieuws", "top: bel", "ja <!channel>"])
async def test_more_than_thanks_is_answered(world: World, words: str) -> None:
    assert words_of(await world.say("sanne", None, words)) == "Dat snap ik nog niet. Bedoel je:"


@pytest.mark.parametrize("words", ["help", "hulp", "?", "uitleg"])
async def test_help_shows_how_everything_is_typed(world: World, words: str) -> None:
    text = words_of(await world.say("sanne", None, f"klant {words}"))

    assert "/bel Mevrouw Aziz belde om te bedanken" in text
    assert "/klant voorkeuren" in text


@pytest.mark.parametrize(
    ("who", "bell", "keeper", "beheerder"),
    [("ron", 0, 0, 0), ("sanne", 1, 0, 0), ("anouk", 1, 5, 0), ("fatima", 1, 5, 2)],
)
async def test_help_shows_what_this_person_may_type(
    world: World, who: str, bell: int, keeper: int, beheerder: int
) -> None:
    lines = await documented(world, who)

    assert len([one for one in lines if one.startswith("/bel ")]) == bell
    assert len([one for one in lines if one.split()[-1] != "geen" and one.split()[1:2] in KEEPERS]) == keeper
    assert len([one for one in lines if one.startswith("/klant rol")]) == beheerder


KEEPERS = (["stil"], ["pauzeer"], ["hervat"], ["instellingen"])


async def documented(world: World, who: str) -> list[str]:
    """The commands that help shows."""
    card = card_of(await world.say(who, "team-noord", "/klant help"))
    return [line for line in plain(card).splitlines() if line.startswith("/")]


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_everything_in_the_help_works_as_it_stands_there(sqlite_store: Store, language: str) -> None:
    world = await World(sqlite_store).open()
    form = form_of(await world.say("fatima", None, "voorkeuren"))
    await world.submit("fatima", form, **{"klant.person.language": (language,)})
    said: dict[str, str] = {}

    for line in await documented(world, "fatima"):
        answer = await world.say("fatima", "team-noord", line)
        said[line] = answer.reply.form.name if isinstance(answer.reply, ShowForm) else words_of(answer)

    mistaken = ("Dat snap", "Typ", "Tot wanneer", "Welk", "Er is nu", "Dat ritueel", "Die rol", "Ik ken",
                "I did not", "For example", "Type", "Until when", "Which", "Nothing", "I do not", "That r")  # fmt: skip
    assert len(said) == 12
    assert not [pair for pair in said.items() if pair[1].startswith(mistaken)]
    if language == "en":
        assert not [line for line in said if "stil" in line or "rol " in line or "hervat" in line]


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


async def test_a_loose_sentence_stands_in_the_form_that_is_offered(world: World) -> None:
    answer = await world.say("fatima", None, "Mevrouw Aziz was heel blij vandaag")

    form = form_of(await world.press("fatima", card_of(answer), "Luid de bel"))

    assert words_of(answer).startswith("Dat snap ik nog niet.")
    (text, _makers) = form.fields
    assert isinstance(text, TextField)
    assert text.value == "Mevrouw Aziz was heel blij vandaag."
    assert "Over 10 seconden" in words_of(await world.submit("fatima", form, text=text.value, makers=()))
