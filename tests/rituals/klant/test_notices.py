"""Words to the beheerder: what failed for good, and when the bot was away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.found import find_rituals
from rituals.engine.context import Context
from rituals.engine.events import SlotDue
from rituals.engine.names import Slot
from rituals.engine.outcome import Outcome, Plan
from rituals.engine.ritual import Ritual, SlotRule
from store.base import Store
from tests.fakes.world import MONDAY, World


def broken() -> Ritual:
    def plan(context: Context) -> Outcome:
        return Outcome(effects=(Plan(Slot("stuk", "daily", "organisation", "2026-11-23"), MONDAY),))

    def fail(_event: SlotDue, _context: Context) -> Outcome:
        raise ZeroDivisionError

    return Ritual("stuk", "Stuk", lambda _drawing, _key: None, slots={"daily": SlotRule(fail)}, plan=plan)


async def test_the_beheerder_hears_once_that_something_failed_for_good(sqlite_store: Store) -> None:
    world = await World(sqlite_store, rituals=(*find_rituals(), broken())).open()

    with capture_logs():  # traces are slow to draw
        await world.walk(minutes=80)
        before = list(world.platform.to("fatima"))
        await world.walk(days=1)

    assert before == []
    assert [one.text for one in world.platform.to("fatima")] == [
        "Stuk: er lukt iets niet, ook na vijf keer proberen. Vraag wie mij op de server beheert om te kijken.\n"
        "In het logboek heet het stuk/daily/organisation/2026-11-23."
    ]
    assert world.platform.to("anouk") == []


async def away(world: World, until: datetime) -> list[str]:
    await world.engine.schedule.present()
    world.clock.walk_to(until)
    await world.engine.schedule.present()
    await world.walk(minutes=1)
    return [one.text for one in world.platform.to("fatima")]


async def test_the_beheerder_reads_when_the_bot_was_away(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    told = await away(world, MONDAY + timedelta(minutes=95))

    assert told == [
        "Ik was er vandaag van 10:00 tot 11:35 niet. Wat nog kon, heb ik daarna gedaan."
    ]  # fmt: skip


async def test_a_longer_absence_names_both_days(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    told = await away(world, MONDAY + timedelta(days=1))

    assert told == [
        "Ik was er niet van maandag 23 november 10:00 tot vandaag 10:00. Wat nog kon, heb ik daarna gedaan."
    ]


async def test_five_minutes_away_is_not_worth_a_word(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    assert await away(world, MONDAY + timedelta(minutes=5)) == []


async def test_nobody_hears_that_the_bot_was_away_at_night(sqlite_store: Store) -> None:
    world = await World(sqlite_store, now=datetime(2026, 11, 23, 17, 0, tzinfo=UTC)).open()

    assert await away(world, datetime(2026, 11, 24, 7, 59, tzinfo=UTC)) == []
