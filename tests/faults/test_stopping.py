"""Stopped in the middle of much work, a process ends in time, and the next one finishes it: everything once."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
import time
from collections import Counter
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import accounts, bells, outbox, places
from store.open import open_store
from store.outbox import Wanted
from store.places import Place
from store.tx import Tx
from tests.bot.test_run import free_port, running, wait_until_ready

pytestmark = pytest.mark.faults

BELLS = 67
ROOMS = ("algemeen", "successen", "team-noord")
STREAMS = 10
WITHIN = 10
"""Seconds in which a process that is asked to stop has ended."""


def much_to_post(tx: Tx) -> None:
    """Two hundred posts that should stand there already."""
    now = datetime.now(UTC)
    rooms = [place for place in places.every(tx) if place.external in ROOMS]
    ringer = accounts.search(tx, "Fatima")[0]
    for number in range(BELLS):
        bell_id = bells.add(tx, ringer.id, None, f"Dit is nummer {number}.", None, "waiting", now, (), now)
        outbox.want(tx, [wanted(f"bel:{bell_id}", room, now) for room in rooms], now)


def wanted(key: str, room: Place, now: datetime) -> Wanted:
    return Wanted(
        key=key, target=f"place:{room.id}", workspace_id=room.workspace_id, place_id=room.id, person_id=None,
        account_id=None, kind="post", rank=2, policy="at_most_once", thread=None, not_before=now,
        until=now + timedelta(days=14),  # a try-out's clock may be walked ahead, to working hours
    )  # fmt: skip


def fill(folder: Path) -> None:
    """Between two runs, so that nobody holds the file."""

    async def work() -> None:
        store = open_store(f"sqlite:///{folder}/data/klantritme.db")
        await store.transact(much_to_post)
        await store.close()

    asyncio.run(work())


def posted(folder: Path) -> Counter[tuple[str, str]]:
    """How often each bell stands in each room."""
    with closing(sqlite3.connect(f"file:{folder}/data/klantritme.db?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT channel, marker FROM playground_message WHERE channel NOT LIKE 'dm:%'")
        return Counter((str(channel), str(marker)) for channel, marker in found if marker)


def wait_for(folder: Path, posts: int) -> None:
    for _ in range(600):
        if posted(folder).total() >= posts:
            return
        time.sleep(0.05)
    pytest.fail(f"only {posted(folder).total()} posts of {posts}")


def open_streams(port: int, stack: ExitStack) -> None:
    for number in range(STREAMS):
        stream = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        place = ROOMS[number % len(ROOMS)]
        stream.sendall(f"GET /playground/stream?as=fatima&place={place} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert stream.recv(12) == b"HTTP/1.1 200"


def test_two_hundred_posts_and_open_streams_do_not_keep_a_process_from_stopping_nor_get_lost(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        wait_until_ready(process, port)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WITHIN)
    fill(tmp_path)

    with running(tmp_path, port) as process, ExitStack() as stack:
        wait_until_ready(process, port)
        open_streams(port, stack)
        wait_for(tmp_path, posts=1)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=WITHIN)
    assert process.returncode == 0
    assert "Traceback" not in errors

    with running(tmp_path, port) as process:
        wait_until_ready(process, port)
        wait_for(tmp_path, posts=BELLS * len(ROOMS))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WITHIN)

    assert process.returncode == 0
    assert set(posted(tmp_path).values()) == {1}
    assert len(posted(tmp_path)) == BELLS * len(ROOMS)
