"""Where Teams can be spoken to, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store import installations, outbox, places, references, sending, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.outbox import Wanted
from store.places import PlaceSeen, PlaceState
from store.references import Heard, PersonReference, PlaceReference
from store.tx import Tx

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = PlaceReference("https://smba.trafficmanager.net/emea/", "19:team")
FATIMA = PersonReference("29:fatima", "a:1", "https://smba.trafficmanager.net/emea/")


def furnish(tx: Tx) -> tuple[int, int]:
    """A channel and somebody, in two tenants alike."""
    made = []
    for tenant in ("een", "twee"):
        workspace = installations.put(tx, "teams", tenant, tenant, "admitted")
        place = places.see(tx, workspace.id, PlaceSeen("19:a", "Noord", state="open"))
        known = sightings.see(tx, workspace.id, AccountSeen("fatima", "Fatima"), NOW)
        made.append((place.id, known.account.id))
    return made[0]


async def test_what_was_heard_is_found_in_its_own_tenant_alone(store: Store) -> None:
    place_id, account_id = await store.transact(furnish)

    def put(tx: Tx) -> None:
        references.put_place(tx, place_id, HERE, NOW)
        references.put_people(tx, [(account_id, FATIMA)], NOW)

    await store.transact(put)

    assert await store.read(lambda tx: references.place_of(tx, "een", "19:a")) == HERE
    assert await store.read(lambda tx: references.person_of(tx, "een", "fatima")) == FATIMA
    assert await store.read(lambda tx: references.place_of(tx, "twee", "19:a")) is None
    assert await store.read(lambda tx: references.person_of(tx, "twee", "fatima")) is None


async def test_the_newest_address_wins(store: Store) -> None:
    place_id, account_id = await store.transact(furnish)
    moved, elsewhere = PlaceReference("https://x/", "19:t"), PersonReference("29:f", "", "https://x/")

    def put(tx: Tx) -> None:
        for place, person in ((HERE, FATIMA), (moved, elsewhere)):
            references.put_place(tx, place_id, place, NOW)
            references.put_people(tx, [(account_id, person)], NOW)

    await store.transact(put)

    assert await store.read(lambda tx: references.place_of(tx, "een", "19:a")) == moved
    assert await store.read(lambda tx: references.person_of(tx, "een", "fatima")) == elsewhere


async def test_members_are_known_by_the_ids_of_their_accounts(store: Store) -> None:
    _, account_id = await store.transact(furnish)
    await store.transact(lambda tx: references.put_people(tx, [(account_id, FATIMA)], NOW))

    assert await store.read(lambda tx: references.by_member(tx, "een", ["29:fatima", "29:x"])) == {
        "29:fatima": "fatima"
    }
    assert await store.read(lambda tx: references.by_member(tx, "een", [])) == {}


async def test_open_places_of_admitted_tenants_are_listed_the_newest_first(store: Store) -> None:
    place_id, _ = await store.transact(furnish)

    def put(tx: Tx) -> None:
        workspace = installations.find(tx, "teams", "een")
        assert workspace
        chat = places.see(tx, workspace.id, PlaceSeen("19:chat", "Overleg", "chat", state="open"))
        gone = places.see(tx, workspace.id, PlaceSeen("19:weg", "Weg", state="absent"))
        references.put_place(tx, place_id, HERE, NOW)
        references.put_place(tx, chat.id, PlaceReference("https://x/", ""), NOW + timedelta(hours=1))
        references.put_place(tx, gone.id, HERE, NOW)

    await store.transact(put)

    assert await store.read(references.every) == [
        Heard("een", "19:chat", "https://x/", ""),
        Heard("een", "19:a", HERE.service_url, "19:team"),
    ]
    assert await store.read(lambda tx: references.of_team(tx, "een", "19:team")) == ["19:a", "19:weg"]


async def test_lost_are_the_places_where_the_bot_seems_gone_and_something_still_waits(store: Store) -> None:
    place_id, _ = await store.transact(furnish)

    def put(tx: Tx, state: PlaceState) -> None:
        workspace = installations.find(tx, "teams", "een")
        assert workspace
        places.see(tx, workspace.id, PlaceSeen("19:a", state=state))
        references.put_place(tx, place_id, HERE, NOW)

    def send(tx: Tx) -> None:
        place = next(one for one in places.every(tx) if one.id == place_id)
        to = (f"place:{place_id}", place.workspace_id, place_id, None, None)
        outbox.want(tx, [Wanted("bel:1", *to, "post", 1, "at_most_once", None, NOW, None)], NOW)
        (row,) = outbox.of_key(tx, "bel:1")
        sending.back(tx, row.id, 0, "parked", NOW, "404", NOW)

    await store.transact(lambda tx: put(tx, "absent"))
    nothing_waits = await store.read(references.lost)
    await store.transact(send)
    lost = await store.read(references.lost)
    await store.transact(lambda tx: put(tx, "open"))

    assert nothing_waits == await store.read(references.lost) == []
    assert lost == [Heard("een", "19:a", HERE.service_url, HERE.team)]
