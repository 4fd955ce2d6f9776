"""A transaction as the functions of the store see it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from store.statements import Numbered, Plans, Statement, Values

__all__ = ["DialectName", "Statement", "Tx"]

T = TypeVar("T")
DialectName = Literal["sqlite", "postgresql"]
_COUNTED = {"preserve_rowcount": True}  # SQLAlchemy forgets it for inserts otherwise
_NONE: Mapping[str, object] = {}


class Tx:
    """Runs statements inside one transaction; a rule never commits, the store does.

    A function that gets a Tx may be run again after a conflict, so it must do nothing outside of it.
    """

    def __init__(
        self,
        dialect: DialectName,
        connection: Connection,
        cursor: Any,
        plans: Plans,
        driver_error: type[Exception],
        translate: Callable[[Exception], Exception],
        kept: dict[str, object] | None = None,
        *,
        changed: bool = False,
    ) -> None:
        self.dialect: DialectName = dialect
        self.statements = 0
        self.kept: dict[str, object] = {} if kept is None else kept
        """What was read once and holds for the whole transaction, also for what others do in the same one."""
        self.changed = changed
        """It changed people, places or choices: what it reads may not be cached, it can still be rolled back."""
        self.connection = connection
        self._cursor = cursor
        self._plans = plans
        self._driver_error = driver_error
        self._translate = translate

    def run(self, statement: Statement, values: Values | Sequence[Values] = _NONE) -> int:
        """How many rows it touched (or returned). A sequence of values runs once for each of them."""
        # A dict is told in no time, any other Mapping is not.
        if isinstance(values, dict) or isinstance(values, Mapping):  # noqa: SIM101 - one after the other
            return self._execute(statement, values)[1]
        return self._run_many(statement, values)

    def all(self, statement: Statement, into: Callable[..., T], values: Values = _NONE) -> list[T]:
        return [into(*row) for row in self._execute(statement, values)[0]]

    def one(self, statement: Statement, into: Callable[..., T], values: Values = _NONE) -> T | None:
        rows = self._execute(statement, values)[0]
        return into(*rows[0]) if rows else None

    def scalar(self, statement: Statement, values: Values = _NONE) -> Any:
        """The first column of the first row, or None."""
        rows = self._execute(statement, values)[0]
        return rows[0][0] if rows else None

    def add(self, statement: Numbered, values: Values) -> int:
        """Insert a row; its number."""
        rows, _ = self._execute(statement, values)
        return int(rows[0][0] if rows else self._cursor.lastrowid)

    def _execute(self, statement: Statement, values: Values) -> tuple[Sequence[Sequence[Any]], int]:
        self.statements += 1
        executable, plan = self._plans.find(statement, values)
        try:
            if plan is None:
                result = self.connection.execute(executable, dict(values))
                rows: Sequence[Sequence[Any]] = result.all() if result.returns_rows else ()
                return rows, len(rows) if result.returns_rows else result.rowcount
            cursor = self._cursor
            cursor.execute(plan.sql, plan.parameters(values))
            # Read to the end: a statement that is still open would outlive its transaction.
            if cursor.description is None:
                return (), cursor.rowcount
            rows = plan.rows(cursor)
            return rows, len(rows)
        except (DBAPIError, self._driver_error) as error:
            raise self._told(error) from error

    def _run_many(self, statement: Statement, many: Sequence[Values]) -> int:
        if not many:
            return 0
        self.statements += 1
        executable, plan = self._plans.find(statement, many[0])
        try:
            if plan is None:
                rows = [dict(values) for values in many]
                return self.connection.execute(executable, rows, execution_options=_COUNTED).rowcount
            self._cursor.executemany(plan.sql, [plan.parameters(values) for values in many])
            return int(self._cursor.rowcount)
        except (DBAPIError, self._driver_error) as error:
            raise self._told(error) from error

    def _told(self, error: Exception) -> Exception:
        driver = error.orig if isinstance(error, DBAPIError) else error
        return self._translate(driver if isinstance(driver, Exception) else error)
