"""Statements, compiled once and then run straight on the driver.

SQLAlchemy's own execution costs four to six times the CPU of the driver's. A statement takes the short way
only when everything about it is known after compiling; the rest goes through `Connection.execute`. The short
way is for SELECT, INSERT, UPDATE, DELETE and text that

- have no list to expand (`IN` with a bound list) and no value rendered into the text,
- need no default made by Python, and no value from a callable,
- select named columns (a literal `*` could be any number of columns).

The processors of values are those of the public `TypeEngine.bind_processor` and `result_processor`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Delete, Executable, Insert, Table, TextClause, Update, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.selectable import SelectBase

Processor = Callable[[Any], Any] | None
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


Statement = Executable | PerDialect


def one_of(column: ColumnElement[str], *words: str) -> ColumnElement[bool]:
    """`column IN ('a', 'b')` with the words written into the statement.

    A bound list would be expanded at each execution, and a partial index only serves values the planner can see.
    """
    return column.in_([literal_column(f"'{word}'") for word in words])


class Plan:
    """A statement compiled for one set of value names."""

    def __init__(self, statement: Executable, compiled: SQLCompiler, dialect: Dialect) -> None:
        self.sql = str(compiled)
        self._dialect = dialect
        names = {name: bind for bind, name in compiled.bind_names.items()}
        self._steps = [_step(names[name], dialect) for name in compiled.positiontup or ()]
        self._columns = _columns(statement)
        self._found: list[tuple[int, Callable[[Any], Any]]] | None = None

    def parameters(self, values: Values) -> list[Any]:
        out = []
        for key, process, required, default in self._steps:
            if key is None:
                out.append(default)
                continue
            value = values[key] if required else values.get(key, default)
            out.append(value if process is None else process(value))
        return out

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


class Plans:
    """The compiled statements of one store. Statements are module constants, so this stays small."""

    LIMIT = 2000  # reached only when somebody builds statements per call; then start again

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._own_insert = dialect.name == "sqlite"
        # The statement is kept beside its plans: an id is only unique while the object lives.
        self._known: dict[int, tuple[Executable, dict[tuple[str, ...], Plan | None]]] = {}

    def find(self, statement: Statement, values: Values) -> tuple[Executable, Plan | None]:
        """The executable for this database, and its plan when it may take the short way."""
        if isinstance(statement, PerDialect):
            statement = statement.sqlite if self._own_insert else statement.postgresql
        known = self._known.get(id(statement))
        if known is None:
            if len(self._known) >= self.LIMIT:
                self._known.clear()
            known = self._known[id(statement)] = (statement, {})
        names = tuple(values) if isinstance(statement, Insert | Update) else ()
        plans = known[1]
        if names not in plans:
            plans[names] = self._plan(statement, names)
        return statement, plans[names]

    def _plan(self, statement: Executable, names: tuple[str, ...]) -> Plan | None:
        if not isinstance(statement, SelectBase | Insert | Update | Delete | TextClause):
            return None
        # As for many rows: a single insert would get a RETURNING that nobody asked for.
        many = isinstance(statement, Insert) and not _columns(statement)
        compiled = statement.compile(
            dialect=self._dialect, column_keys=list(names) if names else None, for_executemany=many
        )
        if not (isinstance(compiled, SQLCompiler) and _is_known(statement, compiled)):
            return None
        return Plan(statement, compiled, self._dialect)


def _is_known(statement: Executable, compiled: SQLCompiler) -> bool:
    return not (
        compiled.post_compile_params
        or compiled.literal_execute_params
        or compiled.insert_prefetch
        or compiled.update_prefetch
        or any(bind.callable is not None for bind in compiled.bind_names)
        or any(getattr(column, "is_literal", False) for column in _columns(statement) or ())
    )


def _columns(statement: Executable) -> Sequence[Any] | None:
    """What the statement says it returns; None when it does not say."""
    if isinstance(statement, SelectBase | UpdateBase):
        return list(statement.exported_columns)
    return None


def _step(bind: BindParameter[Any], dialect: Dialect) -> tuple[str | None, Processor, bool, Any]:
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not bind.unique:
        return bind.key, process, bind.required, bind.value
    return None, None, False, bind.value if process is None else process(bind.value)
