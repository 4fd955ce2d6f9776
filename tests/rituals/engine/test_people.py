"""At first sight somebody becomes a person of ours; who is taken for whom is a matter of trust."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from structlog.testing import capture_logs

from rituals.engine.events import Command, Origin
from rituals.engine.names import Key
from rituals.engine.outcome import Private, Show
from store import accounts, attention, choices, installations, outbox, places, roles, sightings, versions
from store.accounts import AccountKind, AccountSeen, Known
from store.base import Store
from store.places import PlaceSeen
from store.roles import Given
from store.tx import Tx
from tests.fakes.world import World
from tests.rituals.engine.probe import Probe, said

NEW = AccountSeen("U7", "Noor Haddad", "noor@waterrand.example", locale="nl")


async def a_world(store: Store) -> tuple[World, Probe]:
    """With two admitted workspaces."""
    probe = Probe()
    world = await World(store, rituals=(probe.ritual,)).open()
    await store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    return world, probe


async def meet(world: World, seen: AccountSeen, workspace: str = "w1", place: PlaceSeen | None = None) -> None:
    origin = Origin("fake", workspace, seen, place)
    event = Command(delivery=world.delivery(), at=world.now, origin=origin, word="probe")
    await world.engine.dispatch(event)


async def known(world: World, seen: AccountSeen = NEW, workspace_id: int = 1) -> Known:
    found = await world.read(lambda tx: accounts.find(tx, workspace_id, seen.external))
    assert found
    return found


async def test_a_stranger_becomes_an_account_and_a_person_at_first_sight(store: Store) -> None:
    world, probe = await a_world(store)

    await meet(world, NEW)
    await meet(world, NEW)

    assert [context.person.name for context in probe.contexts] == ["Noor Haddad"] * 2
    assert probe.contexts[0].person.id == probe.contexts[1].person.id
    assert (await known(world)).person.first == "Noor"


async def test_nobody_is_kept_when_the_first_event_fails(store: Store) -> None:
    world, probe = await a_world(store)

    def breaks(_event: object, _context: object) -> None:
        raise ZeroDivisionError

    probe.does = breaks  # type: ignore[assignment]  # it never returns
    await meet(world, NEW)

    assert await world.read(lambda tx: accounts.find(tx, 1, "U7")) is None
    probe.decides()
    await meet(world, NEW)
    assert (await known(world)).person.name == "Noor Haddad"


async def test_a_colleague_in_two_workspaces_is_one_person(store: Store) -> None:
    world, _ = await a_world(store)
    await meet(world, NEW)

    await meet(world, replace(NEW, external="T9", email="Noor@Waterrand.example"), "w2")

    assert (await known(world)).person.id == (await known(world, replace(NEW, external="T9"), 2)).person.id


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"kind": "guest"}, {}),
        ({}, {"kind": "guest"}),
        ({"kind": "external"}, {"kind": "external"}),
        ({"email": "noor@elders.example"}, {"email": "noor@elders.example"}),
        ({"email": ""}, {"email": ""}),
        ({}, {"email": "noor@waterrand.example.kwaad.example"}),
        ({}, {"email": "noor@kwaad.example@waterrand.example"}),
    ],
    ids=["guest-first", "guest-second", "external", "other-domain", "no-address", "longer-domain", "two-ats"],
)
async def test_only_full_members_of_a_listed_domain_are_taken_for_the_same(
    sqlite_store: Store, first: dict[str, str], second: dict[str, str]
) -> None:
    world, _ = await a_world(sqlite_store)
    await meet(world, replace(NEW, **first))  # type: ignore[arg-type]  # fields of strings

    await meet(world, replace(NEW, external="T9", **second), "w2")  # type: ignore[arg-type]

    assert (await known(world)).person.id != (await known(world, replace(NEW, external="T9"), 2)).person.id


@pytest.mark.parametrize("kind", ["guest", "external"])
async def test_a_guest_is_no_member(sqlite_store: Store, kind: AccountKind) -> None:
    world, probe = await a_world(sqlite_store)

    await meet(world, replace(NEW, kind=kind))

    assert not probe.contexts[0].person.member


async def a_second_account(world: World, **changes: str) -> AccountSeen:
    """Of the same person, in the other workspace."""
    second = replace(NEW, external="T9", **changes)  # type: ignore[arg-type]  # fields of strings
    person_id = (await known(world)).person.id
    await world.store.transact(lambda tx: sightings.see(tx, 2, second, world.now, of=person_id))
    return second


async def test_an_account_whose_address_is_told_later_is_that_of_the_colleague(store: Store) -> None:
    world, probe = await a_world(store)
    await meet(world, NEW)
    nameless = replace(NEW, external="T9", email="")
    here = PlaceSeen("algemeen")
    probe.decides(reply=Private(said("Even geduld.")))
    await meet(world, nameless, "w2", here)
    lonely = probe.contexts[-1].person
    probe.decides(Show(Key("probe", "hello"), lonely, "answer"), Show(Key("probe", "same"), lonely, "answer"))
    await meet(world, nameless, "w2")
    probe.decides(Show(Key("probe", "same"), (await known(world)).person, "answer"))
    await meet(world, NEW)
    await store.transact(lambda tx: choices.put(tx, f"person:{lonely.id}", "probe", "own", True, lonely.id, world.now))

    await world.engine.learn("fake", "w2", [replace(NEW, external="T9")])

    person = (await known(world)).person
    assert (await known(world, nameless, 2)).person == person
    assert {one.account.external for one in await world.read(lambda tx: accounts.of_person(tx, person.id))} == {
        "U7",
        "T9",
    }
    assert [one.target for one in await world.read(lambda tx: outbox.of_key(tx, "probe:hello"))] == [
        f"person:{person.id}"
    ]
    assert len(await world.read(lambda tx: outbox.of_key(tx, "probe:same"))) == 1
    assert [one.name for one in await world.read(lambda tx: choices.of_person(tx, person.id))] == ["own"]
    shell = await world.read(lambda tx: accounts.get(tx, lonely.id))
    assert shell and (shell.name, shell.active, shell.member) == ("", False, False)
    assert len(await world.read(lambda tx: accounts.search(tx, "Noor"))) == 1


async def two_people(world: World, **changes: str) -> tuple[Known, Known]:
    """A colleague, and an account of the same address that is only told later."""
    await meet(world, NEW)
    await meet(world, replace(NEW, external="T9", email="", **changes), "w2")  # type: ignore[arg-type]  # strings
    return await known(world), await known(world, replace(NEW, external="T9"), 2)


async def test_what_two_people_who_are_one_both_chose_stays_as_it_was_with_the_one_who_stays(store: Store) -> None:
    world, _ = await a_world(store)
    stays, lonely = (one.person.id for one in await two_people(world))

    def choose(tx: Tx) -> None:
        for person, value in ((stays, "of who stays"), (lonely, "chosen later")):
            choices.put(tx, f"person:{person}", "probe", "own", value, person, world.now)

    await store.transact(choose)

    await world.engine.learn("fake", "w2", [replace(NEW, external="T9")])

    assert [one.value for one in await world.read(lambda tx: choices.of_person(tx, stays))] == ["of who stays"]


async def test_the_nudges_of_two_people_who_are_one_count_together(store: Store) -> None:
    world, _ = await a_world(store)
    stays, lonely = (one.person.id for one in await two_people(world))
    both, other = date(2026, 11, 23), date(2026, 11, 24)

    def nudge(tx: Tx) -> None:
        for person, day in ((stays, both), (lonely, both), (lonely, other)):
            attention.count(tx, person, day, world.now)

    await store.transact(nudge)

    await world.engine.learn("fake", "w2", [replace(NEW, external="T9")])

    assert await world.read(lambda tx: [attention.nudges(tx, stays, day) for day in (both, other)]) == [2, 1]


async def test_an_account_that_is_joined_with_a_colleague_with_a_role_must_be_confirmed(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    first, _second = await two_people(world)
    await sqlite_store.transact(lambda tx: roles.give(tx, Given(first.person.id, "beheerder"), None, world.now))

    await meet(world, replace(NEW, external="T9"), "w2")

    after = await known(world, replace(NEW, external="T9"), 2)
    assert (after.person.id, after.account.confirmed) == (first.person.id, False)


async def test_a_role_does_not_pass_to_another_account_by_its_address(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    first, second = await two_people(world)
    await sqlite_store.transact(lambda tx: roles.give(tx, Given(second.person.id, "beheerder"), None, world.now))

    with capture_logs() as logs:
        await meet(world, replace(NEW, external="T9"), "w2")

    assert (await known(world, replace(NEW, external="T9"), 2)).person.id == second.person.id != first.person.id
    assert [one["event"] for one in logs] == ["two people have one e-mail address"]


@pytest.mark.parametrize("changes", [{"kind": "guest"}, {"email": "noor@elders.example"}], ids=["guest", "domain"])
async def test_a_guest_or_a_strange_address_is_not_joined_later_either(
    sqlite_store: Store, changes: dict[str, str]
) -> None:
    world, _ = await a_world(sqlite_store)
    first, _second = await two_people(world)

    await meet(world, replace(NEW, external="T9", **changes), "w2")  # type: ignore[arg-type]  # fields of strings

    assert (await known(world, replace(NEW, external="T9"), 2)).person.id != first.person.id


async def test_a_guest_elsewhere_stays_a_member_here(store: Store) -> None:
    world, _ = await a_world(store)
    await meet(world, NEW)
    second = await a_second_account(world)

    await meet(world, replace(second, kind="guest"), "w2")

    assert (await known(world)).person.member


async def test_a_member_whose_last_account_is_a_guests_is_a_guest(store: Store) -> None:
    world, _ = await a_world(store)
    await meet(world, NEW)
    second = await a_second_account(world, kind="guest")

    before = (await known(world)).person.member
    await store.transact(lambda tx: sightings.close(tx, 1, NEW.external))

    assert (before, (await known(world, second, 2)).person.member) == (True, False)


async def test_two_accounts_do_not_take_turns_in_saying_the_language(store: Store) -> None:
    world, _ = await a_world(store)
    await meet(world, NEW)
    second = await a_second_account(world, locale="en")
    before = await world.read(versions.current)

    for _ in range(2):
        await meet(world, second, "w2")
        await meet(world, NEW)

    assert (await known(world)).person.locale == "nl"
    assert await world.read(versions.current) == before


async def test_a_language_that_changes_is_taken_over(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    await meet(world, NEW)
    await a_second_account(world, locale="nl")

    await meet(world, replace(NEW, locale="en"))

    assert (await known(world)).person.locale == "en"


async def test_a_new_name_is_taken_over(store: Store) -> None:
    world, probe = await a_world(store)
    await meet(world, NEW)

    await meet(world, replace(NEW, name="Noor Haddad-de Vries"))

    assert probe.contexts[-1].person.name == "Noor Haddad-de Vries"


async def test_a_place_is_seen_at_first_sight_and_kept_in_step(store: Store) -> None:
    world, probe = await a_world(store)
    new = PlaceSeen("C77", "verhuur", state="open")

    await meet(world, NEW, place=new)
    await meet(world, NEW, place=replace(new, name="verhuur-noord"))

    assert [context.place.name for context in probe.contexts if context.place] == ["verhuur", "verhuur-noord"]
    assert len([one for one in await world.read(places.every) if one.external == "C77"]) == 1


async def test_a_private_chat_has_no_place(sqlite_store: Store) -> None:
    world, probe = await a_world(sqlite_store)

    await meet(world, NEW)

    assert probe.contexts[0].place is None


async def test_the_same_id_in_another_workspace_is_somebody_else(sqlite_store: Store) -> None:
    world, _ = await a_world(sqlite_store)
    await meet(world, NEW)

    await meet(world, replace(NEW, name="Een ander", email="ander@waterrand.example"), "w2")

    assert (await known(world)).person.id != (await known(world, NEW, 2)).person.id
