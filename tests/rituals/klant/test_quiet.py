"""Stilte for everything and pauses for one ritual: until a day, visible, and never caught up on."""

from __future__ import annotations

import pytest

from rituals.engine.cards import plain
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from tests.fakes.world import World, card_of, form_of, labels, words_of

REFUSED = "Dit mag alleen wie over {} gaat. Dat is Anouk."
TODAY = "Het blijft vandaag stil. Morgen gaan we gewoon verder; we halen niets in."


async def is_quiet(world: World) -> bool:
    """Whether a bell would have to wait."""
    answer = card_of(await world.say("youssef", "successen", f"/bel Gelukt, {world.delivery()}"))
    quiet = not plain(answer).startswith("🔔 Over 10 seconden gaat de bel")
    await world.press("youssef", answer, "Annuleren")
    return quiet


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("stil", TODAY),
        ("stil tot morgen", TODAY),
        ("stilte t/m vrijdag", "Het is stil t/m vrijdag 27 november. Daarna gaan we gewoon verder; we halen niets in."),
        (
            "quiet until friday",
            "Het is stil t/m donderdag 26 november. Daarna gaan we gewoon verder; we halen niets in.",
        ),
        ("pauzeer bel t/m 15 augustus", "De bel is gepauzeerd t/m zondag 15 augustus 2027."),
        ("pauzeer de bel t/m vrijdag", "De bel is gepauzeerd t/m vrijdag 27 november."),
        ("pauzeer bel 2 weken", "De bel is gepauzeerd t/m zondag 6 december."),
    ],
)
async def test_who_looks_after_it_makes_it_quiet(world: World, typed: str, answer: str) -> None:
    assert words_of(await world.say("anouk", "team-noord", f"/klant {typed}")) == answer
    assert await is_quiet(world)


@pytest.mark.parametrize("typed", ["stil", "stil tot morgen", "pauzeer bel t/m 15 augustus", "stil klaar"])
@pytest.mark.parametrize("who", ["sanne", "ron"])
async def test_nobody_else_makes_it_quiet(world: World, who: str, typed: str) -> None:
    assert words_of(await world.say(who, "team-noord", f"/klant {typed}")) == REFUSED.format(
        "de bel" if "bel" in typed else "een ritueel"
    )
    assert not await is_quiet(world)


@pytest.mark.parametrize(
    "typed", ["stil tot blorp", "stil tot gisteren", "stil t/m 2099", "pauzeer bel", "stil 99999 dagen"]
)
async def test_a_day_that_is_not_understood_is_asked_for(world: World, typed: str) -> None:
    answer = await world.say("anouk", "team-noord", f"/klant {typed}")

    assert words_of(answer) == "Tot wanneer? Typ bijvoorbeeld ‘tot morgen’ of ‘t/m 15 augustus’."
    assert not await is_quiet(world)


async def test_a_pause_names_its_ritual(world: World) -> None:
    answer = await world.say("anouk", "team-noord", "/klant pauzeer")

    assert words_of(answer) == "Welk ritueel? Typ bijvoorbeeld: /klant pauzeer bel t/m 15 augustus."


@pytest.mark.parametrize("typed", ["pauzeer blorp t/m morgen", "pauzeer klant t/m morgen", "hervat blorp"])
async def test_a_ritual_that_is_not_there_is_met_with_those_that_are(world: World, typed: str) -> None:
    answer = await world.say("anouk", "team-noord", f"/klant {typed}")

    assert words_of(answer) == "Dat ritueel ken ik niet. Er is: bel."


async def test_everybody_sees_it_and_who_may_ends_it(world: World) -> None:
    await world.say("anouk", "team-noord", "/klant stil t/m vrijdag")

    seen = await world.say("sanne", "team-noord", "/klant")
    mine = card_of(await world.say("anouk", "team-noord", "/klant"))
    lifted = await world.press("anouk", mine, "Weer gewoon")

    assert "Het is stil t/m vrijdag 27 november." in words_of(seen)
    assert "Weer gewoon" not in labels(card_of(seen))
    assert words_of(lifted) == "We gaan weer gewoon verder. We halen niets in."
    assert not await is_quiet(world)


@pytest.mark.parametrize("typed", ["hervat", "stil klaar", "stil voorbij", "quiet done", "quiet over", "resume"])
async def test_a_stilte_ends_when_it_is_typed(world: World, typed: str) -> None:
    await world.say("anouk", "team-noord", "/klant stil t/m vrijdag")

    answer = await world.say("anouk", "team-noord", f"/klant {typed}")

    assert words_of(answer) == "We gaan weer gewoon verder. We halen niets in."
    assert not await is_quiet(world)


async def test_a_pause_is_resumed_by_its_ritual(world: World) -> None:
    await world.say("anouk", "team-noord", "/klant pauzeer bel t/m 15 augustus")

    other = card_of(await world.say("anouk", "team-noord", "/klant hervat"))
    answer = await world.say("anouk", "team-noord", "/klant hervat bel")

    assert plain(other) == "De bel is gepauzeerd t/m zondag 15 augustus 2027."
    assert labels(other) == ["Hervat de bel"]
    assert words_of(answer) == "We gaan weer gewoon verder. We halen niets in."
    assert not await is_quiet(world)


@pytest.mark.parametrize("press", [False, True])
async def test_when_a_pause_ends_in_stilte_it_is_still_quiet(world: World, press: bool) -> None:
    await world.say("anouk", "team-noord", "/klant pauzeer bel t/m 15 augustus")
    await world.say("anouk", "team-noord", "/klant stil")

    answer = await (
        world.act("anouk", "klant.lift", Ref("hush", "1")) if press else world.say("anouk", "mt", "/klant hervat bel")
    )

    assert words_of(answer) == "De bel is niet meer gepauzeerd. Het is nog wel stil t/m vandaag."
    assert await is_quiet(world)


async def test_when_stilte_ends_a_pause_goes_on(world: World) -> None:
    await world.say("anouk", "team-noord", "/klant pauzeer bel t/m 15 augustus")
    await world.say("anouk", "team-noord", "/klant stil")

    answer = await world.say("anouk", "team-noord", "/klant stil klaar")

    assert words_of(answer) == ("Het is niet meer stil. De bel is nog wel gepauzeerd t/m zondag 15 augustus 2027.")
    assert await is_quiet(world)


async def test_it_ends_by_itself_after_the_last_day(world: World) -> None:
    await world.say("anouk", "team-noord", "/klant stil")

    await world.walk(days=1)

    assert not await is_quiet(world)


async def test_a_second_word_about_it_takes_the_place_of_the_first(world: World) -> None:
    await world.say("anouk", "team-noord", "/klant stil t/m vrijdag")
    await world.say("anouk", "team-noord", "/klant stil")

    text = words_of(await world.say("sanne", "team-noord", "/klant"))
    await world.walk(days=1)

    assert text.count("Het is stil") == 1
    assert not await is_quiet(world)


async def test_a_press_by_somebody_who_may_not_lifts_nothing(world: World) -> None:
    await world.say("anouk", "team-noord", "/klant stil")

    answer = await world.act("sanne", "klant.lift", Ref("hush", "1"))

    assert words_of(answer) == REFUSED.format("een ritueel")
    assert await is_quiet(world)


@pytest.mark.parametrize("number", ["99", "x", "-1"])
async def test_a_press_on_what_is_over_says_so(world: World, number: str) -> None:
    answer = await world.act("anouk", "klant.lift", Ref("hush", number))

    assert words_of(answer) == "Er is nu niets stil of gepauzeerd."


async def test_the_form_does_the_same(world: World) -> None:
    form = form_of(await world.act("anouk", "klant.quiet"))

    answer = await world.submit("anouk", form, what=("bel",), last="2026-11-27")

    assert words_of(answer) == "De bel is gepauzeerd t/m vrijdag 27 november."
    assert await is_quiet(world)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"what": ("blorp",), "last": "2026-11-27"}, "what"),
        ({"what": ("klant",), "last": "2026-11-27"}, "what"),
        ({"what": (), "last": "2026-11-27"}, "what"),
        ({"what": ("all",), "last": "2026-11-22"}, "last"),
        ({"what": ("all",), "last": "2029-01-01"}, "last"),
        ({"what": ("all",), "last": "vrijdag"}, "last"),
        ({"what": ("all",)}, "last"),
    ],
)
async def test_the_form_names_the_field_that_does_not_fit(world: World, values: dict[str, str], field: str) -> None:
    form = form_of(await world.act("anouk", "klant.quiet"))

    reply = (await world.submit("anouk", form, **values)).reply

    assert isinstance(reply, FormErrors)
    assert list(reply.errors) == [field]


async def test_the_form_is_not_for_everybody(world: World) -> None:
    assert words_of(await world.act("sanne", "klant.quiet")) == REFUSED.format("een ritueel")
