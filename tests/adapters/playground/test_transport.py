"""The playground as delivery uses it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.playground.limits import CAPABILITIES
from rituals.engine.cards import Card, Text
from rituals.engine.errors import Unreachable, Vanished
from rituals.engine.platform import Parcel
from store import accounts, installations, places
from store.base import Store
from store.installations import Workspace
from store.places import Place
from store.tx import Tx
from tests.adapters.playground.conftest import MONDAY, Tried, opened


def card(text: str) -> Card:
    return Card((Text((text,)),))


async def parcel(tried: Tried, text: str, **changes: str) -> Parcel:
    def look(tx: Tx) -> tuple[Workspace | None, Place | None]:
        workspace = installations.find(tx, "playground", "playground")
        return workspace, places.find(tx, workspace.id, "algemeen") if workspace else None

    workspace, place = await tried.playground.store.read(look)
    assert workspace is not None
    return Parcel("proef:1", workspace, card(text), place, posted=changes.get("posted"), thread=changes.get("thread"))


async def test_a_message_is_posted_found_changed_and_removed(tried: Tried) -> None:
    new = await parcel(tried, "Eerst")
    number = await tried.playground.post(new)
    assert await tried.playground.find(new, MONDAY - timedelta(minutes=1)) == number
    assert await tried.playground.find(new, MONDAY + timedelta(minutes=1)) is None
    await tried.playground.update(await parcel(tried, "Daarna", posted=number))
    [message] = await tried.page().sees()
    assert "Daarna" in message["html"]
    assert "Eerst" not in message["html"]
    await tried.playground.remove(await parcel(tried, "", posted=number))
    assert await tried.page().sees() == []
    assert await tried.playground.find(new, MONDAY) is None


@pytest.mark.parametrize("posted", ["999", "geen getal"])
async def test_what_is_gone_is_said_to_be_gone(tried: Tried, posted: str) -> None:
    gone = await parcel(tried, "x", posted=posted)
    for change in (tried.playground.update, tried.playground.remove):
        with pytest.raises(Vanished):
            await change(gone)


async def test_an_answer_in_a_thread_names_its_parent(tried: Tried) -> None:
    parent = await tried.playground.post(await parcel(tried, "Boven"))
    await tried.playground.post(await parcel(tried, "Eronder", thread=parent))
    above, below = await tried.page().sees()
    assert (above["parent"], below["parent"]) == (None, parent)


async def test_a_parcel_for_nobody_is_refused(tried: Tried) -> None:
    whole = await parcel(tried, "x")
    with pytest.raises(Unreachable):
        await tried.playground.post(Parcel("proef:1", whole.workspace, whole.card))


async def test_it_can_do_everything(tried: Tried) -> None:
    assert tried.playground.name == "playground"
    assert tried.playground.capabilities == CAPABILITIES
    assert tried.playground.limits.workspace == ()


async def test_the_organisation_is_there_once_and_the_clock_goes_on(sqlite_store: Store) -> None:
    async with opened(sqlite_store, {}) as tried:
        await tried.walk("workday")
        await tried.page().say("Hallo")
        late = tried.engine.clock.now()
    async with opened(sqlite_store, {}) as again:
        found = await sqlite_store.read(lambda tx: accounts.search(tx, "", 50))
        rooms = await sqlite_store.read(places.every)
        assert [one.first for one in found] == ["Anouk", "Bas", "Fatima", "Kees", "Marieke", "Sanne", "Youssef"]
        assert [(one.external, one.kind, one.shared) for one in rooms] == [
            ("algemeen", "channel", False), ("successen", "channel", False), ("team-noord", "channel", False),
            ("mt", "private", False), ("bouwpartners", "channel", True),
        ]  # fmt: skip
        assert again.engine.clock.now() == late
