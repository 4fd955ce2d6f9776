"""A bell in words that everybody in the place can read already: an @mention in a channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rituals.engine.answer import Answer
from rituals.engine.errors import Unreachable
from rituals.engine.events import Command
from rituals.engine.names import Ref
from rituals.engine.outcome import Nothing, Private
from store import sending
from store.base import Store
from tests.fakes.world import World, card_of, failing, form_of, labels, words_of
from tests.rituals.bel.steps import state_of

TEXT = "/bel Mevrouw Aziz belde om te bedanken @sanne"


async def mentioned(world: World, text: str = TEXT, place: str = "team-noord") -> Answer:
    """Typed for all to see."""
    typed = world.typed("fatima", place, text)
    assert isinstance(typed, Command)
    return await world.engine.dispatch(replace(typed, public=True, origin=replace(typed.origin, message="m-fatima")))


async def test_the_bell_answers_at_once_under_the_message_and_does_not_repeat_it(store: Store) -> None:
    world = await World(store).open()

    await mentioned(world)
    await world.engine.settle()

    (bell,) = world.platform.posted
    assert (bell.place, bell.thread) == ("team-noord", "m-fatima")
    assert "De bel gaat voor Sanne!" in bell.text
    assert "bedanken" not in bell.text
    assert labels(bell.card) == ["👏 Klap mee"]


async def test_elsewhere_it_rings_ten_seconds_later_with_the_text_and_a_short_name(store: Store) -> None:
    world = await World(store).open()

    await mentioned(world)
    await world.walk(seconds=9)
    early = [world.platform.standing(name) for name in ("algemeen", "successen")]
    await world.walk(seconds=2)

    assert early == [[], []]
    for name in ("algemeen", "successen"):
        (bell,) = world.platform.standing(name)
        assert "Mevrouw A. belde om te bedanken." in bell.text
        assert bell.thread is None
    assert len(world.platform.standing("team-noord")) == 1


async def test_whoever_named_a_customer_for_all_to_read_hears_so_in_private(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    answer = await mentioned(world)

    assert words_of(answer).splitlines() == [
        "Over 10 seconden gaat de bel ook in #algemeen en #successen.",
        "In je bericht staat de naam van een huurder. Pas het bericht zelf even aan, dat kan ik niet voor je doen. "
        "In de andere kanalen staat ‘mevrouw A.’.",
    ]
    assert labels(card_of(answer)) == ["Annuleren"]


async def test_where_it_rings_nowhere_else_nothing_is_said_of_other_channels(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=())

    assert "andere kanalen" not in words_of(await mentioned(world))


async def test_without_other_places_there_is_nothing_to_say_also_when_it_has_rung(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open(bell_in=())

    answer = await mentioned(world, "/bel De lift doet het weer")
    await world.walk(minutes=1)

    assert answer.reply == Nothing()
    assert world.platform.to("fatima") == []
    assert await state_of(world) == "rung"


async def test_until_it_rings_elsewhere_the_ringer_can_keep_it_here(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    answer = await mentioned(world, "/bel De lift doet het weer")
    await world.walk(seconds=3)

    pressed = await world.press("fatima", card_of(answer), "Annuleren", place="team-noord")
    await world.walk(minutes=5)

    assert words_of(pressed) == "Goed, de bel gaat alleen hier."
    assert [len(world.platform.standing(name)) for name in ("team-noord", "algemeen", "successen")] == [1, 0, 0]
    assert world.platform.to("fatima") == []


async def test_once_it_rang_elsewhere_cancelling_comes_too_late(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    answer = await mentioned(world, "/bel De lift doet het weer")
    await world.walk(seconds=11)

    pressed = await world.press("fatima", card_of(answer), "Annuleren", place="team-noord")

    assert words_of(pressed) == "De bel is al gegaan."
    assert len(world.platform.standing("successen")) == 1


async def test_only_the_ringer_keeps_it_from_other_places(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    answer = await mentioned(world, "/bel De lift doet het weer")

    await world.press("youssef", card_of(answer), "Annuleren", place="team-noord")
    await world.walk(seconds=15)

    assert len(world.platform.standing("successen")) == 1


async def test_what_was_rung_for_all_to_see_is_taken_back_from_the_card_everywhere(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await mentioned(world)
    await world.walk(seconds=3)

    menu = await world.more("fatima", world.platform.standing("team-noord")[0].card, place="team-noord")
    await world.press("fatima", card_of(menu), "Haal de bel weg", place="team-noord")
    await world.walk(minutes=1)

    assert [world.platform.standing(name) for name in ("team-noord", "algemeen", "successen")] == [[], [], []]
    assert len(world.platform.posted) == 1  # the ten seconds of the others were not over yet


async def test_a_changed_text_stands_on_the_card_because_the_message_has_the_old_one(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await mentioned(world)
    await world.walk(seconds=3)

    form = form_of(await world.act("fatima", "bel.edit", Ref("bell", "1"), place="team-noord"))
    await world.submit("fatima", form, text="De monteur kwam dezelfde dag nog", makers=())
    await world.walk(minutes=1)

    for name in ("team-noord", "successen"):
        assert "De monteur kwam dezelfde dag nog." in world.platform.standing(name)[0].text


async def test_a_clap_keeps_the_card_under_the_message_without_the_text(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await mentioned(world)
    await world.walk(seconds=3)
    (bell,) = world.platform.standing("team-noord")

    pressed = await world.act("sanne", "bel.clap", Ref("bell", "1"), place="team-noord", posted=bell.id)
    await world.walk(seconds=5)

    assert pressed.redrawn is not None
    assert labels(pressed.redrawn) == labels(bell.card) == ["👏 Klap mee · 1"]
    assert "bedanken" not in bell.text


async def test_the_same_words_within_a_minute_ring_once(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await mentioned(world)

    answer = await mentioned(world)
    await world.walk(minutes=1)

    assert "al onderweg" in words_of(answer)
    assert len(world.platform.standing("team-noord")) == 1


async def test_outside_hours_it_waits_as_any_bell_and_then_carries_its_text(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=datetime(2026, 11, 23, 21, 0, tzinfo=UTC)).open()

    answer = await mentioned(world)
    await world.press("fatima", card_of(answer), "Nu zonder geluid", place="team-noord")
    await world.walk(minutes=1)

    assert "Het is buiten werktijd." in words_of(answer)
    assert "In je bericht staat de naam van een huurder." in words_of(answer)
    assert "Mevrouw A. belde om te bedanken." in world.platform.standing("team-noord")[0].text


async def test_after_three_on_a_day_it_asks_first(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    for number in range(3):
        await mentioned(world, f"/bel Dit is bel nummer {number}")

    answer = await mentioned(world, "/bel En nog een")
    await world.walk(minutes=1)

    assert words_of(answer).startswith("Wat een dag!")
    assert len(world.platform.standing("team-noord")) == 3


async def test_a_number_that_everybody_reads_already_is_not_asked_about_and_stays_out_elsewhere(
    sqlite_store: Store,
) -> None:
    world = await World(sqlite_store).open()

    answer = await mentioned(world, "/bel Meneer Jansen belde vanaf 06-12345678 om te bedanken")
    await world.walk(minutes=1)

    assert words_of(answer).splitlines()[1] == (
        "In je bericht staan de naam van een huurder en een nummer. Pas het bericht zelf even aan, dat kan ik niet "
        "voor je doen. In de andere kanalen staan ‘meneer J.’ en ‘[telefoonnummer]’."
    )
    assert len(world.platform.standing("team-noord")) == 1
    assert "Meneer J. belde vanaf [telefoonnummer] om te bedanken." in world.platform.standing("successen")[0].text


async def test_outside_hours_the_full_name_comes_back_without_the_number(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=datetime(2026, 11, 23, 21, 0, tzinfo=UTC)).open()
    answer = await mentioned(world, "/bel Mevrouw Aziz van Dorpsstraat 12 in Ede belde om te bedanken")

    named = await world.press("fatima", card_of(answer), "Naam mag erbij", place="team-noord")
    await world.press("fatima", card_of(named), "Nu zonder geluid", place="team-noord")
    await world.walk(minutes=1)

    assert "de naam van een huurder en een adres" in words_of(answer)
    (bell,) = world.platform.standing("successen")
    assert "Mevrouw Aziz" in bell.text
    assert "Dorpsstraat" not in bell.text


async def test_a_message_with_nothing_but_a_number_rings_no_bell(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    answer = await mentioned(world, "/bel 06-12345678")
    await world.walk(minutes=1)

    assert words_of(answer).startswith("Vertel het in één zin.\nIn je bericht staat een nummer.")
    assert world.platform.posted == []


async def test_where_it_may_not_hang_it_goes_to_the_other_places_as_any_bell(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    answer = await mentioned(world, "/bel De lift doet het weer", place="zonder-bot")
    await world.walk(minutes=1)

    assert isinstance(answer.reply, Private)
    assert "Over 10 seconden" in words_of(answer)
    assert world.platform.standing("zonder-bot") == []
    assert "De lift doet het weer." in world.platform.standing("successen")[0].text


async def test_a_place_that_missed_it_is_told_to_the_ringer(sqlite_store: Store) -> None:

    world = await World(sqlite_store).open()
    world.platform.fails = failing(Unreachable("not_in_channel"), place="successen")

    await mentioned(world, "/bel De lift doet het weer")
    await world.walk(minutes=1)

    assert "parked" in await world.read(sending.states)
    (word,) = world.platform.to("fatima")
    assert "#successen" in word.text
