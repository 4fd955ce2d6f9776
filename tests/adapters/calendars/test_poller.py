"""Calendars are read when they are due, and told when something changed; the clock walks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.calendars import poller
from adapters.calendars.poller import Poller
from adapters.calendars.reading import Readers
from rituals.engine.context import Context
from rituals.engine.meetings import CalendarFailed, MeetingsSeen
from rituals.engine.outcome import Outcome
from rituals.engine.ritual import Ritual
from store import calendars
from store.base import Store
from store.calendars import Kind
from tests.adapters.calendars.steps import local
from tests.adapters.calendars.test_linked import graph_environment, of_graph
from tests.fakes.calendar_server import CalendarServer, Json, event, fails, ics, moves, never, says
from tests.fakes.world import World

SANNE = "sanne@waterrand.example"


@dataclass
class House:
    """A world beside a calendar server, with a poller and a ritual that hears; `faults` are raised while hearing.

    Most of it is tried with a mailbox: a file has to be read in a child process each time.
    """

    world: World
    server: CalendarServer
    poller: Poller
    heard: list[MeetingsSeen | CalendarFailed]
    faults: list[Exception] = field(default_factory=list)

    def serve(self, *times: str) -> None:
        """The mailbox has a meeting on each of these, as in "24 10:00"."""
        self.server.graph[SANNE] = [[_at(*one.split()) for one in times]]

    async def add(self, address: str = SANNE, kind: Kind = "graph") -> int:
        """As a ritual does it."""
        sealed, now = self.world.engine.sealer.seal(address), self.world.now
        return await self.world.store.transact(lambda tx: calendars.add(tx, kind, sealed, address, now))

    async def tick(self, **later: float) -> int:
        """Let time pass without walking through it, and look."""
        self.world.clock.walk_to(self.world.now + timedelta(**later))
        return await self.poller.tick()

    @property
    def told(self) -> list[list[str]]:
        """What was heard: the times of the meetings, or the trouble."""
        return [
            [local(meeting.starts) for meeting in one.meetings] if isinstance(one, MeetingsSeen) else [one.trouble]
            for one in self.heard
        ]


def _at(day: str, time: str) -> Json:
    span = (f"2026-{'12' if int(day) < 20 else '11'}-{day}T{int(time[:2]) - 1 + more:02}:00:00" for more in (0, 1))
    start, end = ({"dateTime": one, "timeZone": "UTC"} for one in span)
    return of_graph(iCalUId=day, start=start, end=end)


@pytest.fixture(name="server")
async def a_server() -> AsyncIterator[CalendarServer]:
    async with CalendarServer(body=ics(event()), graph={SANNE: [[of_graph()]]}).serving() as server:
        yield server


@pytest.fixture(name="house")
async def a_house(sqlite_store: Store, server: CalendarServer) -> AsyncIterator[House]:
    heard: list[MeetingsSeen | CalendarFailed] = []
    faults: list[Exception] = []

    def hear(event: Any, _context: Context) -> Outcome:
        if faults:
            raise faults.pop()
        heard.append(event)
        return Outcome()

    ritual = Ritual("pet", "De pet", lambda *_: None, listens={MeetingsSeen: hear, CalendarFailed: hear})
    world = await World(sqlite_store, rituals=[ritual]).open()
    poller = a_poller(world, server)
    yield House(world, server, poller, heard, faults)
    await poller.stop()


async def _until(it_is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not it_is_so():  # noqa: ASYNC110 - it happens in several places
            await asyncio.sleep(0.01)


def a_poller(world: World, server: CalendarServer) -> Poller:
    """Of one process."""
    return Poller(world.engine, Readers(world.engine, graph_environment(server), {"127.0.0.1"}))


async def test_a_new_calendar_is_read_at_the_next_look(house: House) -> None:
    calendar_id = await house.add()

    await house.tick()

    (seen,) = house.heard
    assert isinstance(seen, MeetingsSeen)
    assert seen.calendar_id == calendar_id
    assert house.told == [["24 10:00"]]
    assert (seen.until - house.world.now).days >= 14


async def test_what_did_not_change_is_not_told_again(house: House) -> None:
    await house.add()
    await house.tick()
    await house.tick(minutes=1)
    await house.tick(minutes=12)

    assert len(house.server.reads) == 2
    assert house.told == [["24 10:00"]]


async def test_what_changed_is_told(house: House) -> None:
    await house.add()
    await house.tick()
    house.serve("24 14:00")
    await house.tick(minutes=12)
    house.serve()
    await house.tick(minutes=12)

    assert house.told == [["24 10:00"], ["24 14:00"], []]


async def test_a_server_that_knows_what_we_have_is_asked_with_its_marks(house: House) -> None:
    house.server.etag = '"v1"'
    await house.add(house.server.address, "ics")
    await house.tick()
    await house.tick(minutes=12)

    assert [one.headers.get("If-None-Match") for one in house.server.reads] == [None, '"v1"']
    assert len(house.heard) == 1


async def test_a_new_day_is_read_whole_although_the_file_did_not_change(house: House) -> None:
    house.server.etag = '"v1"'
    house.server.body = ics(event("nu"), event("straks", "20261208T100000"))
    await house.add(house.server.address, "ics")
    await house.tick()
    await house.tick(days=1)

    assert [one.headers.get("If-None-Match") for one in house.server.reads] == [None, None]
    assert house.told == [["24 10:00"], ["24 10:00", "08 10:00"]]


async def test_an_hour_of_trouble_is_told_once_and_that_it_works_again_too(house: House) -> None:
    await house.add()
    await house.tick()
    house.server.how = fails(500)
    for _ in range(6):
        await house.tick(minutes=12)
    assert house.told == [["24 10:00"], ["unreachable"]]

    await house.tick(hours=2)
    house.server.how = None
    await house.tick(hours=2)

    assert house.told == [["24 10:00"], ["unreachable"], ["24 10:00"]]


async def test_trouble_of_a_moment_is_told_to_nobody(house: House) -> None:
    await house.add()
    await house.tick()
    house.server.how = fails(503)
    await house.tick(minutes=12)
    house.server.how = None
    await house.tick(minutes=12)

    assert house.told == [["24 10:00"]]


@pytest.mark.parametrize(("status", "word"), [(404, "gone"), (410, "gone"), (401, "refused"), (403, "refused")])
async def test_what_is_gone_for_good_is_told_the_second_time(status: int, word: str, house: House) -> None:
    house.server.how = fails(status)
    await house.add()
    await house.tick()
    assert house.told == []

    await house.tick(minutes=12)
    await house.tick(minutes=12)

    assert house.told == [[word]]


async def test_one_that_was_told_to_fail_is_asked_less(house: House) -> None:
    house.server.how = fails(404)
    await house.add()
    for _ in range(12):
        await house.tick(minutes=12)

    assert len(house.server.reads) <= 5


async def test_a_page_to_log_in_on_is_no_empty_calendar(house: House) -> None:
    await house.add(house.server.address, "ics")
    await house.tick()
    house.server.how = says("<html>Meld je aan</html>")
    await house.tick(minutes=12)
    await house.tick(hours=1)

    assert house.told == [["24 10:00"], ["unreadable"]]


async def test_a_calendar_that_makes_us_stumble_stops_nothing(house: House) -> None:
    class Stumbling(Readers):
        async def read(self, *_: Any) -> Any:
            raise ZeroDivisionError

    await house.add()
    stumbling = Poller(house.world.engine, Stumbling(house.world.engine, {}))

    assert await stumbling.tick() == 1
    await stumbling.stop()

    (one,) = await house.world.read(calendars.listed)
    assert one.trouble == "unreadable"


async def test_one_that_goes_on_and_on_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(Readers):
        async def read(self, *_: Any) -> Any:
            await asyncio.sleep(60)

    await house.add()
    monkeypatch.setattr(poller, "_LONGEST", 0.05)
    endless = Poller(house.world.engine, Endless(house.world.engine, {}))

    assert await endless.tick() == 1
    await endless.stop()

    (one,) = await house.world.read(calendars.listed)
    assert one.trouble == "slow"


async def test_an_address_that_is_pasted_again_and_still_fails_is_told_again(house: House) -> None:
    house.server.how = fails(404)
    for _ in range(2):
        await house.add()
        await house.tick()
        await house.tick(minutes=12)

    assert house.told == [["gone"]] * 2


async def test_an_address_stands_in_no_log(house: House) -> None:
    await house.add(f"{house.server.url}/geheim.ics", "ics")
    with capture_logs() as lines:
        for how in (fails(404), says("<html>"), moves("http://localhost/geheim"), moves("http://[geheim"), None):
            house.server.how = how
            await house.tick(hours=2)

    assert len(lines) == 4
    assert "geheim" not in repr(lines)


async def test_a_server_that_asks_for_patience_gets_it(house: House) -> None:
    house.server.how = fails(429, Retry_After="3600")
    await house.add()
    await house.tick()
    await house.tick(minutes=50)

    assert len(house.server.reads) == 1


async def test_what_a_ritual_stumbled_over_is_told_again(house: House) -> None:
    house.faults.append(ZeroDivisionError())
    await house.add()
    await house.tick()
    assert house.told == []

    await house.tick(minutes=12)

    assert house.told == [["24 10:00"]]


async def test_a_calendar_that_is_added_again_is_told_again(house: House) -> None:
    await house.add()
    await house.tick()
    await house.add()
    await house.tick()

    assert house.told == [["24 10:00"]] * 2


async def test_one_bad_calendar_does_not_hold_up_the_others_and_four_are_asked_at_once(house: House) -> None:
    async def slow(request: Any) -> Any:
        await asyncio.sleep(0.3)
        return fails(500)(request) if "3" in request.path else says('{"value": []}')(request)

    house.server.how = slow
    for number in range(6):
        await house.add(f"{number}@waterrand.example")

    assert await house.tick() == 6

    assert len(house.heard) == 5
    assert house.server.most_at_once == 4


async def test_another_process_does_not_read_until_this_one_stops(house: House) -> None:
    await house.add()
    await house.tick()
    other = a_poller(house.world, house.server)
    house.world.clock.walk_to(house.world.now + timedelta(minutes=12))
    other._anew = False  # on PostgreSQL, and of another process on the same one

    assert await other.tick() == 0
    await house.poller.stop()
    assert await other.tick() == 1
    await other.stop()


async def test_a_mailbox_is_read_where_it_is_switched_on(house: House) -> None:
    await house.add(SANNE, "graph")
    await house.add(SANNE, "google")
    await house.tick()
    await house.tick(minutes=12)

    assert house.told == [["24 10:00"], ["refused"]]


async def test_a_walk_reads_a_calendar_once_a_day(house: House) -> None:
    house.serve("24 10:00", "30 10:00", "10 10:00")
    house.world.engine.followers.append(house.poller)
    await house.add()

    await house.world.walk(days=7)

    assert len(house.server.reads) == 8
    assert house.told == [["24 10:00", "30 10:00"], ["30 10:00"], ["30 10:00", "10 10:00"]]


async def test_a_walk_does_not_wait_for_a_calendar_that_fails(house: House) -> None:
    house.server.how = fails(500)
    house.world.engine.followers.append(house.poller)
    await house.add()

    await house.world.walk(days=3)

    assert len(house.server.reads) == 1


async def test_it_runs_until_it_is_stopped(house: House) -> None:
    await house.add()
    running = asyncio.create_task(house.poller.run())
    await _until(lambda: bool(house.heard))
    running.cancel()

    assert house.told == [["24 10:00"]]


async def test_a_stop_in_the_middle_of_reading_is_clean(house: House) -> None:
    house.server.how = never
    await house.add()
    running = asyncio.create_task(house.poller.run())
    await _until(lambda: bool(house.server.reads))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    await house.poller.stop()

    assert house.heard == []
