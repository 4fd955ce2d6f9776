"""Statements compiled once for all stores of a process: to compile them anew is half of what a short test costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import Dialect

from store.statements import Plans


@contextmanager
def compiled_once() -> Iterator[None]:
    """Stores that are opened meanwhile share what each of them would keep for itself."""
    kept: dict[str, Plans] = {}

    def plans(dialect: Dialect) -> Plans:
        return kept.setdefault(dialect.name, Plans(dialect))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.sqlite.Plans", plans)
        patch.setattr("store.postgres_server.Plans", plans)
        yield
