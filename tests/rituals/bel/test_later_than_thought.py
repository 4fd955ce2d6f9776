"""A button that is pressed hours later, a text that grew, and bells that come close together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rituals.engine.errors import Unreachable
from rituals.engine.names import Ref
from rituals.engine.workdays import Calendar
from store import bells, places
from store.base import Store
from tests.fakes.world import PLACES, World, an_organisation, card_of, failing, form_of, labels, words_of
from tests.rituals.bel.steps import bell_of, rung, state_of

BELL = Ref("bell", "1")
EVENING = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Six o'clock in Amsterdam, on Monday."""
HOURS_LATER = "Het is buiten werktijd. Wanneer zal ik de bel luiden?"


async def test_what_was_offered_by_day_does_not_ring_aloud_in_the_evening(world: World) -> None:
    for number in range(3):
        await rung(world, text=f"/bel Trap {number} is klaar")
    offered = card_of(await world.say("fatima", "successen", "/bel De deur is klaar"))
    await world.walk(hours=12)

    pressed = await world.press("fatima", offered, "Nu luiden")
    await world.walk(seconds=15)

    assert words_of(pressed) == HOURS_LATER
    assert labels(card_of(pressed)) == ["Nu zonder geluid", "Morgen 09:00", "Annuleren"]
    assert (await state_of(world, 4), len(world.platform.standing("successen"))) == ("offered", 3)


async def test_a_form_left_open_until_the_evening_does_not_ring_aloud(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De deur is klaar")
    await world.press("fatima", card_of(answer), "Aanpassen")
    await world.walk(hours=12)

    pressed = await world.act("fatima", "bel.now", BELL)
    await world.walk(seconds=15)
    await world.press("fatima", card_of(pressed), "Nu zonder geluid")
    await world.walk(seconds=5)

    assert words_of(pressed) == HOURS_LATER
    assert [one.card.silent for one in world.platform.standing("successen")] == [True]


async def test_of_a_bell_that_never_rang_nobody_says_that_it_did(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De deur is klaar")
    bell = await bell_of(world)
    await world.store.transact(lambda tx: bells.set_state(tx, bell, "lapsed"))

    assert words_of(await world.press("fatima", card_of(answer), "Annuleren")) == "Deze bel gaat niet meer."


async def test_a_short_text_that_is_edited_to_a_long_one_keeps_all_of_it(world: World) -> None:
    await rung(world, "youssef")
    form = form_of(await world.act("youssef", "bel.edit", BELL))

    await world.submit("youssef", form, text="woord " * 150 + "einde")
    await world.walk(seconds=5)

    for place in ("successen", "algemeen"):
        card, rest = world.platform.standing(place)
        assert (rest.thread, rest.text.endswith("woord einde.")) == (card.id, True)


async def test_a_text_that_grows_shrinks_and_grows_again_has_one_rest(world: World) -> None:
    await rung(world, "youssef")

    for text in ("woord " * 150 + "eerst", "Kort maar krachtig", "woord " * 150 + "einde"):
        form = form_of(await world.act("youssef", "bel.edit", BELL))
        await world.submit("youssef", form, text=text)
        await world.walk(seconds=5)

    assert [one.text[-7:] for one in world.platform.standing("successen")][1:] == [" einde."]


async def test_two_bells_within_seconds_are_not_both_the_first(store: Store) -> None:
    world = await World(store).open()
    await world.say("fatima", "successen", "/bel De deur is klaar")
    await world.say("sanne", "algemeen", "/bel De trap is klaar")
    await world.walk(seconds=12)

    texts = [one.text for one in world.platform.standing("algemeen")]

    assert sorted("Dit is de eerste bel!" in one for one in texts) == [False, True]
    assert sorted("Dit is de eerste bel van Sanne." in one for one in texts) == [False, True]


async def test_a_bell_kept_for_what_became_a_day_off_rings_the_day_after(sqlite_store: Store) -> None:
    before = await World(sqlite_store, now=EVENING).open()
    await before.press("fatima", card_of(await before.say("fatima", "successen", "/bel De deur is klaar")), "Morgen")
    calendar = Calendar(ZoneInfo("Europe/Amsterdam"), free=frozenset({date(2026, 11, 24)}))
    after = World(sqlite_store, now=EVENING, organisation=an_organisation(calendar=calendar))

    await after.walk(hours=24)
    on_the_day_off = after.platform.standing("successen")
    await after.walk(hours=20)

    assert (on_the_day_off, len(after.platform.standing("successen"))) == ([], 1)


async def test_of_a_channel_that_was_archived_in_between_nobody_is_asked_to_add_us(world: World) -> None:
    await world.say("fatima", "successen", "/bel De deur is klaar")
    archived = replace(PLACES["algemeen"], state="archived")
    await world.store.transact(lambda tx: places.see(tx, 1, archived))
    world.platform.fails = failing(Unreachable("is_archived"), 9, place="algemeen")

    await world.walk(seconds=20)

    assert world.platform.to("fatima")[-1].text == (
        "🔔 De bel ging in #successen.\n#algemeen is gearchiveerd. Daar gaat deze bel niet."
    )
