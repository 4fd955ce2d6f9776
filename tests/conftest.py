"""Stores for every test: a database in memory, a file, and a PostgreSQL that is started once."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from store.base import Store
from store.migrate import create_all
from store.open import open_store
from tests.fakes.compiled import compiled_once
from tests.fakes.postgres import Postgres, running


def pytest_configure() -> None:
    """Traces as Python writes them: drawn in frames and colours, one takes seconds."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """A fresh database with all tables."""
    url = postgres_server.fresh()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh file with all tables."""
    url = f"sqlite:///{tmp_path}/store.db"
    create_all(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
async def sqlite_store() -> AsyncIterator[Store]:
    """In memory, made in a moment: for tests of rules and rituals."""
    store = open_store("sqlite://")
    await store.transact(lambda tx: create_all(tx.connection))
    yield store
    await store.close()


@pytest.fixture
async def postgres_store(postgres_url: str) -> AsyncIterator[Store]:
    store = open_store(postgres_url)
    yield store
    await store.close()


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """The same test on both databases."""
    store = open_store(store_url)
    yield store
    await store.close()
