"""What the tests of the klantpet do over and over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from rituals.engine.answer import Answer
from rituals.engine.meetings import CalendarFailed, Guest, Meeting, MeetingsSeen
from rituals.engine.names import Ref
from store import accounts, calendars, pet_meetings, places, quotes, rotas
from store.base import Store
from store.pet_meetings import Turn
from store.quotes import NewQuote
from store.rotas import Member, NewRota, Rota
from store.tx import Tx
from tests.fakes.world import PEOPLE, Posted, World, card_of, form_of

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in Amsterdam, on Monday."""
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Ten o'clock in Amsterdam, the day after."""
MEETING = Ref("petmeeting", "1")
TEAM = ("fatima", "sanne", "youssef", "anouk")


async def a_world(store: Store, now: datetime = MORNING) -> World:
    """Nobody has a klantpet yet."""
    world = await World(store, now=now).open()
    await world.walk(seconds=1)
    return world


async def number(world: World, who: str) -> int:
    """Somebody's number."""

    def find(tx: Tx) -> int:
        known = accounts.find(tx, 1, PEOPLE[who].external)
        assert known
        return known.person.id

    return await world.read(find)


def who_is(person_id: int) -> str:
    """The account of a number: people are made in this order."""
    return list(PEOPLE)[person_id - 1]


async def people(world: World, names: Sequence[str] = TEAM) -> tuple[str, ...]:
    """The values of a field of people."""
    return tuple([f"person:{await number(world, one)}" for one in names])


async def started(world: World, when: str = "elke dinsdag 10:00", team: Sequence[str] = TEAM, **more: object) -> None:
    """Anouk sets it up in team-noord and leads the meeting."""
    form = form_of(await world.say("anouk", "team-noord", "/klant pet"))
    given = {"name": "Teamoverleg Noord", **more}
    answer = await world.send("anouk", form, {"when": when, "people": await people(world, team), **given})  # type: ignore[dict-item]
    await world.press("anouk", card_of(answer), "Start")
    await world.walk(seconds=2)


async def by_calendar(
    world: World, meetings: Sequence[Meeting] = (), *, listed: Sequence[str] = (), opening: bool = False
) -> int:
    """A rota that lives by a calendar, with these meetings; the calendar's number."""
    ids = [await number(world, one) for one in listed]
    host = await number(world, "anouk")

    def furnish(tx: Tx) -> int:
        calendar = calendars.add(tx, "ics", b"sealed", "fingerprint", world.now)
        place = places.find(tx, 1, "team-noord")
        assert place
        new = NewRota("Teamoverleg Noord", calendar_id=calendar, host_id=host, opening=opening)
        rota = rotas.add(tx, place.id, new, "on", world.now)
        rotas.put_members(tx, [Member(rota, one, True, 0, 2, None, 0) for one in ids])
        return calendar

    calendar = await world.store.transact(furnish)
    await tells(world, calendar, meetings)
    return calendar


def a_meeting(
    guests: Sequence[str] = TEAM, starts: datetime = TUESDAY, *, host: str = "anouk", minutes: int = 60,
    outsiders: Sequence[str] = (), external: str = "m1", title: str = "Teamoverleg", private: bool = False,
    declined: Sequence[str] = (),
) -> Meeting:  # fmt: skip
    """A meeting as a calendar tells it."""
    addresses = [PEOPLE[one].email for one in guests]
    come = [Guest(one, answer="no" if one in [PEOPLE[who].email for who in declined] else "yes") for one in addresses]
    come += [Guest(one) for one in outsiders]
    return Meeting(
        external, "series", "" if private else title, starts, starts + timedelta(minutes=minutes),
        PEOPLE[host].email if host else "", tuple(come), private,
    )  # fmt: skip


async def tells(world: World, calendar: int, meetings: Sequence[Meeting]) -> None:
    """The calendar tells what it has in the next two weeks."""
    since = world.now - timedelta(hours=1)
    event = MeetingsSeen(delivery=world.delivery(), at=world.now, calendar_id=calendar, meetings=tuple(meetings),
                         since=since, until=world.now + timedelta(days=14))  # fmt: skip
    answer = await world.engine.dispatch(event)
    assert answer.stored
    await world.walk(seconds=3)


async def fails(world: World, calendar: int) -> None:
    """The calendar cannot be read."""
    event = CalendarFailed(delivery=world.delivery(), at=world.now, calendar_id=calendar, trouble="unreachable")
    await world.engine.dispatch(event)
    await world.walk(seconds=3)


def moved(meeting: Meeting, starts: datetime) -> Meeting:
    """The same one at another time."""
    return replace(meeting, starts=starts, ends=starts + (meeting.ends - meeting.starts))


async def until(world: World, hour: int, minute: int = 0, *, day: int = 24) -> None:
    """Walk on to a moment in November, by the clock of Amsterdam."""
    wanted = datetime(2026, 11, day, hour - 1, minute, 30, tzinfo=UTC)
    await world.walk(seconds=(wanted - world.now).total_seconds())


def told(world: World, who: str, what: str) -> list[Posted]:
    """What somebody got of one kind, and what still stands."""
    return [one for one in world.platform.to(who) if one.key.startswith(f"klantpet:{what}/")]


def heard(world: World, who: str) -> list[Posted]:
    """All that somebody got of the klantpet."""
    return [one for one in world.platform.to(who) if one.key.startswith("klantpet:")]


def public(world: World, place: str = "team-noord") -> list[Posted]:
    """What stands in the team's channel."""
    return [one for one in world.platform.standing(place) if one.key.startswith("klantpet:")]


async def wearer(world: World, meeting: int = 1) -> str:
    """Who wears it now."""
    turn = await turn_of(world, meeting)
    assert turn
    return who_is(turn.person_id)


async def turn_of(world: World, meeting: int = 1) -> Turn | None:
    """The turn that stands."""
    return await world.read(lambda tx: pet_meetings.wearer(tx, meeting))


async def rota_of(world: World) -> Rota:
    """The team's rota."""
    found = await world.read(lambda tx: rotas.get(tx, 1))
    assert found
    return found


async def quoted(world: World, text: str = "Ik moest drie keer hetzelfde uitleggen.") -> int:
    """A quote that stood somewhere lately."""

    def add(tx: Tx) -> int:
        number = quotes.add(tx, NewQuote(text, "test", date(2026, 11, 1), side="critical", ready=True), world.now)
        quotes.shown(tx, number, date(2026, 11, 20))
        return number

    return await world.store.transact(add)


def called(who: str) -> str:
    """By first name."""
    return PEOPLE[who].name.split()[0]


async def declines(world: World, who: str, meeting: int = 1) -> Answer:
    """[Deze keer niet]."""
    answer = await world.act(who, "klantpet.decline", Ref("petmeeting", str(meeting)))
    await world.walk(seconds=3)
    return answer


async def asks(world: World, who: str, other: str) -> Answer:
    """[Ruilen], with somebody."""
    form = form_of(await world.press(who, told(world, who, "turn")[0].card, "Ruilen"))
    answer = await world.send(who, form, {"colleague": (str(await number(world, other)),)})
    await world.walk(seconds=3)
    return answer


async def swaps(world: World, who: str, other: str) -> None:
    """Asked and taken over."""
    await asks(world, who, other)
    await world.press(other, told(world, other, "swap")[-1].card, "Neem over")
    await world.walk(seconds=3)


async def the_day_before(world: World) -> str:
    """Past four o'clock on Monday; who wears it."""
    await until(world, 16, 1, day=23)
    return await wearer(world)


def everything(world: World) -> list[str]:
    """All messages that came, taken down or not."""
    return [one.key for one in world.platform.posted if one.key.startswith("klantpet:")]
