"""Woonstichting Waterrand on a quiet Monday, in memory."""

import pytest

from rituals import bel, klant
from store.base import Store
from tests.fakes import world as worlds
from tests.fakes.world import World


@pytest.fixture(autouse=True)
def _bell_and_house_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another ritual adds to their cards is tested with that ritual."""
    monkeypatch.setattr(worlds, "find_rituals", lambda: (bel.ritual(), klant.ritual()))


@pytest.fixture
async def world(sqlite_store: Store) -> World:
    return await World(sqlite_store).open()
