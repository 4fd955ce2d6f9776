"""How tables are declared: times, ids, and beside every table whose data it holds, why and for how long."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, ColumnElement, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

Erase = Literal["row", "null"]
"""What erasing somebody does to a column that points at them: the row goes, or the column is emptied."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is called INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment: microseconds since the epoch in the database, an aware UTC datetime in Python."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return _microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return _moment(value)

    # Given straight to the driver: a bell has two dozen moments in it.
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _microseconds

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _moment


# One transaction writes the same few moments many times over.
@lru_cache(maxsize=256)
def _microseconds(value: datetime | None) -> int | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a moment without time zone cannot be stored: {value!r}")
    return (value - _EPOCH) // _MICROSECOND


def _moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


@dataclass(frozen=True)
class About:
    """The privacy register's line on a table; `age` is a column and the age after which a row is deleted.

    Where there is something in the first of `counted`, that row counts in the number of that name when it goes.
    """

    whose: str
    why: str
    keep: str
    export: str
    erase: str
    age: tuple[str, timedelta] | None = None
    counted: tuple[str, str] | None = None


def table(name: str, *items: SchemaItem, about: About) -> Table:
    """On SQLite a table without a number of its own is kept in the order of its key: one tree less to write in."""
    numbered = any(isinstance(one, Column) and one.primary_key and one.name == "id" for one in items)
    return Table(name, metadata, *items, info={"about": about}, sqlite_with_rowid=numbered)


def partial(name: str, *columns: Any, where: ColumnElement[bool]) -> Index:
    """An index of the rows that `where` tells, of which the values are written out: the planner must see them."""
    return Index(name, *columns, sqlite_where=where)


def for_postgresql() -> None:
    """The same for PostgreSQL. SQLAlchemy loads a database's whole dialect for an index that names it, and an
    organisation on SQLite shall not carry that along: so it is told where tables are made or compared.
    """
    for of_table in metadata.tables.values():
        for index in of_table.indexes:
            where = index.kwargs.get("sqlite_where")
            if where is not None:
                index.kwargs["postgresql_where"] = where


def person_id(
    name: str = "person_id", *, erase: Erase, nullable: bool = False, primary_key: bool = False
) -> Column[int]:
    return _reference(name, "person.id", erase, nullable, primary_key)


def account_id(
    name: str = "account_id", *, erase: Erase, nullable: bool = False, primary_key: bool = False
) -> Column[int]:
    return _reference(name, "account.id", erase, nullable, primary_key)


def _reference(name: str, target: str, erase: Erase, nullable: bool, primary_key: bool) -> Column[int]:
    return Column(
        name,
        Id,
        ForeignKey(target),
        nullable=nullable,
        primary_key=primary_key,
        autoincrement=False,
        info={"erase": erase},
    )


class dbnow(FunctionElement[int]):
    """The database's own clock in microseconds since the epoch (SQLite's is exact to a millisecond)."""

    type = BigInteger()
    inherit_cache = True


@compiles(dbnow, "sqlite")
def _dbnow_sqlite(element: dbnow, compiler: Any, **_: Any) -> str:
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000"


@compiles(dbnow, "postgresql")
def _dbnow_postgresql(element: dbnow, compiler: Any, **_: Any) -> str:
    return "CAST(EXTRACT(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
