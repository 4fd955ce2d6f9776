"""A recorded transaction, said again by the bare driver, with the number that its own bell gets there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.office import FIRST_BELL
from tests.bench.recorded import Said, Transaction

Parameters = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement ready to be said. The `filled` parameters hold a bell's number, given then."""

    sql: str
    parameters: list[Parameters]
    filled: tuple[int, ...]
    adds_bell: bool


class Replay:
    """Called with a cursor."""

    def __init__(self, transaction: Transaction, bell: int) -> None:
        self._bell = bell
        self._lines = [self._line(said) for said in transaction.said]

    def __call__(self, cursor: Any) -> None:
        number = 0
        for line in self._lines:
            many = [self._fill(one, line.filled, number) for one in line.parameters] if line.filled else line.parameters
            if len(many) > 1:
                cursor.executemany(line.sql, many)
            else:
                cursor.execute(line.sql, many[0])
                rows: list[Any] = cursor.fetchall() if cursor.description else []
                if line.adds_bell:
                    number = rows[0][0] if rows else cursor.lastrowid

    def _line(self, said: Said) -> Line:
        places = {at for one in said.parameters for at, value in enumerate(one) if self._is_bell(value)}
        adds = said.sql.startswith("INSERT INTO bell ")
        return Line(said.sql, list(said.parameters), tuple(places), adds)

    def _is_bell(self, value: object) -> bool:
        return value == self._bell or (isinstance(value, str) and str(self._bell) in value)

    def _fill(self, parameters: Parameters, places: tuple[int, ...], number: int) -> Parameters:
        out = list(parameters)
        for at in places:
            value = out[at]
            out[at] = number if value == self._bell else value.replace(str(self._bell), str(number))
        return out


def replays(transactions: Sequence[Transaction]) -> list[tuple[Callable[[Any], None], tuple[str, ...]]]:
    """What to run, and the subjects to lock; recorded one after another, so the bells are numbered in order."""
    return [(Replay(one, number), one.subjects) for number, one in enumerate(transactions, start=FIRST_BELL + 1)]
