"""Writes down the SQL that a transaction runs, with its parameters, so that the bare driver can do the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Executable

from store.base import Lane, Store
from store.statements import Plan, Plans, Statement, Values
from store.tx import DialectName, Tx

T = TypeVar("T")


@dataclass
class Said:
    """One statement; more than one set of parameters when it was run for many."""

    sql: str
    parameters: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass
class Transaction:
    """What one transaction said, in order."""

    subjects: tuple[str, ...]
    said: list[Said] = field(default_factory=list)


class RecordingStore:
    """A store that passes everything on and keeps what was written by the lane of people."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.transactions: list[Transaction] = []

    @property
    def dialect(self) -> DialectName:
        """As the store's."""
        return self._store.dialect

    async def transact(
        self,
        work: Callable[[Tx], T],
        *,
        lane: Lane = "machines",
        subjects: Sequence[str] = (),
        settle: Callable[[Tx], T | None] | None = None,
        ahead: Callable[[T], None] | None = None,
    ) -> T:
        """As the store's."""
        if lane != "people":
            return await self._store.transact(work, lane=lane, subjects=subjects, settle=settle, ahead=ahead)

        def recorded(tx: Tx) -> T:
            transaction = Transaction(tuple(subjects))
            self.transactions.append(transaction)
            tx._plans = cast(Plans, _Recorder(tx._plans, transaction))
            return work(tx)

        return await self._store.transact(recorded, lane=lane, subjects=subjects, settle=settle, ahead=ahead)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """As the store's."""
        return await self._store.read(work)

    async def ping(self) -> None:
        """As the store's."""
        await self._store.ping()

    async def close(self) -> None:
        """As the store's."""
        await self._store.close()


class _Recorder:
    """Stands in for the plans of one transaction."""

    def __init__(self, plans: Plans, transaction: Transaction) -> None:
        self._plans = plans
        self._transaction = transaction

    def find(self, statement: Statement, values: Values) -> tuple[Executable, Plan]:
        executable, plan = self._plans.find(statement, values)
        if plan is None:
            raise TypeError(f"this statement does not take the short way to the driver: {executable}")
        said = Said(plan.sql)
        self._transaction.said.append(said)
        return executable, cast(Plan, _RecordedPlan(plan, said))


class _RecordedPlan:
    def __init__(self, plan: Plan, said: Said) -> None:
        self._plan = plan
        self._said = said
        self.sql = plan.sql
        self.rows = plan.rows

    def parameters(self, values: Values) -> list[Any]:
        found = self._plan.parameters(values)
        self._said.parameters.append(tuple(found))
        return found
