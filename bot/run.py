"""`klantritme run`: take the port, bring the database up to date, build, serve."""

from __future__ import annotations

import asyncio
from contextlib import closing

from bot.app import build
from bot.config import Loaded
from bot.serve import serve, stop_on_signals
from bot.web import bind
from store.migrate import require_current, upgrade
from store.open import scheme


async def run(loaded: Loaded) -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    environment = loaded.environment
    with closing(bind(environment.host, environment.port)) as listening:
        await asyncio.to_thread(prepare, environment.database_url)
        await serve(build(loaded.settings, environment), listening, stop)


def prepare(url: str) -> None:
    """SQLite is upgraded, after a copy; PostgreSQL only by `migrate`, since several replicas may run."""
    if scheme(url) == "sqlite":
        upgrade(url)
    else:
        require_current(url)
