"""Who is in a place."""

from __future__ import annotations

from datetime import UTC, datetime

from store import installations, members, places, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.places import PlaceSeen
from store.tx import Tx

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEEN = {
    "sanne": AccountSeen("sanne", "Sanne de Wit"),
    "fatima": AccountSeen("fatima", "Fatima Bouzid"),
    "ron": AccountSeen("ron", "Ron Bakker", kind="guest"),
    "weg": AccountSeen("weg", "Wie Weg Is", active=False),
}


async def furnished(store: Store) -> dict[str, int]:
    """One place with everybody in it, in one workspace and a second one; the accounts by name."""

    def furnish(tx: Tx) -> dict[str, int]:
        first = installations.put(tx, "fake", "w1", "Eerste", "admitted")
        second = installations.put(tx, "fake", "w2", "Tweede", "admitted")
        made = {name: sightings.see(tx, first.id, one, NOW) for name, one in SEEN.items()}
        made["again"] = sightings.see(tx, second.id, AccountSeen("s2", "Sanne de Wit"), NOW, of=made["sanne"].person.id)
        for workspace in (first, second):
            places.see(tx, workspace.id, PlaceSeen("noord"))
        ids = {name: one.account.id for name, one in made.items()}
        members.join(tx, 1, ids.values())
        return ids

    return await store.transact(furnish)


async def names(store: Store, place: int = 1) -> list[str]:
    return [one.first for one in await store.read(lambda tx: members.of_place(tx, place))]


async def test_a_place_has_full_members_who_are_there_each_once_by_name(store: Store) -> None:
    await furnished(store)

    assert await names(store) == ["Fatima", "Sanne"]
    assert await names(store, 2) == []


async def test_the_people_of_a_place_cost_one_statement(store: Store) -> None:
    await furnished(store)

    def counted(tx: Tx) -> int:
        before = tx.statements
        members.of_place(tx, 1)
        return tx.statements - before

    assert await store.read(counted) == 1


async def test_joining_twice_is_joining_once_and_who_leaves_is_gone(store: Store) -> None:
    ids = await furnished(store)

    await store.transact(lambda tx: members.join(tx, 1, [ids["fatima"]]))
    await store.transact(lambda tx: members.leave(tx, 1, [ids["sanne"], ids["again"]]))

    assert await names(store) == ["Fatima"]


async def test_a_closed_account_is_in_no_place_and_a_place_or_workspace_can_be_emptied(store: Store) -> None:
    ids = await furnished(store)
    await store.transact(lambda tx: members.join(tx, 2, ids.values()))

    await store.transact(lambda tx: members.close(tx, ids["fatima"]))
    await store.transact(lambda tx: members.drop(tx, 1))
    assert (await names(store, 1), await names(store, 2)) == ([], ["Sanne"])

    await store.transact(lambda tx: members.drop_workspace(tx, 1))
    assert await names(store, 2) == ["Sanne"]
    await store.transact(lambda tx: members.drop_workspace(tx, 2))
    assert await names(store, 2) == []


async def test_only_accounts_that_we_know_of_this_workspace_are_found(store: Store) -> None:
    ids = await furnished(store)
    many = [*(f"B{number}" for number in range(120)), *SEEN, "s2"]

    found = await store.read(lambda tx: members.known(tx, 1, many))

    assert found == {ids["sanne"], ids["fatima"], ids["ron"]}
