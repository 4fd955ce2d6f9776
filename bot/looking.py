"""Looking into the database without disturbing the process that runs on it: no lock, and nothing can be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from store.errors import Unavailable
from store.migrate import create_all
from store.open import scheme, sqlite_path
from store.statements import Plans
from store.tx import Tx

T = TypeVar("T")


@contextmanager
def looking(url: str | None) -> Iterator[Callable[[Callable[[Tx], T]], T]]:
    """A function that reads. With None it reads an empty database in memory."""
    engine = create_engine(_read_only(url) if url else "sqlite://", poolclass=NullPool)
    with _told(url), engine.connect() as connection:
        if url is None:
            create_all(connection)
            connection.commit()
        elif scheme(url) == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        def look(work: Callable[[Tx], T]) -> T:
            return work(_transaction(connection))

        try:
            yield look
        finally:
            connection.rollback()


def _transaction(connection: Connection) -> Tx:
    dialect = connection.dialect
    error = dialect.loaded_dbapi.Error
    name = "sqlite" if dialect.name == "sqlite" else "postgresql"
    return Tx(name, connection, connection.connection.cursor(), Plans(dialect), error, _unavailable)  # type: ignore[arg-type]  # one of two names


@contextmanager
def _told(url: str | None) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise Unavailable(_where(url), str(error.orig)) from error


def _unavailable(error: Exception) -> Exception:
    return Unavailable("DATABASE_URL", str(error))


def _where(url: str | None) -> str:
    return make_url(url).render_as_string(hide_password=True) if url else ":memory:"


def _read_only(url: str) -> str:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    path = sqlite_path(url)
    return f"sqlite:///file:{path.absolute()}?mode=ro&uri=true" if path else "sqlite://"
