"""A guest is a guest from the first word on, wherever it is said."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from adapters.teams import members, sight
from adapters.teams.references import References
from store import accounts, installations
from store.accounts import Account, AccountSeen
from store.errors import Busy
from store.references import Heard
from store.tx import Tx
from tests.adapters.teams.conftest import Tried
from tests.fakes.teams import faults
from tests.fakes.teams.people import Person
from tests.fakes.teams.teams import TENANT


async def account(tried: Tried, who: Person) -> Account:
    def find(tx: Tx) -> Account:
        workspace = installations.find(tx, "teams", TENANT)
        assert workspace
        known = accounts.find(tx, workspace.id, who.aad)
        assert known
        return known.account

    return await tried.engine.store.read(find)


def asked(tried: Tried) -> int:
    """How often was asked who somebody is."""
    return len(tried.fake.counters.of("member"))


async def test_a_guest_in_a_private_chat_is_known_before_the_first_word_is_carried_out(tried: Tried) -> None:
    guest = tried.fake.person("Gast Buiten", "guest")

    await guest.says("klant")

    known = await account(tried, guest)
    assert (known.kind, known.email) == ("guest", guest.email)


async def test_each_account_is_asked_for_once(tried: Tried) -> None:
    guest = tried.fake.person("Gast Buiten", "guest")
    before = asked(tried)

    await asyncio.gather(*(guest.says("hulp") for _ in range(3)))
    await guest.says("klant")

    assert asked(tried) == before + 1


async def test_whoever_the_list_of_members_told_of_is_not_asked_for(tried: Tried) -> None:
    before = asked(tried)

    await tried.sanne.says("hulp")

    assert asked(tried) == before


async def test_nobody_waits_for_a_connector_that_is_slow_and_what_it_tells_is_learnt(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "FIRST_SIGHT", 0.01)
    guest = tried.fake.person("Gast Buiten", "guest")
    tried.fake.connector.faults.next("member", faults.delay(0.3))

    await guest.says("klant")
    first = (await account(tried, guest)).kind
    await tried.settle()

    assert (first, (await account(tried, guest)).kind) == ("member", "guest")


async def test_a_connector_that_does_not_tell_is_asked_again_later(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = tried.fake.person("Gast Buiten", "guest")
    tried.fake.connector.faults.next("member", faults.status(500))

    await guest.says("klant")
    assert (await account(tried, guest)).kind == "member"
    monkeypatch.setattr(tried.engine.clock, "elapsed", lambda: monotonic() + 61)
    await guest.says("klant")

    assert (await account(tried, guest)).kind == "guest"


async def test_at_night_people_of_private_chats_are_read_too(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "_PAUSE", 0)
    guest = tried.fake.person("Gast Buiten", "guest")
    await guest.says("klant")
    await tried.settle()
    await tried.engine.learn("teams", TENANT, [AccountSeen(guest.aad, kind="member")])

    await tried.teams.members.everywhere()

    assert (await account(tried, guest)).kind == "guest"


async def test_a_store_that_is_away_at_night_stops_nothing(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    tries, read = 0, asyncio.Event()

    async def every(self: References) -> list[Heard]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise Busy("here")
        read.set()
        return []

    monkeypatch.setattr(References, "every", every)
    monkeypatch.setattr(members, "_AGAIN", 0)
    monkeypatch.setattr(members.Members, "_next_night", lambda _: tried.wall.now())
    night = asyncio.create_task(tried.teams.members.every_night())

    await asyncio.wait({night, asyncio.create_task(read.wait())}, timeout=5, return_when=asyncio.FIRST_COMPLETED)

    assert read.is_set()
    assert not night.done()
    night.cancel()


async def test_whoever_is_only_in_a_shared_channel_is_asked_for_there(tried: Tried) -> None:
    guest = tried.fake.person("Gast Buiten", "guest")
    channel = tried.fake.channel(tried.team, "Ketenpartners")
    channel.type, channel.members = "shared", [tried.fatima, guest]

    await guest.says("klant", channel)
    await tried.settle()

    assert (await account(tried, guest)).kind == "guest"


async def test_whoever_comes_without_the_directorys_id_is_still_the_same_person(tried: Tried) -> None:
    said = tried.sanne.saying("hulp")
    del said["from"]["aadObjectId"]

    await tried.fake.sender.deliver(said)
    await tried.settle()

    assert await tried.engine.store.read(lambda tx: _known(tx, tried.sanne.id)) is False
    assert len(await tried.private(tried.sanne)) == 1


def _known(tx: Tx, external: str) -> bool:
    workspace = installations.find(tx, "teams", TENANT)
    return workspace is not None and accounts.find(tx, workspace.id, external) is not None
