"""Fresh databases for every round: copies of one that was furnished once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from store.base import Store
from store.migrate import create_all
from store.open import open_store, sqlite_path
from store.tx import DialectName
from tests.bench.anchors import Anchor, PostgresAnchor, SqliteAnchor
from tests.fakes.postgres import Postgres, running

Furnish = Callable[[Store], Awaitable[object]]


class Databases:
    """PostgreSQL is started when it is first asked for, and waits for its disk as a real one does."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._numbers = count(1)
        self._server: Postgres | None = None

    async def template(self, dialect: DialectName, furnish: Furnish) -> str:
        """An address to make copies of."""
        url = self._postgres().fresh() if dialect == "postgresql" else self._file()
        if dialect == "sqlite":
            create_all(url)
        store = open_store(url)
        await furnish(store)
        await store.close()
        return url

    def copy(self, template: str) -> str:
        """A fresh copy of a template that nobody has open."""
        path = sqlite_path(template) if template.startswith("sqlite") else None
        if path is None:
            return self._postgres().fresh(urlsplit(template).path[1:])
        url = self._file()
        with path.open("rb") as template_file, Path(str(sqlite_path(url))).open("wb") as made:
            shutil.copyfileobj(template_file, made)
            os.fsync(made.fileno())  # or whoever commits first would wait for the whole copy to come to disk
        return url

    def anchor(self, template: str) -> Anchor:
        """The raw driver on a fresh copy."""
        url = self.copy(template)
        path = sqlite_path(url) if url.startswith("sqlite") else None
        return SqliteAnchor(path) if path is not None else PostgresAnchor(url)

    def _file(self) -> str:
        return f"sqlite:///{self._folder}/{next(self._numbers)}.db"

    def _postgres(self) -> Postgres:
        if self._server is None:
            self._server = self._stack.enter_context(running())
            with psycopg.connect(self._server.url("postgres"), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM RESET ALL")  # durable, as at an operator's
                connection.execute("SELECT pg_reload_conf()")
        return self._server


@contextmanager
def databases() -> Iterator[Databases]:
    """Gone when the benchmark ends."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="krbench"))
        yield Databases(Path(folder), stack)
