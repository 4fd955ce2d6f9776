"""Woonstichting Waterrand with the ideas, the bell, the house, and a ritual that shows quotes."""

from __future__ import annotations

import pytest

from rituals import bel, idee, klant
from store import roles
from store.base import Store
from store.roles import Given
from store.tx import Tx
from tests.fakes.world import World
from tests.rituals.idee import quotes as citaat
from tests.rituals.idee.quotes import Quotes
from tests.rituals.idee.steps import person_id


@pytest.fixture
async def world(sqlite_store: Store) -> World:
    return await opened(sqlite_store)


@pytest.fixture
def quotes(sqlite_store: Store) -> Quotes:
    return Quotes(sqlite_store)


async def opened(store: Store) -> World:
    """Anouk looks after the ideas, and there is one quote."""
    world = await World(store, rituals=(bel.ritual(), idee.ritual(), klant.ritual(), citaat.ritual())).open()
    anouk = await person_id(world, "anouk")

    def furnish(tx: Tx) -> None:
        roles.give(tx, Given(anouk, "ritueelhouder", "idee"), None, world.now)

    await store.transact(furnish)
    await Quotes(store).open()
    return world
