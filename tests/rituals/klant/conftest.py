"""Woonstichting Waterrand on a quiet Monday, in memory."""

import pytest

from store.base import Store
from tests.fakes.world import World


@pytest.fixture
async def world(sqlite_store: Store) -> World:
    return await World(sqlite_store).open()
