"""From DATABASE_URL to a store."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from store.base import PATIENCE, Reached, Store, ignore
from store.errors import Unavailable


def open_store(url: str, *, reached: Reached = ignore, patience: float = PATIENCE) -> Store:
    """`sqlite:///path`, `sqlite://` (in memory) or `postgresql://...`; call it after any migration.

    A SQLite file is created when it is not there, and locked against a second process until `close`.
    """
    match scheme(url):
        case "sqlite":
            from store.sqlite import SqliteStore

            return SqliteStore(sqlite_path(url), reached=reached, patience=patience)
        case "postgresql":
            from store.postgres import PostgresStore

            return PostgresStore(url, reached=reached, patience=patience)
        case other:
            raise Unavailable(other, "DATABASE_URL starts with sqlite:// or postgresql://")


def scheme(url: str) -> str:
    try:
        return make_url(url).get_backend_name()
    except ArgumentError as error:
        raise Unavailable("DATABASE_URL", "this is not an address (sqlite:///path, postgresql://...)") from error


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address; None is a database in memory."""
    name = make_url(url).database
    return None if name in (None, "", ":memory:") else Path(str(name))
