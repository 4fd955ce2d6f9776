"""When a bell rings that does not ring at once: enough for today, after hours, in stilte, too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.errors import SurelyNotSent
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.engine.workdays import make_calendar
from store import choices, places
from store.base import Store
from store.tx import Tx
from tests.fakes.world import MONDAY, World, an_organisation, card_of, failing, form_of, labels, words_of
from tests.rituals.bel.steps import hush, rung, state_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENING = MONDAY + timedelta(hours=9)


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=AMSTERDAM).astimezone(UTC)  # type: ignore[arg-type,misc]  # year to minute


async def at(store: Store, *when: int) -> World:
    organisation = an_organisation(calendar=make_calendar(AMSTERDAM))
    return await World(store, now=local(*when), organisation=organisation).open()


async def kept(world: World, text: str = "/bel De lift is klaar") -> None:
    """Rung in the evening and kept for the morning."""
    answer = await world.say("fatima", "successen", text)
    await world.press("fatima", card_of(answer), labels(card_of(answer))[1])


async def test_a_fourth_bell_on_a_day_is_offered_for_tomorrow_and_may_ring_now(world: World) -> None:
    for n in range(3):
        await rung(world, text=f"/bel Lift {n} is klaar")

    fourth = await world.say("fatima", "successen", "/bel Lift 4 is klaar")

    assert words_of(fourth) == "Wat een dag! Zal ik deze bel bewaren voor morgen?"
    assert labels(card_of(fourth)) == ["Morgen 09:00", "Nu luiden", "Annuleren"]
    await world.walk(minutes=5)
    assert len(world.platform.standing("successen")) == 3
    await world.press("fatima", card_of(fourth), "Nu luiden")
    await world.walk(seconds=1)
    assert len(world.platform.standing("successen")) == 4


async def test_the_limit_is_per_person_and_per_day(world: World) -> None:
    for n in range(3):
        await rung(world, text=f"/bel Lift {n} is klaar")

    assert "gaat de bel in" in words_of(await world.say("sanne", "successen", "/bel Lift 4 is klaar"))
    await world.walk(days=1)
    assert "gaat de bel in" in words_of(await world.say("fatima", "successen", "/bel Lift 5 is klaar"))


async def test_a_fourth_bell_with_a_number_in_it_is_asked_about_both(world: World) -> None:
    for n in range(3):
        await rung(world, text=f"/bel Lift {n} is klaar")

    fourth = await world.say("fatima", "successen", "/bel De lift van 06-12345678 is klaar")
    decided = await world.press("fatima", card_of(fourth), "Haal weg")

    assert words_of(decided).startswith("Wat een dag!")


async def test_after_hours_it_rings_now_without_sound_or_the_next_morning(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()

    answer = await world.say("fatima", "successen", "/bel Mevrouw Aziz is blij")
    await world.walk(minutes=5)

    assert words_of(answer).startswith("Het is buiten werktijd. Wanneer zal ik de bel luiden?")
    assert "Van ‘Mevrouw Aziz’ maakte ik ‘mevrouw A.’." in words_of(answer)
    assert labels(card_of(answer)) == ["Nu zonder geluid", "Morgen 09:00", "Annuleren", "Naam mag erbij"]
    assert world.platform.posted == []
    await world.press("fatima", card_of(answer), "Nu zonder geluid")
    await world.walk(seconds=1)
    (bell,) = world.platform.standing("successen")
    assert bell.card.silent


@pytest.mark.parametrize(
    ("when", "label"),
    [
        ((2026, 3, 27, 17, 30), "Maandag 30 maart 09:00"),
        ((2026, 4, 1, 18, 0), "Morgen 09:00"),
        ((2026, 4, 3, 18, 0), "Dinsdag 7 april 09:00"),
        ((2026, 4, 5, 12, 0), "Dinsdag 7 april 09:00"),
        ((2026, 12, 31, 18, 0), "Maandag 4 januari 2027 09:00"),
        ((2026, 3, 30, 7, 30), "Vandaag 09:00"),
        ((2026, 3, 28, 7, 30), "Maandag 30 maart 09:00"),
    ],
)
async def test_the_next_working_morning_is_named(sqlite_store: Store, when: tuple[int, ...], label: str) -> None:
    organisation = an_organisation(calendar=make_calendar(AMSTERDAM, exclude=["Goede Vrijdag"]))
    world = await World(sqlite_store, now=local(*when), organisation=organisation).open()

    answer = await world.say("fatima", "successen", "/bel De lift is klaar")

    assert labels(card_of(answer))[1] == label


async def test_a_kept_bell_rings_on_friday_evening_before_easter_on_tuesday_at_nine(sqlite_store: Store) -> None:
    world = await at(sqlite_store, 2026, 4, 3, 20, 0)
    await kept(world)

    await world.walk(days=3, hours=12, minutes=59)
    assert [one for one in world.platform.posted if one.place] == []
    await world.walk(minutes=2)

    (bell,) = world.platform.standing("successen")
    assert "“De lift is klaar.”" in bell.text
    assert "Dat was om" not in bell.text
    assert not bell.card.silent


async def test_a_kept_bell_can_be_cancelled_until_it_rings(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    saved = await world.press("fatima", card_of(answer), "Morgen 09:00")

    assert words_of(saved) == "Bewaard! De bel gaat morgen om 09:00.\n“De lift is klaar.”"
    await world.walk(hours=12)
    await world.press("fatima", card_of(saved), "Annuleren")
    await world.walk(days=3)

    assert [one for one in world.platform.posted if one.place] == []


async def test_a_kept_bell_that_is_changed_stays_kept(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    saved = await world.press("fatima", card_of(answer), "Morgen 09:00")

    form = form_of(await world.press("fatima", card_of(saved), "Aanpassen"))
    changed = await world.submit("fatima", form, text="De trap is klaar")

    assert words_of(changed) == "Bewaard! De bel gaat morgen om 09:00.\n“De trap is klaar.”"
    await world.walk(hours=15)
    assert "“De trap is klaar.”" in world.platform.standing("successen")[0].text
    assert len(world.platform.standing("successen")) == 1


async def test_a_kept_bell_whose_change_is_abandoned_can_be_kept_again(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    await kept(world)
    await world.act("fatima", "bel.edit", Ref("bell", "1"))
    await world.walk(seconds=5)

    again = await world.press("fatima", world.platform.to("fatima")[-1].card, "Bewaren zoals het was")

    assert words_of(again) == "Bewaard! De bel gaat morgen om 09:00.\n“De lift is klaar.”"
    await world.walk(hours=15)
    assert len(world.platform.standing("successen")) == 1


async def test_the_time_of_a_kept_bell_is_a_setting_that_refuses_nonsense(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    form = form_of(await world.say("anouk", None, "/klant instellingen bel"))

    wrong = await world.submit("anouk", form, **{"bel.organisation.kept_until": "kwart over tien"})
    await world.submit("anouk", form, **{"bel.organisation.kept_until": "10:15"})

    assert isinstance(wrong.reply, FormErrors)
    answer = await world.say("fatima", "successen", "/bel De lift is klaar")
    assert labels(card_of(answer))[1] == "Morgen 10:15"


async def test_in_stilte_a_bell_is_offered_for_afterwards(world: World) -> None:
    await hush(world, local(2026, 11, 26, 0, 0))

    answer = await world.say("fatima", "successen", "/bel De lift is klaar")

    assert words_of(answer) == "Het is even stil, t/m woensdag 25 november. Zal ik je bel bewaren?"
    assert labels(card_of(answer)) == ["Donderdag 26 november 09:00", "Annuleren"]
    await world.press("fatima", card_of(answer), "Donderdag")
    await world.walk(days=2, hours=22, minutes=59)
    assert [one for one in world.platform.posted if one.place] == []
    await world.walk(minutes=2)
    assert len(world.platform.standing("successen")) == 1


async def test_a_kept_bell_that_meets_a_stilte_moves_on_and_the_ringer_reads_it(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    await kept(world)
    await hush(world, local(2026, 11, 26, 0, 0))

    await world.walk(days=1)

    assert [one for one in world.platform.posted if one.place] == []
    assert world.platform.to("fatima")[-1].text.startswith("Bewaard! De bel gaat donderdag 26 november om 09:00.")
    await world.walk(days=3)
    assert len(world.platform.standing("successen")) == 1


async def test_a_bell_that_a_stilte_moved_and_whose_form_stayed_open_can_be_kept_again(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    await kept(world)
    await hush(world, local(2026, 11, 26, 0, 0))
    await world.walk(days=1)
    await world.act("fatima", "bel.edit", Ref("bell", "1"))
    await world.walk(days=2)

    again = await world.act("fatima", "bel.keep", Ref("bell", "1"))
    await world.walk(days=1)

    assert words_of(again).startswith("Bewaard! De bel gaat morgen om 09:00.")
    assert len(world.platform.standing("successen")) == 1


async def test_a_bell_kept_again_for_the_time_it_had_before_rings_once(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    await kept(world)

    await world.act("fatima", "bel.edit", Ref("bell", "1"))
    await world.act("fatima", "bel.keep", Ref("bell", "1"))
    await world.walk(days=3)

    assert len(world.platform.standing("successen")) == 1


async def test_a_bell_that_waits_its_ten_seconds_when_stilte_falls_does_not_ring(world: World) -> None:
    await world.say("fatima", "successen", "/bel De lift is klaar")

    await hush(world, local(2026, 11, 24, 0, 0))
    await world.walk(days=3)

    assert [one for one in world.platform.posted if one.place] == []
    assert world.platform.to("fatima")[-1].text.startswith("De bel is niet gegaan, want het is even stil.")
    assert await state_of(world) == "lapsed"


async def test_a_kept_bell_missed_by_over_two_hours_lapses_and_the_ringer_hears_it(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    await kept(world)

    await _outage(world, local(2026, 11, 24, 11, 1))

    assert [one for one in world.platform.posted if one.place] == []
    assert world.platform.to("fatima")[-1].text == "De bel is niet gegaan."
    assert await state_of(world) == "lapsed"


async def test_a_kept_bell_missed_by_less_rings_late_and_says_so(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open()
    await kept(world)

    await _outage(world, local(2026, 11, 24, 10, 30))

    (bell,) = world.platform.standing("successen")
    assert "Fatima luidde de bel. Dat was om 09:00." in bell.text
    assert bell.card.silent


async def test_a_kept_bell_without_any_place_left_does_not_ring_and_the_ringer_hears_it(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=EVENING).open(bell_in=("successen",))
    answer = await world.say("fatima", None, "/bel De lift is klaar")
    await world.press("fatima", card_of(answer), "Morgen 09:00")
    await world.say("anouk", "successen", "/klant")

    await _never_here(world)
    await world.walk(days=1)

    assert world.platform.to("fatima")[-1].text == "De bel is niet gegaan."


@pytest.mark.parametrize(("minutes", "late"), [(14, False), (16, True), (119, True)])
async def test_a_chat_that_was_down_gets_the_bell_later_and_marked(world: World, minutes: int, late: bool) -> None:
    world.platform.fails = failing(SurelyNotSent("down"), times=10_000, place="algemeen")
    await world.say("fatima", "successen", "/bel De lift is klaar")
    await world.walk(minutes=minutes)

    world.platform.fails = lambda _call, _parcel: None
    await world.walk(minutes=1, seconds=15)

    (bell,) = world.platform.standing("algemeen")
    assert ("Dat was om 10:00." in bell.text, bell.card.silent) == (late, late)
    assert "Dat was om" not in world.platform.standing("successen")[0].text
    assert world.platform.to("fatima")[-1].text == "🔔 De bel ging in #successen en #algemeen."


async def test_a_chat_that_was_down_for_over_two_hours_gets_nothing_and_the_ringer_reads_it(world: World) -> None:
    world.platform.fails = failing(SurelyNotSent("down"), times=10_000, place="algemeen")
    await world.say("fatima", "successen", "/bel De lift is klaar")
    await world.walk(minutes=30)
    busy = world.platform.to("fatima")[-1].text

    await world.walk(hours=2)
    world.platform.fails = lambda _call, _parcel: None
    await world.walk(days=1)

    assert "In #algemeen lukt het nog niet. Ik blijf het proberen." in busy
    assert world.platform.standing("algemeen") == []
    told = "In #algemeen was de chat te lang niet bereikbaar. Daar gaat deze bel niet meer."
    assert told in world.platform.to("fatima")[-1].text


async def _outage(world: World, until: datetime) -> None:
    """The process is away: the clock goes on, nothing is handled."""
    world.clock.walk_to(until)
    await world.walk(seconds=1)


async def _never_here(world: World) -> None:
    def never(tx: Tx) -> None:
        for place in places.every(tx):
            choices.put(tx, f"place:{place.id}", "bel", "never_here", True, None, world.now)

    await world.store.transact(never)


async def test_in_a_stilte_of_today_the_words_are_of_today(world: World) -> None:
    await hush(world, local(2026, 11, 24, 0, 0))

    answer = await world.say("fatima", "successen", "/bel De lift is klaar")

    assert words_of(answer) == "Vandaag is het even stil. Zal ik je bel bewaren?"


async def test_a_paused_bell_says_that_it_is_paused(world: World) -> None:
    await world.say("anouk", None, "/klant pauzeer bel t/m donderdag")

    answer = await world.say("fatima", "successen", "/bel De lift is klaar")

    assert words_of(answer) == "De bel is gepauzeerd t/m donderdag 26 november. Zal ik je bel bewaren?"
