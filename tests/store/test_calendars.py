"""Calendars that are read, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store import calendars
from store.base import Store
from store.calendars import Calendar
from store.tx import Tx

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)


async def added(store: Store, fingerprint: str = "f1", now: datetime = NOW) -> int:
    """A calendar that nobody read yet."""
    return await store.transact(lambda tx: calendars.add(tx, "ics", b"sealed", fingerprint, now))


async def found(store: Store, calendar_id: int) -> Calendar:
    """As it stands."""
    one = await store.read(lambda tx: calendars.get(tx, calendar_id))
    assert one is not None
    return one


async def test_the_same_address_is_one_calendar_and_is_read_anew(store: Store) -> None:
    first = await found(store, await added(store))
    await store.transact(lambda tx: calendars.checked(tx, first, NOW, LATER, "d1", '"e"', "mon"))

    again = await store.transact(lambda tx: calendars.add(tx, "ics", b"other", "f1", NOW + timedelta(minutes=1)))

    one = await found(store, again)
    assert again == first.id
    assert (one.sealed, one.digest, one.etag, one.due_at) == (b"other", "", "", NOW + timedelta(minutes=1))
    assert await added(store, "f2") != first.id
    assert await store.transact(lambda tx: calendars.add(tx, "graph", b"", "f1", NOW)) != first.id


async def test_what_is_due_comes_in_order(store: Store) -> None:
    late = await added(store, "late", NOW)
    early = await added(store, "early", NOW - timedelta(hours=1))
    await added(store, "tomorrow", NOW + timedelta(days=1))

    due = await store.read(lambda tx: [one.id for one in calendars.due(tx, NOW, 10)])
    one = await store.read(lambda tx: calendars.due(tx, NOW, 1))

    assert due == [early, late]
    assert len(one) == 1


async def test_what_was_read_is_not_due_and_nothing_is_wrong_with_it(store: Store) -> None:
    one = await found(store, await added(store))
    await store.transact(lambda tx: calendars.failed(tx, one, "slow", NOW, NOW, None))
    failing = await found(store, one.id)
    await store.transact(lambda tx: calendars.checked(tx, failing, NOW, LATER, "d1"))

    well = await found(store, one.id)
    assert (failing.trouble, failing.failing_since, failing.told_at) == ("slow", NOW, None)
    assert (well.trouble, well.failing_since, well.checked_at, well.due_at) == ("", None, NOW, LATER)


async def test_what_was_told_is_forgotten_once_it_was_told_that_it_fails(store: Store) -> None:
    one = await found(store, await added(store))
    await store.transact(lambda tx: calendars.checked(tx, one, NOW, LATER, "d1"))
    well = await found(store, one.id)
    await store.transact(lambda tx: calendars.failed(tx, well, "slow", NOW, LATER, None))
    kept = (await found(store, one.id)).digest
    await store.transact(lambda tx: calendars.failed(tx, well, "slow", NOW, LATER, NOW))

    assert kept == "d1"
    assert (await found(store, one.id)).digest == ""


async def test_what_was_asked_for_while_it_was_read_is_read_once_more(store: Store) -> None:
    one = await found(store, await added(store))
    asked = NOW + timedelta(seconds=1)
    await added(store, now=asked)
    await store.transact(lambda tx: calendars.checked(tx, one, NOW, LATER, "d1"))

    assert (await found(store, one.id)).due_at == asked


async def test_one_that_is_dropped_is_gone(store: Store) -> None:
    calendar_id = await added(store)
    await store.transact(lambda tx: calendars.drop(tx, calendar_id))

    assert await store.read(calendars.listed) == []


async def test_one_process_reads(store: Store) -> None:
    def try_both(tx: Tx) -> list[bool]:
        return [calendars.may_read(tx, who, 60, anew=False) for who in ("a", "b", "a")]

    first = await store.transact(try_both)
    await store.transact(lambda tx: calendars.stop_reading(tx, "a"))

    assert first == [True, False, True]
    assert await store.transact(lambda tx: calendars.may_read(tx, "b", 60, anew=False))
