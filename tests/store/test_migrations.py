"""One chain of migrations, which ends in the tables of the code; and a copy before each upgrade."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from store.base import Store
from store.copies import copy_before_upgrade, existing
from store.errors import AlreadyRunning, NewerSchema, OlderSchema, Unavailable
from store.migrate import (
    HEAD,
    alembic_config,
    check_schema,
    connected,
    create_all,
    require_current,
    revision,
    upgrade,
)
from store.open import open_store
from store.tables import metadata
from tests.fakes.postgres import Postgres


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, url: str) -> str:
    if request.param == "sqlite":
        return url
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.fresh(template="template0")


def stamp(url: str, number: str) -> None:
    with connected(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": number})


def differences(url: str) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [*compare_metadata(context, metadata)]


def shape(file: Path) -> dict[str, set[str]]:
    """For each table the lines of its declaration, without regard to their order."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%'").fetchall()
    return {name: {line.strip(" ,\t") for line in (sql or "").splitlines()} for name, sql in found}


def test_the_chain_has_one_head_and_it_is_the_one_the_code_names() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_migrations_give_the_tables_of_the_code(empty_url: str) -> None:
    upgrade(empty_url, chain=True)

    assert revision(empty_url) == HEAD
    assert check_schema(empty_url) == "current"
    assert differences(empty_url) == []


def test_migrations_and_the_short_cut_of_the_tests_declare_the_same(tmp_path: Path) -> None:
    short, long = tmp_path / "short.db", tmp_path / "long.db"

    create_all(f"sqlite:///{short}")
    upgrade(f"sqlite:///{long}", chain=True)

    assert shape(long) == shape(short)


def test_an_empty_database_gets_its_tables_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        started = [threads.submit(upgrade, empty_url) for _ in range(2 if "postgresql" in empty_url else 1)]
        for one in started:
            one.result()

    assert check_schema(empty_url) == "current"
    assert differences(empty_url) == []


def test_the_short_cut_leaves_no_difference_either(store_url: str) -> None:
    assert check_schema(store_url) == "current"
    assert differences(store_url) == []


def test_a_database_without_our_tables_is_empty_and_looking_makes_no_file(url: str, file: Path) -> None:
    assert check_schema(url) == "empty"
    assert revision(url) is None
    assert not file.exists()


def test_a_newer_schema_is_refused_by_name(store_url: str) -> None:
    stamp(store_url, "9999")

    with pytest.raises(NewerSchema, match="9999") as caught:
        check_schema(store_url)
    with pytest.raises(NewerSchema):
        upgrade(store_url)
    assert (caught.value.revision, caught.value.newest) == ("9999", HEAD)


def test_an_empty_database_asks_for_its_migration(url: str) -> None:
    with pytest.raises(OlderSchema, match="klantritme migrate"):
        require_current(url)


def test_an_upgrade_of_a_current_database_does_nothing(url: str, file: Path) -> None:
    upgrade(url)
    upgrade(url)

    assert existing(file) == []


async def test_an_upgrade_beside_a_running_store_is_refused(url: str) -> None:
    store: Store = open_store(url)

    with pytest.raises(AlreadyRunning):
        upgrade(url)
    await store.close()


def test_a_file_that_is_no_database_is_refused(url: str, file: Path) -> None:
    file.write_text("no database at all " * 100)

    with pytest.raises(Unavailable):
        upgrade(url)


async def test_a_copy_holds_what_was_committed_even_when_it_is_still_in_the_log(url: str, file: Path) -> None:
    store = open_store(url)
    await store.transact(lambda tx: tx.run(text("CREATE TABLE note (body TEXT)")))
    await store.transact(lambda tx: tx.run(text("INSERT INTO note VALUES ('a')")))

    copy = copy_before_upgrade(file)
    await store.close()

    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT body FROM note").fetchall() == [("a",)]
    assert existing(file) == [copy]


def test_copies_of_more_than_a_week_are_removed(url: str, file: Path) -> None:
    upgrade(url)
    old, young = copy_before_upgrade(file), copy_before_upgrade(file)
    for copy, days in ((old, 8), (young, 6)):
        moment = (datetime.now(UTC) - timedelta(days=days)).timestamp()
        os.utime(copy, (moment, moment))

    new = copy_before_upgrade(file)

    assert existing(file) == [young, new]
