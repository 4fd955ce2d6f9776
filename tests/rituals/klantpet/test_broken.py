"""A calendar that cannot be read, works again, or is looked into for other meetings."""

from __future__ import annotations

from rituals.engine.names import Ref
from store import calendars
from store.base import Store
from tests.fakes.world import form_of
from tests.rituals.klantpet.steps import (
    a_meeting,
    a_world,
    by_calendar,
    declines,
    fails,
    people,
    rota_of,
    tells,
    the_day_before,
    told,
    wearer,
)
from tests.rituals.klantpet.test_changes import HOUR


async def test_a_broken_calendar_is_told_once_and_the_list_takes_over(store: Store) -> None:
    world = await a_world(store)
    calendar = await by_calendar(world, [a_meeting(("sanne", "youssef"))], listed=("sanne", "youssef", "grace"))

    await fails(world, calendar)
    await fails(world, calendar)
    who = await the_day_before(world)

    assert len(told(world, "fatima", "broken")) == 1
    assert who in ("sanne", "youssef", "grace")
    await tells(world, calendar, [a_meeting()])
    assert (await rota_of(world)).broken_at is None
    assert told(world, "fatima", "broken")[0].text == "De agenda is weer te lezen. De klantpet gaat gewoon door."


async def test_a_calendar_that_works_again_is_followed_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    meeting = a_meeting(("sanne", "youssef", "fatima"))
    calendar = await by_calendar(world, [meeting], listed=("anouk", "grace", "fatima"))
    await fails(world, calendar)
    if await the_day_before(world) == "fatima":
        await declines(world, "fatima")
    assert await wearer(world) in ("anouk", "grace")

    await tells(world, calendar, [meeting])

    assert await wearer(world) in ("sanne", "youssef", "fatima")


async def test_other_words_about_a_broken_calendar_do_not_mend_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting(("sanne", "youssef"))])
    await fails(world, calendar)

    form = form_of(await world.press("fatima", told(world, "fatima", "broken")[0].card, "Aanpassen"))
    await world.send("fatima", form, {"when": "", "people": await people(world, ("sanne", "youssef", "grace"))})
    who = await the_day_before(world)

    assert (await rota_of(world)).broken_at and who in ("sanne", "youssef", "grace")


async def test_other_words_in_the_title_look_into_the_calendar_again(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    calendar = await by_calendar(world, [a_meeting()])
    (one,) = await world.read(calendars.listed)
    later = world.now + HOUR
    await world.store.transact(lambda tx: calendars.checked(tx, one, world.now, later, "digest"))

    form = form_of(await world.act("anouk", "klantpet.change", Ref("rota", "1")))
    await world.send("anouk", form, {"when": "", "people": (), "title_has": "borrel"})

    assert [found.id for found in await world.read(lambda tx: calendars.due(tx, world.now, 9))] == [calendar]
    assert [found.digest for found in await world.read(calendars.listed)] == [""]
