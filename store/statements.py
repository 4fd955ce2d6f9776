"""Statements, compiled once and then run straight on the driver.

SQLAlchemy's own execution costs four to six times the CPU of the driver's. A statement takes the short way
only when everything about it is known after compiling; the rest goes through `Connection.execute`. The short
way is for SELECT, INSERT, UPDATE, DELETE and text that

- have no value rendered into the text; a bound list (`IN`) is written out, so there is a plan for each length,
- need no default made by Python, and no value from a callable,
- select named columns (a literal `*` could be any number of columns).

The processors of values are those of the public `TypeEngine.bind_processor` and `result_processor`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Delete,
    Executable,
    Insert,
    LargeBinary,
    Table,
    TextClause,
    Update,
    literal_column,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine

from store.frozen import frozen

Values = Mapping[str, object]


class PerDialect:
    """One statement built twice, because the two databases have their own insert."""

    def __init__(self, build: Callable[[Callable[[Table], Any]], Executable]) -> None:
        self._build = build

    @cached_property
    def sqlite(self) -> Executable:
        from sqlalchemy.dialects.sqlite import insert

        return self._build(insert)

    @cached_property
    def postgresql(self) -> Executable:
        from sqlalchemy.dialects.postgresql import insert

        return self._build(insert)


def upsert(build: Callable[[Callable[[Table], Any]], Executable]) -> PerDialect:
    """`build` is called with the insert of each dialect, so that `.on_conflict_do_*` works for both."""
    return PerDialect(build)


class Numbered(PerDialect):
    """An insert of one row whose number, its `id`, is asked for."""

    def __init__(self, insert: Insert) -> None:
        # SQLite would make a table in memory for RETURNING, and its driver knows the number anyway.
        self.sqlite = insert
        self.postgresql = insert.returning(insert.table.c.id)


Statement = Executable | PerDialect


def word(text: str) -> ColumnElement[str]:
    """A constant written into the statement: on the hot path each value that is bound costs time."""
    return literal_column(f"'{text}'")


def one_of(column: ColumnElement[str], *words: str) -> ColumnElement[bool]:
    """`column IN ('a', 'b')` with the words written into the statement.

    A bound list would be expanded at each execution, and a partial index only serves values the planner can see.
    """
    return column.in_([word(one) for one in words])


class Plan:
    """A statement compiled for one set of value names, and for one length of each list among its values."""

    def __init__(
        self, statement: Executable, compiled: SQLCompiler, dialect: Dialect, lists: Mapping[str, list[str]]
    ) -> None:
        self.sql = str(compiled)
        self._dialect = dialect
        self._lists = lists
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        binds |= {item: binds[key] for key, some in lists.items() for item in some}
        places = [binds[name] for name in compiled.positiontup or ()]
        keys = [
            name if binds[name].expanding or binds[name].unique else binds[name].key
            for name in compiled.positiontup or ()
        ]
        self._defaults = {key: bind.value for key, bind in zip(keys, places, strict=True) if not bind.required}
        self._pick = _picker(keys)
        processors = [_processor(bind.type, dialect) for bind in places]
        self._processors = [(at, process) for at, process in enumerate(processors) if process is not None]
        self._columns = _columns(statement)
        self._found: list[tuple[int, Callable[[Any], Any]]] | None = None

    def parameters(self, values: Values) -> list[Any]:
        if self._lists:
            values = {**values, **self._items(values)}
        out = list(self._pick({**self._defaults, **values} if self._defaults else values))
        for at, process in self._processors:
            out[at] = process(out[at])
        return out

    def _items(self, values: Values) -> dict[str, object]:
        many = {key: values[key] for key in self._lists}
        return {
            name: item
            for key, names in self._lists.items()
            for name, item in zip(names, many[key], strict=True)  # type: ignore[call-overload]
        }

    def rows(self, cursor: Any) -> list[Sequence[Any]]:
        if cursor.description is None:
            return []
        rows: list[Sequence[Any]] = cursor.fetchall()
        if self._found is None:
            self._found = self._result_processors(cursor.description)
        return [self._processed(row, self._found) for row in rows] if self._found else rows

    def _result_processors(self, description: Sequence[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
        if self._columns is None:
            return []
        if len(self._columns) != len(description):
            raise TypeError(f"{len(description)} columns came for {len(self._columns)} declared: {self.sql}")
        found = []
        for place, (column, told) in enumerate(zip(self._columns, description, strict=True)):
            kind = column.type.dialect_impl(self._dialect)
            process = kind.result_processor(self._dialect, told[1])
            if process is not None:
                found.append((place, process))
        return found

    @staticmethod
    def _processed(row: Sequence[Any], found: list[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
        out = list(row)
        for place, process in found:
            out[place] = process(out[place])
        return out


@frozen
class _Known:
    """What was given is kept beside its plans: an id is only unique while the object lives."""

    given: Statement
    statement: Executable
    named: bool
    """Another set of value names is another text."""
    lists: tuple[str, ...]
    plans: dict[tuple[str | int, ...], Plan | None] = field(default_factory=dict)


class Plans:
    """The compiled statements of one store. Statements are module constants, so this stays small."""

    LIMIT = 2000  # reached only when somebody builds statements per call; then start again

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._own_insert = dialect.name == "sqlite"
        self._known: dict[int, _Known] = {}
        self._only: dict[int, tuple[Executable, Plan | None]] = {}
        """Of statements that have one plan, whatever the values."""

    def find(self, statement: Statement, values: Values) -> tuple[Executable, Plan | None]:
        """The executable for this database, and its plan when it may take the short way."""
        return self._only.get(id(statement)) or self._found(statement, values)

    def _found(self, statement: Statement, values: Values) -> tuple[Executable, Plan | None]:
        known = self._known.get(id(statement)) or self._first(statement)
        names: tuple[str | int, ...] = tuple(values) if known.named else ()
        if known.lists:
            names += tuple(len(values[key]) for key in known.lists)  # type: ignore[arg-type]  # they are lists
        plan = known.plans.get(names)
        if plan is None and names not in known.plans:
            plan = known.plans[names] = self._plan(known, values)
        if statement is known.statement and not (known.named or known.lists):  # which is kept, so its id stays its own
            self._only[id(statement)] = known.statement, plan
        return known.statement, plan

    def _first(self, given: Statement) -> _Known:
        if len(self._known) >= self.LIMIT:
            self._known.clear()
            self._only.clear()
        statement = given
        if isinstance(statement, PerDialect):
            statement = statement.sqlite if self._own_insert else statement.postgresql
        named = isinstance(statement, Insert | Update)
        known = self._known[id(given)] = _Known(given, statement, named, _lists(statement))
        return known

    def _plan(self, known: _Known, values: Values) -> Plan | None:
        statement, given = known.statement, {key: values[key] for key in known.lists}
        if not isinstance(statement, SelectBase | Insert | Update | Delete | TextClause) or not all(given.values()):
            return None
        # As for many rows: a single insert would get a RETURNING that nobody asked for.
        many = isinstance(statement, Insert) and not _columns(statement)
        compiled = (statement.params(dict(values)) if given else statement).compile(
            dialect=self._dialect,
            column_keys=list(values) if isinstance(statement, Insert | Update) and values else None,
            for_executemany=many,
            compile_kwargs={"render_postcompile": bool(given)},
        )
        if not (isinstance(compiled, SQLCompiler) and _is_known(statement, compiled, known.lists)):
            return None
        # How SQLAlchemy numbers the items of a list that it writes out.
        items = {key: [f"{key}_{at + 1}" for at in range(len(some))] for key, some in given.items()}  # type: ignore[arg-type]
        return Plan(statement, compiled, self._dialect, items)


def _lists(statement: Executable) -> tuple[str, ...]:
    """The names of the values that are lists."""
    if not isinstance(statement, SelectBase):
        return ()
    found = (one for one in visitors.iterate(statement) if isinstance(one, BindParameter) and one.expanding)
    return tuple(dict.fromkeys(one.key for one in found if not one.unique))


def _is_known(statement: Executable, compiled: SQLCompiler, lists: tuple[str, ...]) -> bool:
    return not (
        any(bind.key not in lists for bind in compiled.post_compile_params)
        or compiled.literal_execute_params
        or compiled.insert_prefetch
        or compiled.update_prefetch
        or any(bind.callable is not None for bind in compiled.bind_names)
        or any(getattr(column, "is_literal", False) for column in _columns(statement) or ())
    )


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of this type one for the driver; None where the driver takes it as it is."""
    if dialect.name == "sqlite" and isinstance(kind, Boolean | LargeBinary):
        return None
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _columns(statement: Executable) -> Sequence[Any] | None:
    """What the statement says it returns; None when it does not say."""
    if isinstance(statement, SelectBase | UpdateBase):
        return list(statement.exported_columns)
    return None


def _picker(keys: Sequence[str]) -> Callable[[Values], Iterable[Any]]:
    """The values in the statement's order, picked without a loop: some statements have thirty."""
    return itemgetter(*keys) if len(keys) > 1 else lambda values: [values[key] for key in keys]
