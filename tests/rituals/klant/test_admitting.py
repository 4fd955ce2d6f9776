"""A beheerder admits a workspace, and confirms that an account is a colleague's."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.events import Installed, Origin
from store import accounts, installations
from store.accounts import AccountSeen
from store.base import Store
from tests.fakes.world import PEOPLE, Posted, World, labels, words_of

NOOR = AccountSeen("U7", "Noor Haddad", "noor@elders.example")


async def asked(world: World, name: str = "De\nburen") -> Posted:
    """A workspace asks, and Fatima reads it."""
    origin = Origin("fake", "w9", NOOR)
    await world.engine.dispatch(Installed(delivery=world.delivery(), at=world.now, origin=origin, name=name))
    await world.walk(seconds=5)
    return world.platform.to("fatima")[-1]


async def state(world: World) -> str:
    found = await world.read(lambda tx: installations.find(tx, "fake", "w9"))
    assert found
    return found.state


async def test_the_beheerder_admits_a_workspace(store: Store) -> None:
    world = await World(store).open()
    card = await asked(world)
    assert card.text == "Er wil een werkplek meedoen: De buren (Fake)."
    assert labels(card.card) == ["Toelaten", "Niet toelaten"]

    answer = await world.press("fatima", card.card, "Toelaten")
    await world.walk(seconds=5)

    assert await state(world) == "admitted"
    assert words_of(answer) == card.text == "De buren (Fake) doet nu mee."
    assert labels(card.card) == []


async def test_only_beheerders_are_asked_and_only_they_decide(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    card = await asked(world)

    answers = [words_of(await world.press("anouk", card.card, label)) for label in ("Toelaten", "Niet toelaten")]

    assert await state(world) == "waiting"
    assert answers == ["Dit mag alleen een beheerder. Vraag het aan Fatima."] * 2
    assert world.platform.to("anouk") == []


async def test_a_workspace_that_was_turned_down_can_still_be_admitted(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    card = await asked(world)

    refused = await world.press("fatima", card.card, "Niet toelaten")
    await world.walk(seconds=5)
    before = (await state(world), labels(card.card))
    await world.press("fatima", card.card, "Toch toelaten")

    assert words_of(refused) == "Goed, De buren (Fake) doet niet mee."
    assert before == ("refused", ["Toch toelaten"])
    assert await state(world) == "admitted"


async def test_an_old_card_tells_what_was_decided_already(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    card = (await asked(world)).card
    await world.press("fatima", card, "Toelaten")

    late = await world.press("fatima", card, "Niet toelaten")

    assert words_of(late) == "De buren (Fake) doet nu mee."
    assert await state(world) == "admitted"
    assert words_of(await world.act("fatima", "klant.admit")) == "Deze werkplek ken ik niet meer."


async def test_asking_again_does_not_send_a_second_card(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await asked(world)

    await asked(world)

    assert len(world.platform.to("fatima")) == 1


async def test_a_beheerder_confirms_that_an_account_is_a_colleagues(store: Store) -> None:
    world = await World(store).open()
    await store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    await world.engine.learn("fake", "w2", [replace(PEOPLE["anouk"], external="T1")])
    await world.walk(seconds=5)
    (card,) = world.platform.to("fatima")
    assert "Anouk Visser heeft hier een rol, en doet nu ook mee vanuit Tweede (Fake)" in card.text

    refused = await world.press("sanne", card.card, "Klopt")
    answer = await world.press("fatima", card.card, "Klopt")
    await world.walk(seconds=5)

    assert words_of(refused) == "Dit mag alleen een beheerder. Vraag het aan Fatima."
    assert words_of(answer) == card.text == "De rol van Anouk Visser geldt nu ook in Tweede (Fake)."
    known = await world.read(lambda tx: accounts.find(tx, 2, "T1"))
    assert known and known.account.confirmed


async def test_who_has_a_second_account_confirms_it_from_the_first(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await sqlite_store.transact(lambda tx: installations.put(tx, "fake", "w2", "Tweede", "admitted"))
    await world.engine.learn("fake", "w2", [replace(PEOPLE["fatima"], external="T1")])
    await world.walk(seconds=5)

    (card,) = world.platform.to("fatima")
    await world.press("fatima", card.card, "Klopt")

    known = await world.read(lambda tx: accounts.find(tx, 2, "T1"))
    assert known and known.account.confirmed
    assert words_of(await world.act("fatima", "klant.confirm")) == "Dit account is er niet meer."
