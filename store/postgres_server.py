"""One transaction on PostgreSQL through the driver, and what the server's errors mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.errors import Busy, Conflict, Full, ReadOnly, StoreError, Unavailable
from store.statements import Plans
from store.tx import Tx

CONNECT = 5  # seconds until a server that does not answer is called unavailable
# One round trip: the columns are worked out from left to right, so only the locks are under the time-out.
_LOCK = """
    SELECT set_config('lock_timeout', %s, true),
           (SELECT count(pg_advisory_xact_lock(hashtextextended(subject, 0))::text)
            FROM unnest(%s::text[]) AS subject),
           set_config('lock_timeout', '0', true)
"""


class Lost(Unavailable):
    """The connection was lost; the work may be run again."""

    during_commit = False


class Again(Busy):
    """The server chose this transaction to end a deadlock; the work may be run again."""


_REMEDIES = (
    (("permission denied",), "Give the user in DATABASE_URL the right to make and use tables."),
    (("password", 'role "'), "Mend user and password in DATABASE_URL."),
    (('database "',), "Make the database, or mend its name in DATABASE_URL."),
    (
        ("refused", "resolve", "translate", "timeout", "timed out", "no route", "unreachable", "no such file"),
        "Start PostgreSQL, or mend host and port in DATABASE_URL.",
    ),
)
_BY_STATE: dict[str, type[StoreError]] = {
    "40001": Again,  # serialization_failure
    "40P01": Again,  # deadlock_detected
    "55P03": Busy,  # lock_not_available: lock_timeout ran out
    "25006": ReadOnly,  # read_only_sql_transaction
    "57014": Unavailable,  # query_canceled
    "53100": Full,  # disk_full
    "57P03": Unavailable,  # cannot_connect_now
    "53300": Unavailable,  # too_many_connections
}
_BY_CLASS: dict[str, type[StoreError]] = {"23": Conflict, "08": Lost, "57": Lost, "58": Unavailable}


def unreachable(where: str, detail: str) -> Unavailable:
    """With the remedy that fits the words of the driver: before there is a connection it has no code to give."""
    found = (remedy for words, remedy in _REMEDIES if any(word in detail.lower() for word in words))
    return Unavailable(where, detail, next(found, ""))


class PostgresServer:
    def __init__(self, url: str, connections: int) -> None:
        address = make_url(url)
        self.where = address.render_as_string(hide_password=True)
        self._engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=connections,
            max_overflow=0,
            pool_timeout=CONNECT,
            paramstyle="format",  # positional, as on SQLite
            connect_args={"connect_timeout": CONNECT, "application_name": "klantritme"},
        )
        self.plans = Plans(self._engine.dialect)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Rolled back unless it was committed; a lost connection takes the idle ones of the pool with it."""
        pool, connection = self._engine.pool, self._connect()
        transaction = Transaction(self, connection)
        try:
            yield transaction
        except Lost:
            connection.invalidate()
            self._engine.dispose()  # after a restart of the server the others are as dead
            raise
        finally:
            transaction.end()
            if pool is not self._engine.pool:
                pool.dispose()  # somebody else lost a connection meanwhile: nobody takes ours from there any more

    def translate(self, error: Exception) -> Exception:
        if not isinstance(error, psycopg.Error):
            return error
        state = error.sqlstate or ""
        kind = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
        if kind is None and not state and isinstance(error, psycopg.OperationalError):
            kind = Lost
        # Never the server's DETAIL, which has the values of the row in it: what people wrote.
        detail = error.diag.message_primary or (type(error).__name__ if state else str(error).strip())
        return error if kind is None else kind(self.where, detail)

    def _connect(self) -> Connection:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            raise unreachable(self.where, str(error.orig)) from error
        except PoolTimeout as error:
            raise unreachable(self.where, str(error)) from error


class Transaction:
    def __init__(self, server: PostgresServer, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)  # noqa: S101 - for mypy: the engine is ours
        self._server = server
        self._connection = connection
        self._raw: psycopg.Connection[Any] = raw
        self._cursor = raw.cursor()
        self.tx = Tx("postgresql", connection, self._cursor, server.plans, psycopg.Error, server.translate)

    def lock(self, subjects: Sequence[str], left: float | None) -> None:
        """Take the subjects' locks, in the order given, within `left` seconds."""
        if subjects:
            self.say(_LOCK, "0" if left is None else f"{max(int(left * 1000), 1)}ms", list(subjects))

    def say(self, sql: str, *values: object) -> None:
        try:
            self._cursor.execute(sql, values)
        except psycopg.Error as error:
            raise self._server.translate(error) from error

    def commit(self) -> None:
        try:
            self._raw.commit()
        except psycopg.Error as error:
            told = self._server.translate(error)
            if isinstance(told, Lost):
                told.during_commit = True
            raise told from error

    def end(self) -> None:
        self._cursor.close()
        self._connection.close()  # back to the pool, which rolls back what was not committed
