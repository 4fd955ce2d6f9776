"""Looking into a database disturbs nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.looking import looking
from store import inbox, installations
from store.errors import StoreError
from store.open import open_store
from store.tx import Tx

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def put(tx: Tx) -> None:
    installations.put(tx, "slack", "T1", "Waterrand", "admitted")
    inbox.put(tx, "delivery-1", NOW, "")


async def test_it_reads_beside_a_process_that_runs(store_url: str) -> None:
    store = open_store(store_url)
    await store.transact(put)

    with looking(store_url) as look:
        assert [one.name for one in look(installations.every)] == ["Waterrand"]

    await store.transact(lambda tx: installations.put(tx, "slack", "T2", "Elders", "waiting"))
    await store.close()


async def test_it_cannot_write(store_url: str) -> None:
    with looking(store_url) as look, pytest.raises(StoreError):
        look(put)


def test_without_a_database_there_is_nothing() -> None:
    with looking(None) as look:
        assert look(installations.every) == []


def test_a_database_that_is_not_there_is_told(tmp_path: object) -> None:
    with pytest.raises(StoreError), looking(f"sqlite:///{tmp_path}/none.db"):
        pass
