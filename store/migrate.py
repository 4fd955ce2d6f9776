"""From an older schema to this one. Alembic is loaded only when something has to change."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, create_engine, event, inspect, select, text
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable

from store.copies import copy_before_upgrade
from store.errors import NewerSchema, OlderSchema, StoreError, Unavailable
from store.open import scheme, sqlite_path
from store.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
State = Literal["empty", "older", "current"]
_VERSION = sql_table("alembic_version", sql_column("version_num"))
_CREATE_VERSION = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('klantritme/migrate', 0))")


def revision(url: str) -> str | None:
    """The revision the database has; None for a database without our tables, or a file that is not there."""
    path = sqlite_path(url) if scheme(url) == "sqlite" else None
    if path is not None:
        SqliteFile(path).look()
        if not path.exists():
            return None
    with connected(url) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(select(_VERSION.c.version_num))
        return found


def check_schema(url: str) -> State:
    """Raises NewerSchema for a revision that this version of the program does not know."""
    found = revision(url)
    if found is None:
        return "empty"
    if found == HEAD:
        return "current"
    if found not in _known():
        raise NewerSchema(_where(url), found, HEAD)
    return "older"


def require_current(url: str) -> None:
    """Raises OlderSchema when the database waits for its migration."""
    if check_schema(url) != "current":
        raise OlderSchema(_where(url), revision(url), HEAD)


def upgrade(url: str, *, copies: bool = True, chain: bool = False) -> State:
    """Bring the database to HEAD in one transaction, and tell what it was; SQLite is copied first when it holds
    anything.

    An empty database gets all tables at once, which spares a new installation the second and the memory that
    Alembic takes; `chain` runs every migration there too. No store may be open on the same SQLite file: the
    upgrade takes its lock.
    """
    with held(url) as path:
        state = check_schema(url)
        if state == "current":
            return state
        if state == "empty" and not chain:
            _create_once(url)
            return state
        if path is not None and copies and state == "older":
            copy_before_upgrade(path)
        _run_alembic(url)
        return state


def create_all(target: str | Connection) -> None:
    """All tables at once and marked as HEAD; a test proves that the migrations give the same."""
    if isinstance(target, Connection):
        _create(target)
        return
    with held(target), connected(target) as connection:
        _create(connection)


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _run_alembic(url: str) -> None:
    from alembic import command

    config = alembic_config()
    with connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(_ONE_AT_A_TIME)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise Unavailable(_where(url), f"after the upgrade rows would point nowhere: {broken[:5]}")


def _create_once(url: str) -> None:
    """On PostgreSQL two replicas may come at the same time: the second finds the work done."""
    with connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(_ONE_AT_A_TIME)
        if not inspect(connection).has_table("alembic_version"):
            _create(connection)


def _create(connection: Connection) -> None:
    for statement in _create_statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.execute(_VERSION.insert().values(version_num=HEAD))


@cache
def _create_statements(dialect_name: str) -> tuple[str, ...]:
    # Compiled once: hundreds of tests begin with an empty database.
    from store.tables import metadata

    dialect = _dialect(dialect_name)
    statements = [_CREATE_VERSION]
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
    return tuple(statements)


def _dialect(name: str) -> Dialect:
    """Only the one that is asked for: an organisation on SQLite shall not carry PostgreSQL's along."""
    if name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.dialect()
    from sqlalchemy.dialects import postgresql

    from store.schema import for_postgresql

    for_postgresql()
    return postgresql.dialect()  # type: ignore[no-untyped-call]


def _known() -> set[str]:
    """The revisions this version ships; their files are named `0001_what_it_does.py`."""
    return {path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


@contextmanager
def held(url: str) -> Iterator[Path | None]:
    """Keeps a SQLite file from every other process, and makes it when there is none; gives its path."""
    file = SqliteFile(sqlite_path(url) if scheme(url) == "sqlite" else None)
    file.take()
    try:
        yield file.path
    finally:
        file.release()


def _where(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def connected(url: str, *, reading: bool = False) -> Iterator[Connection]:
    """One connection in one transaction, on SQLite without foreign keys: they are checked afterwards.

    `reading` sees one moment of the database, changes nothing, and keeps nobody from writing.
    """
    if scheme(url) == "sqlite":
        engine = create_engine("sqlite://", creator=lambda: _open_sqlite(url), poolclass=NullPool)
        event.listen(engine, "begin", _begin if reading else _begin_immediately)
    else:
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            if reading and connection.dialect.name == "postgresql":
                connection.execute(_ONE_MOMENT)
            yield connection
    except DBAPIError as error:
        raise _told(url, error.orig) from error
    finally:
        engine.dispose()


def _told(url: str, error: BaseException | None) -> Exception:
    if scheme(url) == "postgresql":
        from store.postgres_server import unreachable

        return unreachable(_where(url), str(error))
    file = SqliteFile(sqlite_path(url))
    told = file.translate(error) if isinstance(error, sqlite3.Error) else None
    return told if isinstance(told, StoreError) else Unavailable(file.where, str(error))


def _open_sqlite(url: str) -> sqlite3.Connection:
    connection = SqliteFile(sqlite_path(url)).connect()
    # Batch mode drops and renames tables, which foreign keys would not survive.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA busy_timeout=5000")
    return connection


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediately(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
