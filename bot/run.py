"""`klantritme run`: take the port, bring the database up to date, build, serve."""

from __future__ import annotations

import asyncio
from contextlib import closing

import structlog

from bot.app import build
from bot.config import Loaded
from bot.port import bind
from bot.serve import Parts, serve, stop_on_signals
from rituals.engine.localtime import local_day
from store.migrate import require_current, upgrade
from store.open import scheme, sqlite_path


async def run(loaded: Loaded) -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    environment = loaded.environment
    with closing(bind(environment.host, environment.port)) as listening:
        await asyncio.to_thread(prepare, environment.database_url)
        parts = build(loaded.settings, environment)
        await asyncio.to_thread(learn_holidays, parts)
        await serve(parts, listening, stop)


def learn_holidays(parts: Parts) -> None:
    """Looking them up takes a while: at start, and not in the middle of somebody's transaction."""
    calendar = parts.engine.organisation.calendar
    calendar.next_workday(local_day(parts.engine.clock.now(), calendar.zone))


def prepare(url: str) -> None:
    """SQLite is upgraded, after a copy; PostgreSQL only by `migrate`, since several replicas may run."""
    if scheme(url) == "sqlite":
        if upgrade(url) == "empty":
            structlog.get_logger(__name__).info("made a new database", at=str(sqlite_path(url)))
    else:
        require_current(url)
