"""Keeps the promises of the register: what is too old is deleted, a little at a time."""

from __future__ import annotations

from sqlalchemy import Table

from rituals.engine.desk import Desk
from store import accounts, inbox, retention

CHUNK = 200
CHUNKS = 20
"""Per table and round: a backlog is worked off over several rounds, and nobody has to wait for it."""


async def empty_answers(desk: Desk) -> None:
    """Once a minute: answers of over ten minutes ago are nobody's business any more."""
    now = desk.clock.now()
    await desk.store.transact(lambda tx: inbox.empty_answers(tx, now))


async def tell_presence(desk: Desk) -> None:
    """Once a minute: which tool people used last."""
    news = desk.presence.news()
    if news:
        await desk.store.transact(lambda tx: accounts.touch_all(tx, news))


async def expire(desk: Desk) -> None:
    """Once an hour: rows past their age go. Looking is done on a read connection, since it may scan a table."""
    for table in retention.aged():
        await _expire(desk, table)


async def _expire(desk: Desk, table: Table) -> None:
    now = desk.clock.now()
    for _ in range(CHUNKS):
        keys = await desk.store.read(lambda tx: retention.old(tx, table, now, CHUNK))
        if not keys:
            return
        await desk.store.transact(lambda tx, keys=keys: retention.drop(tx, table, keys))  # type: ignore[misc]
