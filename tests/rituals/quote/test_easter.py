"""Twelve working days over Easter 2027, with two standstills, the clock change, and praise that runs out.

On two tools at once, that can do what Slack and what Teams can.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from adapters.slack import limits as slack
from adapters.teams import limits as teams
from rituals.engine.platform import Parcel
from rituals.engine.workdays import Calendar
from store import choices, installations, places, roles, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.places import PlaceSeen
from store.roles import Given
from store.tx import Tx
from tests.fakes.world import FakePlatform, Posted, World, an_organisation
from tests.rituals.quote.steps import CRITICISM, PRAISE, ready

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EASTER = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
WORKING_DAYS = [date(2027, 3, day) for day in (18, 19, 22, 23, 24, 25, 30, 31)] + [
    date(2027, 4, day) for day in (1, 2, 5, 6)
]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time as a moment."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


async def a_world(store: Store) -> tuple[World, FakePlatform]:
    """One organisation with two tools, a channel in each."""
    calendar = Calendar(AMSTERDAM, free=EASTER)
    start = at(date(2027, 3, 17), 20)
    here = FakePlatform("slack", slack.CAPABILITIES)
    world = World(store, now=start, organisation=an_organisation(calendar=calendar), platform=here)
    other = FakePlatform("teams", teams.CAPABILITIES)
    world.engine.platforms.append(other)
    await world.open(bell_in=())

    def furnish(tx: Tx) -> None:
        second = installations.put(tx, "teams", "t1", "Waterrand", "admitted")
        sightings.see(tx, second.id, AccountSeen("kim", "Kim de Boer", locale="nl"), world.now)
        here, there = places.find(tx, 1, "algemeen"), places.see(tx, second.id, PlaceSeen("team", "team", state="open"))
        assert here
        for place in (here, there):
            choices.put(tx, f"place:{place.id}", "quote", "here", True, None, world.now)
        roles.give(tx, Given(2, "curator"), None, world.now)

    await store.transact(furnish)
    for number in range(4):
        await ready(world, f"{PRAISE} {number}", "positive")
    for number in range(12):
        await ready(world, f"{CRITICISM} {number}", "critical")
    return world, other


def stand_still(world: World, until: datetime) -> None:
    """The whole application is away: time passes and nothing is done."""
    world._moment += until - world.now


def told(posted: list[Posted]) -> list[tuple[str, str, str]]:
    """Everything that was posted in a place: its key, its words, and where."""
    return [(one.key, one.text.partition("”")[0], one.place) for one in posted if one.place]


async def test_easter(sqlite_store: Store) -> None:
    world, other = await a_world(sqlite_store)
    moments: dict[tuple[str, str], datetime] = {}

    def remember(of: str) -> Callable[[str, Parcel], None]:
        def note(_call: str, parcel: Parcel) -> None:
            moments.setdefault((of, parcel.key), world.now)

        return note

    world.platform.afterwards, other.afterwards = remember("slack"), remember("teams")
    await _walk(world, at(date(2027, 3, 22), 8, 55))
    stand_still(world, at(date(2027, 3, 22), 10, 30))
    await _walk(world, at(date(2027, 3, 24), 8, 55))
    stand_still(world, at(date(2027, 3, 24), 12, 30))
    await _walk(world, at(date(2027, 4, 6), 18))

    days = [day for day in WORKING_DAYS if day != date(2027, 3, 24)]
    mine, theirs = told(world.platform.posted), told(other.posted)
    assert [key for key, _, _ in mine] == [f"quote:{day.isoformat()}" for day in days], (
        "each once, and none on a holiday"
    )
    assert [(key, words) for key, words, _ in theirs] == [(key, words) for key, words, _ in mine], "the same on both"
    kinds = "".join("+" if "monteur" in words else "-" for _, words, _ in mine)
    assert kinds == "+-+-+-+----", "in turn until praise ran out"
    for day in days:
        hour = (10, 30) if day == date(2027, 3, 22) else (9, 0)
        for tool in ("slack", "teams"):
            local = moments[tool, f"quote:{day.isoformat()}"].astimezone(AMSTERDAM)
            assert (local.hour, local.minute) == hour, (tool, day)
    short = [one.key for one in world.platform.to("sanne") if one.key.startswith("quote:short/positive")]
    assert short == ["quote:short/positive/2027-W13", "quote:short/positive/2027-W14"], "once a week"
    low = [one.text for one in world.platform.posted if one.key == "quote:low"]
    assert low == ["De positieve quotes raken op. Genoeg voor 3 werkdagen."], "once, and before it was empty"


async def _walk(world: World, until: datetime) -> None:
    await world.walk(seconds=(until - world.now).total_seconds())
