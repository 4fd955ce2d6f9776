"""One decision about turns at a time, on every replica.

Whose turn it is hangs on the other meetings of that day, and a balance on all meetings of its team: to lock the one
meeting that an event is about is not enough.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from rituals.engine.context import Context
from rituals.engine.outcome import Outcome
from store import rotas

E = TypeVar("E")


def alone(handle: Callable[[E, Context], Outcome]) -> Callable[[E, Context], Outcome]:
    """A handler that waits until no other decides."""

    @wraps(handle)
    def waits(event: E, context: Context) -> Outcome:
        rotas.decide_alone(context.tx)
        return handle(event, context)

    return waits
